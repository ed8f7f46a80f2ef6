/** `npm run build`: makes the static site in site/dist. SITE and BASE_PATH say where it will be served. */
import { builtGuide } from './guide.ts';
import { told } from './told.ts';

await told(async () => {
	await builtGuide();
	console.log('The guide is in site/dist: any web server can serve it.');
});
