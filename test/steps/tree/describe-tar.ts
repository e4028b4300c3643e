import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';

/**
The members of a tar archive, one line each in the order of names: mode, owner, type, and where it leads or what is in
it.
*/
export async function describeTar(archive: string): Promise<string[]> {
	const folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-tar-'));
	try {
		const {stdout} = await execa('sh', [path.resolve('source/steps/system/listing.sh'), archive], {cwd: folder});
		await execa('tar', ['--extract', '--warning=no-unknown-keyword', '--xattrs', '--xattrs-include=*', '--file', archive, '--directory', folder]);
		const {stdout: capable} = await execa('getcap', ['-r', folder]);
		const capabilities = new Map(capable.split('\n').filter(Boolean).map(line => [`.${line.slice(folder.length, line.lastIndexOf(' '))}`, line.slice(line.lastIndexOf(' ') + 1)]));
		return stdout.split('\n').map(line => describeMember(line, folder, capabilities)).toSorted();
	} finally {
		rmSync(folder, {recursive: true});
	}
}

function describeMember(line: string, folder: string, capabilities: ReadonlyMap<string, string>): string {
	const [name, ...words] = line.split(' ');
	const {mode, uid, gid, type, link, hard} = Object.fromEntries(words.map(word => /^(\w+)=(.*)$/s.exec(word)!.slice(1))) as Record<string, string>;
	const real = Buffer.from(name!.replaceAll(/\\(\d{3})/g, (_, digits: string) => String.fromCodePoint(Number.parseInt(digits, 8))), 'latin1').toString();
	const start = `${name === '/.' ? '.' : name} ${mode} ${uid}:${gid} ${hard ? 'hard' : type}`;
	const detail = link ?? hard ?? (type === 'file' ? content(path.join(folder, real)) : undefined);
	const capability = hard ? undefined : capabilities.get(real);
	return [start, ...(detail ? [detail] : [])].join(' ') + (capability ? `, ${capability}` : '');
}

function content(file: string): string {
	const bytes = readFileSync(file);
	return bytes.subarray(1, 4).toString() === 'ELF' ? 'program' : JSON.stringify(bytes.toString().trimEnd());
}
