/** `npm run build`: makes the static site in site/dist. SITE and BASE_PATH say where it will be served. */
import { builtGuide } from './guide.ts';
import { told } from './told.ts';

await told(async () => {
	await builtGuide({ site: process.env.SITE, base: process.env.BASE_PATH });
	console.log('The guide is in site/dist: any web server can serve it.');
});
