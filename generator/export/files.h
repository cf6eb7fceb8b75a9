/*
 * files.h -- between data.c, which plans the files, and those that make them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef GENERATOR_EXPORT_FILES_H
#define GENERATOR_EXPORT_FILES_H

#include "export/data.h"
#include "write.h"

enum data_kind {
	DATA_CSV,		/* item.page: the table */
	DATA_JSON,
	DATA_LINES,
	DATA_SQLITE,
	DATA_XLSX,
	DATA_EVALUATION,	/* item.entry */
	DATA_TABLE_SCHEMA,	/* item.page: the table */
	DATA_LIST_CSV,		/* item.entry: its evaluations; NULL: the promises of the year item.page */
	DATA_LIST_JSON,
	DATA_LIST_SCHEMA,
	DATA_LINES_SCHEMA,
	DATA_EVALUATION_SCHEMA,
	DATA_PACKAGE,
	DATA_CSVW,
	DATA_README,
	DATA_OCDS,
	DATA_TRANSPARENCY,
	DATA_ARCHIVE,
	DATA_CATALOGUE,
	DATA_POD,
	DATA_MANIFEST,
};

struct data {
	const struct site *site;
	const struct route *route;
	struct plan *plan;
	struct tables *tables;
};

/* What is known of ITEM, which an earlier phase made. */
static inline const struct plan_made *data_made(const struct data *data, const struct plan_item *item)
{
	return &data->plan->made[item - data->plan->items.at];
}

/* schema.c: JSON Schema. */
void put_table_schema(const struct data *data, const struct table *table, struct buf *out);
void put_lines_schema(const struct data *data, struct buf *out);
void put_evaluation_schema(const struct data *data, struct buf *out);

/* package.c */
void put_package(const struct data *data, struct buf *out);
void put_csvw(const struct data *data, struct buf *out);
void put_readme(const struct data *data, struct buf *out);

/* catalogue.c: DCAT, and what Project Open Data asks for. */
void put_catalogue(const struct data *data, struct buf *out);
void put_pod(const struct data *data, struct buf *out);

/* contracting.c: OCDS. */
void put_contracting(const struct data *data, struct buf *out);
bool has_contracting(const struct site *site);

/* transparency.c: the table that the law on transparency asks for. */
void transparency_check(const struct site *site, const struct tables *tables, struct diag *diag);
void put_transparency(const struct data *data, struct flow *flow);

/* datos.json: all of one evaluation, nested as its file is. */
void put_evaluation(const struct data *data, const struct evaluation *evaluation, struct buf *out);

#endif
