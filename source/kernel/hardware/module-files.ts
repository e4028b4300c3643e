import {indexAliases} from './aliases.ts';
import type {Alias, DriverFacts, DriverTables} from './types.ts';

/**
The tables of a kernel that is built, out of the files beside its modules: `modules.alias` and `modules.dep` of depmod,
`modules.builtin.modinfo` of the build. Options are not said there.
*/
export function readModuleFiles({alias, dep = '', builtin = ''}: ModuleFiles): DriverTables {
	const files = [
		...dep.matchAll(/^kernel\/([^:]*)\/([^/:]+?)\.ko[.a-z]*:/gm),
		...builtin.matchAll(/(?:^|\0)[\w-]+\.file=([^\0]*)\/([^\0/]+)/g),
	];
	const aliases = [...aliasLines(alias), ...builtinAliases(builtin)];
	return {
		aliases: indexAliases(aliases),
		drivers: new Map([
			...aliases.map(({module}): [string, string?] => [module]),
			...files.map(([, folder, file]): [string, string] => [underscored(file!), folder!]),
		].map(([module, folder]): [string, DriverFacts] =>
			[module, {options: [], with: [], ...(folder !== undefined && {folder})}])),
		complete: dep !== '',
	};
}

/** Their texts. */
export type ModuleFiles = {alias: string; dep?: string; builtin?: string};

function aliasLines(text: string): Alias[] {
	return text.matchAll(/^alias (\S+) (\S+)$/gm)
		.map(([, pattern, module]) => ({pattern: pattern!, module: underscored(module!)}))
		.toArray();
}

/** What is built in needs no module, but it is a driver: `xhci_pci.alias=pci:v*…`, each ended by a zero byte. */
function builtinAliases(text: string): Alias[] {
	return text.split('\0').flatMap(entry => {
		const [, module, pattern] = /^([\w-]+)\.alias=(\S+)$/.exec(entry) ?? [];
		return module && pattern ? [{pattern, module: underscored(module)}] : [];
	});
}

function underscored(name: string): string {
	return name.replaceAll('-', '_');
}
