import type {Recipe} from '../recipe/schema.ts';
import {webAddress} from '../services/boot-services.ts';
import type {BootEntry, BootNetwork} from '../services/types.ts';
import {strategyOf} from '../strategies/index.ts';
import {fillWords} from '../strategies/words.ts';
import type {Built} from './build.ts';

/** What nodes call the folder that a recipe gives out over NFS. */
export const exportName = (name: string): string => `/ramstrap/${name}`;

/** What the boot server gives out of a recipe: its entry in the menus, and its files by URL path. */
export function bootEntry(recipe: Recipe, {plan, served, sizes, nodeArchives}: Built, {address, port}: Pick<BootNetwork, 'address' | 'port'>): {entry: BootEntry; boot: {kernel: string; initrd?: string}; files: Record<string, string>} {
	const {name} = recipe;
	const {kernel, initrd, image} = served;
	// The words are the same for both kinds of firmware: what they advise must be enough in either.
	const needs = (['bios', 'uefi'] as const).map(firmware => strategyOf(recipe).memoryNeeded(sizes, firmware, recipe));
	const words = fillWords([...plan.words, 'ramstrap.server=http://<server>'].map(word => word.replaceAll('http://<server>', () => webAddress({address, port}))), {
		server: address, name, export: exportName(name),
		sha256: image?.sha256 ?? '', bytes: String(image?.bytes ?? ''), need: String(Math.max(...needs.map(({mib}) => mib))), room: String(needs[0]!.room),
	});
	const url = (file: string) => `/${name}/${file}`;
	const boot = {kernel: url('vmlinuz'), ...(initrd && {initrd: url('initrd')})};
	return {
		boot,
		entry: {name, title: name, ...boot, words},
		files: {
			[boot.kernel]: kernel.path,
			...(initrd && {[url('initrd')]: initrd.path}),
			...(image && {[url(image.name)]: image.path}),
			...nodeArchives,
		},
	};
}
