/*
 * card.h -- what `check` sums up of each evaluation.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef GENERATOR_COMMAND_CARD_H
#define GENERATOR_COMMAND_CARD_H

#include "base/json.h"
#include "chosen.h"
#include "model/lint.h"

struct card {
	const struct evaluation *evaluation;
	struct completeness completeness;
	size_t counts[SEVERITY_ERROR + 1];	/* of its files, by severity */
	size_t accepted;
};

struct cards {
	struct card *at;
	uint32_t count;
};

/* One of each that is CHOSEN, newest first, after project_accept(). Free `at`. */
struct cards cards_of(const struct site *site, struct diag *diag, const struct chosen *chosen);

/* As text, in lines of at most 80 columns; and as an array. */
void cards_put_text(struct buf *out, const struct site *site, struct cards cards);
void cards_put_json(struct json *json, const struct site *site, struct cards cards);

#endif
