import {readdirSync, readFileSync} from 'node:fs';
import {execa} from 'execa';
import {expect, test} from 'vitest';
import {moduleFiles} from '../../source/steps/dracut/module-files.ts';
import {dracutInitramfsStep, dracutSystemStep} from '../../source/steps/dracut-initramfs.ts';
import {inOwnMounts} from '../../source/steps/own-mounts.ts';
import type {Step} from '../../source/steps/types.ts';

const folder = new URL('../../source/steps/dracut/90tmpfs-root/', import.meta.url);
const step = (some: Partial<Parameters<typeof dracutInitramfsStep>[0]> = {}) => dracutInitramfsStep({suite: 'trixie', drivers: true, compression: 'zstd', user: {root: false, sudo: true}, ...some});
const bootstrap = ({actions}: Step) => actions.flatMap(action => action.do === 'command' && action.argv.includes('mmdebstrap') ? [action.argv] : [])[0]!;

test('every file of the module goes along', () => {
	expect(Object.keys(moduleFiles)).toEqual([...readdirSync(folder), 'udhcpc.sh'].toSorted());
	const written = step().actions.flatMap(action => action.do === 'write-file' ? [action.path] : []);
	expect(written).toEqual([...Object.keys(moduleFiles).map(name => `module/90tmpfs-root/${name}`), 'module/99zz-pack-drivers/module-setup.sh', 'module/build.sh']);
});

test('what is put in is what main.sh and ready.sh read', () => {
	const listed = /for part in ([ a-z]+); do\n\t\tinst_simple/.exec(moduleFiles['module-setup.sh']!)![1]!.split(' ');
	const read = ['main.sh', 'ready.sh'].flatMap(name => /for part in ([ a-z]+); do/.exec(moduleFiles[name]!)![1]!.split(' '));
	expect(listed.toSorted()).toEqual([...new Set(read)].toSorted());
	for (const part of listed) {
		expect(Object.keys(moduleFiles)).toContain(`${part}.sh`);
	}
});

test.each(Object.keys(moduleFiles))('%s is correct as bash sees it', async name => {
	await execa('bash', ['-n'], {input: moduleFiles[name]!});
});

test('every word stands on the page, with its default', () => {
	const page = readFileSync(new URL('../readme.md', folder), 'utf8');
	const words = Object.values(moduleFiles).join('\n').matchAll(/\b(?:value|number|getargs|getargbool 1|getarg) ((?:rd\.tmpfs|ramstrap)\.\w+)=?(?: ([\d%]+))?\)/g);
	const found = [...words].map(([, word, standard]) => [word!, standard] as const);
	expect(found.length).toBeGreaterThan(8);
	for (const [word, standard] of found) {
		expect(page).toMatch(new RegExp(String.raw`^\| \`${word.replaceAll('.', String.raw`\.`)}=\` \| ${standard === undefined ? '' : `\`${standard}\``}`, 'm'));
	}
});

test('every sentence that the page explains is one that the module says', () => {
	const page = readFileSync(new URL('../readme.md', folder), 'utf8');
	const [, table = ''] = page.split('| the sentence begins with |', 2);
	const rows = table.split('\n').filter(row => row.startsWith('|'));
	const sentences = rows.flatMap(row => row.split(' | ', 1)[0]!.matchAll(/`([^`]+)`/g).map(([, words]) => words!).toArray());
	expect(sentences.length).toBeGreaterThan(10);
	const said = Object.values(moduleFiles).join('\n');
	const fixed = sentences.flatMap(sentence => sentence.split('…').map(part => part.trim()).filter(part => part.length > 3));
	expect(fixed.filter(part => !said.includes(part) && !said.includes(part.replace('/sbin/init', '$init')))).toEqual([]);
});

test('the suite and the mirror are the last words', () => {
	const system = {suite: 'trixie', user: {root: false, sudo: true}};
	expect(bootstrap(dracutSystemStep(system)).slice(-2)).toEqual(['trixie', 'bootstrap.tar']);
	expect(bootstrap(dracutSystemStep({...system, aptOptions: ['Acquire::Check-Date "false"']}))).toContain('--aptopt=Acquire::Check-Date "false"');
	expect(bootstrap(dracutSystemStep({...system, mirror: 'https://deb.example.org/debian'})).slice(-3)).toEqual(['trixie', 'bootstrap.tar', 'https://deb.example.org/debian']);
});

test('the system that dracut runs in is the same for all recipes', () => {
	expect(dracutSystemStep({suite: 'trixie', user: {root: false, sudo: true}})).toMatchObject({shared: true, needs: [], reads: []});
	expect(step().needs).toContain('dracut-system');
	expect(bootstrap(step())).toContain('--setup-hook=tar-in ../dracut-system/system.tar /');
});

test('modules come from the kernel, if it has any', () => {
	expect(bootstrap(step())).toContain('--customize-hook=tar-in modules.tar /lib/modules');
	expect(bootstrap(step())).toContain('--customize-hook=chroot "$1" sh /build.sh with-modules');
	const without = bootstrap(step({drivers: false}));
	expect(without.join('\n')).not.toContain('/lib/modules');
	expect(without).toContain('--customize-hook=chroot "$1" sh /build.sh without-modules');
});

test('root\'s mounts are seen by nobody else', () => {
	const user = {root: true, sudo: false};
	for (const made of [step({user}), dracutSystemStep({suite: 'trixie', user})]) {
		expect(bootstrap(made).slice(0, 8)).toEqual([...inOwnMounts({user}), 'env']);
	}

	expect(bootstrap(step())[0]).toBe('env');
});

test('packed as the recipe says', () => {
	const {actions, makes, id} = step({compression: 'xz'});
	expect([id, ...makes]).toEqual(['initramfs', 'initrd', 'unpacked']);
	expect(actions).toContainEqual(expect.objectContaining({from: 'initramfs.cpio', to: 'initrd', argv: expect.arrayContaining(['xz', '--check=crc32']) as unknown}));
});
