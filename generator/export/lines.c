/*
 * lines.c -- rows as JSON: an array for each table, and one file of lines for all.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/money.h"
#include "write.h"

void json_put_decimal(struct json *json, int64_t number, void (*put)(struct buf *, int64_t))
{
	struct buf text;

	buf_init(&text);
	put(&text, number);
	json_decimal(json, buf_str(&text));
	buf_dispose(&text);
}

void json_put_date(struct json *json, struct date date)
{
	struct buf text;

	buf_init(&text);
	date_put_iso(&text, date);
	json_text(json, buf_str(&text));
	buf_dispose(&text);
}

void cell_put_json(struct json *json, const struct column *column, const struct cell *cell)
{
	if (cell->state != CELL_VALUE) {
		json_null(json);
		return;
	}
	switch (column->type) {
	case COLUMN_TEXT: json_text(json, cell->text); break;
	case COLUMN_LIST:
		json_open(json, '[');
		for (uint32_t i = 0; i < cell->list.count; i++)
			json_text(json, cell->list.at[i]);
		json_close(json, ']');
		break;
	case COLUMN_INTEGER:
	case COLUMN_YEAR: json_number(json, cell->number); break;
	case COLUMN_DATE: json_put_date(json, cell->date); break;
	case COLUMN_MONEY: json_put_decimal(json, cell->number, money_put_plain); break;
	case COLUMN_POINTS: json_put_decimal(json, cell->number, points_put); break;
	case COLUMN_YES: json_bool(json, cell->number); break;
	}
}

void states_put_json(struct json *json, const struct table *table, const struct cell *cells)
{
	json_open(json, '{');
	for (uint32_t i = 0; i < table->count; i++)
		if (cells[i].state != CELL_VALUE)
			json_put_words(json, table->columns[i].name.ptr, cell_state_word(cells[i].state));
	json_close(json, '}');
}

void row_put_json(struct json *json, const struct table *table, const struct cell *cells)
{
	for (uint32_t i = 0; i < table->count; i++) {
		json_key(json, table->columns[i].name.ptr);
		cell_put_json(json, &table->columns[i], &cells[i]);
	}
	json_key(json, "estados");
	states_put_json(json, table, cells);
}

struct lines {
	struct flow *flow;
	const struct table *table;
	bool named;		/* each line names its table */
	bool list;		/* an array: commas between */
	bool any;
};

static bool put_row(void *context, const struct cell *cells)
{
	struct lines *lines = context;
	struct json json;

	if (lines->list && lines->any)
		buf_put_text(lines->flow->out, ",\n");
	lines->any = true;
	json_init(&json, lines->flow->out);
	json.compact = true;
	json_open(&json, '{');
	if (lines->named) {
		json_put(&json, "tabla", lines->table->name);
	}
	row_put_json(&json, lines->table, cells);
	json_close(&json, '}');
	if (!lines->list)
		buf_put_char(lines->flow->out, '\n');
	flow_rest(lines->flow);
	return !lines->flow->error;
}

void write_json(struct flow *flow, const struct tables *tables, const struct table_rows *rows)
{
	struct lines lines = { .flow = flow, .table = rows->table, .list = true };

	buf_put_text(flow->out, "[\n");
	table_rows_walk(tables, rows, put_row, &lines);
	buf_put_text(flow->out, "\n]\n");
}

void write_lines(struct flow *flow, const struct tables *tables)
{
	for (int id = 0; id < TABLES; id++) {
		struct lines lines = { .flow = flow, .table = tables_at(tables, (enum table_id)id), .named = true };

		tables_walk(tables, (enum table_id)id, put_row, &lines);
	}
}
