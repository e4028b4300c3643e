import {describeError} from '../../errors.ts';
import type {Recipe} from '../../recipe/schema.ts';
import type {PageName} from '../state.ts';
import type {ListedRecipe, WizardProps} from '../types.ts';
import {memoryPage} from './memory-page.ts';

/** What there is to read, by name. */
export const pages: Record<
	PageName,
	{
		title: (recipe: Recipe) => string;
		text: (recipe: Recipe, props: WizardProps, former: ListedRecipe | undefined) => string;
	}
> = {
	plan: {
		title: ({name}) => `The plan of ${name}`,
		text: (recipe, props) => textOf(() => props.planText(recipe), 'This recipe has no plan yet.'),
	},
	changes: {
		title: ({name}) => `What changes in the file of ${name}`,
		text: (recipe, props, former) =>
			textOf(() => props.changes(recipe, former), 'This recipe cannot be saved now.'),
	},
	readiness: {
		title: () => 'Missing on this machine',
		text: (recipe, props) => props.readiness(recipe).lines.join('\n'),
	},
	warnings: {
		title: ({name}) => `Warnings of the last build of ${name}`,
		text: (recipe, props) =>
			props
				.warnings(recipe)
				.map(line => `! ${line}`)
				.join('\n'),
	},
	memory: {
		title: ({name}) => `Memory of nodes for ${name}`,
		text: (recipe, props) => memoryPage(props.budget(recipe)),
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
