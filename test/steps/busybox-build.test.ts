import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {describe, expect, onTestFinished, test} from 'vitest';
import {busyboxBuildStep} from '../../source/steps/busybox-build.ts';
import {busyboxSourceStep} from '../../source/steps/busybox-source.ts';
import {debianFacts, fedoraFacts, sampleRecipe} from '../sample.ts';

function newFolder(): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-busybox-'));
	onTestFinished(() => {
		rmSync(folder, {recursive: true});
	});
	return folder;
}

const script = (name: string) => path.resolve('source/steps/busybox', name);

/** What is left of a small BusyBox's configuration when a node needs `needed`, and only these programs are wanted. */
async function choose(programs: readonly string[], config: readonly string[], needed: readonly string[] = ['sh']): Promise<{config: string[]; said: string; exitCode: number | undefined}> {
	const folder = newFolder();
	mkdirSync(path.join(folder, 'include'));
	writeFileSync(path.join(folder, 'include/applets.h'), [
		'# define APPLET(name,l,s)                    { #name, #name, l, s },',
		'IF_VI(APPLET(vi, BB_DIR_BIN, BB_SUID_DROP))',
		'IF_TEST1(  APPLET_NOFORK([,  test, BB_DIR_USR_BIN, BB_SUID_DROP, test))',
		'IF_MODPROBE(IF_NOT_MODPROBE_SMALL(APPLET_NOEXEC(modprobe, modprobe, BB_DIR_SBIN, BB_SUID_DROP, modprobe)))',
		'IF_ASH(APPLET(ash, BB_DIR_BIN, BB_SUID_DROP))',
		'IF_SH_IS_ASH(  APPLET_ODDNAME(sh,   ash, BB_DIR_BIN, BB_SUID_DROP, ash))',
		'IF_SH_IS_HUSH(  APPLET_ODDNAME(sh,   hush, BB_DIR_BIN, BB_SUID_DROP, hush))',
		'IF_BASH_IS_ASH(APPLET_ODDNAME(bash, ash, BB_DIR_BIN, BB_SUID_DROP, ash))',
	].join('\n'));
	writeFileSync(path.join(folder, '.config'), `${config.join('\n')}\n`);
	const {stdout, exitCode} = await execa('sh', [script('choose-programs.sh'), '.', ...needed, '--', ...programs], {cwd: folder, reject: false});
	return {config: readFileSync(path.join(folder, '.config'), 'utf8').trim().split('\n'), said: stdout, exitCode};
}

describe('the programs of a BusyBox', () => {
	test('those that were chosen are in, all others out, and features are left as they are', async () => {
		expect(await choose(['modprobe', '['], [
			'#', '# CONFIG_STATIC is not set', 'CONFIG_VI=y', 'CONFIG_FEATURE_VI_COLON=y', '# CONFIG_TEST1 is not set', 'CONFIG_MODPROBE_SMALL=y', '# CONFIG_MODPROBE is not set', 'CONFIG_ASH=y',
			'CONFIG_SH_IS_ASH=y', '# CONFIG_SH_IS_HUSH is not set', 'CONFIG_BASH_IS_NONE=y',
		])).toMatchObject({exitCode: 0, config: [
			'#', 'CONFIG_STATIC=y', '# CONFIG_VI is not set', 'CONFIG_FEATURE_VI_COLON=y', 'CONFIG_TEST1=y', '# CONFIG_MODPROBE_SMALL is not set', 'CONFIG_MODPROBE=y', '# CONFIG_ASH is not set',
			'CONFIG_SH_IS_ASH=y', '# CONFIG_SH_IS_HUSH is not set', 'CONFIG_BASH_IS_NONE=y',
		]});
	});

	test('bash is a choice of its own', async () => {
		expect(await choose(['bash'], ['# CONFIG_BASH_IS_ASH is not set', 'CONFIG_BASH_IS_NONE=y']))
			.toMatchObject({config: ['CONFIG_BASH_IS_ASH=y', '# CONFIG_BASH_IS_NONE is not set']});
	});

	test('what every node needs and it does not have is not blamed on the recipe', async () => {
		expect((await choose([], [], ['sh', 'cttyhack'])).said).toBe('This BusyBox has no cttyhack, which every node needs. Use another version (tree.path)');
	});

	test('what was left out in the end is told', async () => {
		const folder = newFolder();
		writeFileSync(path.join(folder, 'tools.txt'), 'bin/sh\nusr/bin/[\n');
		const check = async (...programs: string[]) => execa('sh', [script('check-programs.sh'), 'tools.txt', ...programs], {cwd: folder, reject: false});
		expect((await check('sh', '[')).exitCode).toBe(0);
		expect(await check('sh', 'vi', 'ps')).toMatchObject({exitCode: 1, stdout: expect.stringContaining('without vi ps,') as string});
	});

	test('one that it does not have is named, with those of the same letter, and nothing is changed', async () => {
		expect(await choose(['vii'], ['CONFIG_VI=y'])).toEqual({
			exitCode: 1, config: ['CONFIG_VI=y'],
			said: 'tree.applets has vii, which this BusyBox does not have. It has vi. Correct the name, or remove it.',
		});
	});
});

