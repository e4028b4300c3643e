#!/bin/sh
# Run once by init: the node is up, and tells the boot server how it is.
export PATH=/bin:/sbin:/usr/bin:/usr/sbin
# shellcheck source=report.sh
. /etc/ramstrap/report
# shellcheck source=state.sh
. /etc/ramstrap/state

report up "$(state)"
echo "ramstrap: up"
# Nobody waits for this one.
{ report hardware "$(hardware 2>/dev/null | head -c 60000)"; } </dev/null >/dev/null 2>&1 &
