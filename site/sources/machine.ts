/** What the machine in the page and its compiler are made of. */
export { compilerParts } from '../../vm/compiler/offer.ts';
export { machineSources, type Source } from '../../vm/machines/page/sources.ts';
