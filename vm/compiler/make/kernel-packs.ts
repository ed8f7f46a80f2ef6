import { createHash } from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { make } from '../../machines/build.ts';
import { type PageKernel, pageKernel } from '../../machines/page/kernel.ts';
import { projectFolder } from '../../machines/stages.ts';
import { cacheFolder, temporaryPath } from '../../setup/cache.mjs';
import { Problem } from '../../setup/problem.mjs';
import { step } from '../../setup/steps.mjs';
import { type KernelFacts, kernelPack, places } from '../kernel.ts';
import { pack } from '../pack.ts';
import { withoutComments } from '../preamble.ts';
import { kernelFolder } from '../program.ts';
import { compressed } from './compress.ts';

/** Changes with what a pack holds and how. */
const format = 1;

/** What modules of all sorts include, beside what the stages do. */
const common = `
linux/atomic linux/bitfield linux/bitmap linux/bitops linux/bug linux/build_bug linux/cdev linux/cleanup linux/completion
linux/container_of linux/cpu linux/ctype linux/debugfs linux/delay linux/device linux/err linux/errno linux/etherdevice
linux/export linux/export-internal linux/fs linux/gfp linux/hash linux/hashtable linux/hrtimer linux/idr linux/if_arp linux/if_ether linux/if_link
linux/in linux/in6 linux/inet linux/inetdevice linux/init linux/interrupt linux/io linux/ip linux/ipv6 linux/jhash
linux/jiffies linux/kernel linux/kobject linux/kref linux/kthread linux/ktime linux/limits linux/list linux/llist
linux/lockdep linux/log2 linux/math linux/math64 linux/minmax linux/miscdevice linux/mm linux/module linux/moduleparam
linux/mutex linux/net linux/netdevice linux/netlink linux/notifier linux/nsproxy linux/once linux/percpu linux/pid
linux/poll linux/preempt linux/printk linux/proc_fs linux/ptr_ring linux/random linux/ratelimit linux/rbtree linux/rculist
linux/rcupdate linux/refcount linux/rhashtable linux/rtnetlink linux/rwsem linux/sched linux/sched/signal linux/semaphore
linux/seq_file linux/seqlock linux/skbuff linux/slab linux/smp linux/socket linux/sort linux/spinlock linux/srcu
linux/stddef linux/string linux/sysctl linux/sysfs linux/tcp linux/time linux/time64 linux/timekeeping linux/timer
linux/tracepoint linux/types linux/uaccess linux/udp linux/unaligned linux/utsname linux/version linux/vmalloc linux/wait
linux/workqueue linux/xarray
net/act_api net/dst net/flow net/genetlink net/icmp net/if_inet6 net/inet_sock net/ip net/ip6_fib net/ip_fib net/ipv6
net/neighbour net/net_namespace net/netlink net/netns/generic net/pkt_cls net/pkt_sched net/protocol net/route
net/rtnetlink net/scm net/sock net/tcp net/udp
uapi/linux/genetlink uapi/linux/if_link uapi/linux/netlink uapi/linux/rtnetlink
`
	.trim()
	.split(/\s+/)
	.map((name) => `${name}.h`);

/** What the stages include of the kernel. */
function stageIncludes(): string[] {
	const kmod = join(projectFolder, 'kmod');
	return readdirSync(kmod, { recursive: true, encoding: 'utf8' })
		.filter((path) => /^[^.].*\.[ch]$/.test(basename(path)) && !path.endsWith('.mod.c'))
		.flatMap((path) =>
			[...readFileSync(join(kmod, path), 'utf8').matchAll(/^#include <(.+)>/gm)].map(
				([, name]) => name ?? '',
			),
		);
}

/** What kbuild did with a module that includes all of this. */
interface Probe {
	/** The words of cc1's command line. */
	readonly flags: readonly string[];
	/** Paths of the headers that were read, below the kernel's folder. */
	readonly headers: readonly string[];
	/** The object that kbuild links into every module. */
	readonly moduleCommon: Uint8Array;
}

async function probe(kernel: PageKernel, includes: readonly string[]): Promise<Probe> {
	const source = temporaryPath();
	mkdirSync(source);
	writeFileSync(join(source, 'Kbuild'), 'obj-m := probe.o\n');
	const lines = includes.map((name) => `#include <${name}>\n`).join('');
	const module = 'MODULE_DESCRIPTION("probe");\nMODULE_LICENSE("GPL");\n';
	writeFileSync(join(source, 'probe.c'), `${lines}\n${module}`);
	const { workshop, complaint } = await make(source, kernel, []);
	if (complaint !== undefined)
		throw new Problem(
			`The headers of Linux ${kernel.series} cannot be included together:\n${complaint}`,
		);
	const told = readFileSync(join(workshop, '.probe.o.cmd'), 'utf8');
	const [, command = ''] = /^savedcmd_\S+ := \S+ (.*)$/m.exec(told) ?? [];
	const root = `${kernel.headers}/`;
	const flags = (command.match(/(?:'[^']*'|[^\s'])+/g) ?? [])
		.map((word) => word.replaceAll("'", '').replaceAll(root, `${kernelFolder}/`))
		// What makes the driver's other outputs, and what is different for each module.
		.filter(
			(word) =>
				!/^(-Wp,|-c$|-o$|probe\.[co]$|;$|-ffile-prefix-map=|-D(__)?KBUILD_(BASE|MOD)NAME=)/.test(
					word,
				),
		);
	const headers = [...told.matchAll(/^ {2}(\S+\.h) \\$/gm)]
		.map(([, path]) => path ?? '')
		.filter((path) => path.startsWith(root))
		.map((path) => path.slice(root.length));
	// fixdep names its settings in its place.
	headers.push('include/generated/autoconf.h');
	const moduleCommon = readFileSync(join(workshop, '.module-common.o'));
	return { flags, headers, moduleCommon };
}

