import {isOnDisk, type BootedOnce} from '../publish/booted-once.ts';
import type {Published} from '../publish/read.ts';
import {bootFiles} from '../publish/version.ts';
import {isGlob, nodeOf} from '../recipe/nodes.ts';
import {durationText} from '../report/duration.ts';
import type {Recipe} from '../recipe/schema.ts';
import type {Boot, Boots} from '../boots/boots.ts';
import type {CardDrivers} from '../boots/card-drivers.ts';
import {strategyOf} from '../strategies/index.ts';
import type {ServeEvent} from './serve.ts';
import type {Circumstances} from './table.ts';
import type {TroubleEvent} from './trouble.ts';

/** What was built before serving began: its version, as `<recipe>/<version>`, and its drivers where they are known. */
export type BuiltNow = {version: string; drivers: CardDrivers | undefined};

/** What the table has to know beside the machines. */
export function circumstances(
	recipe: Recipe,
	published: readonly Published[],
	{width, since, built, booted = {}}: {width: number; since: number; built: BuiltNow; booted?: BootedOnce},
): Circumstances {
	const own = strategyOf(recipe).milestones(recipe);
	const {state, versions} = published.find(({name}) => name === recipe.name)!;
	const bootedBy = ({progress: {version = ''}}: Boot) => {
		const [name, id = ''] = version.split('/', 2);
		return published.find(one => one.name === name)?.versions.get(id);
	};

	return {
		now: Date.now(), since, width, patience: 45_000, dhcp: recipe.server.dhcp,
		bootingOf(boot) {
			const version = boot && bootedBy(boot);
			const {files = [], memory} = version ?? versions.get(state.current) ?? {};
			return {
				milestones: version?.milestones ?? own,
				needs: memory,
				initrd: files.some(({name}) => name === bootFiles.initrd),
				drivers: boot?.progress.version === built.version ? built.drivers : undefined,
			};
		},
		isOnDisk: mac => isOnDisk(nodeOf(recipe.nodes, mac) ?? {boot: 'always'}, mac, booted),
		names: new Map(recipe.nodes.filter(({mac}) => !isGlob(mac)).map(({mac, name = mac}) => [mac, name])),
	};
}

/** One event, for a person without a screen. */
export function eventLines(event: ServeEvent | TroubleEvent, title: string): string {
	switch (event.event) {
		case 'serving': {
			return `Serving ${title}. Ctrl-C stops serving.`;
		}

		case 'milestone': {
			return `${event.node}  ${event.name} ${durationText(event.seconds, 1)}`;
		}

		case 'trouble': {
			return [`${event.node}  ${event.standing}`, ...event.says.map(line => `    ${line}`)].join('\n');
		}
	}
}

/** The machines at the end, as `rehearse --json` has them. */
export function resultNodes(nodes: Boots): Array<Record<string, unknown>> {
	return nodes.entries().map(([mac, {progress: {milestones, version, state}, bytes}]) => ({
		mac, version, up: milestones.up !== undefined, seconds: milestones.up, milestones, bytes, memory: state?.memory,
	})).toArray();
}
