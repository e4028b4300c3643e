# shellcheck shell=bash
# Completion of ramstrap in bash. For this shell: source <(ramstrap completion bash)

_ramstrap() {
	local -a words found
	local current files=
	read -ra words <<<"${COMP_LINE:0:COMP_POINT}"
	# What is typed next is a word of its own.
	[[ ${COMP_LINE:0:COMP_POINT} != *[[:space:]] ]] || words+=('')
	current=${words[-1]}
	# A word with quotes is a path; readline completes it as it is written.
	if [[ ${COMP_WORDS[COMP_CWORD]} == *[\\\"\']* ]]; then
		compopt -o default
		return
	fi
	mapfile -t found < <(ramstrap helper complete "${words[@]:1}" 2>/dev/null)
	if [[ ${#found[@]} -gt 0 && ${found[-1]} == :files ]]; then
		unset 'found[-1]'
		files=yes
	fi
	# Behind a tab stands what a word means.
	COMPREPLY=("${found[@]%%$'\t'*}")
	if [[ $files ]]; then
		mapfile -t found < <(compgen -f -- "$current")
		COMPREPLY+=("${found[@]}")
		compopt -o filenames
	fi
	# A field of a recipe goes on with its value.
	[[ ${#COMPREPLY[@]} -ne 1 || ${COMPREPLY[0]} != *= ]] || compopt -o nospace
	# bash replaces only what stands behind the last of these.
	[[ $current != *[=:]* ]] || COMPREPLY=("${COMPREPLY[@]#"${current%"${current##*[=:]}"}"}")
}

complete -F _ramstrap ramstrap
