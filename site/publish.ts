/** `node publish.ts`: puts the machine for the pages into the built guide, building it first. start.ts runs it. */
import { join } from 'node:path';
import { publish } from '../vm/machines/page/publish.ts';
import { dist } from './guide.ts';
import { told } from './told.ts';

await told(() => publish(join(dist, 'live')));
