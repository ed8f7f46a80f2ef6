/** What crosses between each module of kmod/bugs-05 and its clients. */
import { binary, s32, struct, u32 } from '@both-sides/netlink/wire';
import type { Grammar } from '../grammar.ts';
import {
	ECHO_SAY,
	FROST_GET,
	GUESTS_ASK,
	GUESTS_ENTER,
	guest,
	NETLINK_ECHO,
	NETLINK_FROST,
	NETLINK_GUESTS,
	NETLINK_ROSTER,
	ROSTER_ADD,
	ROSTER_STRIKE,
} from './protocols.ts';

const guests = { layout: guest, accepts: { name: { maxLength: 15 } } };
const member = { layout: struct({ number: u32 }) };

export const grammars: Readonly<Record<string, Grammar>> = {
	echo: {
		protocol: NETLINK_ECHO,
		groups: [],
		messages: {
			say: {
				type: ECHO_SAY,
				request: { layout: binary },
				replies: true,
				answer: binary,
			},
		},
		takesAll: true,
	},
	frost: {
		protocol: NETLINK_FROST,
		groups: [],
		parameters: { celsius: [-13, 0] },
		messages: {
			get: {
				type: FROST_GET,
				request: {},
				replies: true,
				answer: struct({ celsius: s32 }),
			},
		},
	},
	guests: {
		protocol: NETLINK_GUESTS,
		groups: [],
		messages: {
			enter: { type: GUESTS_ENTER, request: guests },
			ask: { type: GUESTS_ASK, request: guests, replies: true, answer: guest },
		},
	},
	roster: {
		protocol: NETLINK_ROSTER,
		groups: [],
		parameters: { delay: [5] },
		messages: {
			add: { type: ROSTER_ADD, request: member },
			strike: { type: ROSTER_STRIKE, request: member },
		},
	},
};
