/** A family as data: what a specification says, with every number filled in. It is what a client runs on. */

/** Integers of a specification. `uint` and `sint` have 4 or 8 bytes (NLA_UINT, NLA_SINT). */
export type IntegerType =
	| 'u8'
	| 'u16'
	| 'u32'
	| 'u64'
	| 's8'
	| 's16'
	| 's32'
	| 's64'
	| 'uint'
	| 'sint';

/** What an attribute can be. */
export type AttributeType =
	| IntegerType
	| 'flag'
	| 'string'
	| 'binary'
	| 'bitfield32'
	| 'nest'
	| 'indexed-array'
	| 'nest-type-value'
	| 'sub-message'
	| 'pad';

/** How a value is written for people. */
export type DisplayHint = 'hex' | 'mac' | 'fddi' | 'ipv4' | 'ipv6' | 'ipv4-or-v6' | 'uuid';

/** What attributes and members of structs have in common. Each is what the specification's key of the same name says. */
export interface ValueTable {
	/** The machine's, where it is left out. */
	readonly byteOrder?: 'big-endian' | 'little-endian';
	/** A name of `enums`. */
	readonly enum?: string;
	/** The values of the enum are numbers of bits. */
	readonly enumAsFlags?: true;
	/** How it is written; see DisplayHint. */
	readonly displayHint?: DisplayHint;
	/** A name of `structs`: how the bytes lie. */
	readonly struct?: string;
}

/** An attribute. */
export interface AttributeTable extends ValueTable {
	/** Its number: nla_type without the two flag bits. */
	readonly value: number;
	/** What it is. */
	readonly type: AttributeType;
	/** Whether it may be there several times. */
	readonly multiAttr?: true;
	/** What an array is of: of an indexed-array, or of the bytes of a binary one. */
	readonly subType?: AttributeType;
	/** A name of `sets`: what is in a nest. */
	readonly nestedAttributes?: string;
	/** Names for the numbers of the nests around the innermost one, from the outside in. */
	readonly typeValue?: readonly string[];
	/** A name of `subMessages`. */
	readonly subMessage?: string;
	/** The attribute whose value says which format of the sub-message it is. */
	readonly selector?: string;
}

/** A member of a struct. */
export interface MemberTable extends ValueTable {
	/** What it is. */
	readonly type: Exclude<IntegerType, 'uint' | 'sint'> | 'binary' | 'string' | 'pad';
	/** Its size in bytes, where the type does not say it. */
	readonly len?: number;
}

/** Names for numbers: values, or, where `type` is flags, numbers of bits. */
export interface EnumTable {
	/** Whether the numbers are values or bits. */
	readonly type: 'enum' | 'flags';
	/** The number of each name. */
	readonly entries: Readonly<Record<string, number>>;
}

/** What lies in a payload: a struct, then attributes. */
export interface BodyTable {
	/** A name of `structs`: the fixed header. */
	readonly fixedHeader?: string;
	/** A name of `sets`. */
	readonly attributeSet?: string;
}

/** The numbers of a request and of its reply: nlmsg_type, or the command of a genlmsghdr. */
export interface ExchangeTable {
	/** What is sent. */
	readonly request: number;
	/** What comes back; left out where an acknowledgement is all that does. */
	readonly reply?: number;
}

/** An operation. */
export interface OperationTable extends BodyTable {
	/** It can be done. */
	readonly do?: ExchangeTable;
	/** It can list. */
	readonly dump?: ExchangeTable;
}

/** A message that nobody asked for. */
export interface EventTable extends BodyTable {
	/** Its nlmsg_type, or the command in its genlmsghdr. */
	readonly value: number;
}

/** What is asked and what comes back, by the names of operations. */
export type Exchanges = Readonly<
	Record<string, { readonly request: object; readonly reply: object | undefined }>
>;

/** The types of a family: what a generated file has beside its tables. */
export interface Shape {
	/** What can be done. */
	readonly do: Exchanges;
	/** What can be listed. */
	readonly dump: Exchanges;
	/** What can be heard. */
	readonly events: Readonly<Record<string, object>>;
	/** Names of the multicast groups. */
	readonly groups: string;
}

/** Attributes by name, of which no more is known than that. */
export type Values = { [name: string]: unknown };

/** The types of a family whose specification is read when the program runs. */
export interface AnyShape extends Shape {
	/** What can be done. */
	readonly do: Readonly<Record<string, { request: Values; reply: Values | undefined }>>;
	/** What can be listed. */
	readonly dump: Readonly<Record<string, { request: Values; reply: Values }>>;
	/** What can be heard. */
	readonly events: Readonly<Record<string, Values>>;
}

/** A family as data. Its names are those of the specification. */
export interface FamilyTables<Types extends Shape = AnyShape> {
	/** The family's name; of a generic family, what nlctrl knows it by. */
	readonly name: string;
	/** The netlink protocol number. NETLINK_GENERIC where the kernel chooses the family's message type. */
	readonly protocol: number;
	/** Enums and flags. */
	readonly enums: Readonly<Record<string, EnumTable>>;
	/** Structs: members in their order. */
	readonly structs: Readonly<Record<string, Readonly<Record<string, MemberTable>>>>;
	/** Attribute sets. */
	readonly sets: Readonly<Record<string, Readonly<Record<string, AttributeTable>>>>;
	/** Formats of sub-messages, by the value of their selector. */
	readonly subMessages: Readonly<Record<string, Readonly<Record<string, BodyTable>>>>;
	/** What can be asked for. */
	readonly operations: Readonly<Record<string, OperationTable>>;
	/** What can be heard. */
	readonly events: Readonly<Record<string, EventTable>>;
	/** Multicast groups: their numbers, counted from 1, or null where the kernel chooses them. */
	readonly groups: Readonly<Record<string, number | null>>;
	/** Not there: it carries the types. */
	readonly shape?: Types;
}

/**
 * Attributes that the specification does not name, by their number: all payloads that came with it, in their order. They are written
 * as they are.
 */
export interface Undeclared {
	/** The payloads, views of received memory. */
	[attribute: `attribute ${number}`]: readonly Uint8Array[] | undefined;
}

/** A struct of a newer kernel: what lies behind the members that the specification names. */
export interface FurtherBytes {
	/** A view of received memory. */
	'further bytes'?: Uint8Array | undefined;
}
