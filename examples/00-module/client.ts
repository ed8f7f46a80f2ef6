/** Opens a netlink protocol and says what the kernel answered: `client [protocol]`. */
import { NetlinkError, open } from '@both-sides/netlink';

const protocol = Number(process.argv[2] ?? 31);

try {
	await using socket = await open(protocol);
	console.log(`protocol ${protocol} is open, port id ${socket.portId}`);
} catch (error) {
	if (!(error instanceof NetlinkError)) throw error;
	console.log(error.message);
	process.exitCode = 1;
}
