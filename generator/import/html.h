/*
 * html.h -- HTML documents, as libxml2's parser of HTML reads them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The parser tells of tags and words one after another and keeps no tree: a page with
 * a <font> that nobody closes in each paragraph is deeper than the 256 levels of its trees,
 * behind which all is lost without a word. What a tag does is markup.h's; what no reader of
 * the page sees (scripts, styles, templates, `hidden`, `display: none`) is left out with
 * all that is in it.
 *
 * Three things are seen to before (measured with libxml2 2.9.14):
 *
 *  (1) The encoding, by document.c, for all texts alike. The parser believes what the
 *      page says of itself: UTF-8 that calls itself iso-8859-1 becomes "Ã³", and what
 *      calls itself so and is Windows' loses its quotes and dashes.
 *  (2) "<![if !supportLists]>", which Word writes before and behind the number of every
 *      item, is a comment for browsers and text for the parser.
 *  (3) A letter by the number that Windows has for it ("&#150;") is a control character
 *      to the parser, a dash to everybody else: document_clean().
 *
 * One thing is worse than it was and stays: emphasis around paragraphs ("<b><p>") ends
 * where the first one begins, as HTML 4 had it. Words are never lost by it.
 */
#ifndef GENERATOR_IMPORT_HTML_H
#define GENERATOR_IMPORT_HTML_H

#include "document.h"

/* Load the library, while files can still be opened. */
void html_prepare(void);

/* Read TEXT, which is clean UTF-8 and is written to; -1 with the document's reason when it cannot be. */
int html_read(struct document *document, struct buf *text);

/* The letters that HTML has names for; NULL: the library is missing. */
struct html *html_open(void);
void html_close(struct html *html);

/* The letter called NAME ("oacute"), or 0. */
uint32_t html_entity(const struct html *html, struct str name);

#endif
