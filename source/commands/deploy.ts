import {existsSync} from 'node:fs';
import type {Flags} from '../arguments.ts';
import {startDeployHelper, type DeployHelper} from '../deploy/root-helper.ts';
import {readJournals} from '../deploy/journal.ts';
import {withoutNfs, withoutOurs} from '../deploy/network-probe.ts';
import type {Deployment, Journal} from '../deploy/types.ts';
import {exitCodes, UserError} from '../errors.ts';
import {readInterfaces} from '../host/network.ts';
import {automaticOf} from '../host/apt.ts';
import {loadRecipe} from '../host/recipe-files.ts';
import {diskAfterLoader} from '../host/recipe-problems.ts';
import type {Interface} from '../host/types.ts';
import type {Recipe} from '../recipe/schema.ts';
import {networkCheck} from '../serve/network-check.ts';
import {build, type Built} from '../run/build.ts';
import {outJson, warn, type Context} from '../context.ts';
import {staying} from '../deploy/needs.ts';
import {deploymentOf, portsOf} from '../deploy/deployment-of.ts';
import {agree, refuseUnasked, showItems, tellerFor} from '../deploy/talk.ts';
import {secretsOf} from '../run/built/secrets-of.ts';
import {chooseInterface, networkOn, interfaceState} from '../serve/network.ts';
import {directionLines, refuse, tellFindings} from '../serve/before-serving.ts';
import {settings} from './serve.ts';

/** Builds what is not built yet, looks at the network, shows every change, makes it, and tries whether it works. */
export async function deploy(name: string, context: Context, flags: Flags): Promise<number> {
	refuseWithoutSystemd(name);
	refuseUnasked('deploy', name, context, flags);
	const json = flags.json ?? false;
	const recipe = await loadRecipe(name, {...context.recipes, set: settings(flags)});
	const one = chooseInterface(recipe, await readInterfaces());
	refuseRivals(recipe, one, await readJournals(''));
	const yes = flags['dry-run'] ? false : flags.yes;
	const built = await build(recipe, context, {reference: name, fresh: false, json, yes, use: 'serve'});
	const tell = json ? () => undefined : context.out;
	const helper = startDeployHelper({
		self: [...context.self, 'helper', 'deploy'],
		asRoot: built.facts.user.root,
		onEvent: tellerFor(context, json),
	});
	try {
		const deployment = await plan(recipe, built, {one, helper, context, json, tell});
		const items = await helper.order({do: 'compare', deployment});
		const isNews = showItems(items, context, {
			json,
			title: `Deploying ${recipe.name} on ${deployment.interface} (${deployment.address}) `
				+ 'makes these changes on this machine:',
		});
		if (!isNews) {
			tell(`Nothing to change: the deployment of ${recipe.name} matches the recipe.`);
		}

		const isWanted = flags['dry-run'] ? false : !isNews || await agree(context, flags);
		if (!isWanted) {
			return exitCodes.done;
		}

		await carryOut(helper, deployment, {context, mac: one.mac, tell, isNews});
		return result(context, json, true);
	} finally {
		await helper.stop();
	}
}

/** @param isNews there is something to change; whether it works is tried in any case */
async function carryOut(
	helper: DeployHelper,
	deployment: Deployment,
	{context, mac, tell, isNews}: {context: Context; mac: string; tell: (line: string) => void; isNews: boolean},
): Promise<void> {
	const {recipe: name} = deployment;
	const stop = () => {
		void helper.stop();
	};

	context.signal.throwIfAborted();
	context.signal.addEventListener('abort', stop, {once: true});
	try {
		if (isNews) {
			await helper.order({do: 'apply', deployment});
		}

		tell('');
		tell('Checking the deployment');
		const failed = await helper.order({do: 'verify', deployment, mac, seconds: 30});
		if (failed.length > 0) {
			throw new UserError(
				failed.map(({says}) => says).join('\n'),
				[
					`journalctl -u 'ramstrap-${name}-*'   shows what happened`,
					`ramstrap deploy ${name}   tries again`,
					`ramstrap undeploy ${name}   undoes all changes`,
				],
				exitCodes.stepFailed,
			);
		}
	} catch (error) {
		context.signal.throwIfAborted();
		throw error;
	} finally {
		context.signal.removeEventListener('abort', stop);
	}

	for (const line of [
		'',
		`${name} is served now, and after every restart of this machine.`,
		`  → ramstrap undeploy ${name}   undoes all changes`,
		`  → journalctl -f -u 'ramstrap-${name}-*'   shows what nodes fetch`,
	]) {
		tell(line);
	}
}

async function plan(
	recipe: Recipe,
	built: Built,
	{one, helper, context, json, tell}: {
		one: Interface;
		helper: DeployHelper;
		context: Context;
		json: boolean;
		tell: (line: string) => void;
	},
): Promise<Deployment> {
	const network = networkOn(one, recipe, 80);
	const journals = await helper.order({do: 'journals'});
	const journal = journals.find(({recipe: its}) => its === recipe.name);
	for (const warning of [...secretsOf(recipe, context.folders), ...diskAfterLoader(recipe)]) {
		warn(context, json, warning);
	}

	tell('');
	tell(`Checking the network on ${one.name}${network ? ` (${network.address})` : ''} …`);
	const ports = portsOf(recipe, built);
	const wanted = ports.map(({protocol, number}) => `${number}/${protocol}`);
	const all = await helper.order({
		do: 'probe-network',
		interface: one.name,
		address: network?.address ?? '',
		mac: one.mac,
		ports: wanted,
	});
	const seen = withoutNfs(withoutOurs(all, journal));
	// What firewalld or ufw keep out is let in, as one of the changes; of rules in somebody's own file it is only told.
	const {firewall} = seen;
	const handled = firewall.kind === 'nftables' ? firewall : {...firewall, closed: []};
	const findings = networkCheck(recipe, ports, {...seen, firewall: handled, ...interfaceState(one, recipe)});
	tellFindings(findings, context, json);
	refuse(findings);
	if (recipe.server.dhcp === 'external') {
		for (const line of directionLines(recipe, network!)) {
			tell(line);
		}
	}

	const {packageManager} = built.facts;
	const automatic = packageManager === 'apt' ? await automaticOf(staying) : [];
	return deploymentOf(recipe, built, {network: network!, seen, journal, ports, automatic, self: context.self});
}

function refuseWithoutSystemd(name: string): void {
	if (!existsSync('/run/systemd/system')) {
		throw new UserError(
			'deploy needs systemd, and this machine does not run it (sd_booted(3)).',
			[`ramstrap serve ${name}   serves until Ctrl-C, on any machine`],
			exitCodes.notReady,
		);
	}
}

/** Two DHCP servers of ours on one interface would take each other's ports and answers. */
function refuseRivals({name}: Recipe, {name: on}: Interface, journals: readonly Journal[]): void {
	const rival = journals.find(({recipe, interface: its}) => recipe !== name && its === on);
	if (rival) {
		throw new UserError(
			`${rival.recipe} is already deployed on ${on}; only one recipe can be served on an interface.`,
			[`ramstrap undeploy ${rival.recipe}`, 'or another interface: --interface NAME'],
			exitCodes.notReady,
		);
	}
}

function result(context: Context, json: boolean, ok: true): number {
	if (json) {
		outJson(context, {event: 'result', ok});
	}

	return exitCodes.done;
}
