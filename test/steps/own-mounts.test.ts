import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {execa} from 'execa';
import {expect, onTestFinished, test} from 'vitest';
import {dracutSystemStep} from '../../source/steps/dracut-initramfs.ts';
import {inOwnMounts} from '../../source/steps/own-mounts.ts';
import {debianFacts} from '../sample.ts';

test('a program that makes another system can write to its own folder, and to nothing else of this machine', async () => {
	// Whoever is not root is it in a namespace of their own, where nothing of the machine's could be written anyway.
	const isRoot = process.getuid?.() === 0;
	const above = mkdtempSync(path.join(isRoot ? '/var/tmp' : tmpdir(), 'ramstrap own mounts-'));
	onTestFinished(() => {
		rmSync(above, {recursive: true});
	});
	const work = path.join(above, 'work');
	mkdirSync(work);
	const script = `for place in here ${isRoot ? '../above' : ''} /etc/above /usr/above /var/lib/dpkg/above; do { echo x >"$place"; } 2>/dev/null && echo "$place"; done; echo x >/dev/null && mktemp -p /tmp -u >/dev/null && echo "$TMPDIR"`;
	const [program, ...argv] = [...(isRoot ? [] : ['unshare', '--user', '--map-root-user', '--']), ...inOwnMounts({user: {...debianFacts.user, root: true}}), 'sh', '-c', script];
	const {stdout, stderr} = await execa(program, argv, {cwd: work});
	expect(stdout.split('\n')).toEqual(['here', work]);
	expect(stderr).not.toContain('stays writable');
	expect(readFileSync(path.join(work, 'here'), 'utf8')).toBe('x\n');
	expect(['/etc/above', '/usr/above', '/var/lib/dpkg/above', path.join(above, 'above')].filter(file => existsSync(file))).toEqual([]);
});

test('what is installed into a system after it was made goes into that system', () => {
	const hooks = dracutSystemStep({suite: 'forky', user: debianFacts.user}).actions
		.flatMap(action => action.do === 'command' ? action.argv : [])
		.filter(word => word.startsWith('--customize-hook=') && word.includes('apt-get'));
	expect(hooks).toHaveLength(1);
	expect(hooks[0]).toMatch(/apt-get .*-o DPkg::Chroot-Directory="\$1" .*install/);
});
