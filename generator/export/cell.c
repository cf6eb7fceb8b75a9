/*
 * cell.c -- from a slot of a record to a cell of a table.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The only place where a field's value enters the open data: what an order
 * covers and what the policy on contacts withholds is stopped here.
 */
#include "row.h"

const char *cell_state_word(enum cell_state state)
{
	static const char *const words[CELL_STATES] = {
		[CELL_VALUE] = "valor",
		[CELL_NONE] = "no-aplica",
		[CELL_NOT_ON_RECORD] = "no-consta",
		[CELL_BLANK] = "en-blanco",
		[CELL_RESERVED] = "reservado",
		[CELL_SUPPRESSED] = "suprimido",
	};

	return words[state];
}

/* A wrong value was reported and stops a build: it is only seen by tests. */
static enum cell_state state_of(uint8_t state)
{
	switch ((enum state)state) {
	case STATE_VALUE: return CELL_VALUE;
	case STATE_NONE: return CELL_NONE;
	case STATE_BLANK: return CELL_BLANK;
	case STATE_RESERVED: return CELL_RESERVED;
	case STATE_ABSENT:
	case STATE_NOT_ON_RECORD:
	case STATE_WRONG: break;
	}
	return CELL_NOT_ON_RECORD;
}

void cell_set_text(struct cell *cell, struct str text)
{
	cell->state = text.len ? CELL_VALUE : CELL_NOT_ON_RECORD;
	cell->text = text;
}

void cell_set_number(struct cell *cell, int64_t number)
{
	cell->state = CELL_VALUE;
	cell->number = number;
}

void cell_set_date(struct cell *cell, struct date date)
{
	cell->state = date_is_set(date) ? CELL_VALUE : CELL_NOT_ON_RECORD;
	cell->date = date;
}

void cell_set_list(const struct row *row, struct cell *cell, const struct entry_list *list)
{
	struct str *at = ARENA_ARRAY(row->arena, list->count, struct str);

	for (uint32_t i = 0; i < list->count; i++)
		at[i] = list->at[i]->key;
	cell->state = list->count ? CELL_VALUE : CELL_NOT_ON_RECORD;
	cell->list.at = at;
	cell->list.count = list->count;
}

void cell_set_prose(const struct row *row, struct cell *cell, struct prose prose)
{
	struct buf buf;

	buf_init(&buf);
	prose_put_plain(&buf, prose);
	cell_set_text(cell, arena_str(row->arena, str_trim(buf_str(&buf))));
	buf_dispose(&buf);
}

enum cell_state section_cell_state(const struct evaluation *evaluation, enum section_id id)
{
	if (evaluation_item_suppression(evaluation, id, 0))
		return CELL_SUPPRESSED;
	return state_of(evaluation->sections[id].state);
}

static void set_section(const struct row *row, const struct field *field, struct cell *cell)
{
	for (int id = 0; id < SECTIONS; id++) {
		const struct section *section = &row->evaluation->sections[id];

		if (!str_equal(str_from(section_type((enum section_id)id)->number), field->number))
			continue;
		cell->state = section_cell_state(row->evaluation, (enum section_id)id);
		if (cell->state == CELL_VALUE)
			cell_set_prose(row, cell, section->prose);
	}
}

static struct str words_of(const struct reference *reference)
{
	if (reference->words.len)
		return reference->words;
	return reference->target ? reference->target->name : reference->key;
}

static struct str text_of_element(const struct row *row, const struct field *field,
				  const struct slot *slot, enum column_part part)
{
	switch (field->kind) {
	case FIELD_NUMBERS: return arena_printf(row->arena, "%lld", (long long)slot->number);
	case FIELD_CHOICES: return slot->choice->value;
	case FIELD_REFERENCES: return part == PART_WORDS ? words_of(slot->reference) : slot->reference->key;
	default: return slot->text;
	}
}

static void set_list(const struct row *row, const struct field *field, const struct slot *slot,
		     enum column_part part, struct cell *cell)
{
	struct str *at = ARENA_ARRAY(row->arena, slot->list.count, struct str);
	uint32_t count = 0;

