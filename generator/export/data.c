/*
 * data.c -- the plan of the open data, and who makes each file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "export/data.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/path.h"
#include "files.h"

struct data_file {
	const char *path;
	enum data_kind kind;
	enum plan_phase phase;
	bool streamed;
};

/* The files that every site has, but for those of one table each. */
static const struct data_file files[] = {
	{ "datos/evaluaciones.sqlite", DATA_SQLITE, PHASE_DATA, true },
	{ "datos/evaluaciones.xlsx", DATA_XLSX, PHASE_DATA, true },
	{ "datos/todo.jsonl", DATA_LINES, PHASE_DATA, true },
	{ "datos/manifiesto.txt", DATA_MANIFEST, PHASE_MANIFEST, true },
};

static void add(struct data *data, const struct plan_item *item, struct diag *diag)
{
	plan_add(data->plan, item, (struct place){ .path = item->entry && item->entry->path.ptr ?
						   item->entry->path : STR("sitio.yaml") }, diag);
}

static void add_file(struct data *data, struct str path, const struct data_file *file, uint32_t number,
		     struct entry *entry, struct diag *diag)
{
	struct plan_item item = {
		.path = path,
		.maker = PLAN_DATA,
		.kind = (uint16_t)file->kind,
		.phase = (uint8_t)file->phase,
		.streamed = file->streamed,
		.page = number,
		.entry = entry,
	};

	add(data, &item, diag);
}

/* The rows of a table that an index page lists are there as JSON too. */
static void add_tables(struct data *data, struct diag *diag)
{
	static const struct data_file csv = { NULL, DATA_CSV, PHASE_DATA, true };
	static const struct data_file json = { NULL, DATA_JSON, PHASE_DATA, true };
	struct arena *arena = &data->plan->arena;

	for (uint32_t id = 0; id < TABLES; id++) {
		const struct table *table = tables_at(data->tables, (enum table_id)id);

		if (table->absent)
			continue;
		add_file(data, arena_printf(arena, "datos/%s.csv", table->name.ptr), &csv, id, NULL, diag);
		if (table->page.ptr)
			add_file(data, arena_printf(arena, "datos/%s.json", table->name.ptr), &json, id, NULL, diag);
	}
}

struct str data_evaluation_path(struct arena *arena, const struct route *route, const struct entry *entry)
{
	struct str page = route_entry(route, entry);

	if (!page.ptr || !str_ends(page, STR(".html")))
		return (struct str){ 0 };
	return arena_printf(arena, "%.*s/datos.json", (int)(page.len - 5), page.ptr);
}

static void add_evaluations(struct data *data, struct diag *diag)
{
	static const struct data_file file = { NULL, DATA_EVALUATION, PHASE_DATA, false };

	for (uint32_t i = 0; i < data->site->kinds[ENTRY_EVALUATION].count; i++) {
		struct entry *entry = data->site->kinds[ENTRY_EVALUATION].at[i];
		struct str path = data_evaluation_path(&data->plan->arena, data->route, entry);

		if (path.ptr)
			add_file(data, path, &file, 0, entry, diag);
	}
}

struct data *data_new(const struct export_inputs *inputs, struct plan *plan, struct diag *diag)
{
	struct data *data = memory_alloc(sizeof *data);

	*data = (struct data){
		.site = inputs->site, .route = inputs->route, .plan = plan,
		.tables = tables_new(inputs->site, inputs->route, inputs->chronicle),
	};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		add_file(data, str_from(files[i].path), &files[i], 0, NULL, diag);
	add_tables(data, diag);
	add_evaluations(data, diag);
	return data;
}

void data_free(struct data *data)
{
	if (!data)
		return;
	tables_free(data->tables);
	free(data);
}

const struct tables *data_tables(const struct data *data)
{
	return data->tables;
}

/* --- Bytes. */

static int by_path(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

/* As sha256sum writes it: "sha256sum -c datos/manifiesto.txt" at the site's root. */
static void put_manifest(const struct data *data, const struct plan_item *self, struct flow *flow)
{
	const struct plan *plan = data->plan;
	struct line { struct str path; const char *digest; } *lines;
	size_t count = 0;

	lines = memory_alloc((plan->items.count + 1) * sizeof *lines);
	for (size_t i = 0; i < plan->items.count; i++)
		if (&plan->items.at[i] != self)
			lines[count++] = (struct line){ plan->items.at[i].path, plan->made[i].digest };
	qsort(lines, count, sizeof *lines, by_path);
	for (size_t i = 0; i < count; i++) {
		buf_put_text(flow->out, lines[i].digest);
		buf_put_text(flow->out, "  ");
		buf_put_str(flow->out, lines[i].path);
		buf_put_char(flow->out, '\n');
		flow_rest(flow);
	}
	free(lines);
}

static void put_text(const struct data *data, const struct plan_item *item, struct flow *flow)
{
	switch ((enum data_kind)item->kind) {
	case DATA_CSV: write_csv(flow, data->tables, (enum table_id)item->page); break;
	case DATA_JSON: write_json(flow, data->tables, (enum table_id)item->page); break;
	case DATA_LINES: write_lines(flow, data->tables); break;
	case DATA_EVALUATION: put_evaluation(data, entry_evaluation(item->entry), flow->out); break;
	case DATA_MANIFEST: put_manifest(data, item, flow); break;
	case DATA_SQLITE:
	case DATA_XLSX: break;
	}
}

/* Those that a library writes: it opens the file itself. */
static bool is_binary(const struct plan_item *item)
{
	return item->kind == DATA_SQLITE || item->kind == DATA_XLSX;
}

static int make_binary(const struct data *data, const struct plan_item *item, const struct data_sink *sink,
		       struct buf *why)
{
	switch ((enum data_kind)item->kind) {
	case DATA_SQLITE: return write_sqlite(sink->path, data->tables, why);
	case DATA_XLSX: return write_xlsx(sink->path, data->tables, why);
	default: return -1;
	}
}

static int make_text(const struct data *data, const struct plan_item *item, const struct data_sink *sink,
		     struct buf *why)
{
	struct flow flow = { .out = sink->out, .fd = sink->fd };

	if (item->streamed)
		unlink(sink->path);
	put_text(data, item, &flow);
	if (flow_end(&flow) != 0)
		buf_printf(why, "error %d", flow.error);
	return flow.error ? -1 : 0;
}

int data_render(const struct data *data, const struct plan_item *item, const struct data_sink *sink,
		struct diag *diag)
{
	struct buf why;
	int status;

	buf_init(&why);
	status = is_binary(item) ? make_binary(data, item, sink, &why) : make_text(data, item, sink, &why);
	if (status)
		diag_report(diag, DIAG_WRITE, (struct place){ 0 }, STR(""),
			    "no se pudo hacer «%.*s»: %s; el sitio anterior queda como estaba",
			    STR_ARG(item->path), why.ptr);
	buf_dispose(&why);
	return status;
}
