import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {describe, expect, onTestFinished, test} from 'vitest';
import {busyboxBuildStep} from '../../source/steps/busybox-build.ts';
import {busyboxSourceStep} from '../../source/steps/busybox-source.ts';
import {debianFacts, fedoraFacts, sampleRecipe} from '../sample.ts';

/** What is left of a small BusyBox's configuration when only these programs are wanted. */
async function choose(programs: readonly string[], config: readonly string[]): Promise<{config: string[]; said: string; exitCode: number | undefined}> {
	const folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-busybox-'));
	onTestFinished(() => {
		rmSync(folder, {recursive: true});
	});
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
	const {stdout, exitCode} = await execa('sh', [path.resolve('source/steps/busybox/choose-programs.sh'), '.', ...programs], {cwd: folder, reject: false});
	return {config: readFileSync(path.join(folder, '.config'), 'utf8').trim().split('\n'), said: stdout, exitCode};
}

describe('the programs of a BusyBox', () => {
	test('those that were chosen are in, all others out, and features are left as they are', async () => {
		expect(await choose(['modprobe', '[', 'sh'], [
			'# CONFIG_STATIC is not set', 'CONFIG_VI=y', 'CONFIG_FEATURE_VI_COLON=y', '# CONFIG_TEST1 is not set', 'CONFIG_MODPROBE_SMALL=y', '# CONFIG_MODPROBE is not set', 'CONFIG_ASH=y',
			'CONFIG_SH_IS_ASH=y', '# CONFIG_SH_IS_HUSH is not set', 'CONFIG_BASH_IS_NONE=y',
		])).toMatchObject({exitCode: 0, config: [
			'CONFIG_STATIC=y', '# CONFIG_VI is not set', 'CONFIG_FEATURE_VI_COLON=y', 'CONFIG_TEST1=y', '# CONFIG_MODPROBE_SMALL is not set', 'CONFIG_MODPROBE=y', '# CONFIG_ASH is not set',
			'CONFIG_SH_IS_ASH=y', '# CONFIG_SH_IS_HUSH is not set', 'CONFIG_BASH_IS_NONE=y',
		]});
	});

	test('bash is a choice of its own', async () => {
		expect(await choose(['bash'], ['# CONFIG_BASH_IS_ASH is not set', 'CONFIG_BASH_IS_NONE=y']))
			.toMatchObject({config: ['CONFIG_BASH_IS_ASH=y', '# CONFIG_BASH_IS_NONE is not set']});
	});

	test('one that it does not have is named, with those of the same letter, and nothing is changed', async () => {
		expect(await choose(['sh', 'vii'], ['CONFIG_VI=y'])).toEqual({
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

	test('where there is neither, what to do is said', () => {
		expect(() => busyboxSourceStep(recipe(), fedoraFacts)).toThrow(/Fedora Linux 43/);
	});
});

test('a node has every program that its scripts call', () => {
	const scripts = ['init', 'own', 'report', 'state', 'up', 'udhcpc', 'renew-ip'].map(name => readFileSync(`source/steps/rambox/${name}.sh`, 'utf8'));
	const words = new Set(scripts.flatMap(script => script.split('\n').filter(line => !line.trimStart().startsWith('#')).join('\n').match(/(?<![\w$\-./=])(?:\[|[a-z][\w\-.]*)/g)!));
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
