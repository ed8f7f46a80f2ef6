/** What page, frame and worker of the sandbox say to each other. */
import type { Client, ClientError } from '../machine.ts';

/** The page to the frame. */
export type Order =
	/** The text of the worker's program; the first order of all. */
	| { readonly do: 'load'; readonly program: string }
	/** Starts a worker; two ports come along, as `Start` says. */
	| { readonly do: 'run'; readonly run: number; readonly client: Client }
	| { readonly do: 'stop'; readonly run: number };

/** To the worker, with two ports: one to talk with the page, one for frames of sockets. */
export type Start = Client;

/** The worker to the page. */
export type Word =
	| { readonly output: string; readonly stream: 'out' | 'err' }
	| { readonly error: ClientError }
	| { readonly ended: number };

/** The page to the worker. */
export interface Signal {
	readonly signal: 'SIGINT';
}
