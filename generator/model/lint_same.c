/*
 * lint_same.c -- two files for what is one evaluation.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lint.h"

/* What two evaluations of one entity and year share when they are of FUND and of one
   type; in the arena. */
static struct str same_key(struct lint *lint, const struct evaluation *evaluation, const struct entry *fund)
{
	const struct entry *entity = evaluation->entity;
	const struct slot *type = record_slot(evaluation->entry.record, EVALUATION_TYPE);

	return arena_printf(&lint->arena, "%d %u %lld %.*s", evaluation->year, fund->number,
			    entity ? (long long)entity->number : -1LL,
			    STR_ARG(slot_has(type) ? type->choice->value : STR("")));
}

static void tell_same(struct lint *lint, const struct evaluation *evaluation, const struct evaluation *before)
{
	const struct record *record = evaluation->entry.record;
	const struct slot *type = record_slot(record, EVALUATION_TYPE);
	bool told = slot_has(type);

	diag_report(lint->diag, DIAG_EVALUATION_TWICE,
		    record_place(record, told ? type : record_slot(record, EVALUATION_FUND)),
		    told ? STR("si es la misma, deje un archivo y ponga la identidad del otro en su «antes»; si no, acéptelo con su motivo")
			 : STR("si es la misma, deje un archivo y ponga la identidad del otro en su «antes»; si no, diga en las dos su «tipo»"),
		    told ? "es del fondo, el ejercicio, el ente y el tipo de «%.*s»"
			 : "es del fondo, el ejercicio y el ente de «%.*s», y ninguna dice su tipo", STR_ARG(before->entry.key));
}

void lint_evaluation_twice(struct lint *lint)
{
	struct evaluation_list list = lint->site->evaluations;
	struct map seen;

	map_init(&seen);
	for (uint32_t i = 0; i < list.count; i++) {
		struct evaluation *evaluation = list.at[i];
		const struct evaluation *before = NULL;

		if (evaluation->withdrawn)
			continue;
		for (uint32_t k = 0; k < evaluation->funds.count; k++) {
			const struct evaluation *other = map_set(&seen, same_key(lint, evaluation, evaluation->funds.at[k]), evaluation);

			before = before ? before : other;
		}
		if (before && before != evaluation)
			tell_same(lint, evaluation, before);
	}
	map_dispose(&seen);
}
