import {expect, test} from 'vitest';
import {grubPath, renderGrub, renderGrubStart} from '../../../source/services/menus/grub.ts';
import type {BootEntry} from '../../../source/services/types.ts';

const rambox: BootEntry = {name: 'rambox', title: 'BusyBox in RAM', kernel: '/rambox/vmlinuz', initrd: '/rambox/initrd', words: ['console=ttyS0', 'panic=10']};
const server = 'http://192.168.24.1';

test('the first script goes on to iPXE without Secure Boot, and else asks for the menu until there is one', () => {
	expect(renderGrubStart(server)).toBe(`# Rendered by ramstrap; edit the recipe instead.
if [ "$lockdown" != y ]; then
	if chainloader (http,192.168.24.1)/ipxe.efi; then
		boot
		exit 1
	fi
fi
regexp --set=1:b1 --set=2:b2 --set=3:b3 --set=4:b4 --set=5:b5 --set=6:b6 '(..):(..):(..):(..):(..):(..)' "$net_default_mac"
set mac=$b1-$b2-$b3-$b4-$b5-$b6
export mac
while true; do
	configfile (http,192.168.24.1)/grub/menu.cfg
	echo "Asking http://192.168.24.1 for the boot menu again in 5 seconds."
	sleep 5
done
`);
	expect(renderGrubStart('http://10.0.0.1:8080')).toContain('configfile (http,10.0.0.1:8080)/grub/menu.cfg');
});

test('a menu with every entry and the local disk', () => {
	const second = {...rambox, name: 'second', title: 'Grandmas PC', kernel: '/second/vmlinuz', initrd: undefined, words: []};
	expect(renderGrub({server, entries: [rambox, second], timeout: 3})).toBe(`set default=boot-rambox
set timeout=3

menuentry 'BusyBox in RAM' --id boot-rambox {
	until linux (http,192.168.24.1)/rambox/vmlinuz 'console=ttyS0' 'panic=10' BOOTIF=01-$mac; do
		echo "Loading failed. Is the server still running? Trying again in 5 seconds; Esc leads to the menu."
		if sleep --interruptible 5; then true; else return 1; fi
	done
	until initrd (http,192.168.24.1)/rambox/initrd; do
		echo "Loading failed. Is the server still running? Trying again in 5 seconds; Esc leads to the menu."
		if sleep --interruptible 5; then true; else return 1; fi
	done
	boot
}

menuentry 'Grandmas PC' --id boot-second {
	until linux (http,192.168.24.1)/second/vmlinuz BOOTIF=01-$mac; do
		echo "Loading failed. Is the server still running? Trying again in 5 seconds; Esc leads to the menu."
		if sleep --interruptible 5; then true; else return 1; fi
	done
	boot
}

menuentry 'Boot from the local disk' --id local {
	exit 1
}
`);
});

test('without a wait nothing is shown; a node\'s own archive comes first', () => {
	const text = renderGrub({server, entries: [{...rambox, ownInitrd: '/mac/52-54-00-00-00-01.cpio'}], timeout: 0});
	expect(text).toContain('set timeout=0\nset timeout_style=hidden\n');
	expect(text).toContain('initrd (http,192.168.24.1)/mac/52-54-00-00-00-01.cpio (http,192.168.24.1)/rambox/initrd;');
});

test('machines with a menu of their own are sent to it, one by its whole address before many by a part', () => {
	const own = [{mac: '52:54:*:*:*:*'}, {mac: '52:54:00:00:00:01'}];
	expect(renderGrub({server, entries: [rambox], timeout: 0}, own).split('\n').slice(0, 2)).toEqual([
		'if regexp \'^52-54-00-00-00-01$\' "$mac"; then configfile (http,192.168.24.1)/mac/52-54-00-00-00-01.grub; fi',
		'if regexp \'^52-54-..-..-..-..$\' "$mac"; then configfile (http,192.168.24.1)/mac/52-54-x-x-x-x.grub; fi',
	]);
	expect(own.map(({mac}) => grubPath(mac))).toEqual(['/mac/52-54-x-x-x-x.grub', '/mac/52-54-00-00-00-01.grub']);
});

test('a kernel that nobody signed is marked, refused by name with Secure Boot on, and not what boots by itself then; nothing else does', () => {
	const text = renderGrub({server, entries: [{...rambox, name: 'own', title: 'own', unsigned: true}, rambox], timeout: 3});
	expect(text).toMatch(/^set default=boot-own\nset timeout=3\nif \[ "\$lockdown" = y \]; then set default=boot-rambox; set timeout=-1; set timeout_style=menu; fi\n/);
	expect(text).toContain('menuentry \'own (not signed by Debian)\' --id boot-own {\n\tif [ "$lockdown" = y ]; then\n\t\techo "Secure Boot is on, and Debian did not sign this kernel');
	expect(text.match(/\(not signed by Debian\)/g)).toHaveLength(1);
	// Alone it stays what it is: the entry itself says why it does not boot.
	expect(renderGrub({server, entries: [{...rambox, unsigned: true}], timeout: 3})).toMatch(/^set default=boot-rambox\nset timeout=3/);
});

test('words with a blank reach the kernel in quotes, which GRUB sets; nothing in a word is a command of GRUB\'s', () => {
	const text = renderGrub({server, entries: [{...rambox, words: ['name="a b"', 'x=$y;reboot', 'it\'s']}], timeout: 0});
	expect(text).toContain(String.raw`vmlinuz 'name=a b' 'x=$y;reboot' 'it'\''s' BOOTIF`);
});
