import {packageManagers} from '../../host/packages.ts';
import type {PackageManager} from '../../host/types.ts';
import {readIfThere} from '../disk.ts';
import type {World} from '../types.ts';
import {must} from './command.ts';
import type {Kind} from './kind.ts';

/**
A program of the services, or a loader. `coming` is all that the installation brings, dependencies too, known before it
begins; only that is removed again, with its configuration, and only as long as nothing else needs it. One that apt
would remove together with what brought it (apt-mark(8)) is marked as wanted for itself.
*/
export const package_: Kind<'package'> = {
	async inspect({manager, name}, world) {
		const there = (await installed(manager, [name], world)).size > 0;
		return {
			kind: 'package',
			installed: there,
			...(there && await isAutomatic(manager, name, world) && {automatic: true}),
			coming: there ? [] : await coming(manager, name, world),
			users: await usersThere(world),
		};
	},
	isThere: (_, {installed: there, automatic = false}) => there && !automatic,
	mark: ({name}) => name,
	async make({manager, name}, {world}) {
		const {install, refresh} = packageManagers[manager];
		if (!(await world.run([...install, name])).ok) {
			// Lists that are too old name packages that are gone from the mirror.
			await world.run(refresh);
			await must(world, [...install, name]);
		}

		return [];
	},
	async putBack({manager, name}, {world, entry: {former}}) {
		if (former.automatic) {
			return putMarkBack(name, world);
		}

		const there = await installed(manager, former.coming, world);
		const ours = former.coming.filter(one => there.has(one));
		if (ours.length === 0) {
			return [];
		}

		if (world.isInDpkg) {
			const why = 'dpkg, which runs this, removes one package at a time';
			return [
				`The packages ${ours.join(', ')} stay installed: ${why}. `
				+ `To remove them: apt-get purge ${ours.join(' ')}`,
			];
		}

		if (world.others?.length) {
			return [`The packages ${ours.join(', ')} stay installed: ${world.others.join(' and ')} may need them.`];
		}

		if (manager !== 'apt') {
			return [`The packages ${ours.join(', ')} stay installed: ramstrap cannot tell what needs them.`];
		}

		// Marked with a c, as configuration; what is right is not listed.
		const changed = named((await world.run(['dpkg', '--verify', ...ours])).output, /^\S+ +c (\/\S+)/gm);
		if (changed.length > 0) {
			return [`The packages ${ours.join(', ')} stay installed: ${changed.join(', ')} was edited by hand.`];
		}

		const purge = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', 'purge', '--yes', ...ours];
		const {ok, output} = await world.run([...purge, '--simulate']);
		const others = named(output, /^(?:Purg|Remv) (\S+)/gm).filter(one => !ours.includes(one));
		if (!ok || others.length > 0) {
			const why = others.length > 0 ? `: ${others.join(', ')} would be removed with them` : '';
			return [`The packages ${ours.join(', ')} stay installed${why}.`];
		}

		await must(world, purge);
		const users = (await usersThere(world)).filter(user => !former.users.includes(user));
		// As Debian has it: files may still have that number as their owner.
		return users.map(user => `The user ${user}, created by the package, is kept, `
			+ `because packages do not remove their users. To remove it: userdel ${user}`);
	},
};

async function isAutomatic(manager: PackageManager, name: string, {run}: World): Promise<boolean> {
	return manager === 'apt' && (await run(['apt-mark', 'showauto', name])).output.split(/\s+/).includes(name);
}

async function putMarkBack(name: string, world: World): Promise<string[]> {
	const mark = ['apt-mark', 'auto', name];
	if (world.isInDpkg === true || (world.others ?? []).length > 0) {
		return [`The package ${name} stays marked as manually installed. To change that: ${mark.join(' ')}`];
	}

	await world.run(mark);
	return [];
}

/** Of the users that our packages make. */
async function usersThere({root}: World): Promise<string[]> {
	const accounts = await readIfThere(`${root}/etc/passwd`);
	const names = accounts?.toString().split('\n').map(line => line.split(':', 1)[0]!) ?? [];
	return ['dnsmasq', '_rpc', 'statd'].filter(name => names.includes(name));
}

async function installed(manager: PackageManager, names: readonly string[], {run}: World): Promise<Set<string>> {
	const found = await Promise.all(names.map(async name => {
		const {ok, output} = await run(queries[manager](name));
		return ok && (manager !== 'apt' || output.split(/\s+/).includes('installed')) ? name : undefined;
	}));
	return new Set(found.filter(name => name !== undefined));
}

const queries: Record<PackageManager, (name: string) => string[]> = {
	// `config-files` and `not-installed` are states, too.
	// eslint-disable-next-line no-template-curly-in-string -- dpkg's own
	apt: name => ['dpkg-query', '--show', '--showformat=${db:Status-Status} ', name],
	dnf: name => ['rpm', '--query', name],
	pacman: name => ['pacman', '--query', name],
	zypper: name => ['rpm', '--query', name],
};

async function coming(manager: PackageManager, name: string, {run}: World): Promise<string[]> {
	if (manager !== 'apt') {
		return [name];
	}

	const {ok, output} = await run([...packageManagers.apt.install, '--simulate', name]);
	// `Inst name [old version] (…)` is an upgrade: that was there before.
	const found = named(output, /^Inst (\S+) \(/gm);
	return ok && found.length > 0 ? found : [name];
}

function named(output: string, pattern: RegExp): string[] {
	return output.matchAll(pattern).map(([, name]) => name!).toArray();
}
