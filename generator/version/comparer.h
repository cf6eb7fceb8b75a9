/*
 * comparer.h -- one comparison while it is made, for the files that make it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * compare.c walks the fields, section.c compares what is prose, lines.c whole
 * versions that cannot be read. All append their changes here, in order.
 */
#ifndef GENERATOR_VERSION_COMPARER_H
#define GENERATOR_VERSION_COMPARER_H

#include "words.h"

#define COMPARER_DEPTH 8	/* of records within records; the format has three */

/* Where the lines of a version begin, for values that cannot be read. */
struct line_table {
	VEC(size_t) starts;
};

struct comparer {
	struct arena *arena;
	struct vocabulary vocabulary;
	const struct version_text *old, *new;
	const struct telling *telling;	/* NULL: for counting alone */
	struct line_table old_lines, new_lines;
	VEC(struct change) changes;
	struct change_step path[COMPARER_DEPTH];	/* down to the field in hand */
	uint32_t depth;
	int section;		/* in hand, or -1 */
	struct buf scratch;
};

/* A change at the place in hand, not yet told. */
struct change comparer_change(struct comparer *comparer, enum change_kind kind, enum change_part part);
void comparer_push(struct comparer *comparer, struct change change);

/* Count the words of the old and new text of CHANGE. */
void comparer_measure(struct comparer *comparer, struct change *change);

/* True when a reader sees no difference. */
bool comparer_alike(struct comparer *comparer, struct str a, struct str b);

/* section.c: a section of an evaluation; a whole body. With ITEMS, the items of
   lists are items, else blocks like any other. */
void compare_section(struct comparer *comparer, const struct section *old,
		     const struct section *new, bool items);
void compare_prose(struct comparer *comparer, struct prose old, struct prose new, bool items);

/* table.c: the rows of CHANGE, which is of one table that was OLD and is NEW
   (either may be empty: it came or went). */
void compare_tables(struct comparer *comparer, struct prose old, struct prose new, struct change *change);

/* lines.c: all bytes, line by line. */
void compare_text(struct comparer *comparer);

#endif
