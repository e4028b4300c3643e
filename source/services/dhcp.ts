import type {Recipe} from '../recipe/schema.ts';
import type {Dhcp} from './types.ts';

/** Who hands out addresses, as the recipe has it. */
export function dhcpOf({server}: Pick<Recipe, 'server'>, range: {from: string; to: string}): Dhcp {
	const {dhcp: mode, lease, gateway, dns, unknown, rivals} = server;
	switch (mode) {
		case 'full': {
			return {
				mode,
				range,
				lease,
				dns,
				unknown,
				...(rivals === 'ignore' && {rival: true}),
				...(gateway !== undefined && {gateway}),
			};
		}

		case 'proxy': {
			return {mode, unknown};
		}

		case 'external': {
			return {mode};
		}
	}
}
