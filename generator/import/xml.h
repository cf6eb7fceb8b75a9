/*
 * xml.h -- hostile XML, piece by piece.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * xml_next() walks over beginnings, ends and texts. Nothing is fetched, no entity is
 * declared or expanded, and a document type ends the walk as wrong: what we
 * read has none. Depth and the length of a name or text are bounded by libxml2.
 */
#ifndef GENERATOR_IMPORT_XML_H
#define GENERATOR_IMPORT_XML_H

#include <stdbool.h>

#include "base/str.h"

enum xml_event {
	XML_OVER,		/* the end; see wrong */
	XML_OPEN,
	XML_CLOSE,		/* of an empty element too */
	XML_WORDS,
};

struct xml {
	void *reader;
	const char *wrong;	/* Spanish; NULL: nothing */
	bool close;		/* the open element is empty: its end is due */
	bool stay;		/* the reader stands on what comes next */
};

/* Load the library, while files can still be opened. */
void xml_prepare(void);

void xml_open(struct xml *xml, struct str bytes);
void xml_dispose(struct xml *xml);

enum xml_event xml_next(struct xml *xml);

/* Behind an XML_OPEN: leave its whole element out. No XML_CLOSE comes of it. */
void xml_skip(struct xml *xml);

/* Of an element: its name is NAME, without its prefix. */
bool xml_is(const struct xml *xml, const char *name);

/* The address of its namespace holds WORDS. */
bool xml_from(const struct xml *xml, const char *words);

/* The value of its attribute NAME, whatever the prefix; NULL: none. Good until the
   next call. */
const char *xml_attribute(struct xml *xml, const char *name);

/* Of XML_WORDS. */
struct str xml_words(const struct xml *xml);

#endif
