/*
 * evaluation.c -- datos.json: all of one evaluation, nested as its file is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keys are those that authors write, so that who knows the content format
 * knows this one. A field without a value is null, and "estados" of its record
 * says why. Its schema is made from the same field table, in schema.c.
 */
#include <stdio.h>

#include "base/money.h"
#include "files.h"
#include "row.h"

struct teller {
	struct json json;
	const struct data *data;
	const struct evaluation *evaluation;
	bool within;		/* orders may cover what is told */
};

static void put_record(struct teller *teller, const struct record *record);

static void put_reference(struct json *json, const struct reference *reference)
{
	struct str words = reference->words.len ? reference->words :
			   reference->target ? reference->target->name : reference->key;

	json_open(json, '{');
	json_put(json, "clave", reference->key);
	json_put(json, "texto", words);
	json_close(json, '}');
}

static void put_score(struct json *json, const struct score *score)
{
	json_open(json, '{');
	json_put(json, "texto", score->words);
	json_key(json, "puntos");
	json_put_decimal(json, score->points, points_put);
	json_key(json, "maximo");
	json_put_decimal(json, score->maximum, points_put);
	json_close(json, '}');
}

static void put_list(struct teller *teller, const struct field *field, struct slot_list list);

/* SLOT, which has a value, of FIELD; ELEMENT of its list. */
static void put_value(struct teller *teller, const struct field *field, const struct slot *slot, bool element)
{
	struct json *json = &teller->json;

	switch (field->kind) {
	case FIELD_KEYS:
	case FIELD_TEXTS:
	case FIELD_NUMBERS:
	case FIELD_CHOICES:
	case FIELD_REFERENCES:
	case FIELD_RECORDS:
		if (!element) {
			put_list(teller, field, slot->list);
			return;
		}
		break;
	default: break;
	}
	switch (field->kind) {
	case FIELD_NUMBER:
	case FIELD_NUMBERS:
	case FIELD_YEAR: json_number(json, slot->number); break;
	case FIELD_MONEY: json_put_decimal(json, slot->number, money_put_plain); break;
	case FIELD_DATE: json_put_date(json, slot->date); break;
	case FIELD_SCORE: put_score(json, slot->score); break;
	case FIELD_CHOICE:
	case FIELD_CHOICES:
	case FIELD_OPEN_CHOICE: json_text(json, slot->choice->value); break;
	case FIELD_REFERENCE:
	case FIELD_REFERENCES: put_reference(json, slot->reference); break;
	case FIELD_RECORD:
	case FIELD_RECORDS: put_record(teller, slot->record); break;
	default: json_text(json, slot->text); break;
	}
}

static void put_list(struct teller *teller, const struct field *field, struct slot_list list)
{
	json_open(&teller->json, '[');
	for (uint32_t i = 0; i < list.count; i++)
		if (slot_has(&list.at[i]))
			put_value(teller, field, &list.at[i], true);
	json_close(&teller->json, ']');
}

static enum cell_state state_of_slot(const struct teller *teller, const struct record *record, size_t i)
{
	const struct field *field = &record->type->fields[i];
	const struct slot *slot = &record->slots[i];

	if (teller->within && evaluation_suppresses(teller->evaluation, record->type->id, (int)i))
		return CELL_SUPPRESSED;
	return slot_cell_state(teller->data->site, record->type->id, field, slot);
}

/* Sections are told apart. */
static bool is_told(const struct field *field)
{
	return field->key.ptr[0] != '#';
}

static void put_record(struct teller *teller, const struct record *record)
{
	struct json *json = &teller->json;

	json_open(json, '{');
	for (size_t i = 0; i < record->type->count; i++) {
		const struct field *field = &record->type->fields[i];

		if (!is_told(field))
			continue;
		json_key(json, field->key.ptr);
		if (state_of_slot(teller, record, i) == CELL_VALUE)
			put_value(teller, field, &record->slots[i], false);
		else
			json_null(json);
	}
	json_open_key(json, "estados", '{');
	for (size_t i = 0; i < record->type->count; i++) {
		enum cell_state state = state_of_slot(teller, record, i);

		if (!is_told(&record->type->fields[i]) || state == CELL_VALUE)
			continue;
		json_put_words(json, record->type->fields[i].key.ptr, cell_state_word(state));
	}
	json_close(json, '}');
	json_close(json, '}');
}

