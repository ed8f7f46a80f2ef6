import { join } from 'node:path';
import { projectFolder, type StageFolders } from './stages.ts';

const folder = join(projectFolder, 'addon/test/kernel');

/** The netlink library's tests that talk to a kernel, as a stage: with a module of their own. */
export const library: StageFolders = {
	name: 'library',
	kernelSide: join(folder, 'module'),
	userSide: folder,
	tests: join(folder, 'index.ts'),
};
