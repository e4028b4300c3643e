import {
	chmodSync,
	chownSync,
	linkSync,
	mkdirSync,
	mkdtempSync,
	rmSync,
	symlinkSync,
	truncateSync,
	unlinkSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa, execaSync} from 'execa';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {shownByTheKernel} from '../../source/run/describe-folder.ts';
import {inputHashes} from '../../source/run/hash-input.ts';

let home: string;
beforeEach(() => {
	home = mkdtempSync(path.join(tmpdir(), 'ramstrap-inputs-'));
	mkdirSync(path.join(home, 'work'));
	mkdirSync(path.join(home, 'tree/deep'), {recursive: true});
	writeFileSync(at('tree/deep/file'), 'one');
	utimesSync(at('tree/deep/file'), 1000, 1000);
});
afterEach(() => {
	rmSync(home, {recursive: true});
});

const at = (name: string): string => path.join(home, name);
const sumOf = async (input: string): Promise<string> => {
	const hashes = inputHashes(at('work'));
	const sum = await hashes.hash(at(input));
	await hashes.keep();
	return sum;
};

/** By the system call itself (setxattr, 188 on x86-64), as setcap and setfacl do. */
const setAttribute = (file: string) => execaSync('perl', ['-e', 'my ($name, $value) = ("user.colour", "red"); syscall(188, $ARGV[0], $name, $value, 3, 0) == 0 or die $!', at(file)]);

describe('a folder is another one when', () => {
	test.each<[string, () => unknown]>([
		['what is in a file changed', () => {
			writeFileSync(at('tree/deep/file'), 'two!');
		}],
		['a mode changed', () => {
			chmodSync(at('tree/deep/file'), 0o4755);
		}],
		['an owner changed', () => {
			chownSync(at('tree/deep/file'), 33, 33);
		}],
		['an extended attribute changed', () => setAttribute('tree/deep/file')],
		['a name changed', () => {
			linkSync(at('tree/deep/file'), at('tree/deep/other'));
			unlinkSync(at('tree/deep/file'));
		}],
		['a link leads elsewhere', () => {
			symlinkSync('file', at('tree/deep/link'));
		}],
		['a file became a hole', () => {
			truncateSync(at('tree/deep/file'), 0);
		}],
	])('%s', async (_what, change) => {
		const before = await sumOf('tree/');
		change();
		expect(await sumOf('tree/')).not.toBe(before);
	});
});

test('a folder that only looks changed is the same, and so is a copy of it', async () => {
	setAttribute('tree/deep/file');
	const before = await sumOf('tree/');
	chmodSync(at('tree/deep/file'), 0o600);
	chmodSync(at('tree/deep/file'), 0o644);
	expect(await sumOf('tree/')).toBe(before);
	await execa('cp', ['-a', at('tree'), at('copy')]);
	expect(await sumOf('copy/')).toBe(before);
});

test('names are bytes', async () => {
	await execa('sh', ['-c', String.raw`: >"$(printf 'lat\351')"; : >'end
of line'; : >'a*b?[c]\d'`], {cwd: at('tree')});
	const before = await sumOf('tree/');
	await execa('sh', ['-c', String.raw`mv "$(printf 'lat\351')" "$(printf 'lat\352')"`], {cwd: at('tree')});
	expect(await sumOf('tree/')).not.toBe(before);
});

test('files may come and go meanwhile', async () => {
	const busy = execa('sh', ['-c', 'i=0; while [ $i -lt 5000 ]; do i=$((i + 1)); : >$i; rm $i; done'], {cwd: at('tree')});
	for (let round = 0; round < 5; round++) {
		await expect(sumOf('tree/')).resolves.toMatch(/^[\da-f]{64}$/);
	}

	busy.kill();
	await busy.catch(() => undefined);
});

test('what the kernel shows as files is no part of a folder', () => {
	const mounts = [
		'22 1 8:1 / / rw - ext4 /dev/sda1 rw',
		String.raw`30 22 0:21 / /srv/a\040tree/proc rw,nosuid - proc proc rw`,
		String.raw`31 22 8:2 / /srv/a\040tree/var rw - ext4 /dev/sda2 rw`,
		'32 22 0:21 / /proc rw shared:5 - proc proc rw',
	].join('\n');
	expect(shownByTheKernel('/srv/a tree/', mounts)).toEqual(['/srv/a tree/proc']);
});

test('a file is read again only where it may have changed; a damaged memory forgets', async () => {
	writeFileSync(at('image'), 'content');
	const before = await sumOf('image');
	expect(before).toBe('ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73');
	writeFileSync(at('work/.inputs.json'), JSON.stringify({[at('image')]: {stamp: 'x', sum: 1}}));
	expect(await sumOf('image')).toBe(before);
	writeFileSync(at('image'), 'Content');
	expect(await sumOf('image')).not.toBe(before);
});

test.each([['nothing/', 'ENOENT'], ['tree/deep/file/', 'ENOTDIR'], ['nothing', 'ENOENT']])('%s cannot be read: %s', async (input, code) => {
	await expect(sumOf(input)).rejects.toMatchObject({code});
});
