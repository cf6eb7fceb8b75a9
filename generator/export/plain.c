/*
 * plain.c -- cells as text: CSV, and what a spreadsheet shows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * CSV is that of RFC 4180: commas, CRLF, quotes doubled, UTF-8 without a mark.
 */
#include "base/money.h"
#include "write.h"

void points_put(struct buf *out, int64_t thousandths)
{
	unsigned rest = (unsigned)(thousandths % 1000);

	buf_printf(out, "%lld", (long long)(thousandths / 1000));
	if (!rest)
		return;
	buf_printf(out, ".%03u", rest);
	while (out->ptr[out->len - 1] == '0')
		out->ptr[--out->len] = '\0';
}

/* A spreadsheet would run it, or the wide forms of the same signs. */
static bool is_formula(struct str text)
{
	static const char *const wide[] = { "\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0" };

	if (memchr("=+-@\t\r\n", text.ptr[0], 7))
		return true;
	for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
		if (str_starts(text, str_from(wide[i])))
			return true;
	return false;
}

static bool is_state_word(struct str text)
{
	for (int state = CELL_NONE; state < CELL_STATES; state++)
		if (str_equal(text, str_from(cell_state_word((enum cell_state)state))))
			return true;
	return false;
}

static void put_text(struct buf *out, struct str text)
{
	if (text.len && (text.ptr[0] == '\'' || is_formula(text) || is_state_word(text)))
		buf_put_char(out, '\'');
	buf_put_str(out, text);
}

static void put_list(struct buf *out, const struct cell *cell)
{
	struct buf joined;

	buf_init(&joined);
	for (uint32_t i = 0; i < cell->list.count; i++) {
		struct str text = cell->list.at[i];

		if (i)
			buf_put_char(&joined, LIST_SEPARATOR);
		for (size_t j = 0; j < text.len; j++) {
			if (text.ptr[j] == LIST_SEPARATOR || text.ptr[j] == '\\')
				buf_put_char(&joined, '\\');
			buf_put_char(&joined, text.ptr[j]);
		}
	}
	put_text(out, buf_str(&joined));
	buf_dispose(&joined);
}

void cell_put_plain(struct buf *out, const struct column *column, const struct cell *cell)
{
	if (cell->state != CELL_VALUE) {
		if (cell->state != CELL_BLANK)
			buf_put_text(out, cell_state_word(cell->state));
		return;
	}
	switch (column->type) {
	case COLUMN_TEXT: put_text(out, cell->text); break;
	case COLUMN_LIST: put_list(out, cell); break;
	case COLUMN_INTEGER:
	case COLUMN_YEAR: buf_printf(out, "%lld", (long long)cell->number); break;
	case COLUMN_DATE: date_put_iso(out, cell->date); break;
	case COLUMN_MONEY: money_put_plain(out, cell->number); break;
	case COLUMN_POINTS: points_put(out, cell->number); break;
	case COLUMN_YES: buf_put_text(out, cell->number ? "si" : "no"); break;
	}
}

/* --- CSV. */

static bool wants_quotes(struct str text)
{
	if (text.len && (text.ptr[0] == ' ' || text.ptr[text.len - 1] == ' '))
		return true;
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] == ',' || text.ptr[i] == '"' || text.ptr[i] == '\r' || text.ptr[i] == '\n')
			return true;
	return false;
}

void csv_put(struct buf *out, struct str text)
{
	if (!wants_quotes(text)) {
		buf_put_str(out, text);
		return;
	}
	buf_put_char(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '"')
			buf_put_char(out, '"');
		buf_put_char(out, text.ptr[i]);
	}
	buf_put_char(out, '"');
}

struct csv {
	struct flow *flow;
	const struct table *table;
	struct buf text;
};

static bool put_row(void *context, const struct cell *cells)
{
	struct csv *csv = context;
	struct buf *out = csv->flow->out;

	for (uint32_t i = 0; i < csv->table->count; i++) {
		buf_clear(&csv->text);
		cell_put_plain(&csv->text, &csv->table->columns[i], &cells[i]);
		if (i)
			buf_put_char(out, ',');
		csv_put(out, buf_str(&csv->text));
	}
	buf_put_text(out, "\r\n");
	flow_rest(csv->flow);
	return !csv->flow->error;
}

static void put_header(struct buf *out, const struct table *table)
{
	for (uint32_t i = 0; i < table->count; i++) {
		if (i)
			buf_put_char(out, ',');
		buf_put_str(out, table->columns[i].name);
	}
	buf_put_text(out, "\r\n");
}

void write_csv(struct flow *flow, const struct tables *tables, const struct table_rows *rows)
{
	struct csv csv = { .flow = flow, .table = rows->table };

	buf_init(&csv.text);
	put_header(flow->out, csv.table);
	table_rows_walk(tables, rows, put_row, &csv);
	buf_dispose(&csv.text);
}
