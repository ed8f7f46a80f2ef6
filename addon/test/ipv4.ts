import { binary, type Type } from '../src/wire/index.ts';

/** A type that the library does not have: four bytes on the wire, '10.0.0.1' in JavaScript. */
export const ipv4: Type<string> = {
	name: 'IPv4 address',
	write(writer, value) {
		const parts = value.split('.').map(Number);
		if (parts.length !== 4 || parts.some((part) => !(part >= 0 && part <= 255)))
			throw new RangeError(`${value} is no IPv4 address`);
		binary.write(writer, Uint8Array.from(parts));
	},
	read: (bytes, start, end) => bytes.subarray(start, end).join('.'),
};
