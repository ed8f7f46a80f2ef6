/** `node publish.ts`: puts the machine for the pages into the built guide, building it first. start.ts runs it. */
import { publish } from '../vm/machines/page/publish.ts';
import { machineFolder } from './guide.ts';
import { told } from './told.ts';

await told(() => publish(machineFolder));
