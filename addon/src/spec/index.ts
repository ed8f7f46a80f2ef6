/** Families from a specification: typed operations by name, from tables that a generated file carries. */
export {
	type CallOptions,
	Client,
	connect,
	type FamilyEvent,
	FamilyEvents,
	openClient,
	type ReplyOf,
	type RequestOf,
} from './client.ts';
export type * from './tables.ts';
