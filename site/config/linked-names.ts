import { definePlugin, ExpressiveCodeAnnotation } from '@astrojs/starlight/expressive-code';
import { h } from '@astrojs/starlight/expressive-code/hast';

declare module '@expressive-code/core' {
	interface ExpressiveCodeBlockProps {
		/** Where names in the code lead to. */
		addresses: Readonly<Record<string, string>>;
	}
}

class Link extends ExpressiveCodeAnnotation {
	readonly #address: string;

	constructor(address: string, columnStart: number, columnEnd: number) {
		super({ inlineRange: { columnStart, columnEnd } });
		this.#address = address;
	}

	override render({
		nodesToTransform,
	}: Parameters<ExpressiveCodeAnnotation['render']>[0]): ReturnType<
		ExpressiveCodeAnnotation['render']
	> {
		return nodesToTransform.map((node) => h('a', { href: this.#address }, node));
	}
}

/** Makes links of the names that a block's `addresses` has. */
export const linkedNames = definePlugin({
	name: 'linked names',
	hooks: {
		annotateCode({ codeBlock }) {
			const { addresses } = codeBlock.props;
			if (!addresses) return;
			for (const line of codeBlock.getLines()) {
				// What stands before a colon is named here; what is a comment is prose.
				const code = line.text.replace(/\/\*.*|\/\/.*|^\s*\*.*/, '');
				for (const { 0: name, index } of code.matchAll(/[A-Za-z_$][\w$]*(?!\??:)\b/g)) {
					const address = Object.hasOwn(addresses, name) && addresses[name];
					if (address) line.addAnnotation(new Link(address, index, index + name.length));
				}
			}
		},
	},
});
