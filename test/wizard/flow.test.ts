import {describe, expect, test} from 'vitest';
import {reduce, type Action} from '../../source/wizard/flow.ts';
import {purposeNamed} from '../../source/purpose/purposes.ts';
import {adviceIn} from '../../source/wizard/purpose-flow.ts';
import {afterTree} from '../../source/wizard/kernel-flow.ts';
import {freeName, isChanged, newRecipe, questionIn, recipeIn, screenIn, startFlow, type Flow} from '../../source/wizard/state.ts';
import {askedOf, stepsOf} from '../../source/wizard/steps.ts';
import {builtNamed, demoProps, recipeNamed} from './demo-props.ts';

const start = startFlow(demoProps);
const after = (...actions: Action[]): Flow => actions.reduce((flow, action) => reduce(flow, action), start);
const answer = (id: string, text: string): Action => ({do: 'answer', id, text, to: 'next'});
const back: Action = {do: 'back'};
const goFrom = (flow: Flow): Flow => reduce(reduce(flow, {do: 'go'}), {do: 'go'});
/** By whoever chooses the strategy by hand. */
const byHand: Action[] = [{do: 'begin'}, {do: 'purpose', to: 'next'}];
/** There at the name, the last question. */
const atName: Action[] = [...byHand, ...askedOf(demoProps.blank).slice(0, -1).map(({id}) => answer(id, id === 'strategy' ? 'busybox-initramfs' : ''))];

describe('a new recipe', () => {
	test('asks its questions one after the other, then reviews', () => {
		const asked = askedOf(demoProps.blank).map(({id}) => id);
		const texts: Record<string, string> = {name: 'cellar', strategy: 'busybox-initramfs', 'node.memory': '1024'};
		let flow = after(...byHand);
		for (const id of asked) {
			expect(screenIn(flow)).toEqual({at: 'question', id});
			flow = reduce(flow, answer(id, texts[id] ?? ''));
		}

		expect(screenIn(flow)).toEqual({at: 'review'});
		expect(recipeIn(flow)).toEqual({...recipeNamed('cellar'), node: {...recipeNamed('cellar').node, memory: 1024}});
	});

	test('goes to the review at once when the rest is kept', () => {
		const flow = after(...byHand, {do: 'answer', id: 'name', text: 'cellar', to: 'review'});
		expect(screenIn(flow)).toEqual({at: 'review'});
		expect(goFrom(flow).outcome).toEqual({do: 'go', recipe: recipeNamed('cellar'), former: undefined, save: true});
	});

	test('stays where an answer is wrong, with the reason, until the answer is changed', () => {
		const flow = after(...atName, answer('name', 'Not A Name'));
		expect(screenIn(flow)).toEqual({at: 'question', id: 'name'});
		expect(flow.problem).toContain('is not the name of a recipe');
		expect(reduce(flow, {do: 'type', id: 'name', text: 'n'}).problem).toBeUndefined();
	});

	test.each([
		['attic', 'attic is already the name of a saved recipe; choose another.'],
		['rambox', 'rambox is already the name of a bundled recipe; choose another.'],
	])('cannot be called %s', (name, problem) => {
		expect(after({do: 'begin'}, answer('name', name)).problem).toBe(problem);
	});

	test('has a name of its own from the start', () => {
		expect(recipeIn(startFlow({...demoProps, blank: recipeNamed('rambox')})).name).toBe('my-rambox');
		const taken = ['rambox', 'my-rambox'].map(name => ({name, where: 'saved' as const, title: ''}));
		expect(freeName(taken, 'rambox')).toBe('my-rambox-2');
	});
});

