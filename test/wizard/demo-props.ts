import {UserError} from '../../source/errors.ts';
import {recipeSchema, type Recipe} from '../../source/recipe/schema.ts';
import type {WizardProps} from '../../source/wizard/types.ts';
import {demoKernel} from './demo-kernel.ts';

export const recipeNamed = (name: string): Recipe => recipeSchema.parse({version: 1, name, strategy: 'busybox-initramfs'});

/** On a kernel of its own. */
export const builtNamed = (name: string): Recipe => recipeSchema.parse({version: 1, name, strategy: 'busybox-initramfs', kernel: {from: 'build', source: {package: 'linux-source-6.1'}, bundles: ['virtio']}});

/** A machine, its recipes and a plan that are always the same. */
export const demoProps: WizardProps = {
	version: '0.1.0',
	facts: ['Debian GNU/Linux 12 on x86_64, 3.2 GiB of memory free, 20 GiB of disk free', 'virtual machines: KVM'],
	recipes: [
		{name: 'rambox', where: 'bundled', title: 'BusyBox that lives in RAM: the whole way in two minutes', recipe: recipeNamed('rambox')},
		{name: 'attic', where: 'saved', title: 'BusyBox in RAM, 256 MiB', recipe: {...recipeNamed('attic'), compression: 'xz'}},
		{name: 'tiny', where: 'saved', title: 'BusyBox in RAM on a kernel of its own', recipe: builtNamed('tiny')},
		{name: 'broken', where: 'saved', title: '', problem: '~/.config/ramstrap/recipes/broken.yaml, line 3: strategie is not a field; did you mean strategy?'},
	],
	blank: recipeNamed('my-nodes'),
	budget: ({node}) => ({
		measured: node.memory === 256,
		sizes: [{memory: 512, boots: 'no', used: 700}, {memory: 1024, boots: 'only in BIOS', used: 700}, {memory: 2048, boots: 'yes', used: 720}, {memory: 32_768, boots: 'yes', used: 1300}],
		lines: ['A node needs at least 700 MiB of memory with BIOS, 1100 MiB with UEFI.'],
	}),
	kernel: demoKernel,
	problems: () => [],
	machines: [{value: '52:54:00:00:00:07', label: '52:54:00:00:00:07: ramstrap, 192.168.1.107', help: 'It last booted rambox.'}],
	interfaces: [{value: 'eth0', label: 'eth0: 192.168.1.7/24, default route', help: 'Machines on this network can boot from here.'}],
	publicKeys: ['~/.ssh/id_ed25519.pub', '~/.ssh/id_rsa.pub'],
	keepDrafts: () => undefined,
	save: async recipe => ({listed: {name: recipe.name, where: 'saved', title: 'saved just now', recipe}, file: `~/.config/ramstrap/recipes/${recipe.name}.yaml`}),
	changes: ({node}) => `-memory: 256\n+memory: ${node.memory}`,
	paths: {
		has: id => id.endsWith('keys'),
		complete: text => text === '~/k' ? {text: '~/key', choices: ['key.pub', 'keys/']} : {text: `${text}.pub`, choices: []},
		about: text => text.endsWith('.pub') ? 'a file of 94 B' : '! does not exist',
	},
	forecast: () => ['A build needs 700 MiB of disk; 20 GiB are free.'],
	readLog: file => `the log in ${file}`,
	hashPassword,
	planText,
	readiness: ({node}) => node.timezone === 'Europe/Berlin'
		? {ok: false, lines: ['qemu-system-x86_64 is missing (package qemu-system-x86)', 'dnsmasq is missing (package dnsmasq-base)']}
		: {ok: true, lines: ['All there.']},
	warnings: () => [],
	summary: ({name, node}) => `Needs about 170 of ${node.memory} MiB of RAM. Kept as ~/.config/ramstrap/${name}.yaml`,
};

/** Not a hash: so that a test sees what came in. */
function hashPassword(password: string): string {
	if (password === 'unhashable') {
		throw new UserError('Hashing a password needs openssl, which is not installed.');
	}

	return `$6$demo$${[...password].toReversed().join('')}`;
}

function planText({name, node}: Recipe): string {
	if (node.memory < 128) {
		throw new UserError(`node.memory: ${node.memory} MiB is less than the 170 MiB this recipe needs`, ['set node.memory to 192 or more']);
	}

	const steps = Array.from({length: 40}, (_, index) => `${index + 1}. step ${index + 1} of ${name}\n   mkdir -p work/root-${index + 1} && cp -a --reflink=auto source/${index + 1} work/root-${index + 1}/a-rather-long-file-name`);
	return [`Plan of ${name}`, '', ...steps].join('\n');
}
