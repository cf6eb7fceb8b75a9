/*
 * alike.h -- texts that say nearly the same as one before them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Texts are put in one after the other; then each is held against those before
 * it. Two are alike when they share LEAST per cent of their words (twice those
 * in common, of the words of both), without case, accents or punctuation.
 *
 * Nothing is compared with everything. Two texts that are alike share, for
 * certain, one of the rarer words of each; so a text is only compared with the
 * last ALIKE_HOLDERS texts that hold one of its rarer words, and with
 * ALIKE_COMPARED of them at most. Below these bounds nothing is missed, and
 * the same words again are found in any case. Time is linear in all the words.
 */
#ifndef GENERATOR_MODEL_ALIKE_H
#define GENERATOR_MODEL_ALIKE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/vec.h"

#define ALIKE_HOLDERS 8
#define ALIKE_COMPARED 32
#define ALIKE_NONE UINT32_MAX

struct alike_text {
	uint32_t group;
	bool last;		/* nothing is held against it */
	uint32_t *words;	/* by rank, the rarest first, once all are in */
	uint32_t count;

	/* what alike_find() found */
	uint32_t match;		/* the number of the text it is like, or ALIKE_NONE */
	unsigned similarity;	/* per cent */
};

struct alike_word {
	uint32_t texts;		/* how many hold it */
	uint32_t rank;
	uint32_t seen;		/* in which text last, plus 1, */
	uint32_t times;		/* and how often there */
	uint32_t holders[ALIKE_HOLDERS];	/* a ring of texts, plus 1 */
	uint32_t next;
};

struct alike {
	struct arena *arena;
	struct map numbers;	/* from a word to its number plus 1 */
	VEC(struct alike_word) words;
	VEC(struct alike_text) texts;
	VEC(uint32_t) found;	/* scratch */
	struct buf *scratch;
	uint64_t comparisons;
};

void alike_init(struct alike *alike, struct arena *arena, struct buf *scratch);
void alike_dispose(struct alike *alike);

/* Forget all texts and words, to begin anew; the arena keeps what it has. */
void alike_clear(struct alike *alike);

/* Put TEXT in; its number is the count of those before it. GROUPS do not
   decrease. What is LAST is held against others, and no other against it. */
void alike_add(struct alike *alike, struct str text, uint32_t group, bool last);

/*
 * Find for each text the one before it that it is like: of a lower group, the
 * highest of those that have one; with WITHIN, of its own group too. In that
 * group the most similar, then the first.
 */
void alike_find(struct alike *alike, unsigned least, bool within);

#endif
