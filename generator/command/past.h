/*
 * past.h -- the project's history, opened for a command of the terminal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What `history` and `diff` share. Commits are told from the walk alone. The
 * versions of an evaluation are those of the chronicle, from which the site is
 * made, so that a terminal counts and numbers them as the pages do; for that
 * the content is read, of the last commit where there is none in the folder.
 * What is wrong with it is for `check` to say.
 */
#ifndef GENERATOR_COMMAND_PAST_H
#define GENERATOR_COMMAND_PAST_H

#include "base/json.h"
#include "options.h"
#include "project.h"

struct past {
	const struct options *options;
	struct options own;		/* the project's */
	struct project project;
	struct diag *diag;		/* of repository and history; the project has its own, which is not told */
	struct repository *repository;	/* the project's */
	struct history *history;	/* the project's */
	struct arena arena;
	int zone;		/* minutes east of UTC */
	bool colour;
};

/* One evaluation through time, for who asks. */
struct ledger {
	struct str asked;	/* maybe by an older key than life->key */
	const struct life *life;	/* without editions: never published */
	struct str why;		/* its past is incomplete, and what helps: a sentence; else "" */
};

/* Returns 0, or the exit status after telling why there is no history; end
   with past_close() either way. */
int past_open(struct past *past, const struct options *options);
void past_close(struct past *past);

/*
 * The ledger of the evaluation that WORD names, by its identity, one that it
 * had before, or the path of its file. Returns 0, or the exit status after
 * telling that no commit ever had it, or that no content can be read.
 */
int past_ledger(struct past *past, const char *word, struct ledger *ledger);

/* "2024-03-14 10:32", in the site's zone. */
struct str past_time(struct past *past, int64_t seconds);

/* The author's name, or "no consta". */
struct str past_author(const struct history_commit *author);

/* What its author said of EDITION; "" where nobody knows who wrote it. */
struct str past_message(struct past *past, const struct edition *edition);

/* What can be said of EDITION, as the keys of an open JSON object. */
void past_put_version(struct past *past, struct json *json, const struct ledger *ledger,
		      const struct edition *edition);

/* Print OUT, a whole JSON document. */
void past_print(const struct buf *out);

#endif
