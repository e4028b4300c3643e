import {readdirSync} from 'node:fs';
import path from 'node:path';

/** Files with this user's public keys, as one types them: `~/.ssh/id_ed25519.pub`. Certificates are no keys. */
export function findPublicKeys(home: string | undefined): string[] {
	if (home === undefined) {
		return [];
	}

	try {
		return readdirSync(path.join(home, '.ssh')).filter(file => file.endsWith('.pub') && !file.endsWith('-cert.pub') && !/\s/.test(file)).toSorted().map(file => `~/.ssh/${file}`);
	} catch {
		return [];
	}
}
