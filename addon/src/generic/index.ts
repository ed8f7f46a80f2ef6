/** Generic netlink: families by name, over one socket. */
import { NetlinkError } from '../error.ts';
import type { TransportOptions } from '../native.ts';
import { open } from '../open.ts';
import type { Socket, Wait } from '../socket.ts';
import { NETLINK_GENERIC } from '../wire/constants.ts';
import {
	CTRL_CMD_GETFAMILY,
	CTRL_CMD_NEWFAMILY,
	controllerAttributes,
	GENL_ID_CTRL,
} from './controller.ts';
import { type Description, Family, genericRequest, readGeneric } from './family.ts';

export * from './controller.ts';
export {
	type Body,
	type Description,
	Family,
	GENL_HDRLEN,
	type GenericMessage,
	genericRequest,
	type Policy,
	readGeneric,
} from './family.ts';

/** The group in which nlctrl tells of families that come and go ("notify"). */
const notifyGroup = GENL_ID_CTRL;

/** A generic netlink socket. */
export class Generic implements AsyncDisposable {
	/** The socket that all its families share. */
	readonly socket: Socket;

	/** Over a socket of NETLINK_GENERIC. */
	constructor(socket: Socket) {
		this.socket = socket;
	}

	/**
	 * Looks a family up by its name. The kernel loads its module where it has an alias for the name
	 * (ctrl_getfamily() requests net-pf-16-proto-16-family-NAME).
	 *
	 * @param name for example 'nlctrl', at most 15 bytes.
	 * @throws NetlinkError ENOENT where there is no such family.
	 */
	async family(name: string, wait?: Wait): Promise<Family> {
		const lookUp = () => this.#lookUp(name, wait);
		return new Family(this.socket, await lookUp(), lookUp);
	}

	/**
	 * All families that are registered.
	 *
	 * @throws NetlinkError as Socket.list() does.
	 */
	async families(wait?: Wait): Promise<Description[]> {
		const request = genericRequest(GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 1);
		return (await this.socket.list(request, wait)).map((message) =>
			describe(readGeneric(message).payload),
		);
	}

	/**
	 * Waits until a family is registered, and gives it: at once where it is there. Listens to nlctrl's group "notify".
	 *
	 * @param wait `signal` ends the wait; `limit` is for the list of families that it begins with, and not for the wait.
	 * @throws the signal's reason on abort.
	 */
	async waitFor(name: string, wait: Wait = {}): Promise<Family> {
		const request = genericRequest(GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 1);
		for await (const change of this.socket.follow([notifyGroup], request, wait)) {
			if (!('message' in change)) continue;
			const { command, payload } = readGeneric(change.message);
			if (command === CTRL_CMD_NEWFAMILY && describe(payload).name === name) break;
		}
		return this.family(name, wait);
	}

	/** Closes the socket, and with it all its families. */
	close(): Promise<void> {
		return this.socket.close();
	}

	/** close(), for `await using`. */
	[Symbol.asyncDispose](): Promise<void> {
		return this.close();
	}

	async #lookUp(name: string, wait?: Wait): Promise<Description> {
		const body = controllerAttributes.body({ name });
		const request = genericRequest(GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 1, body);
		try {
			return describe(readGeneric(await this.socket.request(request, wait)).payload);
		} catch (error) {
			if (!(error instanceof NetlinkError && error.code === 'ENOENT')) throw error;
			throw new NetlinkError({
				call: 'request',
				errno: error.errno,
				with: `nlctrl, CTRL_CMD_GETFAMILY, ${JSON.stringify(name)}`,
				reason: `no generic netlink family is named ${JSON.stringify(name)}; its module may not be loaded`,
				request,
			});
		}
	}
}

function describe(payload: Uint8Array): Description {
	const values = controllerAttributes.decode(payload);
	const { name = '', id = 0, version = 0, headerSize = 0, maximumAttribute = 0 } = values;
	return {
		name,
		id,
		version,
		headerSize,
		maximumAttribute,
		operations: (values.operations ?? []).map(({ command = 0, flags = 0 }) => ({ command, flags })),
		groups: new Map(
			(values.groups ?? []).map(({ name: group = '', id: number = 0 }) => [group, number]),
		),
	};
}

/**
 * Opens a generic netlink socket, where open() opens.
 *
 * @param options the network namespace to open it in. A family that does not say netnsok is
 * there in the first namespace only.
 * @throws NetlinkError as open() does.
 */
export async function openGeneric(options?: TransportOptions): Promise<Generic> {
	return new Generic(await open(NETLINK_GENERIC, options));
}
