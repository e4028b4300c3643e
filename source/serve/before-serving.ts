import {UserError, exitCodes} from '../errors.ts';
import type {Interface} from '../host/types.ts';
import type {Recipe} from '../recipe/schema.ts';
import {findingLines, type Finding} from '../report/finding.ts';
import {webAddress} from '../services/boot-services.ts';
import {externalDhcp} from '../services/external-dhcp.ts';
import type {BootNetwork, Port} from '../services/types.ts';
import {warn, type Context} from '../context.ts';
import type {ServeHelper} from './root-helper.ts';
import {networkCheck} from './network-check.ts';
import {subnetOf, interfaceState} from './network.ts';

/** Asks the network, and tells what was seen. @throws UserError (exit 3) with all that is in the way at once */
export async function checkBeforeServing(recipe: Recipe, ports: readonly Port[], by: {
	helper: ServeHelper;
	one: Interface;
	network: BootNetwork | undefined;
	context: Context;
	json: boolean;
}): Promise<void> {
	const {helper, one, network, context, json} = by;
	const wanted = ports.map(({protocol, number}) => `${number}/${protocol}`);
	const seen = await helper.order({
		do: 'probe-network',
		interface: one.name,
		address: network?.address ?? '',
		mac: one.mac,
		ports: wanted,
	});
	const findings = networkCheck(recipe, ports, {...seen, ...interfaceState(one, recipe)});
	tellFindings(findings, context, json);
	refuse(findings);
}

/** What is refused is told with the error. Programs are told what is not as it should be. */
export function tellFindings(findings: readonly Finding[], context: Context, json: boolean): void {
	for (const finding of findings) {
		if (json && finding.level === 'warning') {
			warn(context, json, finding);
		} else if (!json && finding.level !== 'problem') {
			context.out(findingLines(finding).join('\n'));
		}
	}
}

/** @throws UserError (exit 3) with all that is in the way at once */
export function refuse(findings: readonly Finding[]): void {
	const problems = findings.filter(({level}) => level === 'problem');
	if (problems.length === 0) {
		return;
	}

	const says = problems.map(({what}) => what).join('\n');
	throw new UserError(says, problems.flatMap(({hints = []}) => hints), exitCodes.notReady);
}

/**
Where the router says what to boot, too: what to enter there; the screen that follows would hide it.
@returns whether to go on
*/
export async function confirmRouterSettings(
	recipe: Recipe,
	network: BootNetwork,
	{tell, ask}: {tell: (line: string) => void; ask: Context['ask']},
): Promise<boolean> {
	if (recipe.server.dhcp !== 'external') {
		return true;
	}

	for (const line of directionLines(recipe, network)) {
		tell(line);
	}

	return ask ? ask('Start serving?') : true;
}

export function directionLines({server}: Recipe, network: BootNetwork): string[] {
	const products = externalDhcp({
		server: network.address,
		web: webAddress(network),
		bios: server.bios,
		uefi: server.uefi,
		subnet: subnetOf(network),
	});
	return [
		'',
		'Settings for your DHCP server:',
		...products.flatMap(({name, place, lines, limit}) => [
			'',
			`${name}: ${place}`,
			...lines.map(line => `    ${line}`),
			...(limit === undefined ? [] : [`  ! ${limit}`]),
		]),
		'',
	];
}
