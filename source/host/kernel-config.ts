import {readdir, stat} from 'node:fs/promises';
import {release as runningRelease} from 'node:os';
import path from 'node:path';
import {gunzipSync} from 'node:zlib';
import {UserError} from '../errors.ts';
import {readOrdinary} from '../files/read-ordinary.ts';
import {whyUnreadable} from '../report/system-error.ts';
import {releaseOfImage, unpackImage} from './kernel-image.ts';
import {compareReleases} from './kernels.ts';

/**
The configuration of a kernel: a `.config`, one packed by gzip such as /proc/config.gz, or a kernel image that carries
its own (IKCONFIG). `release` is what the image says of itself.
@throws UserError (exit 2) when there is none in that file
*/
export async function readKernelConfig(file: string): Promise<{config: string; release?: string}> {
	const bytes = await readBytes(file);
	const text = asConfig(gunzip(bytes) ?? bytes);
	if (text) {
		return {config: text};
	}

	const release = releaseOfImage(bytes)?.split(' ', 1)[0];
	const isKernel = release !== undefined || bytes.subarray(0, 4).toString('latin1') === '\x7FELF';
	if (!isKernel) {
		throw new UserError(
			`${file} is neither a kernel configuration nor a kernel image.`,
			['a configuration has lines such as CONFIG_SMP=y', ...await otherPlaces()],
		);
	}

	const unpacked = await unpackImage(file, bytes);
	const config = carriedConfig(bytes) ?? (unpacked && carriedConfig(unpacked));
	if (config === undefined) {
		const noKernel = release === undefined ? 'is not a kernel, or ' : '';
		const why = release === undefined || unpacked
			? `contains no configuration: it ${noKernel}was built without IKCONFIG`
			: 'uses a compression that ramstrap does not know';
		throw new UserError(`${file}${release ? ` (Linux ${release})` : ''} ${why}.`, await otherPlaces(release));
	}

	return {config, ...(release !== undefined && {release})};
}

/** Configurations lying about on this machine, the newest kernel first. */
export async function findConfigs(
	{boot = '/boot', proc = '/proc'} = {},
): Promise<Array<{release: string; file: string}>> {
	const prefix = 'config-';
	const names = await readdir(boot).catch(() => []);
	const found = names
		.filter(name => name.startsWith(prefix))
		.map(name => ({release: name.slice(prefix.length), file: path.join(boot, name)}));
	const own = path.join(proc, 'config.gz');
	const running = await stat(own).then(() => [{release: runningRelease(), file: own}], () => []);
	return [...found.toSorted((a, b) => compareReleases(b.release, a.release)), ...running];
}

/** More than any kernel, packed or not; less than what would fill the memory. */
const limit = 1024 ** 3;

async function readBytes(file: string): Promise<Buffer> {
	try {
		return readOrdinary(file, {most: limit});
	} catch (error) {
		if (error instanceof UserError) {
			throw error;
		}

		throw new UserError(`${file} ${whyUnreadable(error)}.`, await otherPlaces());
	}
}

/** Of this very kernel where it usually is; else what there is on this machine. */
async function otherPlaces(release?: string): Promise<string[]> {
	const found = release === undefined ? await findConfigs() : [];
	return found.length > 0
		? found.slice(0, 3).map(entry => `${entry.file}   of Linux ${entry.release}`)
		: [`/boot/config-${release ?? '<release>'}   the usual place in a distribution`];
}

function asConfig(bytes: Buffer): string | undefined {
	const text = bytes.includes(0) ? '' : bytes.toString('utf8');
	return /^CONFIG_\w+=/m.test(text) ? text : undefined;
}

/** As kernel/configs.c lays it out: a mark, the configuration packed by gzip, another mark. */
function carriedConfig(bytes: Buffer): string | undefined {
	const mark = 'IKCFG_ST';
	for (let at = bytes.indexOf(mark); at !== -1; at = bytes.indexOf(mark, at + 1)) {
		const unpacked = gunzip(bytes.subarray(at + mark.length, bytes.indexOf('IKCFG_ED', at)));
		const text = unpacked && asConfig(unpacked);
		if (text) {
			return text;
		}
	}

	return undefined;
}

/** Nothing where the bytes are not packed, or others follow. */
function gunzip(bytes: Buffer): Buffer | undefined {
	try {
		return gunzipSync(bytes, {maxOutputLength: 64 * 1024 ** 2});
	} catch {
		return undefined;
	}
}
