/*
 * shelf.c -- the versions that were parsed last, for whoever shows them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * There are a few hundred places, looked through from first to last: that is
 * nothing beside what parsing takes. Two threads that miss the same version at
 * once parse it twice, and both stand here for a while.
 */
#include "shelf.h"

#include <pthread.h>
#include <stdlib.h>

#define PLACES 384u
#define LARGEST (SHELF_ROOM / 16)	/* a larger one would clear the shelf for itself */

struct book {
	struct sheet sheet;
	struct version_text text;
	struct arena arena;
	uint64_t asked;		/* when it was taken last */
	unsigned readers;
	bool shelved;
};

struct shelf {
	pthread_mutex_t lock;
	struct book *places[PLACES];
	size_t used;
	uint64_t clock;
};

struct shelf *shelf_new(void)
{
	struct shelf *shelf = memory_alloc(sizeof *shelf);

	*shelf = (struct shelf){ .used = 0 };
	pthread_mutex_init(&shelf->lock, NULL);
	return shelf;
}

static void book_free(struct book *book)
{
	arena_dispose(&book->arena);
	free(book);
}

void shelf_free(struct shelf *shelf)
{
	for (unsigned i = 0; i < PLACES; i++)
		if (shelf->places[i])
			book_free(shelf->places[i]);
	pthread_mutex_destroy(&shelf->lock);
	free(shelf);
}

static bool is_of(const struct book *book, const struct sheet *sheet)
{
	return object_id_equal(&book->sheet.blob, &sheet->blob) && book->sheet.kind == sheet->kind &&
	       str_equal(book->sheet.key, sheet->key) && str_equal(book->sheet.path, sheet->path);
}

struct book *shelf_take(struct shelf *shelf, const struct sheet *sheet)
{
	struct book *found = NULL;

	pthread_mutex_lock(&shelf->lock);
	for (unsigned i = 0; i < PLACES && !found; i++)
		if (shelf->places[i] && is_of(shelf->places[i], sheet))
			found = shelf->places[i];
	if (found) {
		found->readers++;
		found->asked = ++shelf->clock;
	}
	pthread_mutex_unlock(&shelf->lock);
	return found;
}

static void remove_from(struct shelf *shelf, unsigned place)
{
	struct book *book = shelf->places[place];

	shelf->places[place] = NULL;
	shelf->used -= book->arena.used;
	book->shelved = false;
	if (!book->readers)
		book_free(book);
}

/* The free place; PLACES when one must be made free first, as *OLDEST is. */
static unsigned find_place(const struct shelf *shelf, unsigned *oldest)
{
	unsigned empty = PLACES;

	*oldest = PLACES;
	for (unsigned i = 0; i < PLACES; i++)
		if (!shelf->places[i])
			empty = i;
		else if (*oldest == PLACES || shelf->places[i]->asked < shelf->places[*oldest]->asked)
			*oldest = i;
	return empty;
}

static void add(struct shelf *shelf, struct book *book)
{
	unsigned oldest, place;

	while ((place = find_place(shelf, &oldest)) == PLACES ||
	       (oldest != PLACES && shelf->used + book->arena.used > SHELF_ROOM))
		remove_from(shelf, oldest);
	shelf->places[place] = book;
	shelf->used += book->arena.used;
	book->shelved = true;
	book->asked = ++shelf->clock;
}

struct book *shelf_put(struct shelf *shelf, const struct sheet *sheet, struct repository_reader *reader,
		       struct markdown_memory *markdown)
{
	struct book *book = memory_alloc(sizeof *book);
	struct diag *silent = diag_new();
	bool read;

	*book = (struct book){ .readers = 1 };
	arena_init(&book->arena);
	book->sheet = *sheet;
	book->sheet.key = arena_str(&book->arena, sheet->key);
	book->sheet.path = arena_str(&book->arena, sheet->path);
	read = sheet_read(&book->text, &book->arena, reader, markdown, sheet, silent);
	diag_free(silent);
	if (!read) {
		book_free(book);
		return NULL;
	}
	if (book->arena.used <= LARGEST) {
		pthread_mutex_lock(&shelf->lock);
		add(shelf, book);
		pthread_mutex_unlock(&shelf->lock);
	}
	return book;
}

void book_copy(const struct book *book, struct arena *arena, struct version_text *text)
{
	*text = (struct version_text){ .bytes = arena_str(arena, book->text.bytes) };
	if (book->text.entry)
		text->entry = entry_copy(arena, book->text.entry);
}

void shelf_return(struct shelf *shelf, struct book *book)
{
	bool last;

	pthread_mutex_lock(&shelf->lock);
	last = --book->readers == 0 && !book->shelved;
	pthread_mutex_unlock(&shelf->lock);
	if (last)
		book_free(book);
}
