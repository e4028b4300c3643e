import {isIpv4} from './network.ts';
import {listText} from './problem.ts';

/**
What is wrong with a word for the network as dracut reads it (dracut.cmdline(7), "Network"), as a sentence without its
full stop; undefined if nothing is. Its `ip=` is another one than the kernel's: it has interfaces, IPv6 and prefixes,
and calculates no netmask.
*/
export function problemOfDracutWord(word: string): string | undefined {
	const name = word.split('=', 1)[0]!;
	const check = Object.hasOwn(checks, name) && word.includes('=') ? checks[name] : undefined;
	const problem = check?.(word.slice(name.length + 1));
	return problem && `${word}: ${problem}`;
}

/**
What is wrong with an `ip=` for dracut's own scripts (modules.d/35network-legacy/parse-ip-opts.sh), which stop there: an
address by hand and one by DHCP; of several no two may be for one device, and one that asks DHCP needs a device.
*/
export function problemOfScripts(
	word: string,
	before: readonly string[],
	behind: readonly string[],
): string | undefined {
	if (word === 'ip=ibft' || !word.startsWith('ip=')) {
		return undefined;
	}

	const {client, device, method} = partsOfIp(word);
	if (client !== '' && asksDhcp(method)) {
		const autoconf = method === '' ? 'no autoconf, which is dhcp' : `autoconf ${method}`;
		return `${word}: dracut does not accept a client-IP together with ${autoconf}; write none after the device`;
	}

	const isAlone = ![...before, ...behind].some(other => other.startsWith('ip=') && other !== 'ip=ibft');
	if (!isAlone && device === '') {
		return asksDhcp(method)
			? `${word}: with several ip= parameters, dracut requires a device in each. Write ip=<device>:dhcp, or keep `
			+ 'only one'
			: undefined;
	}

	return device !== '' && before.some(other => other.startsWith('ip=') && partsOfIp(other).device === device)
		? `${word}: ${device} already has an ip=, and dracut accepts only one for each device. Keep one`
		: undefined;
}

function partsOfIp(word: string): {client: string; device: string; method: string} {
	const fields = fieldsOf(word.slice('ip='.length));
	const [first = '', second = ''] = fields;
	if (fields.length === 1) {
		return {client: '', device: '', method: first};
	}

	return isStatic(first)
		? {client: first, device: fields[5] ?? '', method: fields[6] ?? ''}
		: {client: '', device: first, method: second};
}

/** Words that make a device of others: nobody but dracut has it while the root is brought. */
export const deviceMakers = ['bond', 'bridge', 'team', 'vlan'] as const;

/** What such a word calls its device. */
export function madeDevice(word: string): string | undefined {
	const [name, value = ''] = word.split('=', 2);
	return deviceMakers.includes(name as typeof deviceMakers[number]) ? value.split(':', 1)[0] : undefined;
}

const checks: Record<string, (value: string) => string | undefined> = {
	ip: problemOfIp,
	bond: value => problemOfMade(value, '<bond>:<slaves>[:<options>[:<mtu>]]', 4),
	bridge: value => problemOfMade(value, '<bridge>:<ports>', 2),
	team: value => problemOfMade(value, '<team>:<slaves>[:<runner>]', 3),
	vlan: value => problemOfMade(value, '<vlan>:<device below it>', 2),
	nameserver: value => isAddress(value) ? undefined : `${value || 'nothing'} is not an IP address`,
	ifname: value =>
		/^[^\s/:]{1,15}:(?:[\da-f]{2}:){5}[\da-f]{2}$/i.test(value)
			? undefined
			: 'it must be <interface>:<MAC>, such as ifname=lan0:52:54:00:12:34:56',
};

const methods = ['dhcp', 'on', 'any', 'single-dhcp', 'dhcp6', 'auto6', 'either6', 'link6', 'link-local', 'ibft'];

function problemOfIp(value: string): string | undefined {
	const [first = '', ...rest] = fieldsOf(value);
	if (rest.length === 0) {
		return isAddress(first)
			? 'dracut takes an address only with its netmask and device, as in '
			+ 'ip=192.168.24.9::192.168.24.1:255.255.255.0::eth0:none'
			: problemOfMethod(first, methods);
	}

	return isStatic(first)
		? problemOfStatic([first, ...rest])
		: (problemOfDevice(first)
			?? problemOfMethod(rest[0]!, [...methods, 'none', 'off'])
			?? problemOfTail(rest.slice(1)));
}

