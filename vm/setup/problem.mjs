/** Something that people can mend. Its message is the whole of what they are shown: what is wrong and what to do, never a stack. */
export class Problem extends Error {
	/** @override */
	name = 'Problem';
}
