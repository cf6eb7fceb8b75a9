/*
 * html.h -- the HTML that the generator itself makes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Prose becomes HTML straight from its tokens; values of fields become a few
 * words or links. Everything is appended to page->html between html_begin()
 * and html_end(), which gives the piece as a value. All text passes through
 * base/escape.h here; nobody else makes VALUE_HTML.
 */
#ifndef PAGE_HTML_H
#define PAGE_HTML_H

#include "context.h"

void html_begin(struct page *page);
struct value html_end(struct page *page);	/* false when nothing was put */

struct html_body {
	int level;			/* of the first heading of the prose */
	bool anchors;			/* headings get ids */
	const struct section_type *items;	/* of a list section, else NULL */
	const struct evaluation *evaluation;	/* whose items may be suppressed, or NULL */
};

void html_put_prose(struct page *page, struct prose prose, const struct html_body *body);

/* A whole body as a value. */
struct value html_prose(struct page *page, struct prose prose, int level, bool anchors);

/* A link to PATH of this site; TEXT is escaped. PATH absent: only the text. */
void html_put_link(struct page *page, struct str text, struct str path);
void html_put_entry(struct page *page, const struct entry *entry);
/* The published words where there are any, linked. */
void html_put_reference(struct page *page, const struct reference *reference);
/* A field of kind URL: a web address, or an attachment with size and digest. */
void html_put_url(struct page *page, struct str url);

/* The SHA-256 of attachment FILE of the site; "" where none is shown. */
const char *html_digest_of(const struct page *page, const struct entry *file);

/* "12.3 kB", in the page's arena. */
struct str html_size(struct page *page, uint64_t size);

/* The value of SLOT of FIELD, whatever its kind; nothing unless it has one.
   Records are not printed. */
void html_put_slot(struct page *page, const struct field *field, const struct slot *slot);

#endif
