import type {placesOf} from './places.ts';

/** The units of a deployed recipe, by their names. */
export function renderUnits(
	recipe: string,
	{places: {settings, state, httpState, units}, address, port, interface: name, program, dnsmasq}: UnitFacts,
): Record<string, string> {
	return {
		[units.dnsmasq]: lines([
			...head(`DHCP and TFTP for nodes without a disk: ${recipe}`),
			'# An address may come late at boot.',
			'Wants=network-online.target',
			'After=network-online.target',
			'StartLimitIntervalSec=0',
			'',
			'[Service]',
			`ExecStart=${dnsmasq} --keep-in-foreground --log-facility=- --conf-file=${settings}/dnsmasq.conf`,
			'Restart=on-failure',
			'RestartSec=3',
			'# Leases.',
			`StateDirectory=${state}`,
			'# Low ports, packets to machines that have no address yet.',
			`AmbientCapabilities=${dhcpRights}`,
			`CapabilityBoundingSet=${dhcpRights}`,
			'RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK AF_PACKET',
			...sandbox,
			'',
			'[Install]',
			'WantedBy=multi-user.target',
		]),
		[units.socket]: lines([
			...head(`HTTP port for nodes without a disk: ${recipe}`),
			'',
			'[Socket]',
			`ListenStream=${address}:${port}`,
			'# Listen before the address is assigned; accept only that network.',
			'FreeBind=yes',
			`BindToDevice=${name}`,
			'',
			'[Install]',
			'WantedBy=sockets.target',
		]),
		[units.http]: lines([
			...head(`Menus, kernels and images for nodes without a disk: ${recipe}`),
			`Requires=${units.socket}`,
			`After=${units.socket}`,
			'StartLimitIntervalSec=0',
			'',
			'[Service]',
			`ExecStart=${program} ${settings}/http.json`,
			'Restart=on-failure',
			'RestartSec=1',
			'# Which nodes have been up, of those that boot over the network only once.',
			`StateDirectory=${httpState}`,
			'# systemd opens the port and hands it over: the program itself has no right, and no network but that.',
			'# Without its compiler (--jitless) Node needs no memory that is both written to and run, '
			+ 'and gives out files as fast.',
			'CapabilityBoundingSet=',
			'PrivateNetwork=yes',
			'PrivateUsers=yes',
			'RestrictAddressFamilies=AF_UNIX',
			'IPAddressDeny=any',
			...sandbox,
		]),
	};
}

export type UnitFacts = {
	places: ReturnType<typeof placesOf>;
	address: string;
	port: number;
	interface: string;
	/** Command line of our own program, and of dnsmasq, with absolute paths. */
	program: string;
	dnsmasq: string;
};

const dhcpRights = 'CAP_NET_ADMIN CAP_NET_BIND_SERVICE CAP_NET_RAW';

const head = (description: string): string[] => [
	'# Written by ramstrap deploy; ramstrap undeploy takes it away.',
	'[Unit]',
	`Description=${description}`,
];

/** What neither needs: systemd.exec(5). */
const sandbox = [
	'DynamicUser=yes',
	'UMask=0077',
	'NoNewPrivileges=yes',
	'ProtectSystem=strict',
	'ProtectHome=yes',
	'PrivateTmp=yes',
	'PrivateDevices=yes',
	'ProtectClock=yes',
	'ProtectControlGroups=yes',
	'ProtectHostname=yes',
	'ProtectKernelLogs=yes',
	'ProtectKernelModules=yes',
	'ProtectKernelTunables=yes',
	'ProtectProc=invisible',
	'ProcSubset=pid',
	'RemoveIPC=yes',
	'RestrictNamespaces=yes',
	'RestrictRealtime=yes',
	'RestrictSUIDSGID=yes',
	'LockPersonality=yes',
	'SystemCallArchitectures=native',
	'SystemCallFilter=@system-service',
	'SystemCallFilter=~@privileged @resources',
	'SystemCallErrorNumber=EPERM',
	'MemoryDenyWriteExecute=yes',
];

function lines(all: string[]): string {
	return all.join('\n') + '\n';
}
