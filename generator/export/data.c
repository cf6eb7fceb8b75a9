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
#include "lost.h"
#include "zip.h"

struct data_file {
	const char *path;
	enum data_kind kind;
	enum plan_phase phase;
	bool streamed;
};

/* The files that every site has, but for those of one table each. */
static const struct data_file files[] = {
	{ "datos/todo.zip", DATA_ARCHIVE, PHASE_ARCHIVE, true },
	{ "datos/evaluaciones.xlsx", DATA_XLSX, PHASE_DATA, true },
	{ "datos/evaluaciones.sqlite", DATA_SQLITE, PHASE_DATA, true },
	{ "datos/todo.jsonl", DATA_LINES, PHASE_DATA, true },
	{ "datos/transparencia.csv", DATA_TRANSPARENCY, PHASE_DATA, true },
	{ "datos/LEEME.txt", DATA_README, PHASE_DATA, false },
	{ "datos/csv-metadata.json", DATA_CSVW, PHASE_DATA, false },
	{ "datos/esquemas/todo.schema.json", DATA_LINES_SCHEMA, PHASE_DATA, false },
	{ "datos/esquemas/lista.schema.json", DATA_LIST_SCHEMA, PHASE_DATA, false },
	{ "datos/esquemas/evaluacion.schema.json", DATA_EVALUATION_SCHEMA, PHASE_DATA, false },
	{ "datos/ocds.json", DATA_OCDS, PHASE_DATA, false },
	{ "datos/datapackage.json", DATA_PACKAGE, PHASE_DESCRIPTION, false },
	{ "datos/catalogo.jsonld", DATA_CATALOGUE, PHASE_CATALOGUE, false },
	{ "data.json", DATA_POD, PHASE_CATALOGUE, false },
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
	static const struct data_file schema = { NULL, DATA_TABLE_SCHEMA, PHASE_DATA, false };
	struct arena *arena = &data->plan->arena;

	for (uint32_t id = 0; id < TABLES; id++) {
		const struct table *table = tables_at(data->tables, (enum table_id)id);

		if (table->absent)
			continue;
		add_file(data, arena_printf(arena, "datos/%s.csv", table->name.ptr), &csv, id, NULL, diag);
		if (!table->page.ptr)
			continue;
		add_file(data, arena_printf(arena, "datos/%s.json", table->name.ptr), &json, id, NULL, diag);
		add_file(data, arena_printf(arena, "datos/esquemas/%s.schema.json", table->name.ptr), &schema, id, NULL, diag);
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

/* Each page of a fund, year, unit, evaluator, entity or contract that has evaluations has
   such a list, and each of a year's programmes. */
static void add_list(struct data *data, struct str page, uint32_t number, struct entry *entry, struct diag *diag)
{
	static const struct data_file csv = { NULL, DATA_LIST_CSV, PHASE_DATA, false };
	static const struct data_file json = { NULL, DATA_LIST_JSON, PHASE_DATA, false };
	struct arena *arena = &data->plan->arena;

	if (!route_with_ending(arena, page, "").ptr)
		return;
	add_file(data, route_with_ending(arena, page, ".csv"), &csv, number, entry, diag);
	add_file(data, route_with_ending(arena, page, ".json"), &json, number, entry, diag);
}

/* A list beside each page that has one of its own. */
static void add_lists(struct data *data, struct diag *diag)
{
	const struct site *site = data->site;

	for (enum entry_kind kind = ENTRY_FUND; kind <= ENTRY_CONTRACT; kind++)
		for (uint32_t i = 0; i < site->kinds[kind].count; i++) {
			struct entry *entry = site->kinds[kind].at[i];

			if (entry->evaluations.count)
				add_list(data, route_entry(data->route, entry), 0, entry, diag);
		}
	/* Programmes of one year share a page. */
	for (uint32_t i = 0; i < site->kinds[ENTRY_PROGRAMME].count; i++) {
		int year = entry_year(site->kinds[ENTRY_PROGRAMME].at[i]);
		struct str page = route_programme(&data->plan->arena, year);

		if (page.ptr && !plan_has(data->plan, route_with_ending(&data->plan->arena, page, ".csv")))
			add_list(data, page, (uint32_t)year, NULL, diag);
	}
}

struct data *data_new(const struct export_inputs *inputs, struct plan *plan, struct diag *diag)
{
	struct data *data = memory_alloc(sizeof *data);

	*data = (struct data){
		.site = inputs->site, .route = inputs->route, .plan = plan,
		.tables = tables_new(inputs->site, inputs->route, inputs->chronicle),
	};
	transparency_check(data->site, data->tables, diag);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		if (files[i].kind != DATA_OCDS || has_contracting(data->site))
			add_file(data, str_from(files[i].path), &files[i], 0, NULL, diag);
	add_tables(data, diag);
	add_evaluations(data, diag);
	add_lists(data, diag);
	return data;
}

/* What lists nothing any more goes on where it was, without rows: whoever asks for
   it again is told so, and not that it never was. Only beside a page: what was
   ordered out of all versions has none. */
static void add_emptied(struct data *data, struct str page, uint32_t year, struct diag *diag)
{
	if (page.ptr && plan_has(data->plan, page) &&
	    !plan_has(data->plan, route_with_ending(&data->plan->arena, page, ".csv")))
		add_list(data, page, year, NULL, diag);
}

/* What has a page now, whether it ever had evaluations or not: that is nobody's to know
   where the law took them out. */
static void add_without_rows(struct data *data, struct diag *diag)
{
	const struct site *site = data->site;

	for (enum entry_kind kind = ENTRY_FUND; kind <= ENTRY_CONTRACT; kind++)
		for (uint32_t i = 0; i < site->kinds[kind].count; i++)
			add_emptied(data, route_entry(data->route, site->kinds[kind].at[i]), 0, diag);
}

/* A catalogue's entry or a programme that was taken away, or is elsewhere. */
static void add_emptied_of(struct data *data, const struct life *life, struct diag *diag)
{
	struct arena *arena = &data->plan->arena;
	unsigned long long year;

	for (uint32_t k = 0; k < life->count; k++) {
		struct str key = life->editions[k].key;

		if (life->kind >= ENTRY_FUND && life->kind <= ENTRY_CONTRACT)
			add_emptied(data, route_former(arena, life->kind, key), 0, diag);
		else if (life->kind == ENTRY_PROGRAMME && str_to_number(str_slice(key, 0, 4), 9999, &year))
			add_emptied(data, route_programme(arena, (int)year), (uint32_t)year, diag);
	}
}

void data_plan_past(struct data *data, const struct export_inputs *inputs, struct diag *diag)
{
	uint32_t count;
	const struct lost *lost;

	if (!inputs->chronicle)
		return;
	add_without_rows(data, diag);
	for (uint32_t i = 0; i < inputs->chronicle->other_count; i++)
		add_emptied_of(data, inputs->chronicle->others[i], diag);
	lost = lost_names(inputs, &data->plan->arena, &count);
	for (uint32_t i = 0; i < count; i++)
		add_emptied(data, route_former(&data->plan->arena, lost[i].kind, lost[i].key), 0, diag);
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

static int item_by_path(const void *a, const void *b)
{
	return str_compare((*(const struct plan_item *const *)a)->path, (*(const struct plan_item *const *)b)->path);
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

static struct table_rows rows_of(const struct data *data, const struct plan_item *item)
{
	if (item->kind == DATA_CSV || item->kind == DATA_JSON)
		return tables_all(data->tables, (enum table_id)item->page);
	if (item->page)
		return tables_programme(data->tables, (int)item->page);
	return tables_list(data->tables, item->entry ? item->entry->evaluations : (struct evaluation_list){ 0 });
}

static void put_text(const struct data *data, const struct plan_item *item, struct flow *flow)
{
	struct table_rows rows;

	switch ((enum data_kind)item->kind) {
	case DATA_CSV:
	case DATA_LIST_CSV:
		rows = rows_of(data, item);
		write_csv(flow, data->tables, &rows);
		break;
	case DATA_JSON:
	case DATA_LIST_JSON:
		rows = rows_of(data, item);
		write_json(flow, data->tables, &rows);
		break;
	case DATA_LINES: write_lines(flow, data->tables); break;
	case DATA_EVALUATION: put_evaluation(data, entry_evaluation(item->entry), flow->out); break;
	case DATA_MANIFEST: put_manifest(data, item, flow); break;
	case DATA_TRANSPARENCY: put_transparency(data, flow); break;
	case DATA_TABLE_SCHEMA: put_table_schema(data, tables_at(data->tables, (enum table_id)item->page), flow->out); break;
	case DATA_LIST_SCHEMA:
		rows = tables_list(data->tables, (struct evaluation_list){ 0 });
		put_table_schema(data, rows.table, flow->out);
		break;
	case DATA_LINES_SCHEMA: put_lines_schema(data, flow->out); break;
	case DATA_EVALUATION_SCHEMA: put_evaluation_schema(data, flow->out); break;
	case DATA_PACKAGE: put_package(data, flow->out); break;
	case DATA_CSVW: put_csvw(data, flow->out); break;
	case DATA_README: put_readme(data, flow->out); break;
	case DATA_OCDS: put_contracting(data, flow->out); break;
	case DATA_CATALOGUE: put_catalogue(data, flow->out); break;
	case DATA_POD: put_pod(data, flow->out); break;
	case DATA_SQLITE:
	case DATA_XLSX:
	case DATA_ARCHIVE: break;
	}
}

#define ARCHIVE_LEVEL 4

/* What is whole in one file already has the same rows: four times the size, for
   who wants one thing and takes its own file. */
static bool is_archived(const struct plan_item *item)
{
	const struct data_about *about = data_about(item);

	return about && about->group != DATA_GROUP_WHOLE && item->phase < PHASE_ARCHIVE &&
	       str_starts(item->path, STR("datos/"));
}

/* Every table, with what describes them, in byte order of its path. */
static int write_archive(const struct data *data, const struct data_sink *sink, struct buf *why)
{
	const struct plan *plan = data->plan;
	const struct plan_item **items = memory_alloc((plan->items.count + 1) * sizeof *items);
	struct zip *zip = zip_new(sink->path);
	size_t count = 0;
	int status = zip ? 0 : -1;

	for (size_t i = 0; i < plan->items.count; i++)
		if (is_archived(&plan->items.at[i]))
			items[count++] = &plan->items.at[i];
	qsort(items, count, sizeof *items, item_by_path);
	for (size_t i = 0; i < count && status == 0; i++) {
		int fd = sink->open(sink->context, items[i]->path);

		zip_begin(zip, items[i]->path.ptr + 6, ARCHIVE_LEVEL);
		if (fd < 0)
			status = -1;
		else
			zip_put_file(zip, fd);
		if (fd >= 0)
			close(fd);
	}
	if (zip && zip_close(zip) != 0)
		status = -1;
	if (status)
		buf_put_text(why, "no se pudo juntar todo en un archivo");
	free(items);
	return status;
}

/* Those that a library writes: it opens the file itself. */
static bool is_binary(const struct plan_item *item)
{
	return item->kind == DATA_SQLITE || item->kind == DATA_XLSX || item->kind == DATA_ARCHIVE;
}

static int make_binary(const struct data *data, const struct plan_item *item, const struct data_sink *sink,
		       struct buf *why)
{
	switch ((enum data_kind)item->kind) {
	case DATA_SQLITE: return write_sqlite(sink->path, data->tables, why);
	case DATA_XLSX: return write_xlsx(sink->path, data->tables, why);
	case DATA_ARCHIVE: return write_archive(data, sink, why);
	default: return -1;
	}
}

static int make_text(const struct data *data, const struct plan_item *item, const struct data_sink *sink,
		     struct buf *why)
{
	struct flow flow = { .out = sink->out, .fd = sink->fd };

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
