/*
 * Linked with the objects that a kernel's own `conf` and `menuconfig` are made of: reads Kconfig (the first word) and the .config
 * (KCONFIG_CONFIG), and prints each entry of the menu: how deep it stands, whether it is shown, its name, its prompt.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include "lkc.h"

static void print(struct menu *menu, int depth)
{
	for (struct menu *entry = menu->list; entry; entry = entry->next) {
		const char *name = entry->sym && entry->sym->name ? entry->sym->name : "";
		if (*name || entry->prompt)
			printf("%d %d %s %s\n", depth, menu_is_visible(entry), name, entry->prompt ? menu_get_prompt(entry) : "");
		print(entry, *name || entry->prompt ? depth + 1 : depth);
	}
}

int main(int count, char **words)
{
	if (count != 2)
		return 1;
	conf_parse(words[1]);
	conf_read(NULL);
	print(&rootmenu, 0);
	return 0;
}
