// SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause)
// Made from pulse.yaml by `npm run generate`: change that, and make this anew.
// biome-ignore-all format: a program wrote it
import type { FamilyTables, Undeclared } from '@both-sides/netlink/spec';

/** What somebody had done. */
export type Action = 'create' | 'change' | 'delete';

/** A timer, or news of one. */
export interface Pulse extends Undeclared {
	/** At most 15 bytes. */
	name?: string | undefined;
	/**
	 * Milliseconds from one beat to the next.
	 * From 10 to 60000.
	 */
	period?: number | undefined;
	/**
	 * 0 or 1.
	 * At most 1.
	 */
	enabled?: number | undefined;
	tags?: Tags | undefined;
	/** How many beats there have been. */
	beats?: bigint | undefined;
	/** There will be another beat. */
	running?: boolean | undefined;
	/** The timer goes when the socket goes that made it. */
	lease?: boolean | undefined;
	/** Port id of the socket that a timer goes with. */
	owner?: number | undefined;
	action?: Action | number | undefined;
	/** User id of who had it done, as the namespace's users know it. */
	user?: number | undefined;
}

/** The tags of a timer. */
export interface Tags extends Undeclared {
	/** At most 15 bytes. */
	name?: readonly string[] | undefined;
}

export type GetRequest = Pick<Pulse, 'name'> & Undeclared;
export type GetReply =
	Pick<Pulse,
		| 'name'
		| 'period'
		| 'enabled'
		| 'tags'
		| 'beats'
		| 'running'
		| 'owner'
	>
	& Undeclared;
export type CreateRequest =
	Pick<Pulse, 'name' | 'period' | 'enabled' | 'tags' | 'lease'>
	& Undeclared;
export type ChangeRequest =
	Pick<Pulse, 'name' | 'period' | 'enabled' | 'tags'>
	& Undeclared;
export type DeleteRequest = Pick<Pulse, 'name'> & Undeclared;
export type GetDumpRequest = Pick<Pulse, 'enabled'> & Undeclared;
export type BeatEvent = Pick<Pulse, 'name' | 'beats'> & Undeclared;
export type AuditEvent = Pick<Pulse, 'name' | 'action' | 'user'> & Undeclared;

/** What the family pulse can be asked, and what it tells. */
export type PulseFamily = {
	do: {
		/** Tell of the timer of this name, or of all. */
		get: { request: GetRequest; reply: GetReply };
		/**
		 * Make a timer.
		 * Needs CAP_NET_ADMIN in the namespace.
		 */
		create: { request: CreateRequest; reply: undefined };
		/**
		 * Change what is given, and start over.
		 * Needs CAP_NET_ADMIN in the namespace.
		 */
		change: { request: ChangeRequest; reply: undefined };
		/**
		 * Remove the timer of this name.
		 * Needs CAP_NET_ADMIN in the namespace.
		 */
		delete: { request: DeleteRequest; reply: undefined };
	};
	dump: {
		/** Tell of the timer of this name, or of all. */
		get: { request: GetDumpRequest; reply: GetReply };
	};
	events: {
		/** There is a new timer. */
		created: GetReply;
		/** A timer has changed. */
		changed: GetReply;
		/** A timer is gone. */
		deleted: GetReply;
		/** One beat of a timer. */
		beat: BeatEvent;
		/** Somebody had something done. */
		audit: AuditEvent;
	};
	groups: 'beats' | 'timers' | 'audit';
};

/** Named periodic timers, and their beats. */
export const pulse: FamilyTables<PulseFamily> = {
	name: 'pulse',
	protocol: 16,
	enums: {
		action: { type: 'enum', entries: { create: 0, change: 1, delete: 2 } },
	},
	structs: {},
	sets: {
		pulse: {
			name: { value: 1, type: 'string' },
			period: { value: 2, type: 'u32' },
			enabled: { value: 3, type: 'u8' },
			tags: { value: 4, type: 'nest', nestedAttributes: 'tags' },
			beats: { value: 5, type: 'u64' },
			pad: { value: 6, type: 'pad' },
			running: { value: 7, type: 'flag' },
			lease: { value: 8, type: 'flag' },
			owner: { value: 9, type: 'u32' },
			action: { value: 10, type: 'u32', enum: 'action' },
			user: { value: 11, type: 'u32' },
		},
		tags: {
			name: { value: 1, type: 'string', multiAttr: true },
		},
	},
	subMessages: {},
	operations: {
		get: {
			attributeSet: 'pulse',
			do: { request: 1, reply: 1 },
			dump: { request: 1, reply: 1 },
		},
		create: { attributeSet: 'pulse', do: { request: 2 } },
		change: { attributeSet: 'pulse', do: { request: 3 } },
		delete: { attributeSet: 'pulse', do: { request: 4 } },
	},
	events: {
		created: { attributeSet: 'pulse', value: 5 },
		changed: { attributeSet: 'pulse', value: 6 },
		deleted: { attributeSet: 'pulse', value: 7 },
		beat: { attributeSet: 'pulse', value: 8 },
		audit: { attributeSet: 'pulse', value: 9 },
	},
	groups: {
		beats: null,
		timers: null,
		audit: null,
	},
};
