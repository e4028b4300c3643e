#!/bin/sh
# Makes this node's own SSH host keys; there are none in the image, or all nodes would have the same.
for kind in ed25519 ecdsa; do
	[ -s "/etc/ssh/ssh_host_${kind}_key" ] || ssh-keygen -q -t "$kind" -N '' -f "/etc/ssh/ssh_host_${kind}_key"
done
