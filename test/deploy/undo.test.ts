import {appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {apply} from '../../source/deploy/apply.ts';
import {compare} from '../../source/deploy/compare.ts';
import {isShared, readJournal, readJournals} from '../../source/deploy/journal.ts';
import {renderItems} from '../../source/deploy/render.ts';
import type {Deployment} from '../../source/deploy/types.ts';
import {undo} from '../../source/deploy/undo.ts';
import {contentOf, deploymentIn, factsIn, furnish, machineIn} from './fixture.ts';

let folder: string;
let root: string;
let before: string[];
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-deploy-'));
	root = path.join(folder, 'root');
	furnish(root);
	before = contentOf(root);
});
afterEach(() => {
	rmSync(folder, {recursive: true});
});

const sources = () => path.join(folder, 'sources');
const keepIn = (kept: string[]) => (sentence: string) => {
	kept.push(sentence);
};

const deploy = async (deployment: Deployment, world = machineIn(root)) => {
	const kept: string[] = [];
	await apply(deployment, await readJournal(deployment.recipe, root), world, {onKept: keepIn(kept)});
	return kept;
};

const undeploy = async (recipe = 'kitchen', world = machineIn(root)) => {
	const kept: string[] = [];
	await undo((await readJournal(recipe, root))!, world, {onKept: keepIn(kept)});
	return kept;
};

const changes = async (deployment: Deployment) => renderItems(await compare(deployment, await readJournal(deployment.recipe, root), machineIn(root))).filter(line => /^[+\-~] /.test(line));

test('what is deployed is there, and undeployed the machine is what it was', async () => {
	expect(await deploy(deploymentIn(sources()))).toEqual([]);
	const there = contentOf(root).map(line => line.split(' ', 2)[1]);
	for (const name of ['etc/ramstrap/kitchen/dnsmasq.conf', 'etc/systemd/system/ramstrap-kitchen-http.socket', 'run/ramstrap-kitchen-dnsmasq.service.active', 'usr/local/lib/ramstrap/kitchen/node', 'var/lib/ramstrap/tftp/kitchen/undionly.kpxe', 'usr/sbin/libnetfilter']) {
		expect(there).toContain(name);
	}

	expect(readFileSync(path.join(root, 'etc/ufw.rules'), 'utf8')).toContain('port 69 proto udp');
	expect(await undeploy()).toEqual([]);
	expect(contentOf(root)).toEqual(before);
});

test('deployed again nothing changes; with another word in the recipe only what depends on it', async () => {
	await deploy(deploymentIn(sources()));
	expect(await changes(deploymentIn(sources()))).toEqual([]);
	const other = deploymentIn(sources(), {timeout: 9, openings: []});
	expect(await changes(other)).toEqual([
		'~ file /etc/ramstrap/kitchen/http.json',
		'~ ramstrap-kitchen-http.socket restarted',
		'- port 69/udp closed on lan (ufw)',
	]);
	await deploy(other);
	expect(await changes(other)).toEqual([]);
	expect(readFileSync(path.join(root, 'etc/ufw.rules'), 'utf8')).not.toContain('port 69');
	await undeploy();
	expect(contentOf(root)).toEqual(before);
});

test('what was changed by hand is kept, and told', async () => {
	await deploy(deploymentIn(sources()));
	const file = path.join(root, 'etc/ramstrap/kitchen/dnsmasq.conf');
	appendFileSync(file, '# mine\n');
	const mine = readFileSync(file, 'utf8');
	expect(await changes(deploymentIn(sources()))).toContain('~ file /etc/ramstrap/kitchen/dnsmasq.conf');
	expect(await deploy(deploymentIn(sources()))).toEqual(['/etc/ramstrap/kitchen/dnsmasq.conf was edited by hand; the '
		+ 'edited file is kept as /etc/ramstrap/kitchen/dnsmasq.conf.kept.']);
	expect(readFileSync(`${file}.kept`, 'utf8')).toBe(mine);
	writeFileSync(file, 'quite another\n');
	expect(await undeploy()).toEqual(['/etc/ramstrap/kitchen/dnsmasq.conf was edited by hand; the edited file is kept '
		+ 'as /etc/ramstrap/kitchen/dnsmasq.conf.kept.1.']);
	expect(readFileSync(`${file}.kept.1`, 'utf8')).toBe('quite another\n');
	rmSync(path.join(root, 'etc/ramstrap'), {recursive: true});
	expect(contentOf(root)).toEqual(before);
});

test('files of others that had our names come back', async () => {
	for (const [name, mode] of [['etc/ramstrap/kitchen/http.json', 0o600], ['usr/local/lib/ramstrap/kitchen/node', 0o700]] as const) {
		mkdirSync(path.join(root, path.dirname(name)), {recursive: true});
		writeFileSync(path.join(root, name), 'somebody else\'s', {mode});
	}

	before = contentOf(root);
	await deploy(deploymentIn(sources()));
	await deploy(deploymentIn(sources(), {timeout: 9}));
	expect(readFileSync(path.join(root, 'usr/local/lib/ramstrap/kitchen/node'), 'utf8')).toBe('node');
	expect(await undeploy()).toEqual([]);
	expect(contentOf(root)).toEqual(before);
});

