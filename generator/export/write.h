/*
 * write.h -- the formats of the open data, each a function over the tables.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef GENERATOR_EXPORT_WRITE_H
#define GENERATOR_EXPORT_WRITE_H

#include "base/json.h"
#include "export/table.h"

/*
 * Where text goes that may be too long to hold: into OUT, which is emptied
 * into FD (unless -1) whenever it has grown. After a failure nothing more is
 * written, and flow_end() returns -1 with errno.
 */
struct flow {
	struct buf *out;
	int fd;
	int error;
};

void flow_rest(struct flow *flow);	/* between rows: write if there is much */
int flow_end(struct flow *flow);

/* --- Cells. */

/*
 * CELL for CSV and XLSX: the value, or the word of its state ("" for blank).
 * A text that a spreadsheet would take for a formula, that is one of those
 * words, or that begins with an apostrophe gets one in front: whoever takes
 * one apostrophe off every text has what was published.
 */
void cell_put_plain(struct buf *out, const struct column *column, const struct cell *cell);

/* The separator of lists in a plain cell; in an element it follows a '\'. */
#define LIST_SEPARATOR '|'

/* CELL as a value of JSON: null for what is no value. */
void cell_put_json(struct json *json, const struct column *column, const struct cell *cell);

/* The members of a row: all columns, then "estados" of those without a value. */
void row_put_json(struct json *json, const struct table *table, const struct cell *cells);

/* {"column": "no-consta"} of the columns without a value. */
void states_put_json(struct json *json, const struct table *table, const struct cell *cells);

/* A number by PUT (money_put_plain, points_put), and a date. */
void json_put_decimal(struct json *json, int64_t number, void (*put)(struct buf *, int64_t));
void json_put_date(struct json *json, struct date date);

/* "21.25" of thousandths. */
void points_put(struct buf *out, int64_t thousandths);

/* TEXT as a field of CSV, in quotes where it needs them. */
void csv_put(struct buf *out, struct str text);

/* --- Files. */

void write_csv(struct flow *flow, const struct tables *tables, const struct table_rows *rows);
void write_json(struct flow *flow, const struct tables *tables, const struct table_rows *rows);
void write_lines(struct flow *flow, const struct tables *tables);

/* Fill PATH, an empty file. Return -1 after putting why into WHY. */
int write_sqlite(const char *path, const struct tables *tables, struct buf *why);
int write_xlsx(const char *path, const struct tables *tables, struct buf *why);

#endif
