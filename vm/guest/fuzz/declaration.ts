/** Declarations of the library, walked: which attribute has which name and type. */
import type { Layout, Type } from '@both-sides/netlink/wire';

// biome-ignore lint/suspicious/noExplicitAny: any declaration, whatever its values
export type AnyType = Type<any>;

/** What attributes() was told; undefined for types that are no attributes. */
export type Declared = Layout<unknown>['declared'];

/** A declared attribute. */
export interface Field {
	readonly name: string;
	readonly number: number;
	/** Of one attribute: the element, where there may be several. */
	readonly type: AnyType;
	/** What is declared of its content, where that is attributes too. */
	readonly inside: Declared;
	/** Whether it may be there several times. */
	readonly isMany: boolean;
}

/** What is declared of the attributes of a body or a nest. */
export function declaredIn(type: AnyType | undefined): Declared {
	return (type as Layout<unknown> | undefined)?.declared;
}

function field(name: string, [number, declared]: readonly [number, AnyType]): Field {
	const type: AnyType = declared.element ?? declared;
	return { name, number, type, inside: declaredIn(type), isMany: declared.many === true };
}

export function fieldsOf(declared: Declared): Field[] {
	return Object.entries(declared ?? {}).map(([name, entry]) => field(name, entry));
}

export function fieldByName(declared: Declared, name: string): Field | undefined {
	return fieldsOf(declared).find((candidate) => candidate.name === name);
}

export function fieldByNumber(declared: Declared, number: number): Field | undefined {
	return fieldsOf(declared).find((candidate) => candidate.number === number);
}
