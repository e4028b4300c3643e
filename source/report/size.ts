const units = [[1e9, 'GB'], [1e6, 'MB'], [1e3, 'kB']] as const;

/**
Bytes of files and of what travels, in powers of ten, as links are counted: `1.4 MB`, `120 MB`. At most 7 columns.
*/
export function sizeText(bytes: number): string {
	const [size, name] = units.find(([least]) => bytes >= least) ?? [1, 'B'];
	const count = bytes / size;
	return `${count.toFixed(size > 1 && count < 99.95 ? 1 : 0)} ${name}`;
}

/** Memory, room and limits, in powers of two, as machines have them and recipes ask for them: `512 MiB`, `7.7 GiB`. */
export function memoryText(mib: number): string {
	const gib = mib / 1024;
	return gib < 1 ? `${Math.round(mib)} MiB` : `${Number(gib.toFixed(gib < 99.95 ? 1 : 0))} GiB`;
}

/** What is in use of a node's memory, in MiB: `73 of 457 MiB`. */
export function memoryUse({usedKiB, totalKiB}: {usedKiB: number; totalKiB: number}, between = ' of '): string {
	return `${[usedKiB, totalKiB].map(kib => Math.round(kib / 1024)).join(between)} MiB`;
}
