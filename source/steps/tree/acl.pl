# Access lists: in archives as text with names (acl(5), "ACL TEXT FORMS"), in the kernel as an attribute with numbers
# (linux/posix_acl_xattr.h). Names mean nothing on a machine that does not have these users, and others on one that does.
use strict;
use warnings;

my %tags = (user => [0x01, 0x02], group => [0x04, 0x08], mask => [0x10], other => [0x20]);

# In place of the text of a member the attribute; names are those of the accounts of the tree itself. Says the names that
# are not there, whose entries are left out.
sub acl_by_number {
	my ($records, $accounts) = @_;
	my @unknown;
	for my $kind (qw(access default)) {
		my $text = delete $records->{"SCHILY.acl.$kind"};
		next if !defined $text || exists $records->{"SCHILY.xattr.system.posix_acl_$kind"};
		my @entries;
		for my $entry (grep { $_ ne '' } split /[,\n]/, $text) {
			my ($tag, $who, $rights, $number) = $entry =~ /^(user|group|mask|other):([^:]*):([rwx-]{3})(?::(\d+))?$/ or damaged('an access list is wrong');
			my $id = $who eq '' ? 0xffffffff : $number // ($who =~ /^\d+$/ ? $who : $accounts->{$tag}{$who});
			push @unknown, $who and next if !defined $id;
			my $mode = ($rights =~ /r/ ? 4 : 0) + ($rights =~ /w/ ? 2 : 0) + ($rights =~ /x/ ? 1 : 0);
			push @entries, [$tags{$tag}[$who eq '' ? 0 : 1] // damaged('an access list is wrong'), $mode, $id];
		}
		$records->{"SCHILY.xattr.system.posix_acl_$kind"} = pack 'V (vvV)*', 2, map { @$_ } sort { $a->[0] <=> $b->[0] || $a->[2] <=> $b->[2] } @entries;
	}
	return @unknown;
}

# Names and numbers in etc/passwd or etc/group.
sub accounts_in {
	my ($text) = @_;
	return {map { /^([^:]+):[^:]*:(\d+):/ ? ($1, $2) : () } split /\n/, $text};
}

1;
