/*
 * past.h -- the project's history, opened for a command of the terminal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What `history` and `diff` share. The content as it is now is not read, but
 * for the site's time zone, in which commit times are printed.
 */
#ifndef GENERATOR_COMMAND_PAST_H
#define GENERATOR_COMMAND_PAST_H

#include "base/json.h"
#include "options.h"
#include "version/ledger.h"

struct past {
	const struct options *options;
	struct diag *diag;
	struct repository *repository;
	struct repository_reader *reader;
	struct history *history;
	struct arena arena;
	int zone;		/* minutes east of UTC */
	bool colour;
};

/* Returns 0, or the exit status after telling why there is no history; end
   with past_close() either way. */
int past_open(struct past *past, const struct options *options);
void past_close(struct past *past);

/*
 * The ledger of the evaluation that WORD names, by its identity, one that it
 * had before, or the path of its file. NULL after telling that no commit ever had it.
 */
struct ledger *past_ledger(struct past *past, const char *word);

/* "2024-03-14 10:32", in the site's zone. */
struct str past_time(struct past *past, int64_t seconds);

/* The author's name, or "no consta". */
struct str past_author(const struct history_commit *author);

/* What its author said of VERSION; "" where nobody knows who wrote it. */
struct str past_message(const struct version *version);

/* What can be said of VERSION, as the keys of an open JSON object. */
void past_put_version(struct past *past, struct json *json, const struct ledger *ledger,
		      const struct version *version);

/* Print OUT, a whole JSON document. */
void past_print(const struct buf *out);

#endif
