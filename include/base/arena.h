/*
 * arena.h -- memory that is given back all at once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Records, strings and routes live in an arena until the run ends; contexts
 * and rendered text live in one that is reset after each page. Nothing in an
 * arena is freed alone. Running out of memory prints one line and exits with
 * status 70, so no caller looks. One arena belongs to one thread at a time.
 *
 * Under BUILD=asan each allocation is a malloc of its own, so that the
 * sanitizer sees what an arena would hide.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/str.h"

struct arena_block;

struct arena {
	struct arena_block *head;
	char *next;		/* first free byte of head */
	char *end;
	size_t used;		/* bytes handed out since init or reset */
};

void arena_init(struct arena *arena);
void arena_dispose(struct arena *arena);

/* Forget everything; one block is kept for reuse. */
void arena_reset(struct arena *arena);

/* SIZE zeroed bytes, aligned for any type. SIZE 0 gives a valid pointer. */
void *arena_alloc(struct arena *arena, size_t size);

/* COUNT zeroed elements of SIZE bytes; overflow counts as out of memory. */
void *arena_array(struct arena *arena, size_t count, size_t size);

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, count, type) \
	((type *)arena_array((arena), (count), sizeof(type)))

/* A copy of S in the arena, followed by a NUL that is not counted.
   The absent view stays absent. */
struct str arena_str(struct arena *arena, struct str s);

struct str arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Out of memory, or a size that cannot be: one line on stderr, exit 70. */
_Noreturn void memory_exhausted(void);

/* malloc and realloc that never return NULL (see above). Free with free(). */
void *memory_alloc(size_t size);
void *memory_resize(void *ptr, size_t size);

/* A copy of SIZE bytes, to free with free(); of none, a pointer all the same. */
void *memory_copy(const void *ptr, size_t size);

#endif
