/*
 * history.h -- which blob each content path had, in which commit.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One walk from the commit of a repository along FIRST PARENTS: the states the
 * published branch went through. Trees are compared by the identities of their
 * entries, and entered only where these differ; no blob is opened. What a file
 * means, and so what a version is, is not known here: version/ decides that.
 *
 * An event is one path whose blob became another one in one commit. Only plain
 * files count: one that becomes a symbolic link is deleted; a change of the
 * executable bit alone is no event; a commit that leaves the content as it was
 * is not listed.
 *
 * A file that disappears in the same commit in which the same blob appears at
 * another path was moved: two events, HISTORY_AWAY and HISTORY_HERE, that name
 * each other's path. Where several have one blob, equal file names go
 * together, then the order of paths decides. An empty file never moves. What
 * only resembles is never the same.
 *
 * Dates. What git says is passed on: the committer's time of the commit on the
 * first-parent line, which is when a change reached the published branch.
 * Nothing here sorts by it: the order is the line's, whatever the clocks said
 * (see `backwards`).
 *
 * Authors. A merge publishes what others wrote: an event of a merge commit has
 * in `origin` the commit, on the merged side, that gave the path this blob.
 * It is followed from the parent that has the same state, through parents that
 * have it too; a merge whose result no parent has is its own origin.
 *
 * Where the past ends too early, the oldest commit that could be read is a
 * boundary: what it holds was there, but nobody can say since when. Its events
 * are all HISTORY_FOUND: they must not be dated, nor numbered as first.
 *
 * A later build may start from an earlier one: everything about a commit
 * depends on it and its ancestors alone, but for the names (.mailmap). See
 * history_read_kept().
 */
#ifndef HISTORY_HISTORY_H
#define HISTORY_HISTORY_H

#include "history/repository.h"

#define HISTORY_NONE UINT32_MAX

/* Longer messages are cut there, between characters. */
#define HISTORY_MESSAGE_MAX 8192
#define HISTORY_NAME_MAX 200

/* Why nothing is known before the oldest commit. */
enum history_gap {
	HISTORY_WHOLE,		/* there is nothing before it */
	HISTORY_SHALLOW,	/* a shallow clone: git fetch --unshallow */
	HISTORY_PARTIAL,	/* a partial clone lacks folders: git fetch --refetch */
	HISTORY_DAMAGED,	/* an object is missing or cannot be read */
};

struct history_commit {
	struct object_id id;
	int64_t time;		/* the committer's, in seconds since 1970; may have no date (instant_has_date()) */
	int64_t author_time;
	int16_t offset;		/* of time, minutes east of UTC: as written, not the site's */
	int16_t author_offset;
	uint16_t parents;
	bool boundary;		/* what was before it is not known */
	bool backwards;		/* a commit before it on the line has a later date */
	/* The author's name through .mailmap, without any address; valid UTF-8,
	   control characters and all; the absent view when there is none. */
	struct str author;
	/* Subject and body, in valid UTF-8, control characters and all, without
	   white space at its ends; may be empty. */
	struct str message;
	uint32_t first, count;	/* its events; 0 for a commit of history.merged */
};

enum history_kind {
	HISTORY_FOUND,		/* there at the boundary; since when is not known */
	HISTORY_ADDED,
	HISTORY_CHANGED,
	HISTORY_DELETED,
	HISTORY_AWAY,		/* deleted here; `other` is where it went */
	HISTORY_HERE,		/* added here; `other` is where it was */
};

struct history_event {
	uint32_t path;		/* an index of history.paths */
	uint32_t commit;	/* of history.commits */
	uint32_t blob;		/* of history.blobs; HISTORY_NONE: the path is gone */
	uint32_t other;		/* of history.paths; HISTORY_NONE: not moved */
	uint32_t origin;	/* of history.merged; HISTORY_NONE: the commit itself */
	enum history_kind kind;
	bool origin_unknown;	/* a side branch could not be followed to its end */
};

struct history_path {
	struct str path;	/* below the content folder; any bytes but NUL */
	uint32_t first, count;	/* its events, of history.by_path */
};

struct history {
	struct history_commit *commits;	/* oldest first: those with events */
	struct history_commit *merged;	/* origins, in no order that matters */
	struct history_event *events;	/* oldest first, by path within a commit */
	struct history_path *paths;	/* in byte order */
	uint32_t *by_path;		/* indexes of events: path by path, oldest first */
	struct object_id *blobs;	/* distinct, in the order they appear in events */
	uint32_t commit_count, merged_count, event_count, path_count, blob_count;
	uint32_t walked;		/* commits looked at, with events or without */
	enum history_gap gap;
	struct arena arena;		/* the texts */
};

/*
 * Walk the history of REPOSITORY (which must be REPOSITORY_READ). A gap is
 * reported as a warning and told in `gap`; it is no failure: what could be
 * read is there. Never returns NULL; yours, free with history_free().
 */
struct history *history_read(struct repository *repository, struct diag *diag);

/*
 * The same, and what an earlier call left in FILE is not walked again. FILE is
 * a cache: it may be deleted at any time, and what comes out is the same with
 * it and without it. It is used when it is whole (it ends in its own SHA-256),
 * was made for the same content folder and the same .mailmap, and the walk
 * comes upon the very commit it was made for: a history that was rewritten
 * never does. A history with a gap is neither kept nor helped. An object that
 * was damaged since is not noticed by it, only by reading that object.
 *
 * FILE is replaced when there was something new; its folder must exist, and
 * what goes wrong with it is not told: the next call walks again.
 */
struct history *history_read_kept(struct repository *repository, const char *file,
				  struct diag *diag);
void history_free(struct history *history);

/* Why the past is not whole, as a sentence in Spanish for a page; "" for
   HISTORY_WHOLE. A literal. */
struct str history_words(enum history_gap gap);

/* The same where commits are all there and texts are missing, or DAMAGED. */
struct str history_unread_words(bool damaged);

/* The command that mends a gap, or says where; "" for HISTORY_WHOLE. A literal. */
struct str history_cure(enum history_gap gap);

/* The path, or NULL if no commit had it. */
const struct history_path *history_find(const struct history *history, struct str path);

/*
 * The blob (an index of blobs) that PATH had after commit COMMIT (an index of
 * commits), or HISTORY_NONE: for catalogues as of a commit.
 */
uint32_t history_blob_at(const struct history *history, const struct history_path *path,
			 uint32_t commit);

/* Who wrote EVENT: its origin, or its commit; NULL when that is not known. */
const struct history_commit *history_author(const struct history *history,
					    const struct history_event *event);

/* The words that belong beside AUTHOR's name (history_author()): a merge's own
   are not those of who wrote what it merged. COMMIT's, where AUTHOR is NULL. */
struct str history_message(const struct history_commit *commit, const struct history_commit *author);

/* The first line of a message (git's subject: the first paragraph joined by
   spaces is left to whoever wants it). Borrowed from MESSAGE. */
struct str history_subject(struct str message);

#endif
