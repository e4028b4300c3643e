const units = [[1e9, 'GB'], [1e6, 'MB'], [1e3, 'kB']] as const;

/** Bytes as people say them, in powers of ten as on the wire: `1.4 MB`, `19 MB`. */
export function amount(bytes: number): string {
	const [size, name] = units.find(([least]) => bytes >= least) ?? [1, 'B'];
	return `${(bytes / size).toFixed(size > 1 && bytes / size < 10 ? 1 : 0)} ${name}`;
}
