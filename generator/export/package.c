/*
 * package.c -- the CSV files described: a Frictionless data package, and CSVW.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/path.h"
#include "files.h"
#include "row.h"

static void put_null_words(struct json *json, const char *key)
{
	json_open_key(json, key, '[');
	json_text(json, STR(""));
	for (int state = CELL_NONE; state < CELL_STATES; state++)
		if (state != CELL_BLANK)
			json_text(json, str_from(cell_state_word((enum cell_state)state)));
	json_close(json, ']');
}

/* What one says of a column in prose. */
static void put_description(struct json *json, const char *key, const struct column *column)
{
	struct buf text;

	buf_init(&text);
	if (column->number.len)
		buf_printf(&text, "Numeral %.*s del formato CONAC. ", STR_ARG(column->number));
	buf_put_str(&text, column->help);
	if (column->type == COLUMN_LIST)
		buf_put_text(&text, " Lista separada por «|»; «\\|» es una barra del texto y «\\\\» una diagonal.");
	json_put(json, key, buf_str(&text));
	buf_dispose(&text);
}

static struct str title_of(const struct data *data)
{
	struct str title = record_text(data->site->record, SITE_TITLE);

	return title.len ? title : STR("Evaluaciones");
}

/* --- datapackage.json */

static const char *field_type(enum column_type type)
{
	switch (type) {
	case COLUMN_INTEGER: return "integer";
	case COLUMN_YEAR: return "year";
	case COLUMN_DATE: return "date";
	case COLUMN_MONEY:
	case COLUMN_POINTS: return "number";
	case COLUMN_YES: return "boolean";
	default: return "string";
	}
}

static void put_constraints(struct json *json, const struct column *column)
{
	bool closed = column->choices && !column->open && column->type == COLUMN_TEXT;

	if (!column->key && !column->given && !closed)
		return;
	json_open_key(json, "constraints", '{');
	if (column->key || column->given) {
		json_key(json, "required");
		json_bool(json, true);
	}
	if (closed) {
		json_open_key(json, "enum", '[');
		for (size_t i = 0; i < column->choice_count; i++)
			json_text(json, column->choices[i].value);
		json_close(json, ']');
	}
	json_close(json, '}');
}

static void put_field(struct json *json, const struct column *column)
{
	json_open(json, '{');
	json_put(json, "name", column->name);
	json_put(json, "title", column->label);
	put_description(json, "description", column);
	json_put_words(json, "type", field_type(column->type));
	if (column->type == COLUMN_YES) {
		json_open_key(json, "trueValues", '[');
		json_text(json, STR("si"));
		json_close(json, ']');
		json_open_key(json, "falseValues", '[');
		json_text(json, STR("no"));
		json_close(json, ']');
	}
	put_constraints(json, column);
	json_close(json, '}');
}

static void put_primary_key(struct json *json, const char *key, const struct table *table)
{
	json_open_key(json, key, '[');
	for (uint32_t i = 0; i < table->count; i++)
		if (table->columns[i].key)
			json_text(json, table->columns[i].name);
	json_close(json, ']');
}

static bool has_foreign_keys(const struct table *table)
{
	for (uint32_t i = 0; i < table->count; i++)
		if (table->columns[i].leads_to != TABLES)
			return true;
	return false;
}

static void put_foreign_keys(struct json *json, const struct tables *tables, const struct table *table, bool csvw)
{
	if (!has_foreign_keys(table))
		return;
	json_open_key(json, "foreignKeys", '[');
	for (uint32_t i = 0; i < table->count; i++) {
		const struct table *other;
		struct buf file;

		if (table->columns[i].leads_to == TABLES)
			continue;
		other = tables_at(tables, table->columns[i].leads_to);
		buf_init(&file);
		buf_printf(&file, "%s%s", other->name.ptr, csvw ? ".csv" : "");
		json_open(json, '{');
		json_put(json, csvw ? "columnReference" : "fields", table->columns[i].name);
		json_open_key(json, "reference", '{');
		json_put(json, "resource", buf_str(&file));
		json_put(json, csvw ? "columnReference" : "fields", other->columns[0].name);
		json_close(json, '}');
		json_close(json, '}');
		buf_dispose(&file);
	}
	json_close(json, ']');
}

