import { Operation, word } from '../../../../vm/machines/page/relay/frames.ts';
import type { HeardFrame, LentFrame } from '../../../../vm/machines/page/relay/lending.ts';
import type { Crossing } from '../machine.ts';

interface Socket {
	readonly protocol: number;
	/** Undefined until the machine has opened it. */
	portId: number | undefined;
}

/** Sees the datagrams of one client in the frames that pass between it and the relay. */
export class Crossings {
	readonly #sockets = new Map<number, Socket>();
	readonly #seen: (crossing: Crossing) => void;

	constructor(seen: (crossing: Crossing) => void) {
		this.#seen = seen;
	}

	/** A frame of the client's. */
	down({ channel, operation, payload }: LentFrame): void {
		if (operation === Operation.openSocket)
			this.#sockets.set(channel, { protocol: word(payload, 0), portId: undefined });
		if (operation !== Operation.send) return;
		this.#tell(channel, 'down', word(payload, 0), 0, payload.subarray(4));
	}

	/** A frame of the relay's. */
	up(frame: HeardFrame): void {
		if ('gone' in frame) return;
		const { channel, operation, payload } = frame;
		const socket = this.#sockets.get(channel);
		// The first answer is that to the opening.
		if (socket && operation === Operation.ok) socket.portId ??= word(payload, 0);
		if (operation !== Operation.datagram) return;
		this.#tell(channel, 'up', word(payload, 0), word(payload, 4), payload.subarray(8));
	}

	#tell(
		channel: number,
		direction: Crossing['direction'],
		peer: number,
		group: number,
		bytes: Uint8Array,
	): void {
		const { protocol, portId = 0 } = this.#sockets.get(channel) ?? {};
		if (protocol === undefined) return;
		const time = performance.timeOrigin + performance.now();
		this.#seen({ direction, protocol, portId, peer, group, bytes: bytes.slice(), time });
	}
}
