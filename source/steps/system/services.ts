/**
What a distribution starts for machines with disks, and a node has no use for: each takes its part of every start, and some do
harm. Only where the root is gone with the power; `tree.services` of the recipe changes it unit by unit.
*/
type Needless = {
	why: string;
	units?: readonly string[];
	/** Programs that systemd asks at its start whether there is anything to set up. */
	generators?: readonly string[];
	/** They stay where one of these is in the tree: patterns of paths from the root on (grep -E). */
	unless?: string;
};

const needless: readonly Needless[] = [
	{why: 'Checks ext4 on logical volumes; in memory there are none.', units: ['e2scrub_all.timer', 'e2scrub_reap.service']},
	{why: 'Looks for partitions of the disk that the machine started from; it started from the network.', generators: ['systemd-gpt-auto-generator'], units: ['systemd-repart.service']},
	{why: 'Wakes a machine up that was put to sleep on a disk.', generators: ['systemd-hibernate-resume-generator'], units: ['systemd-hibernate-clear.service']},
	{why: 'Counts the tries of a boot loader on a disk.', generators: ['systemd-bless-boot-generator'], units: ['systemd-boot-update.service', 'systemd-boot-random-seed.service']},
	{why: 'Installs updates at a restart, which brings the old system back.', generators: ['systemd-system-update-generator']},
	{why: 'Keeps a seed for the next start, at which it is gone.', units: ['systemd-random-seed.service']},
	{why: 'Moves what the kernel said in its last moments from the firmware to the disk, and here from where it stays to where it is lost.', units: ['systemd-pstore.service']},
	{why: 'Fetches lists of packages every day, which are gone at the next start.', units: ['apt-daily.timer', 'apt-daily-upgrade.timer'], unless: 'usr/bin/unattended-upgrades?'},
	{why: 'Keeps copies of the list of packages, on the same memory.', units: ['dpkg-db-backup.timer']},
	{why: 'Makes an index of manual pages anew, which is gone at the next start.', units: ['man-db.timer', 'man-db-cache-update.service']},
];

/** Lines for the finishing: `unit|generator <name> [<pattern>]`. `services` are the recipe's. */
export function needlessLines(services: Readonly<Record<string, 'on' | 'off'>>): string {
	return needless.flatMap(({units = [], generators = [], unless = ''}) => [
		...units.filter(name => services[name] === undefined).map(name => `unit ${name} ${unless}`),
		...generators.map(name => `generator ${name} ${unless}`),
	]).map(line => `${line.trim()}\n`).join('');
}
