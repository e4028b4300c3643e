import type {RequiredOption} from './requirements.ts';

/** Those of `required` that a kernel configuration (text of a `.config`) lacks, each with what stands there instead. */
export function missingOptions(config: string, required: readonly RequiredOption[]): Array<RequiredOption & {found: string}> {
	const values = parseConfig(config);
	return required
		.map(option => ({...option, found: values.get(option.option) ?? 'not set'}))
		.filter(({as, found}) => found !== 'y' && !(as === 'm' && found === 'm'));
}

/** One sentence for one missing option. */
export function describeMissing({option, as, why, found}: RequiredOption & {found: string}): string {
	return `CONFIG_${option} is ${found} but must be ${as === 'y' ? 'y (built in)' : 'y or m'}: ${why}.`;
}

function parseConfig(config: string): Map<string, string> {
	return new Map(config.matchAll(/^CONFIG_(\w+)=(.*)$/gm).map(([, name, value]) => [name!, value!] as const));
}
