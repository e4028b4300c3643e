import {describe, expect, test} from 'vitest';
import {checkRecipe} from '../../source/recipe/check.ts';
import {recipeWarnings} from '../../source/recipe/warnings.ts';
import {withOwnWords} from '../../source/recipe/own-words.ts';
import type {RecipeInput} from '../../source/recipe/schema.ts';
import {makePlan} from '../../source/plan/plan.ts';
import {printPlan} from '../../source/plan/print.ts';
import {debianFacts, sampleRecipe} from '../sample.ts';
import {recipeWith} from './recipe.ts';

const bootstrap = {from: 'bootstrap', suite: 'bookworm'} as const;
const kinds = {
	rambox: {strategy: 'busybox-initramfs'},
	tmpfs: {strategy: 'busybox-initramfs', root: 'tmpfs', tree: bootstrap},
	dracut: {strategy: 'dracut-toram', tree: bootstrap},
	nfs: {strategy: 'nfs-root', mount: 'initramfs', tree: bootstrap},
	kernel: {strategy: 'nfs-root', mount: 'kernel', tree: bootstrap, kernel: {from: 'build', source: {package: 'linux-source'}}},
	ramdisk: {strategy: 'ramdisk-ext2', mount: 'kernel', tree: bootstrap, kernel: {from: 'build', source: {package: 'linux-source'}}},
} satisfies Record<string, Partial<RecipeInput>>;

/** `fine`, `note`, or the sentence that refuses it. */
function judge(kind: keyof typeof kinds, ...words: string[]): string {
	const checked = checkRecipe({version: 1, name: 'kitchen', ...kinds[kind], node: {words}, server: {subnet: '10.0.0.0/24', unknown: 'refuse'}});
	if ('problems' in checked) {
		return checked.problems.map(({sentence}) => sentence).join('\n');
	}

	return recipeWarnings(checked.recipe).length > 0 ? 'note' : 'fine';
}

describe('dracut has an ip= of its own', () => {
	test.each([
		'ip=dhcp', 'ip=auto6', 'ip=ibft', 'ip=eth0:dhcp', 'ip=enp3s0:dhcp:1500', 'ip=enp3s0:dhcp:1500:52:54:00:12:34:56', 'ip=enp3s0:on::52:54:00:12:34:56', 'ip=eth0.100:auto6',
		'ip=10.0.0.7::10.0.0.1:24::eth0:none', 'ip=10.0.0.7::10.0.0.1:255.255.255.0:node7:eth0:off:1400', 'ip=10.0.0.7:10.0.0.8/24:10.0.0.1:24::eth0:none:1.1.1.1:9.9.9.9',
		'ip=[2001:db8::7]::[2001:db8::1]:64:node7:eth0:none:[2001:db8::53]', 'ip=::::node7:eth0:dhcp', 'ip=::::node7:eth0:none', 'bond=bond0:eth0,eth1:mode=802.3ad', 'bridge=br0:eth0,eth1', 'team=team0:eth0,eth1:activebackup', 'vlan=eth0.100:eth0',
		'nameserver=10.0.0.1', 'nameserver=[2001:db8::53]', 'ifname=lan0:52:54:00:12:34:56', 'rd.break', 'root=tmpfs:LABEL=BOOT',
	])('%s', word => {
		expect(judge('dracut', word)).toBe('fine');
	});

	test.each([
		['ip=', 'autoconf (empty) is unknown'],
		['ip=bootp', 'autoconf bootp is unknown; dracut supports dhcp, on, any,'],
		['ip=off', 'autoconf off is unknown'],
		['ip=10.0.0.7', 'dracut takes an address only with its netmask and device'],
		['ip=10.0.0.7::10.0.0.1:::eth0:none', 'netmask is missing, and dracut does not calculate it'],
		['ip=10.0.0.7::10.0.0.1:33::eth0:none', 'netmask 33 is neither a netmask such as'],
		['ip=10.0.0.300::10.0.0.1:24::eth0:none', 'client-IP 10.0.0.300 is not an IP address'],
		['ip=10.0.0.7::gateway:24::eth0:none', 'gateway-IP gateway is not an IP address'],
		['ip=eth0:dchp', 'autoconf dchp is unknown'],
		['ip=eth0:dhcp:jumbo', 'jumbo after the method is neither [<mtu>][:<MAC>] nor <dns1>[:<dns2>]'],
		['ip=averylonginterface:dhcp', 'averylonginterface is not the name of a network interface'],
		['ip=::::node7::none', 'autoconf is none and there is no client-IP, so the node gets no address'],
		['bond=bond0:eth 0'.replace(' ', '/'), 'it must be <bond>:<slaves>[:<options>[:<mtu>]], and eth/0 is not the name of a network interface'],
		['vlan=eth0.100', 'it must be <vlan>:<device below it>'],
		['vlan=eth0.100:eth0:1', 'it must be <vlan>:<device below it>'],
		['nameserver=dns.example', 'dns.example is not an IP address'],
		['ifname=lan0', 'it must be <interface>:<MAC>'],
	])('%s is refused', (word, sentence) => {
		expect(judge('dracut', word)).toContain(`node.words[0] is ${word}: ${sentence}`);
	});

	test('and goes by all of them: one of the recipe takes the place of ours, one of a node of both', () => {
		const recipe = sampleRecipe({...kinds.dracut, node: {words: ['ip=bond0:dhcp', 'bond=bond0:eth0,eth1']}});
		const {words} = makePlan(recipe, debianFacts);
		expect(words.filter(word => word.startsWith('ip='))).toEqual(['ip=bond0:dhcp']);
		expect(withOwnWords(words, ['ip=eth0:dhcp']).filter(word => word.startsWith('ip='))).toEqual(['ip=eth0:dhcp']);
	});
});

