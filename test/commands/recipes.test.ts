import {mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, onTestFinished, test} from 'vitest';
import {draftStore} from '../../source/draft-store.ts';
import {parseRecipe} from '../../source/recipe/parse.ts';
import {recipeStore} from '../../source/recipe-store.ts';
import {recipes} from '../../source/commands/recipes.ts';

let folder: string;
let saved: string;
beforeEach(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'ramstrap-recipes-'));
	saved = path.join(folder, 'saved');
	await writeFile(path.join(folder, 'bench.yaml'), '# my notes\nversion: 1\nname: bench\nstrategy: busybox-initramfs\n');
	await writeFile(path.join(folder, 'bad.yaml'), 'version: 1\nname: bad\nstrategy: nfs\n');
});
afterEach(async () => rm(folder, {recursive: true}));

let set: string[] = [];
let purpose: string | undefined;
let json = false;

async function run(...words: string[]): Promise<string[]> {
	const lines: string[] = [];
	const code = await recipes(words, {
		bundledFolder: new URL('../../recipes', import.meta.url).pathname,
		savedFolder: saved,
		store: recipeStore(saved),
		set,
		purpose,
		json,
		isPublished: name => name === 'served',
		out(line) {
			lines.push(line);
		},
	});
	expect(code).toBe(0);
	return lines;
}

