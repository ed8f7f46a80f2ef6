/** The native transport: sockets of this process, and of others that it starts. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readdirSync } from 'node:fs';
import { suite, test } from 'node:test';
import { NetlinkError, open, openTransport, type TransportOptions } from '../../src/index.ts';
import {
	decodeMessages,
	encodeMessage,
	NETLINK_GENERIC,
	NETLINK_ROUTE,
	NETLINK_USERSOCK,
	NLM_F_REQUEST,
	NLMSG_DONE,
	NLMSG_ERROR,
	SOL_NETLINK,
} from '../../src/wire/index.ts';
import { getFamily, getLinks } from './datagrams.ts';
import type { Machine } from './machine.ts';
import { cannotUnshare } from './this-machine.ts';

const index = new URL('../../src/index.ts', import.meta.url).href;
const GENL_ID_CTRL = 16;
const RTM_GETLINK = 18;

function descriptors(): number {
	return readdirSync('/proc/self/fd').length;
}

const noNamespaces = cannotUnshare();

/** A struct ifinfomsg that asks for interface 1. */
const loopback = Uint8Array.from([0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

export default function (machine: Machine): void {
	const limit = { timeout: 600_000, skip: machine.without('native transport') };

	suite('opening', limit, () => {
		test('the kernel gives a port id', async () => {
			await using socket = await open(NETLINK_ROUTE);
			assert.equal(socket.protocol, NETLINK_ROUTE);
			assert.ok(socket.portId > 0);
			await using second = await open(NETLINK_ROUTE);
			assert.notEqual(second.portId, socket.portId);
		});

		test('a protocol that nobody registered: EPROTONOSUPPORT', async () => {
			await assert.rejects(open(31), (error) => {
				assert.ok(error instanceof NetlinkError);
				assert.equal(error.code, 'EPROTONOSUPPORT');
				assert.equal(error.errno, 93);
				assert.equal(error.call, 'socket');
				assert.equal(
					error.message,
					'socket(AF_NETLINK, SOCK_RAW, 31): EPROTONOSUPPORT: no kernel code is registered for netlink protocol 31',
				);
				return true;
			});
		});

		test('a number that is no protocol', async () => {
			await assert.rejects(open(32), { code: 'EPROTONOSUPPORT' });
			await assert.rejects(open(-1), { code: 'EPROTONOSUPPORT' });
			await assert.rejects(open(1.5), TypeError);
			await assert.rejects(open('route' as unknown as number), TypeError);
		});

		test('a namespace that does not exist', async () => {
			await assert.rejects(open(NETLINK_ROUTE, { namespace: '/run/netns/no-such' }), {
				name: 'NetlinkError',
				code: 'ENOENT',
				call: 'open',
				message: /\/run\/netns\/no-such/,
			});
		});

		test('a namespace that is none', { skip: noNamespaces }, async () => {
			await assert.rejects(open(NETLINK_ROUTE, { namespace: '/dev/null' }), {
				code: 'EINVAL',
				call: 'setns',
			});
		});

		test('who may not: EPERM that names the capability', () => {
			const { stdout, stderr } = spawnSync(
				process.execPath,
				[
					'--input-type=module',
					'--eval',
					`process.setgid(65534);
					process.setuid(65534);
					const { open } = await import('${index}');
					await using socket = await open(0);
					const payload = new Uint8Array(16);
					await socket.acknowledge({ type: 16, payload }).catch((error) => console.log(error.message));
					const { messages } = await socket.acknowledge({ type: 18, payload: payload.with(4, 1) });
					console.log(messages.length);`,
				],
				{ encoding: 'utf8', timeout: 30_000 },
			);
			assert.match(
				stdout,
				/^request\(type 16\): EPERM: operation not permitted: .*CAP_NET_ADMIN/,
				stderr,
			);
			assert.match(stdout, /\n1\n$/);
		});
	});

	suite('sending and receiving', limit, () => {
		test('the answer to a request is there when send returns', async () => {
			await using transport = await openTransport(NETLINK_GENERIC);
			await transport.send(getFamily);
			const [datagram] = await transport.receive({ signal: AbortSignal.abort() }).catch(() => []);
			assert.equal(datagram, undefined, 'an aborted receive takes nothing');

			const [answer, ...others] = await transport.receive();
			assert.deepEqual(others, []);
			assert.ok(answer);
			assert.equal(answer.portId, 0);
			assert.equal(answer.group, 0);
			const [message] = decodeMessages(answer.data);
			assert.equal(message?.type, GENL_ID_CTRL);
			assert.equal(message.sequence, 1);
			assert.equal(message.portId, transport.portId);
			assert.ok(Buffer.from(message.payload).includes('nlctrl'));
		});

		test('a dump arrives whole, in as many receives as it takes', async () => {
			await using transport = await openTransport(NETLINK_ROUTE);
			await transport.send(getLinks);
			const types: number[] = [];
			while (!types.includes(NLMSG_DONE) && !types.includes(NLMSG_ERROR)) {
				for (const { data } of await transport.receive()) {
					for (const message of decodeMessages(data)) types.push(message.type);
				}
			}
			assert.equal(types.at(-1), NLMSG_DONE);
			assert.equal(types.length - 1, readdirSync('/sys/class/net').length);
		});

		test('from one socket to another, waiting for it in the event loop', async () => {
			await using sender = await openTransport(NETLINK_USERSOCK);
			await using receiver = await openTransport(NETLINK_USERSOCK);
			const received = receiver.receive();
			await sender.send(Uint8Array.of(1, 2, 3), receiver.portId);
			await sender.send(Uint8Array.of(4), receiver.portId);
			const datagrams = [...(await received)];
			while (datagrams.length < 2) datagrams.push(...(await receiver.receive()));
			assert.deepEqual(datagrams, [
				{ data: Uint8Array.of(1, 2, 3), portId: sender.portId, group: 0 },
				{ data: Uint8Array.of(4), portId: sender.portId, group: 0 },
			]);
		});

		test('an empty datagram: the kernel wants none', async () => {
			await using transport = await openTransport(NETLINK_USERSOCK);
			await assert.rejects(transport.send(new Uint8Array(), transport.portId), {
				code: 'ENODATA',
				message: /a datagram has at least one byte/,
			});
		});

		test('a port id that nobody has: ECONNREFUSED', async () => {
			await using transport = await openTransport(NETLINK_USERSOCK);
			await assert.rejects(transport.send(Uint8Array.of(1), 0xfffffff0), {
				code: 'ECONNREFUSED',
				errno: 111,
				call: 'sendmsg',
				message: /no socket of netlink protocol 2 has port id 4294967280/,
			});
		});

		for (const size of [1, 32_767, 32_768, 131_072, 200_000]) {
			test(`a datagram of ${size} bytes is whole, and so are its neighbours`, async () => {
				await using sender = await openTransport(NETLINK_USERSOCK);
				await using receiver = await openTransport(NETLINK_USERSOCK);
				const sent = Uint8Array.from(
					{ length: size },
					(_, place) => (place * 7 + (place >> 8)) & 255,
				);
				for (const datagram of [Uint8Array.of(1), sent, Uint8Array.of(2)]) {
					// A large datagram leaves no room for a second in the receive buffer: one at a time.
					await sender.send(datagram, receiver.portId);
					const [received, ...others] = await receiver.receive();
					assert.deepEqual(others, []);
					assert.ok(received && Buffer.compare(received.data, datagram) === 0);
				}
			});
		}

		test('a datagram of megabytes is whole; what is too large even so is an error and not a part of it', {
			skip: noNamespaces,
		}, async () => {
			const SO_SNDBUFFORCE = 32;
			await using sender = await openTransport(NETLINK_USERSOCK);
			await using receiver = await openTransport(NETLINK_USERSOCK);
			await sender.setOption(1, SO_SNDBUFFORCE, 2 ** 28);
			const sent = new Uint8Array(8 * 2 ** 20).fill(7);
			sent.set([1, 2, 3], sent.length - 3);
			await sender.send(sent, receiver.portId);
			const [received] = await receiver.receive();
			assert.ok(received && Buffer.compare(received.data, sent) === 0);

			await sender.send(new Uint8Array(70 * 2 ** 20), receiver.portId);
			await assert.rejects(receiver.receive(), {
				code: 'EMSGSIZE',
				message: /more than 64 MiB was dropped/,
			});
			await sender.send(Uint8Array.of(9), receiver.portId);
			assert.deepEqual((await receiver.receive())[0]?.data, Uint8Array.of(9));
		});

		test('a thousand datagrams come in order and keep their bytes', async () => {
			await using sender = await openTransport(NETLINK_USERSOCK);
			await using receiver = await openTransport(NETLINK_USERSOCK);
			const kept: Uint8Array[] = [];
			for (let round = 0; round < 10; round++) {
				for (let number = 0; number < 100; number++) {
					await sender.send(Buffer.from(`${round * 100 + number}`), receiver.portId);
				}
				while (kept.length < (round + 1) * 100) {
					for (const { data } of await receiver.receive()) kept.push(data);
				}
			}
			assert.deepEqual(
				kept.map((data) => Number(Buffer.from(data).toString())),
				Array.from({ length: 1000 }, (_, number) => number),
			);
		});

		test('a full receiver: EAGAIN for the sender, nothing lost of what was sent', async () => {
			await using sender = await openTransport(NETLINK_USERSOCK);
			await using receiver = await openTransport(NETLINK_USERSOCK);
			let sent = 0;
			await assert.rejects(
				async () => {
					for (; sent < 1_000_000; sent++) await sender.send(new Uint8Array(1000), receiver.portId);
				},
				{ code: 'EAGAIN', message: /receive buffer of port id \d+ is full/ },
			);
			assert.ok(sent > 10);
			let received = 0;
			while (received < sent) received += (await receiver.receive()).length;
			assert.equal(received, sent);
		});

		test('who sends and never receives is not buffered for without end', async () => {
			await using transport = await openTransport(NETLINK_GENERIC);
			for (let number = 0; number < 5000; number++) await transport.send(getFamily);
			let received = 0;
			await assert.rejects(
				async () => {
					for (;;) received += (await transport.receive()).length;
				},
				{ code: 'ENOBUFS' },
			);
			assert.ok(received >= 1024 && received < 2048, `${received}`);
		});

		test('memory that was transferred to another thread is not written to', async () => {
			await using transport = await openTransport(NETLINK_GENERIC);
			await transport.send(getFamily);
			const [first] = await transport.receive();
			assert.ok(first);
			structuredClone(first.data, { transfer: [first.data.buffer as ArrayBuffer] });
			assert.equal(first.data.length, 0);
			await transport.send(getFamily);
			const [second] = await transport.receive();
			assert.ok(second && second.data.length > 16);
		});

		test('abort takes back the wait and the reason comes through', async () => {
			await using transport = await openTransport(NETLINK_ROUTE);
			await assert.rejects(transport.receive({ signal: AbortSignal.timeout(20) }), {
				name: 'TimeoutError',
			});
			await transport.send(getLinks);
			assert.ok((await transport.receive()).length > 0);
		});

		test('an overrun is one ENOBUFS, then it goes on', async () => {
			const SOL_SOCKET = 1;
			const SO_RCVBUF = 8;
			await using transport = await openTransport(NETLINK_ROUTE);
			await using small = await openTransport(NETLINK_ROUTE);
			await small.setOption(SOL_SOCKET, SO_RCVBUF, 1);
			const smallest = await small.getOption(SOL_SOCKET, SO_RCVBUF);
			assert.ok(smallest < (await transport.getOption(SOL_SOCKET, SO_RCVBUF)));
			// Many answers in the time of one sendmsg(2): the kernel does not wait for the reader of its unicasts.
			const requests = Array.from({ length: 200 }, (_, sequence) =>
				encodeMessage({ type: RTM_GETLINK, flags: NLM_F_REQUEST | 4, sequence, payload: loopback }),
			);
			await small.send(Buffer.concat(requests));
			const outcomes: string[] = [];
			await assert.rejects(
				async () => {
					for (;;) outcomes.push(`${(await small.receive()).length}`);
				},
				{ code: 'ENOBUFS', call: 'recvmsg', message: /receive buffer overran/ },
			);
			await small.send(requests[0] as Uint8Array);
			assert.ok((await small.receive()).length > 0);
		});
	});

	suite('groups and options', limit, () => {
		test('memberships begin with join and end with leave', async () => {
			const NETLINK_LIST_MEMBERSHIPS = 9;
			await using transport = await openTransport(NETLINK_ROUTE);
			await transport.join(1);
			assert.equal((await transport.getOption(SOL_NETLINK, NETLINK_LIST_MEMBERSHIPS)) & 1, 1);
			await transport.leave(1);
			assert.equal((await transport.getOption(SOL_NETLINK, NETLINK_LIST_MEMBERSHIPS)) & 1, 0);
		});

		test('a group that the protocol does not have', async () => {
			await using transport = await openTransport(NETLINK_ROUTE);
			await assert.rejects(transport.join(100_000), {
				code: 'EINVAL',
				call: 'setsockopt',
				message: /netlink protocol 0 has no group 100000/,
			});
		});

		test('an option that does not exist', async () => {
			await using transport = await openTransport(NETLINK_ROUTE);
			await assert.rejects(transport.setOption(SOL_NETLINK, 999, 1), {
				code: 'ENOPROTOOPT',
				message: /this kernel does not have the option/,
			});
			await assert.rejects(transport.getOption(SOL_NETLINK, 999), { code: 'ENOPROTOOPT' });
		});
	});

	suite('closing', limit, () => {
		test('a pending receive ends with EBADF, and so does what comes after', async () => {
			const transport = await openTransport(NETLINK_ROUTE);
			const pending = transport.receive();
			await transport.close();
			await transport.close();
			for (const attempt of [
				pending,
				transport.receive(),
				transport.send(getLinks),
				transport.join(1),
				transport.getOption(1, 8),
			]) {
				await assert.rejects(attempt, { code: 'EBADF', message: /the socket is closed/ });
			}
		});

		test('a socket that failed to open leaves no descriptor behind', async () => {
			const before = descriptors();
			await assert.rejects(open(31));
			await assert.rejects(open(NETLINK_ROUTE, { namespace: '/dev/null' }));
			assert.equal(descriptors(), before);
		});
	});

	suite('network namespaces', { ...limit, skip: limit.skip || noNamespaces }, () => {
		async function links(namespace?: TransportOptions['namespace']): Promise<number> {
			await using transport = await openTransport(NETLINK_ROUTE, namespace ? { namespace } : {});
			await transport.send(getLinks);
			let count = 0;
			for (;;) {
				for (const { data } of await transport.receive()) {
					for (const { type } of decodeMessages(data)) {
						if (type === NLMSG_DONE) return count;
						count++;
					}
				}
			}
		}

		test('a socket is opened in another one, by pid, path or descriptor, and the thread is back at once', async () => {
			const child = spawn('unshare', [
				'--net',
				'sh',
				'-c',
				'/sbin/ip link add pair type veth; echo ready; read line; /sbin/ip link set pair up; read line',
			]);
			try {
				await new Promise((resolve, reject) => {
					child.stdout.once('data', resolve);
					child.once('exit', reject);
				});
				const pid = child.pid as number;
				const here = await links();
				await using listener = await openTransport(NETLINK_ROUTE, { namespace: { pid } });
				await listener.join(1);
				child.stdin.write('go\n');
				const [event] = await listener.receive({ signal: AbortSignal.timeout(5_000) });
				assert.equal(event?.group, 1);
				assert.equal(event.portId, 0);
				assert.equal(await links({ pid }), 3);
				assert.equal(await links(`/proc/${pid}/ns/net`), 3);
				const descriptor = openSync(`/proc/${pid}/ns/net`, 'r');
				assert.equal(await links({ descriptor }), 3);
				closeSync(descriptor);
				assert.equal(await links(), here);
			} finally {
				child.kill();
			}
		});

		test('an overrun while waiting in the event loop: ENOBUFS, then what is left, then what is new', async () => {
			await using other = await machine.namespace();
			const namespace = other.path;
			await using sender = await openTransport(NETLINK_ROUTE, { namespace });
			await using listener = await openTransport(NETLINK_ROUTE, { namespace });
			await listener.setOption(1, 8, 1);
			await listener.join(1);
			const setMtu = (mtu: number) => {
				const attribute = Uint8Array.of(8, 0, 4, 0, mtu & 255, mtu >> 8, 0, 0);
				const payload = Buffer.concat([loopback, attribute]);
				return sender.send(encodeMessage({ type: 16, flags: NLM_F_REQUEST, payload }));
			};
			const overrun = listener.receive();
			// All within one turn of the event loop.
			for (let round = 0; round < 50; round++) await setMtu(1000 + round);
			await assert.rejects(overrun, { code: 'ENOBUFS' });
			const old = await listener.receive();
			assert.ok(old.length > 0 && old.length < 50, `${old.length}`);
			for (let round = 0; round < 3; round++) {
				const next = listener.receive({ signal: AbortSignal.timeout(5_000) });
				await new Promise(setImmediate);
				await setMtu(2000 + round);
				assert.equal((await next)[0]?.group, 1);
			}
		});

		test('in and out of many namespaces', async () => {
			await using stack = new AsyncDisposableStack();
			const namespaces: string[] = [];
			for (let number = 0; number < 10; number++)
				namespaces.push(stack.use(await machine.namespace()).path);
			const here = await links();
			for (let round = 0; round < 10; round++)
				for (const path of namespaces) assert.equal(await links(path), 1);
			assert.equal(await links(), here);
		});
	});
}
