import {commands, exitMeanings, forVerbs, introduction, type Command} from './arguments.ts';

/** The manual page ramstrap(1), in the language of man: all of it from the table of the command line. */
export function manualPage(version: string): string {
	return [
		`.TH RAMSTRAP 1 "" "ramstrap ${roff(version)}" "User commands"`,
		'.SH NAME',
		String.raw`ramstrap \- set up diskless Linux`,
		'.SH SYNOPSIS',
		'.B ramstrap',
		'.br',
		'.B ramstrap',
		'.I command',
		String.raw`.RI [ words ]\ [ flags ]`,
		'.SH DESCRIPTION',
		roff(introduction),
		'Without a command it opens the wizard.',
		'.PP',
		'.I recipe',
		'is the name of a bundled or saved recipe, or the path of a file.',
		'.SH COMMANDS',
		...Object.entries<Command>(commands).flatMap(([name, command]) => onCommand(name, command)),
		'.SH EXIT STATUS',
		...exitMeanings.flatMap(([codes, meaning]) => item(codes, sentence(meaning))),
		'.SH ENVIRONMENT',
		...item('RAMSTRAP_HOME', 'The folder in which ramstrap keeps all its files.'),
		'.SH EXAMPLES',
		'.nf',
		...Object.values<Command>(commands).flatMap(({examples}) => examples).map(one => roff(`ramstrap ${one}`)),
		'.fi',
		'',
	].join('\n');
}

function onCommand(name: string, {takes, summary, verbs = {}, flags}: Command): string[] {
	return [
		`.SS ${roff(`ramstrap ${name} ${takes}`)}`,
		roff(sentence(summary)),
		...Object.entries(verbs).flatMap(([verb, {takes: what, summary: about}]) =>
			item(`${name} ${verb} ${what}`.trimEnd(), sentence(about))),
		...Object.entries(flags).flatMap(([flag, {takes: value = '', of, help}]) =>
			item(`--${flag} ${value}`.trimEnd(), sentence(forVerbs(of) + help))),
	];
}

const item = (term: string, about: string): string[] => ['.TP', `.B ${roff(term)}`, roff(about)];

/** What begins with a value, `sh: a script`, begins with it as it is typed. */
const sentence = (text: string): string =>
	`${/^\w+:/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1)}.`;

/** A line that begins with a dot or a quote is an order to roff; a bare hyphen may become another sign. */
function roff(text: string): string {
	const escaped = text.replaceAll('\\', String.raw`\e`).replaceAll('-', String.raw`\-`).replaceAll('…', '...');
	return /^['.]/.test(escaped) ? String.raw`\&${escaped}` : escaped;
}
