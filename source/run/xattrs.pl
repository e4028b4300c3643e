#!/usr/bin/perl
# Says the extended attributes of files, capabilities and ACLs among them: xattrs.pl <names, a NUL behind each
# Perl has no function for them; the numbers of the system calls are those of the kernel's asm/unistd.h.
use strict;
use warnings;
use POSIX ();

my %calls = (x86_64 => [195, 192], aarch64 => [12, 9]);
my $calls = $calls{(POSIX::uname())[4]} or exit 1;
my ($llistxattr, $lgetxattr) = @$calls;

binmode STDIN;
binmode STDOUT;
$/ = "\0";
while (my $file = <STDIN>) {
	chomp $file;
	my $names = "\0" x 65536;
	my $length = syscall $llistxattr, $file, $names, length $names;
	next if $length < 1;
	for my $name (sort split /\0/, substr $names, 0, $length) {
		my $value = "\0" x 65536;
		my $size = syscall $lgetxattr, $file, $name, $value, length $value;
		print "$file\0$name\0$size\0", substr($value, 0, $size < 0 ? 0 : $size), "\0";
	}
}
