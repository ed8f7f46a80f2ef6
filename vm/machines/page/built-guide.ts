/** A guide that somebody has built: where hosts that can build neither have the page's machine and its compiler from. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { cacheFolder, temporaryPath } from '../../setup/cache.mjs';
import { Problem } from '../../setup/problem.mjs';
import { step } from '../../setup/steps.mjs';
import { catalogueName, type PublishedFile } from './catalogue.ts';

/** How long a web server may take for one file, in milliseconds: the largest have some megabytes. */
const limit = 300_000;

/** The two parts of a guide that a machine is made of, by their folders in it. */
export type GuidePart = 'live' | 'compiler';

export class BuiltGuide {
	readonly #place: string;

	/** @param place the address that it is served at, or the folder that it was built into; what it holds is run, so it has to be trusted */
	constructor(place: string) {
		this.#place = /^https?:\/\//.test(place) ? place.replace(/\/?$/, '/') : resolve(place);
	}

	get #isServed(): boolean {
		return /^https?:/.test(this.#place);
	}

	/** Where its files lie on this machine. */
	get #folder(): string {
		if (!this.#isServed) return this.#place;
		const key = createHash('sha256').update(this.#place).digest('hex').slice(0, 12);
		return join(cacheFolder(), 'guides', key);
	}

	/**
	 * What the catalogue of a part says.
	 *
	 * @throws {Problem} where there is no such guide
	 */
	async catalogue(part: GuidePart): Promise<unknown> {
		const path = `${part}/${catalogueName}`;
		const bytes = this.#isServed ? await this.#fetch(path) : this.#read(path);
		try {
			return JSON.parse(new TextDecoder().decode(bytes));
		} catch {
			throw new Problem(`${this.#place} is no guide that was built: its ${path} is no JSON.`);
		}
	}

	/**
	 * The folder that files of a part lie in, fetched where they are served and not in the cache.
	 *
	 * @throws {Problem} where one of them cannot be had
	 */
	async keep(part: GuidePart, files: readonly PublishedFile[]): Promise<string> {
		const folder = join(this.#folder, part);
		const isThere = ({ path, bytes }: PublishedFile) =>
			existsSync(join(folder, path)) && statSync(join(folder, path)).size === bytes;
		if (!this.#isServed) {
			const missing = files.find((file) => !isThere(file));
			if (!missing) return folder;
			throw new Problem(
				`${join(folder, missing.path)} is not the file that its catalogue names: build the guide again, npm run build.`,
			);
		}
		return step({
			name: `${this.#place}${part}`,
			why: `what is built there, some megabytes; kept below ${this.#folder}`,
			lock: `guide-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`,
			done: () => (files.every(isThere) ? folder : undefined),
			work: async (progress) => {
				for (const file of files.filter((some) => !isThere(some))) {
					progress(file.path);
					const bytes = await this.#fetch(`${part}/${file.path}`);
					if (bytes.length !== file.bytes)
						throw new Problem(
							`${this.#place}${part}/${file.path} has ${bytes.length} bytes, and its catalogue says ${file.bytes}: it was just replaced, or is not whole. Run this again.`,
						);
					const temporary = temporaryPath();
					writeFileSync(temporary, bytes);
					const target = join(folder, file.path);
					mkdirSync(dirname(target), { recursive: true });
					renameSync(temporary, target);
				}
				return folder;
			},
		});
	}

	#read(path: string): Uint8Array {
		const whole = join(this.#place, path);
		if (!existsSync(whole))
			throw new Problem(
				`There is no ${whole}: name the folder that npm run build made, site/dist, or the address of a guide.`,
			);
		return readFileSync(whole);
	}

	async #fetch(path: string): Promise<Uint8Array> {
		const address = `${this.#place}${path}`;
		let response: Response;
		try {
			response = await fetch(address, { signal: AbortSignal.timeout(limit) });
			if (response.ok) return new Uint8Array(await response.arrayBuffer());
		} catch (error) {
			const { cause, message } = error as Error;
			const reason = cause instanceof Error ? cause.message : message;
			throw new Problem(
				`${address} cannot be had (${reason}): check the address and the network, then run this again.`,
			);
		}
		throw new Problem(
			`${address}: the server answers ${response.status} ${response.statusText}. Is this the address of the guide’s first page?`,
		);
	}
}
