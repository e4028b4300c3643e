/*
 * Loaded into a kernel's `conf` (LD_PRELOAD). conf first reads all of Kconfig, for which it asks compiler, assembler and linker
 * what they can; only then does it want to know KCONFIG_ALLCONFIG, or in modes without it KCONFIG_CONFIG. At that question it is
 * held here: for each NAME, a line of its input, a copy of it goes on as any conf does, from NAME.fragment (KCONFIG_ALLCONFIG,
 * where there is one) to NAME.config (KCONFIG_CONFIG). How the copy ended, 0 if well, is a line of output. What conf complains
 * of is in the file that RAMSTRAP_SAID names and then, by the copy, in NAME.said.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

__attribute__((constructor)) static void begin(void)
{
	/* The shells and compilers that conf starts are none of our business. */
	unsetenv("LD_PRELOAD");
	if (!freopen(secure_getenv("RAMSTRAP_SAID"), "w", stderr))
		_exit(1);
	/* What is buffered at a fork is said once more by each copy. */
	setvbuf(stderr, NULL, _IONBF, 0);
}

static void become(const char *name)
{
	char file[5000];
	snprintf(file, sizeof(file), "%s.said", name);
	if (!freopen("/dev/null", "r", stdin) || !freopen("/dev/null", "w", stdout) || !freopen(file, "w", stderr))
		_exit(1);
	snprintf(file, sizeof(file), "%s.config", name);
	setenv("KCONFIG_CONFIG", file, 1);
	snprintf(file, sizeof(file), "%s.fragment", name);
	if (access(file, R_OK) == 0)
		setenv("KCONFIG_ALLCONFIG", file, 1);
}

static void copy_for_each_name(void)
{
	char name[4096];
	while (fgets(name, sizeof(name), stdin)) {
		int status = -1;
		name[strcspn(name, "\n")] = '\0';
		pid_t copy = fork();
		if (copy == 0) {
			become(name);
			return;
		}
		if (copy == -1 || waitpid(copy, &status, 0) == -1)
			status = -1;
		dprintf(STDOUT_FILENO, "%d\n", status);
	}
	_exit(0);
}

char *getenv(const char *name)
{
	static int is_copy;
	if (!is_copy && (strcmp(name, "KCONFIG_ALLCONFIG") == 0 || strcmp(name, "KCONFIG_CONFIG") == 0)) {
		is_copy = 1;
		copy_for_each_name();
	}
	return secure_getenv(name);
}
