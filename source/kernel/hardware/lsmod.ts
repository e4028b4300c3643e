import {useOfModule} from './module-uses.ts';
import type {Device} from './types.ts';

/** The modules of an output of lsmod, or of /proc/modules: name, size, users. */
export function readLsmod(lines: readonly string[]): Device[] {
	return lines.flatMap(line => {
		const module = /^\s*([\w-]+)\s+\d+\s+-?\d+(?:\s+[\w,-]+)?(?:\s+Live\b.*)?$/.exec(line.trimEnd())?.[1];
		const use = module && useOfModule(module);
		return use ? [{
			label: `Module ${module}`,
			bus: 'module',
			use,
			...(use === 'network' ? {network: true as const} : {}),
			modules: [module],
		}] : [];
	});
}
