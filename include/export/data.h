/*
 * data.h -- the open data of a site: which files there are, and the bytes of each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *	struct data *data = data_new(&inputs, &plan, diag);
 *	data_plan_past(data, &inputs, diag);			when all pages are planned
 *	for each phase of the plan, when the one before is done:
 *		data_render(data, item, ...) for each of its items of PLAN_DATA, on any thread
 *	data_free(data);
 *
 * The files are those of design.md: `datos/` (every table of table.h as CSV,
 * those that a page lists as JSON too, all of them as JSON Lines, SQLite and
 * XLSX, what describes them, and the manifest of all files of the site), a
 * `datos.json` beside each evaluation, and beside each page that lists
 * evaluations or promises of its own, or did once, what it lists, as CSV and JSON. Whoever makes the files writes the size
 * and the digest of each into plan->made, for those that come later and tell
 * them.
 */
#ifndef EXPORT_DATA_H
#define EXPORT_DATA_H

#include "base/diag.h"
#include "export/export.h"
#include "export/table.h"
#include "route/plan.h"

struct data;

/* Add the files to PLAN. What INPUTS name, and PLAN, must outlive the result;
   never NULL. */
struct data *data_new(const struct export_inputs *inputs, struct plan *plan, struct diag *diag);

/* Add the lists that were beside pages once and would have no rows now. */
void data_plan_past(struct data *data, const struct export_inputs *inputs, struct diag *diag);
void data_free(struct data *data);

const struct tables *data_tables(const struct data *data);

/* What a file of the data is, for the page and the catalogues that list it. */
enum data_group {
	DATA_GROUP_NONE,	/* listed nowhere: one of many */
	DATA_GROUP_WHOLE,	/* everything in one file */
	DATA_GROUP_TABLE,
	DATA_GROUP_OTHER,	/* in a form that a law or a standard wants */
	DATA_GROUP_DESCRIPTION,
};

struct data_about {
	enum data_group group;
	const char *format, *media;
	const char *title;	/* NULL: that of the table whose number is item.page */
	bool listed;		/* in the catalogues, as a form of the data */
};

/* NULL for an item that is not of the data, or listed nowhere. */
const struct data_about *data_about(const struct plan_item *item);

/* Opens a file of the site that an earlier phase made: its descriptor, or -1. */
typedef int data_opener(void *context, struct str path);

/* Where the bytes of one file go, and where those of others come from. */
struct data_sink {
	struct buf *out;	/* all of it, unless item.streamed */
	const char *path;	/* of an empty file, for item.streamed: it is filled,
				   through its name or through FD */
	int fd;
	data_opener *open;
	void *context;
};

/* Make ITEM, one of PLAN_DATA. Returns -1 after a diagnostic. */
int data_render(const struct data *data, const struct plan_item *item, const struct data_sink *sink,
		struct diag *diag);

/* Where the data of an evaluation are, in ARENA: "evaluaciones/2022/x/datos.json"; the
   absent view for one without an address. */
struct str data_evaluation_path(struct arena *arena, const struct route *route, const struct entry *entry);

#endif
