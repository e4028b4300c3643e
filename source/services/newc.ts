/** A file of an archive. `mode`: its permissions. */
export type ArchiveEntry = {path: string; mode: number} & (
	| {type: 'file'; content: Uint8Array}
	| {type: 'dir'}
	| {type: 'link'; target: string}
);

/**
A cpio archive in the format newc (the kernel's Documentation/driver-api/early-userspace/buffer-format.rst), not
compressed: all is root's and from 1970, so that the same entries give the same bytes. A folder must stand before what
is in it. Its length is a multiple of 512: the EFI stub puts one initrd behind the other as they are, and the kernel
finds the next one only where a multiple of 4 begins.
*/
export function formatNewc(entries: readonly ArchiveEntry[]): Uint8Array {
	const parts = [
		...entries.flatMap((entry, index) => member(entry, index + 1)),
		...header({name: 'TRAILER!!!', mode: 0, links: 1, inode: 0, bytes: 0}),
	];
	return padded(Buffer.concat(parts), 512);
}

function member(entry: ArchiveEntry, inode: number): Uint8Array[] {
	const content = entry.type === 'file' ? entry.content : Buffer.from(entry.type === 'link' ? entry.target : '');
	return [
		...header({
			name: entry.path,
			mode: types[entry.type] + entry.mode,
			links: entry.type === 'dir' ? 2 : 1,
			inode,
			bytes: content.length,
		}),
		padded(content, 4),
	];
}

/** Kinds of files in a mode (inode(7)). */
const types: Record<ArchiveEntry['type'], number> = {file: 0o10_0000, dir: 0o04_0000, link: 0o12_0000};

function header({name, mode, links, inode, bytes}: {
	name: string;
	mode: number;
	links: number;
	inode: number;
	bytes: number;
}): Uint8Array[] {
	const path = Buffer.from(`${name}\0`);
	const owner = [0, 0];
	const time = 0;
	const devices = [0, 0, 0, 0];
	const sum = 0;
	const fields = [inode, mode, ...owner, links, time, bytes, ...devices, path.length, sum];
	const text = '070701' + fields.map(field => field.toString(16).toUpperCase().padStart(8, '0')).join('');
	return [padded(Buffer.concat([Buffer.from(text), path]), 4)];
}

function padded(bytes: Uint8Array, to: number): Uint8Array {
	const missing = (to - (bytes.length % to)) % to;
	return missing === 0 ? bytes : Buffer.concat([bytes, new Uint8Array(missing)]);
}