describe('recipes', () => {
	test('list: name, where it is, what it is', async () => {
		await run('save', path.join(folder, 'bench.yaml'));
		await writeFile(path.join(saved, 'bad.yaml'), 'version: 1\nname: bad\nstrategy: nfs\n');
		expect(await run()).toEqual([
			`bad                saved    ${saved}/bad.yaml:3: strategy is "nfs", but must be busybox-initramfs, dracut-toram, ramdisk-ext2 or nfs-root.`,
			'bench              saved    BusyBox in RAM',
			'burn-in            bundled  test a new or doubtful PC',
			'container-host     bundled  run containers with podman, in RAM',
			'debian-ram         bundled  a whole Debian in RAM: the one to start with',
			'debian-tmpfs       bundled  a whole Debian in RAM, unpacked into a tmpfs',
			'debian-tmpfs-root  bundled  a whole Debian in RAM, unpacked by dracut',
			'debian-toram       bundled  a whole Debian in RAM, brought there by dracut',
			'nfs-root           bundled  a root on this server for one machine, writable',
			'nfs-shared         bundled  one root on this server for many machines',
			'rambox             bundled  a shell and 260 tools in RAM, for any PC',
			'rambox-tiny        bundled  rambox with a small kernel built from source',
			'ramdisk-ext2       bundled  the classic RAM disk in /dev/ram0',
			'rescue             bundled  repair a PC, recover its data',
		]);
	});

	test('show: the file with its comments', async () => {
		expect((await run('show', 'rambox')).join('\n')).toMatch(/^# rambox: a shell and 260 tools in RAM, for any PC\n/);
	});

	test('new: every default but for what is set; a name that is taken or a bad value is refused', async () => {
		set = ['root=squashfs', 'tree.from=bootstrap', 'node.memory=2048'];
		expect(await run('new', 'kitchen')).toEqual([`Saved as ${saved}/kitchen.yaml. Next: ramstrap rehearse kitchen`]);
		const text = await readFile(path.join(saved, 'kitchen.yaml'), 'utf8');
		expect(text).toMatch(/^name: kitchen$/m);
		expect(text).toMatch(/^ {2}memory: 2048$/m);
		await expect(run('new', 'kitchen')).rejects.toThrow('kitchen is already the name of a saved recipe.');
		set = ['root=nfs'];
		await expect(run('new', 'other')).rejects.toThrow('root');
		set = [];
		await expect(run('new', 'Not a name')).rejects.toThrow('name');
		await expect(run('new', '../out')).rejects.toThrow('name');
		expect((await readdir(saved)).toSorted()).toEqual(['kitchen.yaml']);
	});

	test('new --purpose: what is recommended, under a name that is free; what is set goes over it', async () => {
		purpose = 'rescue';
		expect(await run('new')).toEqual(['Image in RAM. Uses the least memory, and needs no server once the node is up.', `Saved as ${saved}/my-rescue.yaml. Next: ramstrap rehearse my-rescue`]);
		set = ['node.memory=170'];
		expect(await run('new', 'small')).toEqual(['Shared root over NFS. Fits into 170 MiB, as no system in RAM does. The server must stay up while nodes run. In UEFI it needs 198 MiB.', `Saved as ${saved}/small.yaml. Next: ramstrap rehearse small`]);
		expect(await readFile(path.join(saved, 'small.yaml'), 'utf8')).toMatch(/^ {2}memory: 170$/m);
		// Nothing is said of a way that was not taken.
		set = ['strategy=nfs-root'];
		expect(await run('new', 'own')).toEqual([`Saved as ${saved}/own.yaml. Next: ramstrap rehearse own`]);
		set = ['name=rambox'];
		await expect(run('new', 'other')).rejects.toThrow('rambox is already the name of a bundled recipe.');
		set = ['node.memory=80'];
		await expect(run('new', 'tiny')).rejects.toMatchObject({message: 'Nothing for --purpose rescue fits into node.memory: 80.', hints: [expect.stringContaining('--set node.memory=1024'), expect.any(String)]});
		purpose = 'resque';
		await expect(run('new')).rejects.toMatchObject({message: '--purpose resque is not one of debian, rescue, burn-in, containers, many, keep or kernel.', hints: ['ramstrap recipes new --purpose rescue']});
		[purpose, set] = [undefined, []];
	});

	test('copy and rename: comments stay, relative paths lead where they led', async () => {
		await writeFile(path.join(folder, 'far.yaml'), '# far\nversion: 1\nname: far\nstrategy: busybox-initramfs\nroot: squashfs\ntree: {from: directory, path: ./root} # here\nnode: {keys: [~/.ssh/id.pub]}\n');
		expect(await run('copy', path.join(folder, 'far.yaml'), 'near')).toEqual([`Saved as ${saved}/near.yaml. Next: ramstrap rehearse near`]);
		const copied = `# far\nversion: 1\nname: near\nstrategy: busybox-initramfs\nroot: squashfs\ntree: {from: directory, path: ${folder}/root} # here\nnode: {keys: [~/.ssh/id.pub]}\n`;
		expect(await readFile(path.join(saved, 'near.yaml'), 'utf8')).toBe(copied);
		await run('copy', 'rambox', 'my-rambox');
		const own = await readFile(path.join(saved, 'my-rambox.yaml'), 'utf8');
		expect(own).toMatch(/^# my-rambox: a shell and 260 tools/);
		expect(own).toContain('#   ramstrap recipes show my-rambox ');
		expect(await run()).toContain('my-rambox          saved    a shell and 260 tools in RAM, for any PC');
		expect(await readFile(path.join(saved, 'my-rambox.yaml'), 'utf8')).toMatch(/^name: my-rambox$/m);
		await mkdir(path.join(saved, 'nodes'));
		await writeFile(path.join(saved, 'nodes/near.yaml'), '- {mac: 52:54:00:00:00:01}\n');
		expect(await run('rename', 'near', 'nearer')).toEqual([`Saved as ${saved}/nearer.yaml. Next: ramstrap rehearse nearer`]);
		expect(await readFile(path.join(saved, 'nearer.yaml'), 'utf8')).toBe(copied.replace('name: near', 'name: nearer'));
		expect((await readdir(saved, {recursive: true})).toSorted()).toEqual(['my-rambox.yaml', 'nearer.yaml', 'nodes', 'nodes/nearer.yaml']);
		await run('save', path.join(folder, 'far.yaml'));
		expect(await readFile(path.join(saved, 'far.yaml'), 'utf8')).toContain(`path: ${folder}/root} # here`);
	});

	test('what the wizard keeps of a recipe goes where the recipe goes', async () => {
		await run('copy', 'rambox', 'attic');
		const drafts = draftStore(saved);
		const recipe = parseRecipe(await readFile(path.join(saved, 'attic.yaml'), 'utf8'), {source: 'attic'});
		const changed = {...recipe, compression: 'xz' as const};
		drafts.keep({attic: changed});
		await run('rename', 'attic', 'loft');
		expect(draftStore(saved).read()).toEqual({loft: {...changed, name: 'loft'}});
		await run('remove', 'loft');
		expect(await readdir(saved)).toEqual([]);
	});

	test('what cannot be copied or renamed says why', async () => {
		await run('copy', 'rambox', 'served');
		await expect(run('rename', 'served', 'other')).rejects.toMatchObject({message: 'served is published: machines boot it by this name.', hints: ['ramstrap recipes copy served other']});
		await expect(run('rename', 'rambox', 'other')).rejects.toThrow('rambox is a bundled recipe and cannot be renamed.');
		await expect(run('rename', 'nothing', 'other')).rejects.toThrow('No saved recipe has the name nothing.');
		await expect(run('copy', 'rambox', 'served')).rejects.toThrow('served is already the name of a saved recipe.');
		await expect(run('copy', 'rambox', 'Bad Name')).rejects.toThrow('name');
		await expect(run('copy', 'rambox')).rejects.toMatchObject({message: 'recipes copy needs a recipe and a new name, not 1 words.', hints: ['ramstrap recipes copy rambox my-rambox']});
	});

	test('save and remove: whole files, for their owner only', async () => {
		expect(await run('save', path.join(folder, 'bench.yaml'))).toEqual([`Saved as ${saved}/bench.yaml. Next: ramstrap rehearse bench`]);
		expect(await readFile(path.join(saved, 'bench.yaml'), 'utf8')).toContain('# my notes');
		expect((await stat(path.join(saved, 'bench.yaml'))).mode % 0o1000).toBe(0o600);
		await expect(run('save', path.join(folder, 'bench.yaml'))).rejects.toMatchObject({message: 'A saved recipe with the name bench already exists.', hints: ['ramstrap recipes remove bench', 'or change the name in the file']});
		expect(await run('remove', 'bench')).toEqual(['Removed bench.']);
		expect(await readdir(saved)).toEqual([]);
	});

	test('a bad recipe is not saved', async () => {
		await expect(run('save', path.join(folder, 'bad.yaml'))).rejects.toThrow('bad.yaml:3: strategy is "nfs"');
		await expect(readdir(saved)).rejects.toThrow('ENOENT');
	});

	test('for programs, what was done is one result', async () => {
		json = true;
		onTestFinished(() => {
			json = false;
		});
		const results = async (...words: string[]) => (await run(...words)).map(line => JSON.parse(line) as unknown);
		expect(await results('copy', 'rambox', 'mine')).toEqual([{event: 'result', ok: true, name: 'mine', path: path.join(saved, 'mine.yaml')}]);
		expect(await results('validate', 'mine')).toEqual([{event: 'result', ok: true, recipes: [{asked: 'mine', name: 'mine', warnings: []}]}]);
		expect(await results('rename', 'mine', 'other')).toEqual([{event: 'result', ok: true, name: 'other', path: path.join(saved, 'other.yaml')}]);
		expect(await results('remove', 'other')).toEqual([{event: 'result', ok: true, name: 'other'}]);
	});

	test('validate: one or many', async () => {
		expect(await run('validate', 'rambox', path.join(folder, 'bench.yaml'))).toEqual([
			'rambox is a valid recipe: rambox, BusyBox in RAM.',
			`${folder}/bench.yaml is a valid recipe: bench, BusyBox in RAM.`,
		]);
		await expect(run('validate', 'nope', path.join(folder, 'bad.yaml'))).rejects.toMatchObject({
			message: `No recipe has the name nope; there are burn-in, container-host, debian-ram, debian-tmpfs, debian-tmpfs-root, debian-toram, nfs-root, nfs-shared, rambox, rambox-tiny, ramdisk-ext2 and rescue.\n${folder}/bad.yaml:3: strategy is "nfs", but must be busybox-initramfs, dracut-toram, ramdisk-ext2 or nfs-root.`,
		});
	});

	test('schema: JSON', async () => {
		expect(JSON.parse((await run('schema')).join('\n'))).toMatchObject({title: 'A ramstrap recipe'});
	});

	test.each([
		[['shwo'], 'recipes shwo is not a command; did you mean recipes show?'],
		[['frobnicate'], 'recipes frobnicate is not a command; the commands are list, show, new, save, copy, rename, remove, validate and '
		+ 'schema.'],
		[['constructor'], 'recipes constructor is not a command; the commands are list, show, new, save, copy, rename, remove, validate '
		+ 'and schema.'],
		[['show'], 'recipes show needs a recipe.'],
		[['new'], 'recipes new needs a name.'],
		[['remove', 'a', 'b'], 'recipes remove needs one recipe, not 2.'],
		[['remove', 'rambox'], 'rambox is a bundled recipe and cannot be removed.'],
		[['remove', 'nope'], 'No saved recipe has the name nope.'],
	])('%j', async (words, message) => {
		await expect(run(...words)).rejects.toMatchObject({message, exitCode: 2});
	});
});

test('a store that cannot write leaves nothing half-written', async () => {
	await writeFile(saved, 'a file where the folder should be');
	expect(() => recipeStore(saved).save('x', 'text')).toThrow('ENOTDIR');
	expect(await recipeStore(path.join(folder, 'nowhere')).remove('x')).toBe(false);
});
