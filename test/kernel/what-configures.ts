/** A command that lists, ended by zeros, what the configuration of a kernel reads of its source: 3 MB packed instead of 140. */
export const findWhatConfigures = String.raw`find . \( -name 'Kconfig*' -o -name 'Makefile*' -o -name 'Kbuild*' -o -path './scripts/*' -type f \) -print0`;
