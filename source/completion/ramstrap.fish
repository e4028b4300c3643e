# Completion of ramstrap in fish. For this shell: ramstrap completion fish | source

function __ramstrap_complete
    set -l typed (commandline -ct)
    # Nothing typed yet is a word, too.
    set -l words (commandline -opc) "$typed"
    for line in (ramstrap helper complete $words[2..] 2>/dev/null)
        if test "$line" = :files
            __fish_complete_path "$typed"
        else
            echo $line
        end
    end
end

complete -c ramstrap -f -a '(__ramstrap_complete)'
