/*
 * furniture.h -- what a page repeats: running headers and footers, page numbers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef GENERATOR_IMPORT_FURNITURE_H
#define GENERATOR_IMPORT_FURNITURE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct page_line {
	struct str text;
	uint32_t number;	/* of the document, or of the page */
	uint32_t page;		/* the same for all lines of a page, growing */
	bool furniture;
};

/*
 * Mark what of the COUNT LINES (in reading order, of PAGES pages) is no text of
 * the document: a line that stands among the three at the top or the bottom of
 * most pages, figures aside, and page numbers there. Returns how many.
 */
uint32_t furniture_mark(struct page_line *lines, size_t count, uint32_t pages);

#endif
