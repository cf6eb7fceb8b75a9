/*
 * lint_follow.c -- what was done afterwards: commitments, what comes back, what is owed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lint.h"
#include "model/recurrence.h"

/* ---- recommendations without an answer ---- */

/* "content/seguimiento/2022/x.yaml" */
static struct str follow_up_path(struct lint *lint)
{
	const struct entry *entry = &lint->evaluation->entry;
	size_t at = str_find(entry->path, STR("evaluaciones/"));

	return arena_printf(&lint->arena, "%.*sseguimiento/%.*s.yaml",
			    STR_ARG(str_slice(entry->path, 0, at == (size_t)-1 ? 0 : at)),
			    STR_ARG(entry->key));
}

/* Which of COUNT recommendations the follow-up speaks of. */
static bool *answered(struct lint *lint, uint32_t count)
{
	const struct record *record = lint->evaluation->follow_up->record;
	struct slot_list asms = record_list(record, FOLLOW_UP_ASM);
	struct slot_list rejected = record_list(record, FOLLOW_UP_REJECTED);
	bool *said = ARENA_ARRAY(&lint->arena, count + 1, bool);

	for (uint32_t i = 0; i < asms.count; i++) {
		struct slot_list numbers = record_list(asms.at[i].record, ASM_RECOMMENDATIONS);

		for (uint32_t k = 0; k < numbers.count; k++)
			if (slot_has(&numbers.at[k]) && numbers.at[k].number <= count)
				said[numbers.at[k].number] = true;
	}
	for (uint32_t i = 0; i < rejected.count; i++) {
		int64_t number = record_number(rejected.at[i].record, REJECTED_RECOMMENDATION, 0);

		if (number <= count)
			said[number] = true;
	}
	return said;
}

void lint_no_asm(struct lint *lint)
{
	const struct section *section = lint_section(lint, SECTION_RECOMMENDATIONS);
	bool *said;

	if (!section || section->count == 0)
		return;
	if (!lint->evaluation->follow_up) {
		diag_report(lint->diag, DIAG_NO_ASM,
			    (struct place){ lint->evaluation->entry.path, section->line, 1, 0 },
			    arena_printf(&lint->arena, "va en %.*s", STR_ARG(follow_up_path(lint))),
			    section->count == 1 ? "la recomendación no tiene seguimiento: no se sabe qué se hizo con ella"
						: "ninguna de las %u recomendaciones tiene seguimiento: no se sabe qué se hizo con ellas",
			    section->count);
		return;
	}
	said = answered(lint, section->count);
	for (uint32_t i = 1; i <= section->count; i++)
		if (!said[i] && !evaluation_item_suppression(lint->evaluation, SECTION_RECOMMENDATIONS, i))
			diag_report(lint->diag, DIAG_NO_ASM, lint_item_place(lint, SECTION_RECOMMENDATIONS, i),
				    arena_printf(&lint->arena, "un ASM o un motivo en «no-aceptadas», en %.*s",
						 STR_ARG(lint->evaluation->follow_up->path)),
				    "a la recomendación %u no responde ningún aspecto susceptible de mejora", i);
}

void lint_asm_alone(struct lint *lint)
{
	const struct entry *follow_up = lint->evaluation->follow_up;
	struct slot_list asms = record_list(follow_up ? follow_up->record : NULL, FOLLOW_UP_ASM);

	for (uint32_t i = 0; i < asms.count; i++) {
		const struct record *record = asms.at[i].record;

		if (record_slot(record, ASM_RECOMMENDATIONS)->state == STATE_ABSENT)
			diag_report(lint->diag, DIAG_ASM_ALONE,
				    record_place(record, record_slot(record, ASM_KEY)),
				    STR("recomendaciones: [1], o no-aplica si tiene otro origen"),
				    "«%.*s» no dice qué recomendaciones atiende",
				    STR_ARG(record_text(record, ASM_KEY)));
	}
}

/* ---- what comes back ---- */

void lint_recurrence(struct lint *lint)
{
	struct recurrence_list list = site_recurrences(lint->site, &lint->arena);

	for (uint32_t i = 0; i < list.count; i++) {
		const struct recurrence *one = &list.at[i];
		const struct section *earlier = &one->earlier->sections[one->section];
		const struct section *section = &one->evaluation->sections[one->section];

		diag_report(lint->diag, DIAG_RECURRENCE,
			    (struct place){ one->evaluation->entry.path, section->items[one->item - 1].line, 1, 0 },
			    arena_printf(&lint->arena, "está en %.*s:%u", STR_ARG(one->earlier->entry.path),
					 earlier->items[one->earlier_item - 1].line),
			    "ya lo decía en %d %s %u de %s (%u %% de las palabras)", one->earlier->year,
			    one->section == SECTION_WEAKNESSES ? "la debilidad" : "la recomendación",
			    one->earlier_item, section_type(one->section)->number, one->similarity);
	}
}

/* ---- what is owed ---- */

void lint_owed(struct lint *lint)
{
	const struct site *site = lint->site;

	for (uint32_t i = 0; i < site->promise_count; i++) {
		const struct promise *promise = &site->promises[i];
		struct date due = record_date(promise->record, PROMISE_DUE);

		if (promise->evaluation || !date_is_set(due) || date_compare(due, site->today) >= 0)
			continue;
		buf_clear(&lint->buf);
		date_put_official(&lint->buf, due);
		diag_report(lint->diag, DIAG_PROMISE_OWED,
			    record_place(promise->record, record_slot(promise->record, PROMISE_DUE)),
			    STR("publíquela; si ya está con otro fondo o ejercicio, dígala en «evaluacion»"),
			    "se prometió para el %s la evaluación de «%.*s» de %d, y no está publicada",
			    lint->buf.ptr, STR_ARG(promise->fund->brief), promise->year);
	}
}