/* --- Sections. */

static void put_plain(struct json *json, struct prose prose)
{
	struct buf text;

	buf_init(&text);
	prose_put_plain(&text, prose);
	json_text(json, str_trim(buf_str(&text)));
	buf_dispose(&text);
}

static void put_items(struct teller *teller, enum section_id id, const struct section *section)
{
	struct json *json = &teller->json;
	char anchor[32];

	json_open_key(json, "elementos", '[');
	for (uint32_t i = 1; i <= section->count; i++) {
		const struct item *item = &section->items[i - 1];
		bool out = evaluation_item_suppression(teller->evaluation, id, i) != NULL;

		snprintf(anchor, sizeof anchor, "%s-%u", section_type(id)->anchor, i);
		json_open(json, '{');
		json_key(json, "numero");
		json_number(json, i);
		json_put_words(json, "ancla", anchor);
		json_put_words(json, "estado", cell_state_word(out ? CELL_SUPPRESSED : CELL_VALUE));
		json_key(json, "texto");
		if (out)
			json_null(json);
		else
			put_plain(json, (struct prose){ section->prose.ptr + item->offset, item->length });
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void put_rest(struct json *json, const struct section *section, bool items)
{
	struct buf text;

	buf_init(&text);
	section_put_rest(&text, section, items);
	if (str_trim(buf_str(&text)).len)
		json_text(json, str_trim(buf_str(&text)));
	else
		json_null(json);
	buf_dispose(&text);
}

static void put_section(struct teller *teller, enum section_id id)
{
	const struct section_type *type = section_type(id);
	const struct section *section = &teller->evaluation->sections[id];
	enum cell_state state = section_cell_state(teller->evaluation, id);
	struct json *json = &teller->json;

	json_open(json, '{');
	json_put_words(json, "numero", type->number);
	json_put_words(json, "nombre", type->plural);
	json_put_words(json, "estado", cell_state_word(state));
	json_key(json, "texto");
	if (state == CELL_VALUE || state == CELL_NONE)
		put_rest(json, section, type->anchor != NULL);
	else
		json_null(json);
	if (type->anchor && state == CELL_VALUE)
		put_items(teller, id, section);
	json_close(json, '}');
}

/* --- What no field says. */

static bool put_computed(void *context, const struct cell *cells)
{
	struct teller *teller = context;
	const struct table *table = tables_at(teller->data->tables, TABLE_EVALUATIONS);

	for (uint32_t i = 0; i < table->count; i++)
		if (column_is_computed(&table->columns[i])) {
			json_key(&teller->json, table->columns[i].name.ptr);
			cell_put_json(&teller->json, &table->columns[i], &cells[i]);
		}
	return true;
}

void put_evaluation(const struct data *data, const struct evaluation *evaluation, struct buf *out)
{
	struct teller teller = { .data = data, .evaluation = evaluation, .within = true };
	struct evaluation *self = (struct evaluation *)(uintptr_t)evaluation;
	struct table_rows alone = {
		.table = tables_at(data->tables, TABLE_EVALUATIONS), .only = { &self, 1 },
	};
	struct json *json = &teller.json;

	json_init(json, out);
	json_open(json, '{');
	json_put_words(json, "formato", "diafano-evaluacion-1");
	json_put(json, "clave", evaluation->entry.key);
	json_key(json, "registro");
	put_record(&teller, evaluation->entry.record);
	json_open_key(json, "secciones", '[');
	for (int id = 0; id < SECTIONS; id++)
		put_section(&teller, (enum section_id)id);
	json_close(json, ']');
	json_key(json, "seguimiento");
	teller.within = false;
	if (evaluation->follow_up && evaluation->follow_up->record)
		put_record(&teller, evaluation->follow_up->record);
	else
		json_null(json);
	json_open_key(json, "calculado", '{');
	table_rows_walk(data->tables, &alone, put_computed, &teller);
	json_close(json, '}');
	json_close(json, '}');
	buf_put_char(out, '\n');
}
