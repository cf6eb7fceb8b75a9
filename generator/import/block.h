/*
 * block.h -- the paragraphs of a piece, and the items of its lists.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lists of a document are what its findings and recommendations are known by;
 * a document that lost its lines still has their numbers.
 */
#ifndef GENERATOR_IMPORT_BLOCK_H
#define GENERATOR_IMPORT_BLOCK_H

#include "base/str.h"
#include "base/vec.h"

enum block_kind { BLOCK_PARAGRAPH, BLOCK_ITEM };

struct block {
	enum block_kind kind;
	int number;		/* as written; -1: a bullet */
	struct str text;	/* a view; may hold empty lines (paragraphs of an item) */
};

struct block_list {
	struct block *at;
	size_t count, room;
};

/*
 * Paragraphs and the items of lists in TEXT: "1." "1:" "1)" "1.-" or bullets at
 * the start of a line; and run together within a line ("fin.2. El ..."), where
 * the number is the one that is due and stands nowhere later at a line's start. So
 * do numbers without a stop before them ("Uno 2. Dos 3. Tres") that count on from a line
 * that begins with 1, or from 1 to 3. "F1." at the start makes "F2." an item.
 * Where no line begins with "1." but one with "a)", letters count as numbers.
 */
void blocks_read(struct str text, bool lists, struct block_list *blocks);

/* True when TEXT, of one block, has numbers in it that follow one another as those of
   items do: it may be several. */
bool block_hides_items(struct str text);

/* True when TEXT ends in a sign that ends a sentence, or is empty. */
bool block_ends_sentence(struct str text);

/* True when TEXT ends in a word that cannot end a sentence: "de", "la", "para". */
bool block_ends_hanging(struct str text);

#endif
