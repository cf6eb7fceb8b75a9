/*
 * piece.h -- what stands at a place of a piece: a mark, a figure, a word, a letter of a list.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A piece is a view into the text of a document (document.h), as label.h cuts it;
 * AT is a place in it, in bytes, and may be its end.
 */
#ifndef GENERATOR_IMPORT_PIECE_H
#define GENERATOR_IMPORT_PIECE_H

#include "base/str.h"
#include "document.h"

/* A mark of emphasis or of a link: STRONG_ON to LINK_OFF. */
static inline bool piece_is_mark(char c)
{
	return c >= STRONG_ON && c <= LINK_OFF;
}

/* A byte of a word without capitals. */
static inline bool piece_is_word_byte(char c)
{
	return char_is_digit(c) || (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* How many figures stand at AT, of MOST; *OUT is their number. */
size_t piece_digits(struct str piece, size_t at, size_t most, int *out);

/* Where the word that ends before AT begins. */
size_t piece_word_start(struct str piece, size_t at);

bool piece_is_upper(struct str piece, size_t at);

/* "a) " at AT, or "1. " before a capital: its letter or figure, or 0; *BEHIND is behind it. */
char piece_letter(struct str piece, size_t at, size_t *behind);

/* PIECE without white space at both ends, nor marks of emphasis that end before
   it or begin behind it. */
struct str piece_trim(struct str piece);

#endif
