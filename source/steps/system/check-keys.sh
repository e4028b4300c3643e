#!/bin/sh
# Joins files of public keys, and makes sure that they are nothing else: check-keys.sh FILE…
set -eu
for file in "$@"; do
	[ -f "$file" ] || { echo "node.keys names $file, which does not exist" >&2; exit 1; }
	[ "$(wc -c <"$file")" -le 1048576 ] || { echo "node.keys names $file, which is larger than 1 MiB, so it is probably the wrong file" >&2; exit 1; }
	! grep -q -e '-----BEGIN' "$file" || { echo "node.keys names $file, which is a private key and must not leave this machine; the public key is $file.pub" >&2; exit 1; }
	awk '
		/^[[:space:]]*(#|$)/ {next}
		# Options may stand before the kind of the key (sshd(8)).
		/(^|[[:space:]])(ssh-(rsa|dss|ed25519)|ecdsa-sha2-nistp[0-9]+|sk-(ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com)[[:space:]]+AAAA/ {print; keys++; next}
		{exit 1}
		END {if (!keys) exit 1}
	' "$file" || { echo "node.keys names $file, which contains no public SSH key, or other text besides keys" >&2; exit 1; }
done
