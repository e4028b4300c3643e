import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {execa} from 'execa';
import {expect, onTestFinished, test} from 'vitest';
import {dracutSystemStep} from '../../source/steps/dracut-initramfs.ts';
import {inOwnMounts} from '../../source/steps/own-mounts.ts';
import {debianFacts} from '../sample.ts';

test('a program that makes another system can write to its own folder, and to nothing else of this machine', async () => {
	const work = mkdtempSync(path.join(tmpdir(), 'ramstrap own mounts-'));
	onTestFinished(() => {
		rmSync(work, {recursive: true});
	});
	const script = 'for place in here /etc/above /usr/above /var/lib/dpkg/above; do { echo x >"$place"; } 2>/dev/null && echo "$place"; done; echo x >/dev/null && echo "$TMPDIR"';
	// Whoever is not root is it in a namespace of their own, where little could be written anyway.
	const asRoot = process.getuid?.() === 0 ? [] : ['unshare', '--user', '--map-root-user', '--'];
	const [program, ...argv] = [...asRoot, ...inOwnMounts({user: {...debianFacts.user, root: true}}), 'sh', '-c', script];
	const {stdout} = await execa(program, argv, {cwd: work});
	expect(stdout.split('\n')).toEqual(['here', work]);
	expect(readFileSync(path.join(work, 'here'), 'utf8')).toBe('x\n');
	expect(['/etc/above', '/usr/above'].filter(file => existsSync(file))).toEqual([]);
});

test('what is installed into a system after it was made goes into that system', () => {
	const hooks = dracutSystemStep({suite: 'forky', user: debianFacts.user}).actions
		.flatMap(action => action.do === 'command' ? action.argv : [])
		.filter(word => word.startsWith('--customize-hook=') && word.includes('apt-get'));
	expect(hooks).toHaveLength(1);
	expect(hooks[0]).toMatch(/apt-get .*-o DPkg::Chroot-Directory="\$1" .*install/);
});
