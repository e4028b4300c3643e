import {chmodSync, mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {temporaryFolder} from './program.ts';

/**
The first machine of a rehearsal, called kitchen by its files alone, which DHCP knows nothing of; a unit among them
fails unless all is as it should be.
*/
export function ownNode(): string {
	const folder = temporaryFolder();
	const write = (name: string, text: string) => {
		mkdirSync(path.dirname(path.join(folder, name)), {recursive: true});
		writeFileSync(path.join(folder, name), text);
	};

	write('key.pub', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOwnKeyOfOneNodeOnly cook@kitchen\n');
	write('files/etc/hostname', 'kitchen\n');
	write('files/etc/kitchen/recipe', 'salt\n');
	chmodSync(path.join(folder, 'files/etc/kitchen/recipe'), 0o640);
	write('files/usr/local/sbin/look', look);
	write('files/etc/systemd/system/look.service', '[Unit]\nAfter=systemd-networkd.service\n[Service]\nType=oneshot\nExecStart=/bin/sh /usr/local/sbin/look\n');
	mkdirSync(path.join(folder, 'files/etc/systemd/system/multi-user.target.wants'));
	symlinkSync('../look.service', path.join(folder, 'files/etc/systemd/system/multi-user.target.wants/look.service'));
	return `nodes=[{mac: "52:54:00:00:00:01", keys: [${folder}/key.pub], files: ${folder}/files}]`;
}

const look = `set -e
is() { [ "$1" = "$2" ] || { echo "it is $1, not $2"; exit 1; }; }
is "$(stat -c %a:%u / /root /root/.ssh /root/.ssh/authorized_keys /etc/kitchen/recipe | xargs)" "755:0 700:0 700:0 600:0 640:0"
is "$(sed 's/.* //' /root/.ssh/authorized_keys)" cook@kitchen
is "$(sed -n 's/^127.0.1.1 //p' /etc/hosts)" kitchen
is "$(wc -c </etc/machine-id)" 33
# The system has taken over the card that its root came by, and asks the DNS server that DHCP named.
/lib/systemd/systemd-networkd-wait-online --any --timeout=60
networkctl status | grep -q 'DNS: 192.168.24.1'
`;
