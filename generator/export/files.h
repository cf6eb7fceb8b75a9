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
	DATA_MANIFEST,
};

struct data {
	const struct site *site;
	const struct route *route;
	struct plan *plan;
	struct tables *tables;
};

/* datos.json: all of one evaluation, nested as its file is. */
void put_evaluation(const struct data *data, const struct evaluation *evaluation, struct buf *out);

#endif
