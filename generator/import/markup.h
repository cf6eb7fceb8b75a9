/*
 * markup.h -- what tags do to a text, and Markdown's marks out of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which tags break a paragraph or a line, which are emphasis, the numbers of the items
 * of ordered lists (which HTML leaves to the browser), boxes, links: the same for HTML
 * documents, whose tags libxml2 reads (html.h), and for the HTML that stands within
 * Markdown, whose tags are read here. That is not for a parser of documents: there
 * "<nombre>" and "a < b" are words of the text, a list may begin in one line and end
 * in the next, and a parser would close it at the end of each.
 */
#ifndef GENERATOR_IMPORT_MARKUP_H
#define GENERATOR_IMPORT_MARKUP_H

#include "document.h"

#define MARKUP_LISTS 32

enum tag_kind {
	TAG_NONE,		/* not one of ours: in HTML nothing happens, in Markdown text */
	TAG_INLINE,		/* nothing happens */
	TAG_PARAGRAPH,
	TAG_LINE,		/* <br> */
	TAG_STRONG,
	TAG_EMPHASIS,
	TAG_ORDERED,
	TAG_BULLETS,
	TAG_ITEM,
	TAG_LINK,
	TAG_INPUT,		/* a box to tick, when it is one */
	TAG_IMAGE,
	TAG_SILENT,		/* nobody is shown what is in it; in Markdown text */
};

enum tag_kind tag_kind(struct str name);

struct tag {
	enum tag_kind kind;
	bool close;
	bool checked;
	struct str href, type, start, value;	/* absent: it has none */
};

struct html;

struct markup {
	struct document *document;
	const struct html *html;	/* knows the names of letters; NULL: they stay text */
	uint32_t page;
	int lists;		/* levels open, counted beyond MARKUP_LISTS too */
	uint32_t numbers[MARKUP_LISTS];	/* the next number; 0: bullets */
	bool letters[MARKUP_LISTS];	/* shown as a), b) */
	char mark[16];		/* of an item that has no letter yet */
	unsigned open;		/* Markdown's emphasis: 1 and 2, as long as their signs */
	const char *end;	/* of the paragraph that the next piece is a line of; NULL: it
				   is a paragraph of its own */
	bool space;		/* white space is owed before the next letter */
	struct buf link;	/* where the open <a> leads */
	size_t link_start;
};

void markup_init(struct markup *markup, struct document *document);
void markup_dispose(struct markup *markup);

/* A tag, and words that are clean (document_clean()), at LINE. */
void markup_tag(struct markup *markup, const struct tag *tag, uint32_t line);
void markup_words(struct markup *markup, struct str text, uint32_t line);

/* Put PIECE of a text or of Markdown, which begins at LINE. Line ends within it are counted. */
void markup_put(struct markup *markup, struct str piece, uint32_t line);

#endif
