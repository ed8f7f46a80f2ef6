/** Operations as they stand in the file, and how their messages are numbered. */
import type { operationKeys } from './keys.ts';
import { nameOf } from './names.ts';
import type { Place } from './place.ts';

/** The places of an operation by its keys. */
export type OperationFields = ReadonlyMap<(typeof operationKeys)[number], Place>;

/** do or dump, as it stands in the file. */
export interface Mode {
	readonly request: Place | undefined;
	readonly reply: Place | undefined;
	readonly hasReply: boolean;
	readonly requestValue: Place | undefined;
	readonly replyValue: Place | undefined;
}

/** An operation as it stands in the file. */
export class OperationPlace {
	readonly place: Place;
	readonly fields: OperationFields;
	readonly name: string;
	readonly doing: Mode | undefined;
	readonly dumping: Mode | undefined;

	constructor(place: Place, fields: OperationFields) {
		this.place = place;
		this.fields = fields;
		this.name = nameOf(fields.get('name'));
		this.doing = modeOf(fields.get('do'));
		this.dumping = modeOf(fields.get('dump'));
	}

	get isEvent(): boolean {
		return this.fields.has('notify') || this.fields.has('event');
	}
}

function modeOf(place: Place | undefined): Mode | undefined {
	if (!place) return undefined;
	const fields = place.fields(['request', 'reply', 'pre', 'post'] as const);
	const keys = ['attributes', 'value'] as const;
	const request = fields.get('request')?.fields(keys);
	const reply = fields.get('reply')?.fields(keys);
	return {
		request: request?.get('attributes'),
		reply: reply?.get('attributes'),
		hasReply: reply !== undefined,
		requestValue: request?.get('value'),
		replyValue: reply?.get('value'),
	};
}

/** The numbers of an operation's messages. */
export interface Numbers {
	readonly request: number;
	readonly reply: number;
}

/** One enum for all messages, counted from 1. */
export function unifiedNumbers(all: readonly OperationPlace[]): Numbers[] {
	let next = 1;
	return all.map(({ fields }) => {
		next = fields.get('value')?.integer(0) ?? next;
		const number = next++;
		return { request: number, reply: number };
	});
}

/** One enum for what is sent to the kernel, one for what it sends: as nlspec.py counts them. */
export function directionalNumbers(all: readonly OperationPlace[]): Numbers[] {
	let request = 1;
	let reply = 1;
	return all.map((each) => {
		const { fields, doing, dumping, isEvent, place } = each;
		const mode = doing ?? dumping;
		if (isEvent) reply = fields.get('value')?.integer(0) ?? reply;
		else if (mode) {
			request = mode.requestValue?.integer(0) ?? request;
			reply = mode.replyValue?.integer(0) ?? reply;
		} else place.complain('it has no do, dump, notify or event: add one, or remove it');
		const numbers = { request, reply };
		if (!isEvent) request++;
		if (isEvent || mode?.hasReply) reply++;
		return numbers;
	});
}
