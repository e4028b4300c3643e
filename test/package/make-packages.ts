import process from 'node:process';
import {execa} from 'execa';
import {needTool} from '../need-tool.ts';

/**
Makes the packages for this machine as `npm run package` does, but packed in haste.
@param to folder
@param habits of who makes them: shell commands that come before
*/
export async function makePackages(to: string, {words = [], habits = ':'}: {words?: string[]; habits?: string} = {}): Promise<void> {
	await needTool('x86_64-linux-gnu-strip', 'binutils');
	await execa('sh', ['-c', `${habits}; exec "$@"`, 'sh', process.execPath, '.ci/package/package.js', '--arch', 'amd64', '--level', '0', '--to', to, ...words], {stdout: 'ignore', stderr: 'pipe'});
}
