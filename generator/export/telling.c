/*
 * telling.c -- what was said of a change, for the other feeds that say it too.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "export/telling.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/arena.h"

struct words {
	size_t len;
	char bytes[];
};

struct tellings {
	atomic_size_t used;
	size_t count;
	_Atomic(struct words *) kept[];
};

struct tellings *tellings_new(size_t count)
{
	struct tellings *tellings = memory_alloc(sizeof *tellings + count * sizeof tellings->kept[0]);

	atomic_init(&tellings->used, 0);
	tellings->count = count;
	for (size_t i = 0; i < count; i++)
		atomic_init(&tellings->kept[i], NULL);
	return tellings;
}

void tellings_free(struct tellings *tellings)
{
	for (size_t i = 0; tellings && i < tellings->count; i++)
		free(atomic_load(&tellings->kept[i]));
	free(tellings);
}

bool tellings_put(struct tellings *tellings, size_t index, struct buf *out)
{
	const struct words *words = atomic_load_explicit(&tellings->kept[index], memory_order_acquire);

	if (words)
		buf_put(out, words->bytes, words->len);
	return words != NULL;
}

void tellings_keep(struct tellings *tellings, size_t index, struct str text)
{
	size_t size = sizeof(struct words) + text.len;
	struct words *words, *none = NULL;

	if (atomic_fetch_add(&tellings->used, size) + size > TELLINGS_ROOM) {
		atomic_fetch_sub(&tellings->used, size);
		return;
	}
	words = memory_alloc(size);
	words->len = text.len;
	memcpy(words->bytes, text.ptr, text.len);
	if (!atomic_compare_exchange_strong(&tellings->kept[index], &none, words)) {
		atomic_fetch_sub(&tellings->used, size);
		free(words);
	}
}
