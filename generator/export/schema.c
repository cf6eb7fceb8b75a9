/*
 * schema.c -- what describes the tables: JSON Schema, data package, CSVW, words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All from the columns of table.h and the field table, so that a description
 * cannot say other than the data.
 */
#include "files.h"
#include "row.h"

#define DRAFT "https://json-schema.org/draft/2020-12/schema"

/* --- JSON Schema. */

static void put_type(struct json *json, const char *type, bool nullable)
{
	json_key(json, "type");
	if (!nullable) {
		json_text(json, str_from(type));
		return;
	}
	json_open(json, '[');
	json_text(json, str_from(type));
	json_text(json, STR("null"));
	json_close(json, ']');
}

static void put_choices(struct json *json, const struct choice *choices, size_t count, bool nullable)
{
	json_open_key(json, "enum", '[');
	for (size_t i = 0; i < count; i++)
		json_text(json, choices[i].value);
	if (nullable)
		json_null(json);
	json_close(json, ']');
}

static const char *json_type(enum column_type type)
{
	switch (type) {
	case COLUMN_LIST: return "array";
	case COLUMN_INTEGER:
	case COLUMN_YEAR: return "integer";
	case COLUMN_MONEY:
	case COLUMN_POINTS: return "number";
	case COLUMN_YES: return "boolean";
	default: return "string";
	}
}

static void put_column(struct json *json, const struct column *column)
{
	bool nullable = !column->given && !column->key;

	json_open_key(json, column->name.ptr, '{');
	json_put(json, "title", column->label);
	json_put(json, "description", column->help);
	put_type(json, json_type(column->type), nullable);
	if (column->type == COLUMN_DATE)
		json_put_words(json, "format", "date");
	if (column->type == COLUMN_LIST) {
		json_open_key(json, "items", '{');
		json_put_words(json, "type", "string");
		json_close(json, '}');
	}
	if (column->choices && !column->open && column->type == COLUMN_TEXT)
		put_choices(json, column->choices, column->choice_count, nullable);
	json_close(json, '}');
}

/* Those from FIRST on. */
static void put_state_words(struct json *json, enum cell_state first)
{
	json_open_key(json, "enum", '[');
	for (int state = (int)first; state < CELL_STATES; state++)
		json_text(json, str_from(cell_state_word((enum cell_state)state)));
	json_close(json, ']');
}

/* "estados": which of the columns have no value, and why. */
static void put_states(struct json *json)
{
	json_open_key(json, "estados", '{');
	json_put_words(json, "description", "Por qué no tienen valor los campos que son null.");
	json_put_words(json, "type", "object");
	json_open_key(json, "additionalProperties", '{');
	put_state_words(json, CELL_NONE);
	json_close(json, '}');
	json_close(json, '}');
}

/* The members of a row; NAMED: and its table, as lines have it. */
static void put_row(struct json *json, const struct table *table, bool named)
{
	json_put_words(json, "type", "object");
	json_open_key(json, "properties", '{');
	if (named) {
		json_open_key(json, "tabla", '{');
		json_put(json, "const", table->name);
		json_close(json, '}');
	}
	for (uint32_t i = 0; i < table->count; i++)
		put_column(json, &table->columns[i]);
	put_states(json);
	json_close(json, '}');
	json_open_key(json, "required", '[');
	if (named)
		json_text(json, STR("tabla"));
	for (uint32_t i = 0; i < table->count; i++)
		json_text(json, table->columns[i].name);
	json_text(json, STR("estados"));
	json_close(json, ']');
	json_key(json, "additionalProperties");
	json_bool(json, false);
}

static void begin_schema(struct json *json, const struct data *data, const char *file, struct str title)
{
	struct str url = route_url(data->route);
	struct buf id;

	json_open(json, '{');
	json_put_words(json, "$schema", DRAFT);
	if (url.ptr) {
		buf_init(&id);
		buf_printf(&id, "%.*s/datos/esquemas/%s.schema.json", STR_ARG(url), file);
		json_put(json, "$id", buf_str(&id));
		buf_dispose(&id);
	}
	json_put(json, "title", title);
}

