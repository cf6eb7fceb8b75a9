/*
 * search_item.c -- walks a document item by item.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The weights below, in tenths, are the whole of how fields are weighed; tests/bench/README.md
 * tells how they were chosen.
 */
#include "search_item.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/money.h"

#define WEIGHT_ACRONYM 30	/* of its funds, with all their other names */
#define WEIGHT_YEAR 30
#define WEIGHT_NAME 20
#define WEIGHT_ENTITY 20
#define WEIGHT_COST 20
#define WEIGHT_UNIT 12
#define WEIGHT_FUND 10
#define WEIGHT_PERSON 10
#define WEIGHT_TEXT 10

/* ---- the list ---- */

static int by_age(const void *a, const void *b)
{
	const struct entry *x = *(struct entry *const *)a, *y = *(struct entry *const *)b;
	int first = entry_year(x), second = entry_year(y);

	return first != second ? (first > second ? 1 : -1) : str_compare(x->key, y->key);
}

void documents_list(struct documents *documents, struct arena *arena, const struct site *site,
		    const struct route *route)
{
	static const enum entry_kind kinds[] = {
		ENTRY_FUND, ENTRY_UNIT, ENTRY_EVALUATOR, ENTRY_ENTITY, ENTRY_CONTRACT, ENTRY_PAGE,
		ENTRY_EVALUATION,
	};

	*documents = (struct documents){ .at = ARENA_ARRAY(arena, site->count, struct entry *), .route = route };
	for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
		if (kinds[k] == ENTRY_EVALUATION)
			documents->entries = documents->count;
		for (uint32_t i = 0; i < site->kinds[kinds[k]].count; i++)
			if (route_entry(route, site->kinds[kinds[k]].at[i]).ptr)
				documents->at[documents->count++] = site->kinds[kinds[k]].at[i];
	}
	if (documents->count > documents->entries)
		qsort(documents->at + documents->entries, documents->count - documents->entries,
		      sizeof *documents->at, by_age);
}

/* ---- texts ---- */

static void tell(struct item_visitor *visitor, struct str text, unsigned weight, bool shown)
{
	if (text.len)
		visitor->text(visitor->context, text, weight, shown);
}

static void tell_list(struct item_visitor *visitor, const struct record *record, int field, unsigned weight,
		      bool shown)
{
	struct slot_list list = record_list(record, field);

	for (uint32_t i = 0; i < list.count; i++)
		if (slot_has(&list.at[i]))
			tell(visitor, list.at[i].text, weight, shown);
}

static void tell_prose(struct item_visitor *visitor, struct prose prose)
{
	buf_clear(&visitor->scratch);
	prose_put_plain(&visitor->scratch, prose);
	tell(visitor, buf_str(&visitor->scratch), WEIGHT_TEXT, true);
}

static void tell_item(struct item_visitor *visitor, unsigned kind, uint32_t number, struct prose prose)
{
	buf_clear(&visitor->scratch);
	prose_put_plain(&visitor->scratch, prose);
	if (!visitor->scratch.len)
		return;
	visitor->begin(visitor->context, kind, number);
	visitor->text(visitor->context, buf_str(&visitor->scratch), WEIGHT_TEXT, true);
	visitor->end(visitor->context);
}

/* ---- the heading of an evaluation ---- */

/* All its names, so that who knows one finds what was published under another. */
static void tell_fund(struct item_visitor *visitor, const struct entry *fund)
{
	struct slot_list names = record_list(fund->record, FUND_NAMES);

	tell(visitor, fund->brief, WEIGHT_ACRONYM, true);
	if (!fund->record)
		return;
	tell(visitor, fund->name, WEIGHT_FUND, false);
	for (uint32_t i = 0; i < names.count; i++) {
		tell(visitor, record_text(names.at[i].record, FUND_NAME_NAME), WEIGHT_FUND, false);
		tell(visitor, record_text(names.at[i].record, FUND_NAME_ACRONYM), WEIGHT_ACRONYM, false);
	}
	tell_list(visitor, fund->record, FUND_ALIAS, WEIGHT_ACRONYM, false);
}

const struct entry *document_evaluator(const struct evaluation *evaluation)
{
	if (evaluation_suppresses(evaluation, RECORD_EVALUATOR_DATA, EVALUATOR_DATA_INSTITUTION))
		return NULL;
	return evaluation->evaluator;
}

