import {existsSync, globSync, readFileSync, realpathSync, statSync} from 'node:fs';
import path from 'node:path';
import {beforeAll, expect, inject, test} from 'vitest';
import {objectsOf} from '../../../source/kernel/size/objects.ts';
import {valuesOfConfig} from '../../../source/kernel/size/values.ts';
import {readerWithin} from '../../../source/run/kconfig-tree.ts';
import {sizeOfKernel} from '../../../source/run/kernel-size.ts';
import {kernelsBuilt, kernelsTake} from '../../kernels-built.ts';

beforeAll(kernelsBuilt, kernelsTake);

const fileOf = (recipe: string, name: string) => path.join(inject('builtHome'), 'work', recipe, 'kernel', name);

test.for(['rambox-tiny', 'nfs-root', 'ramdisk-ext2'])('%s is as large as was said before it was compiled, within 5 %', recipe => {
	const root = realpathSync(inject('kernelTrees')['6.1']);
	const estimate = sizeOfKernel(root, readerWithin(root))(valuesOfConfig(readFileSync(fileOf(recipe, 'config'), 'utf8')))!;
	const {size} = statSync(fileOf(recipe, 'vmlinuz'));
	expect(Math.abs((estimate / size) - 1)).toBeLessThan(0.05);
});

test('all modules of Debian\'s kernel, and no others, are among the objects of its configuration', () => {
	const root = realpathSync(inject('kernelTrees')['6.1']);
	const objects = objectsOf({read: readerWithin(root), srcarch: 'x86', withModules: true})(valuesOfConfig(readFileSync(fileOf('rambox', 'config'), 'utf8')));
	const named = new Set(objects.filter(({isModule}) => isModule).map(({name}) => path.basename(name)));
	const built = new Set(globSync(fileOf('rambox', 'lib/modules/**/*.ko*')).map(file => path.basename(file).replace(/\.ko.*$/, '')));
	expect(built.size).toBeGreaterThan(3500);
	expect([...built.symmetricDifference(named)]).toEqual([]);
});

test('what is compiled into a kernel is what make linked', () => {
	const root = realpathSync(inject('kernelTrees')['6.1']);
	const archive = readFileSync(fileOf('rambox-tiny', 'config'), 'utf8');
	const sources = objectsOf({read: readerWithin(root), srcarch: 'x86'})(valuesOfConfig(archive))
		.flatMap(one => one.sources);
	const build = path.join(inject('builtHome'), 'work/rambox-tiny/kernel-build');
	const missing = sources.filter(source => !existsSync(path.join(build, `${source}.o`)));
	// The vDSO's name is made by a command.
	expect(missing.filter(source => !source.includes('vdso'))).toEqual([]);
	expect(sources.length).toBeGreaterThan(1000);
});
