/**
 * The benchmark's work on this library, at one of two levels: `transport` (datagrams, and the codec) or `socket`
 * (conversations). Commands come as lines on standard input: see ../measure.ts.
 */
import { createInterface } from 'node:readline';
import { controllerAttributes, genericRequest, readGeneric } from '../../src/generic/index.ts';
import { NetlinkError, open, openTransport } from '../../src/index.ts';
import {
	decodeMessages,
	encodeMessage,
	encodeMessages,
	type Message,
	NETLINK_GENERIC,
	NETLINK_ROUTE,
	NLM_F_DUMP,
	NLM_F_REQUEST,
	NLMSG_DONE,
} from '../../src/wire/index.ts';
import { RTM_GETROUTE, RTNLGRP_IPV4_ROUTE, route } from '../routes.ts';

type Route = ReturnType<typeof route.decode>;

const batchSize = 32;
const silence = 500;

const familyRequest = () =>
	genericRequest(0x10, 3, 1, { payload: controllerAttributes.encode({ name: 'nlctrl' }) });

function familyCheck(message: Message): number {
	const {
		id = 0,
		operations = [],
		groups = [],
	} = controllerAttributes.decode(readGeneric(message).payload);
	return id + operations.length + groups.length + (groups[0]?.name?.length ?? 0);
}

const isRoute = (message: Message): boolean =>
	route.decode(message.payload).interface !== undefined;

interface Level {
	requests(count: number): Promise<number>;
	batched(count: number): Promise<number>;
	dump(): Promise<Route[]>;
	/** Calls back for each event and each overrun until aborted. */
	listen(signal: AbortSignal, event: (message: Message | undefined) => void): Promise<void>;
}

async function transportLevel(): Promise<Level> {
	const generic = await openTransport(NETLINK_GENERIC);
	const routing = await openTransport(NETLINK_ROUTE);
	let sequence = 0;
	const numbered = () => ({ ...familyRequest(), flags: NLM_F_REQUEST, sequence: ++sequence });
	return {
		async requests(count) {
			let check = 0;
			for (let index = 0; index < count; index++) {
				await generic.send(encodeMessage(numbered()));
				for (const { data } of await generic.receive())
					for (const message of decodeMessages(data)) check += familyCheck(message);
			}
			return check;
		},
		async batched(count) {
			let check = 0;
			for (let sent = 0; sent < count; sent += batchSize) {
				await generic.send(encodeMessages(Array.from({ length: batchSize }, numbered)));
				for (let received = 0; received < batchSize; ) {
					for (const { data } of await generic.receive()) {
						for (const message of decodeMessages(data)) {
							check += familyCheck(message);
							received++;
						}
					}
				}
			}
			return check;
		},
		async dump() {
			const routes: Route[] = [];
			const flags = NLM_F_REQUEST | NLM_F_DUMP;
			const payload = route.encode({ family: 2 });
			await routing.send(
				encodeMessage({ type: RTM_GETROUTE, flags, sequence: ++sequence, payload }),
			);
			for (;;) {
				for (const { data } of await routing.receive()) {
					for (const message of decodeMessages(data)) {
						if (message.type === NLMSG_DONE) return routes;
						routes.push(route.decode(message.payload));
					}
				}
			}
		},
		async listen(signal, event) {
			await using transport = await openTransport(NETLINK_ROUTE);
			await transport.join(RTNLGRP_IPV4_ROUTE);
			console.log('listening');
			for (;;) {
				try {
					for (const { data } of await transport.receive({ signal }))
						for (const message of decodeMessages(data)) event(message);
				} catch (error) {
					if (signal.aborted) return;
					if (!(error instanceof NetlinkError && error.code === 'ENOBUFS')) throw error;
					event(undefined);
				}
			}
		},
	};
}

async function socketLevel(): Promise<Level> {
	const generic = await open(NETLINK_GENERIC);
	const routing = await open(NETLINK_ROUTE);
	return {
		async requests(count) {
			let check = 0;
			for (let index = 0; index < count; index++)
				check += familyCheck(await generic.request(familyRequest()));
			return check;
		},
		async batched(count) {
			let check = 0;
			for (let sent = 0; sent < count; sent += batchSize) {
				const outcomes = await generic.requestAll(Array.from({ length: batchSize }, familyRequest));
				for (const outcome of outcomes) {
					if (outcome.status === 'rejected') throw outcome.reason;
					check += familyCheck(outcome.value);
				}
			}
			return check;
		},
		async dump() {
			const routes: Route[] = [];
			const request = { type: RTM_GETROUTE, ...route.body({ family: 2 }) };
			for await (const message of routing.dump(request)) routes.push(route.decode(message.payload));
			return routes;
		},
		async listen(signal, event) {
			await using socket = await open(NETLINK_ROUTE);
			const subscription = await socket.subscribe([RTNLGRP_IPV4_ROUTE], { signal });
			console.log('listening');
			try {
				for await (const entry of subscription)
					event(entry.kind === 'message' ? entry.message : undefined);
			} catch (error) {
				if (!signal.aborted) throw error;
			}
		},
	};
}

async function events(level: Level): Promise<unknown> {
	let received = 0;
	let untilOverrun: number | undefined;
	const controller = new AbortController();
	const timer = setTimeout(() => controller.abort(), 5_000);
	let last = Number.POSITIVE_INFINITY;
	// One look at the clock for many events: a timer set anew for each would be part of what is measured.
	const watch = setInterval(() => {
		if (performance.now() - last > silence) controller.abort();
	}, silence / 5);
	await level.listen(controller.signal, (message) => {
		last = performance.now();
		clearTimeout(timer);
		if (message === undefined) untilOverrun ??= received;
		else if (isRoute(message)) received++;
	});
	clearTimeout(timer);
	clearInterval(watch);
	return { untilOverrun: untilOverrun ?? received, received };
}

/** Runs a part, and says how long it took and what came of it. */
async function run(level: Level, part: string, count: number): Promise<unknown> {
	if (part === 'events') return events(level);
	const start = process.hrtime.bigint();
	const elapsed = () => Number(process.hrtime.bigint() - start);
	if (part === 'dump') {
		const routes = await level.dump();
		const nanoseconds = elapsed();
		let check = 0;
		for (const { destination = 0, interface: index = 0 } of routes) check += destination + index;
		return { nanoseconds, check };
	}
	if (part !== 'requests' && part !== 'batched') throw new Error(`no such part: ${part}`);
	const check = await level[part](count);
	return { nanoseconds: elapsed(), check };
}

const level = await (process.argv[2] === 'transport' ? transportLevel() : socketLevel());
for await (const line of createInterface({ input: process.stdin })) {
	const [part = '', count = ''] = line.split(' ');
	console.log(JSON.stringify(await run(level, part, Number(count))));
}
