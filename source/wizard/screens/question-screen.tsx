import type {Question} from '../../recipe/questions.ts';
import {isReviewed, newRecipe, questionIn, recipeIn, type Flow} from '../state.ts';
import {stepText} from '../steps.ts';
import {ChoiceQuestion} from './choice-question.tsx';
import {FieldQuestion} from './field-question.tsx';
import {PasswordQuestion} from './password-question.tsx';
import type {ScreenProps} from './screen-props.ts';

/** Any question of any recipe: the schema says what it asks, its kind says how. */
export function QuestionScreen({id, typing, ...screen}: ScreenProps & {id: string; typing?: boolean}) {
	const question = questionIn(screen.flow, id)!;
	const asks = {...screen, question, ...placeOf(screen.flow, question)};
	if (!typing && question.choices.length > 0) {
		return <ChoiceQuestion {...asks}/>;
	}

	return question.kind === 'password' ? <PasswordQuestion {...asks}/> : <FieldQuestion {...asks}/>;
}

function placeOf(flow: Flow, {id}: Question): {title: string; place: string} {
	if (isReviewed(flow)) {
		return {title: recipeIn(flow).name, place: 'change an answer'};
	}

	const title = flow.draft === newRecipe ? 'New recipe' : flow.draft;
	return {title, place: stepText(flow, {at: 'question', id})};
}