/** An empty one does as well. */
const asksDhcp = (method: string): boolean => ['dhcp', 'on', 'any', 'single-dhcp', 'dhcp6', ''].includes(method);

const isStatic = (first: string): boolean => first === '' || /^[\d.]+$|^\[/.test(first);

/** Colons inside of the brackets of an IPv6 address separate nothing. */
const fieldsOf = (value: string): string[] =>
	value
		.replaceAll(/\[[^[\]]*\]/g, address => address.replaceAll(':', '|'))
		.split(':')
		.map(field => field.replaceAll('|', ':'));

function problemOfStatic(fields: string[]): string | undefined {
	const [client = '', peer = '', gateway = '', netmask = '', , device = '', method = '', ...tail] = fields;
	const addresses = {'client-IP': client, peer: peer.replace(/\/\d+$/, ''), 'gateway-IP': gateway};
	for (const [name, address] of Object.entries(addresses)) {
		if (address !== '' && !isAddress(address)) {
			return `${name} ${address} is not an IP address`
				+ (address.includes('[') ? '' : ' (write IPv6 addresses in brackets)');
		}
	}

	const wrong = client === '' ? problemOfNone(device, method) : problemOfNetmask(netmask, client);
	if (wrong !== undefined) {
		return wrong;
	}

	return (
		(device === '' ? undefined : problemOfDevice(device))
		?? (method === '' ? undefined : problemOfMethod(method, [...methods, 'none', 'off']))
		?? problemOfTail(tail)
	);
}

function problemOfNone(device: string, method: string): string | undefined {
	return device === '' && ['none', 'off'].includes(method)
		? `autoconf is ${method} and there is no client-IP, so the node gets no address`
		: undefined;
}

/** Either mtu and MAC, or two name servers. */
function problemOfTail(tail: string[]): string | undefined {
	const [first = '', ...rest] = tail;
	const mac = rest.join(':');
	const isLink = /^\d*$/.test(first) && (mac === '' || /^(?:[\da-f]{2}:){5}[\da-f]{2}$/i.test(mac));
	const areServers = tail.length <= 2 && tail.every(address => address === '' || isAddress(address));
	return isLink || areServers
		? undefined
		: `${tail.join(':')} after the method is neither [<mtu>][:<MAC>] nor <dns1>[:<dns2>]`;
}

function problemOfMethod(method: string, allowed: readonly string[]): string | undefined {
	return allowed.includes(method)
		? undefined
		: `autoconf ${method || '(empty)'} is unknown; dracut supports ${listText(allowed, 'or')}`;
}

function problemOfDevice(device: string): string | undefined {
	return /^[^\s,/:]{1,15}$/.test(device) || /^(?:[\da-f]{2}-){5}[\da-f]{2}$/i.test(device)
		? undefined
		: `${device} is not the name of a network interface`;
}

function problemOfMade(value: string, form: string, most: number): string | undefined {
	const [device = '', below = '', ...rest] = value.split(':');
	const names = [device, ...below.split(',')];
	const wrong = names.find(name => problemOfDevice(name) !== undefined);
	return wrong !== undefined || rest.length + 2 > most
		? `it must be ${form}${wrong ? `, and ${wrong} is not the name of a network interface` : ''}`
		: undefined;
}

function problemOfNetmask(netmask: string, client: string): string | undefined {
	const isNetmask = /^\d{1,3}$/.test(netmask)
		? Number(netmask) <= (client.startsWith('[') ? 128 : 32)
		: isIpv4(netmask);
	if (isNetmask) {
		return undefined;
	}

	return netmask === ''
		? 'netmask is missing, and dracut does not calculate it'
		: `netmask ${netmask} is neither a netmask such as 255.255.255.0 nor a prefix length such as 24`;
}

function isAddress(address: string): boolean {
	return isIpv4(address) || /^\[(?=.*:)[\d.:a-f]+\]$/i.test(address);
}
