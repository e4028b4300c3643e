import {execFileSync} from 'node:child_process';
import {UserError} from '../errors.ts';

/**
The crypt hash (SHA-512) of a password. It goes to openssl by a pipe: a command line can be read by everybody on this
machine.
*/
export function hashPassword(password: string, openssl: string | undefined): string {
	if (openssl === undefined) {
		throw new UserError('Hashing a password needs openssl, which is not installed. Install the package openssl, or '
			+ 'leave root locked and log in with an SSH key.');
	}

	// What is longer openssl cuts off, and nobody could log in.
	if (Buffer.byteLength(password) > 255) {
		throw new UserError('The password is longer than 255 bytes.');
	}

	return execFileSync(openssl, ['passwd', '-6', '-stdin'], {
		input: `${password}\n`,
		encoding: 'utf8',
		stdio: ['pipe', 'pipe', 'ignore'],
	}).trim();
}
