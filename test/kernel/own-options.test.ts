import {expect, test} from 'vitest';
import {ownOptions} from '../../source/kernel/own-options.ts';

/** As from maps of values. */
function after(options: Parameters<typeof ownOptions>[0], {made = {}, others = {}, before = {}, now = {}}: Partial<Record<'made' | 'others' | 'before' | 'now', Record<string, string>>>) {
	const values = {...before, ...made, ...now};
	return ownOptions(options, {made: new Map(Object.entries(made)), others: new Map(Object.entries(others)), before: option => before[option], now: option => values[option], isSwitch: option => option !== 'LOCALVERSION'});
}

test('what was set is asked for, numbers as numbers; what was there stays, in its order', () => {
	expect(after({TIGON3: 'y'}, {made: {PCI: 'y', LOG_BUF_SHIFT: '18', PHYSICAL_START: '0x1000000', LOCALVERSION: '-mine'}, before: {TIGON3: 'y'}}))
		.toEqual({TIGON3: 'y', PCI: 'y', LOG_BUF_SHIFT: 18, PHYSICAL_START: '0x1000000', LOCALVERSION: '-mine'});
});

test('a text is no switch, even if it is n', () => {
	expect(after({LOCALVERSION: '-x'}, {made: {LOCALVERSION: 'n'}, before: {LOCALVERSION: '-x'}})).toEqual({LOCALVERSION: 'n'});
});

test('what is off anyway, or asked for by others, needs no line', () => {
	expect(after({TIGON3: 'y', SMP: 'n'}, {made: {TIGON3: 'n', SMP: 'y', USB: 'n'}, others: {SMP: 'y'}, before: {TIGON3: 'y', SMP: 'n', USB: 'n'}})).toEqual({});
});

test('what others ask for is taken off by a line of one\'s own', () => {
	expect(after({}, {made: {SMP: 'n', NR_CPUS: '4'}, others: {SMP: 'y', NR_CPUS: '64'}, before: {SMP: 'y', NR_CPUS: '64'}})).toEqual({SMP: 'n', NR_CPUS: 4});
});

test('of a choice the member that is on now is asked for, and no other', () => {
	const change = {made: {HZ_1000: 'y'}, before: {HZ_100: 'y'}, now: {HZ_100: 'n'}};
	expect(after({HZ_100: 'y'}, change)).toEqual({HZ_1000: 'y'});
	expect(after({}, {...change, others: {HZ_100: 'y'}})).toEqual({HZ_100: 'n', HZ_1000: 'y'});
});

test('what this kernel does not have, or did not take before, is left as it is written', () => {
	expect(after({OTHER_VERSION: 'y', DROPPED: 'y'}, {made: {USB: 'y'}, before: {DROPPED: 'n'}, now: {DROPPED: 'n'}})).toEqual({OTHER_VERSION: 'y', DROPPED: 'y', USB: 'y'});
});
