/**
A hardware address in one of the forms that systems show it in, as ramstrap writes it: `52:54:00:12:34:56`.
Windows has dashes, Cisco dots, labels nothing between the digits, PXELINUX the kind of network (`01-`) in front.
Anything else stays as it is.
*/
export function normalMac(text: string): string {
	const mac = text.trim().toLowerCase();
	const bytes = ofBytes(mac) ?? ofDigits(mac);
	return bytes ? bytes.map(byte => byte.padStart(byte === '*' ? 1 : 2, '0')).join(':') : mac;
}

/** What is wrong with it, behind the address; bytes may be left open, as in dnsmasq's dhcp-host: `52:54:00:*:*:*`. */
export function problemOfMac(mac: string): string | undefined {
	// All open would be every machine.
	if (!/^(?=.*[\da-f])(?:(?:[\da-f]{2}|\*):){5}(?:[\da-f]{2}|\*)$/.test(mac)) {
		return 'is not a MAC address such as 52:54:00:12:34:56, nor several such as 52:54:00:*:*:*';
	}

	if (/^[0:]+$/.test(mac)) {
		return 'is not the MAC address of a network card: it is all zero';
	}

	return /^[\da-f][13579bdf]/.test(mac)
		? 'is not the MAC address of a network card: '
		+ (/^[:f]+$/.test(mac) ? 'it is the broadcast address' : 'an odd first byte marks a multicast address')
		: undefined;
}

function ofBytes(mac: string): string[] | undefined {
	const separator = ['-', ':'].find(one => mac.includes(one));
	const bytes = separator === undefined ? [] : mac.split(separator);
	const own = bytes.length === 7 && bytes[0] === '01' ? bytes.slice(1) : bytes;
	return own.length === 6 && own.every(byte => /^(?:[\da-f]{1,2}|\*)$/.test(byte)) ? own : undefined;
}

/** Two groups of six, three of four, or one of all twelve. */
function ofDigits(mac: string): string[] | undefined {
	const isGrouped = /^[\da-f]{12}$|^[\da-f]{6}[-:][\da-f]{6}$|^[\da-f]{4}([-.:])[\da-f]{4}\1[\da-f]{4}$/.test(mac);
	return isGrouped ? mac.replaceAll(/[^\da-f]/g, '').match(/../g)! : undefined;
}
