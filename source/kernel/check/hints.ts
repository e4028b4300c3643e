import {consoleKind, consoleOfOption} from '../../recipe/consoles.ts';
import {archiveSetting, deliveryOf} from '../../recipe/delivery.ts';
import {catalogueOption} from '../catalogue.ts';
import {valueOf} from '../catalogue/other-names.ts';
import type {Scene} from './finding.ts';
import type {RequiredOption} from './requirements.ts';
import {unpackers} from './requirements/root.ts';

/** What to do about an option that a kernel lacks, best first. */
export function hintsFor(scene: Scene, {option, as}: Pick<RequiredOption, 'option' | 'as'>): string[] {
	const delivery = deliveryOf(scene.recipe);
	const isOfSquashfs = delivery.image === 'squashfs' && /SQUASHFS|BLK_DEV_LOOP/.test(option);
	return [
		...(option.startsWith('RD_') ? otherCompression(scene) : []),
		...(option.startsWith('NFS_V') ? otherNfs(scene) : []),
		...(option === 'OVERLAY_FS' || option === 'TMPFS_XATTR' ? withoutOverlay(scene) : []),
		...(isOfSquashfs ? [`${archiveSetting(delivery)}   needs no squashfs`] : []),
		...(option.endsWith('_CONSOLE') ? otherConsole(scene, option) : []),
		...(as === 'y' && neededByKernelMount.test(option) ? loadedByInitramfs(scene) : []),
		...(as === 'm' ? otherPackage(scene, option) : []),
		...turnOn(scene, option),
	];
}

const neededByKernelMount = /^(?:BLK_DEV_RAM|EXT\w+|IP_PNP\w*|NFS_\w+|ROOT_NFS|OVERLAY_FS|DEVTMPFS_MOUNT)$/;

export function loadedByInitramfs({recipe}: Scene): string[] {
	return deliveryOf(recipe).by === 'kernel'
		? ['mount: initramfs   a small initramfs loads the modules and mounts the root']
		: [];
}

/** The first of the other compressions that this kernel unpacks. */
export function otherCompression({values, recipe}: Scene): string[] {
	const other = Object.entries(unpackers)
		.find(([name, option]) => name !== recipe.compression && valueOf(values, option) === 'y');
	return other ? [`compression: ${other[0]}   this kernel supports it`] : [];
}

export function otherNfs({values, recipe}: Scene): string[] {
	const levels = deliveryOf(recipe).by === 'kernel' ? ['y'] : ['y', 'm'];
	const has = (option: string) => levels.includes(values.get(option) ?? 'n');
	const other = [['v4.1', ['NFS_V4', 'NFS_V4_1']], ['v4.0', ['NFS_V4']], ['v3', ['NFS_V3']]] as const;
	const found = other.find(([version, options]) => version < recipe.nfs && options.every(option => has(option)));
	return found ? [`nfs: ${found[0]}   this kernel supports it`] : [];
}

export function withoutOverlay({recipe}: Scene): string[] {
	return deliveryOf(recipe).overlay === 'none' ? [] : ['overlay: none   uses no layer in RAM'];
}

function otherConsole({recipe}: Scene, option: string): string[] {
	const kind = consoleOfOption(option);
	const others = recipe.node.console.filter(name => consoleKind(name) !== kind);
	return others.length > 0 ? [`node.console: [${others.join(', ')}]   does not use that console`] : [];
}

/** Debian's kernel for clouds lacks the drivers of real machines; its larger brother has them. */
export function otherPackage({recipe, name}: Scene, option: string): string[] {
	const isCloud = `${recipe.kernel.package ?? ''} ${name ?? ''}`.includes('cloud');
	return isCloud && recipe.kernel.from === 'distribution' && catalogueOption(option)?.module !== undefined
		? ['kernel.package: linux-image-amd64   the kernel for every PC, with all drivers as modules']
		: [];
}

export function ownKernel({recipe}: Scene): string[] {
	return recipe.kernel.from === 'distribution' ? ['kernel: {from: build, source: {package: linux-source}}   builds a '
		+ 'kernel with this option'] : [];
}

/** In a kernel of one's own, which the recipe may have already. */
export function turnOn(scene: Scene, option: string): string[] {
	const names = [...catalogueOption(option)?.with ?? [], option].filter(name => valueOf(scene.values, name) !== 'y');
	if (scene.recipe.kernel.from === 'distribution') {
		return ownKernel(scene);
	}

	return names.length > 0 ? [`kernel.options: {${names.map(name => `${name}: y`).join(', ')}}   turns it on`] : [];
}