bool document_shows_units(const struct evaluation *evaluation)
{
	return !evaluation_suppresses(evaluation, RECORD_PROGRAMME_DATA, PROGRAMME_DATA_UNITS) &&
	       !evaluation_suppresses(evaluation, RECORD_PROGRAMME_UNIT, PROGRAMME_UNIT_UNIT);
}

/* FIELD of RECORD, unless it was taken out. */
static void tell_person(struct item_visitor *visitor, const struct evaluation *evaluation,
			const struct record *record, enum record_type_id type, int field)
{
	struct str text = record_text(record, field);

	if (text.len && !evaluation_suppresses(evaluation, type, field))
		tell(visitor, text, WEIGHT_PERSON, false);
}

static void tell_persons(struct item_visitor *visitor, const struct evaluation *evaluation)
{
	const struct record *record = evaluation->entry.record;
	const struct record *evaluator = record_nested(record, EVALUATION_EVALUATOR);
	const struct record *programme = record_nested(record, EVALUATION_PROGRAMME);
	struct slot_list list = record_list(record, EVALUATION_PERSONS);

	if (!evaluation_suppresses(evaluation, RECORD_EVALUATION, EVALUATION_PERSONS))
		for (uint32_t i = 0; i < list.count; i++)
			tell_person(visitor, evaluation, list.at[i].record, RECORD_PERSON, PERSON_NAME);
	tell_person(visitor, evaluation, evaluator, RECORD_EVALUATOR_DATA, EVALUATOR_DATA_COORDINATOR);
	if (!evaluation_suppresses(evaluation, RECORD_EVALUATOR_DATA, EVALUATOR_DATA_COLLABORATORS))
		tell_list(visitor, evaluator, EVALUATOR_DATA_COLLABORATORS, WEIGHT_PERSON, false);
	if (!document_shows_units(evaluation))
		return;
	list = record_list(programme, PROGRAMME_DATA_UNITS);
	for (uint32_t i = 0; i < list.count; i++) {
		struct slot_list contacts = record_list(list.at[i].record, PROGRAMME_UNIT_CONTACTS);

		tell_person(visitor, evaluation, list.at[i].record, RECORD_PROGRAMME_UNIT, PROGRAMME_UNIT_HOLDER);
		for (uint32_t j = 0; j < contacts.count; j++)
			tell_person(visitor, evaluation, contacts.at[j].record, RECORD_CONTACT, CONTACT_NAME);
	}
}

static void tell_cost(struct item_visitor *visitor, const struct evaluation *evaluation)
{
	if (evaluation->cost < 0 || evaluation_suppresses(evaluation, RECORD_CONTRACTING, CONTRACTING_COST))
		return;
	buf_clear(&visitor->scratch);
	money_put(&visitor->scratch, evaluation->cost);
	tell(visitor, buf_str(&visitor->scratch), WEIGHT_COST, true);
}

static void tell_type(struct item_visitor *visitor, const struct evaluation *evaluation)
{
	const struct slot *slot = record_slot(evaluation->entry.record, EVALUATION_TYPE);

	if (slot_has(slot) && !evaluation_suppresses(evaluation, RECORD_EVALUATION, EVALUATION_TYPE))
		tell(visitor, slot->choice->label, WEIGHT_TEXT, true);
}

static void walk_heading(const struct evaluation *evaluation, struct item_visitor *visitor)
{
	const struct entry *evaluator = document_evaluator(evaluation);
	uint32_t units = document_shows_units(evaluation) ? evaluation->units.count : 0;
	char year[8];

	visitor->begin(visitor->context, ITEM_WHOLE, 0);
	tell(visitor, document_title(&evaluation->entry), WEIGHT_NAME, false);
	for (uint32_t i = 0; i < evaluation->funds.count; i++)
		tell_fund(visitor, evaluation->funds.at[i]);
	snprintf(year, sizeof year, "%d", evaluation->year);
	tell(visitor, str_from(year), WEIGHT_YEAR, true);
	if (evaluation->entity)
		tell(visitor, evaluation->entity->name, WEIGHT_ENTITY, true);
	tell_type(visitor, evaluation);
	if (evaluator)
		tell(visitor, evaluator->name, WEIGHT_ENTITY, true);
	tell_cost(visitor, evaluation);
	for (uint32_t i = 0; i < units; i++)
		tell(visitor, evaluation->units.at[i]->name, WEIGHT_UNIT, true);
	tell_persons(visitor, evaluation);
	visitor->end(visitor->context);
}

/* ---- its sections ---- */

