/** The compiler says where names are declared that a file can use. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { compilerIn } from '../../compiler/node.ts';
import { readSources } from '../../compiler/stage.ts';
import { foldersOf } from '../../machines/stages.ts';
import { folders, needsCompiler } from './compiler.ts';

const compiler = folders && compilerIn(folders);
after(() => compiler?.[Symbol.dispose]());

/** What the line says, and the kind of declaration, by name. */
const expected: Readonly<Record<string, [string, string, RegExp]>> = {
	netlink_kernel_create: ['function', 'include/linux/netlink.h', /^netlink_kernel_create\(/],
	netlink_rcv_skb: ['function', 'include/net/netlink.h', /^int netlink_rcv_skb\(/],
	nlmsg_put: ['function', 'include/net/netlink.h', /struct nlmsghdr \*nlmsg_put\(/],
	sk_buff: ['type', 'include/linux/skbuff.h', /^struct sk_buff \{/],
	netlink_ext_ack: ['type', 'include/linux/netlink.h', /^struct netlink_ext_ack \{/],
	u32: ['type', 'include/asm-generic/int-ll64.h', /^typedef __u32 u32;/],
	GFP_KERNEL: ['macro', 'include/linux/gfp_types.h', /^#define GFP_KERNEL\s/],
	NLMSG_ERROR: ['macro', 'include/uapi/linux/netlink.h', /^#define NLMSG_ERROR\s/],
	NLA_U32: ['constant', 'include/net/netlink.h', /^\tNLA_U32,/],
	init_net: ['variable', 'include/linux/ns/ns_common_types.h', /^extern struct net init_net;/],
	jiffies: ['variable', 'include/linux/jiffies.h', /extern unsigned long .*jiffies;/],
};

test('of the kernel, in the header and line that declares them; its own before', {
	...needsCompiler,
	timeout: 120_000,
}, async () => {
	assert.ok(compiler);
	const sources = readSources(foldersOf('03-replies').kernelSide);
	for (const [name, [kind, file, line]] of Object.entries(expected)) {
		const found = await compiler.find(name, 'pulse.c', sources);
		assert.deepEqual([name, found?.kind, found?.file], [name, kind, file]);
		const header = await compiler.read(file);
		assert.match(header?.text.split('\n')[(found?.line ?? 0) - 1] ?? '', line);
	}
	const own = await compiler.find('pulse_receive', 'pulse.c', sources);
	const lines = sources.get(own?.file ?? '')?.split('\n') ?? [];
	assert.match(lines[(own?.line ?? 0) - 1] ?? '', /^static int pulse_receive\(/);
	assert.equal((await compiler.find('PULSE_ADD', 'pulse.c', sources))?.file, 'pulse.h');
	assert.equal(await compiler.find('nonesuch', 'pulse.c', sources), undefined);
	assert.equal(await compiler.read('include/linux/nonesuch.h'), undefined);

	const offered = await compiler.complete('nlmsg_p', 'pulse.c', sources);
	const names = offered.map(({ name }) => name);
	for (const name of ['nlmsg_put', 'nlmsg_parse', 'nlmsg_payload'])
		assert.ok(names.includes(name), name);
	assert.ok((await compiler.complete('n', 'pulse.c', sources)).length <= 50);
});
