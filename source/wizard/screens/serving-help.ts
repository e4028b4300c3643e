export const servingHelp = `Serving

√  up            the machine said so itself
►  on its way    it is booting
?  silent        nothing was heard of it for a while; below it stands what that may be
!  failed        it said that it cannot go on
×  turned away   the recipe does not serve it
·  not seen      a known machine that has not asked yet
·  from disk     the recipe has it boot from its local disk (nodes: boot)

↑ ↓ Home End     move from machine to machine
Enter            all that is known of it: what it reached and when, what may be wrong, its lines of the log
a                adopt the machine: it gets a name, its own address and settings in the recipe
u, twice         roll back: machines boot the previous version from their next start on
q                stop serving; asked while a machine is on its way
Ctrl-C           stop serving at once

Machines that are up in RAM go on without this server; machines with their root over NFS stand still until it is back.`;
