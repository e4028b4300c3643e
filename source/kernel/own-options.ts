import type {Recipe} from '../recipe/schema.ts';
import type {OptionValue} from './types.ts';

type Options = Recipe['kernel']['options'];

type Chosen = {
	/** Options that were set, with their values. */
	made: ReadonlyMap<string, OptionValue>;
	/** What is asked for beside `kernel.options`: by the strategy, by bundles. */
	others: ReadonlyMap<string, OptionValue>;
	/** What an option was before, and is now; nothing where the kernel has no such option. */
	before: (option: string) => OptionValue | undefined;
	now: (option: string) => OptionValue | undefined;
	/** Whether it is n where nobody asks for it: numbers and texts have a default. */
	isSwitch: (option: string) => boolean;
};

/**
The `kernel.options` that ask for a configuration which somebody has changed. Only what was asked for is in it: not what
is off anyway, nor what others ask for.
*/
export function ownOptions(options: Options, {made, others, before, now, isSwitch}: Chosen): Options {
	const kept = new Map<string, OptionValue>(Object.entries(options).map(([name, value]) => [name, String(value)]));
	const settle = (name: string, value: OptionValue): void => {
		if (value === (others.get(name) ?? (isSwitch(name) ? 'n' : undefined))) {
			kept.delete(name);
		} else {
			kept.set(name, value);
		}
	};

	// The other members of a choice, for example, are no longer what was asked.
	for (const [name, value] of [...others, ...kept]) {
		const is = now(name);
		if (is !== undefined && is !== value && before(name) === value) {
			settle(name, is);
		}
	}

	for (const [name, value] of made) {
		settle(name, value);
	}

	return Object.fromEntries(kept.entries().map(([name, value]) => [name, optionOf(value)]));
}

/** As one writes it in a recipe. */
function optionOf(value: OptionValue): Options[string] {
	const number = Number(value);
	return String(number) === value && Number.isSafeInteger(number) ? number : value;
}
