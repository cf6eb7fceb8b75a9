/*
 * chosen.h -- the evaluations that a user asks about, and what is said of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Of all that was found in a content, an evaluation is concerned by what lies in
 *
 *  (1) its own file, and that of its follow-up;
 *  (2) the files of the catalogues that it names (what an import wrote beside it
 *      is reviewed with it);
 *  (3) the line of a yearly programme that it keeps, or would once it is published;
 *  (4) any other file, where the message names it: one of two that are alike;
 *  (5) none: the run itself; and, errors alone, in sitio.yaml or the theme, with
 *      which no page is made at all.
 */
#ifndef GENERATOR_COMMAND_CHOSEN_H
#define GENERATOR_COMMAND_CHOSEN_H

#include "base/arena.h"
#include "base/map.h"
#include "base/vec.h"
#include "project.h"

struct lines {
	struct str path;
	uint32_t from, end;
};

struct chosen {
	const struct project *project;
	VEC(struct str) keys;		/* as they are called now, each once, as they were asked for */
	VEC(struct str) moved;		/* "2022/a ahora es 2022/b" */
	VEC(const struct evaluation *) evaluations;	/* but for those that cannot be read */
	VEC(struct str) names;		/* «2022/fortamun»: how messages name each */
	VEC(struct lines) lines;	/* of yearly programmes */
	struct map paths;		/* files of which everything concerns */
	struct arena arena;
};

/*
 * Find what the words of the project's command line name, once its content was
 * read: identities, former ones, or paths of files. Without words nothing is
 * chosen, which means all. Returns 0, or the exit status after telling what is
 * not there. End with chosen_dispose() either way.
 */
int chosen_take(struct chosen *chosen, const struct project *project);
void chosen_dispose(struct chosen *chosen);

/* True when EVALUATION was asked for, or all are. */
bool chosen_has(const struct chosen *chosen, const struct evaluation *evaluation);

/* A diag_wish; CONTEXT is a struct chosen. */
bool chosen_concerns(void *context, enum diag_id id, struct place place, struct str message);

#endif
