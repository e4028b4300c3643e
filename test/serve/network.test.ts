import {expect, test} from 'vitest';
import {besideIt, chooseInterface} from '../../source/serve/network.ts';
import type {Published} from '../../source/publish/read.ts';
import type {Version} from '../../source/publish/version.ts';
import {sampleRecipe} from '../sample.ts';

const network = {interface: 'lan', address: '192.168.24.1', netmask: '255.255.255.0', port: 80, dhcp: {mode: 'proxy', subnet: '192.168.24.0'}, nodes: [], lab: false} as unknown as Parameters<typeof besideIt>[2];
const published = (name: string, tree?: Version['tree']): Published => ({
	name, state: {versions: ['0123456789ab'], current: '0123456789ab', former: [], only: {}},
	versions: new Map([['0123456789ab', {name, files: [], words: [], milestones: [], memory: 64, ...(tree && {tree})}]]),
});

test('what else is in the menu is said, and whose root the whole network can mount', () => {
	const recipe = sampleRecipe({name: 'kitchen'});
	expect(besideIt(recipe, [published('kitchen')], network)).toEqual([]);
	expect(besideIt(recipe, [published('kitchen'), published('attic'), published('cellar', {sha256: 'c', access: 'ro', nfs: 'v4.2'})], network)).toEqual([
		'The boot menu also has these published recipes: attic, cellar.',
		'NFS exports to 192.168.24.0/24: the root file systems of cellar.',
	]);
});

test.each([
	[undefined, 'No interface has a default route, so ramstrap cannot choose an interface to serve on.'],
	['lo', 'lo is the loopback interface; other machines cannot be reached through it.'],
	['eth9', 'This machine has no network interface eth9.'],
])('%s is no interface to serve on', (name, message) => {
	const recipe = sampleRecipe({server: {...sampleRecipe().server, ...(name !== undefined && {interface: name})}});
	const eth0 = {name: 'eth0', mac: '02:00:00:00:00:01', addresses: [], defaultRoute: false, wireless: false, leased: false, carrier: true};
	expect(() => chooseInterface(recipe, [eth0])).toThrow(message);
});
