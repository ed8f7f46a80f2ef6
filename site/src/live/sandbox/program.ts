/** The worker of one client: gives it a process, a console and the library, and runs it to its end. */
import { openThrough } from '@both-sides/netlink';
import { BorrowedSockets, type HeardFrame } from '../../../../vm/machines/page/relay/lending.ts';
import { Program } from './modules.ts';
import { ClientProcess } from './process.ts';
import type { Signal, Start, Word } from './talk.ts';

addEventListener(
	'message',
	({ data: client, ports }: MessageEvent<Start>) => {
		const [page, relay] = ports as [MessagePort, MessagePort];
		const say = (word: Word) => page.postMessage(word);
		const program = new Program(client.files);
		const process = new ClientProcess(client.args, say, (error) => program.describe(error));
		process.install();
		page.onmessage = ({ data }: MessageEvent<Signal>) => process.signal(data.signal);

		const sockets = new BorrowedSockets((frame) => relay.postMessage(frame), process.during);
		relay.onmessage = ({ data }: MessageEvent<HeardFrame>) => sockets.hear(data);
		openThrough(async (protocol, options) => {
			const transport = await sockets.open(protocol, options);
			process.opened(transport.portId);
			return transport;
		});
		process.evaluate((begun) => program.run('client.ts', begun, process.during));
	},
	{ once: true },
);
