import type {IBufferCell, Terminal} from '@xterm/headless';
import type {Screen} from '../test/terminal/screen.ts';

const cell = {width: 8.4, height: 18};
const padding = 16;
const background = '#16191f';
const foreground = '#d6dae2';
/** The eight colours of a terminal, calm on a dark ground. */
const palette = ['#3b4252', '#f07178', '#a6d189', '#e5c07b', '#82aaff', '#c099ff', '#5fd0d6', '#d6dae2'];

type Run = {text: string; column: number; style: string};

/**
The screen as a picture. The same screen gives the same bytes, so a change of the program shows in the difference of two
pictures.
*/
export function svgOf(screen: Screen, title: string): string {
	return windowOf(screen.terminal, title, frameOf(screen));
}

/** One of several frames that follow each other: its lines, and how many seconds it is seen. */
export type Frame = {lines: readonly string[]; seconds: number};

/** What is on the screen now, for a picture or for a frame. */
export function frameOf({terminal, isCursorVisible}: Screen): string[] {
	const {rows, buffer: {active}} = terminal;
	const lines = Array.from({length: rows}, (_, row) => runsOf(terminal, row).map(run => drawRun(run, row)).join(''));
	return [...lines.filter(Boolean), ...(isCursorVisible ? [drawCursor(active.cursorX, active.cursorY)] : [])];
}

/**
Frames one after the other, over and over, by CSS alone. Where nothing may move (prefers-reduced-motion) the last one
stands still.
*/
export function movieOf(terminal: Terminal, title: string, frames: readonly Frame[]): string {
	const total = frames.reduce((sum, {seconds}) => sum + seconds, 0);
	const starts = frames.map((_, index) => frames.slice(0, index).reduce((sum, {seconds}) => sum + seconds, 0));
	const percent = (seconds: number): string => `${(100 * seconds / total).toFixed(2)}%`;
	const rules = frames.map(({seconds}, index) => {
		const [from, to] = [percent(starts[index]!), percent(starts[index]! + seconds)];
		const before = index === 0 ? '' : '0%{visibility:hidden}';
		const after = index === frames.length - 1 ? '' : `${to},100%{visibility:hidden}`;
		return `@keyframes f${index}{${before}${from}{visibility:visible}${after}}`
			+ `.f${index}{animation:f${index} ${round(total)}s step-end infinite}`;
	});
	const still = '@media(prefers-reduced-motion){g[class]{animation:none;visibility:hidden}'
		+ `.f${frames.length - 1}{visibility:visible}}`;
	return windowOf(terminal, title, [
		`<style>g[class]{visibility:hidden}${rules.join('')}${still}</style>`,
		...frames.flatMap(({lines}, index) => [`<g class="f${index}">`, ...lines, '</g>']),
	]);
}

function windowOf({cols, rows}: Terminal, title: string, content: readonly string[]): string {
	const width = Math.round((cols * cell.width) + (2 * padding));
	const height = (rows * cell.height) + (2 * padding);
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`
		+ ` role="img" aria-label="${escape(title)}">`,
		`<rect width="${width}" height="${height}" rx="8" fill="${background}"/>`,
		`<g transform="translate(${padding} ${padding})" fill="${foreground}"`
		+ ' font-family="ui-monospace, \'DejaVu Sans Mono\', Menlo, Consolas, monospace" font-size="14"'
		+ ' xml:space="preserve">',
		...content,
		'</g>',
		'</svg>',
		'',
	].join('\n');
}

/** Neighbours that look alike, without the empty cells between them and at the end. */
function runsOf({cols, buffer}: Terminal, row: number): Run[] {
	const line = buffer.active.getLine(buffer.active.viewportY + row);
	const runs: Run[] = [];
	for (let column = 0; column < cols; column++) {
		const here = line?.getCell(column);
		// A cell that was never written to holds an empty string.
		const text = here?.getChars().padEnd(1) ?? ' ';
		const style = here && text.trim() ? styleOf(here) : '';
		const last = runs.at(-1);
		if (last && isRule(last.text) === isRule(text) && (text === ' ' || last.style === style)) {
			last.text += text;
		} else if (text !== ' ') {
			runs.push({text, column, style});
		}
	}

	return runs.map(run => ({...run, text: run.text.trimEnd()}));
}

/** Rules are drawn as lines: as text, most fonts leave gaps in them. */
const isRule = (text: string): boolean => text.startsWith('─');

function styleOf(here: IBufferCell): string {
	const colour = here.isFgDefault() ? '' : ` fill="${palette[here.getFgColor() % 8]}"`;
	return `${colour}${here.isBold() ? ' font-weight="bold"' : ''}${here.isDim() ? ' opacity="0.55"' : ''}`;
}

function drawRun({text, column, style}: Run, row: number): string {
	const x = round(column * cell.width);
	const width = round([...text].length * cell.width);
	return isRule(text)
		? `<rect x="${x}" y="${(row * cell.height) + 8}" width="${width}" height="1"${style}/>`
		: `<text x="${x}" y="${(row * cell.height) + 14}" textLength="${width}"${style}>${escape(text)}</text>`;
}

function drawCursor(column: number, row: number): string {
	const [x, y] = [round(column * cell.width), row * cell.height];
	return `<rect x="${x}" y="${y}" width="${cell.width}" height="${cell.height}" opacity="0.6"/>`;
}

const round = (number: number): number => Math.round(number * 10) / 10;
const escape = (text: string): string =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
