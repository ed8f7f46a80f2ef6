import type { Client, ClientListener, ClientRun } from '../machine.ts';
import program from './program.ts?worker&url';
import type { Order, Signal, Word } from './talk.ts';

const stopped = 137;

/**
 * Where clients run: a worker each, in a frame of an origin that is nobody's. They have no storage, no network and
 * nothing of the page; their sockets come through a port. A worker, so that an endless loop can be ended from outside.
 */
export class Sandbox {
	readonly #frame = document.createElement('iframe');
	readonly #control = new MessageChannel();
	readonly #ready: Promise<void>;
	#count = 0;

	constructor() {
		this.#frame.setAttribute('sandbox', 'allow-scripts');
		this.#frame.hidden = true;
		this.#frame.title = 'Where your client runs';
		this.#frame.src = new URL(
			`${import.meta.env.BASE_URL.replace(/\/?$/, '/')}sandbox.html`,
			location.href,
		).href;
		this.#ready = this.#load();
	}

	async #load(): Promise<void> {
		const loaded = new Promise((resolve) => this.#frame.addEventListener('load', resolve));
		document.body.append(this.#frame);
		const [text] = await Promise.all([fetch(program).then((answer) => answer.text()), loaded]);
		// Its origin has no name, so that none can be asked for here.
		this.#frame.contentWindow?.postMessage(undefined, '*', [this.#control.port2]);
		this.#order({ do: 'load', program: text });
	}

	/** @param sockets passes frames of the relay, as vm/machines/page/relay/lending.ts has them */
	run(client: Client, sockets: MessagePort, listener: ClientListener): ClientRun {
		const run = ++this.#count;
		const { port1, port2 } = new MessageChannel();
		let end = (_status: number) => {};
		const ended = new Promise<number>((resolve) => {
			end = resolve;
		});
		let over = false;
		const finish = (status: number) => {
			over = true;
			port1.close();
			this.#order({ do: 'stop', run });
			end(status);
		};
		port1.onmessage = ({ data: word }: MessageEvent<Word>) => {
			if ('output' in word) listener.output(word.stream, word.output);
			else if ('error' in word) listener.error(word.error);
			else finish(word.ended);
		};
		this.#ready.then(
			() => over || this.#order({ do: 'run', run, client }, [port2, sockets]),
			(error: Error) => {
				listener.error({ text: `The client cannot be run: ${error.message}`, place: undefined });
				finish(1);
			},
		);
		return {
			ended,
			interrupt: () => port1.postMessage({ signal: 'SIGINT' } satisfies Signal),
			stop: () => finish(stopped),
		};
	}

	dispose(): void {
		this.#frame.remove();
		this.#control.port1.close();
	}

	#order(order: Order, transfer: Transferable[] = []): void {
		this.#control.port1.postMessage(order, transfer);
	}
}
