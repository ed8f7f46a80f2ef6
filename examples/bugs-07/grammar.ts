/** What crosses between each module of kmod/bugs-07 and its clients. */
import { struct, u32 } from '@both-sides/netlink/wire';
import type { Grammar } from '../grammar.ts';
import {
	NETLINK_CHIME,
	NETLINK_SHELF,
	SHELF_PUT,
	SHELF_TAKE,
} from './protocols.ts';

const number = struct({ number: u32 });

export const grammars: Readonly<Record<string, Grammar>> = {
	shelf: {
		protocol: NETLINK_SHELF,
		groups: [],
		messages: {
			put: { type: SHELF_PUT, request: { layout: number } },
			take: { type: SHELF_TAKE, request: {}, replies: true, answer: number },
		},
	},
	chime: {
		protocol: NETLINK_CHIME,
		groups: [],
		// Whatever it is told, it says into the kernel’s log how often it has struck.
		messages: { strokes: { type: 16, request: {} } },
		takesAll: true,
	},
};
