import {expect, test} from 'vitest';
import {busyboxStep} from '../../source/steps/busybox.ts';
import {driversStep} from '../../source/steps/drivers.ts';
import {initramfsStep} from '../../source/steps/initramfs.ts';
import {signedLoadersStep} from '../../source/steps/signed-loaders.ts';
import {systemFiles} from '../../source/steps/rambox/files.ts';
import type {Step} from '../../source/steps/types.ts';
import {debianFacts, fedoraFacts, sampleRecipe} from '../sample.ts';

const textOf = (step: Step, path: string) => step.actions.find(action => action.do === 'write-file' && action.path === path);

test('packages are pinned to a version and to their bytes', () => {
	const {actions, reads, hints} = busyboxStep(debianFacts);
	expect(actions.slice(0, 3)).toEqual([
		{do: 'command', argv: ['apt-get', 'download', '-q', 'busybox-static=1.35.0-4']},
		{do: 'write-file', path: 'busybox-static.sha256', text: `${'b'.repeat(64)}  busybox-static_1.35.0-4_amd64.deb\n`},
		{do: 'command', argv: ['sha256sum', '--check', 'busybox-static.sha256']},
	]);
	expect(reads).toEqual([]);
	expect(hints.join(',')).toContain('apt-get update');
});

test('an installed BusyBox is copied, and watched for changes', () => {
	const {actions, reads} = busyboxStep(fedoraFacts);
	expect(actions[0]).toEqual({do: 'command', argv: ['cp', '/usr/bin/busybox', 'busybox']});
	expect(reads).toEqual(['/usr/bin/busybox']);
});

test('the host name goes into the files that name the host', () => {
	const files = systemFiles(sampleRecipe({node: {hostname: 'kitchen'}}));
	expect(files['etc/hostname']!.text).toBe('kitchen\n');
	expect(files['etc/hosts']!.text).toBe('127.0.0.1 localhost\n127.0.1.1 kitchen\n');
	expect(systemFiles(sampleRecipe())['etc/hostname']!.text).toBe('rambox\n');
});

test('each console gets a shell; the screen gets it on its first virtual terminal', () => {
	const {text} = systemFiles(sampleRecipe({node: {console: ['tty0', 'ttyS0,9600']}}))['etc/inittab']!;
	expect(text).toContain('\ntty1::askfirst:-/bin/sh\nttyS0::askfirst:-/bin/sh\n');
});

test('a time zone is copied from this machine; UTC needs none', () => {
	const berlin = initramfsStep(sampleRecipe({node: {timezone: 'Europe/Berlin'}}), {drivers: true});
	expect(berlin.reads).toEqual(['/usr/share/zoneinfo/Europe/Berlin']);
	expect(textOf(berlin, 'base.mtree')).toMatchObject({text: expect.stringContaining('./etc/localtime type=file mode=0644 contents=/usr/share/zoneinfo/Europe/Berlin') as string});
	expect(initramfsStep(sampleRecipe(), {drivers: true}).reads).toEqual([]);
});

test('the last entry of the archive is the one /init looks for to know that it is whole', () => {
	const step = initramfsStep(sampleRecipe(), {drivers: true});
	expect(step.actions).toContainEqual({do: 'command', argv: ['cat', 'base.mtree', 'tools.mtree', 'drivers.mtree', 'end.mtree'], to: 'manifest.mtree'});
	expect(systemFiles(sampleRecipe()).init!.text).toContain('[ -e /etc/ramstrap/whole ] || fail');
});

test('named drivers say where names come from when one does not exist', () => {
	expect(driversStep('6.1', ['e1000e']).hints.join(',')).toContain('lspci -k');
	expect(driversStep('6.1', ['e1000e']).title).toBe('Drivers e1000e');
});

test('signed loaders are those of one suite of Debian, for machines whose kernels Debian signed', () => {
	expect(signedLoadersStep(debianFacts)).toMatchObject({
		shared: true, makes: ['shimx64.efi', 'grubx64.efi'],
		actions: [{do: 'write-file'}, {do: 'command', argv: ['sh', 'fetch.sh', 'trixie', '/usr/share/keyrings/debian-archive-keyring.gpg']}],
	});
	expect(() => signedLoadersStep({...debianFacts, distribution: {id: 'ubuntu', version: '24.04', name: 'Ubuntu 24.04'}})).toThrow('server.uefi is grub, whose loaders start only kernels that Debian signed; this machine is Ubuntu 24.04.');
});