describe('several ip=, each right by itself', () => {
	test.each([
		[['ip=eth0:dhcp', 'ip=eth1:dhcp']], [['ip=dhcp', 'ip=ibft']], [['ip=10.0.0.7::10.0.0.1:24::eth0:none', 'ip=eth1:auto6']], [['ip=auto6', 'ip=eth0:dhcp']],
	])('%s', words => {
		expect(judge('dracut', ...words)).toBe('fine');
	});

	test.each<[string[], string]>([
		[['ip=eth0:dhcp', 'ip=dhcp'], 'node.words[1] is ip=dhcp: with several ip= parameters, dracut requires a device '
		+ 'in each.'],
		[['ip=::::node7::dhcp', 'ip=eth0:on'], 'node.words[0] is ip=::::node7::dhcp: with several ip= parameters, '
		+ 'dracut requires a device in each.'],
		[['ip=eth0:dhcp', 'quiet', 'ip=10.0.0.7::10.0.0.1:24::eth0:none'], 'node.words[2] is ip=10.0.0.7::10.0.0.1:24::eth0:none: eth0 already has an ip=, and dracut accepts only one for each device.'],
		[['ip=10.0.0.7::10.0.0.1:24::eth0:dhcp'], 'dracut does not accept a client-IP together with autoconf dhcp; '
		+ 'write none after the device'],
		[['ip=10.0.0.7::10.0.0.1:24::eth0'], 'dracut does not accept a client-IP together with no autoconf, which '
		+ 'is dhcp'],
	])('%s is refused', (words, sentence) => {
		expect(judge('dracut', ...words)).toContain(sentence);
	});

	test('the one of a node is not held against the one of all, whose place it takes', () => {
		const checked = checkRecipe({version: 1, name: 'kitchen', ...kinds.dracut, node: {words: ['ip=dhcp']}, nodes: [{mac: '52:54:00:00:00:01', words: ['ip=dhcp']}]});
		expect(checked).not.toHaveProperty('problems');
	});
});

