import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {beforeEach, expect, onTestFinished, test} from 'vitest';
import {firmwareWarning} from '../../source/kernel/hardware/firmware.ts';
import {wantedOf} from '../../source/strategies/index.ts';
import {kernelSteps} from '../../source/strategies/kernel-steps.ts';
import {factsOf} from '../host/facts-of.ts';
import {recipeWith} from '../recipe/recipe.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-firmware-'));
	onTestFinished(() => {
		rmSync(folder, {recursive: true});
	});
});

const at = (name: string) => path.join(folder, name);
const put = (name: string, content: string | Buffer) => {
	mkdirSync(path.dirname(at(name)), {recursive: true});
	writeFileSync(at(name), content);
};

/** A module that is nothing but what modinfo reads of it: an ELF file with a section .modinfo (elf(5)). */
function moduleWith(...files: string[]): Buffer {
	const info = Buffer.from(files.map(name => `firmware=${name}\0`).join('') || 'license=GPL\0');
	const names = Buffer.from('\0.modinfo\0.shstrtab\0');
	const sections = 64 + info.length + names.length;
	const header = Buffer.alloc(64);
	header.set([0x7F, 0x45, 0x4C, 0x46, 2, 1, 1]);
	header.writeUInt16LE(1, 16);
	header.writeUInt16LE(62, 18);
	header.writeUInt32LE(1, 20);
	header.writeBigUInt64LE(BigInt(sections), 40);
	header.writeUInt16LE(64, 52);
	header.writeUInt16LE(64, 58);
	header.writeUInt16LE(3, 60);
	header.writeUInt16LE(2, 62);
	const section = (name: number, type: number, offset: number, size: number) => {
		const entry = Buffer.alloc(64);
		entry.writeUInt32LE(name);
		entry.writeUInt32LE(type, 4);
		entry.writeBigUInt64LE(BigInt(offset), 24);
		entry.writeBigUInt64LE(BigInt(size), 32);
		entry.writeBigUInt64LE(1n, 48);
		return entry;
	};

	return Buffer.concat([header, info, names, Buffer.alloc(64), section(1, 1, 64, info.length), section(10, 3, 64 + info.length, names.length)]);
}

async function take(...notes: string[]): Promise<string> {
	const {stderr} = await execa('sh', [path.resolve('source/steps/drivers/firmware.sh'), at('fw'), ...notes], {cwd: folder});
	return stderr;
}

test('what drivers ask for goes along, packed or linked or named by a pattern; nothing from outside does', async () => {
	put('lib/modules/6/kernel/bnx2x.ko', moduleWith('bnx2x/e1.fw', 'bnx2x/e2.fw', '../../etc/passwd', '/etc/passwd'));
	put('lib/modules/6/kernel/wild.ko', moduleWith('wild/a*.bin'));
	put('lib/modules/6/kernel/plain.ko', moduleWith());
	put('fw/bnx2x/e1.fw', 'one');
	put('fw/bnx2x/real', 'two');
	symlinkSync('real', at('fw/bnx2x/e2.fw'));
	put('fw/wild/a1.bin.in', 'packed');
	put('fw/wild/other.bin', 'x');
	await execa('sh', ['-ec', 'xz -c wild/a1.bin.in >wild/a1.bin.xz; zstd -q -c wild/a1.bin.in >wild/a2.bin.zst; rm wild/a1.bin.in'], {cwd: at('fw')});
	expect(await take()).toBe('');
	const {stdout} = await execa('find', ['lib/firmware', '-type', 'f'], {cwd: folder});
	expect(stdout.split('\n').toSorted()).toEqual(['lib/firmware/bnx2x/e1.fw', 'lib/firmware/bnx2x/e2.fw', 'lib/firmware/wild/a1.bin', 'lib/firmware/wild/a2.bin']);
	expect(readFileSync(at('lib/firmware/bnx2x/e2.fw'), 'utf8')).toBe('two');
	expect(readFileSync(at('lib/firmware/wild/a2.bin'), 'utf8')).toBe('packed');
});

test('a driver that is of no use without them is named where there are none, and no other is', async () => {
	put('lib/modules/6/kernel/bnx2x.ko', moduleWith('bnx2x/e1.fw'));
	put('lib/modules/6/kernel/r8169.ko', moduleWith('rtl_nic/rtl8168.fw'));
	expect(await take('bnx2x does not work without its files')).toBe(`warning: bnx2x does not work without its files, and ${at('fw')} has none of them; install them, or set kernel.firmware to a folder with them`);
	expect(existsSync(at('lib/firmware'))).toBe(true);
	put('fw/bnx2x/e1.fw', 'one');
	expect(await take('bnx2x does not work without its files')).toBe('');
});

test('files that are installed later make the step anew: it reads the folder it takes them from', () => {
	const readBy = (kernel: Record<string, unknown>, facts = factsOf({firmware: '/lib/firmware'})) => kernelSteps(wantedOf(recipeWith({kernel: {from: 'distribution', ...kernel}})), facts).find(({id}) => id === 'drivers')?.reads;
	expect(readBy({drivers: ['bnx2x']})).toEqual(['/lib/firmware/']);
	expect(readBy({drivers: ['bnx2x'], firmware: '/srv/fw'})).toEqual(['/srv/fw/']);
	expect(readBy({drivers: 'all-network'})).toEqual([]);
	expect(readBy({drivers: ['bnx2x']}, factsOf())).toEqual([]);
});

test('a driver whose files another module asks for is named by that', async () => {
	put('lib/modules/6/kernel/qed.ko', moduleWith('qed/values.bin'));
	put('lib/modules/6/kernel/qede.ko', moduleWith());
	expect(await take(firmwareWarning('qede')!)).toMatch(/^warning: qed does not work without its files .*firmware-qlogic/);
});
