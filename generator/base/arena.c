/*
 * arena.c -- memory that is given back all at once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * (1) The head is the only block with free room; next and end point into it.
 * (2) A block made for one big request goes behind the head, so that the
 *     head's free room is not lost.
 * (3) Chunks double from CHUNK_MIN to CHUNK_MAX; reset keeps the head, which
 *     is the largest chunk, so that a page loop soon allocates nothing.
 */
#include <assert.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"

#define CHUNK_MIN ((size_t)64 << 10)
#define CHUNK_MAX ((size_t)1 << 20)
#define SIZE_LIMIT ((size_t)PTRDIFF_MAX / 4)

struct arena_block {
	struct arena_block *below;
	size_t size;
	alignas(max_align_t) char bytes[];
};

_Noreturn void memory_exhausted(void)
{
	fputs("diafano: no hay memoria suficiente para continuar; "
	      "el sitio anterior queda como estaba\n", stderr);
	/* Not exit(): other threads are still at work, and no handler of
	   theirs may run into half-made things. */
	_Exit(70);
}

void *memory_alloc(size_t size)
{
	void *ptr = malloc(size ? size : 1);

	if (!ptr)
		memory_exhausted();
	return ptr;
}

void *memory_resize(void *ptr, size_t size)
{
	ptr = realloc(ptr, size ? size : 1);
	if (!ptr)
		memory_exhausted();
	return ptr;
}

static struct arena_block *block_new(size_t size)
{
	struct arena_block *block = memory_alloc(sizeof *block + size);

	block->below = NULL;
	block->size = size;
	return block;
}

static void blocks_free(struct arena_block *block)
{
	while (block) {
		struct arena_block *below = block->below;

		free(block);
		block = below;
	}
}

void arena_init(struct arena *arena)
{
	*arena = (struct arena){ 0 };
}

void arena_dispose(struct arena *arena)
{
	blocks_free(arena->head);
	arena_init(arena);
}

#ifdef ARENA_MALLOC

void arena_reset(struct arena *arena)
{
	arena_dispose(arena);
}

static char *take(struct arena *arena, size_t size, size_t alignment)
{
	struct arena_block *block;

	(void)alignment;
	if (size > SIZE_LIMIT)
		memory_exhausted();
	block = block_new(size);
	block->below = arena->head;
	arena->head = block;
	arena->used += size;
	return block->bytes;
}

#else

void arena_reset(struct arena *arena)
{
	struct arena_block *head = arena->head;

	if (!head)
		return;
	if (head->size > CHUNK_MAX) {
		arena_dispose(arena);
		return;
	}
	blocks_free(head->below);
	head->below = NULL;
	arena->next = head->bytes;
	arena->end = head->bytes + head->size;
	arena->used = 0;
}

/* A new head with room for SIZE bytes, or a block of its own: see (2). */
static char *take_block(struct arena *arena, size_t size)
{
	struct arena_block *head = arena->head;
	size_t chunk = head ? head->size * 2 : CHUNK_MIN;
	struct arena_block *block;

	if (chunk > CHUNK_MAX)
		chunk = CHUNK_MAX;
	if (head && size > chunk / 4) {
		block = block_new(size);
		block->below = head->below;
		head->below = block;
		return block->bytes;
	}
	block = block_new(size > chunk ? size : chunk);
	block->below = head;
	arena->head = block;
	arena->next = block->bytes + size;
	arena->end = block->bytes + block->size;
	return block->bytes;
}

static char *take(struct arena *arena, size_t size, size_t alignment)
{
	size_t skip = -(uintptr_t)arena->next & (alignment - 1);
	size_t free_bytes = (size_t)(arena->end - arena->next);
	char *ptr;

	if (size > SIZE_LIMIT)
		memory_exhausted();
	arena->used += size;
	if (!arena->head || free_bytes < skip || free_bytes - skip < size)
		return take_block(arena, size);
	ptr = arena->next + skip;
	arena->next = ptr + size;
	return ptr;
}

#endif

void *arena_alloc(struct arena *arena, size_t size)
{
	return memset(take(arena, size, alignof(max_align_t)), 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
	if (size && count > SIZE_LIMIT / size)
		memory_exhausted();
	return arena_alloc(arena, count * size);
}

struct str arena_str(struct arena *arena, struct str s)
{
	char *copy;

	if (!s.ptr)
		return s;
	if (s.len >= SIZE_LIMIT)
		memory_exhausted();
	copy = take(arena, s.len + 1, 1);
	memcpy(copy, s.ptr, s.len);
	copy[s.len] = '\0';
	return str_make(copy, s.len);
}

struct str arena_printf(struct arena *arena, const char *format, ...)
{
	va_list arguments;
	char *text;
	int len;

	va_start(arguments, format);
	len = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (len < 0)
		memory_exhausted();	/* longer than INT_MAX */
	text = take(arena, (size_t)len + 1, 1);
	va_start(arguments, format);
	vsnprintf(text, (size_t)len + 1, format, arguments);
	va_end(arguments);
	return str_make(text, (size_t)len);
}

void *memory_copy(const void *ptr, size_t size)
{
	void *copy = memory_alloc(size ? size : 1);

	if (size)
		memcpy(copy, ptr, size);
	return copy;
}
