/*
 * cache.c -- what is kept between runs: at the project's root, and no one's loss.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cache.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER ".diafano"

bool cache_open(void)
{
	struct stat status;
	FILE *file;

	mkdir(FOLDER, 0777);
	if (lstat(FOLDER, &status) != 0 || !S_ISDIR(status.st_mode))
		return false;
	if (access(FOLDER "/.gitignore", F_OK) == 0)
		return true;
	file = fopen(FOLDER "/.gitignore", "wex");
	if (!file)
		return false;
	fputs("*\n", file);
	return fclose(file) == 0;
}
