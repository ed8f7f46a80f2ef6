import assert from 'node:assert/strict';
import { test } from 'node:test';
import { block, commandsOf } from '../sources/transcript.ts';
import { sample } from './sample.ts';

test('what is copied is the commands alone', () => {
	using project = sample({
		'examples/00-first/transcript':
			'## load @6.1\n$ insmod pulse.ko\nkernel: pulse: loaded\n> client hold &\nopen, port id 12\n$ rmmod pulse\nrmmod: busy\n[exit status 1]\n',
	});
	const shown = block('00-first', 'load', project.top);
	assert.equal(commandsOf(shown), 'insmod pulse.ko\nclient hold &\nrmmod pulse');
	assert.deepEqual(shown.kernels, ['6.1']);
});
