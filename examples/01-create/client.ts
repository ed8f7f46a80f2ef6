/**
 * Opens pulse's protocol and sends it a message: `client`.
 * `client hold` opens it and keeps it open, waiting for a message that nobody sends.
 */
import { NetlinkError, open } from '@both-sides/netlink';
import {
	encodeMessage,
	NLM_F_REQUEST,
	NLMSG_MIN_TYPE,
} from '@both-sides/netlink/wire';
import { NETLINK_PULSE } from './pulse.ts';

try {
	await using socket = await open(NETLINK_PULSE);
	console.log(`open, port id ${socket.portId}`);

	if (process.argv[2] === 'hold') await socket.receive();
	else
		await socket.send(
			encodeMessage({ type: NLMSG_MIN_TYPE, flags: NLM_F_REQUEST }),
		);
} catch (error) {
	if (!(error instanceof NetlinkError)) throw error;
	console.log(error.message);
	process.exitCode = 1;
}
