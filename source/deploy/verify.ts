import {createHash} from 'node:crypto';
import {mkdtemp, readdir, rmdir} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {probeDhcp} from '../host/dhcp-probe.ts';
import {hashFile} from '../run/hash-file.ts';
import {fetchByTftp} from './tftp.ts';
import type {Proof, World} from './types.ts';

export type ProofResult = {proof: Proof; ok: boolean; says: string};

/** Tries one thing as a node would, and again until it works or the time is over: services have just been started. */
export async function verify(
	proof: Proof,
	world: World,
	{seconds, mac, signal}: {seconds: number; mac: string; signal?: AbortSignal},
): Promise<ProofResult> {
	const end = performance.now() + seconds * 1000;
	for (;;) {
		try {
			return {proof, ok: true, says: await trials[proof.kind](proof as never, world, mac)};
		} catch (error) {
			if (performance.now() > end || signal?.aborted) {
				return {proof, ok: false, says: `${what(proof)}: ${reason(error)}`};
			}
		}

		await sleep(500);
	}
}

function what(proof: Proof): string {
	switch (proof.kind) {
		case 'unit': {
			return proof.name;
		}

		case 'http': {
			return proof.url;
		}

		case 'tftp': {
			return `${proof.name} by TFTP from ${proof.server}`;
		}

		case 'dhcp': {
			return `DHCP on ${proof.interface}`;
		}

		case 'nfs': {
			return `${proof.server}:${proof.path} over NFS`;
		}
	}
}

function reason(error: unknown): string {
	const {message, cause} = error as Error;
	return cause instanceof Error ? cause.message : message;
}

type Trials = {
	[Kind in Proof['kind']]: (proof: Extract<Proof, {kind: Kind}>, world: World, mac: string) => Promise<string>;
};

const trials: Trials = {
	async unit({name}, {run}) {
		const {ok, output} = await run(['systemctl', 'is-active', name]);
		if (!ok) {
			throw new Error(`systemd reports the state ${output.trim()} (journalctl -u ${name})`);
		}

		return `${name} runs`;
	},
	async http({url, file}, {root}) {
		const response = await fetch(url, {signal: AbortSignal.timeout(600_000)});
		if (response.status !== 200 || !response.body) {
			throw new Error(`the answer is ${response.status}`);
		}

		return `${url} is served${await compared(response.body, file && root + file)}`;
	},
	async tftp({server, name, file}, {root}) {
		return `${name} is served over TFTP${await compared([await fetchByTftp({server, name})], root + file)}`;
	},
	async dhcp({address, interface: name}, _, mac) {
		const answers = await probeDhcp({address, mac, seconds: 3});
		if (!answers.some(({server}) => server === address)) {
			throw new Error('no answer from this machine');
		}

		return `DHCP answers on ${name}`;
	},
	async nfs({server, path: folder, version}, {run}) {
		const point = await mkdtemp(path.join(tmpdir(), 'ramstrap-nfs-'));
		try {
			const {ok, output} = await run([
				'mount',
				'-t',
				'nfs',
				'-o',
				`ro,soft,timeo=50,retrans=1,vers=${version}${version === '3' ? ',nolock' : ''}`,
				`${server}:${folder}`,
				point,
			]);
			if (!ok) {
				throw new Error(output.trim().split('\n').at(-1));
			}

			try {
				const names = await readdir(point);
				return `${server}:${folder} can be mounted, with ${names.length} entries`;
			} finally {
				await run(['umount', '--lazy', point]);
			}
		} finally {
			await rmdir(point).catch(() => undefined);
		}
	},
};

/** @throws Error where they differ */
async function compared(
	body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
	file: string | undefined,
): Promise<string> {
	const hash = createHash('sha256');
	let bytes = 0;
	for await (const chunk of body) {
		hash.update(chunk);
		bytes += chunk.length;
	}

	if (file !== undefined && hash.digest('hex') !== await hashFile(file)) {
		throw new Error(`the ${bytes} bytes served differ from ${file}`);
	}

	return `: ${bytes} bytes`;
}
