import {rehearse, type RehearsalRequest} from '../../source/rehearse/rehearse.ts';

// A rehearsal in a process of its own, so that a test can kill it.
await rehearse({
	...JSON.parse(process.argv[2]!) as RehearsalRequest,
	onEvent(event) {
		if (event.event !== 'console') {
			console.log(JSON.stringify(event));
		}
	},
});
