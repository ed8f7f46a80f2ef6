/** What to do about each error that the netlink library makes, by its message. Text as of docstrings. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type LibraryError, libraryErrors } from '../sources/library-errors.ts';
import { root } from '../sources/project.ts';

const remedies: Readonly<Record<string, string>> = {
	// System calls
	'no kernel code is registered for netlink protocol …':
		'Load the module. Opening the socket has asked modprobe already; it found no alias for the protocol.',
	'entering a network namespace needs CAP_SYS_ADMIN here and in the namespace’s own user namespace':
		'Run as root, or enter the namespace first (`nsenter`, `ip netns exec`) and open without `namespace`.',
	'the kernel’s side of netlink protocol … takes no messages':
		'The module has no `input`, or has no socket in this namespace. Look into `/proc/net/netlink` there.',
	'no socket of netlink protocol … has port id …':
		'The process has gone, or lives in another namespace. The kernel itself is port id 0.',
	'netlink protocol … lets only CAP_NET_ADMIN send to other sockets':
		'Get the capability. Sending to the kernel is open to all.',
	'the datagram is larger than the send buffer (SO_SNDBUF)':
		'Send less at once, or raise SocketOptions.sendBuffer.',
	'a datagram has at least one byte': 'Send something.',
	'the receive buffer of port id … is full':
		'The other process does not read. Wait, and send again: nothing was lost.',
	'this kernel does not have the option': 'Do without it: the kernel is older than the option.',
	'the receive buffer overran: messages were lost':
		'Only Socket.receive() and transports throw this. Ask for everything anew; Socket.follow() does so by itself. A larger SocketOptions.receiveBuffer makes it rarer.',
	'a datagram of more than 64 MiB was dropped':
		'No protocol of the kernel sends one. Find out who does.',
	'group … of netlink protocol … is open to CAP_NET_ADMIN only':
		'Get the capability in the user namespace that owns the network namespace.',
	'netlink protocol … has no group …':
		'Groups count from 1. A generic family has other numbers after each load: join by name, Family.subscribe().',
	'netlink protocol … has no group …, or its kernel’s side is gone':
		'The number is too large, or the module was unloaded: then open a new socket. A generic family has other numbers after each load: join by name, Family.subscribe().',
	'this option needs CAP_NET_ADMIN; NETLINK_LISTEN_ALL_NSID, CAP_NET_BROADCAST':
		'Get the capability. Without one, SocketOptions.receiveBuffer works where `forcedReceiveBuffer` does not.',
	'the socket is closed':
		'What was waiting when the socket was closed gets this, and what is asked of it later. In a program that ends, it is no failure.',
	// Answers, and the lack of them
	'no answer within … ms; the kernel drops a request that it cannot read without a word':
		'Is the payload what the protocol expects, and its length right? describeMessage() shows it byte by byte. A protocol that needs longer wants a larger `limit`.',
	'the receive buffer overran and the answer was lost; the kernel may have done what was asked':
		'Ask how things are before asking again. Read events on a socket of their own, so that they cannot crowd out answers.',
	'the kernel has done what was asked, and sent no reply':
		'Use Socket.acknowledge() for this request.',
	'what was listed changed meanwhile (NLM_F_DUMP_INTR): some may be missing or there twice':
		'Use Socket.list(), which asks again, ten times at most, and throws this when all ten were interrupted.',
	'no generic netlink family is named …; its module may not be loaded':
		'`ENOENT`. Load the module, or wait for it: Generic.waitFor(). A family can also be absent from this namespace alone.',
	// Bytes that are no messages
	'expected …, found …':
		'`offset` says where in the buffer. From the kernel: is the declaration the right one for this type of message? A struct that is too long, or a number of another width, shows up here.',
	// What the caller gives
	'limit: … is no number of milliseconds': 'Give a number from 0 on; `Infinity` waits for ever.',
	'command: … is no integer of 8 bits': 'Give the number of the family’s command, 0 to 255.',
	'the family … has no group …; it has: …':
		'Names of groups are the kernel’s, letter by letter; those that there are stand in the message.',
	'netlink is Linux’s: there is no AF_NETLINK on …':
		'On other systems use `/wire` alone, or openThrough() to a machine that runs Linux.',
	'the native part of @both-sides/netlink is not built; `node addon/native/build.ts` builds it':
		'Run that once. It needs a compiler of C++20, make and Python 3, and no network.',
	'namespace: … is no path, no { pid } and no { descriptor }': 'See TransportOptions.namespace.',
	'a netlink protocol is a number from 0 to 31, not …':
		'Protocols are numbers: `NETLINK_ROUTE`. A generic family is found by its name, with openGeneric().',
	'port id: … is no integer of 32 bits': 'Port ids are from 0 to 2³² − 1; 0 is the kernel.',
	'this transport is being received from already':
		'While a request, a list or a subscription is under way, the socket receives for it. Use a second socket for Socket.receive().',
	'option: … is no integer of 32 bits': 'Options are of C’s type int.',
	'group: … is no integer of 32 bits': 'Groups are numbers, counted from 1.',
	'capacity: … is no number of 1 or more': 'Give the number of messages that may wait.',
	'… is no option of a socket': 'SocketOptions has their names.',
	'…: … is no boolean and no integer': 'Options are switches, or sizes in bytes.',
	'the attribute has … bytes; nla_len has 16 bits, so … at most':
		'Split it: the protocol has a way to send such a thing in several messages, or none at all.',
	'…: no such …': 'The name is not in the declaration. The value’s type knows that, too.',
	'attribute …: … is no attribute number (14 bits)':
		'Attribute numbers are from 0 to 16,383; the flags above them belong to the type.',
	'attributes … and … have one number: …': 'One of the two is a mistake in the declaration.',
	'…: … is no Uint8Array': 'Bytes are a `Uint8Array`, or a Buffer, which is one.',
	'… is …; it is an integer from 0 to …':
		'The first word is the field of nlmsghdr. Message types and flags have 16 bits.',
	'… is no …: an integer from … to …':
		'The value does not fit into its attribute; the message begins with the attribute’s name.',
	'… is no …: a bigint is wanted': 'Integers of 64 bits are a bigint: `1n`, `BigInt(value)`.',
	'… is no …: from … to …':
		'The value does not fit into its attribute; the message begins with the attribute’s name.',
	'… is no string': 'Convert it first, for `String(value)` is seldom what is meant.',
	'a string has no NUL inside': 'The kernel would read it to the NUL only. Use `binary` for bytes.',
	'… is no Uint8Array': 'Bytes are a `Uint8Array`, or a Buffer, which is one.',
	'… is no boolean': 'A flag is there or not: `true` or `false`.',
	// What a specification’s client is given
	'…: … is no number of a nest (14 bits)':
		'A nest of an indexed array is numbered by its place, from 0 on: give fewer than 16,384 elements.',
	'the family … is of netlink protocol …, the socket of …':
		'Open the socket with the protocol that the family’s tables name, or let openClient() do so.',
	'the family … has no … to …; it has: …':
		'Names of operations are the specification’s, letter by letter; those that there are stand in the message. An operation may have `do`, `dump`, or both.',
	'… has … bytes, and … are wanted':
		'The specification gives this attribute a fixed size: give that many bytes.',
	'… bytes, where there is room for …':
		'A member of a struct has a fixed size: shorten what you give.',
	'what it consists of is said by …, which is …; there are: …':
		'A sub-message’s form depends on another attribute, its selector: set that to one of the names in the message.',
	'… is not …':
		'The attribute has a display hint, and the text is none of its kind: the message says which kind is expected.',
	'… is no array of flags': 'Give an array of the flags’ names, empty for none.',
	'… is not an IPv4 address': 'Give four numbers from 0 to 255 with dots between.',
	'… is none of its names: …':
		'Names of enums and flags are the specification’s; those that there are stand in the message. A number is taken as it is.',
	'… is no object of attributes':
		'A nest wants an object, with attributes by the specification’s names.',
	'… is no array': 'The attribute may be there several times: give an array, also for one.',
	'…: no such attribute':
		'Names of attributes are the specification’s, hyphens included. The generated types have them.',
};

/** An error with what to do about it. */
export interface Remedied extends LibraryError {
	readonly remedy: string;
}

/** All errors of the library's that are explained. */
export function remedied(): Remedied[] {
	return libraryErrors().flatMap((error) => {
		const remedy = remedies[error.message];
		return remedy === undefined ? [] : [{ ...error, remedy }];
	});
}

/** Errors that nobody tells what to do about, and remedies for errors that are gone. */
export function unremedied(top = root): string[] {
	if (!existsSync(join(top, 'addon/src'))) return [];
	const errors = libraryErrors(top);
	const messages = new Set(errors.map(({ message }) => message));
	return [
		...errors
			.filter(({ message }) => !Object.hasOwn(remedies, message))
			.map(
				({ file, line, kind, message }) =>
					`${file}:${line}: site/checks/remedies.ts does not say what to do about this ${kind}: ${message}`,
			),
		...Object.keys(remedies)
			.filter((message) => !messages.has(message))
			.map(
				(message) => `site/checks/remedies.ts: the library has no error “${message}”: remove it`,
			),
	];
}