static void put_resource(struct json *json, const struct data *data, const struct plan_item *item)
{
	const struct table *table = tables_at(data->tables, (enum table_id)item->page);
	const struct plan_made *made = data_made(data, item);
	struct buf digest;

	buf_init(&digest);
	buf_printf(&digest, "sha256:%s", made->digest);
	json_open(json, '{');
	json_put(json, "name", table->name);
	json_put(json, "path", path_name(item->path));
	json_put_words(json, "profile", "tabular-data-resource");
	json_put(json, "title", table->title);
	json_put(json, "description", table->help);
	json_put_words(json, "format", "csv");
	json_put_words(json, "mediatype", "text/csv");
	json_put_words(json, "encoding", "utf-8");
	json_key(json, "bytes");
	json_number(json, (int64_t)made->size);
	json_put(json, "hash", buf_str(&digest));
	json_open_key(json, "dialect", '{');
	json_put_words(json, "delimiter", ",");
	json_put_words(json, "lineTerminator", "\r\n");
	json_put_words(json, "quoteChar", "\"");
	json_key(json, "doubleQuote");
	json_bool(json, true);
	json_close(json, '}');
	json_open_key(json, "schema", '{');
	json_open_key(json, "fields", '[');
	for (uint32_t i = 0; i < table->count; i++)
		put_field(json, &table->columns[i]);
	json_close(json, ']');
	put_null_words(json, "missingValues");
	put_primary_key(json, "primaryKey", table);
	put_foreign_keys(json, data->tables, table, false);
	json_close(json, '}');
	json_close(json, '}');
	buf_dispose(&digest);
}

/* A Data Package names licences as Open Definition does; others are not told here. */
static void put_licences(struct json *json, struct str licence)
{
	if (!licence.len)
		return;
	json_open_key(json, "licenses", '[');
	json_open(json, '{');
	json_put(json, "name", licence);
	json_close(json, '}');
	json_close(json, ']');
}

void put_package(const struct data *data, struct buf *out)
{
	struct str url = route_url(data->route);
	struct json json;

	json_init(&json, out);
	json_open(&json, '{');
	json_put_words(&json, "profile", "tabular-data-package");
	json_put_words(&json, "name", "evaluaciones");
	json_put(&json, "title", title_of(data));
	json_put_words(&json, "description", "Evaluaciones de recursos federales, según el formato CONAC. "
		  "Las palabras no-aplica, no-consta, reservado y suprimido dicen por qué no hay un valor; vacío es que el "
		  "documento lo dejó en blanco. Un apóstrofo al principio de un texto no es parte de él: evita que una hoja "
		  "de cálculo lo tome por una fórmula o por una de esas palabras.");
	if (url.ptr)
		json_put(&json, "homepage", url);
	put_licences(&json, record_text(data->site->record, SITE_LICENCE));
	json_open_key(&json, "resources", '[');
	for (size_t i = 0; i < data->plan->items.count; i++) {
		const struct plan_item *item = &data->plan->items.at[i];

		if (item->maker == PLAN_DATA && item->kind == DATA_CSV)
			put_resource(&json, data, item);
	}
	json_close(&json, ']');
	json_close(&json, '}');
	buf_put_char(out, '\n');
}

/* --- csv-metadata.json, where CSVW looks for it. */

static void put_datatype(struct json *json, enum column_type type)
{
	json_key(json, "datatype");
	switch (type) {
	case COLUMN_INTEGER: json_text(json, STR("integer")); break;
	case COLUMN_YEAR: json_text(json, STR("gYear")); break;
	case COLUMN_DATE: json_text(json, STR("date")); break;
	case COLUMN_MONEY:
	case COLUMN_POINTS: json_text(json, STR("decimal")); break;
	case COLUMN_YES:
		json_open(json, '{');
		json_put_words(json, "base", "boolean");
		json_put_words(json, "format", "si|no");
		json_close(json, '}');
		break;
	default: json_text(json, STR("string")); break;
	}
}

