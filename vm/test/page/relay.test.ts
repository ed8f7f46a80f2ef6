/** The relay of the page's machine, from outside: sockets, commands, the kernel's log, and what must not break it. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Transport } from '@both-sides/netlink';
import type { PageGuest } from '../../machines/page/guest.ts';
import { PageMachine, relayPort } from '../../machines/page/machine.ts';
import { Relay } from '../../machines/page/relay/relay.ts';
import { NETLINK_BROKEN, prepared, startGuest } from './machine.ts';

const NETLINK_ROUTE = 0;
const NETLINK_USERSOCK = 2;
const RTM_GETLINK = 18;
const SOL_SOCKET = 1;
const SO_RCVBUF = 8;

/** Of a whole suite; each test has the runner's own limit. */
const limit = { timeout: 900_000 };

/** Asks for the loopback device; rtnetlink answers with one message that has the sequence number. */
function getLink(sequence: number): Uint8Array {
	const view = new DataView(new ArrayBuffer(32));
	view.setUint32(0, 32, true);
	view.setUint16(4, RTM_GETLINK, true);
	view.setUint16(6, 1, true);
	view.setUint32(8, sequence, true);
	view.setInt32(20, 1, true);
	return new Uint8Array(view.buffer);
}

function sequenceOf(datagram: Uint8Array): number {
	return new DataView(datagram.buffer, datagram.byteOffset).getUint32(8, true);
}

async function receiveAll(transport: Transport, count: number): Promise<Uint8Array[]> {
	const all: Uint8Array[] = [];
	while (all.length < count) for (const { data } of await transport.receive()) all.push(data);
	return all;
}

/** Bytes that look like nothing in particular, the same in each run. */
function noise(length: number, seed: number): Uint8Array {
	const bytes = new Uint8Array(length);
	let state = seed >>> 0 || 1;
	for (let index = 0; index < length; index++) {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		bytes[index] = state >>> 24;
	}
	return bytes;
}

async function openSockets(guest: PageGuest): Promise<string[]> {
	const { stdout } = await guest.run("awk 'NR > 1 && $3 != 0 { print $2, $3 }' /proc/net/netlink");
	return stdout.split('\n').filter((line) => line !== '');
}

before(
	async () => {
		await prepared();
	},
	{ timeout: 3_600_000 },
);

