/**
Finds what is given out under a path: that very one, else the pattern with the fewest `*`, each of which is two
hexadecimal digits.
*/
export function pathFinder(contents: Readonly<Record<string, string>>): (path: string) => string | undefined {
	const exact = new Map(Object.entries(contents));
	const patterns = Object.keys(contents)
		.filter(path => path.includes('*'))
		.toSorted((a, b) => stars(a) - stars(b))
		.map(path => {
			const expression = path.split('*').map(part => literal(part)).join(String.raw`[\da-f]{2}`);
			return {path, expression: new RegExp(`^${expression}$`)};
		});
	return path => exact.get(path) ?? exact.get(patterns.find(({expression}) => expression.test(path))?.path ?? '');
}

const literal = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);

const stars = (path: string): number => path.split('*').length;
