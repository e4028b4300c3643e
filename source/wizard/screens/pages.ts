import {describeError} from '../../errors.ts';
import type {Recipe} from '../../recipe/schema.ts';
import {formerIn, recipeIn, type Flow, type PageName} from '../state.ts';
import type {WizardProps} from '../types.ts';
import {memoryPage} from './memory-page.ts';

/** What there is to read, by name. */
export const pages: Record<
	PageName,
	{title: (recipe: Recipe) => string; text: (flow: Flow, props: WizardProps) => string}
> = {
	plan: {
		title: ({name}) => `The plan of ${name}`,
		text: (flow, props) => textOf(() => props.planText(recipeIn(flow)), 'This recipe has no plan yet.'),
	},
	changes: {
		title: ({name}) => `What changes in the file of ${name}`,
		text: (flow, props) =>
			textOf(() => props.changes(recipeIn(flow), formerIn(flow)), 'This recipe cannot be saved now.'),
	},
	readiness: {
		title: () => 'Missing on this machine',
		text: (flow, props) => props.readiness(recipeIn(flow)).lines.join('\n'),
	},
	warnings: {
		title: ({name}) => `Warnings of the last build of ${name}`,
		text: (flow, props) =>
			props
				.warnings(recipeIn(flow))
				.map(line => `! ${line}`)
				.join('\n'),
	},
	memory: {
		title: ({name}) => `Memory of nodes for ${name}`,
		text: (flow, props) => memoryPage(props.budget(recipeIn(flow))),
	},
	said: {
		title: () => 'All that was said',
		text: ({done}) => done!.lines.join('\n').trim() || 'Nothing was said.',
	},
	log: {
		title: () => 'The log',
		text: ({done}, props) => textOf(() => props.readLog(done!.log!), 'The log cannot be read.'),
	},
};

/** Why there is nothing to read is shown in its place. */
function textOf(make: () => string, without: string): string {
	try {
		return make();
	} catch (error) {
		return [without, '', ...describeError(error).lines].join('\n');
	}
}
