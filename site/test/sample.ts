import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A small project in a folder of its own; disposing removes it. */
export interface Sample extends Disposable {
	readonly top: string;
	/** Writes a file anew, by its path from the sample's top folder. */
	write(path: string, text: string): void;
}

export function sample(files: Readonly<Record<string, string>>): Sample {
	const top = mkdtempSync(join(tmpdir(), 'both-sides-guide-'));
	const write = (path: string, text: string) => {
		mkdirSync(dirname(join(top, path)), { recursive: true });
		writeFileSync(join(top, path), text);
	};
	for (const [path, text] of Object.entries(files)) write(path, text);
	return {
		top,
		write,
		[Symbol.dispose]: () => rmSync(top, { recursive: true, force: true }),
	};
}

const pulseBefore = `// SPDX-License-Identifier: GPL-2.0-only
/* The head of the file. */
#include <linux/module.h>

static int unit = 31;
module_param(unit, int, 0444);

static int __init pulse_init(void)
{
	return 0;
}

module_init(pulse_init);
`;

const pulseAfter = `// SPDX-License-Identifier: GPL-2.0-only
/* Another head. */
#include <linux/module.h>

static int unit = 31;
module_param(unit, int, 0444);

/* Hears. */
static void pulse_input(struct sk_buff *skb)
{
}

static int __init pulse_init(void)
{
	listen(pulse_input);
	return 0;
}

module_init(pulse_init);
`;

const firstPage = `---
title: First
boilerplate: [include]
---

<Source file="kmod/00-first/pulse.c" symbol="pulse_init module_init unit" />

<Transcript stage="00-first" block="load" />
`;

const secondPage = `---
title: Second
---

Some text.

<Change stage="01-second" file="pulse.c" symbol="pulse_init" />

<Wrong title="Nested">
<Source file="kmod/01-second/pulse.c" symbol="pulse_input" />
</Wrong>
`;

/** Two chapters in which all is well. */
export function twoChapters(): Sample {
	return sample({
		'kmod/00-first/pulse.c': pulseBefore,
		'kmod/01-second/pulse.c': pulseAfter,
		'examples/00-first/transcript': '## load\n$ insmod pulse.ko\nkernel: pulse: loaded\n',
		'examples/01-second/transcript': '',
		'site/src/content/docs/guide/00-first.mdx': firstPage,
		'site/src/content/docs/guide/01-second.mdx': secondPage,
	});
}