void put_table_schema(const struct data *data, const struct table *table, struct buf *out)
{
	struct json json;

	json_init(&json, out);
	begin_schema(&json, data, table->name.ptr, table->title);
	json_put(&json, "description", table->help);
	json_put_words(&json, "type", "array");
	json_open_key(&json, "items", '{');
	put_row(&json, table, false);
	json_close(&json, '}');
	json_close(&json, '}');
	buf_put_char(out, '\n');
}

void put_lines_schema(const struct data *data, struct buf *out)
{
	struct json json;

	json_init(&json, out);
	begin_schema(&json, data, "todo", STR("Un renglón de todo.jsonl: una fila de una tabla"));
	json_open_key(&json, "oneOf", '[');
	for (int id = 0; id < TABLES; id++) {
		const struct table *table = tables_at(data->tables, (enum table_id)id);

		if (table->absent)
			continue;
		json_open(&json, '{');
		json_put(&json, "title", table->title);
		put_row(&json, table, true);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	json_close(&json, '}');
	buf_put_char(out, '\n');
}

/* --- The schema of datos.json: nested, as evaluation.c writes it. */

static void put_record(struct json *json, enum record_type_id id, bool nullable);

static void put_object(struct json *json, bool nullable, const char *const *keys, const char *const *types, size_t count)
{
	put_type(json, "object", nullable);
	json_open_key(json, "properties", '{');
	for (size_t i = 0; i < count; i++) {
		json_open_key(json, keys[i], '{');
		json_put_words(json, "type", types[i]);
		json_close(json, '}');
	}
	json_close(json, '}');
	json_open_key(json, "required", '[');
	for (size_t i = 0; i < count; i++)
		json_text(json, str_from(keys[i]));
	json_close(json, ']');
	json_key(json, "additionalProperties");
	json_bool(json, false);
}

/* The members that say what a value of FIELD is; an element of its list when ELEMENT. */
static void put_value(struct json *json, const struct field *field, bool element)
{
	static const char *const reference[] = { "clave", "texto" }, *const texts[] = { "string", "string" };
	static const char *const score[] = { "texto", "puntos", "maximo" }, *const numbers[] = { "string", "number", "number" };
	bool nullable = !element;

	switch (field->kind) {
	case FIELD_KEYS:
	case FIELD_NUMBERS:
	case FIELD_CHOICES:
	case FIELD_TEXTS:
	case FIELD_REFERENCES:
	case FIELD_RECORDS:
		if (element)
			break;
		put_type(json, "array", true);
		json_open_key(json, "items", '{');
		put_value(json, field, true);
		json_close(json, '}');
		return;
	default: break;
	}
	switch (field->kind) {
	case FIELD_NUMBER:
	case FIELD_NUMBERS:
	case FIELD_YEAR: put_type(json, "integer", nullable); break;
	case FIELD_MONEY: put_type(json, "number", nullable); break;
	case FIELD_DATE:
		put_type(json, "string", nullable);
		json_put_words(json, "format", "date");
		break;
	case FIELD_SCORE: put_object(json, nullable, score, numbers, 3); break;
	case FIELD_CHOICE:
	case FIELD_CHOICES: put_choices(json, field->choices, field->choice_count, nullable); break;
	case FIELD_REFERENCE:
	case FIELD_REFERENCES: put_object(json, nullable, reference, texts, 2); break;
	case FIELD_RECORD:
	case FIELD_RECORDS: put_record(json, field->target, nullable); break;
	default: put_type(json, "string", nullable); break;
	}
}

static void put_record(struct json *json, enum record_type_id id, bool nullable)
{
	const struct record_type *type = record_type(id);

	put_type(json, "object", nullable);
	json_open_key(json, "properties", '{');
	for (size_t i = 0; i < type->count; i++) {
		const struct field *field = &type->fields[i];

		if (field->key.ptr[0] == '#')
			continue;
		json_open_key(json, field->key.ptr, '{');
		json_put(json, "title", field->label);
		json_put(json, "description", field->help);
		put_value(json, field, false);
		json_close(json, '}');
	}
	put_states(json);
	json_close(json, '}');
	json_open_key(json, "required", '[');
	for (size_t i = 0; i < type->count; i++)
		if (type->fields[i].key.ptr[0] != '#')
			json_text(json, type->fields[i].key);
	json_text(json, STR("estados"));
	json_close(json, ']');
	json_key(json, "additionalProperties");
	json_bool(json, false);
}

static void put_state_member(struct json *json)
{
	json_open_key(json, "estado", '{');
	put_state_words(json, CELL_VALUE);
	json_close(json, '}');
}

static void put_simple(struct json *json, const char *key, const char *type, bool nullable)
{
	json_open_key(json, key, '{');
	put_type(json, type, nullable);
	json_close(json, '}');
}

static void put_sections(struct json *json)
{
	json_open_key(json, "secciones", '{');
	json_put_words(json, "type", "array");
	json_open_key(json, "items", '{');
	json_put_words(json, "type", "object");
	json_open_key(json, "properties", '{');
	put_simple(json, "numero", "string", false);
	put_simple(json, "nombre", "string", false);
	put_state_member(json);
	put_simple(json, "texto", "string", true);
	json_open_key(json, "elementos", '{');
	json_put_words(json, "type", "array");
	json_open_key(json, "items", '{');
	json_put_words(json, "type", "object");
	json_open_key(json, "properties", '{');
	put_simple(json, "numero", "integer", false);
	put_simple(json, "ancla", "string", false);
	put_state_member(json);
	put_simple(json, "texto", "string", true);
	json_close(json, '}');
	json_key(json, "additionalProperties");
	json_bool(json, false);
	json_close(json, '}');
	json_close(json, '}');
	json_close(json, '}');
	json_key(json, "additionalProperties");
	json_bool(json, false);
	json_close(json, '}');
	json_close(json, '}');
}

void put_evaluation_schema(const struct data *data, struct buf *out)
{
	static const char *const required[] = { "formato", "clave", "registro", "secciones", "seguimiento", "calculado" };
	const struct table *table = tables_at(data->tables, TABLE_EVALUATIONS);
	struct json json;

	json_init(&json, out);
	begin_schema(&json, data, "evaluacion", STR("Una evaluación: los campos del formato CONAC, y lo que de ellos se calcula"));
	json_put_words(&json, "type", "object");
	json_open_key(&json, "properties", '{');
	json_open_key(&json, "formato", '{');
	json_put_words(&json, "const", "diafano-evaluacion-1");
	json_close(&json, '}');
	put_simple(&json, "clave", "string", false);
	json_open_key(&json, "registro", '{');
	put_record(&json, RECORD_EVALUATION, false);
	json_close(&json, '}');
	put_sections(&json);
	json_open_key(&json, "seguimiento", '{');
	put_record(&json, RECORD_FOLLOW_UP, true);
	json_close(&json, '}');
	json_open_key(&json, "calculado", '{');
	json_put_words(&json, "type", "object");
	json_open_key(&json, "properties", '{');
	for (uint32_t i = 0; i < table->count; i++)
		if (column_is_computed(&table->columns[i]))
			put_column(&json, &table->columns[i]);
	json_close(&json, '}');
	json_close(&json, '}');
	json_close(&json, '}');
	json_open_key(&json, "required", '[');
	for (size_t i = 0; i < sizeof required / sizeof *required; i++)
		json_text(&json, str_from(required[i]));
	json_close(&json, ']');
	json_key(&json, "additionalProperties");
	json_bool(&json, false);
	json_close(&json, '}');
	buf_put_char(out, '\n');
}
