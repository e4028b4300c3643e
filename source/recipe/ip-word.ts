import {isIpv4, toAddress, toNumber} from './network.ts';
import {listText} from './problem.ts';

/**
What is wrong with a word `ip=…` as the kernel itself reads it (Documentation/admin-guide/nfs/nfsroot.rst,
net/ipv4/ipconfig.c), as a sentence without its full stop; undefined if nothing is. The kernel says nothing about
most of it: it takes 10.0.0.300 for some other address and an unknown method for none. dracut has other forms of its
own, which are not for here.
*/
export function problemOfIpWord(word: string): string | undefined {
	const value = word.replace(/^ip=/, '');
	const problem = value.includes(':') ? problemOfFields(value.split(':')) : problemOfShortForm(value);
	return problem && `${word}: ${problem}`;
}

const fieldNames = [
	'client-ip', 'server-ip', 'gw-ip', 'netmask', 'hostname', 'device', 'autoconf', 'dns0-ip', 'dns1-ip', 'ntp0-ip',
] as const;

type Fields = Record<typeof fieldNames[number], string>;

function problemOfShortForm(value: string): string | undefined {
	if (value === '') {
		return 'it has no value; write ip=dhcp, ip=off or an address';
	}

	if (isIpv4(value)) {
		return problemOfClient(value, '');
	}

	const startsLikeAddress = /^\d/.test(value);
	return startsLikeAddress ? notAddress('client-ip', value) : problemOfMethod(value);
}

function problemOfFields(values: string[]): string | undefined {
	if (values.length > fieldNames.length) {
		return `it has ${values.length} fields, but the kernel supports ${fieldNames.length}: `
			+ `<${fieldNames.join('>:<')}>`;
	}

	const fields = Object.fromEntries(fieldNames.map((name, index) => [name, values[index] ?? ''])) as Fields;
	for (const name of fieldNames) {
		const problem = fields[name] && problemOfField[name](name, fields[name]);
		if (problem) {
			return problem;
		}
	}

	return problemTogether(fields);
}

const problemOfField: Record<keyof Fields, (name: keyof Fields, value: string) => string | undefined> = {
	'client-ip': problemOfAddress,
	'server-ip': problemOfAddress,
	'gw-ip': problemOfAddress,
	netmask: (_, value) => problemOfNetmask(value),
	hostname: (_, value) => problemOfHostname(value),
	device: (_, value) => problemOfDevice(value),
	autoconf: (_, value) => problemOfMethod(value),
	'dns0-ip': problemOfAddress,
	'dns1-ip': problemOfAddress,
	'ntp0-ip': problemOfAddress,
};

function problemOfAddress(name: keyof Fields, value: string): string | undefined {
	return isIpv4(value) ? undefined : notAddress(name, value);
}

function notAddress(name: keyof Fields, value: string): string {
	return `${name} ${value} is not an IPv4 address`;
}

function problemOfNetmask(value: string): string | undefined {
	const prefix = /^\/?(\d{1,2})$/.exec(value)?.[1];
	if (prefix && Number(prefix) > 0 && Number(prefix) <= 32) {
		return `netmask ${value} is a prefix length; the kernel needs it as `
			+ toAddress(2 ** 32 - 2 ** (32 - Number(prefix)));
	}

	if (!isIpv4(value)) {
		return `netmask ${value} is not of the form 255.255.255.0`;
	}

	// Ones, then zeros: what is missing to the top is a power of two.
	const hosts = 2 ** 32 - toNumber(value);
	return value !== '0.0.0.0' && Number.isSafeInteger(Math.log2(hosts))
		? undefined
		: `netmask ${value} is not a valid netmask: its bits must be ones from the left, then zeros`;
}

function problemOfHostname(value: string): string | undefined {
	// What stands behind the first dot becomes the NIS domain.
	const isName = value.split('.').every(label => label.length < 64 && /^[\da-z](?:[\d\-a-z]*[\da-z])?$/i.test(label));
	return isName ? undefined : `hostname ${value} is not a host name: letters, digits and - only, up to 63 of them`;
}

function problemOfDevice(value: string): string | undefined {
	if (value.length > 15) {
		return `device ${value} has ${value.length} characters; names of network interfaces have 15 at most`;
	}

	return value !== '.' && value !== '..' && /^[^\s/]+$/.test(value)
		? undefined
		: `device ${value} is not the name of a network interface`;
}

const methods = ['dhcp', 'on', 'any', 'bootp', 'rarp', 'both', 'off', 'none'];

function problemOfMethod(value: string): string | undefined {
	if (methods.includes(value)) {
		return undefined;
	}

	if (!value.startsWith('dhcp,')) {
		return `autoconf ${value} is unknown; it is one of ${listText(methods, 'or')}`;
	}

	const type = /^dhcp,(\d{1,3}),.+$/.exec(value)?.[1];
	return type && Number(type) < 256
		? undefined
		: `autoconf ${value} is not dhcp,<type of the client identifier, 0 to 255>,<client identifier>`;
}

function problemTogether(fields: Fields): string | undefined {
	const client = isSet(fields['client-ip']) ? fields['client-ip'] : '';
	if (!client) {
		return ['off', 'none'].includes(fields.autoconf)
			? `autoconf is ${fields.autoconf} and there is no client-ip, so the node gets no address`
			: undefined;
	}

	return problemOfClient(client, fields.netmask) ?? problemOfGateway(client, fields['gw-ip'], fields.netmask);
}

function problemOfClient(client: string, netmask: string): string | undefined {
	const top = toNumber(client) / 2 ** 24;
	if (top < 1 || Math.floor(top) === 127 || top >= 224) {
		return `client-ip ${client} is not the address of a host (it is loopback, multicast or reserved)`;
	}

	const {first, size, mask} = networkAround(client, netmask);
	const place = toNumber(client) - first;
	if (size < 4 || (place > 0 && place < size - 1)) {
		return undefined;
	}

	return `client-ip ${client} is the ${place === 0 ? 'network' : 'broadcast'} address with netmask ${mask}; no `
		+ 'machine can have it';
}

/** The kernel gives up with "Gateway not on directly connected network". */
function problemOfGateway(client: string, gateway: string, netmask: string): string | undefined {
	const {first, size, mask} = networkAround(client, netmask);
	const isNear = !isSet(gateway) || (toNumber(gateway) >= first && toNumber(gateway) < first + size);
	return isNear ? undefined : `gw-ip ${gateway} is outside the network of client-ip ${client} with netmask ${mask}`;
}

/** Without a netmask the kernel takes that of the address's class. */
function networkAround(address: string, netmask: string): {first: number; size: number; mask: string} {
	const top = toNumber(address) / 2 ** 24;
	const ofClass = top < 128 ? '255.0.0.0' : (top < 192 ? '255.255.0.0' : '255.255.255.0');
	const mask = netmask || ofClass;
	const size = 2 ** 32 - toNumber(mask);
	return {
		first: toNumber(address) - (toNumber(address) % size),
		size,
		mask: netmask ? mask : `${mask} (the default of its address class)`,
	};
}

/** 0.0.0.0 is the same as nothing, for the kernel. */
function isSet(address: string): boolean {
	return address !== '' && address !== '0.0.0.0';
}
