import {expect, test} from 'vitest';
import {pxelinuxNames, renderPxelinux} from '../../../source/services/menus/pxelinux.ts';
import type {BootEntry} from '../../../source/services/types.ts';

const rambox: BootEntry = {name: 'rambox', title: 'BusyBox in RAM', kernel: '/rambox/vmlinuz', initrd: '/rambox/initrd', words: ['console=tty0', 'console=ttyS1,57600n8']};
const server = 'http://192.168.24.1';

test('a menu, also on the serial port the kernel will use', () => {
	expect(renderPxelinux({server, entries: [rambox], timeout: 3})).toBe(`SERIAL 1 57600
DEFAULT rambox
UI menu.c32
PROMPT 0
TIMEOUT 30
MENU TITLE Network boot by ramstrap

LABEL rambox
  MENU LABEL BusyBox in RAM
  KERNEL http://192.168.24.1/rambox/vmlinuz
  INITRD http://192.168.24.1/rambox/initrd
  APPEND console=tty0 console=ttyS1,57600n8
  IPAPPEND 2

LABEL local_disk
  MENU LABEL Boot from the local disk
  LOCALBOOT -1
`);
});

test('no menu when nobody is to be asked, no serial port when there is none', () => {
	expect(renderPxelinux({server, entries: [{...rambox, words: ['quiet']}], timeout: 0})).toMatch(/^DEFAULT rambox\nPROMPT 0\n\nLABEL rambox\n/);
	expect(renderPxelinux({server, entries: [{...rambox, words: ['console=ttyS0']}], timeout: 0})).toMatch(/^SERIAL 0 115200\nDEFAULT rambox\n/);
	expect(renderPxelinux({server, entries: [{...rambox, words: ['console=ttyS10,9600']}], timeout: 0})).toMatch(/^DEFAULT rambox\n/);
});

test('names by MAC and by hexadecimal address', () => {
	expect(pxelinuxNames({mac: '52:54:00:12:34:56', address: '192.168.24.10'})).toEqual(['01-52-54-00-12-34-56', 'C0A8180A']);
	expect(pxelinuxNames({mac: '52:54:00:12:34:56'})).toEqual(['01-52-54-00-12-34-56']);
});

test('what is one node\'s own is loaded before what is for all', () => {
	expect(renderPxelinux({server, entries: [{...rambox, ownInitrd: '/mac/52-54-00-12-34-56.cpio'}], timeout: 0})).toContain(`
  INITRD http://192.168.24.1/mac/52-54-00-12-34-56.cpio,http://192.168.24.1/rambox/initrd
`);
});
