import {expect, test} from 'vitest';
import {pruned, rolledBack, versionFor, withoutOnly, withVersion, type State} from '../../source/publish/state.ts';

const published = (...ids: string[]): State => {
	const [first, ...others] = ids;
	return others.reduce((state, id) => withVersion(state, id), withVersion(undefined, first!));
};

test('the newest is everybody\'s, and those before are known', () => {
	expect(published('a', 'b', 'c')).toEqual({versions: ['c', 'b', 'a'], current: 'c', former: ['b', 'a'], only: {}});
});

test('what was published before and is again is the newest', () => {
	expect(published('a', 'b', 'a')).toEqual({versions: ['a', 'b'], current: 'a', former: ['b'], only: {}});
});

test('a version to try first is nobody else\'s, until it is published for all', () => {
	const trying = withVersion(published('a', 'b'), 'c', ['52:54:00:00:00:01']);
	expect(trying).toEqual({versions: ['c', 'b', 'a'], current: 'b', former: ['a'], only: {'52:54:00:00:00:01': 'c'}});
	expect(['52:54:00:00:00:01', '52:54:00:00:00:02', undefined].map(mac => versionFor(trying, mac))).toEqual(['c', 'b', 'b']);
	expect(withVersion(trying, 'c')).toMatchObject({current: 'c', former: ['b', 'a'], only: {}});
	// Somebody else's trial goes on.
	expect(withVersion(trying, 'd')).toMatchObject({current: 'd', only: {'52:54:00:00:00:01': 'c'}});
	expect(withoutOnly(trying, ['52:54:00:00:00:01'])).toMatchObject({current: 'b', only: {}});
});

test('the first version is everybody\'s, whoever was to try it', () => {
	expect(withVersion(undefined, 'a', ['52:54:00:00:00:01'])).toMatchObject({current: 'a', only: {}});
});

test('rolling back goes through what everybody booted, and ends', () => {
	const trying = withVersion(published('a', 'b'), 'c', ['52:54:00:00:00:01']);
	const back = rolledBack(withVersion(trying, 'd'))!;
	expect(back.current).toBe('b');
	expect(rolledBack(back)!.current).toBe('a');
	expect(rolledBack(rolledBack(back)!)).toBeUndefined();
	// Forward again.
	expect(withVersion(back, 'd')).toMatchObject({current: 'd', former: ['b', 'a']});
});

test('the oldest go, but none that anybody needs', () => {
	const state = withVersion(published('a', 'b', 'c', 'd', 'e'), 'f', ['52:54:00:00:00:01']);
	expect(pruned(state, 2, new Set())).toEqual({versions: ['f', 'e'], current: 'e', former: [], only: state.only});
	expect(pruned(rolledBack(rolledBack(state)!)!, 2, new Set(['a']))).toMatchObject({versions: ['f', 'e', 'c', 'a'], current: 'c', former: ['a']});
});
