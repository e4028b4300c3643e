import {hashOf} from '../hash.ts';
import type {ChangeOf, World} from '../types.ts';
import {must} from './command.ts';
import type {Kind} from './kind.ts';

type Opening = ChangeOf<'opening'>;

/** A port in the firewall that this machine has, by that firewall's own program. */
export const opening: Kind<'opening'> = {
	async inspect(change, world) {
		const [permanent, runtime] = await Promise.all([
			asks[change.firewall](change, world, true),
			asks[change.firewall](change, world, false),
		]);
		return {kind: 'opening', permanent, runtime};
	},
	isThere: (_, {permanent, runtime}) => permanent && runtime,
	mark: change => hashOf(JSON.stringify(change)),
	async make(change, {world, present: {permanent, runtime}}) {
		for (const argv of await commands[change.firewall](change, world, 'add', {
			permanent: !permanent,
			runtime: !runtime,
		})) {
			await must(world, argv);
		}

		return [];
	},
	async putBack(change, {world, entry: {former}}) {
		for (const argv of await commands[change.firewall](change, world, 'remove', {
			permanent: !former.permanent,
			runtime: !former.runtime,
		})) {
			await world.run(argv);
		}

		return [];
	},
};

const asks = {
	async firewalld({interface: name, port}: Opening, world: World, permanent: boolean): Promise<boolean> {
		return (
			await world.run([
				'firewall-cmd',
				...(permanent ? ['--permanent'] : []),
				`--zone=${await zoneOf(name, world)}`,
				`--query-port=${port}`,
			])
		).ok;
	},
	// Its rules are in its files and in the kernel at the same time.
	async ufw({interface: name, port}: Opening, {run}: World): Promise<boolean> {
		const [number, protocol] = port.split('/', 2);
		return (await run(['ufw', 'show', 'added'])).output
			.split('\n')
			.some(line => line.startsWith(`ufw allow in on ${name} to any port ${number} proto ${protocol}`));
	},
};

type OpeningScopes = {permanent: boolean; runtime: boolean};

const commands = {
	async firewalld(
		{interface: name, port}: Opening,
		world: World,
		verb: 'add' | 'remove',
		{permanent, runtime}: OpeningScopes,
	): Promise<string[][]> {
		const words = [`--zone=${await zoneOf(name, world)}`, `--${verb}-port=${port}`];
		return [
			...(permanent ? [['firewall-cmd', '--permanent', ...words]] : []),
			...(runtime ? [['firewall-cmd', ...words]] : []),
		];
	},
	async ufw(
		{interface: name, port, note}: Opening,
		_: World,
		verb: 'add' | 'remove',
		{permanent}: OpeningScopes,
	): Promise<string[][]> {
		const [number, protocol] = port.split('/', 2);
		const rule = ['allow', 'in', 'on', name, 'to', 'any', 'port', number!, 'proto', protocol!];
		return permanent
			? [verb === 'add' ? ['ufw', ...rule, 'comment', note] : ['ufw', '--force', 'delete', ...rule]]
			: [];
	},
};

/** An interface that nobody assigned is in the default zone. */
async function zoneOf(name: string, {run}: World): Promise<string> {
	const {ok, output} = await run(['firewall-cmd', `--get-zone-of-interface=${name}`]);
	return ok && output.trim() ? output.trim() : (await run(['firewall-cmd', '--get-default-zone'])).output.trim();
}
