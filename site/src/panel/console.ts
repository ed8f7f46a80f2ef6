import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import type { Machine } from '../live/machine.ts';
import type { Shell } from './shell.ts';

function colour(name: string): string {
	return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** The machine's console: a terminal in a pane. */
export class Console {
	readonly #terminal: Terminal;

	private constructor(terminal: Terminal) {
		this.#terminal = terminal;
	}

	/**
	 * @param shell knows what the console has shown so far
	 * @param hint the id of the sentence that says how focus leaves
	 */
	static async open(
		pane: HTMLElement,
		machine: Machine,
		shell: Shell,
		hint: string,
	): Promise<Console> {
		const fontFamily = colour('--mono');
		// A terminal measures its letters once.
		await document.fonts.load(`13px ${fontFamily}`).catch(() => {});
		const terminal = new Terminal({
			fontFamily,
			fontSize: 13,
			lineHeight: 1.35,
			fontWeightBold: 600,
			cursorBlink: false,
			cursorInactiveStyle: 'outline',
			scrollback: 2000,
			screenReaderMode: true,
			theme: {
				background: colour('--terminal'),
				foreground: colour('--terminal-ink'),
				cursor: colour('--terminal-ink'),
				cursorAccent: colour('--terminal'),
				selectionBackground: colour('--terminal-line'),
			},
		});
		const fit = new FitAddon();
		terminal.loadAddon(fit);
		terminal.open(pane);
		terminal.textarea?.setAttribute('aria-label', 'Console of the machine');
		terminal.textarea?.setAttribute('aria-describedby', hint);
		leaveByEscape(terminal);
		terminal.write(shell.shown);
		machine.on('console', (text) => terminal.write(text));
		terminal.onData((text) => machine.type(text));
		tellSize(terminal, machine);
		new ResizeObserver(() => {
			// While its tab is closed it has no size.
			if (pane.clientWidth > 0) fit.fit();
		}).observe(pane);
		return new Console(terminal);
	}

	focus(): void {
		this.#terminal.focus();
	}
}

/** A serial line has no size of its own: the machine's programs learn that of the terminal, whenever either changes. */
function tellSize(terminal: Terminal, machine: Machine): void {
	const tell = async () => {
		if (machine.state.name !== 'ready') return;
		const { cols, rows } = terminal;
		try {
			await machine.command(`stty -F /dev/console cols ${cols} rows ${rows}`, () => {});
		} catch {
			// The machine has gone meanwhile; the next one is told again.
		}
	};
	terminal.onResize(tell);
	machine.on('state', tell);
}

/** Esc, and then Tab or Shift-Tab: focus goes on. Any other key after Esc is the machine's again. */
function leaveByEscape(terminal: Terminal): void {
	let isLeaving = false;
	terminal.attachCustomKeyEventHandler((event) => {
		if (event.type !== 'keydown' || event.key === 'Shift') return true;
		if (event.key === 'Tab' && isLeaving) return false;
		isLeaving = event.key === 'Escape';
		return true;
	});
	terminal.textarea?.addEventListener('blur', () => {
		isLeaving = false;
	});
}
