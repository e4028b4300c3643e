# Completion of ramstrap in fish. For this shell: ramstrap completion fish | source

function __ramstrap_complete
    set -l typed (commandline -ct)
    # Nothing typed yet is a word, too.
    set -l words (commandline -opc) "$typed"
    for line in (ramstrap helper complete $words[2..] 2>/dev/null)
        test "$line" = :files; or echo $line
    end
end

function __ramstrap_takes_files
    set -l words (commandline -opc) ''
    ramstrap helper complete $words[2..] 2>/dev/null | string match -q :files
end

complete -c ramstrap -f -a '(__ramstrap_complete)'
complete -c ramstrap -n __ramstrap_takes_files -F
