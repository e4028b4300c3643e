#!/usr/bin/perl
# Gives mksquashfs an archive that it can read: pack-squashfs.pl mksquashfs ... <ARCHIVE
# Of a name that begins with ./ and has 101 or 102 characters tar puts the dot alone into the prefix of the header, and
# mksquashfs (4.5.1) refuses the whole archive: "Tar pathname can't have '.' or '..' in it". The dot says nothing: it goes.
# mksquashfs reads no further than the archive's end, and may be done before the zeros after it have reached it: whether
# it succeeded is what it says itself, not whether all could be written.
use strict;
use warnings;
local $SIG{PIPE} = 'IGNORE';
pipe my $archive, my $packer or die "no pipe: $!\n";
my $pid = fork;
die "no process can be started: $!\n" unless defined $pid;
if ($pid == 0) {
	close $packer;
	open STDIN, '<&', $archive or die "the pipe cannot be read: $!\n";
	close $archive;
	no warnings 'exec';
	exec {$ARGV[0]} @ARGV or die "$ARGV[0] cannot be started: $!\n";
}
close $archive;
binmode $_ for *STDIN, $packer;
pass_on();
close $packer;
waitpid $pid, 0;
die sprintf "%s was ended by signal %d\n", $ARGV[0], $? & 127 if $? & 127;
exit $? >> 8;

# Until the archive ends, or nobody reads it any more.
sub pass_on {
	while (my $header = taken(512)) {
		print {$packer} without_dot($header) or return;
		my $left = 512 * int((size($header) + 511) / 512);
		while ($left > 0) {
			my $data = taken($left > 1 << 20 ? 1 << 20 : $left) or die "the archive ends within a file\n";
			print {$packer} $data or return;
			$left -= length $data;
		}
	}
}

sub taken {
	my ($bytes) = @_;
	my $read = read(STDIN, my $data, $bytes);
	die "the archive cannot be read: $!\n" unless defined $read;
	return $data;
}

sub without_dot {
	my ($header) = @_;
	return $header unless substr($header, 257, 5) eq 'ustar' && substr($header, 345, 155) =~ /^\.\0+$/;
	substr $header, 345, 1, "\0";
	substr $header, 148, 8, ' ' x 8;
	substr $header, 148, 8, sprintf "%06o\0 ", unpack '%32C*', $header;
	return $header;
}

# In octal, or, where that is too short, in bytes behind a first one of 128.
sub size {
	my ($field) = substr $_[0], 124, 12;
	return oct $field =~ s/[^0-7].*//sr || 0 unless ord($field) & 128;
	my $size = 0;
	$size = $size * 256 + $_ for unpack 'x4 C8', $field;
	return $size;
}
