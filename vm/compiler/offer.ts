/** What the compiler's programs are made of: the offer of source that the GPL asks for. */
import { debianSources, type Source } from '../machines/page/sources.ts';

const parts: Readonly<Record<string, Pick<Source, 'what' | 'licence'>>> = {
	'gcc-12-source': { what: 'GCC', licence: 'GPL-3.0-or-later' },
	'binutils-source': { what: 'binutils', licence: 'GPL-3.0-or-later' },
	gmp: { what: 'gmp', licence: 'LGPL-3.0-or-later OR GPL-2.0-or-later' },
	mpfr4: { what: 'mpfr', licence: 'LGPL-3.0-or-later' },
	mpclib3: { what: 'mpc', licence: 'LGPL-3.0-or-later' },
};

export function compilerParts(): Source[] {
	return [
		...debianSources('compiler-source', (name) => ({
			what: name,
			licence: '',
			...parts[name],
			here: 'vm/compiler/make',
		})),
		{
			what: "emscripten's libraries",
			licence: 'MIT',
			here: 'vm/compiler/make/emscripten.ts',
		},
	];
}
