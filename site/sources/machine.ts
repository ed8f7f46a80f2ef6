/** What the machine in the page is made of. */
export { machineSources, type Source } from '../../vm/machines/page/sources.ts';
