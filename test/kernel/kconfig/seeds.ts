import type {KconfigTree, SymbolType} from '../../../source/kernel/kconfig/types.ts';

/** A `.config` with a sixth of the lines of `base` gone and 2,500 that nobody would write, the same for the same seed. */
export function perturbed(base: string, {symbols}: KconfigTree, seed: number): string {
	const next = randomNumbers(seed);
	const lines = base.split('\n').filter(() => next(6) > 0);
	const options = symbols.values().filter(({type}) => type !== undefined).toArray();
	for (let count = 0; count < 2500; count++) {
		const {name, type} = options[next(options.length)]!;
		const value = anyValue(type!, next);
		lines.splice(next(lines.length), 0, value === 'n' ? `# CONFIG_${name} is not set` : `CONFIG_${name}=${value}`);
	}

	return `${lines.join('\n')}\n`;
}

function anyValue(type: SymbolType, next: (below: number) => number): string {
	switch (type) {
		case 'bool': {
			return 'ny'[next(2)]!;
		}

		case 'tristate': {
			return 'nmy'[next(3)]!;
		}

		case 'int': {
			return String(next(200));
		}

		case 'hex': {
			return `0x${next(1_000_000).toString(16)}`;
		}

		case 'string': {
			return String.raw`"a \"text\""`;
		}
	}
}

/** Numbers from 0 to below what is asked for, by the generator of C's standard. */
export function randomNumbers(seed: number): (below: number) => number {
	let state = (seed * 2_654_435_761) % 2_147_483_648;
	return below => {
		state = (Math.imul(state, 1_103_515_245) + 12_345) % 2_147_483_648;
		state = state < 0 ? state + 2_147_483_648 : state;
		return Math.floor(state / 2_147_483_648 * below);
	};
}
