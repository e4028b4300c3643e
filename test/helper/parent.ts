import process from 'node:process';
import {startHelper} from '../../source/helper/start-helper.ts';
import {protocol} from './protocol.ts';

// Starts a helper whose last words go to a file, and gives it an order without an end; tells the process id of it.

const argv = [process.execPath, 'test/helper/helper.ts', process.argv[2]!];
const helper = startHelper({argv, isOurs: true}, protocol, event => {
	console.log(JSON.stringify(event));
});
await helper.order({do: 'hang'});
