import {UserError} from '../errors.ts';
import {marks} from '../report/finding.ts';
import {outJson, type Context} from '../context.ts';
import type {DeployEvent} from './root-helper.ts';
import {renderItems, titleOf} from './render.ts';
import type {Item} from './types.ts';

/** Tells what the root helper does, as it does it. */
export function tellerFor(context: Context, json: boolean): (event: DeployEvent) => void {
	return event => {
		if (json) {
			outJson(context, jsonOf(event));
			return;
		}

		for (const line of lineOf(event)) {
			context.out(line);
		}
	};
}

function jsonOf(event: DeployEvent): {event: string} & Record<string, unknown> {
	switch (event.event) {
		case 'change': {
			return {
				event: 'change',
				status: event.doing === 'make' ? 'made' : 'undone',
				what: titleOf(event.change, event.doing)?.slice(2),
			};
		}

		case 'proof': {
			const {proof, ok, says} = event.result;
			return {event: 'check', check: proof.kind, ok, says};
		}

		case 'kept': {
			return event;
		}
	}
}

function lineOf(event: DeployEvent): string[] {
	switch (event.event) {
		case 'change': {
			return [titleOf(event.change, event.doing)].flatMap(title => title === undefined ? [] : [`  ${title}`]);
		}

		case 'kept': {
			return [`  ${marks.warning} ${event.sentence}`];
		}

		case 'proof': {
			return [`  ${marks[event.result.ok ? 'good' : 'problem']} ${event.result.says}`];
		}
	}
}

/** Shows what is to be done. Returns whether there is anything. */
export function showItems(
	items: readonly Item[],
	context: Context,
	{json, title}: {json: boolean; title: string},
): boolean {
	const lines = renderItems(items);
	if (json) {
		for (const {change, state} of items) {
			const what = state === 'same' ? undefined : titleOf(change, state)?.slice(2);
			if (what !== undefined) {
				outJson(context, {event: 'change', status: 'planned', what});
			}
		}
	} else if (lines.length > 0) {
		for (const line of ['', title, '', ...lines.map(line => `  ${line}`), '']) {
			context.out(line.trimEnd());
		}
	}

	return lines.length > 0;
}

type Agreed = {yes?: boolean; 'dry-run'?: boolean};

/** @throws UserError (exit 2) where nobody can be asked and nobody has agreed beforehand: before anything takes time */
export function refuseUnasked(
	command: 'deploy' | 'undeploy',
	name: string,
	{ask}: Context,
	{yes, 'dry-run': dry}: Agreed,
): void {
	if (!yes && !dry && !ask) {
		throw new UserError(`ramstrap ${command} needs a terminal to ask for confirmation, or --yes.`, [
			`ramstrap ${command} ${name} --yes`,
			`ramstrap ${command} ${name} --dry-run   shows the changes only`,
		]);
	}
}

export async function agree({ask}: Context, {yes = false}: {yes?: boolean}): Promise<boolean> {
	return yes || await ask!('Make these changes now?');
}
