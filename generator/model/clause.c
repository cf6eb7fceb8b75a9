/*
 * clause.c -- what each diagnostic rests on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model/lint.h"

enum { NOTHING = -1 };

static const struct {
	enum diag_id id;
	struct clause clause;
} clauses[] = {
#define CLAUSE(id, numbers, field) { id, { numbers, field } },
#include "model/clause.def"
#undef CLAUSE
};

const struct clause *diag_clause(enum diag_id id)
{
	for (size_t i = 0; i < sizeof clauses / sizeof clauses[0]; i++)
		if (clauses[i].id == id)
			return &clauses[i].clause;
	return NULL;
}
