/** A change of the module's C, carried by an address: the patch, packed, behind the `#`, where no server sees it. */

const mark = '#change=';

/** In characters: a patch that is longer is none that a reader has made. */
const most = 1_000_000;

const damaged = new Error(
	'The change in this address cannot be read: the address was cut off or altered. Nothing was changed.',
);

function through(
	bytes: Uint8Array<ArrayBuffer>,
	transform: GenericTransformStream,
): ReadableStream<Uint8Array> {
	return new Blob([bytes]).stream().pipeThrough(transform as ReadableWritablePair);
}

/** The address of this page with a change. */
export async function addressWith(patch: string): Promise<string> {
	const bytes = new TextEncoder().encode(patch);
	const packed = through(bytes, new CompressionStream('deflate-raw'));
	const binary = Array.from(new Uint8Array(await new Response(packed).arrayBuffer()), (byte) =>
		String.fromCharCode(byte),
	).join('');
	const text = btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
	return location.href.replace(/#.*$/, '') + mark + text;
}

/**
 * The patch that the part of an address behind its `#` carries; undefined where that is something else.
 *
 * @throws Error with a sentence for the reader
 */
export async function changeIn(hash: string): Promise<string | undefined> {
	if (!hash.startsWith(mark)) return undefined;
	let patch = '';
	try {
		const text = hash.slice(mark.length).replaceAll('-', '+').replaceAll('_', '/');
		const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
		const unpacked = through(bytes, new DecompressionStream('deflate-raw'));
		const decoder = new TextDecoder('utf-8', { fatal: true });
		const reader = unpacked.getReader();
		for (;;) {
			const { done, value } = await reader.read();
			patch += decoder.decode(value, { stream: !done });
			if (done) break;
			// Little can be packed that is much.
			if (patch.length > most) throw damaged;
		}
	} catch {
		throw damaged;
	}
	return patch;
}
