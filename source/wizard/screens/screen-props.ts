import type {Dispatch} from 'react';
import type {Question} from '../../recipe/questions.ts';
import type {Action} from '../flow.ts';
import type {Size} from '../parts/layout.ts';
import type {Flow} from '../state.ts';
import type {WizardProps} from '../types.ts';

/** What every screen is given. */
export type ScreenProps = {flow: Flow; props: WizardProps; size: Size; dispatch: Dispatch<Action>};

/** What a screen that asks is given beside that. */
export type QuestionProps = ScreenProps & {question: Question; title: string; place: string};
