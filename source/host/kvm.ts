import {constants, open, stat} from 'node:fs/promises';
import {release} from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import {readNote} from '../files/read-json.ts';
import type {KvmState} from './types.ts';

/** What a rehearsal found out by really starting a guest: written by it, believed until kernel or QEMU change. */
const verdictSchema = z.object({works: z.boolean(), kernel: z.string(), qemu: z.string()});

export type KvmVerdict = z.infer<typeof verdictSchema>;

export function kvmVerdictFile(cacheFolder: string): string {
	return path.join(cacheFolder, 'kvm.json');
}

/** What a verdict is valid for. */
export async function kvmIdentity(qemu: string): Promise<Omit<KvmVerdict, 'works'>> {
	const {mtimeMs} = await stat(qemu);
	return {kernel: release(), qemu: `${qemu} ${mtimeMs}`};
}

/** @param device that QEMU opens for it */
export async function readKvmState(
	cacheFolder: string,
	qemu: string | undefined,
	device = '/dev/kvm',
): Promise<KvmState> {
	if (!await canOpen(device)) {
		return 'absent';
	}

	const identity = qemu && await kvmIdentity(qemu);
	const verdict = readNote(kvmVerdictFile(cacheFolder), verdictSchema);
	const valid = verdict && identity && verdict.kernel === identity.kernel && verdict.qemu === identity.qemu;
	return valid ? (verdict.works ? 'proven' : 'broken') : 'unproven';
}

async function canOpen(device: string): Promise<boolean> {
	try {
		const handle = await open(device, constants.O_RDWR);
		await handle.close();
		return true;
	} catch {
		return false;
	}
}
