import type {Facts} from '../source/host/types.ts';
import {recipeSchema, type Recipe, type RecipeInput} from '../source/recipe/schema.ts';

/** A recipe with defaults filled in, as a test needs it. */
export function sampleRecipe(changes: Partial<RecipeInput> = {}): Recipe {
	return recipeSchema.parse({version: 1, name: 'rambox', strategy: 'busybox-initramfs', ...changes});
}

const download = (name: string, version: string, digit: string) => ({
	name, version, file: `${name}_${version}_amd64.deb`, bytes: 1_000_000, sha256: digit.repeat(64),
});

/** A Debian machine that has everything. */
export const debianFacts: Facts = {
	distribution: {id: 'debian', version: '12', name: 'Debian GNU/Linux 12 (bookworm)', codename: 'bookworm'},
	packageManager: 'apt',
	architecture: 'x86_64',
	tools: {'qemu-system-x86_64': '/usr/bin/qemu-system-x86_64', dnsmasq: '/usr/sbin/dnsmasq', bsdtar: '/usr/bin/bsdtar'},
	bootFiles: {},
	busybox: {from: 'package', download: download('busybox-static', '1.35.0-4', 'b')},
	busyboxSource: {name: 'busybox', version: '1.35.0-4'},
	kernels: {default: {from: 'package', release: '6.1.0-56-amd64', downloads: [download('linux-image-6.1.0-56-amd64', '6.1.192-2', 'a')]}},
	kernelSources: {'linux-source': download('linux-source-6.1', '6.1.192-2', 'c'), 'linux-source-6.1': download('linux-source-6.1', '6.1.192-2', 'c')},
	headers: {'stdio.h': '/usr/include/stdio.h', 'libelf.h': '/usr/include/libelf.h'},
	texts: {},
	keyrings: ['debian-archive-keyring', 'debian-archive-removed-keys', 'ubuntu-archive-keyring'].map(name => `/usr/share/keyrings/${name}.gpg`),
	interfaces: [],
	ports: [],
	memory: {totalMiB: 8192, availableMiB: 6000},
	disk: {path: '/home', freeMiB: 100_000},
	user: {root: false, sudo: true},
	lab: 'user',
	kvm: 'unproven',
};

/** A machine of another family, with its kernel installed. */
export const fedoraFacts: Facts = {
	...debianFacts,
	distribution: {id: 'fedora', version: '43', name: 'Fedora Linux 43'},
	packageManager: 'dnf',
	kernelSources: {},
	busybox: {from: 'installed', path: '/usr/bin/busybox'},
	busyboxSource: undefined,
	kernels: {default: {from: 'installed', release: '6.17.4-300.fc43.x86_64', image: '/lib/modules/6.17.4-300.fc43.x86_64/vmlinuz', config: '/lib/modules/6.17.4-300.fc43.x86_64/config', modules: '/lib/modules/6.17.4-300.fc43.x86_64'}},
};
