// SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause)
// Made from rt-route.yaml by `npm run generate`: change that, and make this anew.
// biome-ignore-all format: a program wrote it
import type { FamilyTables, FurtherBytes, Undeclared } from '@both-sides/netlink/spec';

export type RtmType =
	| 'unspec'
	| 'unicast'
	| 'local'
	| 'broadcast'
	| 'anycast'
	| 'multicast'
	| 'blackhole'
	| 'unreachable'
	| 'prohibit'
	| 'throw'
	| 'nat'
	| 'xresolve';

/**
 * Why the kernel deleted a route. New causes may be appended. The
 * value space is family-agnostic, a value is never reinterpreted
 * per address family.
 * - unspec: The deletion path does not record a cause.
 * - expired: The RTF_EXPIRES lifetime ran out and the route was garbage
 * collected.
 * - ra-withdrawn: A Router Advertisement withdrew the route with a zero
 * lifetime.
 */
export type DelReason = 'unspec' | 'expired' | 'ra-withdrawn';

export interface Rtmsg {
	'rtm-family'?: number | undefined;
	'rtm-dst-len'?: number | undefined;
	'rtm-src-len'?: number | undefined;
	'rtm-tos'?: number | undefined;
	'rtm-table'?: number | undefined;
	'rtm-protocol'?: number | undefined;
	'rtm-scope'?: number | undefined;
	'rtm-type'?: RtmType | number | undefined;
	'rtm-flags'?: number | undefined;
}

export interface RtaCacheinfo {
	'rta-clntref'?: number | undefined;
	'rta-lastuse'?: number | undefined;
	'rta-expires'?: number | undefined;
	'rta-error'?: number | undefined;
	'rta-used'?: number | undefined;
}

export interface RouteAttrs extends Undeclared {
	dst?: string | undefined;
	src?: string | undefined;
	iif?: number | undefined;
	oif?: number | undefined;
	gateway?: string | undefined;
	priority?: number | undefined;
	prefsrc?: string | undefined;
	metrics?: Metrics | undefined;
	multipath?: Uint8Array | undefined;
	protoinfo?: Uint8Array | undefined;
	flow?: number | undefined;
	cacheinfo?: RtaCacheinfo & FurtherBytes | undefined;
	session?: Uint8Array | undefined;
	'mp-algo'?: Uint8Array | undefined;
	table?: number | undefined;
	mark?: number | undefined;
	'mfc-stats'?: Uint8Array | undefined;
	via?: Uint8Array | undefined;
	newdst?: Uint8Array | undefined;
	pref?: number | undefined;
	'encap-type'?: number | undefined;
	encap?: Uint8Array | undefined;
	expires?: number | undefined;
	pad?: Uint8Array | undefined;
	uid?: number | undefined;
	'ttl-propagate'?: number | undefined;
	'ip-proto'?: number | undefined;
	sport?: number | undefined;
	dport?: number | undefined;
	'nh-id'?: number | undefined;
	flowlabel?: number | undefined;
	/**
	 * Emitted only on RTM_DELROUTE notifications, and only when the
	 * deletion path records a cause. An absent attribute means
	 * either an older kernel or a deletion path that does not
	 * record its cause, consumers must treat absent and unspec
	 * identically. Currently only IPv6 deletion paths record a
	 * cause. The attribute is notification-only, the kernel rejects
	 * it in requests.
	 */
	'del-reason'?: DelReason | number | undefined;
}

export interface Metrics extends Undeclared {
	lock?: number | undefined;
	mtu?: number | undefined;
	window?: number | undefined;
	rtt?: number | undefined;
	rttvar?: number | undefined;
	ssthresh?: number | undefined;
	cwnd?: number | undefined;
	advmss?: number | undefined;
	reordering?: number | undefined;
	hoplimit?: number | undefined;
	initcwnd?: number | undefined;
	features?: number | undefined;
	'rto-min'?: number | undefined;
	initrwnd?: number | undefined;
	quickack?: number | undefined;
	'cc-algo'?: string | undefined;
	'fastopen-no-cookie'?: number | undefined;
}

export type GetrouteRequest = Rtmsg & RouteAttrs;
export type GetrouteReply = Rtmsg & RouteAttrs;
export type NewrouteRequest = Rtmsg & RouteAttrs;
export type DelrouteRequest = Rtmsg & RouteAttrs;

/** What the family rt-route can be asked, and what it tells. */
export type RtRouteFamily = {
	do: {
		/** Dump route information. */
		getroute: { request: GetrouteRequest; reply: GetrouteReply };
		/** Create a new route */
		newroute: { request: NewrouteRequest; reply: undefined };
		/** Delete an existing route */
		delroute: { request: DelrouteRequest; reply: undefined };
	};
	dump: {
		/** Dump route information. */
		getroute: { request: GetrouteRequest; reply: GetrouteReply };
	};
	events: {
		/** Notification about a created route. */
		'newroute-ntf': GetrouteReply;
		/** Notification about a deleted route. */
		'delroute-ntf': GetrouteReply;
	};
	groups: 'rtnlgrp-ipv4-route' | 'rtnlgrp-ipv6-route';
};

