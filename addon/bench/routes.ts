/** Routes of IPv4: struct rtmsg and RTA_*, include/uapi/linux/rtnetlink.h. */
import { open } from '../src/index.ts';
import {
	attributes,
	be32,
	layout,
	NETLINK_ROUTE,
	NLM_F_CREATE,
	NLM_F_EXCL,
	padding,
	s32,
	struct,
	u8,
	u16,
	u32,
} from '../src/wire/index.ts';

export const RTM_NEWROUTE = 24;
export const RTM_GETROUTE = 26;
export const RTNLGRP_IPV4_ROUTE = 7;
/** How many a dump lists. */
export const routeCount = 100_000;

const loopback = 1;

export const route = layout(
	struct({
		family: u8,
		prefix: u8,
		sourcePrefix: u8,
		tos: u8,
		localTable: u8,
		protocol: u8,
		scope: u8,
		type: u8,
		flags: u32,
	}),
	attributes({
		destination: [1, be32],
		interface: [4, u32],
		gateway: [5, be32],
		priority: [6, u32],
		source: [7, be32],
		table: [15, u32],
	}),
);

/** This network namespace's loopback device goes up and gets that many routes. */
export async function addRoutes(count: number): Promise<void> {
	const RTM_NEWLINK = 16;
	const IFF_UP = 1;
	const link = layout(
		struct({ family: u8, pad: padding(1), type: u16, index: s32, flags: u32, change: u32 }),
		attributes({}),
	);
	await using socket = await open(NETLINK_ROUTE);
	await socket.acknowledge({
		type: RTM_NEWLINK,
		...link.body({ index: loopback, flags: IFF_UP, change: IFF_UP }),
	});
	const requests = Array.from({ length: count }, (_, index) => ({
		type: RTM_NEWROUTE,
		flags: NLM_F_CREATE | NLM_F_EXCL,
		...route.body({
			family: 2,
			prefix: 32,
			localTable: 254,
			protocol: 4,
			scope: 253,
			type: 1,
			destination: 0x0a000000 + index,
			interface: loopback,
		}),
	}));
	for (const outcome of await socket.batch(requests))
		if (outcome.status === 'rejected') throw outcome.reason;
}
