/**
What makes a machine this one and no other, in one table: who it is, what it noted down, what it keeps
secret, where it is in the network. A tree that was a machine loses it, whatever source it comes from; so
does what packages make when they are installed, which would be the same on all nodes. Paths from the root
on; `*` stands for anything, slashes included.
*/
export type Trace = {
	what: string;
	/** Why it must not stay as it is. */
	why: string;
	/**
	`removed`: gone, or made at boot by whoever needs it. `emptied`: the file stays, with its owner and mode.
	`secret`: stays, with a warning, as somebody may have put it there for the nodes; of this machine itself
	(tree.from: host) it stays behind. `network`: set aside with a warning, as the recipe says how a node is in
	the network (tree.network: keep leaves it).
	*/
	fate: 'removed' | 'emptied' | 'secret' | 'network';
	paths: readonly string[];
};

export const traces: readonly Trace[] = [
	{
		what: 'host keys', why: 'All nodes would share one key; the SSH server creates new ones.', fate: 'removed',
		paths: ['etc/ssh/ssh_host_*key', 'etc/ssh/ssh_host_*key.pub', 'etc/dropbear/dropbear_*_host_key'],
	},
	{
		what: 'identities',
		why: 'Two nodes with the same identity are treated as one: storage targets refuse the second, and VPNs and '
			+ 'management servers confuse them.', fate: 'removed',
		paths: [
			'var/lib/dbus/machine-id', 'etc/hostid', 'etc/nvme/hostnqn', 'etc/nvme/hostid',
			'etc/iscsi/initiatorname.iscsi', 'etc/iscsi/nodes/*', 'var/lib/iscsi/nodes/*',
			'var/lib/tailscale/*', 'var/lib/zerotier-one/identity.*', 'var/lib/zerotier-one/authtoken.secret',
			'var/lib/netbird/*', 'etc/netbird/*',
			'var/lib/cloud/*', 'var/lib/ubuntu-advantage/private/*',
			'etc/pki/consumer/*', 'etc/pki/entitlement/*', 'var/lib/rhsm/*',
			'etc/salt/pki/minion/*', 'etc/salt/minion_id',
			'etc/puppet/ssl/*', 'etc/puppetlabs/puppet/ssl/*', 'var/lib/puppet/ssl/*', 'etc/chef/client.pem',
			'var/lib/bluetooth/*', 'var/lib/NetworkManager/secret_key',
			'etc/lvm/devices/system.devices', 'etc/lvm/backup/*', 'etc/lvm/archive/*',
		],
	},
	{
		what: 'seeds of random numbers', why: 'A seed that several machines share is not random.', fate: 'removed',
		paths: [
			'var/lib/systemd/random-seed', 'var/lib/systemd/credential.secret',
			'var/lib/urandom/random-seed', 'var/lib/random-seed',
		],
	},
	{
		what: 'disks of another machine', why: 'A node would wait for them at every boot.', fate: 'removed',
		paths: ['etc/crypttab', 'etc/initramfs-tools/conf.d/resume', 'swapfile', 'swap.img'],
	},
	{
		what: 'names and leases of other network cards',
		why: 'A node has other cards and requests its own address.', fate: 'removed',
		paths: [
			'etc/udev/rules.d/70-persistent-net.rules', 'etc/udev/rules.d/75-persistent-net-generator.rules',
			'var/lib/dhcp/*.leases', 'var/lib/dhclient/*.lease*', 'var/lib/dhcpcd/*',
			'var/lib/NetworkManager/*.lease', 'var/lib/NetworkManager/timestamps',
			'var/lib/NetworkManager/seen-bssids', 'var/lib/wicked/*',
		],
	},
	{
		what: 'kernels that are not booted', why: 'A node loads its kernel from the server.', fate: 'removed',
		paths: ['boot/vmlinuz*', 'boot/initrd*', 'boot/initramfs*'],
	},
	{
		what: 'older copies of accounts', why: 'They contain old passwords.', fate: 'removed',
		paths: [
			'etc/shadow-', 'etc/gshadow-', 'etc/passwd-', 'etc/group-', 'etc/subuid-', 'etc/subgid-',
			'var/backups/*shadow*', 'var/backups/passwd*', 'var/backups/group*',
		],
	},
	{
		what: 'command histories', why: 'They can contain passwords.', fate: 'removed',
		paths: [
			'root/.*_history', 'root/.viminfo', 'root/.lesshst', 'root/.wget-hsts',
			'home/*/.*_history', 'home/*/.viminfo', 'home/*/.lesshst',
		],
	},
	{
		what: 'old logs and dumps', why: 'They belong to another machine and use the node\'s memory.', fate: 'removed',
		paths: [
			'var/log/journal/*', 'var/log/*.gz', 'var/log/*.xz', 'var/log/*.zst', 'var/log/*.bz2', 'var/log/*.old',
			'var/log/*.[0-9]', 'var/crash/*', 'var/lib/systemd/coredump/*',
		],
	},
	{
		what: 'logs',
		why: 'They belong to another machine; with high user ids lastlog appears to be hundreds '
			+ 'of GB.', fate: 'emptied',
		paths: ['var/log/*'],
	},
	{
		what: 'addresses of another machine',
		why: 'A node would use the other machine\'s address, or none if the card name differs.', fate: 'network',
		paths: [
			'etc/network/interfaces.d/*', 'etc/systemd/network/*', 'etc/netplan/*',
			'etc/NetworkManager/system-connections/*', 'etc/sysconfig/network-scripts/ifcfg-*',
		],
	},
	{
		what: 'private keys', why: 'Anyone with the key can impersonate the server.', fate: 'secret',
		paths: [
			'etc/ssl/private/*', 'etc/pki/tls/private/*',
			'etc/letsencrypt/archive/*/privkey*', 'etc/letsencrypt/accounts/*',
			'root/.acme.sh/*.key', 'var/lib/acme/*.key', 'etc/*/privkey*', 'etc/*private*.key',
			'root/.ssh/id_*', 'home/*/.ssh/id_*', 'etc/ssh/ca_key', 'root/.gnupg/*', 'home/*/.gnupg/*',
			'etc/kubernetes/pki/*.key', 'etc/kubernetes/*.conf',
			'etc/rancher/*.yaml', 'var/lib/rancher/*/server/*', 'var/lib/kubelet/pki/*',
			'etc/cups/ssl/*.key', 'var/lib/tor/*secret_key', 'etc/bind/*.key', 'etc/rndc.key', 'etc/opendkim/keys/*',
			'var/lib/docker/swarm/*',
		],
	},
	{
		what: 'keys of networks', why: 'Anyone with the key can join the network.', fate: 'secret',
		paths: [
			'etc/wireguard/*', 'etc/openvpn/*.key', 'etc/openvpn/*.conf', 'etc/openvpn/*auth*',
			'etc/ipsec.secrets', 'etc/swanctl/private/*', 'etc/strongswan/*secrets*', 'etc/ppp/*-secrets',
			'etc/tinc/*/*.priv', 'etc/nebula/*.key',
			'etc/wpa_supplicant/*.conf', 'var/lib/iwd/*', 'var/lib/connman/*', 'etc/hostapd/*.conf',
			'etc/iscsi/iscsid.conf',
		],
	},
	{
		what: 'passwords of services', why: 'They give access to other machines.', fate: 'secret',
		paths: [
			'etc/krb5.keytab', 'etc/*.keytab',
			'var/lib/samba/private/*', 'etc/samba/*credentials*', 'etc/cifs*', 'root/.smbcredentials',
			'etc/sssd/sssd.conf', 'var/lib/sss/db/*',
			'etc/libnss-ldap.secret', 'etc/pam_ldap.secret', 'etc/ldap.secret',
			'etc/apt/auth.conf', 'etc/apt/auth.conf.d/*',
			'etc/msmtprc', 'etc/exim4/passwd.client', 'etc/postfix/*sasl_passwd*',
			'etc/mysql/debian.cnf', 'root/.my.cnf', 'root/.pgpass', 'root/.netrc', 'home/*/.netrc',
			'root/.git-credentials', 'home/*/.git-credentials', 'root/.aws/*', 'home/*/.aws/*', 'root/.azure/*',
			'root/.config/gcloud/*', 'home/*/.config/gcloud/*', 'root/.config/rclone/*',
			'root/.docker/config.json', 'home/*/.docker/config.json',
			'root/.kube/*', 'home/*/.kube/*', 'root/.vault-token', 'home/*/.vault-token',
			'etc/davfs2/secrets', 'etc/restic*', 'etc/borg*', 'etc/backup*password*',
			'etc/security/opasswd', 'etc/cron-apt/*', 'etc/ceph/*.keyring',
		],
	},
];

export const pathsOf = (...kinds: ReadonlyArray<Trace['fate']>): string[] =>
	traces.filter(({fate}) => kinds.includes(fate)).flatMap(({paths}) => paths);
