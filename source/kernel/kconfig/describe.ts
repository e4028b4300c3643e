import {helpOf} from './help.ts';
import type {KconfigTree, ReadFile, SymbolType} from './types.ts';

/** What a person may want to read about an option. */
export type Description = {
	option: string;
	type?: SymbolType;
	/** Empty for an option that nobody can set directly. */
	prompt: string;
	/** From the outermost menu inwards: `Device Drivers`, `Network device support`. */
	menus: string[];
	/** `drivers/net/Kconfig:12` */
	place: string;
	help?: string;
};

/**
Describes an option by the definition that has its prompt. Help texts are read again from their
files, only when asked for.
*/
export function describeOption({symbols}: KconfigTree, option: string, read?: ReadFile): Description | undefined {
	const symbol = symbols.get(option);
	const definition = symbol?.definitions.find(({prompt}) => prompt) ?? symbol?.definitions[0];
	if (!symbol || !definition) {
		return undefined;
	}

	const withHelp = symbol.definitions.find(({help}) => help);
	const menus: string[] = [];
	for (let {menu} = definition; menu; menu = menu.parent) {
		menus.unshift(menu.title);
	}

	return {
		option,
		type: symbol.type,
		prompt: definition.prompt?.text ?? '',
		menus,
		place: `${definition.file}:${definition.line}`,
		help: withHelp && read && helpOf(withHelp, read),
	};
}
