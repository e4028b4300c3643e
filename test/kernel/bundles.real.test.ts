import {readFileSync} from 'node:fs';
import {beforeAll, describe, expect, inject, test} from 'vitest';
import {baseRequests} from '../../source/kernel/bundles.ts';
import {formatFragment, parseConfig} from '../../source/kernel/config-text.ts';
import {parseFragment} from '../../source/kernel/fragment.ts';
import {kernelRequests} from '../../source/kernel/requests.ts';
import type {Request} from '../../source/kernel/types.ts';
import {recipeSchema, type RecipeInput} from '../../source/recipe/schema.ts';
import {wantedOf} from '../../source/strategies/index.ts';
import {kernelsBuilt, kernelsTake} from '../kernels-built.ts';
import {recipeWith} from '../recipe/recipe.ts';
import {type Conf, prepareConf} from './conf.ts';

beforeAll(kernelsBuilt, kernelsTake);

const bundleNames = recipeSchema.shape.kernel.unwrap().shape.bundles.unwrap().element.options;
const shared = readFileSync(new URL('fixtures/netboot-x86_64.config', import.meta.url), 'utf8');

const requestsOf = (fields: Partial<RecipeInput>, fragment?: string) =>
	kernelRequests(wantedOf(recipeWith({...fields, kernel: {from: 'build', source: {path: '/usr/src/linux'}, ...fields.kernel}})), {fragment});
const cases: Array<[name: string, requests: readonly Request[]]> = [
	['the base alone', baseRequests],
	...bundleNames.map((name): [string, Request[]] => [`bundle ${name}`, requestsOf({kernel: {bundles: [name]}})]),
	['all bundles', requestsOf({kernel: {bundles: bundleNames}})],
	['the fragment of 85 lines', parseFragment(shared, 'netboot-x86_64.config')],
	['all bundles and the fragment', requestsOf({kernel: {bundles: bundleNames}}, shared)],
	['a distribution\'s init in a tmpfs, consoles on USB and serial', requestsOf({root: 'tmpfs', compression: 'xz', node: {console: ['tty0', 'ttyS0', 'ttyUSB0']}})],
	['squashfs with an overlay', requestsOf({strategy: 'dracut-toram', image: 'squashfs', compression: 'lz4'})],
	['/dev/ram0', requestsOf({strategy: 'ramdisk-ext2', mount: 'kernel', ramdisk: 200, compression: 'gzip'})],
	['a RAM disk by an initramfs', requestsOf({strategy: 'ramdisk-ext2', mount: 'initramfs'})],
	['NFS 4.2 by the kernel, with an overlay', requestsOf({strategy: 'nfs-root', mount: 'kernel', overlay: 'tmpfs', kernel: {bundles: ['virtio']}})],
	['NFS 3 by an initramfs', requestsOf({strategy: 'nfs-root', nfs: 'v3', mount: 'initramfs', node: {words: ['ip=both']}})],
];

describe.for(['6.1', '6.12'] as const)('Linux %s', version => {
	let conf: Conf;
	beforeAll(async () => {
		conf = await prepareConf(inject('kernelTrees')[version]);
		return conf.close;
	});

	test.for(cases)('%s: nothing is dropped', async ([, requests]) => {
		expect(lost(requests, await configure(conf, requests))).toEqual([]);
	});

	test('a card without its frames is dropped, so that this test can fail', async () => {
		const requests = [...baseRequests, {option: 'VIRTIO_NET', value: 'y', from: 'kernel.options'}];
		expect(lost(requests, await configure(conf, requests))).toEqual(['VIRTIO_NET is n']);
	});

	test('conf gives what make gives, to the byte, whatever else it is asked for', async () => {
		const fragment = formatFragment(requestsOf({kernel: {bundles: bundleNames}}, shared));
		const byMake = await conf.makeAllnoconfig(fragment);
		expect(byMake.config.length).toBeGreaterThan(50_000);
		const [first, other, last] = await Promise.all([fragment, formatFragment(baseRequests), fragment].map(async one => conf.allnoconfig(one)));
		expect([first, last]).toEqual([byMake, byMake]);
		expect(other!.config).not.toBe(byMake.config);
	});

	test('what conf does not understand is a warning, so that the lack of one says something', async () => {
		const {warnings} = await conf.allnoconfig('CONFIG_64BIT=maybe\n');
		expect(warnings).toEqual([expect.stringContaining('symbol value \'maybe\' invalid for 64BIT')]);
	});
});

async function configure(conf: Conf, requests: readonly Request[]): Promise<Map<string, string>> {
	const {config, warnings} = await conf.allnoconfig(formatFragment(requests));
	expect(warnings).toEqual([]);
	return parseConfig(config);
}

function lost(requests: readonly Request[], values: ReadonlyMap<string, string>): string[] {
	// What is only preferred, not every Linux has.
	return requests.filter(({preferred}) => !preferred).flatMap(({option, value, or = []}) => {
		const name = [option, ...or].find(one => values.has(one)) ?? option;
		const got = values.get(name) ?? 'n';
		return got === value ? [] : [`${name} is ${got}`];
	});
}