describe('the source of BusyBox', () => {
	const recipe = (place?: string) => sampleRecipe({tree: {from: 'busybox', applets: [], path: place}});

	test('is that of the distribution\'s package, in its version', () => {
		expect(busyboxSourceStep(recipe(), debianFacts).actions.at(-1)).toMatchObject({argv: ['sh', 'fetch-source.sh', 'busybox', '1.35.0-4', 'busybox']});
	});

	test('or a folder or archive of the user\'s, which is watched', () => {
		expect(busyboxSourceStep(recipe('/src/busybox'), fedoraFacts).reads).toEqual(['/src/busybox/']);
		expect(busyboxSourceStep(recipe('/src/busybox-1.37.0.tar.bz2'), fedoraFacts).reads).toEqual(['/src/busybox-1.37.0.tar.bz2']);
	});

	/** A folder with the source of a BusyBox that was built in it, and what is in the copy. */
	async function take(prepare: (folder: string) => Promise<string>): Promise<{kept: boolean; copied: string[]; said: string}> {
		const folder = newFolder();
		const source = path.join(folder, 'busybox-1.37.0');
		mkdirSync(path.join(source, 'include'), {recursive: true});
		writeFileSync(path.join(source, 'Makefile'), 'mrproper:\n\trm -f .config\n');
		writeFileSync(path.join(source, 'include/applets.src.h'), '');
		writeFileSync(path.join(source, '.config'), '');
		const {stdout} = await execa('sh', [script('take-source.sh'), await prepare(folder), 'busybox'], {cwd: folder, reject: false});
		const copy = path.join(folder, 'busybox');
		return {kept: existsSync(path.join(source, '.config')), copied: existsSync(copy) ? readdirSync(copy).toSorted() : [], said: stdout.split('\n').at(-1)!};
	}

	const tar = async (folder: string, ...words: string[]) => {
		await execa('tar', ['-cf', 'own.tar', ...words], {cwd: folder});
		return path.join(folder, 'own.tar');
	};

	test.each<[string, (folder: string) => Promise<string>]>([
		['a folder', async folder => path.join(folder, 'busybox-1.37.0')],
		['a link to a folder', async folder => {
			symlinkSync('busybox-1.37.0', path.join(folder, 'link'));
			return path.join(folder, 'link');
		}],
		['an archive with a folder', async folder => tar(folder, 'busybox-1.37.0')],
		['one with dots before it', async folder => tar(folder, './busybox-1.37.0')],
		['one without a folder', async folder => tar(folder, '-C', 'busybox-1.37.0', '.')],
	])('is copied from %s, and nothing is cleaned where it lies', async (_kind, prepare) => {
		expect(await take(prepare)).toMatchObject({kept: true, copied: ['Makefile', 'include']});
	});

	test('is refused where it is something else', async () => {
		expect(await take(async folder => path.join(folder, 'busybox-1.37.0/include'))).toMatchObject({copied: [], said: expect.stringMatching(/^tree\.path is .*\/include, which does not contain/) as string});
	});

	test('is asked for in lists of its own, from all sources of the machine, and nothing else is started', async () => {
		const folder = newFolder();
		const etc = path.join(folder, 'etc');
		mkdirSync(path.join(etc, 'parts'), {recursive: true});
		writeFileSync(path.join(etc, 'sources.list'), '# main\n  deb [arch=amd64] https://one.example/debian stable main\n');
		writeFileSync(path.join(etc, 'parts/sources.list'), 'deb https://two.example/debian stable main\n');
		writeFileSync(path.join(etc, 'parts/three.sources'), 'Types: deb\nURIs: https://three.example/debian\nSuites: stable\nComponents: main\n');
		const config = path.join(folder, 'apt.conf');
		writeFileSync(config, [`Dir::Etc::sourcelist "${etc}/sources.list";`, `Dir::Etc::sourceparts "${etc}/parts";`, `Dir::State::status "${folder}/status";`, `APT::Update::Post-Invoke { "touch ${folder}/hook"; };`, 'Acquire::https::Proxy "http://127.0.0.1:9";', 'Acquire::Retries "0";', ''].join('\n'));
		writeFileSync(path.join(folder, 'status'), '');
		await execa('sh', [script('fetch-source.sh'), 'busybox', '1', 'busybox'], {cwd: folder, reject: false, env: {APT_CONFIG: config}});
		const lists = readdirSync(path.join(folder, 'apt/sources')).toSorted().map(name => readFileSync(path.join(folder, 'apt/sources', name), 'utf8'));
		expect(lists).toEqual([
			'# main\n  deb-src [arch=amd64] https://one.example/debian stable main\n', 'deb-src https://two.example/debian stable main\n',
			'Types: deb-src\nURIs: https://three.example/debian\nSuites: stable\nComponents: main\n',
		]);
		expect(existsSync(path.join(folder, 'hook'))).toBe(false);
	});

	test('where there is neither, what to do is said', () => {
		expect(() => busyboxSourceStep(recipe(), fedoraFacts)).toThrow(/Fedora Linux 43/);
	});
});

