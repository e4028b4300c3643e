#!/usr/bin/perl
# Puts archives over one another, as the layers of a container image lie: layers.pl [--whiteouts] [--around=FOLDER] ARCHIVE… >ARCHIVE
# Or lists the names in one: layers.pl --names ARCHIVE
# The archives are in the pax format, or in GNU tar's. Names begin with ./ afterwards, without FOLDER, and nothing is
# kept of what lies in the folders that the kernel and systemd fill. Owners become numbers; modes, times and attributes stay.
use strict;
use warnings;
no warnings 'portable';

my $list = @ARGV && $ARGV[0] eq '--names' ? shift : undef;
my $whiteouts = @ARGV && $ARGV[0] eq '--whiteouts' ? shift : undef;
my $around = @ARGV && $ARGV[0] =~ /^--around=(.*)/ ? (shift, $1)[1] : '';
binmode STDOUT;

my @layers = map { read_layer($_) } @ARGV;
if ($list) {
	print map { "$_->{name}\n" =~ s/\n(?=.)/ /gsr } @{$layers[0]{members}};
	exit;
}
choose_members();
keep_hard_links($_) for @layers;
write_members($_) for @layers;
print "\0" x 1024;
close STDOUT or die "the archive could not be written: $!\n";

sub read_layer {
	my ($file) = @_;
	open my $handle, '<:raw', $file or die "$file: $!\n";
	my %layer = (handle => $handle, members => [], named => {});
	my %records;
	while (1) {
		# An archive ends with a block of zeros; one without is only its beginning.
		damaged('it ends too early') if (read $handle, my $header, 512) != 512;
		last if $header !~ /[^\0]/;
		damaged('the sum of a header is wrong') if !grep { $_ == oct_of(substr $header, 148, 8) } sum_of($header, 'C'), sum_of($header, 'c');
		my $type = substr $header, 156, 1;
		my $size = exists $records{size} && $type !~ /[xgLK]/ ? $records{size} : oct_of(substr $header, 124, 12);
		damaged("a size is $size") if $size !~ /^\d{1,15}$/ || ($type =~ /[xLK]/ && $size > 1048576);
		my $start = tell $handle;
		if ($type eq 'x') {
			my $text;
			read $handle, $text, $size;
			%records = records_of($text);
		} elsif ($type eq 'L' || $type eq 'K') {
			# GNU tar's way with long names, of a member and of where it leads.
			read $handle, $records{$type eq 'L' ? 'path' : 'linkpath'}, $size;
			s/\0.*//s for values %records;
		} elsif ($type eq 'S') {
			die "a file with holes in the old format of GNU tar cannot be read\n";
		} elsif ($type ne 'g') {
			my %member = (header => $header, type => $type, size => $size, start => $start, records => {%records});
			$member{name} = normalize($records{'GNU.sparse.name'} // $records{path} // join '/', grep { $_ ne '' } (substr($header, 257, 6) eq "ustar\0" ? text_of($header, 345, 155) : ''), text_of($header, 0, 100));
			$member{target} = normalize($records{linkpath} // text_of($header, 157, 100)) if $type eq '1';
			for my $name (grep { defined && m{(?:^|/)\.\.(?:/|$)} } @member{qw(name target)}) {
				die "the archive has a name that leads out of it: " . printable($name) . "\n";
			}
			push @{$layer{members}}, \%member;
			# Of two of one name in an archive the later one counts.
			$layer{named}{$member{name}}{kept} = 0 if $layer{named}{$member{name}};
			$member{kept} = is_wanted($member{name});
			$layer{named}{$member{name}} = \%member;
			%records = ();
		}
		seek $handle, $start + 512 * int(($size + 511) / 512), 0;
	}
	return \%layer;
}

sub normalize {
	my ($name) = @_;
	$name =~ s{/(?:\.?/)+}{/}g;
	$name =~ s{/\.$}{};
	$name =~ s{^(?:\.?/)+}{};
	$name = '' if $name eq '.';
	$name =~ s{^\Q$around\E(?:/+|$)}{} if $around ne '';
	$name =~ s{/+$}{};
	return $name;
}

sub is_wanted {
	my ($name) = @_;
	return $name !~ m{^(?:proc|sys|dev|run|tmp)/} ? 1 : 0;
}

# From the uppermost layer down: what is there, or was taken away, hides what lies below.
sub choose_members {
	my (%taken, %gone, %emptied);
	for my $layer (reverse @layers) {
		my (@taken, @gone, @emptied);
		for my $member (grep { $_->{kept} } @{$layer->{members}}) {
			my $name = $member->{name};
			my ($folder, $base) = $name =~ m{^(?:(.*)/)?([^/]*)$}s;
			$folder //= '';
			if ($whiteouts && $base =~ /^\.wh\.(.*)/s) {
				my $what = $1;
				$member->{kept} = 0;
				if ($what eq '.wh..opq') { push @emptied, $folder }
				elsif ($what !~ /^\.wh\./) { push @gone, $folder eq '' ? $what : "$folder/$what" }
				next;
			}
			$member->{kept} = 0 if $taken{$name} || is_below($name, \%gone, \%emptied);
			push @taken, $name;
			push @emptied, $name if $member->{type} ne '5';
		}
		@taken{@taken} = (1) x @taken;
		@gone{@gone} = (1) x @gone;
		@emptied{@emptied} = (1) x @emptied;
	}
}

sub is_below {
	my ($name, $gone, $emptied) = @_;
	return 1 if $gone->{$name};
	while ($name ne '') {
		$name =~ s{/?[^/]*$}{};
		return 1 if $gone->{$name} || $emptied->{$name};
	}
	return 0;
}

# A file that is hidden may have other names that are not: the first of these gets its content.
sub keep_hard_links {
	my ($layer) = @_;
	my %moved;
	for my $member (grep { $_->{kept} && defined $_->{target} } @{$layer->{members}}) {
		my $first = $layer->{named}{$member->{target}} or next;
		next if $first->{kept} && !defined $first->{moved};
		if (defined $first->{moved}) {
			$member->{target} = $first->{moved};
		} else {
			$first->{kept} = 1;
			$first->{moved} = $member->{name};
			$member->{kept} = 0;
		}
	}
}

sub write_members {
	my ($layer) = @_;
	for my $member (grep { $_->{kept} } @{$layer->{members}}) {
		my %records = %{$member->{records}};
		delete @records{qw(hdrcharset uname gname atime ctime LIBARCHIVE.creationtime)};
		my $header = $member->{header};
		substr $header, 265, 64, "\0" x 64;
		substr $header, 257, 8, "ustar\00000";
		my $name = './' . ($member->{moved} // $member->{name});
		$name .= '/' if $member->{type} eq '5' && $name !~ m{/$};
		if (exists $records{'GNU.sparse.name'}) {
			$records{'GNU.sparse.name'} = $name;
		} else {
			put_name(\$header, \%records, 'path', 0, $name);
			substr $header, 345, 155, "\0" x 155;
		}
		put_name(\$header, \%records, 'linkpath', 157, "./$member->{target}") if defined $member->{target};
		# Names are bytes, whatever characters they mean; without a word readers take them for UTF-8.
		$records{hdrcharset} = 'BINARY' if grep { exists $records{$_} && $records{$_} =~ /[^\x20-\x7e]/ } qw(path linkpath GNU.sparse.name);
		print extended($name, %records) if %records;
		print with_sum($header);
		copy($layer->{handle}, $member);
	}
}

sub put_name {
	my ($header, $records, $record, $at, $name) = @_;
	delete $records->{$record};
	if (length $name > 100 || $name =~ /[^\x20-\x7e]/) {
		$records->{$record} = $name;
		$name =~ s/[^\x20-\x7e]/_/g;
	}
	substr $$header, $at, 100, pack 'a100', substr $name, 0, 100;
}

# The character set first: it says how to read the rest.
sub extended {
	my ($name, %records) = @_;
	my $text = join '', map { record($_, $records{$_}) } sort { ($b eq 'hdrcharset') <=> ($a eq 'hdrcharset') || $a cmp $b } keys %records;
	$name =~ s/[^\x20-\x7e]/_/g;
	my $header = pack 'a100 a8 a8 a8 a12 a12 a8 a1 a100 a6 a2 a32 a32 a8 a8 a155 a12',
		substr("./PaxHeaders/" . substr($name, 2), 0, 100), '000644 ', '000000 ', '000000 ', sprintf('%011o ', length $text), '00000000000 ', ' ' x 8, 'x', '', "ustar\0", '00', '', '', '000000 ', '000000 ', '', '';
	return with_sum($header) . $text . "\0" x (-length($text) % 512);
}

# A record begins with its own length (pax(1)).
sub record {
	my ($key, $value) = @_;
	my $rest = " $key=$value\n";
	my $length = length $rest;
	1 while $length != ($length = length($rest) + length $length);
	return "$length$rest";
}

# Of bytes without a sign; some old programs took them with one (tar(5)).
sub sum_of {
	my ($header, $byte) = @_;
	substr $header, 148, 8, ' ' x 8;
	return unpack "%32$byte*", $header;
}

sub with_sum {
	my ($header) = @_;
	substr $header, 148, 8, sprintf "%06o\0 ", sum_of($header, 'C');
	return $header;
}

sub copy {
	my ($handle, $member) = @_;
	my $left = 512 * int(($member->{size} + 511) / 512);
	seek $handle, $member->{start}, 0;
	while ($left > 0) {
		my $got = read $handle, my $bytes, $left < 1048576 ? $left : 1048576;
		die "an archive ends too early\n" unless $got;
		print $bytes or die "the archive could not be written: $!\n";
		$left -= $got;
	}
}

sub records_of {
	my ($text) = @_;
	my %records;
	while ($text =~ /\G(\d{1,7}) /gc) {
		my $rest = $1 - length("$1 ");
		damaged("a record of an extended header is $1 bytes long") if $rest < 1 || $rest > length($text) - pos $text;
		my $record = substr $text, pos $text, $rest;
		pos($text) += $rest;
		damaged('a record of an extended header has no end') if $record !~ /^([^=]*)=(.*)\n$/s;
		$records{$1} = $2;
	}
	return %records;
}

sub damaged { die "the archive is damaged: " . printable($_[0]) . "\n" }
sub printable { return $_[0] =~ s/[^\x20-\x7e]/?/gr }
sub oct_of {
	my ($text) = @_;
	# GNU tar's way with numbers that are too large for the digits.
	return unpack 'Q>', substr $text, -8 if $text =~ /^\x80\0{3}.{8}$/s;
	my $digits = $text =~ s/[\0 ]//gr;
	damaged('a number in a header is none') if $digits !~ /^[0-7]*$/;
	return oct $digits;
}
sub text_of { my ($header, $at, $length) = @_; return substr($header, $at, $length) =~ s/\0.*//sr }
