/** Data as TypeScript: what fits on a line is on one. */

const width = 80;
const tabWidth = 2;

/** A property's name as it is written in an object. */
export function key(name: string): string {
	return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name);
}

/** A string of its own. */
export function quoted(text: string): string {
	return `'${text.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'`;
}

/**
 * A value as TypeScript.
 *
 * @param value of numbers, strings, true, null, arrays and objects of such.
 * @param depth how many tabs the line begins with.
 * @param before how many characters the line has before it.
 * @param whole how many levels of objects get a line for each property in any case.
 */
export function data(value: unknown, depth: number, before: number, whole: number): string {
	const line = inline(value);
	const isObject = typeof value === 'object' && value !== null;
	const fits = depth * tabWidth + before + line.length < width;
	if (!isObject || (fits && (whole <= 0 || line === '{}'))) return line;
	const tabs = '\t'.repeat(depth + 1);
	const end = `\n${'\t'.repeat(depth)}`;
	if (Array.isArray(value)) {
		return `[\n${value.map((each) => `${tabs}${data(each, depth + 1, 0, 0)},`).join('\n')}${end}]`;
	}
	const lines = Object.entries(value).map(([name, each]) => {
		const start = `${key(name)}: `;
		return `${tabs}${start}${data(each, depth + 1, start.length, whole - 1)},`;
	});
	return `{\n${lines.join('\n')}${end}}`;
}

function inline(value: unknown): string {
	if (typeof value === 'string') return quoted(value);
	if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
	if (typeof value !== 'object' || value === null) return String(value);
	const entries = Object.entries(value).map(([name, each]) => `${key(name)}: ${inline(each)}`);
	return entries.length > 0 ? `{ ${entries.join(', ')} }` : '{}';
}

/** Alternatives of a type: on one line, or below each other. */
export function union(members: readonly string[], depth: number, before: number): string {
	const line = members.join(' | ');
	if (depth * tabWidth + before + line.length < width && !line.includes('\n')) return line;
	const tabs = '\t'.repeat(depth + 1);
	return members.map((member) => `\n${tabs}| ${member}`).join('');
}

/** A comment above a declaration; nothing where there is nothing to say. */
export function comment(text: string | undefined, depth: number): string {
	if (text === undefined || text.trim() === '') return '';
	const tabs = '\t'.repeat(depth);
	const lines = text
		.replaceAll('*/', '* /')
		.split('\n')
		.flatMap((line) => wrapped(line.trim(), width - depth * tabWidth - 3));
	const [only] = lines;
	if (lines.length === 1 && depth * tabWidth + 7 + (only as string).length <= width) {
		return `${tabs}/** ${only} */\n`;
	}
	return `${tabs}/**\n${lines.map((line) => `${tabs} * ${line}`.trimEnd()).join('\n')}\n${tabs} */\n`;
}

function wrapped(line: string, most: number): string[] {
	const lines: string[] = [];
	let rest = line;
	while (rest.length > most) {
		const space = rest.lastIndexOf(' ', most);
		if (space <= 0) break;
		lines.push(rest.slice(0, space));
		rest = rest.slice(space + 1);
	}
	return [...lines, rest];
}
