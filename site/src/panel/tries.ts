/** Offers in the text to change the module's C. */

/** Puts a change into the C, and says what to look for. */
type Put = (patch: string, about: string) => Promise<void>;

/**
 * Shows the buttons in the text that change the module's C, where there is a compiler for it.
 *
 * @param stage that of the page; buttons of other stages stay hidden
 * @param put what a press does
 */
export async function offerTries(stage: string, put: Put): Promise<void> {
	const buttons = [...document.querySelectorAll<HTMLButtonElement>('button.try-change')].filter(
		({ dataset }) => dataset.stage === stage,
	);
	if (buttons.length === 0) return;
	const { compilerSize } = await import('../compiler/compiler.ts');
	const size = await compilerSize().catch(() => undefined);
	if (typeof size !== 'number') return;
	for (const button of buttons) {
		const { patch = '', lookFor = '' } = button.dataset;
		button.hidden = false;
		// Where the machine does not start, the panel's bar says why.
		button.addEventListener('click', () => put(patch, lookFor).catch(() => {}));
	}
}
