import {expect, test} from 'vitest';
import {foldersFrom} from '../source/paths.ts';

test('RAMSTRAP_HOME moves everything below one folder', () => {
	expect(foldersFrom({RAMSTRAP_HOME: '/srv/boot', HOME: '/home/ann', XDG_CACHE_HOME: '/elsewhere'})).toEqual({
		recipes: '/srv/boot/recipes', work: '/srv/boot/work', shared: '/srv/boot/shared', published: '/srv/boot/published', logs: '/srv/boot/logs', cache: '/srv/boot/cache',
	});
});

test('without it, the XDG base directories', () => {
	expect(foldersFrom({HOME: '/home/ann'})).toEqual({
		recipes: '/home/ann/.config/ramstrap/recipes',
		work: '/home/ann/.local/share/ramstrap/work',
		shared: '/home/ann/.local/share/ramstrap/shared',
		published: '/home/ann/.local/share/ramstrap/published',
		logs: '/home/ann/.local/state/ramstrap/logs',
		cache: '/home/ann/.cache/ramstrap',
	});
	expect(foldersFrom({HOME: '/home/ann', XDG_DATA_HOME: '/big', XDG_CACHE_HOME: 'relative', RAMSTRAP_HOME: ''})).toMatchObject({work: '/big/ramstrap/work', cache: '/home/ann/.cache/ramstrap'});
});
