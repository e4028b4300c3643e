import {readFileSync} from 'node:fs';

/**
What the owner of a machine might paste. Names and numbers of the first three are those of the public PCI id table.
*/
export function fixture(name: 'intel-i219' | 'realtek-8168' | 'unknown-card' | 'lsmod' | 'modaliases' | 'node-report'): string {
	return readFileSync(new URL(`fixtures/${name}.txt`, import.meta.url), 'utf8');
}

/** As `lspci -nn -v` has it for somebody without the right to see drivers, or under another system. */
export function withoutDrivers(text: string): string {
	return text.replaceAll(/^\tKernel (?:driver in use|modules): .*\n/gm, '');
}
