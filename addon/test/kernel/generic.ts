/** Conversations with nlctrl, the family that each kernel has. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { openGeneric } from '../../src/generic/index.ts';

/** Of a whole suite, in an emulated machine. */
const limit = { timeout: 600_000 };

export default function (): void {
	suite('generic netlink', limit, () => {
		test('nlctrl knows itself', async () => {
			await using generic = await openGeneric();
			const { description } = await generic.family('nlctrl');
			assert.equal(description.id, 16);
			assert.equal(description.groups.get('notify'), 16);
			assert.ok(description.operations.some(({ command }) => command === 3));
		});

		test('all families, each found again by its name', async () => {
			await using generic = await openGeneric();
			const families = await generic.families();
			assert.ok(families.length > 1);
			for (const { name, id } of families) {
				assert.equal((await generic.family(name)).description.id, id);
			}
		});

		test('a family that does not exist', async () => {
			await using generic = await openGeneric();
			await assert.rejects(generic.family('nosuch'), {
				code: 'ENOENT',
				message: /no generic netlink family is named "nosuch"/,
			});
		});

		test('a policy says what an operation accepts', async () => {
			await using generic = await openGeneric();
			const nlctrl = await generic.family('nlctrl');
			const { operations, policies } = await nlctrl.policy();
			const index = operations.get(3)?.do;
			assert.ok(index !== undefined);
			// CTRL_ATTR_FAMILY_NAME: NL_ATTR_TYPE_NUL_STRING of at most GENL_NAMSIZ - 1.
			assert.deepEqual(policies.get(index)?.get(2), { type: 12, maximumLength: 15 });
		});

		test('a group by name, and one that is not there', async () => {
			await using generic = await openGeneric();
			const nlctrl = await generic.family('nlctrl');
			await using subscription = await nlctrl.subscribe(['notify']);
			assert.deepEqual([...subscription.groups], [16]);
			assert.throws(() => nlctrl.subscribe(['nosuch']), /no group nosuch; it has: notify/);
		});

		test('waiting for a family that is there, and for one that is not', async () => {
			await using generic = await openGeneric();
			assert.equal((await generic.waitFor('nlctrl')).description.id, 16);
			await assert.rejects(generic.waitFor('nosuch', { signal: AbortSignal.timeout(50) }), {
				name: 'TimeoutError',
			});
		});
	});
}
