import {otherNames} from './catalogue/other-names.ts';
import type {OptionValue, Request} from './types.ts';

/** A `.config` by option: without CONFIG_, texts without their quotes, `n` for "is not set". */
export function parseConfig(text: string): Map<string, OptionValue> {
	return new Map(text.matchAll(/^(?:CONFIG_(\w+)=(.*)|# CONFIG_(\w+) is not set)/gm)
		.map(([, set, value, unset]): [string, OptionValue] =>
			set === undefined ? [unset!, 'n'] : [set, unquote(value!.trimEnd())]));
}

/** What the header of a `.config` says of its kernel: `6.1.192`, and `x86` or `x86_64` as make was told. */
export function releaseOf(text: string): {release: string; architecture: string} | undefined {
	const [, architecture, release] = /^# Linux\/(\S+) (\S+) Kernel Configuration$/m.exec(text) ?? [];
	return release === undefined ? undefined : {release, architecture: architecture!};
}

/** The line that asks for a value. */
export function formatOption(option: string, value: OptionValue): string {
	return value === 'n'
		? `# CONFIG_${option} is not set`
		: `CONFIG_${option}=${isBare(option, value) ? value : quote(value)}`;
}

/** Requests as a fragment for KCONFIG_ALLCONFIG: who asks and why stands above each group of lines. */
export function formatFragment(requests: readonly Request[]): string {
	const names = new Set(requests.map(({option}) => option));
	const lines = ['# Written by ramstrap: the options requested for this kernel, on top of allnoconfig.'];
	let heading = '';
	for (const request of requests) {
		const above = headingOf(request);
		if (above !== heading) {
			heading = above;
			lines.push('', heading);
		}

		lines.push(...linesOf(request, names));
	}

	return `${lines.join('\n')}\n`;
}

function headingOf({from, why, preferred}: Request): string {
	return `# ${from}${why ? `: ${why}` : ''}${preferred ? ' (if this kernel version has it)' : ''}`;
}

/**
The option by all its names: a name that the tree does not know is passed over by its tools. No name twice,
which they complain about.
*/
function linesOf({option, value, or = otherNames[option] ?? []}: Request, names: Set<string>): string[] {
	const others = or.filter(name => !names.has(name));
	for (const name of others) {
		names.add(name);
	}

	return [option, ...others].map(name => formatOption(name, value));
}

/**
Options whose value is a text even where it looks like a number or a `y`; for those conf passes
over a line without quotes.
*/
const textOptions = new Set([
	'BUILD_SALT', 'CMDLINE', 'DEFAULT_HOSTNAME', 'DEFAULT_INIT', 'EXTRA_FIRMWARE', 'EXTRA_FIRMWARE_DIR',
	'INITRAMFS_SOURCE', 'LOCALVERSION', 'LSM', 'MODULE_SIG_KEY', 'NFS_V4_1_IMPLEMENTATION_ID_DOMAIN',
	'SYSTEM_TRUSTED_KEYS', 'UEVENT_HELPER_PATH',
]);

function isBare(option: string, value: OptionValue): boolean {
	return !textOptions.has(option) && /^(?:[my]|-?\d+|0x[\da-f]+)$/i.test(value);
}

/** Kconfig knows two escapes only. */
function quote(text: string): string {
	return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

export function unquote(value: string): string {
	return /^".*"$/.test(value) ? value.slice(1, -1).replaceAll(/\\(["\\])/g, '$1') : value;
}
