import {Cancelled, visible} from '../../errors.ts';
import {chosenOf, limitWords, valueWords, type Row} from '../../kernel/kconfig/menu/rows.ts';
import type {Model} from '../../kernel/kconfig/solve/cells.ts';
import {isSwitch} from '../../kernel/kconfig/solve/evaluate.ts';
import {openTreeMenu, type OpenedTree, type TreeMenu} from '../tree/tree-menu.ts';
import {
	isFlat,
	nameOf,
	noteOf,
	pathOf,
	placeOf,
	saidIn,
	visibleLines,
	whyEmpty,
} from '../tree/tree-text.ts';
import {Lines, type PlainTerminal} from './lines.ts';

/** As many rows as somebody listens to at once. */
const most = 20;

const about = [
	'Number: opens a page, a number or a text, or says all that is known of an option.',
	'Number and y, m or n: sets an option on, as a module or off. Number and d: what it depends on.',
	'/words: search. ?: all keys. b: back. s: save. q: leave.',
];

const keys = [
	'7      opens line 7: a page, a number, a text, or all that is known of an option',
	'7 y    sets it on; m as a module, n off; where it needs others it says which, and asks',
	'7 ?    what it is, and who turns it on',
	'7 d    what it depends on, what turns it on, and what it turns on',
	'7 p    from a result to its page in the tree',
	'/wifi  search in names, prompts and help; 8086:10d3 finds the driver of a device; / alone ends it',
	'empty  the next lines of a long list',
	'l      the list once more',
	'c      what has changed',
	'r      what the recipe requests, and who asks',
	'z      what cannot be set now, too',
	'u      undo',
	's      save',
	'b      back',
	'q      leave',
];

/** What a line means that has no number, as the key that the screen has for it. */
const anywhere: Readonly<Record<string, string>> = {
	b: 'escape', c: 'c', q: 'q', r: 'r', s: 's', u: 'u', z: 'z',
};

/** The tree as numbered lines until it is left; the end of the input leaves it. @returns how often it was saved */
export async function runPlainTree(opened: OpenedTree, terminal: PlainTerminal): Promise<number> {
	const lines = new Lines(terminal);
	const end = new AbortController();
	const {signal} = terminal;
	let wake = (): void => undefined;
	const menu = openTreeMenu({
		...opened,
		onChange() {
			wake();
		},
		onLeave() {
			end.abort();
			wake();
		},
	});
	const session: Session = {
		menu, lines, model: opened.configuration.model,
		async untilChange(start) {
			const {promise, resolve} = Promise.withResolvers<void>();
			wake = resolve;
			start();
			signal?.addEventListener('abort', wake);
			await promise;
			signal?.removeEventListener('abort', wake);
			signal?.throwIfAborted();
		},
	};
	try {
		menu.size.start();
		lines.write(about);
		let shown: Shown | undefined = nothing;
		while (shown && !end.signal.aborted) {
			shown = await step(session, shown);
		}
	} catch (error) {
		throw error instanceof Cancelled && !menu.changes.isStored()
			? new Cancelled(error.signal, 'Stopped. What was not saved is lost.')
			: error;
	} finally {
		lines.close();
	}

	return menu.changes.times();
}

type Session = {
	menu: TreeMenu;
	lines: Lines;
	model: Model;
	/** Until something has changed that was no key, such as that all is saved. */
	untilChange: (start: () => void) => Promise<void>;
};

/** What was read out last: where it stands, and its rows. */
type Shown = {
	place: string;
	texts: readonly string[];
	/** What of each is told again when it changes. */
	values: readonly string[];
	/** The first one that was not read out. */
	next: number;
	/** Whether nothing was said yet of what was typed last. */
	isQuiet: boolean;
};

/** One question and its answer. @returns nothing at the end of the input */
async function step(session: Session, shown: Shown): Promise<Shown | undefined> {
	const {menu, lines} = session;
	const {state} = menu;
	const {reading} = state;
	if (reading) {
		lines.write(['', visible(reading.title), visibleLines(reading.text)]);
		delete state.reading;
	}

	if (menu.place.search().isReading) {
		lines.write([whyEmpty(menu)]);
		await session.untilChange(() => undefined);
	}

	const said = saidIn(menu);
	if (said) {
		const {title, text} = said;
		lines.write([visibleLines(text === '' ? `${title}.` : `${title}: ${text}`)]);
		delete state.note;
	}

	if (state.isLeaving || state.plan !== undefined || state.typing !== undefined) {
		await answerFirst(session);
		return {...shown, isQuiet: false};
	}

	const told = tell(session, {...shown, isQuiet: shown.isQuiet && !said && !reading});
	const line = await lines.next('> ');
	return line === undefined ? undefined : take(line.trim(), told, session);
}

/** What is asked before anything else can be done. */
async function answerFirst({menu, lines, untilChange}: Session): Promise<void> {
	const {isLeaving, plan, typing} = menu.state;
	if (isLeaving) {
		// The end of the input saves nothing.
		const answer = (await lines.next('y: save, n: leave without, empty: stay: ') ?? 'n').trim().toLowerCase();
		if (/^y(?:es)?$/.test(answer)) {
			await untilChange(() => {
				menu.press('y');
			});
		} else if (answer === '' || /^no?$/.test(answer)) {
			menu.press(answer === '' ? 'escape' : 'n');
		}
	} else if (plan) {
		menu.press(await lines.isYes('Set them all?') ? 'y' : 'n');
	} else {
		const {cell, text} = typing!;
		const now = text === '' ? 'empty' : visible(text);
		const empty = cell.type === 'string' ? ' "": an empty text.' : '';
		const typed = await lines.next(`${cell.name}, now ${now}. Empty: leave it as it is.${empty}\n> `) ?? '';
		if (typed === '') {
			menu.stopTyping('escape');
		} else {
			menu.enter(typed === '""' ? '' : typed);
		}
	}
}