const encoder = new TextEncoder();

/** All headers that modules can include, by their paths below the kernel's folder. */
function allHeaders(folder: string): string[] {
	return ['include', 'arch/x86/include'].flatMap((root) =>
		readdirSync(join(folder, root), { recursive: true, encoding: 'utf8' })
			.filter((path) => path.endsWith('.h'))
			.map((path) => join(root, path))
			.sort(),
	);
}

/** The pack of a header that few need: one for each folder of include/, one for the processor's. */
function packOf(path: string): string {
	const [root, folder] = path.split('/');
	return root === 'include' ? `include-${folder}` : 'arch';
}

async function writePacks(
	folder: string,
	kernel: PageKernel,
	includes: readonly string[],
	progress: (line: string) => void,
): Promise<void> {
	const { flags, headers, moduleCommon } = await probe(kernel, includes);
	const read = (path: string): Uint8Array => readFileSync(join(kernel.headers, path));
	// Comments are two thirds of the headers.
	const readHeader = (path: string): Uint8Array =>
		encoder.encode(
			withoutComments(new TextDecoder().decode(read(path))).replaceAll(/[ \t]+$/gm, ''),
		);
	const needed = new Set(headers);
	const others = Map.groupBy(
		allHeaders(kernel.headers).filter((path) => !needed.has(path)),
		packOf,
	);
	const facts: KernelFacts = {
		release: kernel.release,
		flags,
		elsewhere: Object.fromEntries(others),
	};
	const packs: [string, Map<string, Uint8Array>][] = [
		[
			kernelPack,
			new Map([
				[places.facts, encoder.encode(JSON.stringify(facts))],
				[places.moduleCommon, moduleCommon],
				[places.linkerScript, read('scripts/module.lds')],
				[places.symbols, read('Module.symvers')],
				...[...needed].sort().map((path): [string, Uint8Array] => [path, readHeader(path)]),
			]),
		],
		...[...others].map(([name, paths]): [string, Map<string, Uint8Array>] => [
			name,
			new Map(paths.map((path) => [path, readHeader(path)])),
		]),
	];
	for (const [name, files] of packs) {
		progress(name);
		writeFileSync(join(folder, `${name}.zst`), await compressed(pack(files)));
	}
}

/** The folder in the cache with what the compiler reads of the page's kernel, made where it is not there: <pack>.zst */
export async function kernelPacks(): Promise<string> {
	const kernel = await pageKernel();
	const includes = [...new Set([...common, ...stageIncludes()])].sort();
	const key = createHash('sha256')
		.update(JSON.stringify([format, basename(kernel.folder), includes]))
		.digest('hex')
		.slice(0, 12);
	const folder = join(cacheFolder(), 'compiler', `kernel-${key}`);
	return step({
		name: "the compiler's headers",
		why: `those of Linux ${kernel.series} that modules include, packed; 20 s`,
		lock: `compiler-kernel-${key}`,
		done: () => (existsSync(folder) ? folder : undefined),
		work: async (progress) => {
			const result = temporaryPath();
			mkdirSync(result);
			await writePacks(result, kernel, includes, progress);
			mkdirSync(dirname(folder), { recursive: true });
			renameSync(result, folder);
			return folder;
		},
	});
}
