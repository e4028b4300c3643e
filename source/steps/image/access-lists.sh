#!/bin/sh
# Warns of access lists in an archive that is packed into what has none: access-lists.sh ARCHIVE WHAT WAY-OUT
# They are attributes there, or text of their own (tree/acl.pl).
set -eu
if LC_ALL=C grep -aqE '[0-9]+ SCHILY\.(acl\.|xattr\.system\.posix_acl_)(access|default)=' "$1"; then
	echo "warning: access lists (ACLs) are not in $2, which has none; $3" >&2
fi
