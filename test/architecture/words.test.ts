import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import {expect, test} from 'vitest';

/** What no user should have to read: a pattern, a sentence that has it, and what to write instead. */
const refused: ReadonlyArray<[pattern: RegExp, example: string, instead: string]> = [
	[/\bof no (?:avail|use)\b/, 'The card is of no use.', 'does not work, does not help'],
	[/\bshall\b/i, 'The node shall boot.', 'must, will'],
	[/\bin so many words\b/, 'Say so in so many words.', 'explicitly'],
	[/\bso that there is\b/, 'Widen it, so that there is room.', 'name the result'],
	[/\bcom(?:es?|ing) to nothing\b/, 'The download comes to nothing.', 'fails'],
	[/\bis too much\b/, 'list is too much.', 'unexpected: list'],
	[/\band there (?:is|are) none\b/, 'It takes a recipe, and there is none.', 'needs a recipe'],
	[/\ball the same\b/, 'Start all the same', 'anyway'],
	[/\b(?:and|or) (?:its|their) kin\b/, 'Fedora and its kin', 'related distributions'],
	[/\bor the like\b/, 'A mouse or the like', 'or similar'],
	[/\banew\b/, 'Publish it anew.', 'again'],
	[/\bhands? out\b/, 'The router hands out addresses.', 'gives out'],
	[/\bkeeps? (?:nodes|it|its packets) from\b/, 'The firewall keeps nodes from a port.', 'blocks'],
	[/\b(?:go|goes|comes?|takes?|take it|takes it) along\b/, 'The firmware goes along.', 'is included'],
	[/\bstays? behind\b/, '/srv stays behind.', 'is not copied'],
	[/\bas root's\b/, 'over those of the system, as root\'s', 'owned by root'],
	[/\bwhoever\b/i, 'Whoever is on the network can read it.', 'anyone who'],
	[/\bright nearly always\b/i, 'Right nearly always.', 'the right choice for nearly everyone'],
	[/\bmistake of yours\b/, 'not a mistake of yours', 'This is a bug in ramstrap'],
	[/\bsaid no\b/, 'sudo said no', 'refused'],
	[/\bthis machine misses\b/i, 'What this machine misses', 'Missing on this machine'],
	[/\bis meant\?|\bIs \S+ meant\?/, 'Is E100 meant?', 'Did you mean E100?'],
	[/\b(?:is|are) not there\b/, 'tree.path is not there', 'does not exist'],
	[/\bcannot be had\b|\bcan be had\b/, 'No kernel can be had.', 'is not available'],
	[/\bgone with the power\b/, 'Changes are gone with the power.', 'lost at power off'],
	[/\bThe same again\b/, 'The same again: ramstrap run', 'Run again:'],
	[/\bchange the two round\b/, 'change the two round', 'put the lower address first'],
	[/^Mind: /, 'Mind: it is slow.', 'Note: it is slow.'],
	[/\b(?:does not|cannot|no longer) speaks? NFS\b/, 'The server does not speak NFS 3.', 'does not support'],
	[/\bkernel words\b/i, 'More kernel words', 'kernel parameters, kernel command line'],
	[/\broot tree\b/i, 'Root tree', 'system files'],
];

const files = readdirSync('source', {recursive: true, encoding: 'utf8'}).map(name => path.join('source', name));

/**
The texts of a TypeScript file that can reach a user, each with its line: strings, templates and the text of elements.
*/
function textsOf(file: string, source: string): Array<{line: number; text: string}> {
	const parsed = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
	const found: Array<{line: number; text: string}> = [];
	const visit = (node: ts.Node): void => {
		const whole = joined(node);
		const text = whole ?? (ts.isTemplateLiteralToken(node) || ts.isJsxText(node) ? node.text : undefined);
		if (text !== undefined) {
			found.push({line: parsed.getLineAndCharacterOfPosition(node.getStart()).line + 1, text});
		}

		if (whole === undefined) {
			ts.forEachChild(node, visit);
		}
	};

	visit(parsed);
	return found;
}

/** A string, or several added up because one line is too short for a sentence. */
function joined(node: ts.Node): string | undefined {
	if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
		const [left, right] = [joined(node.left), joined(node.right)];
		return left === undefined || right === undefined ? undefined : left + right;
	}

	return ts.isStringLiteralLike(node) ? node.text : undefined;
}

/** The lines of a script that are not comments. */
function linesOf(source: string): Array<{line: number; text: string}> {
	return source.split('\n').map((text, index) => ({line: index + 1, text})).filter(({text}) => !/^\s*#/.test(text));
}

function wrongIn(texts: ReadonlyArray<{line: number; text: string}>): string[] {
	return texts.flatMap(({line, text}) => refused.filter(([pattern]) => pattern.test(text))
		.map(([pattern, , instead]) => `${line}: ${pattern.exec(text)![0]} (better: ${instead})`));
}

test.each(refused)('%s is found', (_, example) => {
	expect(wrongIn(textsOf('one.ts', `const text = ${JSON.stringify(example)};`))).toHaveLength(1);
	expect(wrongIn(textsOf('one.ts', `const text = \`${example}\${value}\`;`))).toHaveLength(1);
});

test('a sentence on two lines is one', () => {
	expect(wrongIn(textsOf('one.ts', 'const text = \'of no \'\n\t+ \'avail\';'))).toHaveLength(1);
});

test('comments may say what they like', () => {
	expect(wrongIn(textsOf('one.ts', '// of no avail\nconst text = \'fine\';'))).toEqual([]);
	expect(wrongIn(linesOf('\t# of no avail\necho "of no avail"'))).toHaveLength(1);
});

test('what a user can read is in plain words', () => {
	const wrong = files.flatMap(file => {
		const source = /\.(?:tsx?|sh|pl)$/.test(file) ? readFileSync(file, 'utf8') : '';
		return wrongIn(/\.tsx?$/.test(file) ? textsOf(file, source) : linesOf(source)).map(line => `${file}:${line}`);
	});
	expect(wrong).toEqual([]);
});

test('so are the bundled recipes', () => {
	const wrong = readdirSync('recipes').flatMap(name =>
		wrongIn(readFileSync(path.join('recipes', name), 'utf8').split('\n').map((text, index) => ({line: index + 1, text})))
			.map(line => `${name}:${line}`));
	expect(wrong).toEqual([]);
});
