#!/bin/sh
# Makes /initramfs.cpio with dracut, inside a throw-away system: build.sh with-modules|without-modules
# dracut is content to leave out what it cannot install; here that is an error.

modules_d=/usr/lib/dracut/modules.d
# Which of them this dracut has decides how the network is set up.
network='network-manager'
for module in "$modules_d"/*network-legacy; do
	[ ! -e "$module" ] || network='network-legacy'
done
wanted="base $network url-lib nfs dm lvm tmpfs-root"
unwanted='systemd systemd-initrd dracut-systemd systemd-battery-check systemd-pcrphase plymouth i18n resume shutdown modsign nvdimm lunmask usrmount overlay-root hwdb virtfs'

about_wanted() {
	grep -iE "module '($(echo "$wanted" | tr ' ' '|'))' .*($1)" /dracut.log | head -n 1 | sed 's/^dracut[^:]*: //'
}

fail() {
	cat /dracut.log >&2
	echo "$1" >&2
	exit 1
}

chmod 755 "$modules_d"/90tmpfs-root/module-setup.sh "$modules_d"/90tmpfs-root/busybox "$modules_d"/99zz-pack-drivers/module-setup.sh
# What came in belongs to whoever builds this, and would do so on the node.
chown -R 0:0 "$modules_d"/90tmpfs-root "$modules_d"/99zz-pack-drivers /lib/modules 2>/dev/null || :
# Where mmdebstrap could not; what is mounted here must not be in its way when it cleans up.
mounted=''
# shellcheck disable=SC2086 # several places
trap '[ -z "$mounted" ] || umount $mounted' EXIT
[ -e /proc/self ] || { mount -t proc proc /proc && mounted='/proc'; }
[ -e /sys/kernel ] || { mount -t sysfs sysfs /sys && mounted="$mounted /sys"; }

case $1 in
	with-modules)
		# This system has no kernel of its own: what lies there is the one we were given.
		release=$(ls /lib/modules)
		[ -n "$release" ] || fail 'The kernel has no modules, but dracut needs some.'
		wanted="$wanted zz-pack-drivers"
		set -- --kver "$release"
		;;
	without-modules) set -- --no-kernel --kver none ;;
esac
dracut --force --no-hostonly --no-hostonly-cmdline --no-early-microcode --no-compress --reproducible \
	--add "$wanted" --omit "$unwanted" "$@" /initramfs.cpio >/dracut.log 2>&1
ended=$?
missing=$(about_wanted "will not be installed|depends on .* can't be installed|cannot be (found|installed)")
[ -z "$missing" ] || fail "dracut left out a module that the initramfs needs: $missing"
[ $ended = 0 ] || fail "dracut could not build the initramfs: $(tail -n 1 /dracut.log)"
# Later dracuts put what is packed already, such as modules, into an archive of its own in front.
while cpio --quiet -t 2>/dev/null; do :; done </initramfs.cpio >/content.txt
# Later dracuts have all of these in one folder.
for program in tmpfs-root curl mount.nfs lvm; do
	grep -qE "^(usr/)?s?bin/$program\$" /content.txt || fail "dracut left out a program that the initramfs needs: $program"
done
grep -vE 'will not be installed|Could not find any command' /dracut.log || :