test('a node has every program that its scripts call', () => {
	const scripts = ['init', 'own', 'report', 'state', 'up', 'udhcpc', 'renew-ip'].map(name => readFileSync(`source/steps/rambox/${name}.sh`, 'utf8'));
	const words = new Set(scripts.flatMap(text => text.split('\n').filter(line => !line.trimStart().startsWith('#')).join('\n').match(/(?<![\w$\-./=])(?:\[|[a-z][\w\-.]*)/g)!));
	// Words of sentences.
	const called = programsOfDebian.filter(name => words.has(name) && !['free', 'link', 'which'].includes(name));
	const chosen = new Set(busyboxBuildStep([], debianFacts).actions.flatMap(action => action.do === 'command' ? action.argv : []));
	expect(called.filter(name => !chosen.has(name))).toEqual([]);
	expect(called.length).toBeGreaterThan(40);
});

/** What `busybox --list` says of Debian's static one, 1.35. */
const programsOfDebian = `
	[ [[ acpid adjtimex ar arch arp arping ascii ash awk base64 basename bc blkdiscard blockdev brctl bunzip2 busybox
	bzcat bzip2 cal cat chgrp chmod chown chroot chvt clear cmp cp cpio crc32 crond crontab cttyhack cut date dc dd
	deallocvt depmod devmem df diff dirname dmesg dnsdomainname dos2unix dpkg dpkg-deb du dumpkmap dumpleases echo ed
	egrep env expand expr factor fallocate false fatattr fdisk fgrep find findfs fold free freeramdisk fsfreeze fstrim
	ftpget ftpput getopt getty grep groups gunzip gzip halt head hexdump hostid hostname httpd hwclock i2cdetect i2cdump
	i2cget i2cset i2ctransfer id ifconfig ifdown ifup init insmod ionice ip ipcalc ipneigh kill killall klogd last less
	link linux32 linux64 linuxrc ln loadfont loadkmap logger login logname logread losetup ls lsmod lsscsi lzcat lzma lzop
	md5sum mdev microcom mim mkdir mkdosfs mke2fs mkfifo mknod mkpasswd mkswap mktemp modinfo modprobe more mount mt mv
	nameif nc netstat nl nologin nproc nsenter nslookup nuke od openvt partprobe passwd paste patch pidof ping ping6
	pivot_root poweroff printf ps pwd rdate readlink realpath reboot renice reset resume rev rm rmdir rmmod route rpm
	rpm2cpio run-init run-parts sed seq setkeycodes setpriv setsid sh sha1sum sha256sum sha3sum sha512sum shred shuf sleep
	sort ssl_client start-stop-daemon stat strings stty su sulogin svc svok swapoff swapon switch_root sync sysctl syslogd
	tac tail tar taskset tc tee telnet telnetd test tftp time timeout top touch tr traceroute traceroute6 true truncate ts
	tty tunctl ubirename udhcpc udhcpd uevent umount uname uncompress unexpand uniq unix2dos unlink unlzma unshare unxz
	unzip uptime usleep uudecode uuencode vconfig vi w watch watchdog wc wget which who whoami xargs xxd xz xzcat yes zcat
`.trim().split(/\s+/);
