/** `client strike NUMBER` strikes a number off the list of kmod/bugs-05/roster.c. */
import { NetlinkError, open } from '@both-sides/netlink';
import { NETLINK_ROSTER, ROSTER_STRIKE, struck } from './protocols.ts';

try {
	await using socket = await open(NETLINK_ROSTER);
	const number = Number(process.argv[3]);
	await socket.acknowledge({ type: ROSTER_STRIKE, payload: struck(number) });
	console.log('struck off');
} catch (error) {
	if (!(error instanceof NetlinkError)) throw error;
	console.log(error.message);
	process.exitCode = 1;
}
