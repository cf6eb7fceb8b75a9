/*
 * theme_path.c -- where themes are looked for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "theme_path.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"

/* The folder above the one that the running program lies in; for a program
   that was compiled and not installed, the folder of the sources. */
static struct str program_root(struct arena *arena)
{
	char path[4096];
	ssize_t len = readlink("/proc/self/exe", path, sizeof path);

	if (len <= 0 || (size_t)len == sizeof path)
		return (struct str){ 0 };
	return arena_str(arena, path_directory(path_directory(str_make(path, (size_t)len))));
}

static bool same_folder(struct str a, struct str b)
{
	struct stat one, two;

	return stat(a.ptr, &one) == 0 && stat(b.ptr, &two) == 0 &&
	       one.st_dev == two.st_dev && one.st_ino == two.st_ino;
}

/* Add PATH unless it is a folder that is among PATHS already. */
static size_t add(struct str *paths, size_t count, struct str path)
{
	for (size_t i = 0; i < count; i++)
		if (same_folder(paths[i], path))
			return count;
	paths[count] = path;
	return count + 1;
}

size_t theme_paths(struct str paths[THEME_PATHS], struct arena *arena,
		   struct str name, const char *content)
{
	struct str root = program_root(arena);
	size_t count = 0;

	count = add(paths, count, arena_printf(arena, "%s/tema", content));
	count = add(paths, count, arena_printf(arena, "themes/%.*s", STR_ARG(name)));
	if (root.len)
		count = add(paths, count, arena_printf(arena, "%.*s/themes/%.*s",
						       STR_ARG(root), STR_ARG(name)));
	return add(paths, count, arena_printf(arena, DIAFANO_DATADIR "/themes/%.*s", STR_ARG(name)));
}
