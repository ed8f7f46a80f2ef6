import type { Line } from './player.ts';

/** Plays lines; rejects with what the reader is to know. */
type Play = (lines: readonly Line[], signal: AbortSignal) => Promise<void>;

/**
 * Gives each terminal in the text that this page's machine can play its button. While a block is played, the button ends it.
 *
 * @param stage that of the page; terminals of other stages have no button
 * @param play what a press does
 * @param tell called with a sentence where that failed
 */
export function offerRuns(stage: string, play: Play, tell: (sentence: string) => void): void {
	for (const button of document.querySelectorAll<HTMLButtonElement>('button.run-block')) {
		if (button.dataset.stage !== stage) continue;
		const lines: Line[] = JSON.parse(button.dataset.lines ?? '[]');
		const label = button.textContent;
		let playing: AbortController | undefined;
		button.hidden = false;
		button.addEventListener('click', async () => {
			if (playing) {
				playing.abort(new Error('It was ended.'));
				return;
			}
			playing = new AbortController();
			button.textContent = 'Stop';
			try {
				await play(lines, playing.signal);
				// What is played lies above the panel, as far as there is room.
				button.closest('figure')?.scrollIntoView({ block: 'nearest' });
			} catch (error) {
				if (!playing.signal.aborted) tell((error as Error).message);
			} finally {
				playing = undefined;
				button.textContent = label;
			}
		});
	}
}