describe('behind -- a word is for init alone', () => {
	test('where the kernel has to read it, it is refused, also after -- of all nodes', () => {
		const sentence = 'it is after --, so the kernel passes it to init and does not read it. Write it before --.';
		expect(judge('kernel', '--', 'ip=10.0.0.7')).toBe(`node.words[1] is ip=10.0.0.7: ${sentence}`);
		const checked = checkRecipe({version: 1, name: 'kitchen', ...kinds.kernel, node: {words: ['--']}, nodes: [{mac: '52:54:00:00:00:01', words: ['nfsroot=10.0.0.1:/srv']}]});
		expect('problems' in checked && checked.problems.map(problem => problem.sentence)).toEqual([`nodes[0].words[0] is nfsroot=10.0.0.1:/srv: ${sentence}`]);
	});

	test.each<[keyof typeof kinds, string[]]>([['kernel', ['ip=10.0.0.7', '--', 'single']], ['rambox', ['--', 'ip=10.0.0.7']], ['dracut', ['--', 'ip=dhcp']]])('%s: %s is fine', (kind, words) => {
		expect(judge(kind, ...words)).toBe('fine');
	});
});

describe('console= is one of the consoles that a recipe may name, or of the kernel\'s own', () => {
	test.each(['console=tty0', 'console=tty', 'console=ttyS0,115200n8', 'console=ttyS', 'console=hvc0', 'console=', 'console=null', 'console=ttynull', 'console=uart8250,io,0x3f8', 'console=netcon0', 'console=brl,ttyS0'])('%s', word => {
		expect(judge('rambox', word)).toBe('fine');
		expect(judge('dracut', word)).toBe('fine');
	});

	test.each(['ttyAMA0', 'ttyAMA0,115200', 'ttysclp0', 'ttyGS0', 'tty64', 'ttyS0x', 'serial0'])('console=%s is refused', name => {
		const sentence = `node.words[0] is console=${name}: ${name.split(',', 1)[0]!} is not a console of a PC or a virtual machine, such as tty0, ttyS0 or hvc0.`;
		expect(judge('rambox', `console=${name}`)).toBe(sentence);
		expect(judge('dracut', `console=${name}`)).toBe(sentence);
	});
});

test('only the last console of a list has to be there', () => {
	expect(judge('rambox', 'console=ttyAMA0', 'console=tty0')).toBe('fine');
	expect(judge('rambox', 'console=tty0', 'console=ttyAMA0')).toContain('node.words[1] is console=ttyAMA0');
});

test('NetworkManager, which reads the words for dracut in later suites, takes what dracut\'s own scripts stop at', () => {
	const checked = checkRecipe({version: 1, name: 'kitchen', ...kinds.dracut, tree: {from: 'bootstrap', suite: 'forky'}, node: {words: ['ip=10.0.0.7::10.0.0.1:24::eth0:dhcp', 'ip=eth0:dhcp']}});
	expect(checked).not.toHaveProperty('problems');
});

