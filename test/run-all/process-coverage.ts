import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {eachMapping, TraceMap} from '@jridgewell/trace-mapping';

/*
Which lines of source/ the tests have run, by folder: in the test's own process, and in those of the built program that it has
started, whose coverage Node has written into a folder (NODE_V8_COVERAGE). A line is what the bundle has code of.
	node test/run-all/process-coverage.ts <folder>
What ends by SIGKILL, and what runs inside a virtual machine, writes nothing.
*/

type Lines = Map<string, Set<number>>;
type ScriptCoverage = {url: string; functions: Array<{ranges: Array<{startOffset: number; endOffset: number; count: number}>}>};

const root = process.cwd();
const [folder = ''] = process.argv.slice(2);
const {all, covered} = linesOfProcesses(folder);
const inProcess = linesOfTests('coverage/coverage-final.json');
print(all, covered, inProcess);

function linesOfProcesses(of: string): {all: Lines; covered: Lines} {
	const bundles = new Map(readdirSync('dist').filter(name => name.endsWith('.mjs')).map(name => [name, readBundle(path.join('dist', name))]));
	for (const name of readdirSync(of)) {
		for (const script of readResult(path.join(of, name))) {
			const file = script.url.startsWith('file:') ? fileURLToPath(script.url) : '';
			const bundle = bundles.get(path.basename(file));
			if (bundle && path.dirname(file) === path.join(root, 'dist')) {
				markRun(bundle, script);
			}
		}
	}

	const lines: {all: Lines; covered: Lines} = {all: new Map(), covered: new Map()};
	for (const {places, run} of bundles.values()) {
		for (const [index, {file, line}] of places.entries()) {
			add(lines.all, file, line);
			if (run[index] === 1) {
				add(lines.covered, file, line);
			}
		}
	}

	return lines;
}

/** Nothing of a process that was killed while it wrote. */
function readResult(file: string): ScriptCoverage[] {
	try {
		return (JSON.parse(readFileSync(file, 'utf8')) as {result: ScriptCoverage[]}).result;
	} catch {
		return [];
	}
}

type Bundle = {places: Array<{offset: number; file: string; line: number}>; run: Uint8Array};

/** Every place of the bundle that stands for one in source/, in order. */
function readBundle(file: string): Bundle {
	const starts = [0];
	const text = readFileSync(file, 'utf8');
	for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
		starts.push(at + 1);
	}

	const places: Bundle['places'] = [];
	eachMapping(new TraceMap(readFileSync(`${file}.map`, 'utf8')), ({generatedLine, generatedColumn, source, originalLine}) => {
		const original = source === null ? '' : path.relative(root, path.resolve('dist', source));
		if (original.startsWith('source/') && /\.tsx?$/.test(original)) {
			places.push({offset: starts[generatedLine - 1]! + generatedColumn, file: original, line: originalLine!});
		}
	});
	return {places, run: new Uint8Array(places.length)};
}

/** Of the ranges around a place the innermost counts; each function's come from the outside in. */
function markRun({places, run}: Bundle, {functions}: ScriptCoverage): void {
	const ranges = functions.flatMap(({ranges: of}) => of).toSorted((one, other) => one.startOffset - other.startOffset || other.endOffset - one.endOffset);
	const open: typeof ranges = [];
	let next = 0;
	for (const [index, {offset}] of places.entries()) {
		while (next < ranges.length && ranges[next]!.startOffset <= offset) {
			open.push(ranges[next++]!);
		}

		while (open.length > 0 && open.at(-1)!.endOffset <= offset) {
			open.pop();
		}

		if ((open.at(-1)?.count ?? 0) > 0) {
			run[index] = 1;
		}
	}
}

/** What vitest has counted, where it has. */
function linesOfTests(file: string): Lines {
	const lines: Lines = new Map();
	if (!existsSync(file)) {
		return lines;
	}

	type Counted = {statementMap: Record<string, {start: {line: number}}>; s: Record<string, number>};
	for (const [name, {statementMap, s}] of Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, Counted>)) {
		for (const [id, {start}] of Object.entries(statementMap)) {
			if (s[id]! > 0) {
				add(lines, path.relative(root, name), start.line);
			}
		}
	}

	return lines;
}

function add(lines: Lines, file: string, line: number): void {
	const of = lines.get(file) ?? new Set();
	lines.set(file, of.add(line));
}

function print(every: Lines, processes: Lines, tests: Lines): void {
	const rows = new Map<string, {lines: number; processes: number; tests: number; either: number}>();
	const left: Array<[file: string, lines: number]> = [];
	for (const [file, lines] of every) {
		const [byProcess, byTest] = [processes.get(file) ?? new Set(), tests.get(file) ?? new Set()];
		const either = [...lines].filter(line => byProcess.has(line) || byTest.has(line)).length;
		left.push([file, lines.size - either]);
		for (const name of [file.split('/').length > 2 ? file.split('/').slice(0, 2).join('/') : 'source', 'all']) {
			const row = rows.get(name) ?? {lines: 0, processes: 0, tests: 0, either: 0};
			rows.set(name, {lines: row.lines + lines.size, processes: row.processes + lines.intersection(byProcess).size, tests: row.tests + lines.intersection(byTest).size, either: row.either + either});
		}
	}

	console.log('folder                 lines   in processes   in tests   either');
	for (const [name, {lines, ...by}] of [...rows].toSorted(([one], [other]) => one.localeCompare(other))) {
		const [processesShare, testsShare, eitherShare] = [by.processes, by.tests, by.either].map(count => `${(100 * count / lines).toFixed(1)} %`);
		console.log(`${name.padEnd(20)} ${String(lines).padStart(7)} ${processesShare!.padStart(14)} ${testsShare!.padStart(10)} ${eitherShare!.padStart(8)}`);
	}

	console.log('\nfiles with the most lines that nothing has run');
	for (const [file, lines] of left.toSorted(([, one], [, other]) => other - one).slice(0, 15)) {
		console.log(`${String(lines).padStart(5)} ${file}`);
	}
}
