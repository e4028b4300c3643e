import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {beforeEach, describe, expect, onTestFinished, test} from 'vitest';
import type {RecipeInput} from '../../source/recipe/schema.ts';
import {rootStep} from '../../source/steps/root.ts';
import {traces} from '../../source/steps/system/traces.ts';
import {debianFacts, sampleRecipe} from '../sample.ts';
import {doStep, refusalOf} from './tree/do-step.ts';
import {member} from './tree/raw-tar.ts';

// The finishing on small trees made of a manifest: only the first bytes of their programs are real.

let work: string;

beforeEach(async () => {
	work = mkdtempSync(path.join(tmpdir(), 'ramstrap-root-'));
	onTestFinished(() => {
		rmSync(work, {recursive: true});
	});
	put('busybox/busybox', program(62));
	put('kernel/config', '# CONFIG_MODULES is not set\n');
	put('drivers/lib/modules/6.1/modules.dep', 'new\n');
});

function put(file: string, content: string | Buffer): void {
	mkdirSync(path.dirname(path.join(work, file)), {recursive: true});
	writeFileSync(path.join(work, file), content);
}

/** The header of a program for one kind of machine (elf(5)). */
function program(machine: number): Buffer {
	const header = Buffer.alloc(64);
	header.set([0x7F, 0x45, 0x4C, 0x46, 2, 1, 1]);
	header.writeUInt16LE(2, 16);
	header.writeUInt16LE(machine, 18);
	return header;
}

type Files = Record<string, string | Buffer>;

/** Link targets begin with ->, folders end in a slash; programs are executable. */
async function makeTree(files: Files): Promise<void> {
	const lines = Object.entries(files).map(([name, content], index) => {
		if (name.endsWith('/')) {
			return `./${name.slice(0, -1)} type=dir mode=0755`;
		}

		if (typeof content === 'string' && content.startsWith('->')) {
			return `./${name} type=link mode=0777 link=${content.slice(2)}`;
		}

		put(`made/${index}`, content);
		return `./${name} type=file mode=${typeof content === 'string' ? '0640' : '0755'} contents=made/${index}${name === 'etc/shadow' ? ' gid=42' : ''}`;
	});
	put('tree.mtree', ['#mtree', '/set uid=0 gid=0 time=0', ...lines, ''].join('\n'));
	mkdirSync(path.join(work, 'tree'), {recursive: true});
	await execa('bsdtar', ['-cf', 'tree/root.tar', '--format=pax', '@tree.mtree'], {cwd: work});
}

const systemd: Files = {
	'./': '', 'etc/': '', 'usr/': '', 'usr/bin/': '', 'usr/lib/': '', 'usr/lib/systemd/': '', 'usr/lib/systemd/system/': '',
	bin: '->usr/bin', lib: '->usr/lib', sbin: '->usr/bin', 'usr/bin/init': '->../lib/systemd/systemd', 'usr/bin/sh': '->dash',
	'usr/bin/dash': program(62), 'usr/lib/systemd/systemd': program(62),
	'usr/lib/systemd/system/systemd-networkd.service': '', 'usr/lib/systemd/system/systemd-networkd.socket': '', 'usr/lib/systemd/system/systemd-resolved.service': '',
	'etc/passwd': 'root:x:0:0:root:/root:/bin/sh\nme:x:1000:1000::/home/me:/bin/sh\n', 'etc/shadow': 'root:$6$old:19000:0:99999:7:::\nme:$6$mine:19000::::::\n',
	'etc/hosts': '127.0.0.1 localhost\n127.0.1.1 former\n10.0.0.9 attic\n', 'etc/resolv.conf': 'nameserver 192.0.2.1\n', 'etc/machine-id': 'abc\n', 'etc/fstab': '/dev/sda1 / ext4\n',
};

/** A file that a pattern means. */
const example = (pattern: string): string => pattern.replaceAll('[0-9]', '1').replaceAll('*', 'x');

const stepFor = (recipe: Partial<RecipeInput> = {}, modules?: 'drivers') => rootStep(sampleRecipe({strategy: 'dracut-toram', tree: {from: 'directory', path: '/tree'}, ...recipe}), debianFacts, {modules});

