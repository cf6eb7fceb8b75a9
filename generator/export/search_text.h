/*
 * search_text.h -- the texts of documents, short, and each item to be read alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A document's text is lines: "path <tab> kind <tab> title", then for each item
 * "number <tab> text". Each line begins at a multiple of TEXT_UNIT bytes from
 * where the document does; newlines fill what is between.
 *
 * What evaluations repeat is said once: a line's pieces that are in the site's
 * phrases are three bytes, where and how many, and nothing else of the line is
 * needed to read one. So an item can be had by asking for its bytes alone.
 *
 *	piece  = length place place
 *	length = U+0001..U+0008, U+000B, U+000C, U+000E..U+001B: of two banks,
 *	         the twelve lengths of search_text.c each
 *	place  = a digit of base 92: U+0020..U+007E but for what a template
 *	         literal reads otherwise: ` \ {
 *
 * These three, in the text, are U+001D, U+001E and U+001F; every other control
 * character was a space before. What is written so is UTF-8, and stands between
 * backquotes in a script byte for byte: an offset in the file is an offset in
 * what a script that was loaded whole holds.
 */
#ifndef EXPORT_SEARCH_TEXT_H
#define EXPORT_SEARCH_TEXT_H

#include "search_item.h"

#define TEXT_UNIT 8u

struct phrases {
	struct buf bytes;
	uint16_t *first;	/* by a hash of four bytes: where they are, plus 1 */
	uint16_t *next;		/* another place with that hash, plus 1 */
};

/* The phrases of DOCUMENTS: some of the oldest evaluations, so that what is
   added does not change them. */
void phrases_init(struct phrases *phrases, const struct documents *documents);
/* The same of TEXT, of which no more is taken than can be told apart: for tests. */
void phrases_of(struct phrases *phrases, struct str text);
void phrases_dispose(struct phrases *phrases);

/* Append TEXT, as clean_put() left it, in pieces of PHRASES. */
void phrases_put(struct buf *out, const struct phrases *phrases, struct str text);

/* Append TEXT on one line and without what a template literal reads otherwise. */
void clean_put(struct buf *out, struct str text);

/* How many lines there are of each length, by 16 bytes; the last: longer. */
#define LINE_LENGTHS 64u
struct line_lengths {
	uint32_t of[LINE_LENGTHS + 1];
};

/* How long the line of an item is, in two bits: 0, 1, 2: at most 64, 128, 256 bytes with its
   newline; 3: more. Whoever found it so asks for as much as it is. */
#define TEXT_SIZES 4u
unsigned text_size(size_t len);

/* So many bytes that PERCENT of a hundred lines are no longer, with their newline; 1 KiB at most. */
uint32_t line_length_of(const struct line_lengths *lines, unsigned percent);

/* Writes a document, told by document_walk() what is in it. */
struct text_writer {
	const struct phrases *phrases;
	struct buf out;
	struct buf line;
	bool begun;		/* a text of the item that is being written */
	struct line_lengths heads, items;
};

void text_writer_init(struct text_writer *writer, const struct phrases *phrases);
void text_writer_dispose(struct text_writer *writer);
void text_document(struct text_writer *writer, const struct documents *documents, const struct entry *document);
/* Returns where the item begins, in units. */
uint32_t text_begin(struct text_writer *writer, uint32_t number);
void text_put(struct text_writer *writer, struct str text);
/* Returns its text_size(). */
unsigned text_end(struct text_writer *writer);

#endif
