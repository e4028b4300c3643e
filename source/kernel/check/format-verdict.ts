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
		...findings.flatMap(({level, sentence, wayOut}, index) => [
			...wrapLine(sentence, width, {first: level === 'missing' ? '  ✗ ' : '  ! ', later: indent(4)}),
			...(findings[index + 1]?.wayOut.join('\n') === wayOut.join('\n')
				? []
				: wayOut.flatMap(way => formatWay(way))),
		]),
	];
}

function formatWay(way: string): string[] {
	const [what, effect] = way.split(/ {3,}/, 2);
	const arrow = `${indent(4)}→ `;
	const under = {first: arrow, later: indent(8)};
	return effect === undefined || columnsOf(arrow + way) <= width
		? wrapLine(way, width, under)
		: [...wrapLine(what!, width, under), ...wrapLine(effect, width, {first: indent(8)})];
}

const indent = (count: number) => ' '.repeat(count);

const width = 80;
