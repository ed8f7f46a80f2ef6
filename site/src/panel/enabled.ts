/** Buttons that can do nothing for now stay where they are: focus is not lost on them, and they say that they are there. */

export function setEnabled(button: HTMLButtonElement, enabled: boolean): void {
	button.setAttribute('aria-disabled', String(!enabled));
}

/** Calls back when a button is pressed that is not disabled. */
export function onPress(button: HTMLButtonElement, press: () => void): void {
	button.addEventListener('click', () => {
		if (button.getAttribute('aria-disabled') !== 'true') press();
	});
}