describe('by purpose', () => {
	const purpose = (name: string): Action => ({do: 'purpose', name, to: 'next'});
	const way = (name: string): Action => ({do: 'way', name, to: 'next'});
	const keeps = (answered: boolean): Action => ({do: 'keeps', keeps: answered, to: 'next'});

	test('a new recipe asks for the memory, whether it may lose what it writes, and advises', () => {
		const asked = after({do: 'begin'}, purpose('debian'));
		expect(screenIn(asked)).toEqual({at: 'question', id: 'node.memory'});
		expect(recipeIn(asked)).toMatchObject({name: 'debian-ram', root: 'squashfs', node: {memory: 2048}});
		const advised = [answer('node.memory', '1024'), keeps(false)].reduce((flow, action) => reduce(flow, action), asked);
		expect(screenIn(advised)).toEqual({at: 'advice'});
		expect(adviceIn(advised)[0]).toMatchObject({verdict: 'recommended', way: {name: 'debian-ram'}});
		const chosen = reduce(advised, way('nfs-shared'));
		expect(screenIn(chosen)).toEqual({at: 'question', id: 'tree.from'});
		expect(recipeIn(chosen)).toMatchObject({name: 'nfs-shared', overlay: 'tmpfs', node: {memory: 1024}});
	});

	test('what must be kept leads to the server, what is too small as well, and what is answered stays', () => {
		const kept = after({do: 'begin'}, purpose('debian'), answer('node.memory', ''), keeps(true));
		expect(recipeIn(kept)).toMatchObject({name: 'nfs-root', mount: 'initramfs'});
		expect(recipeIn(kept).overlay).toBeUndefined();
		const small = after({do: 'begin'}, purpose('many'), answer('node.memory', '200'));
		expect(recipeIn(small)).toMatchObject({name: 'nfs-shared', node: {memory: 200}});
		const packed = [way('nfs-shared'), answer('tree.from', 'bootstrap'), answer('tree.suite', ''), answer('tree.packages', 'nginx'), back, back, back, way('nfs-shared')]
			.reduce((flow, action) => reduce(flow, action), small);
		expect(recipeIn(packed).tree.packages).toEqual(['nginx']);
	});

	test('another purpose is another recipe, but for who may log in and a name that was typed', () => {
		const named = [...stepsOf(recipeIn(after({do: 'begin'}, purpose('keep'))), purposeNamed('keep')).slice(3), {at: 'question' as const, id: 'name'}];
		expect(named.at(-1)).toEqual({at: 'question', id: 'name'});
		const flow = after({do: 'begin'}, purpose('keep'), answer('node.keys', '~/.ssh/id_rsa.pub'), answer('name', 'cellar'), back, back, back, back, purpose('rescue'));
		expect(recipeIn(flow)).toMatchObject({name: 'cellar', root: 'squashfs', node: {keys: ['~/.ssh/id_rsa.pub'], memory: 1024}});
		expect(recipeIn(flow).tree.packages).toContain('smartmontools');
		expect(recipeIn(reduce(flow, purpose('kernel')))).toMatchObject({root: 'initramfs', tree: {from: 'busybox'}, kernel: {from: 'build', source: {package: 'linux-source-6.12'}}, node: {keys: []}});
	});

	test('proposes the key of whoever asks, where one can log in', () => {
		expect(recipeIn(after({do: 'begin'}, purpose('rescue'))).node.keys).toEqual(['~/.ssh/id_ed25519.pub']);
		expect(recipeIn(reduce(startFlow({...demoProps, publicKeys: []}), purpose('rescue'))).node.keys).toEqual([]);
	});

	test('who may log in outlives BusyBox; a key that was taken out stays out', () => {
		const who = [answer('node.password', '$6$salt$hash'), answer('node.keys', '~/.ssh/id_rsa.pub'), answer('node.locale', 'de_DE.UTF-8')];
		const flow = after({do: 'begin'}, purpose('debian'), ...who, purpose('kernel'), purpose('rescue'));
		expect(recipeIn(flow).node).toMatchObject({password: '$6$salt$hash', keys: ['~/.ssh/id_rsa.pub'], locale: 'de_DE.UTF-8'});
		expect(recipeIn(after({do: 'begin'}, purpose('debian'), answer('node.keys', ''), purpose('rescue'))).node.keys).toEqual([]);
	});

	test('a kernel of one\'s own with a whole system: with the SSH server and the key; its options outlive both', () => {
		const flow = after({do: 'begin'}, purpose('kernel'), answer('kernel.source.package', 'linux-source-6.1'), way('debian-ram'));
		expect(recipeIn(flow)).toMatchObject({root: 'squashfs', tree: {from: 'bootstrap', packages: ['openssh-server']}, kernel: {from: 'build'}, node: {keys: ['~/.ssh/id_ed25519.pub']}});
		const {kernel} = recipeIn(flow);
		expect(recipeIn(reduce(flow, way('rambox')))).toMatchObject({tree: {from: 'busybox'}, kernel: {bundles: kernel.bundles, source: {package: 'linux-source-6.1'}}, node: {keys: []}});
	});

	test('a memory that was answered is that of another purpose, too; a name that was typed is nobody\'s to change', () => {
		const flow = after({do: 'begin'}, purpose('debian'), answer('node.memory', '768'), answer('name', 'rescue-2'), purpose('containers'));
		expect(recipeIn(flow)).toMatchObject({name: 'rescue-2', node: {memory: 768}});
		const like = after({do: 'begin'}, purpose('debian'), answer('name', 'nfs-shared'), purpose('many'), way('debian-ram'));
		expect(recipeIn(like).name).toBe('nfs-shared');
	});

	test('a tree that was named comes back when BusyBox goes', () => {
		const answers = [answer('tree.from', 'bootstrap'), answer('tree.packages', 'nginx')];
		const flow = after({do: 'begin'}, purpose('debian'), ...answers);
		const small = [{do: 'answer', id: 'root', text: 'initramfs', to: 'review'}, {do: 'answer', id: 'tree.from', text: 'busybox', to: 'review'}] as Action[];
		const again = [...small, way('debian-ram')].reduce((one, action) => reduce(one, action), flow);
		expect(recipeIn(again).tree.packages).toEqual(['nginx']);
	});

	test('a draft whose name was taken meanwhile has the next one', () => {
		const kept = recipeIn(after({do: 'begin'}, purpose('rescue')));
		const taken = {name: kept.name, where: 'saved' as const, title: '', recipe: kept};
		expect(startFlow({...demoProps, recipes: [taken], drafts: {[newRecipe]: kept}}).drafts[newRecipe]!.name).toBe(`my-${kept.name}`);
	});

	test('a way that does not do is not taken', () => {
		const flow = after({do: 'begin'}, purpose('containers'), answer('node.memory', ''), keeps(false));
		expect(reduce(flow, way('rambox'))).toEqual({...flow, note: undefined});
	});

	test('a way that was chosen stays where it still does, and so does all that was changed in the review', () => {
		const toAdvice = [purpose('debian'), answer('node.memory', '2048'), keeps(false)];
		const chosen = after({do: 'begin'}, ...toAdvice, way('debian-tmpfs'));
		const again = [back, back, back, answer('node.memory', '1024'), keeps(false)].reduce((flow, action) => reduce(flow, action), chosen);
		expect(recipeIn(again)).toMatchObject({name: 'debian-tmpfs', root: 'tmpfs', node: {memory: 1024}});
		expect(recipeIn(reduce(reduce(again, back), keeps(true)))).toMatchObject({strategy: 'nfs-root'});
		const changed = [{do: 'answer', id: 'tree.from', text: 'bootstrap', to: 'review'}, {do: 'edit', id: 'compression'}, answer('compression', 'xz'), {do: 'edit', id: 'node.timezone'}, answer('node.timezone', 'Europe/Rome'), back, back, way('debian-ram')] as Action[];
		expect(recipeIn(changed.reduce((flow, action) => reduce(flow, action), chosen))).toMatchObject({name: 'debian-ram', compression: 'xz', node: {timezone: 'Europe/Rome'}});
	});

	test('Tab keeps what is proposed', () => {
		expect(screenIn(after({do: 'begin'}, {do: 'purpose', name: 'rescue', to: 'review'}))).toEqual({at: 'review'});
	});

	test('by hand, the name follows the strategy until it is typed', () => {
		const names = [['strategy', 'nfs-root'], ['overlay', 'tmpfs'], ['strategy', 'ramdisk-ext2']].reduce<Flow[]>(
			(flows, [id, text]) => [...flows, reduce(flows.at(-1)!, answer(id!, text!))], [after(...byHand)],
		);
		expect(names.map(flow => recipeIn(flow).name)).toEqual(['my-nodes', 'nfs-root', 'nfs-shared', 'ramdisk-ext2']);
	});
});

