import type {Answer} from '../host/dhcp-probe.ts';
import type {Firewall} from '../host/firewall.ts';
import type {ListeningPort} from '../host/types.ts';
import {isGlob} from '../recipe/nodes.ts';
import {networkOf, readRange, readSubnet, toNumber} from '../recipe/network.ts';
import type {Recipe} from '../recipe/schema.ts';
import {durationText} from '../report/duration.ts';
import type {Finding} from '../report/finding.ts';
import type {Port} from '../services/types.ts';

/** The network at the interface that nodes are to be served on. */
export type NetworkState = {
	interface: string;
	/** IPv4, as `a.b.c.d/n`. */
	address: string | undefined;
	/** The address is leased, and may be another one tomorrow. */
	leased: boolean;
	wireless: boolean;
	/** Whether something is plugged in. */
	carrier: boolean;
	/** Who answers DHCP there; nothing where nobody could be asked, with the reason. */
	answers: readonly Answer[] | {unknown: string};
	ports: readonly ListeningPort[];
	firewall: Firewall;
};

/** Everything that must be known before anything listens, from the cable up. */
export function networkCheck(recipe: Recipe, wanted: readonly Port[], state: NetworkState): Finding[] {
	const {address} = state;
	if (address === undefined) {
		return [...wire(state), {
			code: 'address-none', level: 'problem', what: `${state.interface} has no IPv4 address.`,
			hints: [recipe.server.dhcp === 'full' ? addAddress(recipe, state) : 'give it an address in the subnet of '
				+ 'your router, or choose another interface: --interface NAME'],
		}];
	}

	return [
		...wire(state),
		...ownAddress(recipe, {...state, address}),
		...dhcp(recipe, state),
		...taken(wanted, {...state, address}),
		...firewall(wanted, state),
	];
}

const addAddress = ({server}: Recipe, state: NetworkState): string => {
	const {first, prefix} = readSubnet(server.subnet);
	const address = [24, 16, 8, 0].map(shift => Math.floor((first + 1) / 2 ** shift) % 256).join('.');
	return `ip address add ${address}/${prefix} dev ${state.interface}`;
};

function wire({interface: name, carrier, wireless}: NetworkState): Finding[] {
	return [
		...(carrier
			? []
			: [{
				code: 'link-none',
				level: 'problem' as const,
				what: `No link on ${name}: check the cable and the other end.`,
				hints: ['connect the cable, or choose another interface: --interface NAME'],
			}]),
		...(wireless
			? [{
				code: 'wireless',
				level: 'warning' as const,
				what: `${name} is Wi-Fi: nodes boot over a cable, and some access points block their first packets.`,
			}]
			: []),
	];
}

function ownAddress(recipe: Recipe, state: NetworkState & {address: string}): Finding[] {
	const {interface: name, address, leased} = state;
	const own = address.split('/', 1)[0]!;
	const {first, last} = readSubnet(recipe.server.subnet);
	const isFull = recipe.server.dhcp === 'full';
	const isInside = toNumber(own) > first && toNumber(own) < last;
	if (!isInside && isFull) {
		return [{
			code: 'address-outside-subnet',
			level: 'problem',
			what: `${name} has the address ${own}, which is not in server.subnet ${recipe.server.subnet}.`,
			hints: [
				addAddress(recipe, state),
				'or set server.subnet in the recipe to the subnet of that interface',
			],
		}];
	}

	const range = readRange(recipe.server.range);
	const inRange = isFull && range && toNumber(own) >= toNumber(range.from) && toNumber(own) <= toNumber(range.to);
	return [
		...(inRange
			? [{
				code: 'address-in-range',
				level: 'problem' as const,
				what: `server.range ${range.from} to ${range.to} contains the server's own address ${own}: `
					+ 'a node could get it too.',
			}]
			: []),
		...(isFull ? headroom(recipe) : []),
		...(leased
			? [{
				code: 'address-leased',
				level: 'warning' as const,
				what: `${own} is leased from a DHCP server: if it changes, nodes no longer find this machine. `
					+ 'Reserve it in the router, or make it static.',
			}]
			: []),
	];
}

/**
What the range has to be enough for: machines of the recipe that have no address of their own, and nobody knows how many
beside them. An address in it that is one machine's own is nobody else's.
*/
function headroom(recipe: Recipe): Finding[] {
	const {from, to} = networkOf(recipe).range;
	const owned = recipe.nodes.filter(
		({address}) =>
			address !== undefined && toNumber(address) >= toNumber(from) && toNumber(address) <= toNumber(to),
	).length;
	const addresses = toNumber(to) - toNumber(from) + 1 - owned;
	const takers = recipe.nodes.filter(({mac, address}) => !isGlob(mac) && address === undefined).length;
	return takers > addresses
		? [{
			code: 'range-too-small',
			level: 'warning',
			what: `server.range ${from} to ${to} has ${addresses} free `
				+ `${addresses === 1 ? 'address' : 'addresses'} for ${takers} machines of the recipe: `
				+ 'the last ones to start get no address.',
			hints: ['enlarge server.range, or give machines fixed addresses (nodes: address)'],
		}]
		: [];
}

