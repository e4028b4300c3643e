import {useEffect, useMemo, useReducer, useRef} from 'react';
import {Cancelled, exitCodes} from '../errors.ts';
import {reduce} from './flow.ts';
import {useKeys} from './parts/keys.ts';
import {smallest, type Size} from './parts/layout.ts';
import {AdviceScreen} from './screens/advice-screen.tsx';
import {DoneScreen} from './screens/done-screen.tsx';
import {HelpScreen} from './screens/help-screen.tsx';
import {KernelScreen} from './screens/kernel-screen.tsx';
import {NamingScreen} from './screens/naming-screen.tsx';
import {NodeScreen, NodesScreen} from './screens/nodes-screen.tsx';
import {PageScreen} from './screens/page-screen.tsx';
import {KeepsScreen, PurposeScreen} from './screens/purpose-screen.tsx';
import {QuestionScreen} from './screens/question-screen.tsx';
import {ReviewScreen} from './screens/review-screen.tsx';
import type {ScreenProps} from './screens/screen-props.ts';
import {StartScreen} from './screens/start-screen.tsx';
import {TooSmallScreen} from './screens/too-small-screen.tsx';
import {UsesScreen} from './screens/uses-screen.tsx';
import {screenIn, startFlow, unsavedIn} from './state.ts';
import type {Ended, WizardProps} from './types.ts';

type Props = {
	props: WizardProps;
	size: Size;
	onEnd: (ended: Ended) => void;
	onCancel: (reason: Cancelled) => void;
};

/** Shows the screen the flow is at, until the flow has an outcome. */
export function Wizard({props, size, onEnd, onCancel}: Props) {
	const [flow, dispatch] = useReducer(reduce, props, startFlow);
	const opened = useRef(Date.now());
	const pressed = useRef('');
	useKeys(key => {
		// Pressed twice, it is meant for what has just been stopped by it.
		const isEcho = flow.done?.exitCode === exitCodes.interrupted && Date.now() < opened.current + 700;
		if (key === 'ctrl-c' && !isEcho) {
			onCancel(new Cancelled('SIGINT'));
		}

		// In a list of what can be done a letter may have asked, and Enter then says yes.
		if (key !== 'enter' && flow.sure !== undefined && key !== pressed.current) {
			dispatch({do: 'calm', sure: flow.sure});
		}

		pressed.current = key;
	});
	useEffect(() => {
		if (flow.outcome) {
			onEnd({outcome: flow.outcome, flow});
		}
	}, [flow, onEnd]);

	const unsaved = useMemo(() => unsavedIn(flow), [flow]);
	const {keepDrafts} = props;
	useEffect(() => {
		keepDrafts(unsaved);
	}, [keepDrafts, unsaved]);

	// A key of its own for every step of the way, so that no screen inherits what another one held.
	const step = `${flow.screens.length} ${JSON.stringify(screenIn(flow))}`;
	const fits = size.columns >= smallest.columns && size.rows >= smallest.rows;
	return fits ? <CurrentScreen key={step} {...{flow, props, size, dispatch}}/> : <TooSmallScreen size={size}/>;
}

function CurrentScreen(screen: ScreenProps) {
	const current = screenIn(screen.flow);
	switch (current.at) {
		case 'start': {
			return <StartScreen {...screen}/>;
		}

		case 'purpose': {
			return <PurposeScreen {...screen}/>;
		}

		case 'keeps': {
			return <KeepsScreen {...screen}/>;
		}

		case 'advice': {
			return <AdviceScreen {...screen}/>;
		}

		case 'question': {
			return <QuestionScreen {...screen} {...current}/>;
		}

		case 'review': {
			return <ReviewScreen {...screen}/>;
		}

		case 'kernel': {
			return <KernelScreen {...screen} {...current}/>;
		}

		case 'page': {
			return <PageScreen {...screen} page={current.page}/>;
		}

		case 'done': {
			return <DoneScreen {...screen}/>;
		}

		case 'uses': {
			return <UsesScreen {...screen} {...current}/>;
		}

		case 'nodes': {
			return <NodesScreen {...screen}/>;
		}

		case 'node': {
			return <NodeScreen {...screen} {...current}/>;
		}

		case 'copy':
		case 'rename': {
			return <NamingScreen {...screen} {...current}/>;
		}

		case 'help': {
			return <HelpScreen {...screen}/>;
		}
	}
}
