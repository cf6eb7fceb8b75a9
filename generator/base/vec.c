/*
 * vec.c -- a growing array of any type.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdint.h>

#include "base/arena.h"
#include "base/vec.h"

#define COUNT_MIN 8

void *vec_grow(void *at, size_t *room, size_t size)
{
	size_t count = *room < COUNT_MIN ? COUNT_MIN : *room * 2;

	if (count > (size_t)PTRDIFF_MAX / size)
		memory_exhausted();
	*room = count;
	return memory_resize(at, count * size);
}
