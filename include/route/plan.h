/*
 * plan.h -- which files the site will have.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pages and exports each add their files; when the last is added, and before
 * the first byte is made, the whole site is known: two files at one address
 * are an error, and whatever else lies in the folder is out of date. Then each
 * item is made by the room that added it, in any order, on any thread.
 */
#ifndef ROUTE_PLAN_H
#define ROUTE_PLAN_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/digest.h"
#include "base/map.h"
#include "base/vec.h"
#include "model/site.h"

enum plan_maker {
	PLAN_PAGE,		/* page_render() */
	PLAN_EXPORT,		/* export_render() */
	PLAN_SEARCH,		/* search_render() */
	PLAN_BYTES,		/* item.bytes, as they are */
	PLAN_COPY,		/* the file item.source, below the content folder */
	PLAN_DATA,		/* data_render() */
	PLAN_FORMER,		/* the bytes of holding item.about: version/attachment.h */
};

/* What is made when: a file that tells the size or the digest of others comes
   after them. */
enum plan_phase {
	PHASE_PAGES,
	PHASE_DATA,
	PHASE_DESCRIPTION,	/* of the data */
	PHASE_ARCHIVE,		/* of both */
	PHASE_CATALOGUE,	/* of all of these */
	PHASE_TOLD,		/* what tells people of the catalogue too */
	PHASE_MANIFEST,		/* of all files */
	PHASES
};

/* What is known of a file once it is made. */
struct plan_made {
	uint64_t size;
	char digest[DIGEST_HEX];
};

struct plan_item {
	struct str path;
	enum plan_maker maker;
	uint16_t kind;			/* the maker's */
	bool listed;			/* in sitemap.xml */
	uint8_t phase;			/* enum plan_phase */
	bool streamed;			/* too long to hold: made in a file */
	uint32_t page;			/* of a long list, from 1; or a year, or a number of a list */
	uint32_t about;			/* a number of the maker's own */
	struct entry *entry;		/* what it is about, or NULL */
	struct str bytes;
	struct str source;		/* "archivos/informe.pdf" */
};

struct plan {
	VEC(struct plan_item) items;	/* in the order they were added */
	struct map paths;		/* path to what claimed it, for plan.c */
	struct plan_made *made;		/* by item; NULL: nobody asks. Filled phase by phase */
	struct arena arena;
};

/* The size and digest of each file will be asked for. Call when all are planned. */
void plan_want_digests(struct plan *plan);

void plan_init(struct plan *plan);
void plan_dispose(struct plan *plan);

/*
 * Add ITEM. Its path, and what the item borrows, must live as long as the
 * plan. A path that is taken, also when only letter case tells the two apart,
 * is reported at PLACE and ITEM is left out: returns -1. A path that could
 * leave the site's folder is refused likewise.
 */
int plan_add(struct plan *plan, const struct plan_item *item, struct place place,
	     struct diag *diag);

/* True when PATH is taken, in whatever case. */
bool plan_has(struct plan *plan, struct str path);

#endif
