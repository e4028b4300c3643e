import {describe, expect, test} from 'vitest';
import {doctor, type DoctorContext, type DoctorOptions} from '../../source/commands/doctor.ts';
import type {Facts} from '../../source/host/types.ts';
import type {Recipe} from '../../source/recipe/schema.ts';
import {factsOf, without} from '../host/facts-of.ts';
import {recipeWith} from '../recipe/recipe.ts';

const whole = factsOf();
const poor = factsOf({tools: without(whole.tools, 'dnsmasq', 'qemu-system-x86_64')});
const noLists = factsOf({...poor, kernels: {}, busybox: undefined});

describe('doctor', () => {
	test('a machine that is ready: exit 0, and what to do next', async () => {
		const {code, lines} = await visit([whole]);
		expect(code).toBe(0);
		expect(lines.slice(0, 7)).toEqual([
			'Debian GNU/Linux 12 (bookworm), x86_64, package manager apt',
			'ramstrap unbundled, the checkout /srv/ramstrap',
			'',
			'  ✔ kernel              6.1.0-56-amd64, package linux-image-6.1.0-56-amd64 1.0-1 (70.0 MB)',
			'  ✔ busybox             package busybox-static 1.0-1 (928 kB)',
			'  ✔ qemu-system-x86_64  /usr/bin/qemu-system-x86_64',
			'  ✔ dnsmasq             /usr/bin/dnsmasq',
		]);
		expect(lines.at(-1)).toBe('This machine is ready. Next: ramstrap rehearse rambox');
	});

	test('what is deployed here: the version that nodes boot, and which ramstrap serves it', async () => {
		const deployed = [{recipe: 'attic', by: 'unbundled'}, {recipe: 'kitchen', boots: '3f2a1c9d', by: '0.0.9'}, {recipe: 'old'}];
		const {lines} = await visit([whole], {}, {deployed});
		expect(lines.slice(2, 5)).toEqual([
			'deployed: attic, served by ramstrap unbundled',
			'deployed: kitchen 3f2a1c9d, served by ramstrap 0.0.9; deploy its recipe again to change to this one',
			'deployed: old, served by an earlier ramstrap; deploy its recipe again to change to this one',
		]);
		const {lines: events} = await visit([whole], {json: true}, {deployed});
		expect(JSON.parse(events.at(-1)!)).toMatchObject({event: 'result', version: 'unbundled', installed: 'the checkout /srv/ramstrap', deployed});
	});

	test('a machine that is not: exit 3, each missing thing with its package, the exact next command', async () => {
		const {code, lines} = await visit([poor]);
		expect(code).toBe(3);
		expect(lines.slice(5, 9)).toEqual([
			'  ✖ qemu-system-x86_64  missing: runs the virtual machines of a rehearsal',
			'                        → package qemu-system-x86',
			'  ✖ dnsmasq             missing: answers DHCP and TFTP',
			'                        → package dnsmasq-base',
		]);
		expect(lines.slice(-3)).toEqual([
			'This machine is not ready: 2 things are missing.',
			'Next: ramstrap doctor rambox --install',
			'  that is: sudo env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends dnsmasq-base qemu-system-x86',
		]);
	});

	test('what no package cures is only said', async () => {
		const {code, lines} = await visit([factsOf({disk: {path: '/small', freeMiB: 1}})]);
		expect(code).toBe(3);
		expect(lines.slice(-1)).toEqual(['This machine is not ready: one thing is missing.']);
	});

	test.each([
		['dnf', 'sudo dnf install --assumeyes --setopt=install_weak_deps=False dnsmasq qemu-system-x86-core'],
		['pacman', 'sudo pacman --sync --needed --noconfirm dnsmasq qemu-system-x86'],
		['zypper', 'sudo zypper --non-interactive install --no-recommends dnsmasq qemu-x86'],
	] as const)('on %s: %s', async (packageManager, command) => {
		const {lines} = await visit([{...poor, packageManager}]);
		expect(lines.at(-1)).toBe(`  that is: ${command}`);
	});

	test('--json: one finding per line, then the result', async () => {
		const {code, lines} = await visit([poor], {json: true});
		const events = lines.map(line => JSON.parse(line) as Record<string, unknown>);
		expect(code).toBe(3);
		expect(events[2]).toEqual({event: 'finding', code: 'file-missing', level: 'problem', subject: 'qemu-system-x86_64', message: 'runs the virtual machines of a rehearsal', install: 'qemu-system-x86'});
		expect(events.at(-1)).toMatchObject({event: 'result', ok: false, packages: ['dnsmasq-base', 'qemu-system-x86'], refresh: false});
	});

	test('a kernel of one\'s own wants a compiler and headers, and no kernel of the distribution', async () => {
		const {code, lines} = await visit([{...whole, kernels: {}, headers: {}, tools: without(whole.tools, 'flex', 'bison')}], {json: true}, {recipe: recipeWith({kernel: {from: 'build', source: {package: 'linux-source-6.1'}}})});
		expect(code).toBe(3);
		expect(JSON.parse(lines.at(-1)!)).toMatchObject({event: 'result', ok: false, packages: ['bison', 'flex', 'libc6-dev', 'libelf-dev'], refresh: false});
	});

	test('rambox wants no compiler', async () => {
		const {code} = await visit([{...whole, headers: {}, tools: without(whole.tools, 'gcc', 'make', 'flex', 'bison', 'bc', 'perl', 'tar', 'curl')}]);
		expect(code).toBe(0);
	});
});

