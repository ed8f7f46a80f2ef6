import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { controllerAttributes, genericRequest } from '../src/generic/index.ts';
import { protocolOf } from '../src/spec/protocol.ts';
import { readSpecification } from '../src/spec/yaml/index.ts';
import { describeMessage, encodeMessage } from '../src/wire/index.ts';

const clock = readSpecification(
	`
name: clock
doc: Tells the time.
attribute-sets:
  - name: clock
    attributes:
      - { name: zone, type: string }
      - { name: hour, type: u8 }
operations:
  list:
    - name: get
      doc: The time.
      attribute-set: clock
      do: { request: { attributes: [zone] }, reply: { attributes: [hour] } }
    - name: strike
      doc: It strikes.
      attribute-set: clock
      event: { attributes: [hour] }
`,
	'clock.yaml',
).tables;

const named = (type: number, payload: Uint8Array | undefined) =>
	describeMessage(encodeMessage({ type, ...(payload ? { payload } : {}) }), protocolOf(clock))
		.filter(({ name }) => !/^nlmsg_(len|flags|seq|pid)$|^nla_|^padding$/.test(name))
		.map(({ name, value }) => `${name} ${value}`);

suite('A family’s messages for people', () => {
	test('a request and an event are named, whatever type the kernel has chosen', () => {
		const zone = Uint8Array.of(6, 0, 1, 0, 66, 0, 0, 0);
		const request = genericRequest(33, 1, 2, { payload: zone }).payload;
		assert.deepEqual(named(33, request), [
			...['nlmsg_type clock', 'cmd get', 'version 2', 'reserved 0'],
			...['zone "B"'],
		]);
		const event = genericRequest(40, 2, 1, { payload: Uint8Array.of(5, 0, 2, 0, 12, 0, 0, 0) });
		assert.deepEqual(named(40, event.payload).slice(0, 2), ['nlmsg_type clock', 'cmd strike']);
	});

	test('nlctrl’s messages are named too', () => {
		const request = genericRequest(16, 3, 1, controllerAttributes.body({ name: 'clock' }));
		assert.deepEqual(named(16, request.payload), [
			...['nlmsg_type nlctrl', 'cmd CTRL_CMD_GETFAMILY', 'version 1', 'reserved 0'],
			...['name "clock"'],
		]);
	});

	test('a command that the specification does not know keeps its number', () => {
		assert.deepEqual(named(33, Uint8Array.of(9, 1, 0, 0)), [
			...['nlmsg_type clock', 'cmd 9', 'version 1', 'reserved 0'],
		]);
	});

	test('a message without room for a genlmsghdr is told as malformed', () => {
		assert.match(named(33, Uint8Array.of(1)).at(-1) ?? '', /^malformed 01/);
	});
});
