/** What the page and the machine's worker say to each other. */
import type { MachineEvents } from '../machine.ts';
import type { Guest } from './guest.ts';

/** What the page has the worker do: methods of the worker's guest, by name. */
export type Calls = Pick<
	Guest,
	| 'start'
	| 'reset'
	| 'checkpoint'
	| 'rewind'
	| 'forget'
	| 'pause'
	| 'resume'
	| 'type'
	| 'command'
	| 'kill'
	| 'lend'
	| 'takeBack'
	| 'addFile'
>;

export interface Call {
	readonly id: number;
	readonly name: keyof Calls;
	readonly args: readonly unknown[];
}

/** What comes of commands that run. */
export interface CommandEvents {
	output: { readonly command: number; readonly stream: 'out' | 'err'; readonly text: string };
	/** `status` is undefined where the machine or its relay has gone, and `reason` says so. */
	ended: { readonly command: number; readonly status: number | undefined; readonly reason: string };
}

export type Events = MachineEvents & CommandEvents & { release: string };

export type Told = {
	readonly [Kind in keyof Events]: { readonly kind: Kind; readonly event: Events[Kind] };
}[keyof Events];

/** An answer to a call, or an event. */
export type Said =
	| { readonly answer: number; readonly value: unknown }
	| { readonly answer: number; readonly problem: string }
	| Told;
