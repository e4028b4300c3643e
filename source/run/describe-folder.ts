import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {stat} from 'node:fs/promises';
import {execa} from 'execa';
import type {Described} from './hash-input.ts';
import xattrs from './xattrs.pl';

/**
What a folder is, without reading the files in it: of each entry the name (bytes), type, mode, owner, size, time of its
content, where a link leads, and the extended attributes, among which are capabilities and ACLs. Files that vanish while
this looks are gone; what the kernel shows as files (a /proc that is mounted there) is none of it.
@throws the error of the system when there is no such folder, or a part of it may not be read
*/
export async function describeFolder(folder: string): Promise<Described> {
	// Of a file this says ENOTDIR.
	await stat(`${folder}.`);
	const found = await listFolder(folder);
	return {stamp: sumOf([found]), read: async () => readEntries(folder, found)};
}

/**
Of each entry four texts with a NUL behind each: name, the rest of it, the time of its last change, where it leads.
*/
async function listFolder(folder: string): Promise<Buffer> {
	const unwanted = shownByTheKernel(folder, readFileSync('/proc/self/mountinfo', 'latin1')).flatMap(mount => [
		'-path',
		escapePattern(mount),
		'-prune',
		'-o',
	]);
	const {stdout, stderr} = await execa(
		'find',
		['-H', folder, ...unwanted, '-printf', String.raw`%P\0%y%m %U:%G %s %T@\0%C@\0%l\0`],
		{
			encoding: 'buffer',
			maxBuffer: 1_073_741_824,
			reject: false,
			env: {LC_ALL: 'C'},
		},
	);
	const closed = /^find: '(.*)': Permission denied$/m.exec(Buffer.from(stderr).toString())?.[1];
	if (closed !== undefined) {
		throw Object.assign(new Error(`EACCES: permission denied, scandir '${closed}'`), {
			code: 'EACCES',
			path: closed,
		});
	}

	return Buffer.from(stdout);
}

async function readEntries(folder: string, found: Buffer): Promise<string> {
	const texts = found.toString('latin1').split('\0');
	const entries = [];
	for (let at = 0; at + 3 < texts.length; at += 4) {
		const [name, rest, changed, target] = texts.slice(at, at + 4) as [string, string, string, string];
		// The size of a folder is the file system's affair.
		entries.push([name, rest.startsWith('d') ? rest.replace(/ \d+ /, ' ') : rest, target, changed].join('\0'));
	}

	entries.sort();
	const attributes = await readAttributes(folder, entries.map(entry => entry.split('\0', 1)[0]!));
	// Where nobody can read attributes, every change counts.
	const kept = attributes ? entries.map(entry => entry.slice(0, entry.lastIndexOf('\0'))) : entries;
	return sumOf([Buffer.from(kept.join('\0\0'), 'latin1'), attributes ?? '']);
}

async function readAttributes(folder: string, names: readonly string[]): Promise<Uint8Array | undefined> {
	const input = Buffer.from(names.map(name => `./${name}\0`).join(''), 'latin1');
	const {stdout, failed} = await execa('perl', ['-e', xattrs], {
		cwd: folder,
		input,
		encoding: 'buffer',
		maxBuffer: 1_073_741_824,
		reject: false,
	});
	return failed ? undefined : stdout;
}

/**
Mount points below a folder (whose name ends in a slash) of file systems that have no files of their own. `mounts` is
the text of proc(5)'s mountinfo.
*/
export function shownByTheKernel(folder: string, mounts: string): string[] {
	return mounts.split('\n').flatMap(line => {
		const [before = '', after = ''] = line.split(' - ', 2);
		const mount = unescape(before.split(' ', 5)[4] ?? '');
		return mount.startsWith(folder) && kernelFileSystems.has(after.split(' ', 1)[0]!) ? [mount] : [];
	});
}

/** Blanks and the like are written as three digits of their byte. */
function unescape(text: string): string {
	return Buffer.from(
		text.replaceAll(/\\([0-7]{3})/g, (_, digits: string) => String.fromCodePoint(Number.parseInt(digits, 8))),
		'latin1',
	).toString();
}

const kernelFileSystems: ReadonlySet<string> = new Set([
	'proc', 'sysfs', 'devtmpfs', 'devpts', 'cgroup', 'cgroup2', 'debugfs', 'tracefs', 'securityfs', 'pstore', 'bpf',
	'mqueue', 'hugetlbfs', 'configfs', 'fusectl', 'efivarfs', 'binfmt_misc', 'autofs', 'rpc_pipefs', 'nsfs',
]);

const escapePattern = (text: string): string => text.replaceAll(/[*?[\\]/g, String.raw`\$&`);

function sumOf(parts: ReadonlyArray<Uint8Array | string>): string {
	const hash = createHash('sha256');
	for (const part of parts) {
		hash.update(part);
	}

	return hash.digest('hex');
}
