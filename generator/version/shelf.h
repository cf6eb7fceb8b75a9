/*
 * shelf.h -- the versions that were parsed last, for whoever shows them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *	book = shelf_take(shelf, &sheet);
 *	if (!book)
 *		book = shelf_put(shelf, sheet, way);	parsed now
 *	book_copy(book, arena, &text);
 *	shelf_return(shelf, book);
 *
 * A page of a version, its comparisons with the one before and the one after
 * and its entries in feeds all want the same text, one soon after the other.
 * What was parsed for one of them stands here for the rest, on any thread,
 * until SHELF_ROOM bytes are full; then what was asked for least lately goes.
 * Nobody is given what stands here, only a copy: pages link and redact theirs.
 */
#ifndef GENERATOR_VERSION_SHELF_H
#define GENERATOR_VERSION_SHELF_H

#include "desk.h"

#define SHELF_ROOM ((size_t)48 << 20)

struct shelf;
struct book;

struct shelf *shelf_new(void);
void shelf_free(struct shelf *shelf);

/* The book of SHEET, to be returned; NULL when it is not here. */
struct book *shelf_take(struct shelf *shelf, const struct sheet *sheet);

/* Read it from READER; NULL when the repository does not give it. To be returned. */
struct book *shelf_put(struct shelf *shelf, const struct sheet *sheet, struct repository_reader *reader,
		       struct markdown_memory *markdown);

/* What BOOK says, as if it had been parsed into ARENA. */
void book_copy(const struct book *book, struct arena *arena, struct version_text *text);

void shelf_return(struct shelf *shelf, struct book *book);

#endif
