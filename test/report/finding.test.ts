import {expect, test} from 'vitest';
import {toAscii} from '../../source/report/ascii.ts';
import {findingEvent, findingLines, marks, warningEvent, type Finding} from '../../source/report/finding.ts';

const full: Finding = {code: 'firewall-closed', level: 'warning', what: 'Port 69 is closed.', hints: ['open it', 'or another']};

test('programs are told a finding by one event, whatever it is about', () => {
	expect(warningEvent(full)).toEqual({event: 'warning', code: 'firewall-closed', level: 'warning', message: 'Port 69 is closed.', hints: ['open it', 'or another']});
	expect(warningEvent({code: 'step-warned', level: 'warning', what: 'Old.'}, 'kernel')).toEqual({event: 'warning', step: 'kernel', code: 'step-warned', level: 'warning', message: 'Old.'});
});

test('what a command checks is told by the same fields, and its own', () => {
	const finding = {...full, option: 'TUN'};
	expect(findingEvent(finding)).toEqual({event: 'finding', code: 'firewall-closed', level: 'warning', message: 'Port 69 is closed.', hints: ['open it', 'or another'], option: 'TUN'});
});

test('a person reads a mark, the sentence and what to do', () => {
	expect(findingLines(full)).toEqual(['  ⚠ Port 69 is closed.', '    → open it', '    → or another']);
	expect(findingLines({code: 'x', level: 'good', what: 'Fine.'})).toEqual(['  ✔ Fine.']);
});

test('every mark has a twin in ASCII, of one column and not that of another', () => {
	const twins = Object.values(marks).map(mark => toAscii(mark));
	expect(new Set(twins).size).toBe(twins.length);
	expect(twins.every(twin => twin.length === 1 && twin !== '?')).toBe(true);
});
