#!/bin/sh
# Every shell and Perl script that git tracks: its syntax, and what shellcheck says of it.
set -uf
cd "$(dirname "$0")/.." || exit 1
command -v shellcheck >/dev/null || {
	echo 'shellcheck is not installed: apt-get install shellcheck' >&2
	exit 1
}

# By the first line, or by what shellcheck is told where a script is only sourced.
kind_of() {
	sed -n '1s/^#!.*\(perl\|bash\).*/\1/p; 1s/^#!.*[/ ]sh\( .*\)*$/sh/p
		s/^# shellcheck .*shell=bash.*/bash/p' "$1" | head -n 1
}

check_syntax() {
	said=$("$@" 2>&1) || {
		echo "$said"
		wrong=yes
	}
}

tracked=$(git ls-files) || exit 1
IFS='
'
count=0 wrong=''
set --
for file in $tracked; do
	[ -f "$file" ] || continue
	case ${file##*/} in
		*.pl) kind=perl ;;
		*.sh | *.bash) kind=$(kind_of "$file") kind=${kind:-sh} ;;
		*.*) continue ;;
		*) kind=$(kind_of "$file") ;;
	esac
	case $kind in
		'') continue ;;
		perl) check_syntax perl -c "$file" ;;
		*)
			check_syntax "$kind" -n "$file"
			set -- "$@" "$file"
			;;
	esac
	count=$((count + 1))
done
shellcheck --format=gcc "$@" || wrong=yes
[ -z "$wrong" ] || exit 1
echo "$count scripts are clean"
