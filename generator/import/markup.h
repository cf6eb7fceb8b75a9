/*
 * markup.h -- tags, entities and Markdown's marks out of a text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One tokenizer for HTML documents and for the HTML that stands within the
 * cells of a Markdown table. It knows which tags break a paragraph or a line,
 * which are emphasis, numbers the items of ordered lists (which HTML leaves to
 * the browser), and drops the rest: scripts, styles, comments.
 */
#ifndef GENERATOR_IMPORT_MARKUP_H
#define GENERATOR_IMPORT_MARKUP_H

#include "document.h"

#define MARKUP_LISTS 32

struct markup {
	struct document *document;
	uint32_t page;
	bool html;		/* line ends are spaces; else Markdown's marks count */
	int lists;		/* levels open, counted beyond MARKUP_LISTS too */
	uint32_t numbers[MARKUP_LISTS];	/* the next number; 0: bullets */
	bool letters[MARKUP_LISTS];	/* shown as a), b) */
	unsigned open;		/* Markdown's emphasis: 1 and 2, as long as their signs */
	const char *end;	/* of the paragraph that the next piece is a line of; NULL: it
				   is a paragraph of its own */
	bool space;		/* white space is owed before the next letter */
	struct str link;	/* where the open <a> leads */
	size_t link_start;
};

/* Put PIECE, which begins at LINE. Line ends within it are counted. */
void markup_put(struct markup *markup, struct str piece, uint32_t line);

#endif
