/**
 * The benchmark's work on npm's package `netlink`, which lies in the folder that the argument names. Commands come as lines
 * on standard input: see ../../measure.ts.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What is used here of the package's own declarations. */
interface Family {
	readonly familyId: number;
	readonly ops: readonly object[];
	readonly mcastGroups: readonly [{ readonly name: string }];
}

interface Route {
	readonly attrs: { readonly dst: Buffer; readonly oif: number };
}

interface Package {
	createGenericNetlink(options: { ref: boolean }): {
		ctrlRequest(
			command: number,
			message: { familyName: string },
			options: { flags: number },
		): Promise<readonly Family[]>;
	};
	createRtNetlink(options: { ref: boolean }): {
		getRoutes(data: { family: number }): Promise<readonly Route[]>;
	};
}

const load = createRequire(join(process.argv[2] ?? '.', 'package.json'));
const { createGenericNetlink, createRtNetlink } = load('netlink') as Package;

const getFamily = 3;
/** NLM_F_REQUEST: its requests ask for an acknowledgement as well unless told otherwise. */
const flags = 1;
const generic = createGenericNetlink({ ref: true });
const routing = createRtNetlink({ ref: true });

async function requests(count: number): Promise<number> {
	let check = 0;
	for (let index = 0; index < count; index++) {
		const families = await generic.ctrlRequest(getFamily, { familyName: 'nlctrl' }, { flags });
		for (const { familyId, ops, mcastGroups } of families)
			check += familyId + ops.length + mcastGroups.length + mcastGroups[0].name.length;
	}
	return check;
}

async function run(part: string, count: number): Promise<unknown> {
	const start = process.hrtime.bigint();
	const elapsed = () => Number(process.hrtime.bigint() - start);
	if (part === 'requests') {
		const check = await requests(count);
		return { nanoseconds: elapsed(), check };
	}
	if (part !== 'dump') throw new Error(`no such part: ${part}`);
	const routes = await routing.getRoutes({ family: 2 });
	const nanoseconds = elapsed();
	let check = 0;
	for (const { attrs } of routes) check += attrs.dst.readUInt32BE() + attrs.oif;
	return { nanoseconds, check };
}

for await (const line of createInterface({ input: process.stdin })) {
	const [part = '', count = ''] = line.split(' ');
	console.log(JSON.stringify(await run(part, Number(count))));
}
