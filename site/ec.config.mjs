// Expressive Code looks for this name, for code blocks in pages as for its component.
export { code as default } from './config/code.ts';
