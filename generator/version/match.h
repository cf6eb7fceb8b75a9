/*
 * match.h -- which block of the new version was which block of the old one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How, and in which order, is told in version/compare.h.
 */
#ifndef GENERATOR_VERSION_MATCH_H
#define GENERATOR_VERSION_MATCH_H

#include "words.h"

/* A block of a section, or an element of a list. */
struct block {
	struct words words;
	struct str identity;	/* what names it whatever else changes; absent: nothing */
	uint32_t number;	/* as a reader counts blocks of its sort, 1.. */
	bool item;
	bool named;		/* its identity is all: under another one it is another */
};

struct blocks {
	struct block *at;
	uint32_t count;
};

/* One old block, or several neighbours, and what they became. */
struct match {
	uint32_t old_at, old_count;	/* count 0: it was added */
	uint32_t new_at, new_count;	/* count 0: it was removed */
	bool moved;
};

struct matches {
	struct match *at;
	size_t count, room;
};

/*
 * Match all of OLD with all of NEW, each exactly once; in MATCHES (zero before,
 * free `at`) in the order of NEW, what was removed behind the match of the block
 * that stood before it. With WHOLE, blocks are never split or joined.
 */
void match_blocks(struct matches *matches, const struct vocabulary *vocabulary,
		  struct blocks old, struct blocks new, bool whole);

#endif
