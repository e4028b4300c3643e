import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {commands} from '../../source/arguments.ts';
import {advise, recommended, type Wish} from '../../source/purpose/advise.ts';
import {purposeNamed, purposes} from '../../source/purpose/purposes.ts';
import {checkRecipe} from '../../source/recipe/check.ts';
import {deliveryOf} from '../../source/recipe/delivery.ts';
import {parseRecipe} from '../../source/recipe/parse.ts';
import {recipeSchema} from '../../source/recipe/schema.ts';
import {ways} from '../../source/strategies/index.ts';

const base = recipeSchema.parse({version: 1, name: 'base', strategy: 'busybox-initramfs'});
const bundled = (name: string) => parseRecipe(readFileSync(`recipes/${name}.yaml`, 'utf8'), {source: name});
const wish = (name: string, memory: number, keeps = false): Wish => ({purpose: purposeNamed(name)!, memory, keeps});
const wishes = purposes.flatMap(purpose => [64, 200, 256, 400, 1024, 16_384].flatMap(memory =>
	(purpose.demands.keeps === undefined ? [true, false] : [purpose.demands.keeps]).map(keeps => ({purpose, memory, keeps}))));

test('ways have names of their own, purposes as well, and the command line has all of them', () => {
	for (const names of [ways.map(({name}) => name), purposes.map(({name}) => name)]) {
		expect(new Set(names).size).toBe(names.length);
	}

	expect(commands.recipes.flags.purpose.takes.split('|')).toEqual(purposes.map(({name}) => name));
});

/** What somebody has answered before. */
const answered = recipeSchema.parse({version: 1, name: 'mine', strategy: 'nfs-root', tree: {from: 'host', keep: ['etc/wireguard']}, node: {keys: ['/k.pub'], password: '$6$abcdefgh$0123456789', locale: 'de_DE.UTF-8'}});

test.each(wishes.flatMap(asked => [{...asked, before: base}, {...asked, before: answered}]))('$purpose.name on $memory MiB, keeps: $keeps, before: $before.name', ({before, ...asked}) => {
	const all = advise(asked, before);
	expect(all.map(({way}) => way.name).toSorted()).toEqual(ways.map(({name}) => name).toSorted());
	for (const {recipe, reason, verdict, needsInBios, needs, download} of all) {
		expect(checkRecipe(recipe)).toEqual({recipe});
		expect(recipe.node.memory).toBe(asked.memory);
		expect(reason).toMatch(/^[A-Z].*\.$/);
		expect(download).toBeGreaterThan(1e6);
		expect(needs).toBeGreaterThanOrEqual(needsInBios);
		expect(verdict === 'no' || needsInBios <= asked.memory).toBe(true);
	}

	// The first alone is recommended; what does not do comes last.
	const verdicts = all.map(({verdict}) => verdict);
	expect(verdicts.toSorted((one, other) => order.indexOf(one) - order.indexOf(other))).toEqual(verdicts);
	expect(verdicts.filter(verdict => verdict === 'recommended')).toHaveLength(verdicts.every(verdict => verdict === 'no') ? 0 : 1);
	for (const {recipe, verdict} of all) {
		const {at, overlay} = deliveryOf(recipe);
		if (verdict !== 'no') {
			expect(at === 'server' && overlay === 'none' ? !asked.purpose.demands.many : !asked.keeps).toBe(true);
			expect(at === 'initramfs' && asked.purpose.demands.distribution).toBe(false);
		}

		// What needs no server goes before what does.
		expect(verdict === 'recommended' && at === 'server' && !asked.keeps && all.some(other => other.verdict === 'possible' && !other.onServer)).toBe(false);
	}
});

const order = ['recommended', 'possible', 'no'];