	for (uint32_t i = 0; i < slot->list.count; i++)
		if (slot_has(&slot->list.at[i]))
			at[count++] = text_of_element(row, field, &slot->list.at[i], part);
	cell->list.at = at;
	cell->list.count = count;
}

static void set_reference(const struct row *row, const struct column *column,
			  const struct reference *reference, struct cell *cell)
{
	(void)row;
	if (column->part == PART_WORDS)
		cell_set_text(cell, words_of(reference));
	else if (reference->target || column->leads_to == TABLES)
		cell_set_text(cell, reference->key);
	else
		cell->state = CELL_NOT_ON_RECORD;
}

static void set_score(const struct score *score, enum column_part part, struct cell *cell)
{
	if (part == PART_POINTS)
		cell_set_number(cell, score->points);
	else if (part == PART_MAXIMUM)
		cell_set_number(cell, score->maximum);
	else
		cell_set_text(cell, score->words);
}

/* The value of SLOT, which has one. */
static void set_value(const struct row *row, const struct column *column, const struct field *field,
		      const struct slot *slot, struct cell *cell)
{
	cell->state = CELL_VALUE;
	switch (field->kind) {
	case FIELD_NUMBER:
	case FIELD_YEAR:
	case FIELD_MONEY: cell->number = slot->number; break;
	case FIELD_DATE: cell->date = slot->date; break;
	case FIELD_SCORE: set_score(slot->score, column->part, cell); break;
	case FIELD_CHOICE:
	case FIELD_OPEN_CHOICE: cell->text = slot->choice->value; break;
	case FIELD_REFERENCE: set_reference(row, column, slot->reference, cell); break;
	case FIELD_RECORDS: cell->number = slot->list.count; break;
	case FIELD_KEYS:
	case FIELD_NUMBERS:
	case FIELD_CHOICES:
	case FIELD_TEXTS:
	case FIELD_REFERENCES: set_list(row, field, slot, column->part, cell); break;
	default: cell->text = slot->text; break;
	}
}

/* 4.5 is never withheld: the format asks for it. */
enum cell_state slot_cell_state(const struct site *site, enum record_type_id type,
				const struct field *field, const struct slot *slot)
{
	if (field->kind == FIELD_EMAIL && type != RECORD_EVALUATOR_DATA && slot_has(slot) &&
	    !contact_is_public(site, slot->text))
		return CELL_RESERVED;
	return state_of(slot->state);
}

void fill_field(const struct row *row, const struct column *column, struct cell *cell)
{
	const struct record *record = row->record;

	cell->state = CELL_NOT_ON_RECORD;
	for (uint8_t i = 0; record && i < column->depth; i++) {
		const struct field *field = &record->type->fields[column->path[i]];
		const struct slot *slot = &record->slots[column->path[i]];

		if (row->within && evaluation_suppresses(row->evaluation, record->type->id, column->path[i])) {
			cell->state = CELL_SUPPRESSED;
			return;
		}
		if (field->key.ptr[0] == '#') {
			set_section(row, field, cell);
			return;
		}
		cell->state = slot_cell_state(row->tables->site, record->type->id, field, slot);
		if (cell->state != CELL_VALUE)
			return;
		if (field->kind != FIELD_RECORD) {
			set_value(row, column, field, slot, cell);
			return;
		}
		record = slot->record;
	}
}

/* --- The prose of a section beside its items: what is no list at the first level. */

void section_put_rest(struct buf *out, const struct section *section, bool items)
{
	struct prose_reader reader = prose_read(section->prose);
	const uint8_t *from = reader.next, *start = reader.next;
	struct prose_token token;
	unsigned depth = 0;
	bool list = false;
	struct buf rest;

	buf_clear(out);
	if (!items || !section->count) {
		prose_put_plain(out, section->prose);
		return;
	}
	buf_init(&rest);
	while (start = reader.next, prose_next(&reader, &token)) {
		if (depth == 0 && !token.close) {
			from = start;
			list = token.kind == PROSE_LIST;
		}
		if (token.close)
			depth--;
		else if (prose_is_container(token.kind))
			depth++;
		if (depth == 0 && !list)
			buf_put(&rest, from, (size_t)(reader.next - from));
	}
	prose_put_plain(out, (struct prose){ (const uint8_t *)rest.ptr, rest.len });
	buf_dispose(&rest);
}
