/** The tests that talk to a kernel, on this machine's own. `npm run vm -- library` runs them in virtual machines. */
import { suite } from 'node:test';
import generic from './kernel/generic.ts';
import native from './kernel/native.ts';
import rtnetlink from './kernel/rtnetlink.ts';
import specification from './kernel/specification.ts';
import { cannotUnshare, thisMachine } from './kernel/this-machine.ts';

suite('network namespaces of our own', { skip: cannotUnshare() }, () => {
	rtnetlink(thisMachine);
	specification(thisMachine);
});
generic();
native(thisMachine);
