import {spawnSync} from 'node:child_process';
import {chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {gzipSync} from 'node:zlib';
import {execa} from 'execa';
import {afterAll, beforeAll, describe, expect, inject, test} from 'vitest';
import {renderExports} from '../../source/services/nfs-exports.ts';
import {nfsService, type NfsExport} from '../../source/services/nfs.ts';
import type {NfsLab} from './nfs-lab.ts';

// A real server and a real node: what root-nfs.sh mounts from nfs-ganesha, and what it says when it cannot. One machine
// tries all.

const home = inject('builtHome');
const made = path.join(home, 'work/nfs');
let folder: string;
let tree: string;
/** What the node said in each trial. */
const trials = new Map<string, string[]>();

beforeAll(async () => {
	const missing = ['ganesha.nfsd', 'rpcbind', 'qemu-system-x86_64'].filter(name => spawnSync('which', [name]).status !== 0);
	expect(missing, 'programs are missing: apt-get install nfs-ganesha nfs-ganesha-vfs rpcbind qemu-system-x86').toEqual([]);
	expect(process.getuid!(), 'an NFS server needs root of the machine: run the tests as root').toBe(0);
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-nfs-'));
	tree = makeTree();
	await execa(process.execPath, ['dist/ramstrap.cjs', 'run', 'rambox', '--set', 'name=nfs', '--set', 'kernel={package: linux-image-cloud-amd64, drivers: [virtio_net, nfsv3, nfsv4, overlay]}'], {env: {RAMSTRAP_HOME: home}, stdin: 'ignore'});
	const said = await runLab({folder, kernel: path.join(made, 'kernel/vmlinuz'), initrd: await makeInitrd(), phases: phasesOf(tree)});
	let trial: string[] = [];
	for (const line of said) {
		const name = /^trial (.*)/.exec(line)?.[1];
		if (name) {
			trial = [];
			trials.set(name, trial);
		} else if (!/^phase |^go$|^\[ *\d/.test(line)) {
			trial.push(line);
		}
	}
});

afterAll(() => {
	rmSync(folder, {recursive: true, force: true});
});

function makeTree(): string {
	// A space, because paths have some.
	const root = path.join(folder, 'the tree');
	mkdirSync(path.join(root, 'etc'), {recursive: true});
	writeFileSync(path.join(root, 'file'), 'original\n');
	writeFileSync(path.join(root, 'etc/shadow'), 'for root only\n', {mode: 0o600});
	return root;
}

function phasesOf(root: string): Record<string, NfsExport> {
	const all: NfsExport = {path: root, pseudo: '/ramstrap/nfs-root', subnet: '192.168.24.0/24', access: 'rw', versions: ['v3', 'v4.0', 'v4.1', 'v4.2'], squash: 'none'};
	return {
		all,
		readonly: {...all, access: 'ro', versions: ['v3', 'v4.0']},
		three: {...all, access: 'ro', versions: ['v3']},
		four: {...all, access: 'ro', versions: ['v4.1', 'v4.2']},
		squashed: {...all, access: 'ro', squash: 'root'},
		others: {...all, subnet: '192.168.25.0/24'},
	};
}

/** The initramfs of the program, and behind it one with the trials. */
async function makeInitrd(): Promise<string> {
	const more = path.join(folder, 'more');
	mkdirSync(more);
	copyFileSync('test/services/nfs-trial.sh', path.join(more, 'trial'));
	chmodSync(path.join(more, 'trial'), 0o755);
	copyFileSync('source/steps/rambox/root-nfs.sh', path.join(more, 'root-nfs.sh'));
	mkdirSync(path.join(more, 'etc/ramstrap'), {recursive: true});
	for (const name of ['fetch', 'overlay']) {
		copyFileSync(`source/steps/rambox/${name}.sh`, path.join(more, 'etc/ramstrap', name));
	}

	const {stdout} = await execa('bsdtar', ['-c', '-f', '-', '--format', 'newc', '-C', more, 'trial', 'root-nfs.sh', 'etc'], {encoding: 'buffer'});
	const initrd = path.join(folder, 'initrd');
	writeFileSync(initrd, Buffer.concat([readFileSync(path.join(made, 'initramfs/initrd')), gzipSync(stdout)]));
	return initrd;
}

async function runLab(lab: NfsLab): Promise<string[]> {
	const {stdout} = await execa('unshare', ['--net', '--pid', '--mount', '--fork', '--kill-child=SIGKILL', '--mount-proc', '--', process.execPath, 'test/services/nfs-lab.ts', JSON.stringify(lab)], {
		timeout: 170_000, stdin: 'ignore', stderr: {file: path.join(folder, 'services.log')},
	});
	return stdout.split('\n');
}

describe('a server with every version', () => {
	test.each([['3', 'nfs'], ['4.0', 'nfs4'], ['4.1', 'nfs4'], ['4.2', 'nfs4']])('NFS %s: root of the node reads what only root may, and writes', (version, type) => {
		expect(trials.get(`write ${version}`)).toEqual([`${type} rw ${version}`, 'for root only', '1234:56 4750']);
		const written = path.join(tree, `by-vers=${version}`);
		const {uid, gid, mode} = statSync(written);
		expect([uid, gid, mode % 0o1_0000]).toEqual([1234, 56, 0o4750]);
		expect(readFileSync(written, 'utf8')).toBe(`by vers=${version}\n`);
	});

	test('without a version it is 4.2, and to the server no two nodes are the same', () => {
		expect(trials.get('default')).toEqual(['nfs4 rw 4.2', '52:54:00:12:34:56']);
	});

	test.each([['3', 'nfs'], ['4.2', 'nfs4']])('NFS %s: a layer in RAM keeps what the node writes from the server', (version, type) => {
		expect(trials.get(`layer ${version}`)).toEqual([`${type} ro ${version}`, 'original', 'changed', 'original', 'shadow']);
		expect(readFileSync(path.join(tree, 'file'), 'utf8')).toBe('original\n');
		expect(readdirSync(tree).filter(name => !name.startsWith('by-')).toSorted()).toEqual(['etc', 'file']);
	});
});

describe('a server that gives out the tree read-only', () => {
	test('root reads what only root may, and writes nothing', () => {
		expect(trials.get('read-only 3')).toEqual(['nfs rw 3', 'for root only', 'touch: file: Read-only file system']);
		expect(trials.get('read-only 4.0')).toEqual(['nfs4 rw 4.0', 'for root only', 'touch: file: Read-only file system']);
	});
});

test('with its rights taken away, root could not read what a root file system needs it to', () => {
	for (const version of ['3', '4.2']) {
		expect(trials.get(`squashed ${version}`), version).toEqual(['original', 'cat: can\'t open \'etc/shadow\': Permission denied']);
	}
});

const server = 'the NFS server 192.168.24.1';
const missing = (name: string, why: string) => [`failed: ${server} does not export /ramstrap/${name} to this node (192.168.24.10/24): the export does not exist, or is for other addresses (${why})`];
const patiently = (problem: string) => [`ramstrap: ${problem}, trying again`, `failed: ${problem}, for 6 seconds`];

test.each([
	['missing 3', missing('nothing', 'Permission denied')],
	['missing 4.2', missing('nothing', 'No such file or directory')],
	['others 3', missing('nfs-root', 'Permission denied')],
	['others 4.2', missing('nfs-root', 'No such file or directory')],
	['wrong minor version', [`failed: ${server} does not support NFS 4.2`]],
	['no version 4', [`failed: ${server} does not support NFS 4.2`]],
	['no version 3', [`failed: ${server} does not support NFS 3: port 111 is closed from its mount service`]],
	['no module', ['failed: this kernel does not support NFS 3: the module is not in this image']],
	['bad option', ['failed: the NFS client of this kernel rejects the options vers=4.2,bogus=1: nfs: Unknown '
		+ 'parameter \'bogus\'']],
	['bad source', ['failed: ramstrap.nfs=nowhere is not <address of the server>:/<path>']],
	['nobody listens', patiently(`${server} does not answer: port 2049 is closed`)],
	['silent machine', patiently('the NFS server 192.168.24.77 does not answer: nothing comes back from port 2049')],
	['silent server', patiently(`${server} takes connections, but does not answer`)],
])('%s: a sentence of its own', (name, said) => {
	expect(trials.get(name)).toEqual(said);
});

describe('the kernel\'s own server', () => {
	// Unpacked, not installed: Debian would start an NFS server.
	beforeAll(async () => {
		await execa('apt-get', ['download', '-q', 'nfs-kernel-server'], {cwd: folder});
		await execa('sh', ['-c', 'dpkg-deb --extract nfs-kernel-server_*.deb package'], {cwd: folder});
	});

	/**
	The real parser of /etc/exports.d, in a mount namespace of its own: it writes what it understood to
	/var/lib/nfs/etab, and finds no server to tell.
	*/
	function understood(text: string): {said: string; exports: string} {
		writeFileSync(path.join(folder, 'exports'), text);
		const script = [
			'exportfs=$(find "$PWD/package" -name exportfs -type f)',
			'mount -t tmpfs none /var/lib; mkdir /var/lib/nfs; touch /var/lib/nfs/etab',
			'mount -t tmpfs none /etc; cp exports /etc/exports',
			'"$exportfs" -ra; cat /var/lib/nfs/etab',
		].join('\n');
		const {stdout, stderr} = spawnSync('unshare', ['--mount', '--net', '--', 'sh', '-c', script], {cwd: folder, encoding: 'utf8'});
		return {said: stderr, exports: stdout};
	}

	test('exportfs takes the rendered text as it is meant', () => {
		const odd = path.join(folder, 'my (own) #1 "root"');
		mkdirSync(odd);
		const {all} = phasesOf(folder);
		const {said, exports} = understood(renderExports({...all!, path: odd, access: 'ro'}) + renderExports(all!));
		expect(said).toBe('');
		const lines = Object.fromEntries(exports.trim().split('\n').map(line => line.split('\t', 2) as [string, string]));
		const octal = odd.replaceAll(' ', String.raw`\040`).replaceAll('#', String.raw`\043`).replaceAll('"', String.raw`\042`);
		expect(Object.keys(lines).toSorted()).toEqual([folder, octal].toSorted());
		expect(lines[octal]).toMatch(/^192\.168\.24\.0\/24\(ro,sync,.*,no_root_squash,.*,no_subtree_check,.*fsid=[\d\-a-f]{36},.*sec=sys,ro,no_root_squash/);
		expect(lines[folder]).toMatch(/^192\.168\.24\.0\/24\(rw,sync,/);
	});

	test('exportfs would have said what is wrong', () => {
		expect(understood(renderExports(phasesOf(folder).all!).replace('(rw,', '(rw,bogus,')).said).toContain('unknown keyword "bogus"');
	});
});

describe('what a server would start with for nothing', () => {
	test.each([
		['a user namespace', ['--map-root-user'], '/', 'NFS needs root on this machine: in a user namespace a server '
		+ 'cannot open files by their handles.'],
		['no folder', [], '/nothing/here', 'NFS cannot export /nothing/here: the folder does not exist.'],
	])('%s is refused', async (_, more, where, sentence) => {
		const start = path.join(folder, 'start');
		const {files} = nfsService([{...phasesOf(where).all!, versions: ['v4.2']}])[0]!;
		writeFileSync(start, files.start!.replaceAll('{folder}', () => folder));
		const {exitCode, stderr} = await execa('unshare', [...more, '--mount', '--net', '--', 'sh', start], {reject: false});
		expect([exitCode, stderr]).toEqual([1, sentence]);
	});
});
