/*
 * sheet.h -- a page as words in their places, and the order they are read in.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A page that is printed, as a PDF is, has neither paragraphs nor tables: it has
 * words and ruled lines at coordinates. sheet_put() finds the cells that the
 * rules enclose, and reads them by rows; words that no rule encloses but that stand
 * in columns all the same are read by columns; within a cell lines go on one in another unless a gap, the
 * mark of a list, or room that the next word would have had says otherwise.
 * What the pages repeat (furniture.h) is left out.
 *
 * y grows downwards; units are points.
 */
#ifndef GENERATOR_IMPORT_SHEET_H
#define GENERATOR_IMPORT_SHEET_H

#include "base/arena.h"
#include "document.h"

struct sheet_word {
	struct str text;
	float x1, y1, x2, y2;
	bool glued;		/* no space before it */
	bool strong, emphasis;
	struct str link;	/* where it leads; absent: nowhere */
	bool furniture;
	uint32_t line;		/* of the page, 1-based; set by sheets_put() */
	uint32_t cell;		/* set by sheets_put() */
};

struct sheet_rule {
	float at;		/* y of one that lies, x of one that stands */
	float from, to;
};

struct sheet {
	VEC(struct sheet_word) words;
	VEC(struct sheet_rule) lying;
	VEC(struct sheet_rule) standing;
};

struct sheets {
	struct arena arena;	/* of the words */
	VEC(struct sheet) pages;
};

void sheets_init(struct sheets *sheets);
void sheets_dispose(struct sheets *sheets);

/* Put the text of all pages, in the order it is read, into DOCUMENT. */
void sheets_put(struct sheets *sheets, struct document *document);

#endif
