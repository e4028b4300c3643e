/** First and last byte, both inside. */
export type ByteRange = {start: number; end: number};

/**
Reads a Range header of one range (RFC 9110 §14). Nothing: send the whole, which is also the right answer to
several ranges and to a header that makes no sense.
*/
export function parseRange(header: string | undefined, size: number): ByteRange | 'unsatisfiable' | undefined {
	const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header?.replaceAll(' ', '') ?? '') ?? [];
	if (first === undefined || last === undefined || (first === '' && last === '')) {
		return undefined;
	}

	if (first === '') {
		const start = Math.max(0, size - Number(last));
		return start < size ? {start, end: size - 1} : 'unsatisfiable';
	}

	if (last !== '' && Number(last) < Number(first)) {
		return undefined;
	}

	const range = {start: Number(first), end: Math.min(last === '' ? size - 1 : Number(last), size - 1)};
	return range.start < size ? range : 'unsatisfiable';
}
