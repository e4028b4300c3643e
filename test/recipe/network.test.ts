import {expect, test} from 'vitest';
import {hexadecimalAddress, networkOf} from '../../source/recipe/network.ts';
import {recipeWith} from './recipe.ts';

test.each([
	['192.168.24.0/24', '192.168.24.1', '255.255.255.0', {from: '192.168.24.100', to: '192.168.24.199'}, '192.168.24.254'],
	['10.0.0.0/8', '10.0.0.1', '255.0.0.0', {from: '10.100.0.0', to: '10.199.255.255'}, '10.255.255.254'],
	['172.16.0.0/16', '172.16.0.1', '255.255.0.0', {from: '172.16.100.0', to: '172.16.199.255'}, '172.16.255.254'],
	['192.168.1.128/25', '192.168.1.129', '255.255.255.128', {from: '192.168.1.178', to: '192.168.1.227'}, '192.168.1.254'],
	['192.168.1.16/28', '192.168.1.17', '255.255.255.240', {from: '192.168.1.22', to: '192.168.1.27'}, '192.168.1.30'],
	['192.168.1.8/29', '192.168.1.9', '255.255.255.248', {from: '192.168.1.11', to: '192.168.1.13'}, '192.168.1.14'],
])('%s: the server is %s', (subnet, address, netmask, range, last) => {
	expect(networkOf(recipeWith({server: {subnet}}))).toEqual({address, netmask, range, last});
});

test('PXELINUX asks for an address in hexadecimal', () => {
	expect(hexadecimalAddress('192.168.77.58')).toBe('C0A84D3A');
	expect(hexadecimalAddress('10.0.0.1')).toBe('0A000001');
});
