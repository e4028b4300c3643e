import {execa} from 'execa';

/** What lets packets in. `closed`: of the ports that were asked about, as `69/udp`, those it does not let in. */
export type Firewall = {kind: 'none' | 'firewalld' | 'ufw' | 'nftables'; closed: string[]};

/** Ports that each firewall's own name for a service opens. */
const services = new Map([
	['67/udp', 'dhcp'],
	['69/udp', 'tftp'],
	['80/tcp', 'http'],
	['111/tcp', 'rpc-bind'],
	['111/udp', 'rpc-bind'],
	['2049/tcp', 'nfs'],
	['4011/udp', 'proxy-dhcp'],
	['20048/tcp', 'mountd'],
]);

/**
Looks for the three that people use, the one that rules the others first. Needs root for most of it; what cannot be read
counts as none.
@param ports as `69/udp`
*/
export async function readFirewall(ports: readonly string[], interfaceName: string): Promise<Firewall> {
	return await firewalld(ports, interfaceName) ?? await ufw(ports, interfaceName) ?? await nftables(ports);
}

async function firewalld(ports: readonly string[], interfaceName: string): Promise<Firewall | undefined> {
	if (await say('firewall-cmd', '--state') !== 'running') {
		return undefined;
	}

	const zone = await say('firewall-cmd', `--get-zone-of-interface=${interfaceName}`)
		|| await say('firewall-cmd', '--get-default-zone');
	const asked = async (what: string) => await say('firewall-cmd', `--zone=${zone}`, what) === 'yes';
	const isOpen = async (port: string) => {
		const service = services.get(port);
		return await asked(`--query-port=${port}`)
			|| (service !== undefined && await asked(`--query-service=${service}`));
	};

	const open = await Promise.all(ports.map(async port => ({port, is: await isOpen(port)})));
	const trusted = await say('firewall-cmd', `--zone=${zone}`, '--get-target', '--permanent') === 'ACCEPT';
	return {kind: 'firewalld', closed: trusted ? [] : open.filter(({is}) => !is).map(({port}) => port)};
}

async function ufw(ports: readonly string[], interfaceName: string): Promise<Firewall | undefined> {
	const status = await say('ufw', 'status', 'verbose');
	return status.startsWith('Status: active')
		? {kind: 'ufw', closed: closedByUfw(status, ports, interfaceName)}
		: undefined;
}

/** @param status what `ufw status verbose` prints */
export function closedByUfw(status: string, ports: readonly string[], interfaceName: string): string[] {
	if (/^Default: allow \(incoming\)/m.test(status)) {
		return [];
	}

	const allowed = status.split('\n').flatMap(line => {
		const [, to, on] = /^(\S+)(?: on (\S+))?\s+ALLOW(?: IN)?\s/.exec(line) ?? [];
		return to !== undefined && (on === undefined || on === interfaceName) ? [to] : [];
	});
	return ports.filter(port => !allowed.some(to =>
		to === 'Anywhere' || to === port || to === port.split('/', 1)[0] || isInRange(to, port)));
}

/** `60000:61000/udp`. */
function isInRange(to: string, port: string): boolean {
	const [, from, till, protocol] = /^(\d+):(\d+)\/(\w+)$/.exec(to) ?? [];
	const [number, own] = port.split('/', 2);
	return protocol === own && Number(number) >= Number(from) && Number(number) <= Number(till);
}

async function nftables(ports: readonly string[]): Promise<Firewall> {
	const rules = await say('nft', 'list', 'ruleset');
	const closed = closedByNftables(rules, ports);
	return closed.length > 0 ? {kind: 'nftables', closed} : {kind: 'none', closed: []};
}

/**
A rule set is a program; what counts here is whether anything that comes in is dropped at all, and whether a rule
that accepts names the port.
@param rules what `nft list ruleset` prints, those of iptables-nft with them
*/
export function closedByNftables(rules: string, ports: readonly string[]): string[] {
	const chains = rules.split(/^\t(?=chain )/m).filter(chain => chain.includes('type filter hook input '));
	const drops = chains.filter(chain =>
		/hook input [^;]*; policy drop;/.test(chain)
		|| /^\t\t(?:counter \S+ \d+ \S+ \d+ )?(?:drop|reject)\b/m.test(chain));
	const accepting = rules.split('\n').filter(line => /\baccept\b/.test(line) && line.includes('dport'));
	return drops.length === 0 ? [] : ports.filter(port => {
		const [number, protocol] = port.split('/', 2);
		return !accepting.some(line =>
			(line.includes(protocol!) || line.includes('th dport')) && namesPort(line, Number(number)));
	});
}

/** `dport 80`, `dport { 22, 80 }`, `dport 60-90`, and by the names of /etc/services. */
function namesPort(line: string, number: number): boolean {
	const ports = /dport (?:\{([^}]*)\}|(\S+))/.exec(line)?.slice(1).find(Boolean) ?? '';
	const named = ports.split(',').map(part => part.trim());
	return named.some(part => {
		const [from, till = from] = part.split('-').map(end => names[end] ?? Number(end));
		return from! <= number && number <= till!;
	});
}

const names: Record<string, number> = {bootps: 67, tftp: 69, http: 80, sunrpc: 111, nfs: 2049};

async function say(program: string, ...argv: string[]): Promise<string> {
	const {stdout} = await execa(
		program,
		argv,
		{reject: false, stdin: 'ignore', stderr: 'ignore', timeout: 5000, env: {LC_ALL: 'C'}},
	);
	return (stdout ?? '').trim();
}
