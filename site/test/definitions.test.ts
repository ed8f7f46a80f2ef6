import assert from 'node:assert/strict';
import { test } from 'node:test';
import { definitionsOf, statementAt } from '../sources/definitions.ts';
import { excerpt, namesIn } from '../sources/excerpt.ts';
import { sample } from './sample.ts';

/** Names with the lines that they span, counted from 1. */
async function spans(file: string, text: string): Promise<string[]> {
	const all = await definitionsOf(file, text);
	return all.map(({ name, start, end }) => `${name} ${start + 1}-${end}`);
}

// The first test of all: later ones find both parsers loaded.
test('C and TypeScript are told apart when both are read at once', async () => {
	const [c, typescript] = await Promise.all([
		definitionsOf('pulse.c', 'int one;\n'),
		definitionsOf('client.ts', 'const two = 2;\n'),
	]);
	assert.deepEqual(
		[...c, ...typescript].map(({ name }) => name),
		['one', 'two'],
	);
});

test('C: functions, variables, types and macros have their own names', async () => {
	const text = `#define LIMIT 3
struct pulse {
	int period;
};
enum pulse_command { PULSE_NEW };
typedef struct pulse beat;
static const struct nla_policy pulse_policy[] = {
	[1] = { .type = NLA_U32 },
};
static struct sock *pulse_socket;
int *pulse_find(const char *name)
{
	return NULL;
}
`;
	assert.deepEqual(await spans('pulse.c', text), [
		'LIMIT 1-1',
		'struct pulse 2-4',
		'enum pulse_command 5-5',
		'beat 6-6',
		'pulse_policy 7-9',
		'pulse_socket 10-10',
		'pulse_find 11-14',
	]);
});

test("C: the kernel's annotations hide no name", async () => {
	const text = `static int __init pulse_init(void)
{
	return 0;
}
static void __net_exit pulse_exit_net(struct net *net)
{
}
static struct genl_family pulse_family __ro_after_init = {
	.name = "pulse",
};
static int __must_hold(&lock) pulse_locked(void)
{
}
`;
	assert.deepEqual(await spans('pulse.c', text), [
		'pulse_init 1-4',
		'pulse_exit_net 5-7',
		'pulse_family 8-10',
		'pulse_locked 11-13',
	]);
});

test('C: a macro is known by its name, or by what it defines or describes', async () => {
	const text = `static DEFINE_MUTEX(pulse_lock);
LIST_HEAD(pulses);
static int unit;
module_param(unit, int, 0444);
MODULE_PARM_DESC(unit, "which");
module_init(pulse_init);
MODULE_LICENSE("GPL");
`;
	assert.deepEqual(await spans('pulse.c', text), [
		'pulse_lock 1-1',
		'pulses 2-2',
		'unit 3-3',
		'unit 4-4',
		'unit 5-5',
		'module_init 6-6',
		'MODULE_LICENSE 7-7',
	]);
});

test('C: a header guard is no definition, and what it guards is found', async () => {
	const text = '#ifndef PULSE_H\n#define PULSE_H\n#define NETLINK_PULSE 31\n#endif\n';
	assert.deepEqual(await spans('pulse.h', text), ['NETLINK_PULSE 3-3']);
});

test('C: both branches of an #if are found', async () => {
	const text = '#if NEW\nint release(void);\n#else\nint release(int);\n#endif\n';
	assert.deepEqual(await spans('pulse.c', text), ['release 2-2', 'release 4-4']);
});

test('a comment directly above belongs to the definition, the head of the file does not', async () => {
	const text = `/* The head. */
int first;

/* Apart. */

/* Two
 * lines,
 */
// and one more
int second;
`;
	assert.deepEqual(await spans('pulse.c', text), ['first 2-2', 'second 6-10']);
});

test('TypeScript: functions, constants, types, classes and their members', async () => {
	const text = `import { open } from 'x';
/** Says it. */
export function say(): void {}
export const one = 1,
	two = 2;
interface Parts {
	a: number;
}
export type Word = string;
export class Socket {
	readonly name = 'x';
	receive(): void {}
}
`;
	assert.deepEqual(await spans('client.ts', text), [
		'import 1-1',
		'say 2-3',
		'one 4-5',
		'two 4-5',
		'Parts 6-8',
		'Word 9-9',
		'Socket 10-13',
		'Socket.name 11-11',
		'Socket.receive 12-12',
	]);
});

test('C++: classes, functions and their members, with the scope that they are in', async () => {
	const text = `#include <x.h>

namespace netlink {

namespace {

// Goes there.
class Visit {
 public:
  ~Visit() {
    Leave();
  }
  int *Enter(const char *path) { return 0; }

 private:
  int home_ = -1;
};

}  // namespace

Failure Socket::Send(const uint8_t *data) {
  return {};
}

}  // namespace netlink
`;
	assert.deepEqual(await spans('socket.cc', text), [
		'Visit 7-17',
		'Visit::~Visit 10-12',
		'Visit::Enter 13-13',
		'Socket::Send 21-23',
	]);
});

test('the smallest statement around a place', async () => {
	const text = 'void f(void)\n{\n\twhile (ok(x)) {\n\t\tstep(x);\n\t}\n}\n';
	assert.deepEqual(await statementAt('a.c', text, 'ok(x)'), { start: 2, end: 5 });
	assert.deepEqual(await statementAt('a.c', text, 'step'), { start: 3, end: 4 });
	assert.equal(await statementAt('a.c', text, 'nowhere'), undefined);
});

test('names are separated by spaces, and a struct is one name', () => {
	assert.deepEqual(namesIn(' pulse_init  struct pulse module_init '), [
		'pulse_init',
		'struct pulse',
		'module_init',
	]);
});

test('an excerpt stands in the order of the file, with a line between what does not follow directly', async () => {
	using project = sample({
		'kmod/00-first/a.c': 'int one;\nint two;\n\nint three;\n\nint four;\n',
	});
	const shown = await excerpt('kmod/00-first/a.c', 'four two one', project.top);
	assert.equal(shown, 'int one;\nint two;\n\nint four;');
});

test('a name that is gone is named, with the nearest that are there', async () => {
	using project = sample({ 'kmod/00-first/a.c': 'int pulse_input;\nint other;\n' });
	await assert.rejects(excerpt('kmod/00-first/a.c', 'pulse_inptu', project.top), {
		message: 'kmod/00-first/a.c defines no pulse_inptu; the nearest names in it are pulse_input',
	});
	await assert.rejects(excerpt('kmod/00-first/b.c', 'x', project.top), {
		message: 'there is no file kmod/00-first/b.c',
	});
});

test('a specification: what has a name has a path', async () => {
	const text = `name: pulse

definitions:
  -
    name: tags
    value: 4

attribute-sets:
  -
    name: pulse
    attributes:
      -
        name: period
        type: u32
      - name: beats
        type: u64

operations:
  list:
    -
      name: get
      do:
        request:
          attributes: [ name ]
`;
	assert.deepEqual(await spans('pulse.yaml', text), [
		'definitions/tags 4-6',
		'attribute-sets/pulse 9-16',
		'attribute-sets/pulse/period 12-14',
		'attribute-sets/pulse/beats 15-16',
		'operations/get 20-24',
	]);
});