/* Each block of PROSE at its top, but for lists when ITEMS: those were told.
   Numbered from 1 when NUMBERED, else all are one text, number 0. */
static void walk_blocks(struct item_visitor *visitor, unsigned kind, struct prose prose, bool items,
			bool numbered)
{
	struct prose_reader reader = prose_read(prose);
	struct prose_token token;
	const uint8_t *start = reader.next;
	unsigned depth = 0, number = 0;
	enum prose_kind top = PROSE_KINDS;

	while (prose_next(&reader, &token)) {
		if (depth == 0)
			top = token.kind;
		if (prose_is_container(token.kind))
			depth += token.close ? -1u : 1u;
		if (depth)
			continue;
		if (!items || top != PROSE_LIST)
			tell_item(visitor, kind, numbered ? ++number : 0,
				  (struct prose){ start, (size_t)(reader.next - start) });
		start = reader.next;
	}
}

static void walk_section(const struct evaluation *evaluation, enum section_id id, struct item_visitor *visitor)
{
	const struct section *section = &evaluation->sections[id];
	unsigned kind = ITEM_SECTION + (unsigned)id;
	bool items = section_type(id)->anchor && section->count;
	bool orders = record_list(evaluation->entry.record, EVALUATION_SUPPRESSIONS).count > 0;

	if (section->state != STATE_VALUE && section->state != STATE_NONE)
		return;
	for (uint32_t i = 0; items && i < section->count; i++) {
		const struct item *item = &section->items[i];

		if (!orders || !evaluation_item_suppression(evaluation, id, i + 1))
			tell_item(visitor, kind, i + 1,
				  (struct prose){ section->prose.ptr + item->offset, item->length });
	}
	if (!orders || !evaluation_item_suppression(evaluation, id, 0))
		walk_blocks(visitor, kind, section->prose, items, !section_type(id)->anchor);
}

static void walk_follow_up(const struct evaluation *evaluation, struct item_visitor *visitor)
{
	struct slot_list list = evaluation->follow_up ?
		record_list(evaluation->follow_up->record, FOLLOW_UP_ASM) : (struct slot_list){ 0 };

	for (uint32_t i = 0; i < list.count; i++) {
		const struct record *record = slot_has(&list.at[i]) ? list.at[i].record : NULL;
		const struct entry *unit = record_target(record, ASM_UNIT);

		if (!record_text(record, ASM_TEXT).len)
			continue;
		visitor->begin(visitor->context, ITEM_COMMITMENT, i + 1);
		tell(visitor, record_text(record, ASM_TEXT), WEIGHT_TEXT, true);
		if (unit)
			tell(visitor, unit->name, WEIGHT_TEXT, true);
		visitor->end(visitor->context);
	}
}

/* ---- entries ---- */

static void walk_entry(const struct entry *entry, struct item_visitor *visitor)
{
	static const int aliases[ENTRY_KINDS] = {
		[ENTRY_UNIT] = UNIT_ALIAS, [ENTRY_EVALUATOR] = EVALUATOR_ALIAS, [ENTRY_ENTITY] = ENTITY_ALIAS,
	};

	visitor->begin(visitor->context, ITEM_WHOLE, 0);
	tell(visitor, entry->name, WEIGHT_ACRONYM, false);
	if (entry->record && entry->kind == ENTRY_FUND) {
		tell_fund(visitor, entry);
		tell_list(visitor, entry->record, FUND_BUDGET_KEYS, WEIGHT_ACRONYM, true);
	} else if (entry->record && aliases[entry->kind]) {
		tell_list(visitor, entry->record, aliases[entry->kind], WEIGHT_ACRONYM, true);
	}
	tell_prose(visitor, entry->body);
	visitor->end(visitor->context);
}

void document_walk(const struct entry *document, struct item_visitor *visitor)
{
	const struct evaluation *evaluation = (const struct evaluation *)document;

	if (document->kind != ENTRY_EVALUATION) {
		walk_entry(document, visitor);
		return;
	}
	walk_heading(evaluation, visitor);
	for (int id = 0; id < SECTIONS; id++)
		walk_section(evaluation, (enum section_id)id, visitor);
	walk_follow_up(evaluation, visitor);
}

struct str document_title(const struct entry *document)
{
	if (document->kind == ENTRY_EVALUATION &&
	    evaluation_suppresses((const struct evaluation *)document, RECORD_EVALUATION, EVALUATION_NAME))
		return document->key;
	return document->name;
}