describe('doctor --install', () => {
	const apt = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get'];
	const installing = [...apt, 'install', '--yes', '--no-install-recommends', 'dnsmasq-base', 'qemu-system-x86'];

	test('says what it will do, asks for sudo first, installs, and looks again', async () => {
		const {code, lines, ran} = await visit([noLists, whole], {install: true, yes: true});
		expect(ran).toEqual([['sudo', '--validate'], ['sudo', ...apt, 'update'], ['sudo', ...installing]]);
		expect(lines.slice(0, 3)).toEqual([
			'These commands make this machine ready:',
			'  sudo env DEBIAN_FRONTEND=noninteractive apt-get update',
			'  sudo env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends dnsmasq-base qemu-system-x86',
		]);
		expect(lines.at(-1)).toBe('This machine is ready. Next: ramstrap rehearse rambox');
		expect(code).toBe(0);
	});

	test('root needs no sudo', async () => {
		const {ran} = await visit([{...poor, user: {root: true, sudo: false}}, whole], {install: true, yes: true});
		expect(ran).toEqual([installing]);
	});

	test('nothing missing, nothing done', async () => {
		const {code, ran} = await visit([whole], {install: true, yes: true});
		expect({code, ran}).toEqual({code: 0, ran: []});
	});

	test('asks on a terminal, and no means no', async () => {
		const {code, ran, questions} = await visit([poor], {install: true}, {answer: false});
		expect({code, ran, questions}).toEqual({code: 3, ran: [], questions: ['Run these commands now?']});
		const agreed = await visit([poor, whole], {install: true}, {answer: true});
		expect(agreed.code).toBe(0);
	});

	test('without a terminal and without --yes it names the flag', async () => {
		await expect(visit([poor], {install: true})).rejects.toMatchObject({
			message: 'doctor --install needs a terminal to ask for confirmation, or --yes.',
			hints: ['ramstrap doctor rambox --install --yes'],
			exitCode: 2,
		});
	});

	test('lists of more than a day ago are read anew first; where that fails, the old ones may do', async () => {
		const aged = factsOf({...poor, agedLists: true});
		const {code, ran} = await visit([aged, whole], {install: true, yes: true});
		expect(ran.slice(1)).toEqual([['sudo', ...apt, 'update'], ['sudo', ...installing]]);
		expect(code).toBe(0);
		let tries = 0;
		// The update, after sudo.
		const offline = await visit([aged, whole], {install: true, yes: true}, {succeeds: () => ++tries !== 2});
		expect(offline.ran.slice(1)).toEqual([['sudo', ...apt, 'update'], ['sudo', ...installing]]);
		expect(offline.code).toBe(0);
	});

	test('lists that are too old are read again, once', async () => {
		let tries = 0;
		const {ran, code} = await visit([{...poor, user: {root: true, sudo: false}}, whole], {install: true, yes: true}, {succeeds: () => ++tries > 1});
		expect(ran).toEqual([installing, [...apt, 'update'], installing]);
		expect(code).toBe(0);
	});

	test('a package manager that fails is not hidden', async () => {
		await expect(visit([{...poor, user: {root: true, sudo: false}}], {install: true, yes: true}, {succeeds: () => false})).rejects.toMatchObject({
			message: 'The package manager failed; its output is above.',
			exitCode: 3,
		});
	});

	test('neither root nor sudo: the commands to run as root', async () => {
		await expect(visit([{...poor, user: {root: false, sudo: false}}], {install: true, yes: true})).rejects.toMatchObject({
			message: 'Installing packages needs root, and sudo is not installed.',
			hints: ['as root:', installing.join(' ')],
			exitCode: 3,
		});
	});

	test('--json keeps standard output for events', async () => {
		const {lines} = await visit([poor, whole], {install: true, yes: true, json: true});
		for (const line of lines) {
			expect(JSON.parse(line)).toHaveProperty('event');
		}
	});
});

/** A visit on a machine whose facts change from one look to the next. */
async function visit(looks: Facts[], options: DoctorOptions = {}, {answer, deployed = [], succeeds = () => true, recipe = recipeWith()}: {answer?: boolean; deployed?: DoctorContext['deployed']; succeeds?: () => boolean; recipe?: Recipe} = {}) {
	const lines: string[] = [];
	const ran: string[][] = [];
	const questions: string[] = [];
	const left = [...looks];
	const context: DoctorContext = {
		reference: 'rambox',
		installed: 'the checkout /srv/ramstrap',
		deployed,
		out(line) {
			lines.push(line);
		},
		readFacts: async () => left.length > 1 ? left.shift()! : left[0]!,
		async run(argv) {
			ran.push([...argv]);
			return succeeds();
		},
		...(answer !== undefined && {
			async ask(question: string) {
				questions.push(question);
				return answer;
			},
		}),
	};
	const code = await doctor(recipe, options, context);
	return {code, lines, ran, questions};
}
