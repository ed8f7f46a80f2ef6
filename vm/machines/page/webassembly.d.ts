/** The part of WebAssembly that is used here: TypeScript declares it with the DOM only. */
declare namespace WebAssembly {
	type Imports = Record<string, Record<string, unknown>>;
	type Exports = Record<string, unknown>;

	class Module {
		private constructor();
	}

	class Instance {
		constructor(module: Module, imports: Imports);
		readonly exports: Exports;
	}

	function compile(bytes: Uint8Array): Promise<Module>;
	function instantiate(module: Module, imports: Imports): Promise<{ readonly exports: Exports }>;
}