describe('sockets', limit, () => {
	test('carry datagrams of every size whole, in order', async () => {
		await using guest = await startGuest();
		const [from, to] = [await guest.open(NETLINK_USERSOCK), await guest.open(NETLINK_USERSOCK)];
		for (const [index, size] of [1, 3, 4, 4087, 4096, 4097, 65_536, 100_001].entries()) {
			const data = noise(size, index + 1);
			await from.send(data, to.portId);
			const [datagram] = await to.receive();
			assert.deepEqual(datagram, { data, portId: from.portId, group: 0 });
		}
	});

	test('carry thousands of requests that are sent at once', async () => {
		await using guest = await startGuest();
		const socket = await guest.open(NETLINK_ROUTE);
		const count = 1000;
		const sent = Promise.all(
			Array.from({ length: count }, (_, index) => socket.send(getLink(index))),
		);
		const answers = await receiveAll(socket, count);
		await sent;
		assert.deepEqual(answers.map(sequenceOf), [...Array(count).keys()]);
	});

	test('tell what the kernel refused, and which call', async () => {
		await using guest = await startGuest();
		await assert.rejects(guest.open(31), { code: 'EPROTONOSUPPORT', call: 'socket' });
		await assert.rejects(guest.open(0, '/run/netns/none'), { code: 'ENOENT', call: 'open' });
		await assert.rejects(guest.open(0, '/proc/self/ns/uts'), { code: 'EINVAL', call: 'setns' });
		const socket = await guest.open(NETLINK_USERSOCK);
		await assert.rejects(socket.send(Uint8Array.of(1), 4711), {
			code: 'ECONNREFUSED',
			call: 'sendmsg',
		});
		await assert.rejects(socket.setOption(270, 99, 1), {
			code: 'ENOPROTOOPT',
			call: 'setsockopt',
		});
		await assert.rejects(socket.getOption(270, 99), { code: 'ENOPROTOOPT', call: 'getsockopt' });
		await assert.rejects(socket.join(1_000_000), { code: 'EINVAL', call: 'setsockopt' });
		await assert.rejects(socket.send(new Uint8Array(2_000_000)), { code: 'EMSGSIZE' });
		await assert.rejects(socket.send(new Uint8Array(900_000)), { code: 'EMSGSIZE' });
		await socket.close();
		await assert.rejects(socket.send(Uint8Array.of(1)), { code: 'EBADF' });
		await assert.rejects(socket.receive(), { code: 'EBADF' });
		await socket.close();
	});

	test('are closed when close returns', async () => {
		await using guest = await startGuest();
		const before = await openSockets(guest);
		const socket = await guest.open(NETLINK_ROUTE);
		assert.equal((await openSockets(guest)).length, before.length + 1);
		const waiting = assert.rejects(socket.receive(), { code: 'EBADF', call: 'recvmsg' });
		await socket.close();
		await waiting;
		assert.deepEqual(await openSockets(guest), before);
	});

	test('join and leave groups, and say which group a datagram was for', async () => {
		await using guest = await startGuest();
		const socket = await guest.open(NETLINK_ROUTE);
		await socket.join(1);
		await guest.run('ip link set lo down');
		const [datagram] = await socket.receive();
		assert.equal(datagram?.group, 1);
		assert.equal(datagram?.portId, 0);
		await socket.leave(1);
		await guest.run('ip link set lo up');
		await assert.rejects(socket.receive({ signal: AbortSignal.timeout(100) }), {
			name: 'TimeoutError',
		});
	});

	test('that nobody reads overrun in the kernel, as they should, and say so once', async () => {
		await using guest = await startGuest();
		const socket = await guest.open(NETLINK_ROUTE);
		await socket.setOption(SOL_SOCKET, SO_RCVBUF, 2048);
		await socket.join(1);
		const flap = 'for i in 1 2 3 4 5 6 7 8 9; do ip link set lo down; ip link set lo up; done';
		assert.equal((await guest.run(flap)).status, 0);
		let datagrams = 0;
		await assert.rejects(
			async () => {
				for (;;) datagrams += (await socket.receive()).length;
			},
			{ code: 'ENOBUFS', call: 'recvmsg' },
		);
		assert.ok(datagrams < 18, `${datagrams} came`);
		await guest.run('ip link set lo down');
		assert.ok((await socket.receive()).length > 0);
	});

	test('live in the namespace that they were opened in', async () => {
		await using guest = await startGuest();
		await guest.run('touch /run/netns/other; unshare --net=/run/netns/other true');
		const here = await guest.open(NETLINK_USERSOCK);
		const there = await guest.open(NETLINK_USERSOCK, '/run/netns/other');
		await assert.rejects(here.send(Uint8Array.of(1), there.portId), { code: 'ECONNREFUSED' });
	});

	test('do not wait for one whose send sleeps in the kernel', async () => {
		await using guest = await startGuest();
		assert.equal((await guest.run('insmod broken.ko')).status, 0);
		const slow = await guest.open(NETLINK_BROKEN);
		const quick = await guest.open(NETLINK_ROUTE);
		let slept = false;
		const sleeping = slow.send(Buffer.from('s')).then(() => {
			slept = true;
		});
		await quick.send(getLink(1));
		await quick.receive();
		assert.equal(slept, false);
		await sleeping;
	});

	test('die alone when the kernel trips over what they sent', async () => {
		await using guest = await startGuest();
		await guest.run('insmod broken.ko');
		const victim = await guest.open(NETLINK_BROKEN);
		const other = await guest.open(NETLINK_ROUTE);
		await assert.rejects(victim.send(Buffer.from('o')), /was ended by signal/);
		await assert.rejects(victim.receive(), /was ended by signal/);
		await other.send(getLink(1));
		assert.equal((await other.receive()).length, 1);
		const log = await guest.messages.since(0);
		assert.ok(log.some((line) => line.startsWith('BUG: kernel NULL pointer dereference')));
	});

	test('can be had until the channels are used up, and again once some are free', async () => {
		await using guest = await startGuest();
		const sockets: Transport[] = [];
		await assert.rejects(async () => {
			for (;;) sockets.push(await guest.open(NETLINK_ROUTE));
		}, /all are in use/);
		assert.ok(sockets.length > 200, `${sockets.length} sockets`);
		await Promise.all(sockets.map((socket) => socket.close()));
		assert.deepEqual(await openSockets(guest), []);
	});
});

describe('commands', limit, () => {
	test('give status, standard output and standard error', async () => {
		await using guest = await startGuest();
		assert.deepEqual(await guest.run('echo out; echo err >&2; exit 7'), {
			status: 7,
			stdout: 'out\n',
			stderr: 'err\n',
		});
		assert.equal((await guest.run('kill -9 $$')).status, 128 + 9);
		assert.equal((await guest.run('no-such-program')).status, 127);
	});

	test('give a megabyte whole', async () => {
		await using guest = await startGuest();
		const { stdout } = await guest.run('yes 0123456789abcde | head -c 1000000');
		assert.equal(stdout, '0123456789abcde\n'.repeat(62_500));
	});

	test('give their output as it comes, and end when they are told to', async () => {
		await using guest = await startGuest();
		let text = '';
		const command = await guest.relay.run('echo ready; sleep 1000 & sleep 1000', (_, bytes) => {
			text += Buffer.from(bytes);
		});
		while (text !== 'ready\n') await sleep(5);
		await command.signal(15);
		assert.equal(await command.ended, 128 + 15);
		const left = await guest.run("ps | grep -c '[s]leep 1000'");
		assert.equal(left.stdout, '0\n');
	});

	test('end though what they left in the background writes on', async () => {
		await using guest = await startGuest();
		const { status, stdout } = await guest.run(
			'(while :; do echo more; sleep 1; done) & echo done',
		);
		assert.equal(status, 0);
		assert.match(stdout, /^done$/m);
	});
});

