#!/usr/bin/perl
# Puts archives over one another, as the layers of a container image lie: layers.pl [--whiteouts] [--around=FOLDER] ARCHIVE… >ARCHIVE
# Or lists the names in one: layers.pl --names ARCHIVE
# Names begin with ./ afterwards, without FOLDER, and nothing is kept of what lies in the folders that the kernel and
# systemd fill.
use strict;
use warnings;
my ($here) = __FILE__ =~ m{^(.*/)};
require(($here // './') . $_) for qw(tar.pl acl.pl);

my $list = @ARGV && $ARGV[0] eq '--names' ? shift : undef;
my $whiteouts = @ARGV && $ARGV[0] eq '--whiteouts' ? shift : undef;
my $around = @ARGV && $ARGV[0] =~ /^--around=(.*)/s ? (shift, $1)[1] : '';
binmode STDOUT;

my @layers = map { {members => [read_members($_, $around)]} } @ARGV;
if ($list) {
	print map { "$_->{name}\n" =~ s/\n(?=.)/ /gsr } @{$layers[0]{members}};
	exit;
}
follow_links();
find_last($_) for @layers;
choose_members();
keep_hard_links($_) for @layers;
my @kept = grep { $_->{kept} } map { @{$_->{members}} } @layers;
my %accounts = map { $_->[0] => accounts_of($_->[1]) } ['user', 'etc/passwd'], ['group', 'etc/group'];
my %strangers;
for my $member (@kept) {
	$strangers{$_} = 1 for acl_by_number($member->{records}, \%accounts);
	write_member($member, './' . ($member->{moved} // $member->{name}));
}
print "\0" x 1024;
close STDOUT or die "the archive could not be written: $!\n";
warn 'warning: access lists (ACLs) name ' . printable(join ', ', sort keys %strangers) . ", whom the tree does not know; what they may is left out\n" if %strangers;

sub accounts_of {
	my ($name) = @_;
	my ($member) = grep { $_->{name} eq $name && $_->{type} =~ /[\0 0]/ } @kept;
	return accounts_in(defined $member ? content_of($member) : '');
}

# A name leads through the links that lie there when it comes, as it does where a container's layers are unpacked: with a
# lower lib -> usr/lib the file lib/x is usr/lib/x.
sub follow_links {
	my %links;
	for my $member (map { @{$_->{members}} } @layers) {
		$member->{name} = real_name($member->{name}, \%links);
		$member->{target} = real_name($member->{target}, \%links) if defined $member->{target};
		my ($folder, $base) = split_name($member->{name});
		if ($whiteouts && $base =~ /^\.wh\.(?!\.wh\.)(.*)/s) {
			delete $links{$folder eq '' ? $1 : "$folder/$1"};
		} elsif ($member->{type} eq '2') {
			$links{$member->{name}} = $member->{records}{linkpath} // text_of($member->{header}, 157, 100);
		} else {
			delete $links{$member->{name}};
		}
	}
}

# The last part is the entry itself, and stays.
sub real_name {
	my ($name, $links) = @_;
	my ($folder, $base) = split_name($name);
	return $name if $folder eq '' || !%$links;
	my @rest = split m{/}, $folder;
	my @done;
	my $hops = 0;
	while (@rest) {
		my $part = shift @rest;
		next if $part eq '' || $part eq '.';
		if ($part eq '..') {
			pop @done;
			next;
		}
		my $target = $links->{join '/', @done, $part};
		if (!defined $target) {
			push @done, $part;
			next;
		}
		die "the archive has a name below a link that leads in a circle: " . printable($name) . "\n" if ++$hops > 40;
		@done = () if $target =~ m{^/};
		unshift @rest, split m{/}, $target;
	}
	return join '/', @done, $base;
}

sub split_name {
	my ($folder, $base) = $_[0] =~ m{^(?:(.*)/)?([^/]*)$}s;
	return ($folder // '', $base);
}

# Of two of one name in an archive the later one counts.
sub find_last {
	my ($layer) = @_;
	for my $member (@{$layer->{members}}) {
		my $before = $layer->{named}{$member->{name}};
		$before->{kept} = 0 if $before;
		$member->{kept} = is_wanted($member->{name});
		$layer->{named}{$member->{name}} = $member;
	}
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
			my ($folder, $base) = split_name($name);
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
	return 0 if !%$gone && !%$emptied;
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
