import {existsSync, readdirSync, readFileSync} from 'node:fs';

/** A Markdown file of this repository, by its path from the top. */
export type Page = {file: string; text: string};

const read = (file: string): Page => ({file, text: readFileSync(file, 'utf8')});

/** Pages on one subject each, for users. */
export const topics = readdirSync('source/docs').filter(name => name.endsWith('.md'))
	.map(name => read(`source/docs/${name}`));

/** What a user reads and types from. */
export const userPages = [read('readme.md'), ...topics];

export const builderPages = [read('source/readme.md'), read('.github/contributing.md')];

/** The blocks of code in this language, without their fences. */
export function blocksOf({text}: Page, language: string): string[] {
	return text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms')).map(([, body]) => body!).toArray();
}

/** What stands in backticks in the text outside of blocks. */
export const inlineCodeOf = ({text}: Page): string[] => codesIn(withoutBlocks(text));

export const codesIn = (text: string): string[] => text.matchAll(/`([^\n`]+)`/g).map(([, code]) => code!).toArray();

export const withoutBlocks = (text: string): string => text.replaceAll(/^```.+?^```$/gms, '');

/** Anchors as GitHub makes them: lower case, hyphens for blanks, no signs but letters, digits, hyphens. */
export function anchorsOf({text}: Page): string[] {
	const headings = withoutBlocks(text).matchAll(/^#+ (.+)$/gm).map(([, heading]) => heading!.toLowerCase());
	return headings.map(heading => heading.replaceAll(/[^\p{Letter}\p{Number} \-_]/gu, '').replaceAll(' ', '-')).toArray();
}

/** The rows of the first table below a heading, cell by cell, without the table's head. */
export function tableBelow(file: string, heading: string): string[][] {
	const {text} = read(file);
	const [, below = ''] = text.split(new RegExp(`^#+ ${heading}$`, 'm'));
	const [table = ''] = /^\|.*\n(?:\|.*\n)+/m.exec(below) ?? [];
	return table.trimEnd().split('\n').slice(2).map(row => row.split('|').slice(1, -1).map(cell => cell.trim()));
}

export const isThere = (file: string): boolean => existsSync(file);
