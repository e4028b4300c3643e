import {stdin, stdout} from 'node:process';
import {publish} from '../../source/publish/publish.ts';
import {withVersion} from '../../source/publish/state.ts';

// A process of its own, to be killed: publishes what its argument says once something comes in.
const {folder, version, sources} = JSON.parse(process.argv[2]!) as Pick<Parameters<typeof publish>[0], 'folder' | 'version' | 'sources'>;
stdin.once('data', () => {
	stdin.unref();
	void publish({folder, version, sources, keep: 1, decide: (state, id) => withVersion(state, id)});
});
// Once listening has made its own system calls: from here on there are only those of publishing to count.
setTimeout(() => {
	stdout.write('ready\n');
}, 50);
