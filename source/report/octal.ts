/**
A path as a word of its own in a list that other programs read (mtree(5), exports(5)): white space and what has a
meaning there as a backslash and the three octal digits of each byte, as vis(3) writes it.
*/
export function octalEscaped(path: string): string {
	return path.replaceAll(/[\s"#()\\]/g, sign =>
		[...new TextEncoder().encode(sign)].map(byte => octal(byte)).join(''),
	);
}

const octal = (byte: number): string => `\\${byte.toString(8).padStart(3, '0')}`;
