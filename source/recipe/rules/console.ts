import {consoleDevice} from '../consoles.ts';
import type {Problem} from '../problem.ts';
import type {Recipe} from '../schema.ts';

/** The kernel takes the last of several entries for one console, and a system would ask for a login on it twice. */
export function consoleRules({node}: Recipe): Problem[] {
	const devices = node.console.map(name => consoleDevice(name));
	return devices.flatMap((device, index) =>
		devices.indexOf(device) < index
			? [{
				path: ['node', 'console', index],
				sentence: `node.console[${index}] ${node.console[index]!} is already `
					+ `node.console[${devices.indexOf(device)}]; name each console once.`,
			}]
			: [],
	);
}
