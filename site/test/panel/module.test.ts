/** The module's C in the panel: edited, built by GCC in the page, loaded. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { remembering } from '../../../vm/setup/memory.ts';
import { readSource } from '../../sources/project.ts';
import { compileLimit } from './panel.ts';
import { goesInto, visit, withCompiler } from './site.ts';

const stage = '03-replies';
const chapter = `/guide/${stage}/`;
const inPanel = remembering(() => goesInto(chapter));
const original = readSource(`kmod/${stage}/pulse.c`);

/** A file with one text in the place of another. */
function changed(old: string, text: string, source = original): string {
	assert.ok(source.includes(old), `the file has ${old}`);
	return source.replace(old, () => text);
}

const inInit = '\tpulse_socket = netlink_kernel_create(';
const inInput = '\tmutex_lock(&pulse_mutex);';

describe("the module's C", { ...withCompiler, timeout: 900_000 }, () => {
	test(
		'is edited, built and loaded, and the kernel does what was changed',
		inPanel(async () => {
			const requests: string[] = [];
			await visit(
				chapter,
				async (panel) => {
					const { page } = panel;
					await panel.start();
					await panel.type('insmod pulse.ko');
					await panel.shows('log', 'kernel socket for protocol 31 created');
					const editor = await panel.openModule();
					await panel.shows('compiling', /GCC runs in this page: \d\.\d MB/);
					assert.deepEqual(
						requests.filter((path) => /compiler\/.*\.(zst|mjs)/.test(path)),
						[],
						'nothing of it is fetched before something is edited',
					);
					await panel.paste(changed('socket for protocol %d created', 'socket %d of mine'));
					await panel.build('Built and loaded in');
					await panel.shows('log', 'socket 31 of mine');
					await panel.shows('compiling', 'no complaints', compileLimit);

					// By keyboard alone, and the client after it.
					await panel.part('arguments').fill('get');
					await editor.focus();
					await page.keyboard.press('Control+Shift+Enter');
					await panel.shows('output', /client get0 beats/, compileLimit);

					// A reader who comes back finds what was changed.
					await page.reload({ waitUntil: 'networkidle' });
					await panel.start();
					await panel.openModule();
					await page.locator('live-panel .kernel [role="tab"][data-edited]').waitFor();
					await panel.button('As in the chapter').click();
					await page.locator('live-panel [data-edited]').waitFor({ state: 'detached' });
					assert.equal(
						await page.evaluate(() =>
							localStorage.getItem('netlink-both-sides/edits/03-replies/module'),
						),
						null,
					);
				},
				{
					before: async (page) => {
						page.on('request', (request) => requests.push(new URL(request.url()).pathname));
					},
				},
			);
		}),
	);

	test(
		'that a client holds: the panel says which one, ends it when asked, and loads',
		inPanel(async () => {
			await visit('/guide/06-multicast/', async (panel) => {
				const source = readSource('kmod/06-multicast/pulse.c');
				await panel.start();
				await panel.type('insmod pulse.ko');
				await panel.shows('log', 'pulse: ');
				await panel.part('arguments').fill('listen timers');
				await panel.button('Run').click();
				await panel.shows('output', 'in group 2');
				await panel.paste(`${source}\n/* mine */\n`);
				await panel.build(/client listen timers, which you run here, has a socket open/);
				await panel.button('Stop it and load').click();
				await panel.shows('outcome', 'Built and loaded in', compileLimit);
				await panel.shows('output', 'exit status 137');
				await panel.page.evaluate(() => localStorage.clear());
			});
		}),
	);

	test(
		'that is wrong is underlined and listed, and leads to its line',
		inPanel(async () => {
			await visit(chapter, async (panel) => {
				const { page } = panel;
				await panel.start();
				await panel.paste(changed(inInit, `\tint unused;\n${inInit}`));
				const listed = panel.part('problems').locator('li');
				await listed
					.filter({ hasText: "unused variable 'unused' [-Wunused-variable]" })
					.waitFor({ timeout: compileLimit });
				await panel.shows('compiling', '1 warning');

				await panel.paste(changed('mutex_unlock(&pulse_mutex);', 'mutex_unlock(&pulse_mutx);'));
				await listed
					.filter({ hasText: "'pulse_mutx' undeclared" })
					.waitFor({ timeout: compileLimit });
				await panel.build(/^Not built: 1 error\. pulse\.c, line \d+: 'pulse_mutx' undeclared/);
				const place = listed.getByRole('button').first();
				await place.focus();
				await page.keyboard.press('Enter');
				await page.locator('.cm-lintRange-error', { hasText: /^pulse_mutx$/ }).waitFor();
				const line = page.locator('.kernel .cm-focused .cm-activeLine');
				assert.match((await line.textContent()) ?? '', /mutex_unlock\(&pulse_mutx\);/);
				assert.equal(await page.evaluate(() => document.activeElement?.ariaLabel), 'pulse.c');

				await panel.paste(original);
				await panel.shows('compiling', 'no complaints', compileLimit);
				await panel.part('problems').waitFor({ state: 'hidden' });
				await page.evaluate(() => localStorage.clear());
			});
		}),
	);

	test(
		'takes a mistake of the chapter, which says what to look for',
		inPanel(async () => {
			await visit(chapter, async (panel) => {
				const { page } = panel;
				await panel.start();
				await page.getByRole('button', { name: 'Try it' }).first().click();
				await panel.shows('outcome', 'Widen the window in the shell');
				await page.locator('.cm-deletedChunk', { hasText: 'DEFINE_MUTEX' }).waitFor();
				await panel.build('Built and loaded in');
				await page.evaluate(() => localStorage.clear());
			});
		}),
	);

	test(
		'knows the kernel: a name leads to its declaration, and is completed',
		inPanel(async () => {
			await visit(chapter, async (panel) => {
				const { page } = panel;
				await panel.start();
				const editor = await panel.openModule();
				await editor.focus();
				// Its end is the last thing in sight.
				await panel.paste(original.replace(/\n$/, ''));
				await page.keyboard.type('\nnetlink_rcv_sk');
				await page.keyboard.press('Control+Space');
				const offered = page.locator('.cm-tooltip-autocomplete li');
				await offered
					.filter({ hasText: 'netlink_rcv_skb' })
					.filter({ hasText: 'function, include/net/netlink.h' })
					.waitFor({ timeout: compileLimit });
				await page.locator('.cm-tooltip-autocomplete li[aria-selected="true"]').waitFor();
				await page.keyboard.press('Enter');
				await editor.filter({ hasText: 'netlink_rcv_skb' }).waitFor();
				await page.keyboard.press('F12');
				const header = page.getByRole('tabpanel', { name: 'netlink.h' });
				await header
					.locator('.cm-activeLine', { hasText: 'int netlink_rcv_skb(struct sk_buff *skb,' })
					.waitFor({ timeout: compileLimit });
				const label = await header.locator('.cm-content').getAttribute('aria-label');
				assert.equal(label, 'include/net/netlink.h, to read');
				await page.evaluate(() => localStorage.clear());
			});
		}),
	);

	test(
		'that no compiler and no kernel can do anything with leaves a page that can be used',
		inPanel(async () => {
			await visit(chapter, async (panel) => {
				const { page } = panel;
				await panel.start();
				await panel.openModule();
				const works = async () => {
					await panel.paste(original);
					await panel.build('Built and loaded in');
				};
				await works();

				await panel.paste(changed('#include <linux/init.h>', '#include <linux/nonesuch.h>'));
				await panel.build(/linux\/nonesuch\.h: No such file or directory/);

				await panel.paste(`#include "pulse.c"\n${original}`);
				await panel.build(/#include nested depth \d+ exceeds/);

				await panel.paste(changed('netlink_kernel_release(', 'netlink_kernel_let_go('));
				await panel.build(/netlink_kernel_let_go/);

				await panel.paste(changed('MODULE_LICENSE("GPL");', ''));
				await panel.build(/has no MODULE_LICENSE/);

				await panel.paste(`${original}${`/* ${'x'.repeat(996)} */\n`.repeat(10_000)}`);
				await panel.build(/has \d+ characters; files of up to 1000000/);
				await works();

				// Two to the power of forty words come of it.
				const doubling = Array.from({ length: 40 }, (_, n) => `#define D${n + 1} D${n} D${n}\n`);
				await panel.paste(`${original}#define D0 int x;\n${doubling.join('')}D40\n`);
				await panel.shows('compiling', 'GCC is still at it', compileLimit);
				// The next change gives up on it.
				await works();

				await panel.paste(changed(inInit, `\tfor (;;)\n\t\tcpu_relax();\n${inInit}`));
				await panel.build(/The kernel has not come back from insmod pulse\.ko/);
				await panel.button('Rewind to before the load').click();
				await panel.shows('log', 'taken back');
				await panel.page.getByRole('tab', { name: 'Console' }).click();
				await panel.type('echo $((6 * 7))');
				await panel.consoleShows('42');
				await works();

				const crash = '\tpr_info("%d\\n", READ_ONCE(*(int *)NULL));';
				const crashing = changed(inInput, `${crash}\n${inInput}`);
				await panel.paste(crashing);
				await panel.build('Built and loaded in');
				await panel.part('arguments').fill('get');
				await panel.button('Run').click();
				await panel.shows('outcome', /The kernel complains: BUG: kernel NULL pointer dereference/);
				await panel.shows('log', 'pulse_input');
				const line = crashing.split('\n').indexOf(crash) + 1;
				await panel.shows('where', `pulse.c, line ${line}, in pulse_input()`, compileLimit);
				await panel.part('where').click();
				await page.locator('.cm-error-line', { hasText: crash.trim() }).waitFor();
				await panel.button('Rewind to before the load').click();
				await panel.shows('log', 'taken back');
				await panel.shows('log', 'NULL pointer dereference');
				await works();
				assert.match(await panel.run('get'), /0 beats/);
				await page.evaluate(() => localStorage.clear());
			});
		}),
	);

	test(
		'is shown as a difference, and goes from one reader to another by a link that runs nothing',
		inPanel(async () => {
			const other = changed('msleep(delay);', 'msleep(delay + 1);');
			const link = await visit(chapter, async (panel) => {
				const { page } = panel;
				await panel.start();
				await panel.paste(other);
				await panel.part('compare').check();
				await page.locator('.cm-deletedChunk', { hasText: 'msleep(delay);' }).waitFor();
				await page.locator('.cm-changedLine', { hasText: 'msleep(delay + 1);' }).waitFor();
				await panel.button('Copy link').click();
				await panel.shows('outcome', 'A link with your change is copied');
				await page.evaluate(() => localStorage.clear());
				return page.evaluate(() => navigator.clipboard.readText());
			});
			const { hash } = new URL(link);
			assert.ok(hash.length < 600, `a small change has a short link, not ${hash.length}`);
			await visit(chapter + hash, async (panel) => {
				const { page } = panel;
				await panel.shows('carried', "This link carries a change of the module's C");
				await panel.start();
				await panel.shows('outcome', 'This change came with the link. Nothing of it was run.');
				await page.locator('.cm-changedLine', { hasText: 'msleep(delay + 1);' }).waitFor();
				assert.equal(new URL(page.url()).hash, '');
				assert.equal(await panel.part('log').textContent(), '');

				// Whoever has changed something is asked, and loses nothing.
				await panel.paste(`${original}/* mine */\n`);
				await page.evaluate((hash) => location.assign(hash), hash);
				await panel.shows('outcome', 'You have changed the C of this chapter yourself.');
				await page.locator('.cm-line', { hasText: '/* mine */' }).waitFor();
				await panel.button('Put this change in the place of mine').click();
				await page.locator('.cm-changedLine', { hasText: 'msleep(delay + 1);' }).waitFor();

				await page.evaluate((hash) => location.assign(hash), hash.slice(0, -9));
				await panel.shows('carried', 'The change in this address cannot be read');
				await page.evaluate(() => location.assign('#change=%%%'));
				await panel.shows('carried', 'The change in this address cannot be read');
				await page.locator('.cm-changedLine', { hasText: 'msleep(delay + 1);' }).waitFor();
				await page.evaluate(() => localStorage.clear());
			});
		}),
	);

	test(
		'is there again after the tab was closed in the middle of a build',
		inPanel(async () => {
			await visit(chapter, async (panel) => {
				await panel.start();
				await panel.paste(`${original}/* mine */\n`);
				await panel.button('Build and load').click();
				await panel.button('Building').waitFor();
			});
			await visit(chapter, async (panel) => {
				await panel.start();
				await panel.openModule();
				await panel.build('Built and loaded in');
				await panel.button('As in the chapter').click();
				await panel.page.evaluate(() => localStorage.clear());
			});
		}),
	);

	test(
		'lasts as long as the page where the browser keeps nothing',
		inPanel(async () => {
			await visit(
				chapter,
				async (panel) => {
					await panel.start();
					await panel.paste(`${original}/* mine */\n`);
					await panel.part('not-kept').waitFor();
					await panel.build('Built and loaded in');
				},
				{
					before: (page) =>
						page.addInitScript(() => {
							const { setItem } = Storage.prototype;
							Storage.prototype.setItem = function (key, value) {
								if (key.startsWith('netlink-both-sides/'))
									throw new DOMException('denied', 'QuotaExceededError');
								setItem.call(this, key, value);
							};
						}),
				},
			);
		}),
	);

	test(
		'waits for a compiler that cannot be had, and is built once it can',
		inPanel(async () => {
			await visit(
				chapter,
				async (panel) => {
					const context = panel.page.context();
					await context.route('**/compiler/cc1*/*.zst', (route) => route.fulfill({ status: 404 }));
					await panel.start();
					await panel.paste(`${original}/* mine */\n`);
					await panel.shows('compiling', 'the server answered 404', compileLimit);
					await panel.build('the server answered 404');
					await context.unroute('**/compiler/cc1*/*.zst');
					await panel.build('Built and loaded in');
					await panel.page.evaluate(() => localStorage.clear());
				},
				{ expected: /404|ERR_ABORTED/ },
			);
		}),
	);
});

test(
	"without a compiler the module's C is there to be read, and the page says how to get one",
	inPanel(async () => {
		await visit(
			chapter,
			async (panel) => {
				const { page } = panel;
				await panel.start();
				const editor = await panel.openModule();
				await panel.shows('compiling', 'npm run vm -- compiler (minutes)');
				await editor.focus();
				await page.keyboard.type('nothing');
				await editor.filter({ hasNotText: 'nothing' }).waitFor();
				assert.equal(await editor.getAttribute('aria-label'), 'pulse.c, to read');
				assert.equal(await panel.button('Build and load').isVisible(), false);
				assert.equal(await page.getByRole('button', { name: 'Try it' }).count(), 0);
			},
			{
				before: (page) =>
					page.route('**/compiler/catalogue.json', (route) =>
						route.fulfill({
							json: { absent: true, command: 'npm run vm -- compiler', cost: 'minutes' },
						}),
					),
			},
		);
	}),
);
