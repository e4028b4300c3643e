import {createHash} from 'node:crypto';
import {existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {makeDeployment, type DeploymentFacts} from '../../source/deploy/deployment.ts';
import type {Deployment, World} from '../../source/deploy/types.ts';

/** What there is to deploy, in files that are really there. */
export function factsIn(folder: string, more: Partial<DeploymentFacts> = {}): DeploymentFacts {
	mkdirSync(folder, {recursive: true});
	const original = (name: string, text = name) => {
		writeFileSync(path.join(folder, name), text);
		return path.join(folder, name);
	};

	const files = ['vmlinuz', 'initrd'].map(name => ({name, bytes: name.length, sha256: createHash('sha256').update(name).digest('hex')}));
	const loader = (name: string) => [original(name)];
	return {
		network: {interface: 'lan', address: '192.168.24.1', netmask: '255.255.255.0', port: 80, dhcp: {mode: 'full', range: {from: '192.168.24.100', to: '192.168.24.199'}, lease: '1h', dns: [], unknown: 'serve'}, nodes: [], lab: false},
		subnet: '192.168.24.0/24', bios: 'ipxe', uefi: 'ipxe', timeout: 5, keep: 2, archives: {'/mac/52-54-00-00-00-01.cpio': original('52-54-00-00-00-01.cpio')},
		version: {name: 'kitchen', files, words: ['console=ttyS0', 'ramstrap.server=http://<server>'], milestones: ['up'], memory: 64},
		sources: Object.fromEntries(files.map(({name}) => [name, original(name)])),
		bootFiles: {
			'ipxe.efi': loader('ipxe.efi'), 'undionly.kpxe': ['/nowhere/undionly.kpxe', ...loader('undionly.kpxe')], 'lpxelinux.0': loader('lpxelinux.0'), 'ldlinux.c32': loader('ldlinux.c32'),
			'menu.c32': loader('menu.c32'), 'libutil.c32': loader('libutil.c32'), 'ovmf-code': [], 'ovmf-vars': [], 'ovmf-secure-code': [], 'ovmf-secure-vars': [], 'libfsalvfs.so': [], 'shimx64.efi': [], 'grubx64.efi': [],
		},
		packages: {manager: 'apt', names: ['dnsmasq-base']},
		program: {copies: {'/usr/local/lib/ramstrap/kitchen/node': original('node'), '/usr/local/lib/ramstrap/kitchen/http.mjs': original('http.mjs')}, command: '/usr/local/lib/ramstrap/kitchen/node --jitless /usr/local/lib/ramstrap/kitchen/http.mjs'},
		dnsmasq: '/usr/sbin/dnsmasq', isDeaf: false,
		openings: [{firewall: 'ufw', port: '69/udp'}],
		...more,
	};
}

export const deploymentIn = (folder: string, more: Partial<DeploymentFacts> = {}): Deployment => makeDeployment(factsIn(folder, more));

/**
A machine in a folder. Its programs leave traces there as the real ones do: units that are enabled or run, packages,
rules.
*/
export function machineIn(root: string, {isShared = () => false, onRun}: {isShared?: (folder: string) => boolean; onRun?: () => Promise<void>} = {}): World {
	return {
		root, isShared,
		async run(argv) {
			await onRun?.();
			const answer = programs[argv[0] === 'env' ? argv[2]! : argv[0]!]?.(root, argv[0] === 'env' ? argv.slice(3) : argv.slice(1)) ?? true;
			return typeof answer === 'string' ? {ok: true, output: answer} : {ok: answer, output: ''};
		},
	};
}

/** A machine that was somebody's before us. */
export function furnish(root: string): void {
	for (const folder of ['etc/systemd/system/multi-user.target.wants', 'etc/exports.d', 'usr/local/lib', 'usr/sbin', 'var/lib', 'run']) {
		mkdirSync(path.join(root, folder), {recursive: true});
	}

	writeFileSync(path.join(root, 'etc/passwd'), 'root:x:0:0::/root:/bin/sh\n');
	writeFileSync(path.join(root, 'etc/ufw.rules'), 'ufw allow 22/tcp\n');
}

type Program = (root: string, words: readonly string[]) => boolean | string;

const trace = (root: string, name: string) => ({name, enabled: path.join(root, 'etc/systemd/system/multi-user.target.wants', name), active: path.join(root, 'run', `${name}.active`)});

function controlUnit(verb: string, {enabled, active, name}: ReturnType<typeof trace>): boolean {
	if (verb === 'enable' || verb === 'disable') {
		rmSync(enabled, {force: true});
	}

	switch (verb) {
		case 'enable': {
			symlinkSync(`../${name}`, enabled);

			break;
		}

		case 'start': {
			writeFileSync(active, '');

			break;
		}

		case 'stop': {
			rmSync(active, {force: true});

			break;
		}
	// No default
	}

	return true;
}

const programs: Record<string, Program> = {
	systemctl(root, [verb, ...words]) {
		const units = words.filter(word => !word.startsWith('--')).map(unit => trace(root, unit));
		const [first] = units;
		return verb === 'is-enabled' || verb === 'is-active' ? existsSync(first![verb === 'is-active' ? 'active' : 'enabled']) : units.every(one => controlUnit(verb!, one));
	},
	'dpkg-query': (root, words) => existsSync(path.join(root, 'usr/sbin', words.at(-1)!)) ? 'installed ' : false,
	'apt-get'(root, words) {
		const names = words.filter(word => word.startsWith('dnsmasq') || word.startsWith('lib'));
		if (words.includes('--simulate')) {
			return words[0] === 'install' ? 'Inst libnetfilter (1)\nInst dnsmasq-base (1)\n' : names.map(name => `Purg ${name} [1]`).join('\n');
		}

		for (const name of words[0] === 'install' ? ['libnetfilter', ...names] : names) {
			const file = path.join(root, 'usr/sbin', name);
			if (words[0] === 'install') {
				writeFileSync(file, name);
			} else {
				rmSync(file, {force: true});
			}
		}

		return true;
	},
	ufw(root, words) {
		const file = path.join(root, 'etc/ufw.rules');
		const rules = readFileSync(file, 'utf8');
		if (words[0] === 'show') {
			return rules;
		}

		const [, number, protocol] = /port (\d+) proto (\w+)/.exec(words.join(' '))!;
		const line = `ufw allow in on lan to any port ${number} proto ${protocol} comment 'ramstrap kitchen'\n`;

		writeFileSync(file, words[0] === 'allow' && !rules.includes(line) ? rules + line : (words[0] === 'allow' ? rules : rules.replace(line, '')));
		return true;
	},
};

/** Everything below a folder: kind, mode, content. */
export function contentOf(root: string): string[] {
	return readdirSync(root, {recursive: true, encoding: 'utf8'}).toSorted().map(name => {
		const file = path.join(root, name);
		const status = lstatSync(file);
		return `${status.mode.toString(8)} ${name} ${status.isFile() ? readFileSync(file, 'utf8') : (status.isSymbolicLink() ? readlinkSync(file) : '')}`.trim();
	});
}