async function finish(files: Files, recipe: Partial<RecipeInput> = {}, modules?: 'drivers'): Promise<{lines: string[]; text(name: string): Promise<string>; bytes: string; secrets: string[]; log: string}> {
	await makeTree(files);
	const archive = await doStep(stepFor(recipe, modules), work);
	const {stdout} = await execa('bsdtar', ['--numeric-owner', '-tvf', archive]);
	return {
		lines: stdout.split('\n').map(line => line.replace(/^(\S+) +\S+ +(\d+) +(\d+) +\d+ .{12} /, '$1 $2:$3 ')),
		text: async name => (await execa('bsdtar', ['-xOf', archive, `./${name}`], {stripFinalNewline: false})).stdout,
		bytes: readFileSync(path.join(work, 'root/bytes'), 'utf8'),
		secrets: readFileSync(path.join(work, 'root/secrets'), 'utf8').split('\n').filter(Boolean),
		log: readFileSync(path.join(work, 'root.log'), 'utf8'),
	};
}

async function refused(files: Files, recipe: Partial<RecipeInput> = {}): Promise<string> {
	await makeTree(files);
	return refusalOf(stepFor(recipe), work);
}

describe('a tree with systemd', () => {
	test('gets the node\'s name and loses what belonged to another machine', async () => {
		const {text, lines} = await finish({...systemd, 'etc/ssh/ssh_host_rsa_key': 'secret', 'etc/ssh/ssh_config': 'kept', 'var/lib/systemd/random-seed': 'x', 'boot/vmlinuz-1': 'x'}, {node: {hostname: 'kitchen'}});
		expect(await text('etc/hostname')).toBe('kitchen\n');
		expect(await text('etc/hosts')).toBe('127.0.0.1 localhost\n10.0.0.9 attic\n127.0.1.1 kitchen\n');
		expect(await text('etc/machine-id')).toBe('');
		expect(await text('etc/fstab')).toMatch(/^#.*\n$/);
		const names = lines.map(line => line.split(' ', 3)[2]);
		expect(names).toContain('./etc/ssh/ssh_config');
		expect(names.filter(name => /ssh_host|random-seed|vmlinuz/.test(name!))).toEqual([]);
		expect(names).toEqual([...new Set(names)]);
	});

	test('gets root\'s password as the recipe has it, and keeps those of others, with the owners of the file', async () => {
		const hash = '$6$salt$0123456789abcdef./';
		const {text, lines} = await finish(systemd, {node: {password: hash}});
		expect(await text('etc/shadow')).toBe(`root:${hash}:19000:0:99999:7:::\nme:$6$mine:19000::::::\n`);
		expect(lines).toContain('-rw-r----- 0:42 ./etc/shadow');
	});

	test('without a password nobody logs in with one; an image keeps no hash of it anywhere', async () => {
		const {text} = await finish(systemd);
		expect(await text('etc/shadow')).toContain('root:*:19000');
		const {stdout} = await execa('grep', ['-rl', '--exclude=root.tar', '--', String.raw`6\$mine`, path.join(work, 'root')], {reject: false});
		expect(stdout).toBe('');
	});

	test('where /bin and /lib are links new files go behind them, and what exists stays what it is', async () => {
		put('own/bin/tool', '#!/bin/sh\n');
		put('own/etc/new folder/file', 'own\n');
		const {lines, text} = await finish(systemd, {tree: {from: 'directory', path: '/tree', files: path.join(work, 'own')}}, 'drivers');
		expect(lines).toEqual(expect.arrayContaining([
			'lrwxrwxrwx 0:0 ./bin -> usr/bin', '-rw-r--r-- 0:0 ./usr/bin/tool', '-rw-r--r-- 0:0 ./usr/lib/modules/6.1/modules.dep', '-rwxr-xr-x 0:0 ./usr/lib/ramstrap/busybox', '-rw-r--r-- 0:0 ./etc/new folder/file',
		]));
		expect(await text('etc/new folder/file')).toBe('own\n');
		expect(lines.filter(line => / \.\/(?:bin|lib)\//.test(line))).toEqual([]);
	});

	test('networkd gets every wired card, resolved the names, and the reporter its place', async () => {
		const {lines, text} = await finish(systemd);
		expect(await text('etc/systemd/network/05-ramstrap.network')).toContain('KeepConfiguration=yes');
		expect(lines).toEqual(expect.arrayContaining([
			'lrwxrwxrwx 0:0 ./etc/systemd/system/multi-user.target.wants/systemd-networkd.service -> /usr/lib/systemd/system/systemd-networkd.service',
			'lrwxrwxrwx 0:0 ./etc/resolv.conf -> ../run/systemd/resolve/stub-resolv.conf',
			'lrwxrwxrwx 0:0 ./etc/systemd/system/multi-user.target.wants/ramstrap-up.service -> ../ramstrap-up.service',
		]));
	});

	test('a card that is up keeps its name where the kernel cannot rename it: networkd would wait for the new one', async () => {
		const rules = 'etc/udev/rules.d/79-ramstrap-card-names.rules';
		expect(await (await finish(systemd)).text(rules)).toMatch(/^SUBSYSTEM=="net", .*ATTR\{flags\}=="0x\*\[13579bdf\]", .*RESULT=="\[2-5\]\.\*\|6\.\[01\]\.\*", NAME="\$kernel"\n$/);
		const {'usr/lib/systemd/system/systemd-networkd.service': networkd, ...others} = systemd;
		expect(networkd).toBe('');
		expect((await finish(others)).lines.filter(line => line.includes(rules))).toEqual([]);
	});

	test.each([
		['NetworkManager', {'etc/systemd/system/multi-user.target.wants/NetworkManager.service': '->/x'}],
	])('%s, which is set up in the tree, stays in charge', async (_, more) => {
		const {lines, text} = await finish({...systemd, ...more});
		expect(lines.some(line => line.includes('systemd/network/'))).toBe(false);
		expect(await text('etc/resolv.conf')).toBe('');
	});

	const fixed = 'auto lo\niface lo inet loopback\nallow-hotplug ens3\niface ens3 inet static\n address 203.0.113.7/24\n';

	test('the network of another machine is set aside, whoever set it up, and that is said', async () => {
		const of = {
			'etc/network/interfaces': fixed, 'etc/network/interfaces.d/more': 'x', 'etc/netplan/50-cloud-init.yaml': 'x', 'etc/systemd/network/00-static.network': '[Match]\nName=*\n', 'etc/systemd/network/10-eth.link': 'x',
			'etc/NetworkManager/system-connections/office.nmconnection': 'x', 'etc/sysconfig/network-scripts/ifcfg-eth0': 'x', 'etc/dhcpcd.conf': 'interface eth0\nstatic ip_address=203.0.113.7/24\n',
		};
		const {lines, text, log} = await finish({...systemd, ...of});
		const left = lines.map(line => line.split(' ', 3)[2]!).filter(name => /network|netplan/i.test(name) && !name.endsWith('/') && !name.includes('/system/'));
		expect(left.toSorted()).toEqual(['./etc/network/interfaces', './etc/systemd/network/05-ramstrap.network', './usr/lib/systemd/systemd-networkd'].filter(name => left.includes(name)));
		expect(await text('etc/network/interfaces')).toBe('auto lo\niface lo inet loopback\nsource /etc/network/interfaces.d/*\n');
		expect(log).toMatch(/^warning: network settings of another machine are ignored: (?=.*etc\/network\/interfaces\b)(?=.*50-cloud-init)(?=.*00-static)(?=.*office)(?=.*ifcfg-eth0).*; nodes get their addresses by DHCP \(tree\.network: keep keeps the settings\)$/m);
		expect(log).toMatch(/^warning: etc\/dhcpcd\.conf sets a fixed address and is kept; tree\.exclude: \[etc\/dhcpcd\.conf\] removes it$/m);
	});

	test('the network is the tree\'s own where the recipe says so', async () => {
		const {lines, text, log} = await finish({...systemd, 'etc/network/interfaces': fixed, 'etc/systemd/network/00-static.network': 'x'}, {tree: {from: 'directory', path: '/tree', network: 'keep'}});
		expect(await text('etc/network/interfaces')).toBe(fixed);
		expect(lines.some(line => line.endsWith('00-static.network'))).toBe(true);
		expect(lines.some(line => line.includes('05-ramstrap.network'))).toBe(false);
		expect(log).not.toContain('warning: the network');
	});

	test('of each trace in the table nothing is left, or it is empty, or it is said', async () => {
		const files = Object.fromEntries(traces.flatMap(({paths}) => paths.map((pattern): [string, string] => [example(pattern), 'of another machine'])));
		const {lines, text, log, secrets} = await finish({...systemd, ...files, 'var/log/app/deep.log': 'x', 'var/log/app/deep.log.1.gz': 'x'});
		const names = new Set(lines.map(line => line.slice(line.indexOf('./') + 2)));
		for (const {fate, paths} of traces) {
			const found = paths.map(pattern => ({name: example(pattern), there: names.has(example(pattern)), said: secrets.includes(example(pattern))}));
			expect(found).toEqual(found.map(({name}) => ({name, there: fate === 'secret' || fate === 'emptied', said: fate === 'secret'})));
		}

		expect(await text('var/log/app/deep.log')).toBe('');
		expect(names.has('var/log/app/deep.log.1.gz')).toBe(false);
		expect(secrets).toContain('password of me');
		expect(log).toMatch(/^warning: the image contains secrets that anyone on the network can download: .* and \d+ more; tree\.exclude removes files$/m);
	});

	test('of this machine itself nobody\'s password goes along unless it is to be kept', async () => {
		expect((await finish(systemd, {tree: {from: 'host'}})).secrets).toEqual([]);
		expect(await (await finish(systemd, {tree: {from: 'host'}})).text('etc/shadow')).toContain('me:*:19000');
		expect((await finish(systemd, {tree: {from: 'host', keep: ['etc/shadow']}})).secrets).toEqual(['password of me']);
	});

	test('an iSCSI initiator makes its name at boot, where the tree knows how', async () => {
		const {text} = await finish({...systemd, 'usr/lib/open-iscsi/startup-checks.sh': 'x', 'etc/iscsi/initiatorname.iscsi': 'InitiatorName=iqn.another'});
		expect(await text('etc/iscsi/initiatorname.iscsi')).toBe('GenerateName=yes\n');
	});

	test('where there is an SSH server each node makes keys of its own', async () => {
		const {lines} = await finish({...systemd, 'usr/bin/sshd': program(62), 'usr/bin/ssh-keygen': program(62), 'usr/lib/systemd/system/ssh.service': ''});
		expect(lines).toContain('lrwxrwxrwx 0:0 ./etc/systemd/system/ssh.service.wants/ramstrap-host-keys.service -> ../ramstrap-host-keys.service');
	});

	test('SELinux, time zone and locale are as the recipe says', async () => {
		const {lines, text} = await finish(
			{...systemd, 'etc/selinux/config': '# SELINUX= can take\nSELINUX=enforcing\nSELINUXTYPE=targeted\n', 'usr/share/zoneinfo/Europe/Berlin': 'zone'},
			{node: {timezone: 'Europe/Berlin', locale: 'de_DE.UTF-8'}, tree: {from: 'directory', path: '/tree', selinux: 'permissive'}},
		);
		expect(await text('etc/selinux/config')).toBe('# SELINUX= can take\nSELINUX=permissive\nSELINUXTYPE=targeted\n');
		expect(await text('etc/locale.conf')).toBe('LANG=de_DE.UTF-8\n');
		expect(lines).toContain('lrwxrwxrwx 0:0 ./etc/localtime -> /usr/share/zoneinfo/Europe/Berlin');
	});

	test('what the recipe leaves out is not there, and other names of a file keep its content', async () => {
		await makeTree({...systemd, 'usr/share/doc/a': 'x', 'opt/one': 'content\n'});
		await execa('sh', ['-ec', 'mkdir -p t/opt; echo content >t/opt/one; ln t/opt/one t/opt/two; ln t/opt/one t/opt/three; tar --format=pax --sort=name -rf tree/root.tar -C t ./opt'], {cwd: work});
		await doStep(stepFor({tree: {from: 'directory', path: '/tree', exclude: ['/usr/share/doc/*', 'opt/one']}}), work);
		const {stdout} = await execa('bsdtar', ['-tf', 'root/root.tar'], {cwd: work});
		expect(stdout).not.toMatch(/doc\/a|opt\/one/);
		for (const name of ['three', 'two']) {
			expect((await execa('bsdtar', ['-xOf', 'root/root.tar', `./opt/${name}`], {cwd: work})).stdout).toBe('content');
		}
	});

	test('the same tree and recipe give the same bytes', async () => {
		await makeTree(systemd);
		const first = readFileSync(await doStep(stepFor(), work));
		expect(readFileSync(await doStep(stepFor(), work)).equals(first)).toBe(true);
	});

	test('its size in memory is told: whole pages, and a KiB for each name', async () => {
		const {bytes, lines} = await finish(systemd);
		const pages = (await execa('awk', ['/type=file/ && match($0, /size=[0-9]+/) {n += int((substr($0, RSTART + 5, RLENGTH - 5) + 4095) / 4096)} END {print n}', path.join(work, 'root/packed.txt')])).stdout;
		expect(Number(bytes)).toBe(Number(pages) * 4096 + lines.length * 1024);
	});
});

describe('services', () => {
	const units = (...names: string[]): Files => Object.fromEntries(names.map(name => [`usr/lib/systemd/system/${name}`, '']));
	const disks = {...systemd, ...units('fstrim.timer', 'e2scrub_reap.service', 'apt-daily.timer', 'systemd-random-seed.service', 'ssh.service', 'cups.socket', 'getty@.service'), 'usr/lib/systemd/system-generators/': '', 'usr/lib/systemd/system-generators/systemd-gpt-auto-generator': program(62)};
	const linksOf = (lines: string[]) => lines.filter(line => line.startsWith('l') && line.includes('/etc/systemd/')).map(line => line.replace(/^\S+ \S+ \.\/etc\/systemd\//, ''));

	test('that are for disks are off where the root is gone with the power, and said', async () => {
		const {lines, log} = await finish(disks);
		const off = linksOf(lines).filter(line => line.endsWith('/dev/null'));
		expect(new Set(off)).toEqual(new Set([...['apt-daily.timer', 'e2scrub_reap.service', 'systemd-random-seed.service'].map(unit => `system/${unit} -> /dev/null`), 'system-generators/systemd-gpt-auto-generator -> /dev/null']));
		expect(log).toContain('off, because it is useless if the root is lost at power off: e2scrub_reap.service');
		expect(log).not.toContain('man-db.timer');
	});

	test('stay on a root that one node writes to over NFS, and where something in the tree needs them', async () => {
		const kept = await finish(disks, {strategy: 'nfs-root', mount: 'kernel'});
		expect(linksOf(kept.lines).filter(line => line.endsWith('/dev/null'))).toEqual([]);
		const upgraded = await finish({...disks, 'usr/bin/unattended-upgrade': program(62)});
		expect(linksOf(upgraded.lines)).not.toContain('system/apt-daily.timer -> /dev/null');
		expect(linksOf(upgraded.lines)).toContain('system/e2scrub_reap.service -> /dev/null');
		put('own/usr/bin/unattended-upgrades', '');
		expect(linksOf((await finish(disks, {tree: {from: 'directory', path: '/tree', files: path.join(work, 'own')}})).lines)).not.toContain('system/apt-daily.timer -> /dev/null');
	});

	test('are turned on and off by tree.services; one that is not there is told', async () => {
		put('own/etc/systemd/system/mine.service', '[Service]\nExecStart=/bin/true\n');
		const services = {'apt-daily.timer': 'on', 'ssh.service': 'off', 'getty@tty3.service': 'on', 'cups.socket': 'on', 'mine.service': 'on', 'nowhere.service': 'on'} as const;
		const {lines, log} = await finish(disks, {tree: {from: 'directory', path: '/tree', files: path.join(work, 'own'), services}});
		expect(linksOf(lines)).toEqual(expect.arrayContaining([
			'system/ssh.service -> /dev/null',
			'system/timers.target.wants/apt-daily.timer -> /usr/lib/systemd/system/apt-daily.timer',
			'system/sockets.target.wants/cups.socket -> /usr/lib/systemd/system/cups.socket',
			'system/multi-user.target.wants/getty@tty3.service -> /usr/lib/systemd/system/getty@.service',
			'system/multi-user.target.wants/mine.service -> /etc/systemd/system/mine.service',
		]));
		expect(linksOf(lines)).not.toContain('system/apt-daily.timer -> /dev/null');
		expect(log).toContain('warning: tree.services turns on nowhere.service, which the system does not have');
		expect(log.match(/warning: tree\.services/g)).toHaveLength(1);
	});

	test('by the name they really have, and whatever the tree or its own files say of them', async () => {
		put('own/etc/systemd/system/mine.service', '[Service]\n');
		put('own/usr/lib/systemd/system/other.service', '[Service]\n');
		const tree = {...disks, 'etc/systemd/': '', 'etc/systemd/system/': '', 'etc/systemd/system/sshd.service': '->/usr/lib/systemd/system/ssh.service', 'etc/systemd/system/cups.socket': '->/dev/null', 'etc/systemd/system/only.service': '->/dev/null'};
		const services = {'sshd.service': 'off', 'mine.service': 'off', 'other.service': 'on', 'cups.socket': 'on', 'only.service': 'on'} as const;
		const {lines, log} = await finish(tree, {tree: {from: 'directory', path: '/tree', files: path.join(work, 'own'), services}});
		expect(linksOf(lines)).toEqual(expect.arrayContaining([
			'system/sshd.service -> /dev/null', 'system/ssh.service -> /dev/null', 'system/mine.service -> /dev/null',
			'system/multi-user.target.wants/other.service -> /usr/lib/systemd/system/other.service',
			'system/cups.socket -> /usr/lib/systemd/system/cups.socket', 'system/sockets.target.wants/cups.socket -> /usr/lib/systemd/system/cups.socket',
		]));
		expect(log.match(/warning: tree\.services .*/g)).toEqual(['warning: tree.services turns on only.service, which '
			+ 'the system does not have']);
	});

	test('what packages set up is not set up again at each start; of a tree from elsewhere nobody knows', async () => {
		const stamps = ['-rw-r--r-- 0:0 ./etc/.updated', '-rw-r--r-- 0:0 ./var/.updated'];
		expect((await finish(systemd, {tree: {from: 'bootstrap'}})).lines).toEqual(expect.arrayContaining(stamps));
		expect((await finish(systemd)).lines.filter(line => stamps.includes(line))).toEqual([]);
		expect((await finish(systemd, {tree: {from: 'bootstrap'}, nodes: [{mac: '52:54:00:00:00:01', files: path.join(work, 'own')}]})).lines.filter(line => stamps.includes(line))).toEqual([]);
		put('own/etc/hosts', '');
		expect((await finish(systemd, {tree: {from: 'bootstrap', files: path.join(work, 'own')}})).lines.filter(line => stamps.includes(line))).toEqual([]);
	});
});

describe('keys', () => {
	const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJv me@here';
	const withKey = (name: string) => ({node: {keys: [path.join(work, name)]}});

	test('may log in as root, and only root reads them', async () => {
		put('a.pub', `# mine\n${key}\n`);
		const {lines, text} = await finish({...systemd, 'root/': '', 'root/.ssh/': ''}, withKey('a.pub'));
		expect(await text('root/.ssh/authorized_keys')).toBe(`${key}\n`);
		expect(lines).toEqual(expect.arrayContaining(['drwx------ 0:0 ./root/.ssh/', '-rw------- 0:0 ./root/.ssh/authorized_keys']));
	});

	test.each([
		['root::0:0::/:/bin/sh', '.ssh/authorized_keys'],
		['root::0:0::/home/admin/:/bin/sh', 'home/admin/.ssh/authorized_keys'],
		['root::0:0:::/bin/sh', 'root/.ssh/authorized_keys'],
		['root::0:0::/root:/bin/sh\nroot::0:0::/x /etc/shadow:/bin/sh', 'root/.ssh/authorized_keys'],
	])('go where the tree says that root is at home: %j', async (passwd, place) => {
		put('a.pub', `${key}\n`);
		const {text} = await finish({...systemd, 'etc/passwd': `${passwd}\n`}, withKey('a.pub'));
		expect(await text(place)).toBe(`${key}\n`);
	});

	test.each(['/l /etc/shadow x', '/../../../../../../../tmp/ramstrap-escaped', '/a/./b', 'root', '/\t/etc/shadow', '/a\u001B[31m', '/$(id)', String.raw`/\0141`, String.raw`/a\040b`])('are not put where a stranger\'s etc/passwd points to: %j', async home => {
		put('a.pub', `${key}\n`);
		expect(await refused({...systemd,
			'etc/passwd': `root::0:0::${home}:/bin/sh\n`}, withKey('a.pub'))).toMatch(/node\.keys cannot be installed: in etc\/passwd of the system files root has the home folder [^\u0000-\u001F]*; it must be/);
		expect(existsSync(path.join(tmpdir(), 'ramstrap-escaped'))).toBe(false);
	});

	test('no file of this machine comes in by way of a link that an archive spells in two ways', async () => {
		put('secret', 'root:$6$ofthismachine:19000:0:99999:7:::\n');
		const {'etc/shadow': _, 'etc/hosts': __, ...tree} = systemd;
		await makeTree(tree);
		const place = path.join(work, 'tree/root.tar');
		// Without the zeros at its end.
		const before = readFileSync(place);
		const end = Math.ceil(before.findLastIndex(byte => byte !== 0) / 512) * 512;
		writeFileSync(place, Buffer.concat([
			before.subarray(0, end),
			member({name: './etc/network/interfaces.d/*', content: 'x'}),
			member({name: './etc/network/interfaces.d/a', type: '2', target: path.join(work, 'secret')}),
			member({name: './etc/./shadow', type: '1', target: './etc/network/interfaces.d/a'}),
			member({name: './etc/./hosts', type: '1', target: './etc/network/interfaces.d/a'}),
			Buffer.alloc(1024),
		]));
		// Refused or not: in no archive, and in no file that stays.
		await doStep(stepFor(), work).catch(() => undefined);
		const {stdout} = await execa('grep', ['-rla', 'ofthismachine', work], {reject: false});
		expect(stdout).toBe(path.join(work, 'secret'));
	});

	test('that are private or none are refused', async () => {
		put('id', '-----BEGIN OPENSSH PRIVATE KEY-----\n');
		expect(await refused(systemd, withKey('id'))).toContain('which is a private key and must not leave this '
			+ 'machine; the public key is');
		put('text', 'hello\n');
		expect(await refused(systemd, withKey('text'))).toContain('which contains no public SSH key');
		expect(stepFor(withKey('id')).reads).toEqual([path.join(work, 'id')]);
	});
});

describe('a tree with another init', () => {
	const busybox = {'./': '', 'bin/': '', 'sbin/': '', 'bin/busybox': program(62), 'bin/sh': '->busybox', 'sbin/init': '->/bin/busybox'};

	test('BusyBox runs the reporter from its inittab', async () => {
		const {text} = await finish({...busybox, 'etc/inittab': '::sysinit:/etc/rc\nttyS0::askfirst:/bin/sh\n'}, {node: {console: ['tty0', 'ttyS0', 'ttyS1,9600']}});
		expect(await text('etc/inittab')).toBe('::sysinit:/etc/rc\nttyS0::askfirst:/bin/sh\n::once:/usr/lib/ramstrap/up\nttyS1::askfirst:-/bin/sh\n');
	});

	test('System V runs it in its run levels', async () => {
		const {text} = await finish({...busybox, 'sbin/init': program(62), 'sbin/getty': program(62), 'etc/inittab': 'id:2:initdefault:\n'}, {node: {console: ['ttyS0']}});
		expect(await text('etc/inittab')).toBe('id:2:initdefault:\nru:2345:once:/usr/lib/ramstrap/up\nrS0:2345:respawn:/sbin/getty -L ttyS0 115200 vt100\n');
	});

	test('a tree without accounts, and without an entry for its root, gets both', async () => {
		const {'./': _, ...rest} = busybox;
		const {text, lines} = await finish(rest);
		expect(lines).toEqual(expect.arrayContaining(['drwxr-xr-x 0:0 ./', 'drwxr-xr-x 0:0 ./dev/', 'drwxrwxrwt 0:0 ./tmp/']));
		expect(await text('etc/passwd')).toBe('root:x:0:0:root:/root:/bin/sh\n');
		expect(lines).toContain('-rw------- 0:0 ./etc/shadow');
	});
});

test('tree.services is for systemd, and says so where there is none', async () => {
	const {log} = await finish({'./': '', 'bin/': '', 'sbin/': '', 'bin/busybox': program(62), 'bin/sh': '->busybox', 'sbin/init': '->/bin/busybox'}, {tree: {from: 'directory', path: '/tree', services: {'ssh.service': 'off'}}});
	expect(log).toContain('warning: tree.services needs systemd');
});

describe('a tree that would not boot is refused:', () => {
	const {'usr/lib/systemd/systemd': _, ...noSystemd} = systemd;
	const {'usr/bin/init': __, ...noInit} = systemd;
	const {'usr/bin/dash': ___, ...noShell} = systemd;

	test.each<[string, Files, Partial<RecipeInput>, string]>([
		['no init', noInit, {}, 'it has no /sbin/init; install an init'],
		['an init that leads nowhere', noSystemd, {}, '/sbin/init leads to /usr/lib/systemd/systemd, which does '
		+ 'not exist'],
		['no init where the recipe says', systemd, {node: {words: ['init=/bin/runit']}}, 'it has no /bin/runit'],
		['no shell', noShell, {}, 'it has no shell (/bin/sh)'],
		['an init for another machine', {...systemd, 'usr/lib/systemd/systemd': program(183)}, {}, 'its /sbin/init is a program for arm64, the nodes are x86-64'],
		['a shell for another machine', {...systemd, 'usr/bin/dash': program(243)}, {}, 'its /bin/sh is a program for RISC-V, the nodes are x86-64'],
		['an init that is not executable', {...systemd, 'usr/lib/systemd/systemd': 'x'}, {}, 'is not executable (its mode is 640)'],
		['an init that is nothing', {...systemd, 'usr/lib/systemd/systemd': Buffer.from('text')}, {}, '/sbin/init of the tree is neither a program nor a script'],
		['an init for an interpreter that is not there', {...systemd, 'usr/lib/systemd/systemd': Buffer.from('#!/usr/bin/perl -w\n')}, {}, 'is a script for /usr/bin/perl, which is not in the tree'],
		['an init that is a folder', {...noSystemd, 'usr/lib/systemd/systemd/': ''}, {}, 'is a dir, and not a program'],
	])('%s', async (_name, files, recipe, sentence) => {
		expect(await refused(files, recipe)).toContain(sentence);
	});

	test('empty', async () => {
		await makeTree({});
		expect(await refusalOf(stepFor(), work)).toContain('the root file system is empty');
	});

	test('a kernel whose drivers are modules, and none of them anywhere', async () => {
		put('kernel/config', 'CONFIG_E1000E=m\n');
		put('kernel/lib/modules/6.1/modules.dep', '');
		expect(await refused(systemd)).toContain('the kernel 6.1 has its drivers in modules, but the system has no '
			+ '/lib/modules/6.1');
		await finish({...systemd, 'usr/lib/modules/': '', 'usr/lib/modules/6.1/': ''});
	});

	test('own files that do not fit the tree', async () => {
		put('own/etc', 'x');
		expect(await refused(systemd, {tree: {from: 'directory', path: '/tree', files: path.join(work, 'own')}})).toContain('tree.files has a file etc where the tree has a folder');
	});
});
