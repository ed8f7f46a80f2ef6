/** Plays programs of the fuzzer in the guest, in a process of its own, until one fails: `player.ts <path of the order>`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Grammar } from '../../../examples/grammar.ts';
import { KernelMessages } from '../kernel-log.ts';
import { GuestLab } from '../lab.ts';
import type { Order } from '../protocol.ts';
import { report } from '../report.ts';
import { slowness } from '../slowness.ts';
import { grammarOf } from './grammar.ts';
import { Hands } from './hands.ts';
import { play } from './play.ts';
import { parseProgram } from './text.ts';

/** Two that send at the same time are enough for a race, and need a CPU each. */
const handCount = 2;
/** How long an operation may take, in milliseconds. */
const limit = 10_000 * slowness;

const { stage, module, programs }: Extract<Order, { do: 'fuzz' }> = JSON.parse(
	readFileSync(process.argv[2] ?? '', 'utf8'),
);
const release = readFileSync('/proc/sys/kernel/osrelease', 'utf8').trim();
const grammars: { readonly grammars: Readonly<Record<string, Grammar>> } = await import(
	pathToFileURL(join(stage.examples, 'grammar.ts')).href
);
const grammar = grammarOf(grammars.grammars, module);
const guest = new GuestLab(release, stage, new KernelMessages());
const hands = new Hands(handCount);
const lab = {
	log: () => guest.log(),
	run: (command: string) => guest.run(command),
	namespace: () => guest.namespace(),
	open: (protocol: number, { namespace }: { namespace?: { readonly path: string } } = {}) =>
		hands.open(protocol, namespace?.path),
};

for (const [index, text] of programs.entries()) {
	report({ kind: 'start', name: String(index) });
	const failure = await play(parseProgram(text, grammar), grammar, { lab, module, limit });
	if (!failure) continue;
	report({ kind: 'failed', program: index, failure });
	break;
}
// A hand may still wait for what does not come.
process.exit();