describe('a word is held against who reads it', () => {
	test.each<[keyof typeof kinds, string, string]>([
		['rambox', 'ip=eth0:dhcp', 'client-ip eth0 is not an IPv4 address'],
		['kernel', 'ip=enp3s0:dhcp:1500', 'client-ip enp3s0 is not an IPv4 address'],
		['nfs', 'ip=10.0.0.7:::24::eth0:off', 'netmask 24 is a prefix length'],
		['rambox', 'vlan=eth0.100:eth0', 'it is a dracut parameter, and nothing on this node creates that device '
		+ 'before the root is mounted'],
		['rambox', 'bond=bond0:eth0,eth1', 'it is a dracut parameter'],
		['rambox', 'bridge=br0:eth0', 'it is a dracut parameter'],
		['rambox', 'team=team0:eth0', 'it is a dracut parameter'],
		['tmpfs', 'root=/dev/sda1', 'but the strategy busybox-initramfs sets the root itself'],
		['kernel', 'root=/dev/ram0', 'but the strategy nfs-root sets the root itself'],
		['ramdisk', 'root=/dev/sda1', 'but the strategy ramdisk-ext2 sets the root'],
		['dracut', 'root=/dev/sda1', 'but the strategy dracut-toram sets the root'],
		['rambox', 'root=/dev/sda1', 'but this node stays in its initramfs'],
	])('%s: %s is refused', (kind, word, sentence) => {
		expect(judge(kind, word)).toContain(`node.words[0] is ${word}`);
		expect(judge(kind, word)).toContain(sentence);
	});

	test('a device that only dracut would make, and that an address is for', () => {
		expect(judge('tmpfs', 'vlan=eth0.100:eth0')).toBe('note');
		expect(judge('tmpfs', 'vlan=eth0.100:eth0', 'ip=10.0.0.7:::255.255.255.0::eth0.100:off')).toContain('node.words[0] is vlan=eth0.100:eth0: it is a dracut parameter');
	});

	test.each<[keyof typeof kinds, string]>([
		['rambox', 'rd.break'], ['kernel', 'rd.debug'], ['nfs', 'nameserver=1.1.1.1'], ['tmpfs', 'bond=bond0:eth0'], ['kernel', 'shell'], ['dracut', 'shell'], ['dracut', 'rambox'], ['rambox', 'ip=off'], ['tmpfs', 'nfsroot=10.0.0.1:/srv'], ['dracut', 'nfsroot=10.0.0.1:/srv'],
	])('%s: that nobody reads %s is said', (kind, word) => {
		expect(judge(kind, word)).toBe('note');
	});

	test.each<[keyof typeof kinds, string]>([
		['rambox', 'shell'], ['nfs', 'shell'], ['kernel', 'ip=off'], ['kernel', 'nfsroot=10.0.0.1:/srv'], ['rambox', 'quiet'], ['dracut', 'systemd.unit=rescue.target'], ['rambox', 'dyndbg="file a.c +p"'.replaceAll(' ', '_')], ['rambox', 'bonding.max_bonds=1'], ['rambox', 'ip=10.0.0.7'],
	])('%s: %s is fine', (kind, word) => {
		expect(judge(kind, word)).toBe('fine');
	});
});

describe('what a boot loader or the kernel takes for a sign of its own', () => {
	// eslint-disable-next-line no-template-curly-in-string -- of iPXE
	test.each(['||', '&&', ';', '#', '#x', '${netX/mac}', 'a=${', 'x${a}y'])('%s never comes to the kernel by iPXE', word => {
		expect(judge('rambox', 'quiet', word)).toMatch(/^node\.words\[1\] is .*: iPXE interprets .* itself/);
	});

	test.each(['a#b', 'a;b', 'a||b', '$x', '{x}', 'a=$HOME', '`id`', String.raw`a\b`, '|', '&', '<x>'])('%s does', word => {
		expect(judge('rambox', word)).toBe('fine');
	});

	test('a word of one node as well, a file that nobody has, and a quotation mark without end', () => {
		const checked = checkRecipe({version: 1, name: 'kitchen', ...kinds.rambox, nodes: [{mac: '52:54:00:00:00:01', words: ['&&', 'initrd=other', 'a="b']}]});
		expect('problems' in checked && checked.problems.map(({sentence}) => sentence)).toEqual([
			'nodes[0].words[0] is &&: iPXE interprets it itself, and the kernel never gets the parameter. Remove it.',
			'nodes[0].words[1] is initrd=other: the boot loaders set this parameter themselves, and would request a '
			+ 'file of this name from the server. Remove it.',
			'nodes[0].words[2] is a="b: it has an unclosed quotation mark, and the kernel treats all following '
			+ 'parameters as part of it.',
		]);
	});
});

test('warnings stand in the plan, in every form', () => {
	const plan = makePlan(sampleRecipe({node: {words: ['rd.break']}, server: {dhcp: 'proxy', gateway: '10.0.0.1'}}), debianFacts);
	const warnings = ['server.gateway is used only if ramstrap gives out addresses (server.dhcp: full); here the router does.', 'node.words[0] is rd.break, a dracut parameter; this node does not use dracut, so the parameter has no effect.'];
	expect(plan.warnings).toEqual(warnings);
	expect(printPlan(plan, 'text')).toContain(`\nWarnings\n  ${warnings.join('\n  ')}\n`);
	expect(printPlan(plan, 'sh')).toContain(`\n# Warning: ${warnings[1]}\n`);
	expect(JSON.parse(printPlan(plan, 'json'))).toMatchObject({warnings});
	expect(recipeWarnings(recipeWith({}))).toEqual([]);
});