describe('a kernel of one\'s own', () => {
	const rows = (flow: Flow) => demoProps.kernel.rows(recipeIn(flow));
	const toggle = (flow: Flow, id: string) => reduce(flow, {do: 'toggle', row: rows(flow).find(row => row.id === id)!, rows: rows(flow)});
	const toKernel: Action[] = [...byHand, answer('strategy', 'busybox-initramfs'), answer('root', 'initramfs'), answer('kernel.from', 'build'), answer('kernel.source.package', 'linux-source-6.1')];

	test('is asked for its source, the newest first, and for its options', () => {
		expect(stepsOf(builtNamed('cellar')).slice(0, 7)).toEqual([
			{at: 'purpose'}, {at: 'question', id: 'strategy'}, {at: 'question', id: 'root'}, {at: 'question', id: 'kernel.from'}, {at: 'question', id: 'kernel.source.package'}, {at: 'kernel'}, {at: 'question', id: 'compression'},
		]);
		const flow = after(...toKernel.slice(0, -1));
		expect(screenIn(flow)).toEqual({at: 'question', id: 'kernel.source.package'});
		expect(questionIn(flow, 'kernel.source.package')!.choices).toEqual([
			{value: 'linux-source-6.12', label: 'linux-source-6.12',
				help: 'Linux 6.12 with the patches of the distribution.'},
			{value: 'linux-source-6.1', label: 'linux-source-6.1',
				help: 'Linux 6.1 with the patches of the distribution.'},
		]);
		expect(recipeIn(flow).kernel.source).toEqual({package: 'linux-source-6.12'});
		const chosen = after(...toKernel);
		expect(screenIn(chosen)).toEqual({at: 'kernel'});
		expect(recipeIn(chosen).kernel).toMatchObject({from: 'build', source: {package: 'linux-source-6.1'}});
	});

	test('is asked for a source also where none is on offer', () => {
		const poor = startFlow({...demoProps, kernel: {...demoProps.kernel, sources: []}});
		const flow = toKernel.slice(0, -1).reduce((flow, action) => reduce(flow, action), poor);
		expect(recipeIn(flow).kernel.source).toEqual({package: 'linux-source'});
	});

	test('the whole tree is opened by the wizard\'s end, which goes on where it was, with what was chosen or why not', () => {
		const flow = reduce(after(...toKernel), {do: 'tree'});
		expect(flow.outcome).toMatchObject({do: 'tree', recipe: {name: 'my-rambox'}});
		const chosen = startFlow({...demoProps, resume: afterTree(flow, {options: {USB: 'y'}})});
		expect(screenIn(chosen)).toEqual({at: 'kernel'});
		expect(chosen.outcome).toBeUndefined();
		expect(recipeIn(chosen).kernel).toEqual({...recipeIn(flow).kernel, options: {USB: 'y'}});
		expect(afterTree(flow, {problem: 'No network.'})).toEqual({...flow, outcome: undefined, problem: 'No network.'});
		expect(afterTree(flow, {})).toEqual({...flow, outcome: undefined});
	});

	test('keeps what is turned on, forth, back and to the other kernel and back', () => {
		let flow = toggle(toggle(toggle(after(...toKernel), 'bundle:smp'), 'bundle:disks'), 'option:TIGON3');
		const {kernel} = recipeIn(flow);
		expect(kernel).toMatchObject({bundles: ['virtio', 'intel-nics', 'realtek-nics', 'usb-keyboard', 'screen', 'disks'], options: {TIGON3: 'y', NETDEVICES: 'y', ETHERNET: 'y', NET_VENDOR_BROADCOM: 'y', PCI: 'y'}});
		flow = reduce(flow, {do: 'done', to: 'next'});
		expect(screenIn(flow)).toEqual({at: 'question', id: 'compression'});
		for (const step of [back, back, back]) {
			flow = reduce(flow, step);
		}

		expect(screenIn(flow)).toEqual({at: 'question', id: 'kernel.from'});
		flow = reduce(flow, answer('kernel.from', 'distribution'));
		expect(screenIn(flow)).toEqual({at: 'question', id: 'kernel.drivers'});
		expect(recipeIn(flow).kernel).toEqual({from: 'distribution', drivers: 'all-network', modules: 'needed', bundles: [], options: {}});
		flow = reduce(reduce(flow, back), answer('kernel.from', 'build'));
		expect(recipeIn(flow).kernel).toEqual(kernel);
	});

	test('does not change what is locked, and says why', () => {
		const flow = toggle(after(...toKernel), 'option:PACKET');
		expect(flow.problem).toBe('PACKET stays on; needed by the recipe: the DHCP client needs raw packets.');
		expect(recipeIn(flow)).toEqual(recipeIn(after(...toKernel)));
		expect(reduce(flow, {do: 'mark', screen: 'kernel', at: 'bundle:smp'}).problem).toBeUndefined();
	});

	test('in the review is chosen at once when it is new, and changed from two rows', () => {
		const flow = after({do: 'open', name: 'rambox'}, {do: 'edit', id: 'kernel.from'}, answer('kernel.from', 'build'));
		expect(flow.screens).toEqual([{at: 'start'}, {at: 'review'}, {at: 'kernel'}]);
		expect(recipeIn(flow)).toMatchObject({name: 'my-rambox', kernel: {from: 'build', source: {package: 'linux-source-6.12'}}});
		const done = reduce(toggle(flow, 'bundle:virtio'), {do: 'done', to: 'next'});
		expect(screenIn(done)).toEqual({at: 'review'});
		const again = reduce(done, {do: 'kernel', part: 'option'});
		expect(screenIn(again)).toEqual({at: 'kernel', part: 'option'});
		expect(again.marks.kernel).toBeUndefined();
		expect(reduce(done, {do: 'kernel', part: 'bundle'}).marks.kernel).toBe('bundle:virtio');
		expect(screenIn(reduce(again, back))).toEqual({at: 'review'});
	});

	test('of a bundled recipe that is changed belongs to a recipe of one\'s own', () => {
		const recipes = [{name: 'tiny', where: 'bundled' as const, title: '', recipe: builtNamed('tiny')}];
		const flow = toggle(startFlow({...demoProps, recipes, startAt: {recipe: 'tiny', screen: 'kernel'}}), 'bundle:smp');
		expect(recipeIn(flow)).toMatchObject({name: 'my-tiny', kernel: {bundles: ['virtio', 'smp']}});
		const kept = reduce(startFlow({...demoProps, recipes, startAt: {recipe: 'tiny', screen: 'kernel'}}), {do: 'done', to: 'next'});
		expect(kept.outcome).toEqual({do: 'save', recipe: builtNamed('my-tiny')});
	});

	describe('opened by itself', () => {
		const direct = startFlow({...demoProps, startAt: {recipe: 'tiny', screen: 'kernel'}});

		test('ends in a recipe to be saved', () => {
			const flow = reduce(toggle(direct, 'bundle:smp'), {do: 'done', to: 'next'});
			expect(flow.outcome).toEqual({do: 'save', recipe: {...builtNamed('tiny'), kernel: {...builtNamed('tiny').kernel, bundles: ['virtio', 'smp']}}});
		});

		test('is left without a change by Esc, with one only by a second Esc', () => {
			expect(reduce(direct, back).outcome).toEqual({do: 'quit'});
			const asked = reduce(toggle(direct, 'bundle:smp'), back);
			expect(asked.outcome).toBeUndefined();
			expect(asked.problem).toBe('Your changes are not saved. Enter saves them; Esc again discards them.');
			expect(reduce(asked, back).outcome).toEqual({do: 'quit'});
			expect(reduce(toggle(asked, 'bundle:disks'), back).outcome).toBeUndefined();
		});

		test('of a recipe that is not there or cannot be read is the start screen', () => {
			for (const recipe of ['nothing', 'broken']) {
				expect(startFlow({...demoProps, startAt: {recipe, screen: 'kernel'}})).toEqual(start);
			}
		});
	});
});

