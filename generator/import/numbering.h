/*
 * numbering.h -- what a word processor prints before the items of its lists.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A document says of a paragraph only "list 3, level 0"; how its numbers look,
 * and that list 3 goes on where list 1 stopped, stands in word/numbering.xml.
 */
#ifndef GENERATOR_IMPORT_NUMBERING_H
#define GENERATOR_IMPORT_NUMBERING_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"

enum { NUMBERING_LEVELS = 9 };

enum number_format {
	NUMBER_DECIMAL,
	NUMBER_LOWER,		/* a, b, c */
	NUMBER_UPPER,
	NUMBER_ROMAN,
	NUMBER_UPPER_ROMAN,
	NUMBER_BULLET,
	NUMBER_NONE,
};

struct number_level {
	enum number_format format;
	struct str text;	/* "%1.%2)" */
	int start;
	int next;		/* the number that is due; 0: the level has not begun */
};

struct number_list {
	struct number_level levels[NUMBERING_LEVELS];
};

/* A w:num: a list, and where it starts anew. */
struct number_use {
	struct number_list *list;
	int restart[NUMBERING_LEVELS];	/* 0: goes on */
	bool begun;
};

struct numbering {
	struct arena arena;
	struct map lists;	/* by the key of their definition */
	struct map uses;	/* by w:numId */
	struct map styles;	/* struct number_style of a paragraph style */
};

struct number_style {
	struct str use;
	int level;
};

void numbering_init(struct numbering *numbering);
void numbering_dispose(struct numbering *numbering);

/* Read word/numbering.xml and word/styles.xml; either may be empty, or wrong: then
   lists have no numbers. */
void numbering_read(struct numbering *numbering, struct str definitions, struct str styles);

/* Append what stands before a paragraph of LEVEL of USE, "3. ", and count it. */
void numbering_put(struct numbering *numbering, struct buf *out, struct str use, int level);

/* Append NUMBER in FORMAT, without signs around it. */
void number_put(struct buf *out, int number, enum number_format format);

#endif
