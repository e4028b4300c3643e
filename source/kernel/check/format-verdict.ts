import {marks} from '../../report/finding.ts';
import {columnsOf, wrapLine} from '../../report/wrap.ts';
import type {Verdict} from './check.ts';

/**
A verdict as lines of at most 80 columns. What can be done about several findings in a row is said
once, after the last of them.
*/
export function formatVerdict({name, release, recipe, ok, findings}: Verdict): string[] {
	const kernel = `${name}${release === undefined ? '' : ` (Linux ${release})`}`;
	const heading = ok
		? `${kernel} meets the requirements of ${recipe}.`
		: `${kernel} does not meet the requirements of ${recipe}:`;
	return [
		...wrapLine(heading, width, {later: '  '}),
		...findings.flatMap(({level, what, hints}, index) => [
			...wrapLine(what, width, {first: `  ${marks[level]} `, later: indent(4)}),
			...(findings[index + 1]?.hints.join('\n') === hints.join('\n')
				? []
				: hints.flatMap(hint => formatHint(hint))),
		]),
	];
}

function formatHint(hint: string): string[] {
	const [what, effect] = hint.split(/ {3,}/, 2);
	const arrow = `${indent(4)}→ `;
	const under = {first: arrow, later: indent(8)};
	return effect === undefined || columnsOf(arrow + hint) <= width
		? wrapLine(hint, width, under)
		: [...wrapLine(what!, width, under), ...wrapLine(effect, width, {first: indent(8)})];
}

const indent = (count: number) => ' '.repeat(count);

const width = 80;
