import {expect, test} from 'vitest';
import {closedByNftables, closedByUfw} from '../../source/host/firewall.ts';

const ports = ['67/udp', '69/udp', '80/tcp', '4011/udp'];

test('ufw: what it allows, where', () => {
	const status = `Status: active
Logging: on (low)
Default: deny (incoming), allow (outgoing), disabled (routed)

To                         Action      From
--                         ------      ----
22/tcp                     ALLOW IN    Anywhere
80                         ALLOW IN    192.168.24.0/24
69/udp on eth1             ALLOW IN    Anywhere
67/udp on eth0             ALLOW IN    Anywhere
4000:4100/udp              ALLOW IN    Anywhere
`;
	expect(closedByUfw(status, ports, 'eth1')).toEqual(['67/udp']);
	expect(closedByUfw(status.replace('deny (incoming)', 'allow (incoming)'), ports, 'eth1')).toEqual([]);
});

const table = (policy: string, ...rules: string[]) => `table inet filter {
	chain input {
		type filter hook input priority filter; policy ${policy};
${rules.map(rule => `\t\t${rule}\n`).join('')}	}

	chain output {
		type filter hook output priority filter; policy accept;
	}
}
`;

test.each([
	['nothing is dropped', table('accept', 'tcp dport 22 accept'), []],
	['all is dropped', table('drop', 'ct state established accept', 'tcp dport 22 accept'), ports],
	['by a rule at the end', table('accept', 'udp dport { 67, tftp } accept', 'reject with icmpx admin-prohibited'), ['80/tcp', '4011/udp']],
	['but for some', table('drop', 'udp dport { 60-70, 4011 } accept', 'tcp dport http accept'), []],
	['but for some by protocol and port', table('drop', 'meta l4proto { tcp, udp } th dport { 67, 69, 80, 4011 } accept'), []],
	['the other protocol does not count', table('drop', 'tcp dport 67 accept', 'udp dport 80 accept'), ports],
	['no rules at all', '', []],
])('nftables: %s', (_, rules, closed) => {
	expect(closedByNftables(rules, ports)).toEqual(closed);
});
