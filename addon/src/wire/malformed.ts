/** Bytes that are not what their place in a message demands. */
export class MalformedMessage extends Error {
	override readonly name = 'MalformedMessage';
	/** Where in the buffer, in bytes from its start. */
	readonly offset: number;
	/** What should have been there. */
	readonly expected: string;
	/** What was there. */
	readonly found: string;

	/** `message` becomes 'malformed message at byte OFFSET: expected EXPECTED, found FOUND'. */
	constructor(offset: number, expected: string, found: string) {
		super(`malformed message at byte ${offset}: expected ${expected}, found ${found}`);
		this.offset = offset;
		this.expected = expected;
		this.found = found;
	}
}
