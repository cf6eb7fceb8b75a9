/*
 * recurrence.h -- what an evaluation says again, years after another said it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A weakness (2.2.3) or a recommendation (3.2) that comes back in a later
 * evaluation of the same first fund and entity, in the same words or nearly.
 * Alike are two items that share RECURRENCE_LEAST per cent of their words, as
 * a reader would count them: without regard to case, accents, punctuation or
 * the order of the words, and each as often as it is written.
 *
 * The time it takes grows with the number of items, not with its square: an
 * item is looked for by its rarest words and compared with a bounded number of
 * others (alike.h). The site does not hold this list, because most runs have
 * no use for it: who needs it asks once, after site_read().
 */
#ifndef MODEL_RECURRENCE_H
#define MODEL_RECURRENCE_H

#include "model/site.h"

#define RECURRENCE_LEAST 75

struct recurrence {
	struct evaluation *evaluation;	/* that says it again */
	struct evaluation *earlier;	/* the newest one of an earlier year that said it */
	enum section_id section;	/* SECTION_WEAKNESSES or SECTION_RECOMMENDATIONS, of both */
	uint32_t item;			/* 1..n, of evaluation */
	uint32_t earlier_item;		/* 1..n, of earlier: its most similar one */
	unsigned similarity;		/* 75..100 per cent; 100: the same words */
};

struct recurrence_list {
	struct recurrence *at;
	uint32_t count;
	uint64_t comparisons;	/* of two items, on the way */
};

/*
 * All of SITE, in ARENA: newest evaluation first, then by its key, section and
 * item; an item is in it once at most. What was taken out by law is passed
 * over, and so are evaluations that were withdrawn; a draft that is only
 * checked never is the earlier one of what is published.
 */
struct recurrence_list site_recurrences(const struct site *site, struct arena *arena);

/* The same among the evaluations of LIST alone: two years side by side, say. */
struct recurrence_list evaluations_recurrences(const struct site *site, struct arena *arena,
					       struct evaluation_list list);

/* Likewise of SECTION, any that has items, and of no other. */
struct recurrence_list evaluations_recurrences_in(const struct site *site, struct arena *arena,
						  struct evaluation_list list, enum section_id section);

/* Whether two are of one series: the same first fund and entity. */
bool evaluations_are_series(const struct evaluation *a, const struct evaluation *b);

/* That of item ITEM of SECTION of EVALUATION, or NULL. */
const struct recurrence *recurrence_find(const struct recurrence_list *list,
					 const struct evaluation *evaluation,
					 enum section_id section, uint32_t item);

#endif
