import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {parseConfig, releaseOf} from '../../kernel/config-text.ts';
import {explainDropped} from '../../kernel/kconfig/explain.ts';
import {readKconfig} from '../../kernel/kconfig/reader.ts';
import type {KconfigTree} from '../../kernel/kconfig/types.ts';
import type {Dropped, Request} from '../../kernel/types.ts';
import type {Action} from '../../steps/types.ts';
import {ActionError, type Place} from './types.ts';

/** Some requests are not in the configuration that came out. */
export class DroppedRequests extends ActionError {
	readonly requested: number;
	readonly dropped: readonly Dropped[];

	constructor(requests: readonly Request[], dropped: readonly Dropped[]) {
		super(
			`${dropped.length} of ${requests.length} requested options are not in the resulting kernel configuration`,
			'failed',
			dropped.map(({sentence}) => sentence),
		);
		this.requested = requests.length;
		this.dropped = dropped;
	}
}

export async function runCompareConfig(
	{config, tree, requests, before}: Extract<Action, {do: 'compare-config'}>,
	{folder, log}: Place,
): Promise<void> {
	const text = readFileSync(path.join(folder, config), 'utf8');
	refuseNewer(releaseOf(text)?.release, before);
	const values = parseConfig(text);
	const root = path.resolve(folder, tree);
	const kconfig = readKconfig(file => readIfThere(path.join(root, file)), {
		srcarch: 'x86',
		environment: {SRCARCH: 'x86', ARCH: 'x86_64'},
	});
	const dropped = explainDropped(kconfig, values, requests.map(request => asNamedIn(kconfig, request)));
	for (const {sentence} of dropped) {
		log.write(sentence);
	}

	if (dropped.length > 0) {
		throw new DroppedRequests(requests, dropped);
	}
}

function refuseNewer(release: string | undefined, before: {version: number; because: string} | undefined): void {
	if (before && Number(release?.split('.', 1)[0]) >= before.version) {
		throw new ActionError(`this is Linux ${release}: ${before.because}`, 'recipe');
	}
}

/** Options change their names; the tree at hand knows one of them. */
function asNamedIn({symbols}: KconfigTree, request: Request): Request {
	const name = [request.option, ...request.or ?? []].find(option => symbols.has(option));
	return {...request, option: name ?? request.option};
}

function readIfThere(file: string): string | undefined {
	return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