describe('a whole system', () => {
	const ids = (flow: Flow) => stepsOf(recipeIn(flow)).map(step => step.at === 'question' ? step.id : step.at);
	const begun = (...actions: Action[]) => after(...byHand, ...actions);
	const ends = ['kernel.from', 'kernel.drivers', 'compression', 'node.password', 'node.keys', 'node.memory', 'server.dhcp', 'server.subnet'];

	test.each([
		[[['strategy', 'busybox-initramfs'], ['root', 'tmpfs']], ['root', 'tree.from', 'tree.suite', 'tree.packages', ...ends]],
		[[['strategy', 'dracut-toram']], ['image', 'overlay', 'tree.from', 'tree.suite', 'tree.packages', ...ends]],
		[[['strategy', 'ramdisk-ext2'], ['mount', ''], ['tree.from', 'archive']], ['mount', 'tree.from', 'tree.path', ...ends]],
		[[['strategy', 'nfs-root'], ['mount', 'kernel']], ['mount', 'tree.from', 'tree.suite', 'tree.packages', ...ends.filter(id => id !== 'compression')]],
		[[['strategy', 'nfs-root'], ['mount', ''], ['overlay', 'tmpfs'], ['tree.from', 'host']], ['mount', 'overlay', 'tree.from', 'tree.keep', ...ends]],
		[[['strategy', 'nfs-root'], ['mount', ''], ['overlay', 'none'], ['tree.from', 'oci']], ['mount', 'overlay', 'tree.from', 'tree.path', 'tree.image', ...ends]],
		[[['strategy', 'nfs-root'], ['mount', ''], ['overlay', 'none'], ['tree.from', 'oci'], ['tree.path', '/srv/oci']], ['mount', 'overlay', 'tree.from', 'tree.path', ...ends]],
	] as Array<[Array<[string, string]>, string[]]>)('after %j asks what it takes, and no more', (answers, expected) => {
		const flow = begun(...answers.map(([id, text]) => answer(id, text)));
		expect(flow.problem).toBeUndefined();
		expect(ids(flow)).toEqual(['purpose', 'strategy', ...expected, 'name']);
		expect(screenIn(flow)).toEqual({at: 'question', id: ids(flow)[ids(flow).indexOf(answers.at(-1)![0]) + 1]});
	});

	test('offers the public keys of this user, none, and a password or none', () => {
		const flow = begun(answer('strategy', 'nfs-root'));
		expect(questionIn(flow, 'node.keys')!.choices.map(({value}) => value)).toEqual(['', '~/.ssh/id_ed25519.pub', '~/.ssh/id_rsa.pub']);
		expect(questionIn(flow, 'node.password')!.choices.map(({value}) => value)).toEqual(['']);
		const keys = (text: string) => recipeIn(reduce(flow, answer('node.keys', text))).node.keys;
		expect([keys('~/.ssh/id_rsa.pub'), keys('a.pub ~/.ssh/b.pub'), keys('')]).toEqual([['~/.ssh/id_rsa.pub'], ['a.pub', '~/.ssh/b.pub'], []]);
	});

	test('in the review says where it lies as soon as that is new', () => {
		const flow = after({do: 'open', name: 'attic'}, {do: 'edit', id: 'strategy'}, answer('strategy', 'nfs-root'), {do: 'edit', id: 'tree.from'}, answer('tree.from', 'directory'));
		expect(flow.screens).toEqual([{at: 'start'}, {at: 'review'}, {at: 'question', id: 'tree.path'}]);
		const done = reduce(flow, answer('tree.path', '/srv/mine'));
		expect(done.screens).toEqual([{at: 'start'}, {at: 'review'}]);
		expect(recipeIn(done).tree).toMatchObject({from: 'directory', path: '/srv/mine'});
		expect(screenIn(after({do: 'open', name: 'attic'}, {do: 'edit', id: 'strategy'}, answer('strategy', 'nfs-root')))).toEqual({at: 'review'});
	});
});

