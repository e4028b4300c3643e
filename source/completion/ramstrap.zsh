#compdef ramstrap
# Completion of ramstrap in zsh. For this shell: source <(ramstrap completion zsh)

_ramstrap() {
	local -a found words_of fields
	local line files=
	found=("${(@f)$(ramstrap helper complete "${(@)words[2,CURRENT]}" 2>/dev/null)}")
	for line in $found; do
		if [[ $line == :files ]]; then
			files=yes
		elif [[ ${line%%$'\t'*} == *= ]]; then
			fields+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
		elif [[ -n $line ]]; then
			words_of+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
		fi
	done
	# A field of a recipe goes on with its value.
	(( $#fields )) && _describe -t fields field fields -S ''
	(( $#words_of )) && _describe -t words word words_of
	[[ -n $files ]] && _files
}

# Sourced, or loaded by its name from $fpath.
if [[ $funcstack[1] == _ramstrap ]]; then
	_ramstrap "$@"
else
	(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
	compdef _ramstrap ramstrap
fi
