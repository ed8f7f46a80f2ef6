/**
 * `node publish.ts`: puts the machine for the pages into the built guide, building it first, and the compiler where it is built. start.ts
 * runs it.
 */
import { publishCompiler } from '../vm/compiler/publish.ts';
import { publish } from '../vm/machines/page/publish.ts';
import { compilerFolder, machineFolder } from './guide.ts';
import { told } from './told.ts';

await told(async () => {
	await publish(machineFolder);
	await publishCompiler(compilerFolder);
});
