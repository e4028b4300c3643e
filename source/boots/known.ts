import type {BootNetwork} from '../services/types.ts';
import type {Milestone} from '../strategies/types.ts';
import type {CardDrivers} from './card-drivers.ts';
import type {Progress} from './milestones.ts';

/** What a machine boots. */
export type Booting = {
	/** What a boot of it goes through, in order. */
	milestones: readonly Milestone[];
	/** Whether the loader hands the kernel an initial archive. */
	initrd: boolean;
	/** MiB that it needs, where that is known. */
	needs?: number | undefined;
	/** Which network cards it has drivers for, where that is known. */
	drivers?: CardDrivers | undefined;
};

/**
All that is known of a machine that does not get on. The console of a virtual one can be read, that of a real one
cannot.
*/
export type Known = {
	progress: Progress;
	booting: Booting;
	/** Who hands out addresses; in a lab no switch, cable, firewall or other server lies between the machine and us. */
	network: {dhcp: BootNetwork['dhcp']['mode']; lab: boolean};
	/** Seconds since it was last heard of. */
	silent: number;
	/** Why it is not waited for any longer: a whole sentence. */
	ending?: string | undefined;
	/** It has ended by itself: switched off, or restarted. */
	ended?: boolean;
	/** The last lines of its console. */
	console?: readonly string[] | undefined;
	/** MiB that it has; nothing where only its loader may know. */
	memory?: number;
};

/** One thing that may be the cause, alone or with what to do then. */
export type Cause = string | {why: string; hint: string};
