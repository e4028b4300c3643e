import type {Choice, Recipe} from './schema.ts';

/** One question of the wizard, as data; made from the schema, so a field is described in one place only. */
export type Question = {
	/** Path of the field: `kernel.drivers`. */
	id: string;
	title: string;
	help: string;
	kind: 'choice' | 'text' | 'number' | 'list';
	/** For `choice`; a list may also be offered as choices plus free text (drivers). */
	choices: readonly Choice[];
};

/** The questions that this recipe, as far as it is answered, still makes sense for, in the order they are asked. */
export declare function questionsFor(recipe: Recipe): Question[];
/** Text of a field's present value, as a person would type it. */
export declare function answerText(recipe: Recipe, id: string): string;
/** A new recipe with this answer, or the sentence that says what is wrong with it. */
export declare function withAnswer(recipe: Recipe, id: string, text: string): {recipe: Recipe} | {problem: string};
