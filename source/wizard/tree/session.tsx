import type {ReactElement, ReactNode} from 'react';
import {Cancelled} from '../../errors.ts';
import {describeOption} from '../../kernel/kconfig/describe.ts';
import type {Entry} from '../../kernel/kconfig/menu/entries.ts';
import {optionPage} from '../../kernel/kconfig/menu/page.ts';
import {onScreen, type Terminal} from '../on-screen.tsx';
import {useKeys} from '../parts/keys.ts';
import {smallest, type Size} from '../parts/layout.ts';
import {TooSmallScreen} from '../screens/too-small-screen.tsx';
import {openTreeMenu, type OpenedTree} from './tree-menu.ts';
import {TreeScreen} from './tree-screen.tsx';

/** Shows a tree until it is left. @returns how often it was saved */
export async function runTreeMenu(props: OpenedTree, terminal: Terminal): Promise<number> {
	let redraw = (): void => undefined;
	let leave = (): void => undefined;
	let measuring: NodeJS.Timeout | undefined;
	const menu = openTreeMenu({
		...props,
		onChange() {
			redraw();
		},
		onLeave() {
			leave();
		},
	});
	const helpOf = ({cell}: Entry, isWhole: boolean): string => {
		if (!cell?.name) {
			return '';
		}

		const {tree, read, configuration: {model}} = props;
		return isWhole
			? optionPage(tree, {cell, model, read})
			: describeOption(tree, cell.name, read)?.help ?? 'It has no help text.';
	};

	const shown = onScreen<undefined>(
		async () => ({size, done, fail}) => {
			leave = () => {
				done(undefined);
			};

			return (
				<Window
					size={size}
					note={menu.state.isLeaving ? 'not saved: Ctrl-C again leaves' : undefined}
					onInterrupt={() => {
						if (menu.leaves()) {
							const note = menu.changes.isStored() ? 'Stopped.' : 'Stopped. What was not saved is lost.';
							fail(new Cancelled('SIGINT', note));
						} else {
							redraw();
						}
					}}
				>
					<TreeScreen
						menu={menu}
						model={props.configuration.model}
						helpOf={helpOf}
						size={size}
						redraw={() => {
							redraw();
						}}
					/>
				</Window>
			);
		},
		terminal,
		draw => {
			redraw = draw;
			// Nobody waits for the size of the kernel: the first frame and the first keys come before it.
			measuring ??= setTimeout(() => {
				menu.size.start();
				redraw();
			}, 300);
		},
	);
	try {
		await shown;
	} finally {
		clearTimeout(measuring);
	}

	return menu.changes.times();
}

type WindowProps = {size: Size; note: string | undefined; onInterrupt: () => void; children: ReactNode};

/** Listens to Ctrl-C however small the window is. */
function Window({size, note, onInterrupt, children}: WindowProps): ReactElement {
	useKeys(key => {
		if (key === 'ctrl-c') {
			onInterrupt();
		}
	});
	const fits = size.columns >= smallest.columns && size.rows >= smallest.rows;
	return fits ? <>{children}</> : <TooSmallScreen size={size} note={note}/>;
}
