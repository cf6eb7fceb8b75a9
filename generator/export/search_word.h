/*
 * search_word.h -- what a word is, for whoever searches.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *	word   = number | letter (letter | digit | mark)*
 *	number = D{1,3} (, D{3})+ (. D+)*  |  D+ (. D+)*        D: 0-9
 *
 * in lower case, in NFC, cut at WORD_MAX characters. What is not seen (soft
 * hyphens, zero-width and bidirectional marks) is passed over. A number loses
 * its commas, and decimals that are all 0: "$372,240.00" is 372240. Two
 * acronyms joined by a hyphen ("FISM-DF") are three words: fism, df, fismdf.
 *
 * recursos/buscar.js reads words in the same way, but for the third of an
 * acronym; tests/search/words.txt holds both to it.
 */
#ifndef EXPORT_SEARCH_WORD_H
#define EXPORT_SEARCH_WORD_H

#include "base/buf.h"
#include "base/str.h"

#define WORD_MAX 40	/* characters */

struct words {
	struct str text;
	size_t at;
	struct buf word;
	struct buf acronym;	/* the one before, while a hyphen may join it */
	size_t acronym_end;
	bool joined;		/* the next word is acronym, which is whole */
};

void words_init(struct words *words);
void words_dispose(struct words *words);

/* Begin with TEXT, which must live until the last word was taken. */
void words_begin(struct words *words, struct str text);

/* The next word, borrowed until the next call; false at the end. */
bool words_next(struct words *words, struct str *word);

/* A word so common that it says nothing ("de", "la"): not indexed. */
bool word_is_stop(struct str word);

/* The stop words, separated by spaces, for the browser. */
struct str word_stops(void);

#endif
