/*
 * kept.h -- one file in a memory (model/memory.h), for load.c and mention.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef GENERATOR_MODEL_KEPT_H
#define GENERATOR_MODEL_KEPT_H

#include "base/pool.h"
#include "internal.h"
#include "model/memory.h"

/* A file as it was parsed, before any link; and its text with its links. */
struct kept {
	struct source_entry file;	/* its names are the memory's */
	struct entry *entry;		/* NULL: it makes none */
	struct record *record;
	bool draft;
	void *body;			/* of an evaluation: what its sections point into */
	struct diag *heard;		/* what was said of it, or NULL */

	uint64_t names;			/* for which the rest holds; 0: for none */
	struct section sections[SECTIONS];
	void *woven;			/* what they point into */
	void *items;
	void *edges, *pendings;		/* mention.c's */
	size_t edge_count, pending_count;
	struct diag *woven_heard;
};

struct site_memory {
	struct arena arenas[POOL_MAX];	/* one for each worker */
	struct map files;		/* from a path to its kept */
	VEC(void *) retired;		/* malloc'd: of sites before the last */
	VEC(struct diag *) retired_diags;
	VEC(struct kept *) kept;	/* all of them, for the end */
	size_t waste;			/* bytes of records that no file has any more */
};

/* What MEMORY has of FILE as it is now, or NULL. */
struct kept *memory_find(const struct site_memory *memory, const struct source_entry *file);

/* Put KEPT in, in the place of what was there for its file. */
void memory_put(struct site_memory *memory, struct kept *kept);

/* The text of KEPT is to be woven anew. */
void memory_unweave(struct site_memory *memory, struct kept *kept);

/* The entry and the record of KEPT, for one site, in ARENA. */
struct entry *kept_entry(struct arena *arena, const struct kept *kept);
struct record *record_copy(struct arena *arena, const struct record *record);

/* Keep the sections of EVALUATION as they are now, woven into BODY. */
void kept_take_sections(struct kept *kept, const struct evaluation *evaluation, void *body);

#endif
