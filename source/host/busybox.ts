import {open, readFile} from 'node:fs/promises';
import path from 'node:path';
import {findProgram} from './tools.ts';
import type {BusyboxSource} from './types.ts';

/** A BusyBox of this machine that runs where there is no C library: on the node there is nothing else. */
export async function findInstalledBusybox(searchPath: string): Promise<BusyboxSource | undefined> {
	const found = await Promise.all(['busybox-static', 'busybox'].map(async name => findProgram(name, searchPath)));
	for (const program of found) {
		if (program && isStatic(await readBeginning(program))) {
			return {from: 'installed', path: program};
		}
	}

	return undefined;
}

/** The C library of musl's compiler, a script that names its specs, beside which the library lies. */
export async function findMuslLibrary(compiler: string | undefined): Promise<string | undefined> {
	const script = compiler === undefined ? '' : await readFile(compiler, 'latin1').catch(() => '');
	const specs = /-specs "(\/[^"]+)"/.exec(script)?.[1];
	return specs && path.join(path.dirname(specs), 'libc.a');
}

const PT_INTERP = 3;

/** Whether these are the first bytes of a 64-bit ELF program that asks for no dynamic loader (no PT_INTERP; elf(5)). */
export function isStatic(start: Buffer): boolean {
	const isElf64 = start.length >= 64 && start.readUInt32BE(0) === 0x7F_45_4C_46 && start[4] === 2;
	if (!isElf64) {
		return false;
	}

	const offset = Number(start.readBigUInt64LE(0x20));
	const size = start.readUInt16LE(0x36);
	const count = start.readUInt16LE(0x38);
	const types = Array.from({length: count}, (_, index) => offset + (index * size))
		.map(position => position + 4 <= start.length ? start.readUInt32LE(position) : PT_INTERP);
	return !types.includes(PT_INTERP);
}

async function readBeginning(program: string): Promise<Buffer> {
	const file = await open(program);
	try {
		const {buffer, bytesRead} = await file.read(Buffer.alloc(4096), 0, 4096, 0);
		return buffer.subarray(0, bytesRead);
	} finally {
		await file.close();
	}
}
