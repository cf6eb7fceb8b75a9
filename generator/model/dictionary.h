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
 * The next place at or after byte AT of TEXT, which must not be within a word,
 * where a word begins whose first letters begin some name; the length of TEXT
 * when there is none. Most of a text is passed over here.
 */
size_t dictionary_seek(const struct dictionary *dictionary, struct str text, size_t at);

/*
 * The longest name that begins at byte START of TEXT, which must be the start
 * of a word; *END is where it ends. A unit counts only when it is of ENTITY or
 * of nobody. NULL when no name begins there; *END is then the end of the word.
 */
struct entry *dictionary_find(const struct dictionary *dictionary, struct str text,
			      size_t start, const struct entry *entity, size_t *end);

/* The owner of a unit, or NULL. */
const struct entry *unit_owner(const struct entry *unit);

#endif
