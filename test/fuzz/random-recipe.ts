import {readdirSync, readFileSync} from 'node:fs';
import {parse, stringify} from 'yaml';
import * as z from 'zod';
import {checkRecipe} from '../../source/recipe/check.ts';
import {recipeFields} from '../../source/recipe/fields.ts';
import {recipeSchema} from '../../source/recipe/schema.ts';
import {applySetting} from '../../source/recipe/setting.ts';
import {bare, elementOf} from '../../source/recipe/shape.ts';

/** A bundled recipe as text with some of its fields changed, the same for the same seed. */
export function randomRecipe(seed: number): string {
	const random = generator(seed);
	const pick = <T>(values: readonly T[]): T => values[random(values.length)]!;
	// Most recipes have changes that leave them good, a dozen tried; others such as a person makes, or nobody would;
	// some are hardly YAML any more.
	const kind = pick(['good', 'good', 'good', 'good', 'calm', 'calm', 'wild', 'wild', 'wild', 'scrambled'] as const);
	const one = () => kind !== 'wild' && random(4) === 0 ? changeTogether(pick, random) : [change(pick(fields), pick, random, kind === 'wild')];
	const changes = Array.from({length: {good: 12, calm: 3, wild: 2, scrambled: 1}[kind]}, one);
	const changed = changes.reduce<unknown>((recipe, settings) => {
		const next = settings.reduce<unknown>((before, setting) => applySetting(before, setting), recipe);
		return kind === 'good' && 'problems' in checkRecipe(next) ? recipe : next;
	}, structuredClone(pick(bundled)));
	const text = stringify(changed, {lineWidth: 0});
	return kind === 'scrambled' ? scrambled(text, pick, random) : text;
}

/** Files that there are, beside the recipe. */
export const hostileFragment = './it\'s `touch x` $(touch x) #.config';
export const hostileFiles: readonly string[] = [hostileFragment, './plain.config', './-rf', './a b"q".tar.zst', String.raw`./$(touch x)\z`, './<<END; touch y', './ä#'];

type Random = (below: number) => number;
type Pick = <T>(values: readonly T[]) => T;

const bundled = readdirSync('recipes').map(name => parse(readFileSync(`recipes/${name}`, 'utf8')) as object);

const nodeShape = elementOf(recipeSchema.shape.nodes) as z.ZodObject;

/** All of the schema's fields, those of the first two nodes, and some that there are not. */
const fields: Array<{path: Array<string | number>; schema: z.ZodType | undefined}> = [
	...recipeFields().map(({path, schema}) => ({path, schema})),
	...[0, 1].flatMap(index => Object.entries(nodeShape.shape).map(([key, schema]) => ({path: ['nodes', index, key], schema: schema as z.ZodType}))),
	...[['version'], ['kernel', 'options'], ['kernel', 'options', 'VIRTIO_NET'], ['tree', 'services'], ['tree', 'services', 'ssh.service'], ['nodes'], ['server'], ['tree'], ['nowhere'], ['kernel', '\u001B[2J'], ['__proto__']].map(path => ({path, schema: undefined})),
];

function change({path, schema}: typeof fields[number], pick: Pick, random: Random, isWild: boolean) {
	const sensible = schema ? sensibleValue(path, schema, pick, random) : undefined;
	return {path, value: isWild || sensible === undefined ? wildValue(pick, random) : sensible};
}

