/** Routes of IPv4: struct rtmsg and RTA_*, include/uapi/linux/rtnetlink.h. */
import { attributes, be32, layout, struct, u8, u32 } from '../src/wire/index.ts';

export const RTM_NEWROUTE = 24;
export const RTM_GETROUTE = 26;
export const RTNLGRP_IPV4_ROUTE = 7;

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
