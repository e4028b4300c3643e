import {modulesFor} from '../kernel/hardware/aliases.ts';
import {readModuleFiles, type ModuleFiles} from '../kernel/hardware/module-files.ts';

/** Modules of a kernel that drive a network card; `there`: whether what boots has one of them. */
export type CardDrivers = (card: string) => {modules: string[]; there: boolean};

/**
Holds network cards against the drivers of what boots. The tables are read when the first card is asked about.
@param kernel tables of all modules of the kernel
@param own of those that go along with the nodes
*/
export function cardDrivers(kernel: ModuleFiles, own: ModuleFiles): CardDrivers {
	let tables: Array<ReturnType<typeof readModuleFiles>> | undefined;
	return card => {
		tables ??= [kernel, own].map(files => readModuleFiles(files));
		const [vendor, device] = card.toUpperCase().split(':', 2);
		// Class 02: a driver for every card of a maker does not count for its sound cards. Of virtio
		// the driver on the PCI bus is none for the card.
		const modalias = vendor === '1AF4'
			? 'virtio:d00000001v00001AF4'
			: `pci:v0000${vendor}d0000${device}sv*sd*bc02sc*i*`;
		const [all, present] = tables.map(({aliases}) => modulesFor(aliases, modalias));
		return {modules: all!, there: present!.length > 0};
	};
}
