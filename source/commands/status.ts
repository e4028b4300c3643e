import {stat} from 'node:fs/promises';
import path from 'node:path';
import {exitCodes} from '../errors.ts';
import {marks} from '../report/finding.ts';
import {durationText} from '../report/duration.ts';
import {memoryUse, sizeText} from '../report/size.ts';
import {versionsName, type Published} from '../publish/read.ts';
import type {Booted} from '../serve/history.ts';
import {readBootedOnce} from '../publish/booted-once.ts';
import {bootedFrom} from '../deploy/booted-from.ts';
import {outJson, type Context} from '../context.ts';
import {onceFolderOf, servedFolder} from '../deploy/served-folder.ts';
import {publishedOf} from './rollback.ts';

/** What is published of a recipe, and which machine booted what and when. */
export async function status(name: string, context: Context, {json}: {json: boolean}): Promise<number> {
	const folder = servedFolder(name, context);
	const published = await publishedOf(name, folder, context);
	const versions = await Promise.all(published.state.versions.map(
		async id => describeVersion(published, id, path.join(folder, name, versionsName, id)),
	));
	const nodes = Object.entries(await bootedFrom(folder, name))
		.filter(([, {version}]) => version.startsWith(`${name}/`));
	const once = readBootedOnce(onceFolderOf(name, folder));
	if (json) {
		outJson(context, {
			event: 'result',
			ok: true,
			versions,
			nodes: nodes.map(([mac, booted]) => ({mac, ...booted})),
			...(once !== 'unknown' && Object.keys(once).length > 0 && {once}),
		});
		return exitCodes.done;
	}

	for (const {id, published: when, bytes, role} of versions) {
		const mark = role === 'current' ? '►' : ' ';
		context.out(`${mark} ${id}  ${localTime(when)}  ${sizeText(bytes).padStart(7)}  ${role}`.trimEnd());
	}

	context.out('');
	for (const [mac, booted] of nodes) {
		context.out(nodeLine(mac, booted, published.state.current));
		if (booted.failure !== undefined) {
			context.out(`    ${marks.problem} ${booted.failure}`);
		}

		if (booted.tested !== undefined) {
			context.out(`    ${marks.good} tested ${booted.tested}`);
		}
	}

	if (nodes.length === 0) {
		context.out('No machine has booted this recipe yet.');
	}

	if (once === 'unknown') {
		context.out(`Only root can see which nodes have been up with boot: once: sudo ramstrap status ${name}`);
	} else if (Object.keys(once).length > 0) {
		context.out('\nUp with boot: once; ramstrap wake NODE --again lets it boot over the network once more.');
		for (const [mac, when] of Object.entries(once)) {
			context.out(`${mac}  ${localTime(when)}`);
		}
	}

	return exitCodes.done;
}

/** As this machine's clock shows it: `2026-11-22 18:04`. */
const localTime = (iso: string): string => new Date(iso).toLocaleString('sv-SE').slice(0, 16);

async function describeVersion(
	{state, versions}: Published,
	id: string,
	folder: string,
): Promise<{id: string; published: string; bytes: number; role: string}> {
	const {mtime} = await stat(folder);
	const tried = Object.entries(state.only).filter(([, version]) => version === id).map(([mac]) => mac);
	return {
		id,
		published: mtime.toISOString(),
		bytes: versions.get(id)?.files.reduce((sum, file) => sum + file.bytes, 0) ?? 0,
		role: id === state.current ? 'current' : (tried.length > 0 ? `only ${tried.join(', ')}` : ''),
	};
}

function nodeLine(
	mac: string,
	{hostname = '', address = '', version, began, reached, seconds, memory}: Booted,
	current: string,
): string {
	const id = version.split('/').at(-1)!;
	return [
		mac, hostname.padEnd(12), address.padEnd(15), localTime(began),
		`${reached === 'up' ? 'up after' : `reached ${reached} after`} ${durationText(seconds, 1)}`,
		id === current ? '' : `(${id})`, memory ? memoryUse(memory) : '',
	].filter(Boolean).join('  ');
}
