/*
 * search_index.h -- which form stands in which items: the vocabulary in blocks.
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
#include "search_text.h"

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

/* A block of the vocabulary: order[from] .. order[to - 1], and how it is written:
   its words and lists and then, of its forms in more than SEARCH_FIRST items, the rest. */
struct block {
	uint32_t from, to;
	struct str bytes, rest;
};

/* Blocks that are one file: blocks.at[from] .. blocks.at[to - 1]. */
struct part {
	uint32_t from, to;
};

struct index {
	const struct documents *documents;
	struct phrases phrases;
	struct str *texts;	/* of each document, as search_text.h writes it */
	struct index_worker *workers;
	unsigned worker_count;
	struct form *forms;	/* sorted */
	uint32_t form_count;
	struct term **terms;	/* of each form, in the order of the documents */
	uint32_t *order;	/* the forms, group after group */
	VEC(struct block) blocks;
	VEC(struct part) parts;
	uint32_t items;		/* of all documents */
	struct line_lengths heads, lines;
};

/*
 * Index DOCUMENTS, which must outlive the index.
 *
 * A block's bytes are its words: groups on lines of their own, forms separated by
 * spaces, each as how many ASCII letters (0-9, a-z) it shares with the one before and the
 * rest; a tab; and its lists in base123, as bits:
 *
 *	block    = form*
 *	form     = gamma(items that it is in) list
 *	list     = gamma(documents + 1) document*
 *	document = rice(how far behind the one before, minus 1; gap_bits()) item+
 *	item     = another follows:1 sort place
 *	sort     = gamma(its place among those of the list so far + 1); when it is none of them:
 *	           gamma(how many they are + 1), but nothing when it is the first, and
 *	           text_size:2 kind:4 impact:4
 *	place    = the first of its document and of its kind: rice(it; 7)
 *	           the first of its document: adaptive(how far from the last one of its kind)
 *	           otherwise: adaptive(how far behind the one before, minus 1)
 *
 * An item is where its line begins in its document, in TEXT_UNIT bytes. The sorts of a list
 * stand in the order of how often they were told, and those told as often in that of their
 * coming to it. How far x is from y: 2(x - y), or 2(y - x) - 1 where y is more. There is an
 * adaptive() of each kind and one for what follows in a document, each list with its own.
 *
 * A form in more than SEARCH_FIRST items lists that many of them; the rest is the lists of
 * only such forms, each read anew.
 */
void index_init(struct index *index, const struct documents *documents, unsigned workers);
void index_dispose(struct index *index);

/* The least that tells where BLOCK begins: no word before it, without accents, is as far on. */
struct str index_block_key(const struct index *index, const struct block *block);

/*
 * The words, without accents, of which a form of the group is in more than FEW items, of blocks
 * that have no rest: those that have say so by it. Their hashes, sorted, as rice() of the
 * distances with WORD_SPREAD_BITS; a word is none of them when its hash is not there, and
 * is one of WORD_SPREAD that are none when it is. Returns how many words there are.
 */
#define WORD_SPREAD_BITS 4u
#define WORD_SPREAD (1u << WORD_SPREAD_BITS)
uint32_t index_put_middling(const struct index *index, uint32_t few, struct buf *out);

/* From 0 to BELOW - 1, the same in all machines and in the browser: FNV-1a of 32 bits, stirred. */
uint32_t word_hash(struct str word, uint32_t below);

/* How many ASCII bytes A and B begin with alike, 35 at most; and that as a letter, 0-9 a-z. */
size_t share_count(struct str a, struct str b);
char share_letter(size_t count);

/* The COUNT forms of letters that are in most items, at most, in ARENA. */
const struct form **index_common(const struct index *index, struct arena *arena, uint32_t *count);

#endif
