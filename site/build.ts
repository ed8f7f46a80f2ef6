/** `npm run build`: makes the static site in site/dist. SITE and BASE_PATH say where it will be served. */
import { publishCompiler } from '../vm/compiler/publish.ts';
import { canPublishSoon, publish } from '../vm/machines/page/publish.ts';
import { notice } from '../vm/setup/steps.mjs';
import { builtGuide, compilerFolder, machineFolder } from './guide.ts';
import { told } from './told.ts';

await told(async () => {
	await builtGuide();
	if (await canPublishSoon()) await publish(machineFolder);
	else
		notice(
			'Without the kernel for its pages, which is not built here: npm run vm -- page, then this again.',
		);
	if (!(await publishCompiler(compilerFolder)))
		notice(
			'Without the compiler for its pages, which is not built here: npm run vm -- compiler, then this again.',
		);
	console.log('The guide is in site/dist: any web server can serve it.');
});
