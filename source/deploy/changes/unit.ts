import {hashOf} from '../hash.ts';
import {must} from './command.ts';
import type {Kind} from './kind.ts';

/** A unit of systemd's, started now and at every boot. */
export const unit: Kind<'unit'> = {
	async inspect({name}, {run}) {
		const [{ok: enabled}, {ok: active}] = await Promise.all([
			run(['systemctl', 'is-enabled', '--quiet', name]),
			run(['systemctl', 'is-active', '--quiet', name]),
		]);
		return {kind: 'unit', enabled, active};
	},
	isThere: (_, {enabled, active}) => enabled && active,
	mark: change => hashOf(JSON.stringify(change)),
	async make({name, ours, starts}, {world, present: {enabled, active}}) {
		if (!enabled) {
			await must(world, ['systemctl', 'enable', name]);
		}

		if (ours) {
			// A socket cannot be bound while the service it starts holds it.
			await must(world, ['systemctl', 'stop', name, ...starts]);
		}

		if (ours || !active) {
			await must(world, ['systemctl', 'start', name]);
		}

		return [];
	},
	async putBack({name, ours, starts}, {world: {run, others}, entry: {former}}) {
		if (!ours && others?.length && !(former.active && former.enabled)) {
			return [`${name} keeps running: ${others.join(' and ')} may need it.`];
		}

		const argv = (verb: string) => ['systemctl', verb, name, ...starts];
		if (!former.active) {
			await run(argv('stop'));
		}

		if (!former.enabled) {
			await run(['systemctl', 'disable', name]);
		}

		if (ours && !former.enabled) {
			// Its leases, and who has been up, below /var/lib.
			await run(argv('reset-failed'));
			await run(argv('clean').toSpliced(2, 0, '--what=all'));
		}

		return [];
	},
};
