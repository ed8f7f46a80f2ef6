import type { FamilyTables } from '../tables.ts';
import type { SpecificationProblem } from './place.ts';

/** What the kernel demands of an attribute's value, as a specification says it: numbers, where it can be known. */
export interface Checks {
	/** The least value. */
	readonly min?: number;
	/** The largest value. */
	readonly max?: number;
	/** Bytes, at least. */
	readonly minLength?: number;
	/** Bytes, at most; of a string without its NUL. */
	readonly maxLength?: number;
	/** Bytes, no more and no less. */
	readonly exactLength?: number;
	/** The flags that may be set, by the name of a flags definition. */
	readonly flagsMask?: string;
}

/** What a specification says of an attribute for people. */
export interface AttributeNotes {
	/** Its documentation. */
	readonly doc?: string;
	/** What the kernel demands of its value. */
	readonly checks?: Checks;
}

/** The attributes that a message has: undefined where the specification leaves it open. */
export type Listed = readonly string[] | undefined;

/** What a specification says of an operation beside its numbers. */
export interface OperationNotes {
	/** Its documentation. */
	readonly doc?: string;
	/** 'admin-perm' and 'uns-admin-perm': who may ask for it. */
	readonly flags: readonly string[];
	/** The attributes that can be sent to do it, and those that come back. */
	readonly do?: { readonly request: Listed; readonly reply: Listed };
	/** The attributes that can be sent to list, and those that come back. */
	readonly dump?: { readonly request: Listed; readonly reply: Listed };
}

/** What a specification says of an event beside its number. */
export interface EventNotes {
	/** Its documentation. */
	readonly doc?: string;
	/** The attributes that it has. */
	readonly attributes: Listed;
	/** The group that it is sent to, where that is said. */
	readonly group?: string;
}

/** A specification, read: the tables that a client runs on, and what people and types want to know beside them. */
export interface Specification {
	/** As readSpecification() was told. */
	readonly file: string;
	/** What the file says behind SPDX-License-Identifier. */
	readonly license?: string;
	/** What the specification says of the family. */
	readonly doc?: string;
	/** What is odd in it, but in no client's way: an operation that lists an attribute that its set does not have, for example. */
	readonly warnings: readonly SpecificationProblem[];
	/** What connect() and openClient() take. */
	readonly tables: FamilyTables;
	/** Constants. */
	readonly constants: Readonly<Record<string, number | string>>;
	/** Documentation of enums, flags and structs, and of entries and members as 'name.entry'. */
	readonly definitions: Readonly<Record<string, string>>;
	/** Documentation of attribute sets. */
	readonly sets: Readonly<Record<string, string>>;
	/** By set and attribute. */
	readonly attributes: Readonly<Record<string, Readonly<Record<string, AttributeNotes>>>>;
	/** By operation. */
	readonly operations: Readonly<Record<string, OperationNotes>>;
	/** By event. */
	readonly events: Readonly<Record<string, EventNotes>>;
}