/** Fields that are good only beside one another: where a tree or a kernel's source comes from. */
function changeTogether(pick: Pick, random: Random) {
	const some = (pool: readonly unknown[]) => Array.from({length: 1 + random(2)}, () => pick(pool));
	const [place, value] = pick<[string, () => object]>([
		['tree', () => ({from: pick(['directory', 'archive', 'oci']), path: pick(paths), exclude: some(pools.exclude!)})],
		['tree', () => ({from: 'disk-image', path: pick(paths), partition: pick(pools.partition!)})],
		['tree', () => ({from: 'oci', image: pick(pools.image!)})],
		['tree', () => ({from: 'host', keep: some(pools['tree.keep']!)})],
		['tree', () => ({from: 'bootstrap', suite: pick(pools['tree.suite']!), components: some(pools.components!), sources: some(pools.sources!)})],
		['tree', () => ({from: 'bootstrap', release: pick(pools.release!), mirror: pick(pools.mirror!)})],
		['tree', () => ({from: 'bootstrap', services: {[pick(units)]: pick(['on', 'off'])}})],
		['tree', () => ({from: 'busybox', applets: some(['vi', 'ping', 'sha256sum'])})],
		['kernel', () => ({from: 'distribution', drivers: some(['e1000e', 'r8169', 'virtio_net']), firmware: pick(pools.firmware!)})],
		['kernel', () => ({from: 'build', source: pick<object>([{path: pick(hostileFiles)}, {url: pick(pools.url!), sha256: pick(pools.sha256!)}]), bundles: some(pools.bundles!)})],
	]);
	return [{path: [place], value: value()}];
}

function sensibleValue(path: ReadonlyArray<string | number>, schema: z.ZodType, pick: Pick, random: Random): unknown {
	const name = path.filter(part => typeof part === 'string').join('.');
	const pool = pools[name] ?? pools[String(path.at(-1))];
	const type = bare(schema);
	if (pool && elementOf(type)) {
		return Array.from({length: random(4)}, () => pick(pool)).filter((one, index, all) => all.indexOf(one) === index);
	}

	if (pool) {
		return pick(pool);
	}

	return type instanceof z.ZodEnum ? pick(type.options) : undefined;
}

const units = ['bluetooth.service', 'getty@tty3.service', 'dm-event.socket', 'dev-disk-by:x.swap'];

const words = ['quiet', 'ip=dhcp', 'ip=eth0:dhcp', 'ip=10.0.0.7::10.0.0.1:255.255.255.0::eth0:off', 'rd.break', 'shell', 'init=/bin/sh', 'systemd.unit=rescue.target', 'vlan=eth0.7:eth0', 'a=$(touch x)', '`touch x`', '\'', '"q"', String.raw`\n`, 'panic=5', 'ramdisk_size=65536', 'x=<server>', '>x', 'nfsroot=10.0.0.1:/srv,vers=3'];
const paths = ['/srv/root', './root.tar.zst', '~/x', '/srv/it\'s', '/srv/a b', '/srv/$(touch x)', '/srv/`touch x`', '-rf', '/srv/"q"', '/srv/ä', '/srv/<<END', '/srv/#', String.raw`/srv/a\b`, '../x;touch y', '/srv/\u202Etxt'];