describe('back', () => {
	test('keeps the answers both ways', () => {
		const flow = after(...atName, answer('name', 'cellar'), ...atName.map(() => back), back);
		expect(screenIn(flow)).toEqual({at: 'start'});
		const again = reduce(flow, {do: 'begin'});
		expect(recipeIn(again).name).toBe('cellar');
		// Whoever left on the way goes on there; at the next start what was begun is reviewed.
		expect(screenIn(again)).toEqual({at: 'purpose'});
		expect(screenIn(reduce(startFlow({...demoProps, drafts: flow.drafts}), {do: 'begin'}))).toEqual({at: 'review'});
	});

	test('keeps what was typed but not accepted', () => {
		const flow = after(...byHand, {do: 'type', id: 'name', text: 'cel'}, back, back, {do: 'begin'});
		expect(flow.typed).toEqual({name: 'cel'});
	});

	test('on the first screen stays there', () => {
		expect(after(back, back)).toEqual(start);
	});

	test('out of a change in the review leaves the answer as it was', () => {
		const flow = after({do: 'open', name: 'attic'}, {do: 'edit', id: 'node.memory'}, {do: 'type', id: 'node.memory', text: '9'}, back);
		expect(screenIn(flow)).toEqual({at: 'review'});
		expect(flow.typed).toEqual({});
		expect(isChanged(flow)).toBe(false);
	});

	test('after help is where help was asked for, the problem still named while reading', () => {
		const flow = after(...atName, answer('name', '!'), {do: 'help'});
		expect(flow.problem).toBeDefined();
		expect(screenIn(reduce(flow, back))).toEqual({at: 'question', id: 'name'});
	});
});

