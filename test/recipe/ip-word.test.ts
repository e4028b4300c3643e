import {expect, test} from 'vitest';
import {problemOfIpWord} from '../../source/recipe/ip-word.ts';

test.each([
	'ip=dhcp', 'ip=on', 'ip=any', 'ip=off', 'ip=none', 'ip=bootp', 'ip=rarp', 'ip=both', 'ip=dhcp,1,node-seven', 'ip=::::::dhcp', 'ip=:::::eth0:dhcp', 'ip=::::node7::dhcp,0,node,7',
	'ip=10.0.0.5', 'ip=192.168.24.7:192.168.24.1:192.168.24.1:255.255.255.0:node7:eth0:off',
	'ip=192.168.24.7:192.168.24.1::255.255.255.0:node7.lab.example:eno1:none:192.168.24.1:1.1.1.1:192.168.24.1',
	'ip=192.168.24.7::::', 'ip=192.168.24.7:192.168.24.1', 'ip=10.0.0.7::10.255.0.1', 'ip=192.168.24.7::0.0.0.0:255.255.255.0::eth0:off', 'ip=0.0.0.0::::::dhcp',
	'ip=10.0.0.0::10.0.0.1:255.255.255.254::eth0:off', 'ip=10.0.0.7:::255.255.255.255::eth0:off', 'ip=:192.168.24.1::::eth0:any',
])('%s is fine', word => {
	expect(problemOfIpWord(word)).toBeUndefined();
});

const methods = 'it is one of dhcp, on, any, bootp, rarp, both, off or none';

test.each([
	['ip=', 'it has no value; write ip=dhcp, ip=off or an address'],
	['ip=dhpc', `autoconf dhpc is unknown; ${methods}`],
	['ip=10.0.0', 'client-ip 10.0.0 is not an IPv4 address'],
	['ip=dhcp,client', 'autoconf dhcp,client is not dhcp,<type of the client identifier, 0 to 255>,<client identifier>'],
	['ip=dhcp,256,x', 'autoconf dhcp,256,x is not dhcp,<type of the client identifier, 0 to 255>,<client identifier>'],
	['ip=10.0.0.300::10.0.0.1:255.255.255.0::eth0:off', 'client-ip 10.0.0.300 is not an IPv4 address'],
	['ip=10.0.0.07::::::off', 'client-ip 10.0.0.07 is not an IPv4 address'],
	['ip=10.0.0.7.:::', 'client-ip 10.0.0.7. is not an IPv4 address'],
	['ip=10.0.0.7:server:::::off', 'server-ip server is not an IPv4 address'],
	['ip=10.0.0.7::10.0.0:::', 'gw-ip 10.0.0 is not an IPv4 address'],
	['ip=10.0.0.7:::24::eth0:off', 'netmask 24 is a prefix length; the kernel needs it as 255.255.255.0'],
	['ip=10.0.0.7:::/8::eth0:off', 'netmask /8 is a prefix length; the kernel needs it as 255.0.0.0'],
	['ip=10.0.0.7:::33::eth0:off', 'netmask 33 is not of the form 255.255.255.0'],
	['ip=10.0.0.7:::255.255.0.255::eth0:off', 'netmask 255.255.0.255 is not a valid netmask: its bits must be ones '
	+ 'from the left, then zeros'],
	['ip=10.0.0.7:::0.0.0.0::eth0:off', 'netmask 0.0.0.0 is not a valid netmask: its bits must be ones from the left, '
	+ 'then zeros'],
	['ip=10.0.0.7:::0.0.0.255::eth0:off', 'netmask 0.0.0.255 is not a valid netmask: its bits must be ones from the '
	+ 'left, then zeros'],
	['ip=10.0.0.7:::255.255.255.0:no_de:eth0:off', 'hostname no_de is not a host name: letters, digits and - only, up '
	+ 'to 63 of them'],
	[`ip=10.0.0.7:::255.255.255.0:${'a'.repeat(64)}:eth0:off`, `hostname ${'a'.repeat(64)} is not a host name: letters, digits and - only, up to 63 of them`],
	['ip=10.0.0.7:::255.255.255.0:node7:enp0s31f6-and-more:off', 'device enp0s31f6-and-more has 18 characters; names of network interfaces have 15 at most'],
	['ip=10.0.0.7:::255.255.255.0:node7:eth/0:off', 'device eth/0 is not the name of a network interface'],
	['ip=10.0.0.7:::255.255.255.0:node7:eth0:static', `autoconf static is unknown; ${methods}`],
	['ip=10.0.0.7:::255.255.255.0:node7:eth0:off:dns', 'dns0-ip dns is not an IPv4 address'],
	['ip=10.0.0.7:::255.255.255.0:node7:eth0:off::9', 'dns1-ip 9 is not an IPv4 address'],
	['ip=10.0.0.7:::255.255.255.0:node7:eth0:off:::pool.example', 'ntp0-ip pool.example is not an IPv4 address'],
	['ip=10.0.0.7:::255.255.255.0:node7:eth0:off::::x', 'it has 11 fields, but the kernel supports 10: '
	+ '<client-ip>:<server-ip>:<gw-ip>:<netmask>:<hostname>:<device>:<autoconf>:<dns0-ip>:<dns1-ip>:<ntp0-ip>'],
	['ip=:::::eth0:off', 'autoconf is off and there is no client-ip, so the node gets no address'],
	['ip=192.168.24.0:::255.255.255.0::eth0:off', 'client-ip 192.168.24.0 is the network address with netmask 255.255.255.0; no machine can have it'],
	['ip=192.168.24.255', 'client-ip 192.168.24.255 is the broadcast address with netmask 255.255.255.0 (the default '
	+ 'of its address class); no machine can have it'],
	['ip=172.16.255.255::', 'client-ip 172.16.255.255 is the broadcast address with netmask 255.255.0.0 (the default '
	+ 'of its address class); no machine can have it'],
	['ip=127.0.0.1', 'client-ip 127.0.0.1 is not the address of a host (it is loopback, multicast or reserved)'],
	['ip=224.0.0.5:::255.255.255.0', 'client-ip 224.0.0.5 is not the address of a host (it is loopback, multicast or '
	+ 'reserved)'],
	['ip=192.168.24.7::192.168.25.1:255.255.255.0::eth0:off', 'gw-ip 192.168.25.1 is outside the network of client-ip '
	+ '192.168.24.7 with netmask 255.255.255.0'],
	['ip=192.168.24.7::10.0.0.1', 'gw-ip 10.0.0.1 is outside the network of client-ip 192.168.24.7 with netmask '
	+ '255.255.255.0 (the default of its address class)'],
])('%s: %s', (word, problem) => {
	expect(problemOfIpWord(word)).toBe(`${word}: ${problem}`);
});
