import type { Protocol } from '@both-sides/netlink/wire';
import type { Crossing } from '../crossings/crossing.ts';

const crossings = import.meta.glob<{ default: Crossing }>('../crossings/[0-9]*.ts');

/** The protocols that our modules are on: their own, and that of generic families. */
const ours = [31, 16];

/** What a stage calls its messages, as its picture of what crosses has it; for other protocols nothing is known. */
export async function namesFor(stage: string): Promise<(protocol: number) => Protocol | undefined> {
	const crossing = (await crossings[`../crossings/${stage}.ts`]?.())?.default;
	const names = crossing?.protocol;
	return (protocol) => (ours.includes(protocol) ? names : undefined);
}
