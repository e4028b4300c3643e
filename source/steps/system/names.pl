#!/usr/bin/perl -n
# Turns names of a listing, one a line, into patterns of bsdtar that mean these names alone, with a NUL behind each.
use strict;
use warnings;
chomp;
s/\\([0-7]{3})/chr oct $1/ge;
s/([][*?\\])/\\$1/g;
print "$_\0";
