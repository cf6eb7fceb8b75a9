/*
 * match.h -- which entry of the catalogues some words mean.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef GENERATOR_IMPORT_MATCH_H
#define GENERATOR_IMPORT_MATCH_H

#include "model/site.h"

enum match_how {
	MATCH_NONE,
	MATCH_EXACT,		/* its name, but for case, accents and an acronym behind it */
	MATCH_ALIAS,		/* an alias, or with a post before it */
	MATCH_PART,		/* an alias, and behind it whose it is */
	MATCH_NEAR,		/* a letter or two differ */
};

struct match {
	enum match_how how;
	struct entry *entry;
};

/* The entry of KIND that WORDS mean, as a unit of ENTITY (NULL: anybody's). */
struct match match_find(struct arena *arena, const struct site *site, enum entry_kind kind,
			struct str words, const struct entry *entity);

/* The entry of KIND whose longest name stands somewhere in TEXT, or NULL. */
struct entry *match_mention(struct arena *arena, const struct site *site, enum entry_kind kind,
			    struct str text);

/* The same for funds, whose acronym says more than a name that may be the
   beginning of a longer one. *DOUBTFUL: only a name was found, or the two do not
   agree. */
struct entry *match_fund(struct arena *arena, const struct site *site, struct str text,
			 bool *doubtful);

/* WORDS without a post before them ("Jefe del ...") and an acronym behind. */
struct str match_name(struct arena *arena, struct str words);

/* A key for WORDS: "secretaria-de-movilidad". Never empty. In ARENA. */
struct str match_key(struct arena *arena, struct str words);

#endif
