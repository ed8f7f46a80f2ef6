/** Datagrams for the kernel, as bytes. */
import { encodeMessage, NLM_F_DUMP, NLM_F_REQUEST } from '../../src/wire/index.ts';

const GENL_ID_CTRL = 16;
const RTM_GETLINK = 18;

/** CTRL_CMD_GETFAMILY for "nlctrl", as genl(8) sends it: genlmsghdr, then CTRL_ATTR_FAMILY_NAME. */
export const getFamily = encodeMessage({
	type: GENL_ID_CTRL,
	flags: NLM_F_REQUEST,
	sequence: 1,
	payload: Uint8Array.from([3, 1, 0, 0, 11, 0, 2, 0, ...Buffer.from('nlctrl\0'), 0]),
});

/** A dump of all links, with an empty struct ifinfomsg. */
export const getLinks = encodeMessage({
	type: RTM_GETLINK,
	flags: NLM_F_REQUEST | NLM_F_DUMP,
	sequence: 2,
	payload: new Uint8Array(16),
});
