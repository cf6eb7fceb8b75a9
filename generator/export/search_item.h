/*
 * search_item.h -- what is searched: the documents of a site, item by item.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef EXPORT_SEARCH_ITEM_H
#define EXPORT_SEARCH_ITEM_H

#include "model/site.h"
#include "route/route.h"

/* What an item is of. Sections of the form follow ITEM_WHOLE in the order of
   section_id; the browser gets the same numbers. */
enum item_kind {
	ITEM_WHOLE,			/* the document itself */
	ITEM_SECTION,			/* + enum section_id */
	ITEM_COMMITMENT = ITEM_SECTION + SECTIONS,
	ITEM_KINDS
};

struct documents {
	struct entry **at;
	uint32_t count;
	uint32_t entries;	/* those before the first evaluation */
	const struct route *route;
};

/* The documents of SITE that have a page, in the order of their numbers.
   Borrowed from ARENA. */
void documents_list(struct documents *documents, struct arena *arena, const struct site *site,
		    const struct route *route);

/* Told of each item, and of each text of it. */
struct item_visitor {
	void *context;
	void (*begin)(void *context, unsigned kind, uint32_t number);
	/* WEIGHT: how much one word of it counts, in tenths; SHOWN: a reader sees it. */
	void (*text)(void *context, struct str text, unsigned weight, bool shown);
	void (*end)(void *context);
	struct buf scratch;		/* for the walk alone */
};

/* Walk DOCUMENT, item 0 first. What is suppressed is not told. */
void document_walk(const struct entry *document, struct item_visitor *visitor);

/* What it is called on pages; the key where the name is suppressed. */
struct str document_title(const struct entry *document);

/* Facts that may be printed, or NULL. */
const struct entry *document_evaluator(const struct evaluation *evaluation);
bool document_shows_units(const struct evaluation *evaluation);

#endif
