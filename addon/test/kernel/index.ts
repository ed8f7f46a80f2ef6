/** All tests that talk to a kernel, for a machine that is there for them. */
import conversation from './conversation.ts';
import generic from './generic.ts';
import type { TestMachine } from './machine.ts';
import native from './native.ts';
import rtnetlink from './rtnetlink.ts';
import specification from './specification.ts';

export default function (machine: TestMachine): void {
	rtnetlink(machine);
	generic();
	conversation(machine);
	native(machine);
	specification(machine);
}
