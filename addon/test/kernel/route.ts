/** Of rtnetlink, what the tests use: linux/rtnetlink.h, if_link.h, if_addr.h. */
import type { Socket } from '../../src/index.ts';
import {
	attributes,
	binary,
	layout,
	padding,
	s32,
	string,
	struct,
	u8,
	u16,
	u32,
} from '../../src/wire/index.ts';

export const RTM_NEWLINK = 16;
export const RTM_DELLINK = 17;
export const RTM_GETLINK = 18;
export const RTM_NEWADDR = 20;
export const RTM_GETADDR = 22;
export const RTM_NEWROUTE = 24;
export const RTM_GETROUTE = 26;
export const RTNLGRP_LINK = 1;

const NLM_F_CREATE_EXCL = 0x600;
const IFF_UP = 1;

export const link = layout(
	struct({ family: u8, pad: padding(1), type: u16, index: s32, flags: u32, change: u32 }),
	attributes({
		address: [1, binary],
		broadcast: [2, binary],
		name: [3, string],
		mtu: [4, u32],
		queueing: [6, string],
		queueLength: [13, u32],
		operationalState: [16, u8],
		information: [18, attributes({ kind: [1, string] })],
		group: [27, u32],
	}),
);

export const address = layout(
	struct({ family: u8, prefix: u8, flags: u8, scope: u8, index: u32 }),
	attributes({ address: [1, binary], local: [2, binary], label: [3, string] }),
);

export const route = layout(
	struct({
		family: u8,
		destinationLength: u8,
		sourceLength: u8,
		tos: u8,
		table: u8,
		protocol: u8,
		scope: u8,
		type: u8,
		flags: u32,
	}),
	attributes({
		destination: [1, binary],
		device: [4, u32],
		gateway: [5, binary],
		priority: [6, u32],
		preferredSource: [7, binary],
	}),
);

/** The dump of all links. */
export const getLinks = { type: RTM_GETLINK, ...link.body({}) };

/** Changes a link; what is not named stays. */
export function setLink(values: Parameters<typeof link.body>[0]) {
	return { type: RTM_NEWLINK, ...link.body(values) };
}

/** Makes a link and its peer, which the kernel names. */
export function newPair(name: string) {
	return {
		type: RTM_NEWLINK,
		flags: NLM_F_CREATE_EXCL,
		...link.body({ name, flags: IFF_UP, change: IFF_UP, information: { kind: 'veth' } }),
	};
}

/** Makes "pair", with its peer "veth0": both up, with 192.0.2.1/24 on it. */
export async function addPair(socket: Socket): Promise<void> {
	await socket.acknowledge(newPair('pair'));
	await socket.acknowledge(setLink({ name: 'veth0', flags: IFF_UP, change: IFF_UP }));
	await socket.acknowledge(setLink({ name: 'lo', flags: IFF_UP, change: IFF_UP }));
	const { index = 0 } = link.decode(
		(await socket.request({ type: RTM_GETLINK, ...link.body({ name: 'pair' }) })).payload,
	);
	const local = Uint8Array.of(192, 0, 2, 1);
	await socket.acknowledge({
		type: RTM_NEWADDR,
		flags: NLM_F_CREATE_EXCL,
		...address.body({ family: 2, prefix: 24, index, local, address: local }),
	});
}
