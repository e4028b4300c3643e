import {describe, expect, test} from 'vitest';
import {formatRecipe} from '../../source/recipe/format.ts';
import {checkRecipe} from '../../source/recipe/check.ts';
import {parseRecipe} from '../../source/recipe/parse.ts';
import type {RecipeInput} from '../../source/recipe/schema.ts';
import {recipeWith} from './recipe.ts';

describe('formatRecipe', () => {
	test('explains every line and leaves defaults of no interest out', () => {
		expect(formatRecipe(recipeWith({node: {hostname: 'bench', words: ['shell']}, nodes: [{mac: '52:54:00:12:34:56', name: 'one'}]}))).toBe(`# A recipe of ramstrap. Try it in a virtual machine:
#   ramstrap rehearse rambox

# Version of the recipe format.
version: 1

# Name of the recipe: its file, its folder and its address on the boot server.
name: rambox

# How the root file system reaches the node.
strategy: busybox-initramfs

# Where the root file system lives.
root: initramfs

tree:
  # Where the files of the node's system come from.
  from: busybox

kernel:
  # Where the kernel comes from.
  from: distribution
  # Which drivers the node carries: all-network, none, or a list of module names such as [e1000e,
  # r8169]; what these depend on comes along.
  drivers: all-network

# How the initramfs is packed for the wire. One of: zstd, gzip, xz, lz4, none.
compression: zstd

node:
  # Name of the node. Left out: the name of the recipe.
  hostname: bench
  # Memory of your smallest node, in MiB. The rehearsal gives its virtual machines as much.
  memory: 512
  # More words for the kernel's command line. "shell" gives a shell before anything else; "rambox"
  # hands over to /sbin/init.
  words: [shell]

server:
  # Who hands out addresses.
  dhcp: full
  # Network of the nodes. The server takes its first address, nodes get addresses from the middle.
  subnet: 192.168.24.0/24

# Machines with a name or an address of their own.
nodes:
  - {mac: 52:54:00:12:34:56, name: one, words: []}
`);
	});

	test('reads back as the same recipe, for 500 different ones', () => {
		const random = randomNumbers(7);
		for (let count = 0; count < 500; count++) {
			const checked = checkRecipe(randomRecipe(random));
			if ('problems' in checked) {
				throw new Error(checked.problems.map(({sentence}) => sentence).join('\n'));
			}

			expect(parseRecipe(formatRecipe(checked.recipe), {source: 'formatted.yaml'})).toEqual(checked.recipe);
		}
	});
});

type Random = (below: number) => number;

/** Numerical Recipes' generator: the same recipes at every run. */
function randomNumbers(seed: number): Random {
	let state = seed;
	return below => {
		state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
		return Math.floor(state / 2 ** 32 * below);
	};
}

function randomRecipe(random: Random): RecipeInput {
	const pick = <T>(...values: T[]): T => values[random(values.length)]!;
	const some = <T>(...values: T[]): T[] => values.filter(() => random(2) === 1);
	// Words that YAML would read as something else, were they not quoted.
	const words = some('shell', 'a: b'.replace(' ', ''), '#x', '1e3', 'null', '- '.trim(), '[x]', '{y}', '"q"', '\'s\'', '*z', '&w', '!t', '%p', '@at', '`b', 'yes', '0x10', 'a=b,c', '~', '?', '|', '>', 'x:', ':x');
	return {
		version: 1,
		name: pick('rambox', 'a', 'null', 'true', '1e3', '007', '0x1f', 'no', 'x'.repeat(63)),
		strategy: 'busybox-initramfs',
		compression: pick('zstd', 'gzip', 'xz', 'lz4', 'none'),
		kernel: {
			from: 'distribution',
			...(random(2) && {package: pick('linux-image-cloud-amd64', 'linux-image-6.12.117+deb12-amd64', '12')}),
			drivers: pick<'all-network' | string[]>('all-network', ['e1000e'], ['r8169', '8139too', '8390'], ['true']),
		},
		node: {
			...(random(2) && {hostname: pick('bench', '1', 'null')}),
			memory: pick(64, 96, 512, 1_048_576),
			console: pick(['tty0', 'ttyS0'], ['ttyS0,115200n8'], ['tty1']),
			timezone: pick('UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'),
			words,
		},
		server: {subnet: pick('192.168.24.0/24', '10.0.0.0/8', '172.16.8.0/29'), bios: pick('ipxe', 'pxelinux'), timeout: random(3601)},
		nodes: Array.from({length: random(4)}, (_, index) => ({
			mac: `52:54:00:00:0${index}:AB`,
			...(random(2) && {name: `node-${index}`}),
			words: some('quiet', '#1', 'x y'.replace(' ', '_')),
		})),
	};
}
