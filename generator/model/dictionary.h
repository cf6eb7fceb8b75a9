/*
 * dictionary.h -- the names of everything, found in one pass over a text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A tree of words: each name and alias of the catalogues is a path of words
 * and signs from the root. A text is walked once, word by word; at each word
 * the tree is followed as far as it goes, and the longest name wins. The cost
 * does not depend on how many names there are.
 *
 * Words are compared without case and accents. A name of a single word (an
 * acronym, most often) must then be written exactly: "REP" is a fund, "rep" is
 * not. In a name of several words case and accents may differ, because
 * published texts write "municipio de Puebla" and "Tesoreria Municipal". A
 * name that several evaluations bear stands for none of them.
 */
#ifndef GENERATOR_MODEL_DICTIONARY_H
#define GENERATOR_MODEL_DICTIONARY_H

#include "base/str.h"
#include "model/site.h"

struct dictionary;

struct dictionary *dictionary_new(void);
void dictionary_free(struct dictionary *dictionary);

/*
 * NAME (borrowed) stands for ENTRY. Blank names, and those of one letter,
 * are ignored. Returns another entry of the same kind and owner that bears the
 * name already, or NULL.
 */
struct entry *dictionary_add(struct dictionary *dictionary, struct str name,
			     struct entry *entry);

/*
 * A walk along a text, from name to name:
 *
 *	struct dictionary_walk walk = { .dictionary = ..., .text = ..., .next = 0 };
 *	while ((entry = dictionary_next(&walk)) != NULL)
 *		... text[walk.start..walk.end) is a name of ENTRY
 */
struct dictionary_walk {
	const struct dictionary *dictionary;
	struct str text;
	const struct entry *entity;	/* whose units count, with those of nobody */
	size_t next;			/* where to begin: not within a word */
	size_t start, end;		/* of the name that was found */

	/* the rest is dictionary.c's: the block that is looked at */
	size_t block;
	uint64_t words, accents, starts;
	bool slow;
};

/* The longest name at the next place where one begins, not within the one that
   was found before; NULL when there is none any more. */
struct entry *dictionary_next(struct dictionary_walk *walk);

/* The owner of a unit, or NULL. */
const struct entry *unit_owner(const struct entry *unit);

#endif
