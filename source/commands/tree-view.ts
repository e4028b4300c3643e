import type {Terminal} from '../wizard/on-screen.tsx';
import type {OpenedTree} from '../wizard/tree/tree-menu.ts';

/** Shows a whole tree until it is left. @returns how often it was saved */
type TreeView = (opened: OpenedTree, terminal: Terminal) => Promise<number>;

/** What shows it on this terminal. */
export async function treeView({isPlain}: Terminal): Promise<TreeView> {
	if (isPlain) {
		const {runPlainTree} = await import('../wizard/plain/tree-session.ts');
		return runPlainTree;
	}

	const {runTreeMenu} = await import('../wizard/tree/session.tsx');
	return runTreeMenu;
}
