import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {formatManifest} from '../../source/steps/manifest.ts';

test('a manifest, as text', () => {
	expect(formatManifest([
		{path: 'tmp', type: 'dir', mode: 0o1777},
		{path: 'dev/console', type: 'char', mode: 0o600, major: 5, minor: 1},
		{path: 'bin/sh', type: 'link', target: '/bin/busybox'},
		{path: 'etc/two words', type: 'file', mode: 0o644, contents: 'files/a#b'},
	])).toBe([
		'#mtree',
		'/set uid=0 gid=0 time=0',
		'./tmp type=dir mode=1777',
		'./dev/console type=char mode=0600 device=native,5,1',
		'./bin/sh type=link mode=0777 link=/bin/busybox',
		String.raw`./etc/two\040words type=file mode=0644 contents=files/a\043b`,
		'',
	].join('\n'));
});

test('bsdtar reads it: owners, modes, devices and odd names', () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-manifest-'));
	onTestFinished(() => {
		rmSync(folder, {recursive: true});
	});
	writeFileSync(path.join(folder, 'a#b'), 'hello');
	writeFileSync(path.join(folder, 'm.mtree'), formatManifest([
		{path: 'dev/console', type: 'char', mode: 0o600, major: 5, minor: 1},
		{path: 'etc/two words', type: 'file', mode: 0o640, contents: 'a#b'},
	]));
	execFileSync('bsdtar', ['-c', '-f', 'root.tar', '--format', 'ustar', '@m.mtree'], {cwd: folder});
	const listing = execFileSync('bsdtar', ['-t', '-v', '-f', 'root.tar'], {cwd: folder, encoding: 'utf8', env: {...process.env, TZ: 'UTC', LC_ALL: 'C'}});
	expect(listing.split('\n').map(line => line.replaceAll(/ +/g, ' '))).toEqual([
		'crw------- 0 0 0 5,1 Jan 1 1970 ./dev/console',
		'-rw-r----- 0 0 0 5 Jan 1 1970 ./etc/two words',
		'',
	]);
});
