/** Specifications in YAML: read them, and write TypeScript from them. For the time when a program is written, or to read one when it runs. */
export { problemText, SpecificationError, type SpecificationProblem } from './place.ts';
export { readSpecification } from './read.ts';
export type * from './specification.ts';
export { generateTypeScript } from './typescript.ts';