static void put_csvw_column(struct json *json, const struct column *column)
{
	json_open(json, '{');
	json_put(json, "name", column->name);
	json_put(json, "titles", column->name);
	json_put(json, "dc:title", column->label);
	put_description(json, "dc:description", column);
	put_datatype(json, column->type);
	if (column->type == COLUMN_LIST)
		json_put_words(json, "separator", "|");
	put_null_words(json, "null");
	if (column->key || column->given) {
		json_key(json, "required");
		json_bool(json, true);
	}
	json_close(json, '}');
}

void put_csvw(const struct data *data, struct buf *out)
{
	struct json json;
	struct buf file;

	buf_init(&file);
	json_init(&json, out);
	json_open(&json, '{');
	json_open_key(&json, "@context", '[');
	json_text(&json, STR("http://www.w3.org/ns/csvw"));
	json_open(&json, '{');
	json_put_words(&json, "@language", "es");
	json_close(&json, '}');
	json_close(&json, ']');
	json_put(&json, "dc:title", title_of(data));
	json_open_key(&json, "tables", '[');
	for (int id = 0; id < TABLES; id++) {
		const struct table *table = tables_at(data->tables, (enum table_id)id);

		if (table->absent)
			continue;
		buf_clear(&file);
		buf_printf(&file, "%s.csv", table->name.ptr);
		json_open(&json, '{');
		json_put(&json, "url", buf_str(&file));
		json_put(&json, "dc:title", table->title);
		json_put(&json, "dc:description", table->help);
		json_open_key(&json, "tableSchema", '{');
		json_open_key(&json, "columns", '[');
		for (uint32_t i = 0; i < table->count; i++)
			put_csvw_column(&json, &table->columns[i]);
		json_close(&json, ']');
		put_primary_key(&json, "primaryKey", table);
		put_foreign_keys(&json, data->tables, table, true);
		json_close(&json, '}');
		json_close(&json, '}');
	}
	json_close(&json, ']');
	json_close(&json, '}');
	buf_put_char(out, '\n');
	buf_dispose(&file);
}

/* --- LEEME.txt: the dictionary, for who has the archive alone. */

void put_readme(const struct data *data, struct buf *out)
{
	buf_put_str(out, title_of(data));
	buf_put_text(out, "\n\nDatos abiertos. Cada tabla es un archivo CSV (RFC 4180, UTF-8, comas).\n"
		     "todo.jsonl, evaluaciones.sqlite y evaluaciones.xlsx tienen las mismas tablas, cada uno en un solo\n"
		     "archivo; por eso no vienen en todo.zip.\n\n"
		     "Por qué no hay un valor: no-aplica (el documento dice que no hay), no-consta (el documento\n"
		     "no lo dice), reservado (un contacto privado), suprimido (por ley: véase la tabla supresiones);\n"
		     "vacío: el documento lo dejó en blanco.\n\n"
		     "Un apóstrofo al principio de un texto no es parte de él: se antepone a los textos que una hoja de\n"
		     "cálculo tomaría por fórmula (=, +, -, @, tabulador, fin de renglón), a los que son una de las palabras\n"
		     "anteriores y a los que empiezan con apóstrofo. Quítelo, uno solo, y tendrá el texto publicado.\n\n"
		     "Una lista va separada por «|»; dentro de un elemento, «\\|» es una barra y «\\\\» una diagonal.\n");
	for (int id = 0; id < TABLES; id++) {
		const struct table *table = tables_at(data->tables, (enum table_id)id);

		if (table->absent)
			continue;
		buf_printf(out, "\n\n%s.csv: %s\n%s\n\n", table->name.ptr, table->title.ptr, table->help.ptr);
		for (uint32_t i = 0; i < table->count; i++) {
			const struct column *column = &table->columns[i];

			buf_printf(out, "  %s: %.*s%s%.*s. %.*s\n", column->name.ptr, STR_ARG(column->number),
				   column->number.len ? " " : "", STR_ARG(column->label), STR_ARG(column->help));
		}
	}
}