function dhcp(recipe: Recipe, {interface: name, answers}: NetworkState): Finding[] {
	if ('unknown' in answers) {
		const says = `Could not check ${name} for other DHCP servers: ${answers.unknown}.`;
		// A second one could bring the network down: not knowing is no reason to try.
		return [
			recipe.server.dhcp === 'full' && recipe.server.rivals === 'refuse'
				? {
					code: 'dhcp-unknown',
					level: 'problem',
					what: says,
					hints: [
						'correct this, so that ramstrap can check',
						'--set server.rivals=ignore   starts without the check, if you know that there is none',
					],
				}
				: {code: 'dhcp-unknown', level: 'warning', what: says},
		];
	}

	const givers = answers.filter(({address}) => address !== undefined);
	const booters = answers.filter(({boot, pxe}) => boot !== undefined || pxe);
	return [...givesAddresses(recipe, name, givers), ...boots(recipe, booters), ...late(givers)];
}

function givesAddresses({server}: Recipe, name: string, givers: readonly Answer[]): Finding[] {
	const who = [...new Set(givers.map(giver => giver.server))].join(' and ');
	if (server.dhcp !== 'full') {
		if (givers.length > 0) {
			return [{code: 'dhcp-found', level: 'good', what: `${who} gives out addresses on ${name}.`}];
		}

		return [{
			code: 'dhcp-none',
			level: 'problem',
			what: `No DHCP server answers on ${name}: nodes would get no address.`,
			hints: [
				'is the router on, and on the same network?',
				'--mode full lets ramstrap give out addresses, on a separate network',
			],
		}];
	}

	if (givers.length === 0) {
		return [{code: 'dhcp-alone', level: 'good', what: `No other DHCP server answers on ${name}.`}];
	}

	if (server.rivals === 'ignore') {
		return [{code: 'dhcp-second', level: 'warning',
			what: `${who} also gives out addresses on ${name}; ignored because of server.rivals in the recipe.`}];
	}

	return [{
		code: 'dhcp-second',
		level: 'problem',
		what: `${who} already gives out addresses on ${name}: `
			+ 'a second DHCP server would give machines wrong addresses and could disrupt the network.',
		hints: [
			`--mode proxy   leaves addresses to ${who}; ramstrap only sends boot options`,
			'or connect the nodes to a separate network',
			'--set server.rivals=ignore   starts anyway',
		],
	}];
}

function boots({server}: Recipe, booters: readonly Answer[]): Finding[] {
	return booters.map(({server: who, boot}) => server.dhcp === 'external'
		? {
			code: 'boot-server-told',
			level: 'good',
			what: `${who} sends boot options${boot?.file === undefined ? '' : `: ${boot.file}`}.`,
		}
		: {
			code: 'boot-server-second',
			level: 'warning',
			what: `${who} also answers machines that boot from the network`
				+ `${boot?.file === undefined ? '' : `, with ${boot.file}`}: `
				+ 'some machines use its answer instead of ramstrap\'s. Turn network boot off there.',
		});
}

/** A relay, a switch that is still learning (STP), or a busy server: firmware waits some 4 seconds at first. */
function late(givers: readonly Answer[]): Finding[] {
	const slow = givers.find(({seconds}) => seconds > 3.5);
	return slow
		? [{
			code: 'dhcp-slow',
			level: 'warning',
			what: `${slow.server} took ${durationText(slow.seconds, 1)} to answer, and some firmware times out sooner. `
				+ 'On a managed switch set the nodes\' ports to "edge" (portfast).',
		}]
		: [];
}

function taken(
	wanted: readonly Port[],
	{ports, interface: name, address}: NetworkState & {address: string},
): Finding[] {
	const own = address.split('/', 1)[0]!;
	const everywhere = new Set(['0.0.0.0', '*', '::', own]);
	return wanted.flatMap(({protocol, number, use}) =>
		ports
			.filter(
				port =>
					port.protocol === protocol
					&& port.number === number
					&& everywhere.has(port.address)
					&& (port.interface ?? name) === name,
			)
			.map(({program}): Finding => ({
				code: 'port-taken',
				level: 'problem',
				what: `${protocol.toUpperCase()} ${number} (${use}) is in use`
					+ `${program === undefined ? '' : ` by ${program}`}.`,
				hints: [
					program === undefined
						? `ss -lnp | grep :${number}   shows by what`
						: `stop ${program}, or configure it to use another port`,
				],
			}))
			.slice(0, 1),
	);
}

function firewall(wanted: readonly Port[], {firewall: {kind, closed}, interface: name}: NetworkState): Finding[] {
	const shut = wanted.filter(({protocol, number}) => closed.includes(`${number}/${protocol}`));
	if (shut.length === 0) {
		return [];
	}

	const list = shut.map(({protocol, number}) => `${number}/${protocol}`);
	const pairs = shut.map(({protocol, number}) => `${protocol} . ${number}`);
	const open: Record<Firewall['kind'], string[]> = {
		none: [],
		firewalld: [`firewall-cmd ${list.map(port => `--add-port=${port}`).join(' ')}   until the next reload`],
		ufw: shut.map(({protocol, number}) => `ufw allow in on ${name} to any port ${number} proto ${protocol}`),
		nftables: [
			`nft insert rule inet filter input iifname ${name} meta l4proto . th dport `
			+ `'{ ${pairs.join(', ')} }' accept   where the table is inet filter`,
		],
	};
	return [{
		code: 'firewall-closed',
		level: 'warning',
		what: `The firewall (${kind}) blocks ${list.join(', ')}.`,
		hints: open[kind],
	}];
}
