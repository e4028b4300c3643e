import report from '../rambox/report.sh';
import state from '../rambox/state.sh';
import hostKeys from './host-keys.sh';
import up from './up.sh';

/** Goes along where the recipe has hardware tests. */
export {default as hardwareTests} from './tests.sh';

/** What the finishing may put into a tree, by the name it has in the folder `wanted`. */
export const systemFiles: Record<string, string> = {
	up,
	report,
	state,
	'host-keys': hostKeys,
	// Of type simple: the job is done once the program runs, so that it can wait for the system
	// to have started without being waited for.
	'ramstrap-up.service': unit(
		['Unit', 'Description=Tell the boot server that this node is up'],
		['Service', 'Type=simple', 'ExecStart=/usr/lib/ramstrap/up'],
	),
	'ramstrap-host-keys.service': unit(
		[
			'Unit',
			'Description=Make the SSH host keys of this node',
			'Before=ssh.service sshd.service ssh.socket sshd.socket',
		],
		['Service', 'Type=oneshot', 'RemainAfterExit=yes', 'ExecStart=/usr/lib/ramstrap/host-keys'],
	),
	// What the kernel said stays on the screen above the login.
	'noclear.conf': unit(['Service', 'TTYVTDisallocate=no']),
	// The card that the root came by is up already. Before Linux 6.2 such a card cannot be renamed, and systemd 252
	// waits for its new name forever: networkd would never take it over, renew its lease and name the DNS servers.
	'card-names.rules': [
		'SUBSYSTEM=="net", ACTION=="add", NAME=="", ATTR{flags}=="0x*[13579bdf]"', 'PROGRAM=="/bin/uname -r"',
		'RESULT=="[2-5].*|6.[01].*"', 'NAME="$kernel"\n',
	].join(', '),
	'wired.network': unit(
		['Match', 'Type=ether', 'Kind=!*'],
		// The address is there before systemd is: without it a root over NFS stands still.
		['Network', 'DHCP=yes', 'KeepConfiguration=yes'],
		// As the firmware and the initramfs asked, so that the server gives the same address.
		['DHCPv4', 'ClientIdentifier=mac'],
	),
};

function unit(...sections: Array<[string, ...string[]]>): string {
	return sections.map(([name, ...lines]) => [`[${name}]`, ...lines, ''].join('\n')).join('\n');
}