test('a folder that two recipes share goes with the last of them', async () => {
	await deploy(deploymentIn(sources()));
	const garage = deploymentIn(sources(), {version: {...factsIn(sources()).version, name: 'garage'}, packages: undefined, openings: []});
	await deploy(garage, machineIn(root, {isShared: isShared(await readJournals(root))}));
	await undeploy('kitchen', machineIn(root, {isShared: isShared((await readJournals(root)).filter(({recipe}) => recipe !== 'kitchen'))}));
	expect(existsSync(path.join(root, 'etc/ramstrap/garage'))).toBe(true);
	await undeploy('garage');
	expect(contentOf(root)).toEqual(before);
});

test('packages that others need by now stay', async () => {
	await deploy(deploymentIn(sources()));
	const world = machineIn(root);
	const needed = {...world, run: async (argv: readonly string[]) => argv.includes('purge') && argv.includes('--simulate') ? {ok: true, output: 'Purg dnsmasq-base [1]\nPurg libnetfilter [1]\nRemv libvirt [1]\n'} : world.run(argv)};
	expect(await undeploy('kitchen', needed)).toEqual(['The packages libnetfilter, dnsmasq-base stay installed: '
		+ 'libvirt would be removed with them.']);
});

test('what another deployed recipe may need stays, and is named', async () => {
	const facts = factsIn(sources());
	await deploy(deploymentIn(sources(), {version: {...facts.version, tree: {sha256: 'f'.repeat(64), access: 'ro', nfs: 'v4.2'}}, sources: {...facts.sources, root: sources()}}));
	expect(await undeploy('kitchen', {...machineIn(root), others: ['garage']})).toEqual([
		'nfs-server.service keeps running: garage may need it.',
		'The packages libnetfilter, dnsmasq-base stay installed: garage may need them.',
	]);
	expect(existsSync(path.join(root, 'run/nfs-server.service.active'))).toBe(true);
});

test('a package that apt would remove with what brought it is kept for itself, and gets its mark back', async () => {
	const ran: string[] = [];
	const world = (isAutomatic: boolean) => {
		const real = machineIn(root);
		return {
			...real,
			async run(argv: readonly string[]) {
				ran.push(argv.join(' '));
				const answer = argv[0] === 'apt-mark' ? {ok: true, output: isAutomatic ? 'dnsmasq-base\n' : ''} : undefined;
				return answer ?? (argv[0] === 'dpkg-query' ? {ok: true, output: 'installed '} : real.run(argv));
			},
		};
	};

	const wanted = deploymentIn(sources());
	expect(renderItems(await compare(wanted, undefined, world(true))).slice(0, 2)).toEqual([
		'+ package dnsmasq-base', '      is installed; from now on apt keeps it also when what brought it is removed',
	]);
	await deploy(wanted, world(true));
	expect(ran.filter(line => line.includes('apt-get'))).toEqual([expect.stringMatching(/apt-get install .*dnsmasq-base$/)]);
	ran.length = 0;
	expect(await undeploy('kitchen', world(false))).toEqual([]);
	expect(ran.filter(line => /^apt-mark|apt-get/.test(line))).toEqual(['apt-mark auto dnsmasq-base']);
});

test('packages stay where dpkg runs us, which is at work already', async () => {
	await deploy(deploymentIn(sources()));
	expect(await undeploy('kitchen', {...machineIn(root), isInDpkg: true})).toEqual(['The packages libnetfilter, dnsmasq-base stay installed: '
		+ 'dpkg, which runs this, removes one package at a time. To remove them: apt-get purge libnetfilter dnsmasq-base']);
});

test('packages whose configuration somebody has changed stay', async () => {
	await deploy(deploymentIn(sources()));
	const world = machineIn(root);
	const changed = {...world, run: async (argv: readonly string[]) => argv[0] === 'dpkg' ? {ok: false, output: '??5?????? c /etc/default/nfs-kernel-server\n'} : world.run(argv)};
	expect(await undeploy('kitchen', changed)).toEqual(['The packages libnetfilter, dnsmasq-base stay installed: '
		+ '/etc/default/nfs-kernel-server was edited by hand.']);
});

test('a root that a node wrote to is kept', async () => {
	const facts = factsIn(sources());
	mkdirSync(path.join(folder, 'tree/etc'), {recursive: true});
	const tree = {version: {...facts.version, tree: {sha256: 'f'.repeat(64), access: 'rw' as const, nfs: 'v4.2' as const}}, sources: {...facts.sources, root: path.join(folder, 'tree')}};
	await deploy(deploymentIn(sources(), tree));
	const sentence = '/var/lib/ramstrap/published/kitchen/kept is kept because nodes have written to it. To delete it: '
		+ 'rm -r /var/lib/ramstrap/published/kitchen/kept';
	expect(await undeploy()).toEqual([sentence]);
	expect(readdirSync(path.join(root, 'var/lib/ramstrap/published/kitchen'))).toEqual(['kept']);
	// Deployed and undeployed once more, nothing else is left.
	await deploy(deploymentIn(sources()));
	expect(await undeploy()).toEqual([sentence]);
	expect(readdirSync(path.join(root, 'var/lib/ramstrap/published/kitchen'))).toEqual(['kept']);
});
