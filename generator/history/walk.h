/*
 * walk.h -- the walk while it goes: what the files that make it share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From the newest commit to the oldest; history.c turns it all round at the end.
 */
#ifndef HISTORY_WALK_H
#define HISTORY_WALK_H

#include "base/map.h"
#include "history/history.h"
#include "internal.h"

/* What one commit did to one path. */
struct change {
	struct str path;	/* in the history's arena, once for each path */
	struct object_id before, after;	/* none: not there */
	uint32_t path_index;
	uint32_t other;		/* index of the path it came from or went to */
};

struct changes {
	struct change *at;
	size_t count, room;
};

struct walk {
	struct repository *repository;
	struct history *history;
	struct store *store;
	struct map paths, blobs, merged, names;	/* to index + 1; names: to a struct str */
	VEC(struct history_commit) commits;
	VEC(struct history_commit) merges;
	VEC(struct history_event) events;
	VEC(struct history_path) found;
	VEC(struct object_id) ids;
	struct changes changes;
	struct buf path, text;
	git_mailmap *mailmap;
	const char *names_untold;	/* why .mailmap was not read, in Spanish; or NULL */
	size_t steps;		/* left for following side branches */
	struct object_id names_id;	/* the blob of .mailmap, or none */
	const struct kept *kept;	/* where the walk may end; NULL: nowhere */
	bool ended_at_kept;
};

/* For following side branches, in one walk. */
#define SIDE_STEPS 400000

/* ---- number.c ---- */

/* The number of PATH or of the blob ID, a new one the first time. */
uint32_t walk_path(struct walk *walk, struct str path);
uint32_t walk_blob(struct walk *walk, const struct object_id *id);

/* ---- compare.c ---- */

/*
 * Fill walk->changes with how the plain files below tree AFTER differ from
 * those below BEFORE (either may be none: an empty folder), in byte order. With
 * LENIENT, a folder that cannot be read is passed over and the answer is still
 * what was wrong.
 */
enum object_state compare_trees(struct walk *walk, const struct object_id *before,
				const struct object_id *after, bool lenient);

/* Join the deletions and additions of one blob among walk->changes. */
void compare_moves(struct walk *walk);

/* ---- people.c ---- */

/* The record of COMMIT, its texts in the history's arena. */
struct history_commit people_record(struct walk *walk, const struct commit *commit);

/* Read the .mailmap of the commit that is built. */
void people_open(struct walk *walk);
/* Tell that it was there and was not read. */
void people_report(const struct walk *walk, struct diag *diag);

/* ---- kept.c ---- */

/* What an earlier walk from the commit TIP found; texts are views of `file`. */
struct kept {
	struct object_id tip, names_id;
	struct str content;
	uint64_t steps;			/* that its side branches took */
	struct history history;		/* newest first, as (2) of history.c has it */
	struct buf file;
};

/* What FILE holds, or NULL when that cannot be used. */
struct kept *kept_open(const char *file);
void kept_free(struct kept *kept);

/* Put the history of a finished WALK into FILE. */
void kept_write(const struct walk *walk, const char *file);

/* ---- origin.c ---- */

/* The number of COMMIT among the merged ones, or HISTORY_NONE; and a new one. */
uint32_t origin_known(const struct walk *walk, const struct object_id *commit);
uint32_t origin_add(struct walk *walk, const struct history_commit *record);

/* Set who wrote EVENT, which is CHANGE in the merge MERGE. */
void origin_find(struct walk *walk, const struct commit *merge, const struct change *change,
		 struct history_event *event);

#endif
