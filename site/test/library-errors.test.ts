import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unremedied } from '../checks/remedies.ts';
import { libraryErrors } from '../sources/library-errors.ts';
import { sample } from './sample.ts';

const source = `
export function explain(call: string, port: number): string | undefined {
	switch (call) {
		case 'sendmsg EPERM':
			return port === 0 ? \`not to \${port} at all\` : 'not allowed';
	}
	if (errorCode(port) === 'EBADF') return 'closed';
	return undefined;
}

function other(): string {
	return 'no error';
}

function check(value: number): void {
	if (value < 0) throw new RangeError(\`\${value} is too small\`);
	if (value > 9) throw new NetlinkError({ call: 'x', errno: ETIMEDOUT, reason: 'too late' });
	if (value > 8) throw new NetlinkError({ call: 'x', errno, reason });
	throw new MalformedMessage(0, 'something', 'nothing');
}
`;

test('the errors of a library, with code and message, and … for what differs', () => {
	using project = sample({ 'addon/src/deep/one.ts': source });
	assert.deepEqual(
		libraryErrors(project.top).map(({ kind, code, message, line }) => [kind, code, message, line]),
		[
			['NetlinkError', 'EPERM', 'not to … at all', 5],
			['NetlinkError', 'EPERM', 'not allowed', 5],
			['NetlinkError', 'EBADF', 'closed', 7],
			['RangeError', '', '… is too small', 16],
			['NetlinkError', 'ETIMEDOUT', 'too late', 17],
			['MalformedMessage', '', 'expected …, found …', 19],
		],
	);
});

test('an error that the list lacks, and a remedy that no error needs', () => {
	using project = sample({
		'addon/src/one.ts': "throw new TypeError('this is a new mistake');\n",
	});
	const problems = unremedied(project.top);
	assert.equal(
		problems[0],
		'addon/src/one.ts:1: site/checks/remedies.ts does not say what to do about this TypeError: this is a new mistake',
	);
	assert.ok(
		problems.includes(
			'site/checks/remedies.ts: the library has no error “… is no string”: remove it',
		),
	);
});

test('the list has every error of the library', () => {
	assert.deepEqual(unremedied(), []);
});