describe('what is recommended', () => {
	test.each([
		['debian', 1024, false, 'debian-ram', 'Uses the least memory'],
		['debian', 200, false, 'nfs-shared', 'Fits into 200 MiB'],
		['debian', 1024, true, 'nfs-root', 'The only way that keeps'],
		['rescue', 1024, false, 'debian-ram', 'Uses the least memory'],
		['containers', 2048, false, 'debian-ram', 'Uses the least memory'],
		['many', 1024, false, 'debian-ram', 'Uses the least memory'],
		['many', 200, false, 'nfs-shared', 'Fits into 200 MiB'],
		['keep', 1024, true, 'nfs-root', 'The only way that keeps'],
		['kernel', 512, false, 'rambox', 'Uses the least memory'],
	])('for %s on %i MiB, keeps: %s', (name, memory, keeps, way, reason) => {
		expect(recommended(wish(name, memory, keeps), base)).toMatchObject({way: {name: way}, reason: expect.stringContaining(reason) as string});
	});

	test.each(['rescue', 'burn-in', 'container-host'])('%s is the bundled recipe of that name', name => {
		const purpose = purposes.find(({recipe}) => recipe === name)!;
		const {recipe} = recommended({purpose, memory: purpose.memory, keeps: false}, base)!;
		const {node: {hostname, ...node}, tree, kernel, ...rest} = bundled(name);
		const sorted = ({packages, ...others}: typeof tree) => ({...others, packages: packages.toSorted()});
		expect(hostname).toBe(name);
		expect({...recipe, tree: sorted(recipe.tree)}).toEqual({...rest, node, kernel, tree: sorted(tree)});
	});

	test.each(ways.filter(({name}) => !['ramdisk-ext2', 'nfs-root'].includes(name)))('$name as a way delivers as the bundled recipe does', ({name, settings}) => {
		expect(deliveryOf(recipeSchema.parse({version: 1, name, ...settings}))).toEqual(deliveryOf(bundled(name)));
	});
});

test('why not: in numbers, against what is recommended', () => {
	const reasons = Object.fromEntries(advise(wish('debian', 1024), base).map(({way, verdict, reason}) => [way.name, `${verdict}: ${reason}`]));
	expect(reasons).toMatchInlineSnapshot(`
		{
		  "debian-ram": "recommended: Uses the least memory, and needs no server once the node is up.",
		  "debian-tmpfs": "possible: Compared with Image in RAM: 107 MiB more memory in use; up 6 s later in a virtual machine.",
		  "debian-toram": "possible: Compared with Image in RAM: 37.4 MB more to download; up 9 s later in a virtual machine.",
		  "nfs-root": "possible: Compared with Image in RAM: the server must stay up while nodes run; one node only, and it starts with what its last run left; up 4 s later in a virtual machine.",
		  "nfs-shared": "possible: Compared with Image in RAM: the server must stay up while nodes run.",
		  "rambox": "no: BusyBox alone has no packages and no SSH server.",
		  "ramdisk-ext2": "possible: Compared with Image in RAM: 207 MiB more memory in use; up 7 s later in a virtual machine.",
		}
	`);
});

/** MiB in use and bytes over the wire, of rehearsals in BIOS (Debian 12, November 2026). First the memory of the node. */
const rehearsed = [
	['rambox', 512, 97, 20.2e6], ['debian-ram', 1024, 289, 79.2e6], ['debian-tmpfs', 1024, 411, 78.3e6], ['debian-toram', 1024, 305, 121.8e6],
	['nfs-shared', 512, 117, 58.3e6], ['rescue', 1024, 340, 131.6e6], ['container-host', 2048, 390, 105e6],
] as const;

test.each(rehearsed)('the numbers for %s are within 15 % of a rehearsal', (name, memory, inUse, download) => {
	const {tree, kernel, ...rest} = bundled(name);
	const purpose = {...purposeNamed('debian')!, demands: {distribution: false}, tree, kernel};
	const {at, by, overlay} = deliveryOf(rest);
	const found = advise({purpose, memory, keeps: false}, base).find(({recipe}) => {
		const delivery = deliveryOf(recipe);
		return delivery.at === at && delivery.by === by && delivery.overlay === overlay;
	})!;
	expect(Math.abs((found.inUse / inUse) - 1), `${found.inUse} of ${inUse} MiB`).toBeLessThan(0.15);
	expect(Math.abs((found.download / download) - 1), `${found.download} of ${download}`).toBeLessThan(0.15);
});
