/*
 * search_index.h -- which form stands in which items: the vocabulary in parts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each worker reads a run of documents of its own and keeps, for each form it
 * meets, the items it is in, packed as they come. The forms of all workers are
 * then sorted and joined, and what a form of two workers has is read one after
 * the other: so the outcome does not depend on how many there were.
 */
#ifndef EXPORT_SEARCH_INDEX_H
#define EXPORT_SEARCH_INDEX_H

#include "base/map.h"
#include "base/vec.h"
#include "search_item.h"

struct term;

struct form {
	struct str text;
	struct str folded;	/* without accents: what it is sorted by */
	struct str stem;
	uint32_t group;		/* the number of the first form of its group */
	uint32_t items;		/* that it is in */
	uint32_t first;		/* of index.terms */
	uint32_t terms;
};

/* Part of the vocabulary: order[from] .. order[to - 1]. */
struct part {
	uint32_t from, to;
};

struct index {
	const struct documents *documents;
	struct index_worker *workers;
	unsigned worker_count;
	struct form *forms;	/* sorted */
	uint32_t form_count;
	struct term **terms;	/* of each form, in the order of the documents */
	uint32_t *order;	/* the forms, group after group */
	VEC(struct part) parts;
	uint32_t items;		/* of all documents */
};

/* Index DOCUMENTS, which must outlive the index. */
void index_init(struct index *index, const struct documents *documents, unsigned workers);
void index_dispose(struct index *index);

/* Where PART begins: a word without accents. */
struct str index_part_key(const struct index *index, const struct part *part);

/* The words of PART: groups on lines of their own, forms separated by spaces,
   each as how many ASCII letters (0-9, a-z) it shares with the one before and
   the rest. */
void index_put_words(struct buf *out, const struct index *index, const struct part *part);

/*
 * The items of PART, packed: for each form how many items it is in and how
 * many bytes its list takes; then the lists. A list is, for each document, how
 * far its number is behind the one before, and its items, each
 * number << 9 | kind << 5 | impact << 1 | (another follows).
 */
void index_put_lists(struct buf *out, const struct index *index, const struct part *part);

/* The COUNT forms of letters that are in most items, at most, in ARENA. */
const struct form **index_common(const struct index *index, struct arena *arena, uint32_t *count);

#endif
