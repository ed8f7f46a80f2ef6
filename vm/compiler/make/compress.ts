import { promisify } from 'node:util';
import { constants, zstdCompress } from 'node:zlib';

/** As small as zstd makes it in a time that one can wait for. */
export function compressed(bytes: Uint8Array): Promise<Uint8Array> {
	const params = { [constants.ZSTD_c_compressionLevel]: 19, [constants.ZSTD_c_checksumFlag]: 1 };
	return promisify(zstdCompress)(bytes, { params });
}
