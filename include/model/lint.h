/*
 * lint.h -- what may be asked of the linter from outside.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The linter itself runs within site_read(), for `check` alone: its ids are in
 * base/diag.def, its checks in generator/model/lint.c. Here is what each id
 * rests on, and how complete an evaluation is.
 */
#ifndef MODEL_LINT_H
#define MODEL_LINT_H

#include "model/site.h"

/*
 * What a diagnostic rests on: numbers of the official format, separated by
 * spaces and often none, and a key of sitio.yaml whose value is the rule or
 * cites it (SITE_DEADLINE; -1: none). The norm's own words are nowhere in the
 * program: a citation is what sitio.yaml says it is.
 */
struct clause {
	const char *numbers;
	int site_field;
};

/* NULL: on nothing but the content format. */
const struct clause *diag_clause(enum diag_id id);

/*
 * The fields that the official format asks of an evaluation, by what is known
 * of them. A group that is there counts by its parts, one that is not counts
 * as one.
 */
struct completeness {
	uint32_t complete;	/* a value, one that is withheld or was taken out by law */
	uint32_t none;		/* explicitly none */
	uint32_t not_on_record;	/* the document does not say, or prints it blank */
	uint32_t missing;	/* the file says nothing of it, or nothing usable */
};

struct completeness evaluation_completeness(const struct evaluation *evaluation);

/*
 * Take out of DIAG what evaluations accept (`aceptado`): findings that are no
 * errors, where their file says, with the reason it gives. When all was
 * reported and before anything is printed or counted. With CHECKING, that is
 * when the linter has spoken, an acceptance that matches nothing is told: it
 * would be published as an excuse for nothing.
 */
void site_accept(struct site *site, bool checking, struct diag *diag);

#endif
