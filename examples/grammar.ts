/**
 * What may be said to a module, and what it says: the declarations that its client goes by, and which of them a request may
 * have. `grammar.ts` of a stage exports it, by the name of the module; the fuzzer speaks it.
 */
import type { Type } from '@both-sides/netlink/wire';

/** What the module's policy demands of an attribute, in the terms of a YNL specification's checks. */
export interface Check {
	/** The least and the largest value of a number. */
	readonly min?: number;
	readonly max?: number;
	/** Bytes, of a string without its NUL. */
	readonly maxLength?: number;
	/** Whether a string may lack its NUL (NLA_STRING). */
	readonly unterminated?: true;
	/** The attributes of a nest. */
	readonly accepts?: Accepts;
}

/** The attributes that a request may have, by their names in the declaration: the module refuses all others. */
export type Accepts = Readonly<Record<string, Check>>;

/** What a request carries. */
export interface Body {
	/** Attributes, or bytes of another form; where it is left out the module looks at none. */
	// biome-ignore lint/suspicious/noExplicitAny: each declaration has values of its own
	readonly layout?: Type<any>;
	/** Of attributes: what is not here is refused. */
	readonly accepts?: Accepts;
}

/** One type of message. */
export interface MessageGrammar {
	/** nlmsg_type; of a family of generic netlink, the command. */
	readonly type: number;
	/** As a request; where there is none the module refuses it. */
	readonly request?: Body;
	/** As a request with NLM_F_DUMP; where there is none such a request is one like any other. */
	readonly dump?: Body;
	/** Whether each such request that is not refused has an answer, apart from its acknowledgement. */
	readonly replies?: true;
	/** As it comes from the kernel: an answer, an item of a list, or an event. */
	// biome-ignore lint/suspicious/noExplicitAny: each declaration has values of its own
	readonly answer?: Type<any>;
}

/** What nlctrl knows a family of generic netlink by. */
export interface FamilyGrammar {
	readonly name: string;
	/** Of the genlmsghdr of its messages. */
	readonly version: number;
	/** The names of its groups. */
	readonly groups: readonly string[];
}

/** All that crosses between a module and its clients. */
export interface Grammar {
	/** The netlink protocol number. */
	readonly protocol: number;
	/** Of a family of generic netlink: the kernel chooses the type of its messages, and the numbers of its groups. */
	readonly family?: FamilyGrammar;
	/** Numbers of its multicast groups; of a family, their places in its own list, from 1 on. */
	readonly groups: readonly number[];
	/** By names of one’s own, in lower case. */
	readonly messages: Readonly<Record<string, MessageGrammar>>;
	/** Values that the module's parameters may be given, by their names. */
	readonly parameters?: Readonly<Record<string, readonly number[]>>;
	/** Whether requests of other types are taken too. */
	readonly takesAll?: true;
}
