import type {Flags} from '../arguments.ts';
import {outJson, type Context} from '../context.ts';
import {exitCodes, UserError, visible} from '../errors.ts';
import {readKernelConfig} from '../host/kernel-config.ts';
import {parseConfig} from '../kernel/config-text.ts';

/** `ramstrap kernel diff`: what one kernel's configuration has that is different in another's. */
export async function kernelDiff(files: readonly string[], context: Context, flags: Flags): Promise<number> {
	const [one, other, ...more] = files;
	if (one === undefined || other === undefined || more.length > 0) {
		throw new UserError(
			`kernel diff takes two files, not ${files.length}: configurations, or kernels that contain one.`,
			['ramstrap kernel diff /boot/config-6.1.0-40-amd64 .config'],
		);
	}

	const [before, after] = await Promise.all([one, other].map(async file =>
		parseConfig((await readKernelConfig(file)).config)));
	const differences = [...new Set([...before!.keys(), ...after!.keys()])]
		.map(option => ({option, from: before!.get(option) ?? 'n', to: after!.get(option) ?? 'n'}))
		.filter(({from, to}) => from !== to);
	if (flags.json) {
		for (const difference of differences) {
			outJson(context, {event: 'difference', ...difference});
		}

		outJson(context, {event: 'result', ok: true, differences: differences.length});
	} else {
		for (const {option, from, to} of differences) {
			context.out(visible(`${option}: ${from} → ${to}`));
		}

		context.out(differences.length === 0 ? 'No option differs.' : `${differences.length} options differ.`);
	}

	return exitCodes.done;
}
