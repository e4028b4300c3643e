export const servingHelp = `Serving

√  up            the machine said so itself
►  on its way    it is booting
?  silent        nothing was heard of it for a while; below: what may be wrong
!  failed        it said that it cannot go on
×  turned away   the recipe does not serve it
·  not seen      a known machine that has not asked yet
·  from disk     the recipe has it boot from its local disk (nodes: boot)

↑ ↓ Home End     move from machine to machine
Enter            what it reached and when, what may be wrong, its log lines
a                adopt the machine: a name, an address, settings of its own
w                wake the machine over the network (Wake-on-LAN)
n, twice         boot: once, and it has been up: network boot once more
u, twice         roll back: machines boot the previous version from now on
q                stop serving; asked while a machine is on its way
Ctrl-C           stop serving at once

Machines that are up in RAM go on without this server; machines with their root over NFS stand still until it is back.`;
