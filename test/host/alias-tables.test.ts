import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {readModuleTables, readTableFiles} from '../../source/host/alias-tables.ts';
import {namedIncludes} from '../../source/kernel/hardware/source-tree.ts';

let folder: string;
const write = (name: string, text: string) => {
	mkdirSync(path.dirname(path.join(folder, name)), {recursive: true});
	writeFileSync(path.join(folder, name), text);
};

beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-tables-'));
});
afterAll(() => {
	rmSync(folder, {recursive: true, force: true});
});

test('a tree: Makefiles, files with tables, the headers these name, those asked for; nothing else', async () => {
	for (const [name, text] of Object.entries({
		'tree/drivers/Makefile': 'obj-y += net/',
		'tree/drivers/net/Makefile': 'obj-y += a.o',
		'tree/drivers/net/a.c': '#include "b.h"\n#include <linux/usb/x.h>\nMODULE_DEVICE_TABLE(pci, t);',
		'tree/drivers/net/b.h': '#include "c.h"\n#include "gone.h"',
		'tree/drivers/net/c.h': '#include "b.h"',
		'tree/drivers/net/unused.h': '',
		'tree/drivers/net/helper.c': 'int x;',
		'tree/drivers/net/whole.c': '#include "part.c"',
		'tree/drivers/net/part.c': 'MODULE_DEVICE_TABLE(pci, t);',
		'tree/drivers/net/wireless/w.c': 'MODULE_DEVICE_TABLE(pci, t);',
		'tree/drivers/gpu/g.c': 'MODULE_DEVICE_TABLE(pci, t);',
		'tree/drivers/nvme/host/Kbuild': 'obj-y += n.o',
		'tree/include/linux/usb/x.h': '',
		'tree/include/linux/pci.h': '',
	})) {
		write(name, text);
	}

	const files = await readTableFiles(path.join(folder, 'tree'), {headers: ['include/linux/pci.h'], includesOf: namedIncludes});
	expect(files.keys().toArray().toSorted()).toEqual([
		'drivers/Makefile', 'drivers/net/Makefile', 'drivers/net/a.c', 'drivers/net/b.h', 'drivers/net/c.h', 'drivers/net/part.c', 'drivers/net/whole.c',
		'drivers/nvme/host/Kbuild', 'include/linux/pci.h', 'include/linux/usb/x.h',
	]);
	expect(await readTableFiles(path.join(folder, 'nowhere'), {headers: [], includesOf: namedIncludes})).toEqual(new Map());
});

test('a kernel\'s modules: beside them, or in the folder of an unpacked package', async () => {
	write('package/lib/modules/6.1.0/modules.alias', 'alias a b\n');
	write('package/lib/modules/6.1.0/modules.dep', 'kernel/b.ko:\n');
	const tables = {alias: 'alias a b\n', dep: 'kernel/b.ko:\n', builtin: ''};
	expect(await readModuleTables(path.join(folder, 'package'))).toEqual(tables);
	expect(await readModuleTables(path.join(folder, 'package/lib/modules/6.1.0'))).toEqual(tables);
	expect(await readModuleTables(path.join(folder, 'tree'))).toBeUndefined();
});