/** What a field may hold, by its name; hostile to a shell as far as the schema lets it. */
const pools: Record<string, readonly unknown[]> = {
	version: [1], name: ['rambox', 'kitchen', '1', 'null', 'x'.repeat(63)], hostname: ['desk', '007', 'yes'],
	'tree.suite': ['bookworm', 'trixie', 'noble'], release: [43, '9', 'rawhide'], mirror: ['https://deb.example.org/debian', 'file:///srv/mirror', 'https://x.example/?a=b&c=$(id)\'"'],
	packages: ['vim', 'g++', '7zip', 'linux-image-amd64'], path: paths, files: paths, fragment: ['./plain.config', hostileFragment, '/nowhere'], keys: ['~/.ssh/id_ed25519.pub', '/srv/it\'s.pub', '/dev/zero', '/srv/$(x)'],
	components: ['main', 'non-free-firmware'],
	sources: [{url: 'https://x.example/?a=b&c=$(id)\'"'}, {url: 'file:///srv/`id`', suite: './', key: '/srv/it\'s $(touch x).asc'}, {url: 'https://deb.example.org/debian', suite: 'trixie-backports', components: ['main'], key: './#.gpg'}],
	firmware: paths, partition: ['2', 'centos/root'], image: ['docker.io/library/debian:trixie', 'a@sha256:0'], exclude: ['usr/share/doc/*', '$(x)', '\'', '#x', '-x'],
	'kernel.package': ['linux-image-cloud-amd64', 'linux-image-amd64'], drivers: ['e1000e', 'virtio_net', '-x'], modules: ['br_netfilter', 'nft_masq'],
	'kernel.source.package': ['linux-source-6.1', 'linux-source'], url: ['https://example.org/linux.tar.xz', 'https://x.example/a\'b"c$(d)`e`'], sha256: ['0'.repeat(64), 'A'.repeat(64)],
	bundles: ['virtio', 'smp', 'hardened', 'nfs-root', 'ramdisk'], memory: [64, 512, 2048, 1_048_576], console: ['tty0', 'ttyS0', 'ttyS1,9600', 'hvc0', 'ttyUSB0'],
	timezone: ['Europe/Berlin', 'UTC'], locale: ['de_DE.UTF-8', 'en_US.UTF-8', 'fr_FR.UTF-8', 'C.UTF-8', '../x'], password: ['$6$a.b/c$d', '$y$j9T$x$y', '$6$\'"$(x)`'], words,
	interface: ['eth0', 'lan', '$(x)', '\'', '#'], subnet: ['192.168.24.0/24', '10.0.0.0/8', '172.16.8.0/29'], range: ['192.168.24.10-192.168.24.20', '192.168.24.100-192.168.24.199'],
	time: ['1h', '30s', '7d'], 'tests.hardware': ['memory', 'cpu', 'disks', 'network'], lease: ['30m', 'infinite'], gateway: ['192.168.24.254', '192.168.24.150', '10.0.0.1'], dns: ['1.1.1.1', '192.168.24.254'], keep: [1, 100], 'tree.keep': ['etc/wireguard', 'home/it\'s', 'etc/$(touch x)', 'etc/a b', '#x', '-x'], timeout: [0, 3, 3600], size: ['80%', '2G', '100%'], ramdisk: [1, 300],
	mac: ['52:54:00:12:34:56', '52-54-00-12-34-57', '525400123458', '52:54:01:*:*:*'], address: ['192.168.24.10', '192.168.24.11'], 'nodes.name': ['one', 'two'], recipe: ['rambox'],
};

// eslint-disable-next-line no-template-curly-in-string -- of a shell
const signs = ['\u001B[31m', '\0', '\n', '\r', '\u007F', '\u009B2J', '\u2028', '\u2029', '\t', '\b', '\'', '"', '`', '$(touch x)', '${x}', ';', '|', '&', '<', '>', '#', '\\', ' ', '%s', '\uD800', 'ä', '🙂', '\u202E', '*', '~', '..', '/', '-'];

/** Anything else that YAML can say. */
function wildValue(pick: Pick, random: Random): unknown {
	const text = () => Array.from({length: 1 + random(5)}, () => pick([...signs, 'a', 'etc', '1', 'touch x', '=', ':', ','])).join('');
	return [
		text, text, text, () => [text(), text()], () => ({[text()]: text()}), () => null, () => true, () => [], () => ({}), () => '', () => random(2) - 1, () => 1e300, () => -0.5, () => NaN, () => Infinity,
		() => 'x'.repeat(5000), () => [[['x']]], () => pick(paths), () => pick(words), () => '/dev/zero', () => Array.from({length: 300}, text),
	][random(21)]!();
}

/** A character more, one less, a line twice. */
function scrambled(text: string, pick: Pick, random: Random): string {
	const at = random(text.length);
	return pick([
		() => text.slice(0, at) + pick(signs) + text.slice(at),
		() => text.slice(0, at) + text.slice(at + 1 + random(5)),
		() => text.slice(0, at),
		() => text + text.slice(at),
	])();
}

/** Numerical Recipes' linear generator; its upper bits are good enough here. */
function generator(seed: number): Random {
	let state = (seed * 2_654_435_761) % 2 ** 32;
	const next = (below: number) => {
		state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
		return Math.floor(state / 2 ** 32 * below);
	};

	// Neighbouring seeds begin alike.
	next(2);
	next(2);
	return next;
}
