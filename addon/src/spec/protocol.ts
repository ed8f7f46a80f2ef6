/** A family's messages for people to look at: their names, and how they lie in bytes. Runs in a browser. */
import { controllerAttributes, GENL_ID_CTRL } from '../generic/controller.ts';
import { NETLINK_GENERIC } from '../wire/constants.ts';
import type { Protocol } from '../wire/format.ts';
import { MalformedMessage } from '../wire/malformed.ts';
import type { Described, Part } from '../wire/types.ts';
import { Codecs } from './codec.ts';
import type { FamilyTables, Shape } from './tables.ts';

interface Named {
	readonly name: string;
	readonly layout: Described;
}

/** By their numbers: requests, their replies, and events. */
function messagesOf(family: FamilyTables): Map<number, Named> {
	const codecs = new Codecs(family);
	const messages = new Map<number, Named>();
	for (const [name, operation] of Object.entries(family.operations)) {
		const layout = codecs.body(operation);
		for (const exchange of [operation.do, operation.dump])
			for (const number of exchange ? [exchange.request, exchange.reply] : [])
				if (number !== undefined) messages.set(number, { name, layout });
	}
	for (const [name, event] of Object.entries(family.events))
		messages.set(event.value, { name, layout: codecs.body(event) });
	return messages;
}

/** A struct genlmsghdr, and what follows it by its command. */
function behindHeader(layoutOf: (command: number) => Named | undefined): Described {
	return {
		*parts(bytes: Uint8Array, start: number, end: number): Iterable<Part> {
			if (end - start < 4) {
				throw new MalformedMessage(start, 'a genlmsghdr of 4 bytes', `${end - start} bytes`);
			}
			const [command = 0, version = 0, low = 0, high = 0] = bytes.subarray(start, start + 4);
			const named = layoutOf(command);
			const header = (at: number, length: number, name: string, value: string, note?: string) => ({
				...{ offset: start + at, length, name, value, note, depth: 0 },
			});
			yield header(0, 1, 'cmd', named?.name ?? `${command}`, named && `${command}`);
			yield header(1, 1, 'version', `${version}`);
			yield header(2, 2, 'reserved', `${low | (high << 8)}`);
			yield* named?.layout.parts?.(bytes, start + 4, end) ?? [];
		},
	};
}

const controllerCommands: Readonly<Record<number, string>> = {
	1: 'CTRL_CMD_NEWFAMILY',
	2: 'CTRL_CMD_DELFAMILY',
	3: 'CTRL_CMD_GETFAMILY',
	7: 'CTRL_CMD_NEWMCAST_GRP',
	8: 'CTRL_CMD_DELMCAST_GRP',
	10: 'CTRL_CMD_GETPOLICY',
};

/**
 * What describeMessage() needs to know of a family. Of a generic one the kernel chooses the message type, so all types are taken for
 * the family's but for those of netlink itself and of nlctrl, whose messages are named too.
 *
 * @param family what the generator wrote, or what readSpecification() read.
 */
export function protocolOf<Types extends Shape>(family: FamilyTables<Types>): Protocol {
	const messages = messagesOf(family as unknown as FamilyTables);
	if (family.protocol !== NETLINK_GENERIC) return { messages: Object.fromEntries(messages) };
	const controller = behindHeader((command) => ({
		name: controllerCommands[command] ?? `${command}`,
		layout: controllerAttributes,
	}));
	return {
		messages: { [GENL_ID_CTRL]: { name: 'nlctrl', layout: controller } },
		others: { name: family.name, layout: behindHeader((command) => messages.get(command)) },
	};
}
