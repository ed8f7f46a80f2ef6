/** Versions of the kernel as they are counted: 2.6.14 before 3.7 before 3.16. */
export function isBefore(version: string, other: string): boolean {
	const [left, right] = [version, other].map((each) => each.split('.').map(Number));
	for (let index = 0; index < 3; index++) {
		const [one, two] = [left?.[index] ?? 0, right?.[index] ?? 0];
		if (one !== two) return one < two;
	}
	return false;
}
