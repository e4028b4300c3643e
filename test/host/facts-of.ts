import {bootFileNames, toolNames, type Facts} from '../../source/host/types.ts';

const download = (name: string) => ({name, version: '1.0-1', file: `${name}_1.0-1_amd64.deb`, bytes: 70_000_000, sha256: '0'.repeat(64)});

/** A Debian machine that has everything, but for what a test is about. */
export function factsOf(fields: Partial<Facts> = {}): Facts {
	return {
		distribution: {id: 'debian', version: '12', name: 'Debian GNU/Linux 12 (bookworm)'},
		packageManager: 'apt',
		architecture: 'x86_64',
		tools: Object.fromEntries(toolNames.map(name => [name, `/usr/bin/${name}`])),
		bootFiles: Object.fromEntries(bootFileNames.map(name => [name, `/usr/share/${name}`])),
		busybox: {from: 'package', download: {...download('busybox-static'), bytes: 928_188}},
		kernels: {default: {release: '6.1.0-56-amd64', from: 'package', downloads: [download('linux-image-6.1.0-56-amd64')]}},
		kernelSources: {'linux-source-6.1': {...download('linux-source-6.1'), bytes: 139_331_676}},
		headers: {'stdio.h': '/usr/include/stdio.h', 'libelf.h': '/usr/include/libelf.h'},
		texts: {},
		interfaces: [],
		ports: [],
		memory: {totalMiB: 8000, availableMiB: 4000},
		disk: {path: '/home/me/.local/share/ramstrap', freeMiB: 100_000},
		user: {root: false, sudo: true},
		lab: 'user',
		kvm: 'proven',
		...fields,
	};
}

export function without<Name extends string>(files: Partial<Record<Name, string>>, ...names: Name[]): Partial<Record<Name, string>> {
	return Object.fromEntries(Object.entries(files).filter(([name]) => !names.includes(name as Name))) as Partial<Record<Name, string>>;
}
