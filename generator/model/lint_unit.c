/*
 * lint_unit.c -- the bodies behind an evaluation: units, coordinator, powers, evaluator.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/utf8.h"
#include "lint.h"

static struct slot_list units_of(const struct lint *lint)
{
	return lint_list(lint, lint_nested(lint, lint->record, EVALUATION_PROGRAMME), PROGRAMME_DATA_UNITS);
}

void lint_unit_twice(struct lint *lint)
{
	struct slot_list units = units_of(lint);
	struct map seen;

	map_init(&seen);
	for (uint32_t i = 0; i < units.count; i++) {
		const struct record *record = units.at[i].record;
		const struct slot *slot = lint_slot(lint, record, PROGRAMME_UNIT_UNIT);
		const struct slot *before;

		if (!slot_has(slot))
			continue;
		before = map_set(&seen, slot->reference->key, (void *)(uintptr_t)slot);
		if (before)
			diag_report(lint->diag, DIAG_UNIT_TWICE, record_place(record, slot),
				    STR("ponga sus personas bajo una sola"),
				    "«%.*s» ya está en la línea %u", STR_ARG(slot->reference->key), before->line);
	}
	map_dispose(&seen);
}

/* Neither a holder nor anyone to ask, and nobody said that there is none. */
static bool is_alone(const struct lint *lint, const struct record *unit)
{
	const struct slot *holder = lint_slot(lint, unit, PROGRAMME_UNIT_HOLDER);
	const struct slot *contacts = lint_slot(lint, unit, PROGRAMME_UNIT_CONTACTS);

	return holder && contacts &&
	       (holder->state == STATE_ABSENT || holder->state == STATE_BLANK) &&
	       (contacts->state == STATE_ABSENT || contacts->state == STATE_BLANK);
}

void lint_unit_alone(struct lint *lint)
{
	struct slot_list units = units_of(lint);

	for (uint32_t i = 0; i < units.count; i++) {
		const struct record *record = units.at[i].record;

		if (is_alone(lint, record))
			diag_report(lint->diag, DIAG_UNIT_ALONE,
				    record_place(record, record_slot(record, PROGRAMME_UNIT_UNIT)),
				    STR("«titular» o «enlaces»; si el documento no los da, no-consta"),
				    "a esta unidad le falta en 5.6.2 al menos una persona");
	}
}

/* ---- 5.3 ---- */

/* What an area within a body is called, without accents. */
static const char *const areas[] = {
	"departamento", "direccion", "subdireccion", "coordinacion", "jefatura", "area", "oficina", "unidad",
	"seccion", "gerencia",
};

static bool is_area(struct lint *lint, struct str words)
{
	struct str folded = lint_folded(lint, words);
	struct str first = str_slice(folded, 0, str_find_char(folded, ' '));

	for (size_t i = 0; i < sizeof areas / sizeof areas[0]; i++)
		if (str_equal(first, str_from(areas[i])))
			return true;
	return false;
}

void lint_coordinator(struct lint *lint)
{
	const struct record *programme = lint_nested(lint, lint->record, EVALUATION_PROGRAMME);
	const struct slot *slot = lint_slot(lint, programme, PROGRAMME_DATA_COORDINATOR);
	const struct entry *unit = slot_has(slot) ? slot->reference->target : NULL;
	const struct entry *parent;

	if (!unit || unit->kind != ENTRY_UNIT)
		return;
	parent = record_target(unit->record, UNIT_PARENT);
	if (!parent && !is_area(lint, slot->reference->words.len ? slot->reference->words : unit->name))
		return;
	diag_report(lint->diag, DIAG_COORDINATOR_UNIT, record_place(programme, slot),
		    parent ? arena_printf(&lint->arena, "depende de «%.*s»", STR_ARG(parent->name))
			   : STR("un municipio, un estado, un instituto o un organismo"),
		    "5.3 pide un ente público, y ésta es un área de uno");
}

/* ---- 5.4 ---- */

void lint_power(struct lint *lint)
{
	const struct record *programme = lint_nested(lint, lint->record, EVALUATION_PROGRAMME);
	struct slot_list powers = lint_list(lint, programme, PROGRAMME_DATA_POWER);
	const struct entry *entity = lint->evaluation->entity;

	if (!entity || !entity->record || (!record_is(entity->record, ENTITY_TYPE, "municipio") &&
					   !record_is(entity->record, ENTITY_TYPE, "alcaldia")))
		return;
	for (uint32_t i = 0; i < powers.count; i++) {
		struct str power = powers.at[i].choice->value;

		if (str_equal(power, STR("legislativo")) || str_equal(power, STR("judicial")))
			diag_report(lint->diag, DIAG_POWER_UNITS, record_place(programme, &powers.at[i]),
				    STR("«ejecutivo» o «autonomo»; compare con las marcas del documento"),
				    "«%.*s» no es un poder de «%.*s»", STR_ARG(power), STR_ARG(entity->name));
	}
}

/* ---- 4.3 ---- */

static bool same_spelling(struct str a, struct str b)
{
	struct buf x, y;
	bool same;

	buf_init(&x);
	buf_init(&y);
	utf8_put_nfc(&x, str_trim(a));
	utf8_put_nfc(&y, str_trim(b));
	same = str_equal(buf_str(&x), buf_str(&y));
	buf_dispose(&x);
	buf_dispose(&y);
	return same;
}

void lint_evaluator(struct lint *lint)
{
	const struct record *data = lint_nested(lint, lint->record, EVALUATION_EVALUATOR);
	const struct slot *slot = lint_slot(lint, data, EVALUATOR_DATA_INSTITUTION);
	const struct entry *firm = slot_has(slot) ? slot->reference->target : NULL;
	struct slot_list alias;

	if (!firm || !firm->record || !slot->reference->words.len)
		return;
	alias = record_list(firm->record, EVALUATOR_ALIAS);
	if (same_spelling(slot->reference->words, record_text(firm->record, EVALUATOR_NAME)))
		return;
	for (uint32_t i = 0; i < alias.count; i++)
		if (same_spelling(slot->reference->words, alias.at[i].text))
			return;
	diag_report(lint->diag, DIAG_EVALUATOR_SPELLING, record_place(data, slot),
		    arena_printf(&lint->arena, "agregue «%.*s» a «alias», en %.*s",
				 STR_ARG(slot->reference->words), STR_ARG(firm->path)),
		    "el catálogo la llama «%.*s»", STR_ARG(firm->name));
}
