import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { missingPackages, planInstall, type System } from '../setup/debian.ts';

const debian: System = {
	platform: 'linux',
	architecture: 'x64',
	hasApt: true,
	isRoot: true,
	isTerminal: false,
	hasSudo: true,
};
const install = 'apt-get install --yes --no-install-recommends sparse make';

function plan(system: Partial<System>) {
	return planInstall(['sparse', 'make'], { ...debian, ...system });
}

describe('missing Debian packages', () => {
	test('are told from installed ones', () => {
		assert.deepEqual(missingPackages(['dpkg', 'no-such-package-at-all']), [
			'no-such-package-at-all',
		]);
	});

	test('are installed without a question by root', () => {
		assert.deepEqual(plan({}), { command: install.split(' '), ask: false });
	});

	test('are offered to be installed by sudo, where somebody can answer', () => {
		assert.deepEqual(plan({ isRoot: false, isTerminal: true }), {
			command: ['sudo', ...install.split(' ')],
			ask: true,
		});
	});

	for (const system of [
		{ isRoot: false, isTerminal: false },
		{ isRoot: false, isTerminal: true, hasSudo: false },
	])
		test(`are named with the exact command, for ${JSON.stringify(system)}`, () => {
			assert.throws(() => plan(system), {
				name: 'Problem',
				message: `Debian packages are missing. Run this as root, then run the same command again:\n    ${install}`,
			});
		});

	test('are left to people where there is no apt', () => {
		assert.throws(() => plan({ hasApt: false }), {
			name: 'Problem',
			message: /no apt-get here to install them: sparse make/,
		});
	});

	test('do not matter where stages cannot be built at all', () => {
		assert.throws(() => plan({ platform: 'darwin', architecture: 'arm64' }), {
			name: 'Problem',
			message:
				'Building and testing stages needs x86-64 Linux; this is darwin arm64. Reading the guide works here: npm start.',
		});
	});
});
