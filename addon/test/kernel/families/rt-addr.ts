// SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause)
// Made from rt-addr.yaml by `npm run generate`: change that, and make this anew.
// biome-ignore-all format: a program wrote it
import type { FamilyTables, FurtherBytes, Undeclared } from '@both-sides/netlink/spec';

export type IfaFlags =
	| 'secondary'
	| 'nodad'
	| 'optimistic'
	| 'dadfailed'
	| 'homeaddress'
	| 'deprecated'
	| 'tentative'
	| 'permanent'
	| 'managetempaddr'
	| 'noprefixroute'
	| 'mcautojoin'
	| 'stable-privacy';

export interface Ifaddrmsg {
	'ifa-family'?: number | undefined;
	'ifa-prefixlen'?: number | undefined;
	'ifa-flags'?: readonly (IfaFlags | number)[] | undefined;
	'ifa-scope'?: number | undefined;
	'ifa-index'?: number | undefined;
}

export interface IfaCacheinfo {
	'ifa-prefered'?: number | undefined;
	'ifa-valid'?: number | undefined;
	cstamp?: number | undefined;
	tstamp?: number | undefined;
}

export interface AddrAttrs extends Undeclared {
	address?: string | undefined;
	local?: string | undefined;
	label?: string | undefined;
	broadcast?: string | undefined;
	anycast?: Uint8Array | undefined;
	cacheinfo?: IfaCacheinfo & FurtherBytes | undefined;
	multicast?: Uint8Array | undefined;
	flags?: readonly (IfaFlags | number)[] | undefined;
	'rt-priority'?: number | undefined;
	'target-netnsid'?: Uint8Array | undefined;
	proto?: number | undefined;
	'mc-users'?: number | undefined;
}

export type NewaddrRequest = Ifaddrmsg & AddrAttrs;
export type DeladdrRequest = Ifaddrmsg & AddrAttrs;
export type GetmulticastRequest = Ifaddrmsg & AddrAttrs;
export type GetmulticastReply = Ifaddrmsg & AddrAttrs;
export type GetaddrRequest = Ifaddrmsg & AddrAttrs;

/** What the family rt-addr can be asked, and what it tells. */
export type RtAddrFamily = {
	do: {
		/** Add new address */
		newaddr: { request: NewaddrRequest; reply: undefined };
		/** Remove address */
		deladdr: { request: DeladdrRequest; reply: undefined };
		/** Get / dump IPv4/IPv6 multicast addresses. */
		getmulticast: { request: GetmulticastRequest; reply: GetmulticastReply };
	};
	dump: {
		/** Dump address information. */
		getaddr: { request: GetaddrRequest; reply: GetmulticastReply };
		/** Get / dump IPv4/IPv6 multicast addresses. */
		getmulticast: { request: GetmulticastRequest; reply: GetmulticastReply };
	};
	events: {
		/** Dump address information. */
		getaddr: GetmulticastReply;
		/** Get / dump IPv4/IPv6 multicast addresses. */
		getmulticast: GetmulticastReply;
	};
	groups: 'rtnlgrp-ipv4-ifaddr' | 'rtnlgrp-ipv6-ifaddr';
};

/** Address configuration over rtnetlink. */
export const rtAddr: FamilyTables<RtAddrFamily> = {
	name: 'rt-addr',
	protocol: 0,
	enums: {
		'ifa-flags': {
			type: 'flags',
			entries: {
				secondary: 0,
				nodad: 1,
				optimistic: 2,
				dadfailed: 3,
				homeaddress: 4,
				deprecated: 5,
				tentative: 6,
				permanent: 7,
				managetempaddr: 8,
				noprefixroute: 9,
				mcautojoin: 10,
				'stable-privacy': 11,
			},
		},
	},
	structs: {
		ifaddrmsg: {
			'ifa-family': { type: 'u8' },
			'ifa-prefixlen': { type: 'u8' },
			'ifa-flags': { type: 'u8', enum: 'ifa-flags', enumAsFlags: true },
			'ifa-scope': { type: 'u8' },
			'ifa-index': { type: 'u32' },
		},
		'ifa-cacheinfo': {
			'ifa-prefered': { type: 'u32' },
			'ifa-valid': { type: 'u32' },
			cstamp: { type: 'u32' },
			tstamp: { type: 'u32' },
		},
	},
	sets: {
		'addr-attrs': {
			address: { value: 1, type: 'binary', displayHint: 'ipv4-or-v6' },
			local: { value: 2, type: 'binary', displayHint: 'ipv4-or-v6' },
			label: { value: 3, type: 'string' },
			broadcast: {
				value: 4,
				type: 'u32',
				byteOrder: 'big-endian',
				displayHint: 'ipv4',
			},
			anycast: { value: 5, type: 'binary' },
			cacheinfo: { value: 6, type: 'binary', struct: 'ifa-cacheinfo' },
			multicast: { value: 7, type: 'binary' },
			flags: { value: 8, type: 'u32', enum: 'ifa-flags', enumAsFlags: true },
			'rt-priority': { value: 9, type: 'u32' },
			'target-netnsid': { value: 10, type: 'binary' },
			proto: { value: 11, type: 'u8' },
			'mc-users': { value: 12, type: 'u32' },
		},
	},
	subMessages: {},
	operations: {
		newaddr: {
			fixedHeader: 'ifaddrmsg',
			attributeSet: 'addr-attrs',
			do: { request: 20 },
		},
		deladdr: {
			fixedHeader: 'ifaddrmsg',
			attributeSet: 'addr-attrs',
			do: { request: 21 },
		},
		getaddr: {
			fixedHeader: 'ifaddrmsg',
			attributeSet: 'addr-attrs',
			dump: { request: 22, reply: 20 },
		},
		getmulticast: {
			fixedHeader: 'ifaddrmsg',
			attributeSet: 'addr-attrs',
			do: { request: 58, reply: 58 },
			dump: { request: 58, reply: 58 },
		},
	},
	events: {
		getaddr: {
			fixedHeader: 'ifaddrmsg',
			attributeSet: 'addr-attrs',
			value: 20,
		},
		getmulticast: {
			fixedHeader: 'ifaddrmsg',
			attributeSet: 'addr-attrs',
			value: 58,
		},
	},
	groups: {
		'rtnlgrp-ipv4-ifaddr': 5,
		'rtnlgrp-ipv6-ifaddr': 9,
	},
};
