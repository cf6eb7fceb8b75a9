/*
 * library.c -- dlopen() and dlsym().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/library.h"

#include <dlfcn.h>
#include <string.h>

int library_load(const char *const *files, const char *const *names, void *pointers)
{
	void *library = NULL;

	for (; *files && !library; files++)
		library = dlopen(*files, RTLD_NOW | RTLD_LOCAL);
	if (!library)
		return -1;
	for (size_t i = 0; names[i]; i++) {
		void *function = dlsym(library, names[i]);

		if (!function)
			return -1;
		/* a pointer to a function has the shape of a pointer to data, on Linux */
		memcpy((char *)pointers + i * sizeof function, &function, sizeof function);
	}
	return 0;
}
