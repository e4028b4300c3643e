import path from 'node:path';
import {UserError} from '../errors.ts';
import {unquote} from './config-text.ts';
import type {Request} from './types.ts';

/**
The lines of a fragment as requests, one per option: as for conf, the last line counts. `file` is where it lies.
@throws UserError (exit 2) with every line that is none
*/
export function parseFragment(text: string, file: string): Request[] {
	const from = path.basename(file);
	const requests = new Map<string, Request>();
	const problems: string[] = [];
	for (const [index, raw] of text.replace(/^\uFEFF/, '').split('\n').entries()) {
		const line = raw.trim();
		const read = readLine(line);
		if (typeof read === 'string') {
			problems.push(`${file}:${index + 1}: ${shown(line)} ${read}`);
		} else if (read) {
			requests.delete(read.option);
			requests.set(read.option, {...read, from});
		}
	}

	if (problems.length > 0) {
		throw new UserError(problems.join('\n'), [
			'lines look like CONFIG_VIRTIO_NET=y, CONFIG_NR_CPUS=8, CONFIG_CMDLINE="quiet" or # CONFIG_SMP is not set',
		]);
	}

	return requests.values().toArray();
}

type FragmentLine = Pick<Request, 'option' | 'value'>;

/** A request, nothing for a line without one, or what is wrong with the line. */
function readLine(line: string): FragmentLine | string | undefined {
	const unset = /^# ?CONFIG_(\w+) is not set$/.exec(line);
	if (unset) {
		return {option: unset[1]!, value: 'n'};
	}

	if (line === '' || line.startsWith('#')) {
		return undefined;
	}

	const [, option, value] = /^CONFIG_(\w+)=(.*)$/.exec(line) ?? [];
	if (option === undefined) {
		return notALine(line);
	}

	return isValue(value!) ? {option, value: unquote(value!)} : notAValue(option, value!);
}

function isValue(value: string): boolean {
	return /^(?:[mny]|-?\d+|0x[\dA-Fa-f]+|"(?:[^"\\]|\\.)*")$/.test(value);
}

function notALine(line: string): string {
	const meant = /^(?:CONFIG_)?(\w+)[\t :=]+([^\s:=].*)$/.exec(line);
	if (/^CONFIG_\w+ is not set$/.test(line)) {
		return `needs a # before it; write # ${line}.`;
	}

	if (meant) {
		const [, option, value] = meant;
		return `is not a line of a kernel configuration; write CONFIG_${option}=${value}.`;
	}

	return 'is not a line of a kernel configuration; write CONFIG_NAME=value, or # before a comment.';
}

function notAValue(option: string, value: string): string {
	if (value === '') {
		return `has no value; write CONFIG_${option}=y, or # CONFIG_${option} is not set.`;
	}

	const comment = /^(.*\S)\s+#.*$/.exec(value);
	if (comment && isValue(comment[1]!)) {
		return 'has a comment after its value; put the comment on a separate line.';
	}

	return /^(?:yes|no|on|off|true|false|[mny])$/i.test(value)
		? `has ${value}, but Kconfig uses y or n.`
		: `has text without quotes; write CONFIG_${option}="${value.replaceAll('"', '')}", `
			+ 'or one of y, m, n and a number.';
}

function shown(line: string): string {
	return line.length > 60 ? `"${line.slice(0, 57)}..."` : `"${line}"`;
}
