/**
Types a key when iPXE waits two seconds for Ctrl-B: any other one ends that (its `prompt.c`), and what it goes on with
is the same.
@param type into the console of the machine
@returns what is to hear everything that the console says
*/
export function skipIpxeBanner(type: (text: string) => void): (text: string) => void {
	let tail = '';
	return text => {
		// A serial port delivers single characters.
		tail = (tail + text).slice(-2 * banner.length);
		if (!tail.includes(banner)) {
			return;
		}

		tail = '';
		type(' ');
	};
}

const banner = 'Press Ctrl-B for the iPXE command line';
