/** What the kernel itself says of a generic family: no specification needed. */
import type { Family, Policy } from '@both-sides/netlink/generic';

/** enum netlink_attribute_type, as far as it is used here. */
const kinds: Readonly<Record<number, string>> = {
	1: 'flag',
	2: 'u8',
	4: 'u32',
	11: 'string',
	12: 'string with NUL',
	13: 'nest',
};

type Accepted = NonNullable<
	ReturnType<NonNullable<ReturnType<Policy['policies']['get']>>['get']>
>;

function words(attribute: number, accepted: Accepted): string {
	const { type = 0, minimum, maximum, maximumLength, policyIndex } = accepted;
	const bounds = [
		...(maximum === undefined ? [] : [` ${minimum} to ${maximum}`]),
		...(maximumLength === undefined ? [] : [` up to ${maximumLength}`]),
		...(policyIndex === undefined ? [] : [` by policy ${policyIndex}`]),
	];
	return `${attribute} ${kinds[type] ?? type}${bounds.join('')}`;
}

/** CTRL_CMD_GETFAMILY: numbers for names. */
export function tellFamily({ description }: Family): void {
	const { name, id, version, operations, groups } = description;
	console.log(`${name}: family id ${id}, version ${version}`);
	for (const { command, flags } of operations) {
		console.log(`operation ${command}: flags 0x${flags.toString(16)}`);
	}
	for (const [group, number] of groups) {
		console.log(`${group}: group id ${number}`);
	}
}

/** CTRL_CMD_GETPOLICY: what each operation accepts. */
export async function tellPolicy(family: Family): Promise<void> {
	const { operations, policies } = await family.policy();
	for (const [command, by] of operations) {
		const ways = Object.entries(by).map(([way, index]) => `${way} ${index}`);
		console.log(`operation ${command}: ${ways.join(', ')}`);
	}
	for (const [index, policy] of policies) {
		const all = [...policy].map(([number, type]) => words(number, type));
		console.log(`policy ${index}: ${all.join('; ')}`);
	}
}
