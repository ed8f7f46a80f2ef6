import { createMachine } from '../../../src/live/machine.ts';

Object.assign(globalThis, { createMachine });
