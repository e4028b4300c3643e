import {purposes} from '../../purpose/purposes.ts';
import {aboutOf, schemaAt} from '../../recipe/shape.ts';
import {questionIn, recipeIn, screenIn, type Flow, type Screen} from '../state.ts';
import {aboutKernelRow, kernelKeys} from './kernel-help.ts';
import type {ScreenProps} from './screen-props.ts';

type HelpContext = Pick<ScreenProps, 'flow' | 'props'>;

/** All there is to say about the screen below, and every key. */
export function helpText({flow, props}: HelpContext): string {
	const below = screenIn({...flow, screens: flow.screens.slice(0, -1)});
	return [
		...(flow.problem ? [`! ${flow.problem}`, ''] : []),
		aboutScreen({flow, props}, below),
		'',
		...(below.at === 'kernel' ? [kernelKeys, ''] : []),
		...(below.at === 'review' ? [reviewKeys, ''] : []),
		...(below.at === 'start' ? [startKeys, ''] : []),
		keys,
	].join('\n');
}

export function aboutScreen({flow, props}: HelpContext, below: Screen): string {
	if (below.at === 'kernel') {
		return aboutKernelRow(flow, props, below.part);
	}

	if (below.at === 'question') {
		return aboutQuestion(flow, below.id);
	}

	if (below.at === 'purpose') {
		return purposes.flatMap(({title, help}) => [title, `  ${help}`, '']).join('\n').trimEnd();
	}

	if (below.at === 'keeps') {
		return aboutKeeping;
	}

	if (below.at === 'advice') {
		return aboutAdvice;
	}

	if (below.at === 'nodes' || below.at === 'node') {
		const {title, description} = aboutOf(schemaAt(['nodes'])!);
		return `${title}\n\n${description}`;
	}

	return below.at === 'review' ? aboutReview(recipeIn(flow).name) : aboutRamstrap;
}

function aboutQuestion(flow: Flow, id: string): string {
	const {title, help, choices} = questionIn(flow, id)!;
	return [title, '', help, ...choices.flatMap(choice => ['', choice.label, `  ${choice.help}`])].join('\n');
}

function aboutReview(name: string): string {
	return `Review of ${name}

Every answer is a row; Enter changes it and comes back here. / finds one by its name, its value or its help.
"Go" saves the recipe as a file you can read and edit, builds it, and boots it in a virtual machine on a private `
		+ `network. To run it again later without questions:

  ramstrap run ${name}
  ramstrap rehearse ${name}

To serve your own machines:

  ramstrap serve ${name}`;
}

const aboutKeeping = `May the machine lose what it writes?

A system in RAM starts afresh at every power on: nothing to repair, nothing to clean up. Programs can still store data
elsewhere, such as on a file server.

What must be kept is kept on this server: the machine has its root file system there, and the server must stay up while
the machine runs.`;

const aboutAdvice = `Ways for the system to reach the machine

needs     memory to boot with UEFI
left      memory for your programs once the machine is up
download  at every start
start     from power on until it is up, in a virtual machine without KVM; a real machine is faster
server    whether this server must stay up while the machine runs, or only while it boots

Memory and downloads are estimates until the first build measures them. Start times are those of a plain Debian, or of
BusyBox.`;

const aboutRamstrap = `ramstrap turns this machine into the boot server of machines that have no disk.

recipe      what you want, in a file you can read, keep and run again
plan        every command of the recipe, shown before anything runs
build       runs the plan, and continues where it stopped
rehearsal   boots what was built in virtual machines on a private network, before your own network is used`;

const reviewKeys = `In the review

  s u              save; take the last change back
  p m              every command that will run; the memory that machines need
  /                find an answer by its name, value or help`;

const startKeys = `With the recipe in focus

  b r s            build, rehearse, serve
  p u              publish, roll back; each asks for the key again
  d w t            deploy, withdraw the deployment, status
  e c n x          edit the file, copy, rename, delete
  m                all of these as a list
  /                find recipes by name and title`;

const keys = `Keys

  ↑ ↓ j k          move; Home End g G PgUp PgDn in long lists
  Enter            choose, accept, go on
  Esc ← Shift-Tab  back; your answers are kept
  Tab              keep the remaining answers and go to the review
  1 to 9           choose that row of a short menu
  ? h F1           this help; F1 while you type
  Ctrl-C           quit; nothing is changed

Typing

  Ctrl-A Ctrl-E    go to the start, to the end of the line
  Ctrl-U Ctrl-K    clear before the cursor, after the cursor
  Ctrl-W           clear the word before the cursor`;
