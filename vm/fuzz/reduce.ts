/** The shortest program that still fails: what can be left out is left out, and what can be simpler is made simpler. */
import {
	type Attribute,
	type Item,
	isBytes,
	type Message,
	type Operation,
	type Program,
} from '../guest/fuzz/program.ts';

/** Whether a program still fails; each call is a try in a machine. */
export type Fails = (program: Program) => Promise<boolean>;

/**
 * Leaves out pieces, large ones first, as long as it still fails (Zeller's ddmin).
 *
 * @returns what nothing single can be left out of any more, where `fails` is given the time to say so
 */
async function minimize<Element>(
	elements: readonly Element[],
	fails: (rest: readonly Element[]) => Promise<boolean>,
): Promise<readonly Element[]> {
	let kept = elements;
	for (let size = Math.ceil(kept.length / 2); size > 0 && kept.length > 0; ) {
		let shorter: readonly Element[] | undefined;
		// From the end: what comes after the fault is of no use.
		for (let start = kept.length - size; start > -size && !shorter; start -= size) {
			const from = Math.max(start, 0);
			const rest = kept.toSpliced(from, start + size - from);
			if (await fails(rest)) shorter = rest;
		}
		if (shorter) kept = shorter;
		else if (size === 1) break;
		size = Math.min(shorter ? size : Math.ceil(size / 2), Math.max(kept.length, 1));
	}
	return kept;
}

/** A thing made simpler in one way; each is to be tried. */
function* simplerItems(body: readonly Item[]): Generator<readonly Item[]> {
	if (body.length > 1) yield [];
	for (const [index, item] of body.entries()) {
		yield body.toSpliced(index, 1);
		if (isBytes(item)) continue;
		for (const simpler of simplerAttributes(item)) yield body.with(index, simpler);
	}
}

function* simplerAttributes(attribute: Attribute): Generator<Attribute> {
	const { length, ...honest } = attribute;
	if (length !== undefined) yield honest;
	if (attribute.content.length === 0) return;
	yield { ...attribute, content: isBytes(attribute.content) ? new Uint8Array() : [] };
	if (isBytes(attribute.content)) return;
	for (const content of simplerItems(attribute.content)) yield { ...attribute, content };
}

function* simplerMessages(message: Message): Generator<Message> {
	const { portId, length, times, ...plain } = message;
	if (portId !== undefined || length !== undefined || times !== undefined) yield plain;
	if (portId !== undefined) yield { ...message, ...plain, ...keep({ length, times }) };
	if (length !== undefined) yield { ...plain, ...keep({ portId, times }) };
	if (times !== undefined) {
		yield { ...plain, ...keep({ portId, length }) };
		if (times > 1) yield { ...message, times: times >> 1 };
	}
	for (let bit = 15; bit >= 0; bit -= 1)
		if (message.flags & (1 << bit)) yield { ...message, flags: message.flags & ~(1 << bit) };
	for (const body of simplerItems(message.body)) yield { ...message, body };
}

/** Without what is undefined. */
function keep<Values extends object>(
	values: Values,
): { [Name in keyof Values]?: NonNullable<Values[Name]> } {
	return Object.fromEntries(
		Object.entries(values).filter(([, value]) => value !== undefined),
	) as never;
}

function* simplerOperations(operation: Operation): Generator<Operation> {
	if (operation.aside) {
		const { aside: _, ...alone } = operation;
		yield alone as Operation;
	}
	if (operation.do === 'load' && Object.keys(operation.parameters).length > 0)
		yield { ...operation, parameters: {} };
	if (operation.do === 'open' && operation.namespace !== undefined) {
		const { namespace: _, ...here } = operation;
		yield here;
	}
	if (operation.do !== 'send') return;
	const { cut, ...whole } = operation;
	if (cut !== undefined) yield whole;
	for (const [index, message] of operation.messages.entries()) {
		if (operation.messages.length > 1)
			yield { ...operation, messages: operation.messages.toSpliced(index, 1) };
		for (const simpler of simplerMessages(message))
			yield { ...operation, messages: operation.messages.with(index, simpler) };
	}
}

/**
 * Reduces a program that fails: first whole operations, then what is in them, until nothing single can be left out.
 *
 * @param fails is asked for each try; where it gives false from some point on, the shortest program so far is the result
 */
export async function reduce(program: Program, fails: Fails): Promise<Program> {
	let kept: Program = await minimize(program, fails);
	for (let again = true; again; ) {
		again = false;
		for (let index = 0; index < kept.length; index += 1) {
			for (let simpler = true; simpler; ) {
				simpler = false;
				for (const operation of simplerOperations(kept[index] as Operation)) {
					const candidate = kept.with(index, operation);
					if (!(await fails(candidate))) continue;
					kept = candidate;
					simpler = again = true;
					break;
				}
			}
		}
		// What an operation was for may have gone with its details.
		if (again) kept = await minimize(kept, fails);
	}
	return kept;
}