describe('the review', () => {
	test('of an unchanged recipe builds without saving, or does half of it', () => {
		const flow = after({do: 'open', name: 'rambox'});
		expect(goFrom(flow).outcome).toEqual({do: 'go', recipe: recipeNamed('rambox'), former: demoProps.recipes[0], save: false});
		expect(reduce(flow, {do: 'use', what: 'run'}).outcome).toEqual({do: 'run', name: 'rambox'});
		expect(reduce(flow, {do: 'use', what: 'rehearse'}).outcome).toEqual({do: 'rehearse', name: 'rambox'});
	});

	test('starts nothing by one Enter too many', () => {
		const flow = after({do: 'open', name: 'rambox'}, {do: 'go'});
		expect(flow.outcome).toBeUndefined();
		expect(reduce(reduce(flow, {do: 'mark', screen: 'review:rambox', at: 'plan'}), {do: 'go'}).outcome).toBeUndefined();
	});

	test('takes a changed answer and comes back', () => {
		const flow = after({do: 'open', name: 'attic'}, {do: 'edit', id: 'compression'}, answer('compression', 'zstd'));
		expect(screenIn(flow)).toEqual({at: 'review'});
		expect(flow.screens).toHaveLength(2);
		expect(goFrom(flow).outcome).toMatchObject({do: 'go', save: true, recipe: {name: 'attic', compression: 'zstd'}});
	});

	test('of a bundled recipe that was changed is of one with a name of its own', () => {
		const flow = after({do: 'open', name: 'rambox'}, {do: 'edit', id: 'node.memory'}, answer('node.memory', '1024'));
		expect(recipeIn(flow)).toMatchObject({name: 'my-rambox', node: {memory: 1024}});
	});

	test('takes a list typed by hand and comes back past the choices', () => {
		const flow = after({do: 'open', name: 'attic'}, {do: 'edit', id: 'kernel.drivers'}, {do: 'edit', id: 'kernel.drivers', typing: true}, answer('kernel.drivers', 'e1000e, r8169'));
		expect(screenIn(flow)).toEqual({at: 'review'});
		expect(recipeIn(flow).kernel.drivers).toEqual(['e1000e', 'r8169']);
	});

	test('lets a saved recipe keep its name', () => {
		const flow = after({do: 'open', name: 'attic'}, {do: 'edit', id: 'name'}, answer('name', 'attic'));
		expect(flow.problem).toBeUndefined();
	});
});

test('a recipe that cannot be read does not open', () => {
	expect(after({do: 'open', name: 'broken'})).toEqual(start);
});

test('two drafts do not mix', () => {
	const flow = after({do: 'begin'}, answer('name', 'cellar'), {do: 'type', id: 'node.memory', text: '7'}, back, back, {do: 'open', name: 'attic'});
	expect(recipeIn(flow)).toEqual(demoProps.recipes[1]!.recipe);
	expect(flow.typed).toEqual({});
});
