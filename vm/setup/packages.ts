/** The Debian packages that the project uses, by purpose, each with what it is for: what `need` takes. */
export const packages = {
	kernels: { 'xz-utils': "Debian's kernels and indices are packed with xz" },
	stages: {
		make: 'runs the kernel build system',
		'gcc-12': 'the compiler that Debian built the kernels with',
		patch: 'makes the mistakes that the chapters make on purpose',
		libelf1: "the kernel's build tools read object files with it",
		libssl3: "the kernel's build tools link it",
	},
	page: {
		make: 'runs the kernel build system',
		'gcc-12': "compiles the page's kernel and what runs on it",
		'lib32gcc-12-dev': "the compiler's own library for 32 bit",
		flex: "builds the kernel's configuration program",
		bison: "builds the kernel's configuration program",
		bc: "computes constants of the kernel's build",
	},
	debug: {
		make: 'runs the kernel build system',
		'gcc-12': 'compiles the debug kernel',
		'libelf-dev': "the kernel's build tools read object files with it",
		flex: "builds the kernel's configuration program",
		bison: "builds the kernel's configuration program",
		bc: "computes constants of the kernel's build",
	},
	compiler: {
		emscripten: 'compiles the compiler to WebAssembly',
		make: "runs the compiler's build",
		'g++': "compiles the programs that the compiler's build runs",
		flex: "writes parsers in the compiler's build",
		bison: "writes parsers in the compiler's build",
		m4: "writes sources of the compiler's arithmetic",
	},
	addon: {
		make: 'builds the native half of the netlink library',
		'g++': 'compiles the native half of the netlink library',
		python3: 'runs node-gyp, which builds the native half of the netlink library',
	},
	library: {
		iproute2: 'its ip makes what the netlink library reads, and says what it should have read',
	},
	bench: {
		gcc: 'compiles the C program that the netlink library is measured against',
		'libmnl-dev': 'the C library for netlink: what the benchmark takes as 1',
		'golang-go': 'compiles the Go program that the netlink library is measured against',
		'golang-github-mdlayher-netlink-dev': "Go's netlink library, for the benchmark",
		'python3-pyroute2': "Python's netlink library, for the benchmark",
		'util-linux': 'unshare gives the benchmark a network namespace of its own',
	},
	ynl: {
		python3: "runs the kernel's own netlink tools, and pyroute2",
		'python3-yaml': "the kernel's netlink tools read specifications with it",
		'python3-jsonschema': "the kernel's netlink tools check specifications with it",
		'python3-pyroute2': "Python's netlink library, which speaks with a family of ours",
		'libnl-utils': "genl-ctrl-list, which lists the kernel's families",
	},
	checks: { sparse: 'checks the C sources', perl: 'runs checkpatch' },
	browser: { chromium: 'the browser that the site is tested in' },
} as const satisfies Record<string, Readonly<Record<string, string>>>;

export type Purpose = keyof typeof packages;
