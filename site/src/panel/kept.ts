/** What this browser keeps for the guide from visit to visit. It may refuse to, and the page goes on without. */

const key = (name: string) => `netlink-both-sides/${name}`;

/** A value that was kept, or undefined. */
export function readKept(name: string): unknown {
	try {
		const text = localStorage.getItem(key(name));
		return text === null ? undefined : JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** Keeps a value, or forgets it where it is undefined. Returns whether the browser did so. */
export function keep(name: string, value: unknown): boolean {
	try {
		if (value === undefined) localStorage.removeItem(key(name));
		else localStorage.setItem(key(name), JSON.stringify(value));
		return true;
	} catch {
		return false;
	}
}
