/**
What a distribution starts for machines with disks, and a node has no use for: each takes its part of every start, and
some do harm. Only where the root is gone with the power; `tree.services` of the recipe changes it unit by unit.
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
	{
		why: 'Checks ext4 on logical volumes; a root in RAM has none.',
		units: ['e2scrub_all.timer', 'e2scrub_reap.service'],
	},
	{
		why: 'Looks for partitions of the boot disk; the node boots from the network.',
		generators: ['systemd-gpt-auto-generator'],
		units: ['systemd-repart.service'],
	},
	{
		why: 'Resumes a machine that was hibernated to a disk.',
		generators: ['systemd-hibernate-resume-generator'],
		units: ['systemd-hibernate-clear.service'],
	},
	{
		why: 'Counts the boot attempts of a boot loader on a disk.',
		generators: ['systemd-bless-boot-generator'],
		units: ['systemd-boot-update.service', 'systemd-boot-random-seed.service'],
	},
	{
		why: 'Installs updates at a restart, which loads the old system again.',
		generators: ['systemd-system-update-generator'],
	},
	{why: 'Saves a random seed for the next boot, which is lost.', units: ['systemd-random-seed.service']},
	{why: 'Moves the kernel\'s crash log from the firmware to the disk; in RAM it would '
		+ 'be lost.', units: ['systemd-pstore.service']},
	{
		why: 'Downloads package lists every day; they are lost at the next boot.',
		units: ['apt-daily.timer', 'apt-daily-upgrade.timer'],
		unless: 'usr/bin/unattended-upgrades?',
	},
	{why: 'Keeps backups of the package list, in the same RAM.', units: ['dpkg-db-backup.timer']},
	{
		why: 'Rebuilds the index of manual pages, which is lost at the next boot.',
		units: ['man-db.timer', 'man-db-cache-update.service'],
	},
];

/** Lines for the finishing: `unit|generator <name> [<pattern>]`. `services` are the recipe's. */
export function needlessLines(services: Readonly<Record<string, 'on' | 'off'>>): string {
	return needless.flatMap(({units = [], generators = [], unless = ''}) => [
		...units.filter(name => services[name] === undefined).map(name => `unit ${name} ${unless}`),
		...generators.map(name => `generator ${name} ${unless}`),
	]).map(line => `${line.trim()}\n`).join('');
}
