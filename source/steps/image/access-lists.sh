#!/bin/sh
# Warns of access lists in an archive that is packed into what has none: access-lists.sh ARCHIVE WHAT WAY-OUT
set -eu
files=$(LC_ALL=C grep -acE '^[0-9]+ SCHILY\.acl\.access=' "$1" || :)
[ "$files" = 0 ] || echo "warning: access lists (ACLs) are not in $2, which has none (files that have some: $files); $3" >&2
