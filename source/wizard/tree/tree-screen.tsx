import {Text} from 'ink';
import {visible} from '../../errors.ts';
import type {Entry} from '../../kernel/kconfig/menu/entries.ts';
import {chosenOf, markOf, titleOf, type Row} from '../../kernel/kconfig/menu/rows.ts';
import type {Model} from '../../kernel/kconfig/solve/cells.ts';
import {Field} from '../parts/field.tsx';
import {FilterLine, listKeys} from '../parts/filter-line.tsx';
import {Frame} from '../parts/frame.tsx';
import type {Hint} from '../parts/hint-bar.tsx';
import {useKeys} from '../parts/keys.ts';
import {layoutFor, type Size} from '../parts/layout.ts';
import {List} from '../parts/list.tsx';
import type {Row as Line} from '../parts/walk.ts';
import {Page} from '../screens/page-screen.tsx';
import type {TreeMenu} from './tree-menu.ts';
import {
	isFlat,
	nameOf,
	noteOf,
	pathOf,
	placeOf,
	saidIn,
	visibleLines,
	whyEmpty,
	type Said,
} from './tree-text.ts';

type Props = {
	menu: TreeMenu;
	model: Model;
	/** Of an option: its help, or, where there is room for it, all that is known of it. */
	helpOf: (entry: Entry, isWhole: boolean) => string;
	size: Size;
	redraw: () => void;
};

/** The whole Kconfig tree, a page at a time: what menuconfig shows, and what one has looked for. */
export function TreeScreen({menu, model, helpOf, size, redraw}: Props) {
	const {state} = menu;
	const and = <T extends unknown[]>(act: (...words: T) => void) => (...words: T) => {
		act(...words);
		redraw();
	};

	if (state.reading) {
		const {title, text, top} = state.reading;
		return <Page size={size} title={visible(title)} text={visibleLines(text)} top={top} onBack={and(() => {
			delete state.reading;
		})} onScroll={and(line => {
			if (state.reading) {
				state.reading.top = line;
			}
		})}/>;
	}

	const {width, body, isWide} = layoutFor(size);
	const help = helpFor(menu, entry => helpOf(entry, isWide));
	const around = {
		size,
		title: visible(menu.title) || 'Kconfig',
		place: placeOf(menu).join('  '),
		help: {title: visible(help.title), text: visibleLines(help.text)},
		hints: hintsFor(menu),
	};
	if (state.typing) {
		const {cell, text} = state.typing;
		return (
			<Frame {...around}>
				<Text bold wrap='truncate-end'>{visible(titleOf(menu.place.focused()!))}</Text>
				<Text> </Text>
				<Field
					key={cell.name}
					text={text}
					width={width}
					onType={and(menu.type)}
					onEnter={and(menu.enter)}
					onKey={and(menu.stopTyping)}
				/>
			</Frame>
		);
	}

	return <Frame {...around}><Listing menu={menu} model={model} width={width} height={body} and={and}/></Frame>;
}

type ListingProps = {
	menu: TreeMenu;
	model: Model;
	width: number;
	height: number;
	and: <T extends unknown[]>(act: (...words: T) => void) => (...words: T) => void;
};

function Listing({menu, model, width, height, and}: ListingProps) {
	const {state: {search, plan, isLeaving}} = menu;
	const rows = menu.place.rows();
	const {more} = menu.place.search();
	const relations = menu.relations();
	const withName = isFlat(menu.state);
	const noteFor = ({entry}: Row) => noteOf(entry, {menu, relations, withName}).join('  ');
	useKeys(and(menu.press));
	const isAsked = isLeaving || plan !== undefined;
	const isDeaf = (key: string) =>
		isAsked || key === 'enter' || (search?.isOpen === true && !listKeys.has(key));
	return (
		<>
			{search && menu.state.related.length === 0 ? (
				<FilterLine
					text={search.text}
					isOpen={search.isOpen}
					width={width}
					matches={matchesText(search.text, rows.length, more)}
					onType={and(menu.type)}
				/>
			) : (
				<Text bold wrap='truncate-end'>{visible(pathOf(menu).join(' › '))}</Text>
			)}
			{rows.length === 0 ? <Text>{whyEmpty(menu)}</Text> : (
				<List
					rows={rows.map(row => lineOf(row, model, noteFor(row)))}
					at={menu.place.focused()!.id}
					width={width}
					height={height - 1}
					isDeaf={isDeaf}
					onMove={and(menu.move)}
				/>
			)}
		</>
	);
}

function lineOf({entry, depth, isShown}: Row, model: Model, note: string): Line {
	const {node, opens, children, id} = entry;
	const chosen = node.kind === 'choice' ? chosenOf(entry, model) : undefined;
	const words = [
		markOf(entry, model).padEnd(3),
		nameOf(entry),
		...(chosen === undefined ? [] : [`(${chosen})`]),
		...(node.kind === 'comment' ? ['***'] : []),
		...(opens && children.length > 0 ? ['--->'] : []),
	];
	return {
		key: id,
		label: visible(' '.repeat(2 * depth) + words.join(' ')),
		...(note !== '' && {note}),
		...(!isShown && {kind: 'blocked'}),
	};
}

/** Without a word the page is listed that one was on. */
function matchesText(text: string, shown: number, more: number): string {
	if (text.trim() === '') {
		return '';
	}

	return more > 0 ? `${shown} of ${shown + more}` : `${shown} found`;
}

function helpFor(menu: TreeMenu, helpOf: (entry: Entry) => string): Said {
	const said = saidIn(menu);
	if (said) {
		return said;
	}

	const entry = menu.place.focused();
	if (!entry && !menu.state.search) {
		return {title: 'Nothing to set', text: ''};
	}

	if (!entry) {
		return {
			title: 'Search',
			text: 'Words are looked for in names (with or without CONFIG_), prompts and help texts; '
				+ 'the numbers of a PCI or USB device, such as 8086:10d3, in the drivers of a kernel.',
		};
	}

	return {title: entry.cell?.name ? `CONFIG_${entry.cell.name}` : titleOf(entry), text: helpOf(entry)};
}

function hintsFor({state, recipe}: TreeMenu): Hint[] {
	if (state.isLeaving) {
		return [['y', recipe ? 'keep' : 'save'], ['n', 'leave without'], ['esc', 'stay']];
	}

	if (state.plan) {
		return [['enter', 'set them all'], ['esc', 'leave as it is']];
	}

	if (state.typing) {
		return [['enter', 'take'], ['esc', 'leave as it is'], ['ctrl-u', 'clear']];
	}

	if (state.search?.isOpen) {
		return [['enter', 'to the results'], ['esc', 'end search'], ['↑↓', 'move'], ['ctrl-u', 'clear']];
	}

	return [
		['enter', 'open'],
		['y n m', 'set'],
		['/', 'search'],
		['esc', isFlat(state) || state.page.parent ? 'back' : (recipe ? 'to the list' : 'quit')],
		['?', 'help'],
		['s', recipe ? 'keep' : 'save'],
		...(isFlat(state) ? [['p', 'its page'] as const] : []),
		['u', 'undo'],
		['d', 'dependencies'],
		['c', 'changed'],
		...(recipe ? [['r', 'requested'] as const] : []),
		['z', state.withHidden ? 'only what can be set' : 'all'],
		['F1', 'keys'],
	];
}
