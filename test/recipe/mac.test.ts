import {describe, expect, test} from 'vitest';
import {macsOf} from '../../source/commands/publish.ts';
import {parseRecipe} from '../../source/recipe/parse.ts';

const recipe = (mac: string, ...set: string[]) => parseRecipe(`version: 1\nname: kitchen\nstrategy: busybox-initramfs\nnodes:\n  - {mac: ${mac}}\n  - mac: 52-54-00-00-00-99\n`, {source: 'kitchen.yaml', set});
const macOf = (mac: string) => recipe(mac).nodes[0]!.mac;

describe('a MAC address in every form that systems show it in', () => {
	test.each([
		'52:54:00:12:34:56', '52-54-00-12-34-56', '525400123456', '"525400123456"', '5254.0012.3456', '5254-0012-3456', '"5254:0012:3456"', '525400-123456', '01-52-54-00-12-34-56', '"01:52:54:00:12:34:56"', '"52:54:0:12:34:56"', '" 52:54:00:12:34:56 "',
	])('%s', mac => {
		expect(macOf(mac)).toBe('52:54:00:12:34:56');
	});

	test('digits that YAML takes for a number, with zeros in front or an exponent, and capitals', () => {
		expect(macOf('005254001234')).toBe('00:52:54:00:12:34');
		expect(macOf('52540012e456')).toBe('52:54:00:12:e4:56');
		expect(macOf('AA-BB-CC-DD-EE-FF')).toBe('aa:bb:cc:dd:ee:ff');
		expect(macOf('52-54-00-*-*-*')).toBe('52:54:00:*:*:*');
	});

	test('by --set and --only as well', () => {
		expect(recipe('52:54:00:12:34:56', 'nodes.0.mac=005254001234').nodes[0]!.mac).toBe('00:52:54:00:12:34');
		expect(recipe('52:54:00:12:34:56', 'nodes.0={mac: 005254001234}').nodes[0]!.mac).toBe('00:52:54:00:12:34');
		expect(macsOf(['52-54-00-12-34-56', '5254.0012.3457', '525400123458', '01-52-54-00-12-34-59'])).toEqual(['52:54:00:12:34:56', '52:54:00:12:34:57', '52:54:00:12:34:58', '52:54:00:12:34:59']);
	});

	test('two forms of one address are one machine', () => {
		expect(() => recipe('525400000099')).toThrow('nodes[1].mac 52:54:00:00:00:99 is already used by nodes[0]');
	});
});

describe('an address that no card has', () => {
	test.each([
		['00:00:00:00:00:00', 'is not the MAC address of a network card: it is all zero.'],
		['000000000000', 'is not the MAC address of a network card: it is all zero.'],
		['ff:ff:ff:ff:ff:ff', 'is not the MAC address of a network card: it is the broadcast address.'],
		['01:00:5e:00:00:01', 'is not the MAC address of a network card: an odd first byte marks a multicast address.'],
		['"33:33:*:*:*:*"', 'is not the MAC address of a network card: an odd first byte marks a multicast address.'],
		['01-52-54-00-12-34', 'is not the MAC address of a network card: an odd first byte marks a multicast address.'],
		['"*:*:*:*:*:*"', 'is not a MAC address such as 52:54:00:12:34:56, nor several such as 52:54:00:*:*:*.'],
		['02-52-54-00-12-34-56', 'is not a MAC address such as 52:54:00:12:34:56, nor several such as 52:54:00:*:*:*.'],
		['5254001234567', 'is not a MAC address such as 52:54:00:12:34:56, nor several such as 52:54:00:*:*:*.'],
		['5254.00123456', 'is not a MAC address such as 52:54:00:12:34:56, nor several such as 52:54:00:*:*:*.'],
		['52-54:00-12-34-56', 'is not a MAC address such as 52:54:00:12:34:56, nor several such as 52:54:00:*:*:*.'],
	])('%s', (mac, sentence) => {
		expect(() => macOf(mac)).toThrow(sentence);
	});

	test.each(['00:00:00:00:00:00', 'ff-ff-ff-ff-ff-ff', '52:54:00:*:*:*', 'kitchen'])('--only %s', word => {
		expect(() => macsOf([word])).toThrow(`--only ${word}: must be the MAC address of a machine, such as 52:54:00:12:34:56.`);
	});
});
