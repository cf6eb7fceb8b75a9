/*
 * memory.c -- a bump allocator behind cmark's three functions.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * (1) The library's functions take no context, so that which memory a thread
 *     takes from must be a variable of the thread. It is set for the time of
 *     one parse and NULL otherwise.
 * (2) Each piece is preceded by its size, which a later realloc needs.
 * (3) free gives nothing back: the next document begins anew.
 */
#include "memory.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"

#define PIECE 16			/* alignment, and the size of (2) */
#define FIRST_BLOCK ((size_t)1 << 18)
#define KEEP_MAX ((size_t)4 << 20)	/* larger blocks are not kept */

struct memory_block {
	struct memory_block *next;
	size_t room;
	_Alignas(PIECE) char bytes[];
};

struct markdown_memory {
	struct memory_block *head;
	char *next, *end;	/* what is left of head */
};

static _Thread_local struct markdown_memory *current;	/* see (1) */

struct markdown_memory *markdown_memory_new(void)
{
	struct markdown_memory *memory = memory_alloc(sizeof *memory);

	*memory = (struct markdown_memory){ 0 };
	return memory;
}

static void free_blocks(struct memory_block *block)
{
	while (block) {
		struct memory_block *next = block->next;

		free(block);
		block = next;
	}
}

void markdown_memory_free(struct markdown_memory *memory)
{
	if (!memory)
		return;
	free_blocks(memory->head);
	free(memory);
}

static void add_block(struct markdown_memory *memory, size_t size)
{
	size_t room = memory->head ? 2 * memory->head->room : FIRST_BLOCK;
	struct memory_block *block;

	while (room < size)
		room *= 2;
	block = memory_alloc(sizeof *block + room);
	block->next = memory->head;
	block->room = room;
	memory->head = block;
	memory->next = block->bytes;
	memory->end = block->bytes + room;
}

/* SIZE bytes, not cleared, behind a piece that holds SIZE. */
static void *take(struct markdown_memory *memory, size_t size)
{
	size_t whole;
	char *piece;

	if (size > SIZE_MAX / 4)
		memory_exhausted();
	whole = PIECE + (size + PIECE - 1) / PIECE * PIECE;
	if ((size_t)(memory->end - memory->next) < whole)
		add_block(memory, whole);
	piece = memory->next;
	memory->next += whole;
	memcpy(piece, &size, sizeof size);
	return piece + PIECE;
}

static void *bump_calloc(size_t count, size_t size)
{
	if (size && count > SIZE_MAX / 4 / size)
		memory_exhausted();
	return memset(take(current, count * size), 0, count * size);
}

static void *bump_realloc(void *ptr, size_t size)
{
	size_t old;
	void *more;

	if (!ptr)
		return take(current, size);
	memcpy(&old, (char *)ptr - PIECE, sizeof old);
	if (size <= old)
		return ptr;
	more = take(current, size);
	return memcpy(more, ptr, old);
}

static void bump_free(void *ptr)
{
	(void)ptr;	/* see (3) */
}

static cmark_mem bump = { bump_calloc, bump_realloc, bump_free };

cmark_mem *memory_begin(struct markdown_memory *memory)
{
	current = memory;
	return memory ? &bump : cmark_get_default_mem_allocator();
}

bool memory_end(struct markdown_memory *memory)
{
	current = NULL;
	if (!memory || !memory->head)
		return memory;
	/* the newest block is the largest: it alone is used again */
	free_blocks(memory->head->next);
	memory->head->next = NULL;
	memory->next = memory->head->bytes;
	if (memory->head->room > KEEP_MAX) {
		free_blocks(memory->head);
		*memory = (struct markdown_memory){ 0 };
	}
	return true;
}
