/*
 * lint_cost.c -- a cost that cannot be compared, or would be counted twice.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lint.h"

static const struct record *contracting_of(const struct lint *lint)
{
	return lint_nested(lint, lint->record, EVALUATION_CONTRACTING);
}

void lint_tax(struct lint *lint)
{
	const struct record *record = contracting_of(lint);
	const struct slot *cost = lint_slot(lint, record, CONTRACTING_COST);
	const struct slot *tax = lint_slot(lint, record, CONTRACTING_TAX);

	if (!slot_has(cost) || !tax || tax->state != STATE_ABSENT)
		return;
	diag_report(lint->diag, DIAG_TAX_UNTOLD, record_place(record, cost),
		    STR("iva: incluido, no-incluido o no-consta"), "no se dice si el costo incluye el IVA");
}

/* ---- one cost for several ---- */

/* The words of a note that says so, without case and accents. */
static const char *const sharing[] = {
	"tambien incluye", "incluye tambien", "incluye a la evaluacion", "incluye la evaluacion",
	"incluye otra evaluacion", "otra evaluacion", "ambas evaluaciones", "dos evaluaciones",
	"tres evaluaciones", "las evaluaciones", "costo conjunto", "costo compartido", "cubre tambien",
	"tambien cubre", "ampara tambien", "tambien ampara",
};

static bool says_shared(struct str folded)
{
	for (size_t i = 0; i < sizeof sharing / sizeof sharing[0]; i++)
		if (lint_has_words(folded, str_from(sharing[i])))
			return true;
	return false;
}

/* How many evaluations CONTRACT covers, of this site or not. */
static uint32_t covered(const struct entry *contract)
{
	struct slot_list list = record_list(contract->record, CONTRACT_COVERS);
	uint32_t count = contract->evaluations.count;

	for (uint32_t i = 0; i < list.count; i++)
		count += list.at[i].nested;
	return count;
}

void lint_shared(struct lint *lint)
{
	const struct record *record = contracting_of(lint);
	const struct slot *note = lint_slot(lint, record, CONTRACTING_NOTE);
	const struct entry *contract = lint->evaluation->contract;

	if (!slot_has(note) || !slot_has(lint_slot(lint, record, CONTRACTING_COST)) ||
	    !says_shared(lint_folded(lint, note->text)) || (contract && covered(contract) > 1))
		return;
	diag_report(lint->diag, DIAG_COST_SHARED, record_place(record, note),
		    contract ? STR("agregue la otra a «ampara», en el archivo del contrato")
			     : STR("haga un archivo en content/contratos/ y nómbrelo en «contrato»"),
		    contract ? "el costo cubre otra evaluación, y el contrato «%.*s» no dice cuál"
			     : "el costo cubre otra evaluación; sin «contrato» se contará dos veces%.*s",
		    STR_ARG(contract ? contract->key : STR("")));
}

/* ---- the same cost again ---- */

static bool is_alone(const struct evaluation *evaluation)
{
	return evaluation->cost > 0 && evaluation->evaluator && !evaluation->contract &&
	       !evaluation->withdrawn &&
	       !evaluation_suppresses(evaluation, RECORD_CONTRACTING, CONTRACTING_COST);
}

void lint_cost_twice(struct lint *lint)
{
	struct evaluation_list list = lint->site->evaluations;
	struct map seen;

	map_init(&seen);
	for (uint32_t i = 0; i < list.count; i++) {
		struct evaluation *evaluation = list.at[i], *before;
		const struct record *record = record_nested(evaluation->entry.record, EVALUATION_CONTRACTING);

		if (!is_alone(evaluation))
			continue;
		before = map_set(&seen, arena_printf(&lint->arena, "%d %u %lld", evaluation->year,
						     evaluation->evaluator->number, (long long)evaluation->cost),
				 evaluation);
		if (before)
			diag_report(lint->diag, DIAG_COST_TWICE,
				    record_place(record, record_slot(record, CONTRACTING_COST)),
				    STR("si es un solo contrato, nómbrelo en las dos con «contrato»"),
				    "es el mismo costo, de la misma instancia, que dice «%.*s»",
				    STR_ARG(before->entry.key));
	}
	map_dispose(&seen);
}
