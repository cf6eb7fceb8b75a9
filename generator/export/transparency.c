/*
 * transparency.c -- the table that the law on transparency asks for, with the columns it has today.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The law and its formats change, and states number the duty otherwise: which
 * columns there are, what heads them and under which article is data, of
 * `transparencia` in sitio.yaml. Without it the columns are those in use in
 * 2025, and no article is named. What the record cannot know (the period that
 * is reported, who updates) says no-consta until the site says it.
 */
#include "base/utf8.h"
#include "files.h"

struct heading_of_law {
	const char *title;
	const char *column;	/* of evaluaciones.csv; "hoy"; NULL: not on record */
};

static const struct heading_of_law usual[] = {
	{ "Ejercicio", "ejercicio" },
	{ "Fecha de inicio del periodo que se informa", NULL },
	{ "Fecha de término del periodo que se informa", NULL },
	{ "Denominación del programa evaluado", "programa_nombre" },
	{ "Denominación de la evaluación", "nombre" },
	{ "Objetivo general", "objetivo_general" },
	{ "Fecha de inicio de la evaluación", "inicio" },
	{ "Fecha de término de la evaluación", "termino" },
	{ "Hipervínculo a los resultados de la evaluación", "difusion_evaluacion" },
	{ "Área(s) responsable(s) que genera(n), posee(n), publica(n) y actualizan la información", NULL },
	{ "Fecha de actualización", "hoy" },
	{ "Nota", "contratacion_nota" },
};

#define USUAL (sizeof usual / sizeof *usual)

/* A column as it is written: a place in the table, today, or a fixed text. */
struct law_column {
	struct str title;
	int at;			/* in TABLE_EVALUATIONS; -1: none of it */
	bool today;
	struct str fixed;
};

static int place_of(const struct table *table, struct str name)
{
	const struct column *column = table_column(table, name);

	return column ? (int)(column - table->columns) : -1;
}

static struct slot_list asked(const struct site *site)
{
	return record_list(record_nested(site->record, SITE_TRANSPARENCY), TRANSPARENCY_COLUMNS);
}

static size_t count_of(const struct site *site)
{
	return asked(site).count ? asked(site).count : USUAL;
}

static struct law_column nth(const struct data *data, const struct table *table, size_t i)
{
	struct slot_list list = asked(data->site);
	struct str name;

	if (!list.count) {
		name = str_from(usual[i].column);
		return (struct law_column){ str_from(usual[i].title), name.ptr ? place_of(table, name) : -1,
					    name.ptr && str_equal(name, STR("hoy")), { 0 } };
	}
	name = record_text(list.at[i].record, TRANSPARENCY_COLUMN_COLUMN);
	return (struct law_column){ record_text(list.at[i].record, TRANSPARENCY_COLUMN_TITLE),
				    name.len ? place_of(table, name) : -1, str_equal(name, STR("hoy")),
				    record_text(list.at[i].record, TRANSPARENCY_COLUMN_VALUE) };
}

/* The name of a column that is most like NAME. */
static struct str nearest(const struct table *table, struct str name)
{
	unsigned best = 5;
	struct str found = { 0 };

	for (uint32_t i = 0; i < table->count; i++) {
		unsigned distance = text_distance(name, table->columns[i].name, best);

		if (distance < best) {
			best = distance;
			found = table->columns[i].name;
		}
	}
	return found;
}

void transparency_check(const struct site *site, const struct tables *tables, struct diag *diag)
{
	const struct table *table = tables_at(tables, TABLE_EVALUATIONS);
	struct slot_list list = asked(site);

	for (uint32_t i = 0; i < list.count; i++) {
		const struct slot *slot = record_slot(list.at[i].record, TRANSPARENCY_COLUMN_COLUMN);
		struct buf hint;

		if (!slot_has(slot) || str_equal(slot->text, STR("hoy")) || place_of(table, slot->text) >= 0)
			continue;
		buf_init(&hint);
		if (nearest(table, slot->text).len)
			buf_printf(&hint, "¿quiso decir «%s»?", nearest(table, slot->text).ptr);
		else
			buf_put_text(&hint, "las columnas son las de datos/evaluaciones.csv");
		diag_report(diag, DIAG_COLUMN_UNKNOWN, record_place(list.at[i].record, slot), buf_str(&hint),
			    "la tabla de evaluaciones no tiene la columna «%.*s»; en la de transparencia dice no-consta",
			    STR_ARG(slot->text));
		buf_dispose(&hint);
	}
}

struct law {
	const struct data *data;
	const struct table *table;
	struct flow *flow;
	struct buf text;
};

static bool put_row(void *context, const struct cell *cells)
{
	static const struct column fixed = { .type = COLUMN_TEXT }, day = { .type = COLUMN_DATE };
	struct law *law = context;

	for (size_t i = 0; i < count_of(law->data->site); i++) {
		struct law_column column = nth(law->data, law->table, i);
		struct cell cell = { .state = CELL_NOT_ON_RECORD };

		buf_clear(&law->text);
		if (column.fixed.len) {
			cell = (struct cell){ .state = CELL_VALUE, .text = column.fixed };
			cell_put_plain(&law->text, &fixed, &cell);
		} else if (column.today) {
			cell.state = date_is_set(law->data->site->today) ? CELL_VALUE : CELL_NOT_ON_RECORD;
			cell.date = law->data->site->today;
			cell_put_plain(&law->text, &day, &cell);
		} else {
			cell_put_plain(&law->text, column.at < 0 ? &fixed : &law->table->columns[column.at],
				       column.at < 0 ? &cell : &cells[column.at]);
		}
		if (i)
			buf_put_char(law->flow->out, ',');
		csv_put(law->flow->out, buf_str(&law->text));
	}
	buf_put_text(law->flow->out, "\r\n");
	flow_rest(law->flow);
	return !law->flow->error;
}

void put_transparency(const struct data *data, struct flow *flow)
{
	struct law law = { .data = data, .table = tables_at(data->tables, TABLE_EVALUATIONS), .flow = flow };

	buf_init(&law.text);
	for (size_t i = 0; i < count_of(data->site); i++) {
		struct cell title = { .state = CELL_VALUE, .text = nth(data, law.table, i).title };
		struct column column = { .type = COLUMN_TEXT };

		buf_clear(&law.text);
		cell_put_plain(&law.text, &column, &title);
		if (i)
			buf_put_char(flow->out, ',');
		csv_put(flow->out, buf_str(&law.text));
	}
	buf_put_text(flow->out, "\r\n");
	tables_walk(data->tables, TABLE_EVALUATIONS, put_row, &law);
	buf_dispose(&law.text);
}
