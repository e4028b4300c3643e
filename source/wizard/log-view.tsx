import {useEffect, useState} from 'react';
import type {Around} from './on-screen.tsx';
import type {Size} from './parts/layout.ts';
import {Page} from './screens/page-screen.tsx';

type LogProps = {
	/** What is being written now. */
	logs: () => ReadonlyArray<{title: string; file: string}>;
	/** The end of it, safe to print. @throws the error of the system */
	read: (file: string) => string;
	onInterrupt: () => void;
};

/** Milliseconds; a log that is read grows before one's eyes. */
const pace = 500;

export const logScreen = (props: LogProps) => ({size, done}: Around<void>) =>
	<LogView {...props} size={size} onBack={done}/>;

/** A place behind every last line. */
const newest = Number.MAX_SAFE_INTEGER;

/**
The log of a step at work, which follows its newest line, and goes on to that of another step when this one is over. It
stands still for who has scrolled up. Tab shows the next one.
*/
function LogView({size, logs, read, onBack, onInterrupt}: LogProps & {size: Size; onBack: () => void}) {
	const [shown, setShown] = useState<Shown>(() => next(undefined, {logs, read}));
	const [top, setTop] = useState(newest);
	useEffect(() => {
		const timer = setInterval(() => {
			if (top === newest) {
				setShown(former => next(former, {logs, read}));
			}
		}, pace);
		return () => {
			clearInterval(timer);
		};
	}, [top, logs, read]);
	const all = logs();
	return <Page
		size={size}
		title={shown.title}
		text={shown.text}
		top={top}
		more={all.length > 1 ? [['tab', 'next log']] : []}
		onBack={onBack}
		onScroll={(place, isEnd) => {
			setTop(isEnd ? newest : place);
		}}
		onKey={key => {
			if (key === 'ctrl-c') {
				onInterrupt();
			} else if (key === 'tab' && all.length > 1) {
				const log = all[(all.findIndex(({file}) => file === shown.file) + 1) % all.length]!;
				setShown({...log, text: textOf(() => read(log.file))});
				setTop(newest);
			}
		}}
	/>;
}

type Shown = {title: string; file?: string; text: string};

/** The same log as it is by now, or, when its step is over, that of one at work. */
function next(shown: Shown | undefined, {logs, read}: Pick<LogProps, 'logs' | 'read'>): Shown {
	const all = logs();
	const log = all.find(({file}) => file === shown?.file) ?? all[0] ?? shown;
	const {title = 'Log', file} = log ?? {};
	return file === undefined ? {title, text: ''} : {title, file, text: textOf(() => read(file))};
}

/** A step that has just begun has none yet. */
function textOf(read: () => string): string {
	try {
		return read();
	} catch {
		return '';
	}
}
