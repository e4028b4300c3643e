import {UserError} from '../errors.ts';

/** @param text as `100M`, `1G`, `2.5G` @returns bits a second */
export function parseLink(text: string): number {
	const [, number, unit] = /^(\d{1,6}(?:\.\d{1,3})?)\s?([gm])(?:bit(?:\/s)?)?$/i.exec(text) ?? [];
	const bits = Number(number) * (unit?.toLowerCase() === 'g' ? 1e9 : 1e6);
	if (!(bits >= 1e6 && bits <= 1e12)) {
		throw new UserError(
			`--link ${text}: must be the speed of the server's network link in bits per second, such as 100M, 1G, 2.5G `
			+ 'or 10G.',
		);
	}

	return bits;
}

/**
@param bits a second of an Ethernet link
@returns bytes of files a second over TCP: of each 1538 bytes on the wire (preamble, gap and 1500 between) 1448 are the
file's, as both ends send timestamps (RFC 7323)
*/
export const payloadOf = (bits: number): number => bits / 8 * 1448 / 1538;
