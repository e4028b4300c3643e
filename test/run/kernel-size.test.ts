import {chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, onTestFinished, test} from 'vitest';
import {readerWithin} from '../../source/run/kconfig-tree.ts';
import {sizeOfKernel} from '../../source/run/kernel-size.ts';

const places: string[] = [];
afterEach(() => {
	for (const place of places.splice(0)) {
		rmSync(place, {recursive: true});
	}
});

/** The size of a tree's kernel with these options on. */
function sizeOf(files: Record<string, string>, make: (root: string) => void = () => undefined, options = ['KERNEL_ZSTD']): number | undefined {
	const root = mkdtempSync(path.join(tmpdir(), 'ramstrap-tree-'));
	places.push(root);
	for (const [file, text] of Object.entries({'arch/x86/Makefile': '', Kbuild: 'obj-y += kernel/\n', 'kernel/Makefile': 'obj-y += a.o\n', 'kernel/a.c': 'x'.repeat(100_000), ...files})) {
		mkdirSync(path.dirname(path.join(root, file)), {recursive: true});
		writeFileSync(path.join(root, file), text);
	}

	make(root);
	return sizeOfKernel(root, readerWithin(root))(option => option === 'X86_64' || options.includes(option) ? 'y' : '');
}

let usual: number;
beforeEach(() => {
	usual = sizeOf({})!;
});

test('of what is no kernel for x86-64, or packed in a way that was not measured, nothing is said', () => {
	expect(usual).toBeGreaterThan(130_000);
	expect(sizeOf({}, root => {
		rmSync(path.join(root, 'arch'), {recursive: true});
	})).toBeUndefined();
	expect(sizeOf({}, undefined, ['KERNEL_LZO'])).toBeUndefined();
	expect(sizeOf({}, undefined, ['KERNEL_XZ'])).toBeLessThan(usual);
});

test('a file that a link leads to outside of the tree does not count, one inside does', () => {
	const objects = {'kernel/Makefile': 'obj-y += a.o b.o\n'};
	const outside = mkdtempSync(path.join(tmpdir(), 'ramstrap-outside-'));
	onTestFinished(() => {
		rmSync(outside, {recursive: true});
	});
	writeFileSync(path.join(outside, 'b.c'), 'x'.repeat(9_000_000));
	const without = sizeOf(objects)!;
	expect(sizeOf(objects, root => {
		symlinkSync(path.join(outside, 'b.c'), path.join(root, 'kernel/b.c'));
	})).toBe(without);
	expect(sizeOf({...objects, 'kernel/Makefile': 'obj-y += a.o out/b.o\n'}, root => {
		symlinkSync(outside, path.join(root, 'kernel/out'));
	})).toBe(without);
	expect(sizeOf(objects, root => {
		symlinkSync('a.c', path.join(root, 'kernel/b.c'));
	})).toBeGreaterThan(without);
});

test.each<[what: string, files: Record<string, string>, make?: (root: string) => void]>([
	['includes itself again and again', {'kernel/Makefile': `obj-y += a.o\n${'include kernel/Makefile\n'.repeat(12)}`}],
	['is written out without end', {'kernel/Makefile': `B := ${'b '.repeat(100_000)}\nobj-y += a.o\nobj-y += ${'$(B)'.repeat(4000)}\n`}],
	['has a folder that leads to itself', {Kbuild: 'obj-y += kernel/ d/\n', 'd/Makefile': 'obj-y += d/\n'}, root => {
		rmSync(path.join(root, 'd'), {recursive: true});
		symlinkSync('.', path.join(root, 'd'));
	}],
	['names what is too long', {Kbuild: `obj-y += kernel/ ${'a'.repeat(300)}/ ${'b'.repeat(300)}.o\ninclude ${'c'.repeat(300)}\n`}],
	['uses names of JavaScript', {Kbuild: 'obj-y += kernel/ $(toString:.c=.o) $(constructor) $(constructor x,y) constructor/\n', 'constructor/Makefile': 'obj-y += __proto__.o\n'}],
	['loops by links', {Kbuild: 'obj-y += kernel/ x.o y/\n'}, root => {
		symlinkSync('x.c', path.join(root, 'x.c'));
		symlinkSync('y', path.join(root, 'y'));
	}],
	['cannot be read', {Kbuild: 'obj-y += kernel/ secret/\n', 'secret/Makefile': 'obj-y += a.o\n'}, root => {
		chmodSync(path.join(root, 'secret'), 0);
	}],
])('a tree that %s has a size, soon', (_, files, make) => {
	const begin = performance.now();
	const size = sizeOf(files, make)!;
	expect(size).toBeGreaterThan(130_000);
	expect(size).toBeLessThan(usual * 2);
	expect(performance.now() - begin).toBeLessThan(5000);
});
