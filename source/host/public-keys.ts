import {readdirSync} from 'node:fs';
import path from 'node:path';
import {UserError} from '../errors.ts';

/** Files with this user's public keys, as one types them: `~/.ssh/id_ed25519.pub`. Certificates are no keys. */
export function findPublicKeys(home: string | undefined): string[] {
	if (home === undefined) {
		return [];
	}

	try {
		return readdirSync(path.join(home, '.ssh'))
			.filter(file => file.endsWith('.pub') && !file.endsWith('-cert.pub') && !/\s/.test(file))
			.toSorted()
			.map(file => `~/.ssh/${file}`);
	} catch {
		return [];
	}
}

/**
The lines of a file of public keys (sshd(8), AUTHORIZED_KEYS FILE FORMAT), as
steps/system/check-keys.sh takes them for all nodes.
@param says the field and the file, for the sentence
@throws UserError when there is something else in it
*/
export function parsePublicKeys(text: string, says: string): string[] {
	if (text.includes('-----BEGIN')) {
		throw new UserError(
			`${says}, which is a private key and must not leave this machine; the public key file ends in .pub.`,
		);
	}

	const lines = text.split('\n').map(line => line.trim()).filter(line => line !== '' && !line.startsWith('#'));
	if (lines.length === 0 || lines.some(line => !publicKey.test(line))) {
		throw new UserError(`${says}, which contains no public SSH key, or other text besides keys.`);
	}

	return lines;
}

/** Options may stand before the kind of the key. */
const publicKey = /(?:^|\s)(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-nistp\d+|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com)\s+AAAA/;