describe('the kernel’s log', limit, () => {
	test('has what was logged before it is asked for', async () => {
		await using guest = await startGuest();
		await guest.run('insmod broken.ko');
		for (let round = 0; round < 20; round++) {
			const before = await guest.messages.count();
			await guest.run(`echo '<6>round ${round}' >/dev/kmsg; echo h >/proc/sysrq-trigger`);
			const [line] = await guest.messages.since(before);
			assert.match(line ?? '', /^sysrq: HELP/);
		}
	});
});

describe('the relay itself', limit, () => {
	test('keeps nothing of a host that vanished in the middle of a frame', async () => {
		const { parts } = await prepared();
		await using machine = await PageMachine.restore(parts);
		const port = machine.port(relayPort);
		const first = await Relay.connect(port);
		const run = async (relay: Relay, line: string) => {
			let text = '';
			const command = await relay.run(line, (_, bytes) => {
				text += Buffer.from(bytes);
			});
			await command.ended;
			return text;
		};
		await first.open(NETLINK_ROUTE);
		await first.run('sleep 1000', () => {});
		const waiting = (await first.open(NETLINK_ROUTE)).receive();
		first.close();
		await assert.rejects(waiting, /was closed/);
		// A frame of 60,000 bytes of which a few come.
		port.send(Uint8Array.of(0x60, 0xea, 0, 0, 0x20, 0, 1, 0, 1, 2, 3));
		const second = await Relay.connect(port);
		const left = await run(
			second,
			"ps | grep -c '[s]leep 1000'; awk 'NR > 1 && $3 != 0' /proc/net/netlink",
		);
		assert.equal(left, '0\n');
		second.close();
	});

	test('is started again when it is killed, and whoever was connected hears of it', async () => {
		const { parts } = await prepared();
		await using machine = await PageMachine.restore(parts);
		const relay = await Relay.connect(machine.port(relayPort));
		const lost = new Promise<string>((resolve) => {
			relay.onLost = ({ message }) => resolve(message);
		});
		const waiting = (await relay.open(NETLINK_ROUTE)).receive();
		const failed = assert.rejects(waiting, /ended and was started again/);
		machine.type('killall -9 relay\n');
		assert.match(await lost, /ended and was started again/);
		await failed;
		await assert.rejects(async () => relay.open(NETLINK_ROUTE), /ended and was started again/);
		const again = await Relay.connect(machine.port(relayPort));
		await (await again.open(NETLINK_ROUTE)).close();
		again.close();
	});

	test('survives bytes that are no frames', async () => {
		const { parts } = await prepared();
		await using machine = await PageMachine.restore(parts);
		const port = machine.port(relayPort);
		const header = (length: number, operation: number, channel: number) => {
			const view = new DataView(new ArrayBuffer(8));
			view.setUint32(0, length, true);
			view.setUint8(4, operation);
			view.setUint16(6, channel, true);
			return new Uint8Array(view.buffer);
		};
		const operations = [0x01, 0x02, 0x03, 0x10, 0x11, 0x12, 0x20, 0x21, 0x22, 0x30, 0x80, 0x91];
		const pick = (bytes: Uint8Array, index: number) => bytes[index] as number;
		let processes = '';
		for (let seed = 1; seed <= 100; seed++) {
			const random = noise(3000, seed * 7919);
			const pieces: Uint8Array[] = [];
			for (let at = 0; at < 12; at++) {
				const size = pick(random, at * 4) % 64;
				const operation =
					operations[pick(random, at * 4 + 1) % operations.length] ?? pick(random, at * 4 + 1);
				const channel = pick(random, at * 4 + 2) % 5;
				const kind = seed % 5;
				// Right frames with senseless payloads; lengths that lie; unknown operations; noise; a frame cut short.
				if (kind === 0) pieces.push(header(4 + size, operation, channel), random.subarray(0, size));
				else if (kind === 1) pieces.push(header(pick(random, at) << 24, operation, channel));
				else if (kind === 2)
					pieces.push(
						header(4 + size, pick(random, at), 65_535 - channel),
						random.subarray(9, 9 + size),
					);
				else if (kind === 3) pieces.push(random.subarray(at * 64, at * 64 + size));
				else pieces.push(header(1_000_000, operation, channel), random.subarray(0, size));
			}
			port.send(Uint8Array.from(pieces.flatMap((piece) => [...piece])));
			const relay = await Relay.connect(port, 20_000);
			await relay.ping();
			if (seed % 10 === 0) {
				const socket = await relay.open(NETLINK_ROUTE);
				await socket.send(getLink(seed));
				assert.deepEqual((await receiveAll(socket, 1)).map(sequenceOf), [seed]);
				let text = '';
				const command = await relay.run('pidof relay | wc -w', (_, bytes) => {
					text += Buffer.from(bytes);
				});
				await command.ended;
				// The router, the socket, the command: nothing is left of what came before.
				processes ||= text;
				assert.equal(text, processes);
			}
			relay.close();
		}
	});
});
