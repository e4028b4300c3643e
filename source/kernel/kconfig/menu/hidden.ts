import {conjuncts} from '../blocks.ts';
import {formatExpression, namesIn} from '../expression.ts';
import type {Model} from '../solve/cells.ts';
import {compile} from '../solve/compile.ts';
import type {Definition} from '../types.ts';

/** What no option decides. */
const elsewhere = 'another architecture or compiler';

/** What does not hold of that on which a definition's prompt depends: it can be set only with all of it. */
export function unmetBy(definitions: readonly Definition[], model: Model): string[] {
	const prompted = definitions.filter(({prompts}) => prompts.length > 0);
	const conditions = prompted.flatMap(({conditions, visibleIf, prompt}) =>
		conjuncts([...conditions, ...visibleIf, prompt?.condition]));
	const unmet = conditions.filter(one => compile(one, {isCondition: true, isLoose: false}, model)() === 0);
	return [...new Set(unmet.map(one => namesIn(one).length > 0 ? formatExpression(one, true) : elsewhere))];
}