/** Route configuration over rtnetlink. */
export const rtRoute: FamilyTables<RtRouteFamily> = {
	name: 'rt-route',
	protocol: 0,
	enums: {
		'rtm-type': {
			type: 'enum',
			entries: {
				unspec: 0,
				unicast: 1,
				local: 2,
				broadcast: 3,
				anycast: 4,
				multicast: 5,
				blackhole: 6,
				unreachable: 7,
				prohibit: 8,
				throw: 9,
				nat: 10,
				xresolve: 11,
			},
		},
		'del-reason': {
			type: 'enum',
			entries: { unspec: 0, expired: 1, 'ra-withdrawn': 2 },
		},
	},
	structs: {
		rtmsg: {
			'rtm-family': { type: 'u8' },
			'rtm-dst-len': { type: 'u8' },
			'rtm-src-len': { type: 'u8' },
			'rtm-tos': { type: 'u8' },
			'rtm-table': { type: 'u8' },
			'rtm-protocol': { type: 'u8' },
			'rtm-scope': { type: 'u8' },
			'rtm-type': { type: 'u8', enum: 'rtm-type' },
			'rtm-flags': { type: 'u32' },
		},
		'rta-cacheinfo': {
			'rta-clntref': { type: 'u32' },
			'rta-lastuse': { type: 'u32' },
			'rta-expires': { type: 'u32' },
			'rta-error': { type: 'u32' },
			'rta-used': { type: 'u32' },
		},
	},
	sets: {
		'route-attrs': {
			dst: { value: 1, type: 'binary', displayHint: 'ipv4-or-v6' },
			src: { value: 2, type: 'binary', displayHint: 'ipv4-or-v6' },
			iif: { value: 3, type: 'u32' },
			oif: { value: 4, type: 'u32' },
			gateway: { value: 5, type: 'binary', displayHint: 'ipv4-or-v6' },
			priority: { value: 6, type: 'u32' },
			prefsrc: { value: 7, type: 'binary', displayHint: 'ipv4-or-v6' },
			metrics: { value: 8, type: 'nest', nestedAttributes: 'metrics' },
			multipath: { value: 9, type: 'binary' },
			protoinfo: { value: 10, type: 'binary' },
			flow: { value: 11, type: 'u32' },
			cacheinfo: { value: 12, type: 'binary', struct: 'rta-cacheinfo' },
			session: { value: 13, type: 'binary' },
			'mp-algo': { value: 14, type: 'binary' },
			table: { value: 15, type: 'u32' },
			mark: { value: 16, type: 'u32' },
			'mfc-stats': { value: 17, type: 'binary' },
			via: { value: 18, type: 'binary' },
			newdst: { value: 19, type: 'binary' },
			pref: { value: 20, type: 'u8' },
			'encap-type': { value: 21, type: 'u16' },
			encap: { value: 22, type: 'binary' },
			expires: { value: 23, type: 'u32' },
			pad: { value: 24, type: 'binary' },
			uid: { value: 25, type: 'u32' },
			'ttl-propagate': { value: 26, type: 'u8' },
			'ip-proto': { value: 27, type: 'u8' },
			sport: { value: 28, type: 'u16' },
			dport: { value: 29, type: 'u16' },
			'nh-id': { value: 30, type: 'u32' },
			flowlabel: {
				value: 31,
				type: 'u32',
				byteOrder: 'big-endian',
				displayHint: 'hex',
			},
			'del-reason': { value: 32, type: 'u32', enum: 'del-reason' },
		},
		metrics: {
			lock: { value: 1, type: 'u32' },
			mtu: { value: 2, type: 'u32' },
			window: { value: 3, type: 'u32' },
			rtt: { value: 4, type: 'u32' },
			rttvar: { value: 5, type: 'u32' },
			ssthresh: { value: 6, type: 'u32' },
			cwnd: { value: 7, type: 'u32' },
			advmss: { value: 8, type: 'u32' },
			reordering: { value: 9, type: 'u32' },
			hoplimit: { value: 10, type: 'u32' },
			initcwnd: { value: 11, type: 'u32' },
			features: { value: 12, type: 'u32' },
			'rto-min': { value: 13, type: 'u32' },
			initrwnd: { value: 14, type: 'u32' },
			quickack: { value: 15, type: 'u32' },
			'cc-algo': { value: 16, type: 'string' },
			'fastopen-no-cookie': { value: 17, type: 'u32' },
		},
	},
	subMessages: {},
	operations: {
		getroute: {
			fixedHeader: 'rtmsg',
			attributeSet: 'route-attrs',
			do: { request: 26, reply: 24 },
			dump: { request: 26, reply: 24 },
		},
		newroute: {
			fixedHeader: 'rtmsg',
			attributeSet: 'route-attrs',
			do: { request: 24 },
		},
		delroute: {
			fixedHeader: 'rtmsg',
			attributeSet: 'route-attrs',
			do: { request: 25 },
		},
	},
	events: {
		'newroute-ntf': {
			fixedHeader: 'rtmsg',
			attributeSet: 'route-attrs',
			value: 24,
		},
		'delroute-ntf': {
			fixedHeader: 'rtmsg',
			attributeSet: 'route-attrs',
			value: 25,
		},
	},
	groups: {
		'rtnlgrp-ipv4-route': 7,
		'rtnlgrp-ipv6-route': 11,
	},
};
