/*
 * ledger.h -- every version of one evaluation that was ever published.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A version is each distinct successive blob of one evaluation along the line
 * of first parents: edits of the form alone and reverts too, and blobs that
 * today's parser cannot read; never one whose `estado` is borrador. What
 * `history` saw of paths becomes here the life of an identity:
 *
 * - a file that moved with its bytes unchanged, or whose front matter names
 *   where it was (`antes`), is the same evaluation; what only resembles is not;
 * - what comes to a path after its file moved on like that is another one;
 * - a file that was deleted and made again at the same path is the same one;
 * - the same bytes again, after a draft or a deletion, are no new version.
 *
 * Versions are numbered from 1 in the order of the line, whatever the clocks
 * said. Where the past is cut off (history.gap), or a blob cannot be read, so
 * that nobody knows whether it was a draft, these numbers are no one's but this
 * program's: `incomplete` says so, and nothing may be called by them.
 */
#ifndef VERSION_LEDGER_H
#define VERSION_LEDGER_H

#include "history/history.h"
#include "version/compare.h"

struct version {
	uint32_t number;	/* from 1 */
	struct object_id blob;
	const struct history_commit *commit;	/* that published it */
	const struct history_commit *author;	/* whose words they are; NULL: not known */
	bool undated;		/* it was there already where the past is cut off */
	bool unread;		/* the repository does not give its bytes: maybe a draft */
	struct str path;	/* below the content folder, at that time */
	struct version_text text;
};

struct ledger {
	struct str key;		/* "2022/fortamun-df" */
	struct str asked;	/* for who asks by an older key */
	struct version *versions;	/* oldest first */
	uint32_t count;
	/* The commit that took the file away, when it is gone; else NULL. */
	const struct history_commit *deleted;
	bool incomplete;
	uint32_t unread;	/* blobs that could not be read from the repository */
	uint32_t damaged;	/* of these: they are there */
	struct str why;		/* it is incomplete, and what helps: a sentence; else "" */
};

/*
 * One evaluation alone, with all its texts: for a terminal. A site has
 * chronicle.h, which also knows what other evaluations claim.
 *
 * The ledger of evaluation KEY, from HISTORY and its repository's READER, in
 * ARENA (bytes and parsed entries too); it borrows from HISTORY. An evaluation
 * that no commit ever had gives a count of 0. markdown_init() came before.
 */
struct ledger *ledger_read(struct arena *arena, const struct history *history,
			   struct repository_reader *reader, struct str key);

/*
 * What the evaluation once called KEY is called now (or was last), in ARENA:
 * KEY itself unless its file moved on, with its bytes or by an `antes`.
 */
struct str ledger_follow(struct arena *arena, const struct history *history,
			 struct repository_reader *reader, struct str key);

/* Version NUMBER, or NULL. */
const struct version *ledger_version(const struct ledger *ledger, uint32_t number);

/* The path below the content folder of evaluation KEY, in ARENA. */
struct str evaluation_path(struct arena *arena, struct str key);

#endif
