/*
 * theme_path.c -- where themes are looked for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "theme_path.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"

/* How many folders up from the program themes/ is looked for: build/diafano and
   build/asan/diafano lie below the sources. */
#define ROOT_LEVELS 2

/* The theme NAME above the folder of the running program, which was then compiled
   and not installed; when there is none, where it would be. */
static struct str compiled_theme(struct arena *arena, struct str name)
{
	char path[4096];
	ssize_t len = readlink("/proc/self/exe", path, sizeof path);
	struct str folder = str_make(path, len > 0 && (size_t)len < sizeof path ? (size_t)len : 0);

	struct str expected = { 0 };

	folder = path_directory(folder);
	for (int i = 0; i < ROOT_LEVELS && folder.len; i++) {
		struct str theme;

		folder = path_directory(folder);
		theme = arena_printf(arena, "%.*s/themes/%.*s", STR_ARG(folder), STR_ARG(name));
		if (access(theme.ptr, F_OK) == 0)
			return theme;
		if (i == 0)
			expected = theme;
	}
	return expected;
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
	struct str compiled = compiled_theme(arena, name);
	size_t count = 0;

	count = add(paths, count, arena_printf(arena, "%s/tema", content));
	count = add(paths, count, arena_printf(arena, "themes/%.*s", STR_ARG(name)));
	if (compiled.len)
		count = add(paths, count, compiled);
	return add(paths, count, arena_printf(arena, DIAFANO_DATADIR "/themes/%.*s", STR_ARG(name)));
}
