import type {MenuNode} from '../types.ts';
import {letters, type Level} from '../value.ts';
import type {Cell, Model} from './cells.ts';
import {defaultMember} from './choices.ts';
import {defaultOf, defaultText, isSwitch, settle, settleVisibility, valueOf} from './evaluate.ts';

/** The whole `.config`, as the kernel's own program writes it. */
export function writeConfig(model: Model): string {
	const {root} = model;
	const parts = [`#\n# Automatically generated file; DO NOT EDIT.\n# ${root.title}\n#\n`];
	const written = new Set<Cell>();
	let isAfterMenu = false;
	const write = (node: MenuNode): void => {
		const cell = model.cellOf(node);
		const isShown = !cell && model.isShown(node);
		if (isShown) {
			parts.push(`\n#\n# ${node.title}\n#\n`);
			isAfterMenu = false;
		} else if (cell && !cell.group && !written.has(cell) && settle(cell, model).isWritten && !cell.isOld) {
			written.add(cell);
			parts.push(isAfterMenu ? '\n' : '', lineOf(cell, model));
			isAfterMenu = false;
		}

		for (const child of node.children) {
			write(child);
		}

		if (!(isShown && node.kind === 'menu')) {
			return;
		}

		parts.push(`# end of ${node.title}\n`);
		isAfterMenu = true;
	};

	for (const node of root.children) {
		write(node);
	}

	return parts.join('');
}

/** Only what is not so by default: `savedefconfig`. */
export function writeMinimal(model: Model): string {
	const parts: string[] = [];
	const seen = new Set<Cell>();
	const write = (node: MenuNode): void => {
		const cell = model.cellOf(node);
		if (cell && !cell.group && !seen.has(cell) && settle(cell, model).isWritten && !cell.isOld) {
			seen.add(cell);
			parts.push(isUsual(cell, model) ? '' : lineOf(cell, model));
		}

		for (const child of node.children) {
			write(child);
		}
	};

	for (const node of model.root.children) {
		write(node);
	}

	return parts.join('');
}

const lineOf = (cell: Cell, model: Model): string => `${formatLine(cell, valueOf(cell, model), model)}\n`;

/** The line of a `.config` that gives an option a value. */
export function formatLine({name, type}: Cell, value: string, {hasRawTexts}: Model): string {
	if (value === 'n' && (type === 'bool' || type === 'tristate')) {
		return `# CONFIG_${name} is not set`;
	}

	const text = hasRawTexts ? value : value.replaceAll(/["\\]/g, String.raw`\$&`);
	return `CONFIG_${name}=${type === 'string' ? `"${text}"` : value}`;
}

/** What nobody can change, or is what nobody had to ask for. */
function isUsual(cell: Cell, model: Model): boolean {
	if (cell.visible <= cell.selectedLevel || valueOf(cell, model) === usualValue(cell, model)) {
		return true;
	}

	const {choice} = cell;
	return choice !== undefined
		&& !choice.group!.isOptional
		&& cell.type === 'bool'
		&& cell.level === 2
		&& defaultMember(choice, model) === cell;
}

/** Without what was asked for. */
export function usualValue(cell: Cell, model: Model): string {
	settleVisibility(cell, model);
	if (!isSwitch(cell)) {
		const text = defaultText(cell, model) ?? '';
		return text === '' && !model.isBefore611 ? {int: '0', hex: '0x0', string: ''}[cell.type as 'int'] : text;
	}

	const found = defaultOf(cell);
	let level = Math.max(found ? Math.min(found.value.level(), found.when) : 0, cell.selectedLevel) as Level;
	const isWhole = (!cell.choice && settle(model.modules, model).level === 0) || cell.type === 'bool';
	level = level === 1 && isWhole ? 2 : level;
	return letters[Math.max(level, cell.impliedLevel) as Level];
}
