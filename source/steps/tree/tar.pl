# Reads and writes archives in the formats of pax and GNU tar (pax(1), "ustar Interchange Format"; tar's manual, "Sparse Formats").
# A member is what its header says: name, type, target of a hard link, size and place of its content, records.
use strict;
use warnings;
no warnings 'portable';

# The members of an archive, in their order; those in the folder $around, without its name, where there is one.
sub read_members {
	my ($file, $around) = @_;
	open my $handle, '<:raw', $file or die "$file: $!\n";
	my @members;
	my %records;
	while (1) {
		# An archive ends with a block of zeros; one without is only its beginning.
		damaged('it ends too early') if (read $handle, my $header, 512) != 512;
		last if $header !~ /[^\0]/;
		my $sum = oct_of(substr $header, 148, 8);
		damaged('the sum of a header is wrong') if $sum != sum_of($header, 'C') && $sum != sum_of($header, 'c');
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
		} elsif ($type ne 'g') {
			my %member = (handle => $handle, header => $header, type => $type, size => $size, start => $start, records => {%records});
			$start = read_old_map(\%member) if $type eq 'S';
			$member{name} = normalize($records{'GNU.sparse.name'} // $records{path} // name_in($header));
			$member{target} = normalize($records{linkpath} // text_of($header, 157, 100)) if $type eq '1';
			for my $name (grep { defined && index($_, '..') >= 0 && m{(?:^|/)\.\.(?:/|$)} } @member{qw(name target)}) {
				die "the archive has a name that leads out of it: " . printable($name) . "\n";
			}
			read_map(\%member) if %records && grep { /^GNU\.sparse\./ } keys %records;
			push @members, \%member if !grep { !s{^\Q$around\E(?:/|$)}{} } $around eq '' ? () : grep { defined } @member{qw(name target)};
			%records = ();
		}
		seek $handle, $start + 512 * int(($size + 511) / 512), 0 if $size > 0;
	}
	return @members;
}

sub name_in {
	my ($header) = @_;
	return join '/', grep { $_ ne '' } (substr($header, 257, 6) eq "ustar\0" ? text_of($header, 345, 155) : ''), text_of($header, 0, 100);
}

sub normalize {
	my ($name) = @_;
	$name =~ s{/(?:\.?/)+}{/}g if index($name, '//') >= 0 || index($name, '/./') >= 0;
	$name =~ s{/\.$}{};
	$name =~ s{^(?:\.?/)+}{};
	$name = '' if $name eq '.';
	$name =~ s{/+$}{};
	return $name;
}

# A file with holes, as GNU tar wrote it before 2003: the map is in the header and in blocks behind it.
sub read_old_map {
	my ($member) = @_;
	my @pairs = (substr $member->{header}, 386, 96);
	my $more = substr $member->{header}, 482, 1;
	while ($more =~ /[^\0 0]/) {
		damaged('it ends too early') if (read $member->{handle}, my $block, 512) != 512;
		push @pairs, substr $block, 0, 504;
		$more = substr $block, 504, 1;
	}
	my @numbers = map { oct_of($_) } grep { /[^\0 ]/ } map { unpack '(a12)*', $_ } @pairs;
	$member->{type} = '0';
	return $member->{start} = set_map($member, oct_of(substr $member->{header}, 483, 12), tell $member->{handle}, @numbers);
}

# The same in the three ways of the pax format: in one record, in records of one number each, in the content.
sub read_map {
	my ($member) = @_;
	my $records = $member->{records};
	my $size = $records->{'GNU.sparse.realsize'} // $records->{'GNU.sparse.size'} // damaged('a file with holes has no size');
	my ($map, $start) = ($records->{'GNU.sparse.map'} // join(',', @{$records->{map} // []}), $member->{start});
	my @numbers = split /,/, $map;
	if (($records->{'GNU.sparse.major'} // 0) == 1) {
		my $text = '';
		my $count;
		while (($text =~ tr/\n//) < 1 + 2 * ($count // 1)) {
			damaged('the map of a file with holes is too long') if length $text > 16777216;
			damaged('it ends too early') if (read $member->{handle}, my $block, 512) != 512;
			$text .= $block;
			$count //= $1 if $text =~ /^(\d{1,7})\n/;
		}
		@numbers = (split /\n/, $text)[1 .. 2 * $count];
		$start += length $text;
	}
	set_map($member, $size, $start, @numbers);
	delete @$records{grep { /^GNU\.sparse\.|^map$|^size$/ } keys %$records};
}

# What of a file is there: pairs of place and length.
sub set_map {
	my ($member, $size, $start, @numbers) = @_;
	damaged('the map of a file with holes is wrong') if @numbers % 2 || grep { !/^\d{1,15}$/ } $size, @numbers;
	my ($end, @map) = (0);
	while (my ($place, $length) = splice @numbers, 0, 2) {
		damaged('the map of a file with holes is wrong') if $place < $end || $place + $length > $size;
		$end = $place + $length;
		push @map, [$place, $length] if $length > 0;
	}
	@$member{qw(map real_size size start)} = (\@map, $size, 0, $start);
	$member->{size} += $_->[1] for @map;
	return $start;
}

# Owners become numbers; modes, times and attributes stay. $name is what the member is called now.
sub write_member {
	my ($member, $name) = @_;
	my %records = %{$member->{records}};
	delete @records{grep { /^(?:hdrcharset|uname|gname|atime|ctime|LIBARCHIVE\..*)$/ } keys %records};
	my $header = $member->{header};
	substr $header, 156, 1, $member->{type};
	substr $header, 257, 255, pack 'a6 a2 a247', "ustar\0", '00', substr $header, 265;
	substr $header, 265, 64, "\0" x 64;
	substr $header, 345, 167, "\0" x 167;
	$name .= '/' if $member->{type} eq '5' && $name !~ m{/$};
	put_name(\$header, \%records, 'path', 0, $name);
	put_name(\$header, \%records, 'linkpath', 157, "./$member->{target}") if defined $member->{target};
	my $map = defined $member->{map} ? map_for($member, \$header, \%records, $name) : '';
	# Names are bytes, whatever characters they mean; without a word readers take them for UTF-8.
	$records{hdrcharset} = 'BINARY' if grep { exists $records{$_} && $records{$_} =~ /[^\x20-\x7e]/ } qw(path linkpath GNU.sparse.name);
	print extended($name, %records) if %records;
	print with_sum($header), $map;
	copy($member);
}

# GNU tar's last way with holes, which all readers know. Some stumble over a file that is nothing but a hole (libarchive
# 3.6): it gets one block of zeros.
sub map_for {
	my ($member, $header, $records, $name) = @_;
	my @map = @{$member->{map}};
	my $zeros = !@map && $member->{real_size} > 0 ? ($member->{real_size} < 512 ? $member->{real_size} : 512) : 0;
	push @map, [0, $zeros] if $zeros;
	push @map, [$member->{real_size}, 0];
	my $text = join '', map { "$_\n" } scalar @map, map { @$_ } @map;
	$text .= "\0" x (-length($text) % 512);
	delete $records->{path};
	@$records{map { "GNU.sparse.$_" } qw(major minor name realsize)} = (1, 0, $name, $member->{real_size});
	my $size = length($text) + $member->{size} + $zeros;
	$records->{size} = $size if $size > 077777777777;
	substr $$header, 124, 12, $size > 077777777777 ? '00000000000 ' : sprintf '%011o ', $size;
	return $zeros ? $text . "\0" x 512 : $text;
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
	return $byte eq 'C' ? unpack '%32C512', $header : unpack '%32c512', $header;
}

sub with_sum {
	my ($header) = @_;
	substr $header, 148, 8, sprintf "%06o\0 ", sum_of($header, 'C');
	return $header;
}

# All of it; for small files.
sub content_of {
	my ($member) = @_;
	seek $member->{handle}, $member->{start}, 0;
	my $bytes = '';
	read $member->{handle}, $bytes, $member->{size} < 1048576 ? $member->{size} : 1048576;
	return $bytes;
}

sub copy {
	my ($member) = @_;
	my $left = 512 * int(($member->{size} + 511) / 512);
	return if $left == 0;
	seek $member->{handle}, $member->{start}, 0;
	while ($left > 0) {
		my $got = read $member->{handle}, my $bytes, $left < 1048576 ? $left : 1048576;
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
		my ($key, $value) = ($1, $2);
		# Written once for each number.
		push @{$records{map}}, $value if $key =~ /^GNU\.sparse\.(?:offset|numbytes)$/;
		$records{$key} = $value;
	}
	return %records;
}

sub damaged { die "the archive is damaged: " . printable($_[0]) . "\n" }
sub printable { return $_[0] =~ s/[^\x20-\x7e]/?/gr }
sub oct_of {
	my ($text) = @_;
	# GNU tar's way with numbers that are too large for the digits.
	return unpack 'Q>', substr $text, -8 if $text =~ /^\x80\0{3}.{8}$/s;
	my $digits = $text =~ tr/\0 //dr;
	damaged('a number in a header is none') if $digits !~ /^[0-7]*$/;
	return oct $digits;
}
sub text_of { return unpack "\@$_[1] Z$_[2]", $_[0] }

1;