const nothing: Shown = {place: '', texts: [], values: [], next: 0, isQuiet: false};

/** Says what is not known yet: the whole list, or only those of its rows that are different now. */
function tell({menu, lines, model}: Session, shown: Shown): Shown {
	const rows = menu.place.rows();
	const relations = menu.relations();
	const values = rows.map(row => rowText(row, model));
	const texts = rows.map((row, index) => [
		`${index + 1}. ${values[index]}`,
		...noteOf(row.entry, {menu, relations, withName: isFlat(menu.state)}),
	].join(', '));
	const place = [pathOf(menu).join(', '), menu.state.search?.text, ...rows.map(({entry}) => entry.id)].join('\n');
	if (shown.place === place) {
		const changed = texts.filter((_, index) => values[index] !== shown.values[index]);
		if (changed.length > 0) {
			const rest = changed.length > most ? [`${changed.length} lines have changed.`] : [];
			lines.write([...changed.slice(0, most), ...rest]);
		} else if (shown.isQuiet) {
			lines.write(['Nothing changes.']);
		}

		return {...shown, texts, values, isQuiet: false};
	}

	const focused = menu.place.focused();
	const at = Math.max(0, rows.findIndex(({entry}) => entry === focused));
	const next = at - (at % most);
	lines.write(['', headline(menu, rows.length), ...(rows.length === 0 ? [whyEmpty(menu)] : [])]);
	return readOn({...nothing, place, texts, values, next}, lines);
}

function headline(menu: TreeMenu, length: number): string {
	const {search, related} = menu.state;
	const words = related.length > 0 ? undefined : search?.text.trim();
	const {more} = menu.place.search();
	const of = more > 0 ? ` of ${length + more}` : '';
	const where = words ? `Search ${words}: ${length}${of} found` : pathOf(menu).join(', ');
	return visible(`${where} (${placeOf(menu).join(', ')})`);
}

function readOn(shown: Shown, lines: Lines): Shown {
	const {texts, next} = shown;
	const until = Math.min(next + most, texts.length);
	lines.write([
		...texts.slice(next, until),
		...(until < texts.length ? [`${texts.length} lines. Empty: the next ones.`] : []),
	]);
	return {...shown, next: until};
}

function rowText(row: Row, model: Model): string {
	const {entry} = row;
	const {opens, children, node} = entry;
	const words = [
		node.kind === 'choice' ? chosenOf(entry, model) ?? 'none chosen' : valueWords(entry, model),
		limitWords(row, model),
		opens && children.length > 0 ? 'page' : '',
	].filter(Boolean).join(', ');
	return visible(words === '' ? nameOf(entry) : `${nameOf(entry)}: ${words}`);
}

async function take(text: string, shown: Shown, {menu, lines, untilChange}: Session): Promise<Shown> {
	const [, number, key = 'enter'] = /^(\d+) *([?dmnpy])?$/i.exec(text) ?? [];
	if (number !== undefined) {
		const problem = pressOn(Number(number) - 1, key.toLowerCase(), menu);
		lines.write(problem === undefined ? [] : [problem]);
		return {...shown, isQuiet: problem === undefined};
	}

	if (text.startsWith('/')) {
		menu.press('/');
		menu.type(text.slice(1).trim());
		menu.press('enter');
		return {...shown, isQuiet: true};
	}

	if (text === '' && shown.next < shown.texts.length) {
		return readOn(shown, lines);
	}

	if (text === '?') {
		lines.write(['', ...keys]);
		return shown;
	}

	if (text === 'l') {
		return nothing;
	}

	if (text === 's') {
		await untilChange(() => {
			menu.press('s');
		});
	} else if (Object.hasOwn(anywhere, text) && (text !== 'r' || menu.recipe)) {
		menu.press(anywhere[text]!);
	} else {
		const problem = `! ${visible(text)} means nothing here. ?: all keys.`;
		lines.write([text === '' ? 'There is nothing more to read out.' : problem]);
		return shown;
	}

	return {...shown, isQuiet: true};
}

/** A key on the row of this index. @returns why that means nothing */
function pressOn(index: number, key: string, menu: TreeMenu): string | undefined {
	const entry = menu.place.rows()[index]?.entry;
	if (!entry) {
		return `! There is no line ${index + 1}.`;
	}

	const isOfOptions = ['y', 'm', 'n', '?', 'd'].includes(key);
	const name = visible(nameOf(entry));
	// What the screen says of these names keys that are not here.
	if (entry.node.kind === 'comment' || (isOfOptions && (entry.cell?.name ?? '') === '')) {
		return entry.opens && entry.children.length > 0
			? `! ${name} is a page; ${index + 1} opens it.`
			: `! ${name} is no option.`;
	}

	if (['y', 'm', 'n'].includes(key) && !isSwitch(entry.cell!)) {
		return `! ${name} has a value; ${index + 1} asks for another.`;
	}

	menu.move(entry.id);
	menu.press(key);
	return undefined;
}
