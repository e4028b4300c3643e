import {passedOn} from '../environment.ts';
import {otherNames} from '../kernel/catalogue/other-names.ts';
import {formatOption} from '../kernel/config-text.ts';
import type {RequiredOption} from '../kernel/check/requirements.ts';
import type {Request} from '../kernel/types.ts';
import type {Action, Step} from '../steps/types.ts';
import type {Plan} from './plan.ts';
import {quoteArgv, quoteWord} from './quote.ts';

/** The plan as a POSIX shell script that makes the same bytes in the folder it is started in. */
export function formatScript({name, strategy, steps, artifacts, words, warnings = []}: Plan): string {
	return [
		'#!/bin/sh',
		`# ${name} (${strategy}), built as ramstrap builds it. Run this script in an empty `
		+ `folder${steps.some(({asRoot}) => asRoot !== undefined) ? ', as root' : '; it does not need root'}.`,
		'# Each step makes one folder, and renames it when it is complete; steps whose folder exists are skipped.',
		`# The node boots ${artifacts.map(({path}) => path).join(' with ')}`,
		`# with the command line: ${words.join(' ')}`,
		...warnings.map(warning => `# Warning: ${oneLine(warning)}`),
		'set -eu',
		'# Other variables and functions of the caller\'s environment are removed.',
		// Where sh is bash, functions that bash has exported come before programs of their name.
		'unset -f env sed 2>/dev/null || :',
		String.raw`for name in $(env | sed -n "s/^BASH_FUNC_\([^=]*\)%%=.*/\1/p"); do `
		+ 'unset -f "$name" 2>/dev/null || :; done',
		String.raw`for name in $(env | sed -n "s/^\([A-Za-z_][A-Za-z0-9_]*\)=.*/\1/p"); do`,
		`case $name in ${passedOn.join(' | ')}) ;; *) unset "$name" 2>/dev/null || : ;; esac`,
		'done',
		'export LC_ALL=C TZ=UTC DEBIAN_FRONTEND=noninteractive PATH="$PATH:/usr/sbin:/sbin"',
		'umask 022',
		'',
		...steps.flatMap((step, index) => [...formatStep(step, index + 1), '']),
		`sha256sum ${artifacts.map(({path}) => quoteWord(path)).join(' ')}`,
		'',
	].join('\n');
}

function formatStep({id, title, why, actions, scratch}: Step, number: number): string[] {
	const heading = oneLine(`${number}. ${title}`);
	return [
		`# ${heading}: ${oneLine(why)}`,
		`if [ ! -d ${id} ]; then`,
		`echo ${quoteWord(heading)}`,
		`rm -rf ${id}.partial; mkdir ${scratch === undefined ? '' : `-p ${scratch.folder} `}${id}.partial; `
		+ `cd ${id}.partial`,
		...actions.flatMap(action => formatAction(action)),
		`cd ..; mv ${id}.partial ${id}`,
		'fi',
	];
}

/** Whatever the folder is called that a recipe lies in: a comment ends with its line. */
const oneLine = (text: string): string => text.replaceAll(/[\p{Control}\u{2028}\u{2029}]+/gu, ' ');

function formatAction(action: Action): string[] {
	switch (action.do) {
		case 'command': {
			return [[
				quoteArgv(action.argv),
				...(action.from ? [`<${quoteWord(action.from)}`] : []),
				...(action.to ? [`>${quoteWord(action.to)}`] : []),
			].join(' ')];
		}

		case 'write-file': {
			return writeFile(action.path, action.text);
		}

		case 'check-config': {
			return action.options.map(option => checkOption(action.config, option));
		}

		case 'compare-config': {
			return [
				...refuseNewer(action),
				...action.requests
					.filter(({preferred}) => !preferred)
					.map(request => compareOption(action.config, request)),
			];
		}
	}
}

function writeFile(path: string, text: string): string[] {
	const folder = path.split('/').slice(0, -1).join('/');
	const makeFolder = folder ? [`mkdir -p ${quoteWord(folder)}`] : [];
	if (text === '') {
		return [...makeFolder, `: >${quoteWord(path)}`];
	}

	// Every text ends in a line feed, as a here-document does; a text that does not could not be written this way.
	if (!text.endsWith('\n')) {
		throw new Error(`the text of ${path} does not end in a line feed`);
	}

	return [...makeFolder, `cat >${quoteWord(path)} <<'${endMark(text)}'`, text.slice(0, -1), endMark(text)];
}

/** A line that does not occur in the text. */
function endMark(text: string): string {
	const lines = new Set(text.split('\n'));
	let mark = 'END';
	while (lines.has(mark)) {
		mark += '_';
	}

	return mark;
}

function checkOption(config: string, {option, as, why, or = []}: RequiredOption): string {
	const names = [option, ...or].flatMap(name => [name, ...otherNames[name] ?? []]);
	const values = as === 'y' ? 'y' : '[ym]';
	const sentence = `CONFIG_${option} is missing in the kernel: ${why}.`;
	return `grep -qE '^CONFIG_(${names.join('|')})=${values}$' ${quoteWord(config)} `
		+ `|| { echo ${quoteWord(sentence)} >&2; exit 1; }`;
}

/** The first lines of a configuration say which Linux it is for. */
function refuseNewer({config, before}: Extract<Action, {do: 'compare-config'}>): string[] {
	return before
		? [
			`version=$(sed -n 's,^# Linux/[^ ]* ,,p' ${quoteWord(config)} | cut -d. -f1)`,
			`[ "$version" -lt ${before.version} ] `
			+ `|| { echo ${quoteWord(`this is Linux ${before.version} or later: ${before.because}`)} >&2; `
			+ 'exit 1; }',
		]
		: [];
}

function compareOption(config: string, {option, value, or = []}: Request): string {
	const line = formatOption(option, value);
	const names = [option, ...or];
	const found = value === 'n'
		? `! grep -qE '^CONFIG_(${names.join('|')})=' ${quoteWord(config)}`
		: `grep -qxF ${names.map(name => `-e ${quoteWord(formatOption(name, value))}`).join(' ')} ${quoteWord(config)}`;
	const sentence = `${line} was requested, but the kernel configuration does not have it.`;
	return `${found} || { echo ${quoteWord(sentence)} >&2; exit 1; }`;
}
