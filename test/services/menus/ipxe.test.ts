import {expect, test} from 'vitest';
import {ipxePath, renderIpxe} from '../../../source/services/menus/ipxe.ts';
import type {BootEntry} from '../../../source/services/types.ts';

const rambox: BootEntry = {name: 'rambox', title: 'BusyBox in RAM', kernel: '/rambox/vmlinuz', initrd: '/rambox/initrd', words: ['console=ttyS0', 'panic=10']};
const server = 'http://192.168.24.1';

test('a menu with every entry, a shell and the local disk', () => {
	const second = {...rambox, name: 'second', title: 'Another', kernel: '/second/vmlinuz', initrd: '/second/initrd', words: []};
	expect(renderIpxe({server, entries: [rambox, second], timeout: 3}, {ownScripts: true})).toBe(`#!ipxe
set machine card=\${netX/busid:hexraw}&memory=\${smbios/0.17.12.2:hexraw}-\${smbios/1.17.12.2:hexraw}-\${smbios/2.17.12.2:hexraw}-\${smbios/3.17.12.2:hexraw}-\${smbios/4.17.12.2:hexraw}-\${smbios/5.17.12.2:hexraw}-\${smbios/6.17.12.2:hexraw}-\${smbios/7.17.12.2:hexraw}-\${smbios/8.17.12.2:hexraw}-\${smbios/9.17.12.2:hexraw}-\${smbios/10.17.12.2:hexraw}-\${smbios/11.17.12.2:hexraw}-\${smbios/12.17.12.2:hexraw}-\${smbios/13.17.12.2:hexraw}-\${smbios/14.17.12.2:hexraw}-\${smbios/15.17.12.2:hexraw}
chain --replace --autofree http://192.168.24.1/mac/\${netX/mac:hexhyp}.ipxe ||
:menu
menu Network boot by ramstrap
item boot-rambox BusyBox in RAM
item boot-second Another
item shell iPXE shell
item local Boot from the local disk
choose --default boot-rambox --timeout 3000 selected || goto local
goto \${selected}

:boot-rambox
imgfree
kernel http://192.168.24.1/rambox/vmlinuz?\${machine} initrd=initrd console=ttyS0 panic=10 BOOTIF=01-\${netX/mac:hexhyp} || goto failed
initrd --name initrd http://192.168.24.1/rambox/initrd || goto failed
boot || goto failed

:boot-second
imgfree
kernel http://192.168.24.1/second/vmlinuz?\${machine} initrd=initrd BOOTIF=01-\${netX/mac:hexhyp} || goto failed
initrd --name initrd http://192.168.24.1/second/initrd || goto failed
boot || goto failed

:shell
shell ||
goto menu

:local
exit 1

:failed
echo Loading failed. Is the server still running?
prompt --key s --timeout 5000 Press s for a shell; trying again in 5 seconds. && goto shell ||
goto menu
`);
});

test('no menu when nobody is to be asked', () => {
	expect(renderIpxe({server, entries: [rambox], timeout: 0})).toMatch(/^#!ipxe\nset machine .*\n:menu\ngoto boot-rambox\n\n:boot-rambox\n/);
});

test('a node finds its own by its MAC', () => {
	expect(ipxePath('52:54:00:12:34:56')).toBe('/mac/52-54-00-12-34-56.ipxe');
});

test('what is one node\'s own is loaded before what is for all, and named in that order', () => {
	expect(renderIpxe({server, entries: [{...rambox, ownInitrd: '/mac/52-54-00-12-34-56.cpio'}], timeout: 0})).toContain(`
kernel http://192.168.24.1/rambox/vmlinuz?\${machine} initrd=node initrd=initrd console=ttyS0 panic=10 BOOTIF=01-\${netX/mac:hexhyp} || goto failed
initrd --name node http://192.168.24.1/mac/52-54-00-12-34-56.cpio || goto failed
initrd --name initrd http://192.168.24.1/rambox/initrd || goto failed
`);
});
