// SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause)
// Made from nlctrl.yaml by `npm run generate`: change that, and make this anew.
// biome-ignore-all format: a program wrote it
import type { FamilyTables, Undeclared } from '@both-sides/netlink/spec';

export type OpFlags =
	| 'admin-perm'
	| 'cmd-cap-do'
	| 'cmd-cap-dump'
	| 'cmd-cap-haspol'
	| 'uns-admin-perm';

export type AttrType =
	| 'invalid'
	| 'flag'
	| 'u8'
	| 'u16'
	| 'u32'
	| 'u64'
	| 's8'
	| 's16'
	| 's32'
	| 's64'
	| 'binary'
	| 'string'
	| 'nul-string'
	| 'nested'
	| 'nested-array'
	| 'bitfield32'
	| 'sint'
	| 'uint';

export interface CtrlAttrs extends Undeclared {
	'family-id'?: number | undefined;
	'family-name'?: string | undefined;
	version?: number | undefined;
	hdrsize?: number | undefined;
	maxattr?: number | undefined;
	ops?: readonly OpAttrs[] | undefined;
	'mcast-groups'?: readonly McastGroupAttrs[] | undefined;
	policy?: readonly ({ 'policy-id': number; 'attr-id': number } & PolicyAttrs)[] | undefined;
	'op-policy'?: readonly ({ 'op-id': number } & OpPolicyAttrs)[] | undefined;
	op?: number | undefined;
}

export interface McastGroupAttrs extends Undeclared {
	name?: string | undefined;
	id?: number | undefined;
}

export interface OpAttrs extends Undeclared {
	id?: number | undefined;
	flags?: readonly (OpFlags | number)[] | undefined;
}

export interface PolicyAttrs extends Undeclared {
	type?: AttrType | number | undefined;
	'min-value-s'?: bigint | undefined;
	'max-value-s'?: bigint | undefined;
	'min-value-u'?: bigint | undefined;
	'max-value-u'?: bigint | undefined;
	'min-length'?: number | undefined;
	'max-length'?: number | undefined;
	'policy-idx'?: number | undefined;
	'policy-maxtype'?: number | undefined;
	'bitfield32-mask'?: number | undefined;
	mask?: bigint | undefined;
}

export interface OpPolicyAttrs extends Undeclared {
	do?: number | undefined;
	dump?: number | undefined;
}

export type GetfamilyRequest = Pick<CtrlAttrs, 'family-name'> & Undeclared;
export type GetfamilyReply =
	Pick<CtrlAttrs,
		| 'family-id'
		| 'family-name'
		| 'version'
		| 'hdrsize'
		| 'maxattr'
		| 'ops'
		| 'mcast-groups'
	>
	& Undeclared;
export type GetpolicyRequest =
	Pick<CtrlAttrs, 'family-id' | 'family-name' | 'op'>
	& Undeclared;
export type GetpolicyReply =
	Pick<CtrlAttrs, 'family-id' | 'policy' | 'op-policy'>
	& Undeclared;

/** What the family nlctrl can be asked, and what it tells. */
export type NlctrlFamily = {
	do: {
		/** Get / dump genetlink families */
		getfamily: { request: GetfamilyRequest; reply: GetfamilyReply };
	};
	dump: {
		/** Get / dump genetlink families */
		getfamily: { request: CtrlAttrs; reply: GetfamilyReply };
		/** Get / dump genetlink policies */
		getpolicy: { request: GetpolicyRequest; reply: GetpolicyReply };
	};
	events: Record<never, never>;
	groups: never;
};

/**
 * genetlink meta-family that exposes information about all genetlink
 * families registered in the kernel (including itself).
 */
export const nlctrl: FamilyTables<NlctrlFamily> = {
	name: 'nlctrl',
	protocol: 16,
	enums: {
		'op-flags': {
			type: 'flags',
			entries: {
				'admin-perm': 0,
				'cmd-cap-do': 1,
				'cmd-cap-dump': 2,
				'cmd-cap-haspol': 3,
				'uns-admin-perm': 4,
			},
		},
		'attr-type': {
			type: 'enum',
			entries: {
				invalid: 0,
				flag: 1,
				u8: 2,
				u16: 3,
				u32: 4,
				u64: 5,
				s8: 6,
				s16: 7,
				s32: 8,
				s64: 9,
				binary: 10,
				string: 11,
				'nul-string': 12,
				nested: 13,
				'nested-array': 14,
				bitfield32: 15,
				sint: 16,
				uint: 17,
			},
		},
	},
	structs: {},
	sets: {
		'ctrl-attrs': {
			'family-id': { value: 1, type: 'u16' },
			'family-name': { value: 2, type: 'string' },
			version: { value: 3, type: 'u32' },
			hdrsize: { value: 4, type: 'u32' },
			maxattr: { value: 5, type: 'u32' },
			ops: {
				value: 6,
				type: 'indexed-array',
				subType: 'nest',
				nestedAttributes: 'op-attrs',
			},
			'mcast-groups': {
				value: 7,
				type: 'indexed-array',
				subType: 'nest',
				nestedAttributes: 'mcast-group-attrs',
			},
			policy: {
				value: 8,
				type: 'nest-type-value',
				nestedAttributes: 'policy-attrs',
				typeValue: ['policy-id', 'attr-id'],
			},
			'op-policy': {
				value: 9,
				type: 'nest-type-value',
				nestedAttributes: 'op-policy-attrs',
				typeValue: ['op-id'],
			},
			op: { value: 10, type: 'u32' },
		},
		'mcast-group-attrs': {
			name: { value: 1, type: 'string' },
			id: { value: 2, type: 'u32' },
		},
		'op-attrs': {
			id: { value: 1, type: 'u32' },
			flags: { value: 2, type: 'u32', enum: 'op-flags', enumAsFlags: true },
		},
		'policy-attrs': {
			type: { value: 1, type: 'u32', enum: 'attr-type' },
			'min-value-s': { value: 2, type: 's64' },
			'max-value-s': { value: 3, type: 's64' },
			'min-value-u': { value: 4, type: 'u64' },
			'max-value-u': { value: 5, type: 'u64' },
			'min-length': { value: 6, type: 'u32' },
			'max-length': { value: 7, type: 'u32' },
			'policy-idx': { value: 8, type: 'u32' },
			'policy-maxtype': { value: 9, type: 'u32' },
			'bitfield32-mask': { value: 10, type: 'u32' },
			mask: { value: 11, type: 'u64' },
			pad: { value: 12, type: 'pad' },
		},
		'op-policy-attrs': {
			do: { value: 1, type: 'u32' },
			dump: { value: 2, type: 'u32' },
		},
	},
	subMessages: {},
	operations: {
		getfamily: {
			attributeSet: 'ctrl-attrs',
			do: { request: 3, reply: 1 },
			dump: { request: 3, reply: 1 },
		},
		getpolicy: { attributeSet: 'ctrl-attrs', dump: { request: 10, reply: 10 } },
	},
	events: {},
	groups: {},
};
