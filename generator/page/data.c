/*
 * data.c -- the page of the open data, and that of the figures.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Both are made when the data are: they tell the size and the digest of files.
 * The dictionary is the tables' own (export/table.h). A figure is counted here
 * as on the other pages; how it comes out of the CSV files is said beside it,
 * and tests/data/run counts it again in that way.
 */
#include "export/data.h"

#include <stdio.h>

#include "base/json.h"
#include "html.h"

/* --- Files. */

/* "12.3 kB": of a thousand bytes, as disks are sold. */
static struct str text_size(struct arena *arena, uint64_t bytes)
{
	static const char *const units[] = { "kB", "MB", "GB", "TB" };
	uint64_t tenths = bytes / 100 + (bytes % 100 >= 50);
	int unit = 0;

	if (bytes < 1000)
		return arena_printf(arena, "%u bytes", (unsigned)bytes);
	while (tenths >= 10000 && unit < 3) {
		tenths = (tenths + 500) / 1000;
		unit++;
	}
	return arena_printf(arena, "%llu.%llu %s", (unsigned long long)tenths / 10,
			    (unsigned long long)tenths % 10, units[unit]);
}

static struct str title_of(const struct page *page, const struct plan_item *item, const struct data_about *about)
{
	return about->title ? str_from(about->title) :
	       tables_at(data_tables(page->pages->in.data), (enum table_id)item->page)->title;
}

static struct value file_value(struct page *page, const struct plan_item *item, const struct data_about *about)
{
	const struct plan *plan = page->pages->plan;
	const struct plan_made *made = plan->made ? &plan->made[item - plan->items.at] : NULL;
	struct value file = new_object(page);
	size_t slash = item->path.len;

	while (slash && item->path.ptr[slash - 1] != '/')
		slash--;
	set(page, file, "nombre", value_text(str_slice(item->path, slash, (size_t)-1)));
	set(page, file, "href", value_text(page_href(page, item->path)));
	set(page, file, "titulo", value_text(title_of(page, item, about)));
	set_words(page, file, "formato", about->format);
	set_text(page, file, "tamano", made ? text_size(page->arena, made->size) : no_text());
	set_text(page, file, "sha256", made ? str_from(made->digest) : no_text());
	return file;
}

/* The files of GROUP, in the order of the plan. */
static struct value files_value(struct page *page, enum data_group group)
{
	const struct plan *plan = page->pages->plan;
	struct value list = new_list(page);

	for (size_t i = 0; i < plan->items.count; i++) {
		const struct data_about *about = data_about(&plan->items.at[i]);

		if (about && about->group == group)
			push(page, list, file_value(page, &plan->items.at[i], about));
	}
	return list;
}

/* --- The dictionary. */

static const char *type_word(enum column_type type)
{
	switch (type) {
	case COLUMN_TEXT: return "tipo_texto";
	case COLUMN_LIST: return "tipo_lista";
	case COLUMN_INTEGER: return "tipo_entero";
	case COLUMN_YEAR: return "tipo_ano";
	case COLUMN_DATE: return "tipo_fecha";
	case COLUMN_MONEY: return "tipo_monto";
	case COLUMN_POINTS: return "tipo_decimal";
	case COLUMN_YES: return "tipo_si_no";
	}
	return "tipo_texto";
}

static struct value choices_value(struct page *page, const struct column *column)
{
	struct value list = new_list(page);

	for (size_t i = 0; i < column->choice_count; i++) {
		struct value choice = new_object(page);

		set(page, choice, "valor", value_text(column->choices[i].value));
		set(page, choice, "texto", value_text(column->choices[i].label));
		push(page, list, choice);
	}
	mark_last(page, list);
	return list;
}

static struct value column_value(struct page *page, const struct tables *tables, const struct column *column)
{
	struct value value = new_object(page);

	set(page, value, "nombre", value_text(column->name));
	set_text(page, value, "numeral", column->number);
	set(page, value, "etiqueta", value_text(column->label));
	set_text(page, value, "explicacion", column->help);
	set(page, value, "tipo", value_text(page_word(page, type_word(column->type))));
	set_yes(page, value, "clave", column->key);
	set_text(page, value, "lleva_a", column->leads_to == TABLES ? no_text() : tables_at(tables, column->leads_to)->name);
	set(page, value, "opciones", choices_value(page, column));
	set_yes(page, value, "hay_opciones", column->choice_count > 0);
	return value;
}

static const struct plan_item *item_of(const struct page *page, struct str path)
{
	const struct plan *plan = page->pages->plan;

	for (size_t i = 0; i < plan->items.count; i++)
		if (str_equal(plan->items.at[i].path, path))
			return &plan->items.at[i];
	return NULL;
}

static struct value file_or_false(struct page *page, const struct table *table, const char *folder, const char *ending)
{
	const struct plan_item *item = item_of(page, arena_printf(page->arena, "%s%s%s", folder, table->name.ptr, ending));

	return item ? file_value(page, item, data_about(item)) : value_bool(false);
}

/* A catalogue without entries has no list of them. */
static bool has_its_page(const struct page *page, struct str path)
{
	for (enum entry_kind kind = ENTRY_FUND; kind <= ENTRY_CONTRACT; kind++)
		if (path.ptr && str_equal(path, route_index(kind)) && !page->site->kinds[kind].count)
			return false;
	return path.ptr != NULL;
}

static struct value table_value(struct page *page, const struct tables *tables, const struct table *table)
{
	struct value value = new_object(page), columns = new_list(page);

	for (uint32_t i = 0; i < table->count; i++)
		push(page, columns, column_value(page, tables, &table->columns[i]));
	set(page, value, "nombre", value_text(table->name));
	set(page, value, "titulo", value_text(table->title));
	set(page, value, "explicacion", value_text(table->help));
	set_text(page, value, "pagina", has_its_page(page, table->page) ? page_href(page, table->page) : no_text());
	set_number(page, value, "filas", (int64_t)tables_count(tables, table->id));
	set(page, value, "csv", file_or_false(page, table, "datos/", ".csv"));
	set(page, value, "json", file_or_false(page, table, "datos/", ".json"));
	set(page, value, "esquema", file_or_false(page, table, "datos/esquemas/", ".schema.json"));
	set(page, value, "columnas", columns);
	return value;
}

/* --- For those that collect data. */

static void put_text(struct json *json, const char *key, struct str text)
{
	if (!text.len)
		return;
	json_key(json, key);
	json_text(json, text);
}

static void put_downloads(struct json *json, struct page *page)
{
	const struct plan *plan = page->pages->plan;
	struct str url = route_url(page->route);

	json_key(json, "distribution");
	json_open(json, '[');
	for (size_t i = 0; i < plan->items.count; i++) {
		const struct plan_item *item = &plan->items.at[i];
		const struct data_about *about = data_about(item);

		if (!about || !about->listed)
			continue;
		json_open(json, '{');
		put_text(json, "@type", STR("DataDownload"));
		put_text(json, "name", title_of(page, item, about));
		put_text(json, "encodingFormat", str_from(about->media));
		put_text(json, "contentUrl", url.ptr ? TEXT_JOIN(page->arena, url, STR("/"), item->path) :
			 page_href(page, item->path));
		if (plan->made)
			put_text(json, "sha256", str_from(plan->made[i].digest));
		json_close(json, '}');
	}
	json_close(json, ']');
}

static struct value linked_data(struct page *page)
{
	struct str url = route_url(page->route), text = record_text(page->site->record, SITE_DESCRIPTION);
	struct json json;

	html_begin(page);
	json_init(&json, &page->html);
	json.compact = true;
	json_open(&json, '{');
	put_text(&json, "@context", STR("https://schema.org"));
	put_text(&json, "@type", STR("Dataset"));
	put_text(&json, "name", page->pages->title);
	put_text(&json, "description", text.len ? text : page_word(page, "describe_datos"));
	put_text(&json, "inLanguage", STR("es-MX"));
	put_text(&json, "license", record_text(page->site->record, SITE_LICENCE));
	if (url.ptr)
		put_text(&json, "url", TEXT_JOIN(page->arena, url, STR("/"), page->path));
	json_key(&json, "isAccessibleForFree");
	json_bool(&json, true);
	json_key(&json, "creator");
	json_open(&json, '{');
	put_text(&json, "@type", STR("Organization"));
	put_text(&json, "name", record_text(page->site->record, SITE_PUBLISHER));
	json_close(&json, '}');
	put_downloads(&json, page);
	json_close(&json, '}');
	return html_end(page);
}

void data_fill(struct page *page)
{
	const struct tables *tables = data_tables(page->pages->in.data);
	const struct record *law = record_nested(page->site->record, SITE_TRANSPARENCY);
	struct value list = new_list(page);

	page_head(page, page_word(page, "titulo_datos"), page_word(page, "describe_datos"), NAVIGATION_NONE);
	page_crumb(page, page_word(page, "titulo_datos"), no_text());
	page_sets_today(page);
	for (int id = 0; id < TABLES; id++)
		if (!tables_at(tables, (enum table_id)id)->absent)
			push(page, list, table_value(page, tables, tables_at(tables, (enum table_id)id)));
	set(page, page->root, "completos", files_value(page, DATA_GROUP_WHOLE));
	set(page, page->root, "catalogos", files_value(page, DATA_GROUP_DESCRIPTION));
	set(page, page->root, "otros", files_value(page, DATA_GROUP_OTHER));
	set(page, page->root, "tablas", list);
	set_text(page, page->root, "cita", record_text(law, TRANSPARENCY_CITATION));
	set(page, page->root, "manifiesto", value_text(page_href(page, STR("datos/manifiesto.txt"))));
	set(page, page->root, "cifras", value_text(page_href(page, STR("datos/cifras.html"))));
	set(page, page->root, "jsonld", linked_data(page));
}

/* --- Figures. */

static struct str value_str(struct value value)
{
	return str_make(value.as.text, value.len);
}

static void add_figure(struct page *page, struct value rows, struct str text, struct str href, struct str key,
		       struct str figure)
{
	struct value row = new_object(page);

	set(page, row, "texto", value_text(text));
	set_text(page, row, "href", href);
	set(page, row, "clave", value_text(key));
	set(page, row, "cifra", value_text(figure));
	push(page, rows, row);
}

static void add_count(struct page *page, struct value rows, const char *word, const char *key, int64_t count)
{
	add_figure(page, rows, page_word(page, word), no_text(), str_from(key), text_number(page->arena, count));
}

/* A group of figures; its words are cifras_KEY and cifras_KEY_como. */
static void add_group(struct page *page, struct value groups, const char *key, struct value rows)
{
	struct value group = new_object(page);
	char word[64];

	if (!value_count(rows))
		return;
	snprintf(word, sizeof word, "cifras_%s", key);
	set(page, group, "titulo", value_text(page_word(page, arena_str(page->arena, str_from(word)).ptr)));
	snprintf(word, sizeof word, "cifras_%s_como", key);
	set(page, group, "como", value_text(page_word(page, arena_str(page->arena, str_from(word)).ptr)));
	set(page, group, "ancla", value_text(arena_printf(page->arena, "c_%s", key)));
	set(page, group, "filas", rows);
	push(page, groups, group);
}

static void add_evaluations(struct page *page, struct value groups)
{
	struct evaluation_list all = page->pages->newest;
	struct value rows = new_list(page);
	uint32_t withdrawn = 0, dated = 0, late = 0;

	for (uint32_t i = 0; i < all.count; i++) {
		bool term = !is_suppressed(all.at[i], "1.3", "termino") && date_is_set(all.at[i]->clock.due) &&
			    date_is_set(published_date(all.at[i]));

		withdrawn += all.at[i]->withdrawn;
		dated += term;
		late += term && all.at[i]->clock.late > 0;
	}
	add_count(page, rows, "cifra_total_evaluaciones", "evaluaciones", all.count);
	add_count(page, rows, "cifra_retiradas", "retiradas", withdrawn);
	add_count(page, rows, "cifra_con_plazo", "con-plazo", dated);
	add_count(page, rows, "cifra_a_tiempo", "a-tiempo", (int64_t)dated - late);
	add_count(page, rows, "cifra_tarde", "tarde", late);
	add_group(page, groups, "evaluaciones", rows);
}

/* Text that totals_of() put there; the words where it is false. */
static struct str total_text(struct page *page, struct value totals, const char *key, const char *otherwise)
{
	struct value value = value_get(totals, str_from(key));

	return value_is_true(value) ? value_str(value) : page_word(page, otherwise);
}

static void add_cost(struct page *page, struct value groups)
{
	struct value rows = new_list(page), totals = page->pages->totals;

	add_figure(page, rows, page_word(page, "cifra_costo"), no_text(), STR("costo"),
		   total_text(page, totals, "costo", "no_consta"));
	add_figure(page, rows, page_word(page, "cifra_sin_costo"), no_text(), STR("sin-costo"),
		   total_text(page, totals, "sin_costo", "cifra_cero"));
	add_group(page, groups, "costo", rows);
}

static void add_items(struct page *page, struct value groups)
{
	struct evaluation_list all = page->pages->newest;
	struct value rows = new_list(page);

	for (int id = 0; id < SECTIONS; id++) {
		const struct section_type *type = section_type((enum section_id)id);
		int64_t count = 0;

		if (!type->anchor)
			continue;
		for (uint32_t i = 0; i < all.count; i++)
			if (section_cell_state(all.at[i], (enum section_id)id) == CELL_VALUE)
				count += all.at[i]->sections[id].count;
		add_figure(page, rows, TEXT_JOIN(page->arena, str_from(type->number), STR(" "), str_from(type->plural)),
			   no_text(), str_from(type->number), text_number(page->arena, count));
	}
	add_group(page, groups, "elementos", rows);
}

static void add_recommendations(struct page *page, struct value groups)
{
	static const char *const lines[][3] = {
		{ "total", "cifra_recomendaciones", "recomendaciones" },
		{ "con_asm", "cifra_con_asm", "con-asm" },
		{ "rechazadas", "cifra_rechazadas", "no-aceptadas" },
		{ "sin_respuesta", "cifra_sin_respuesta", "sin-respuesta" },
		{ "abiertas", "cifra_asm_abiertos", "asm-abiertos" },
		{ "atendidas", "cifra_asm_atendidos", "asm-atendidos" },
		{ "vencidas", "cifra_asm_vencidos", "asm-vencidos" },
	};
	struct value rows = new_list(page);

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		struct value value = value_get(page->pages->figures, str_from(lines[i][0]));

		add_figure(page, rows, page_word(page, lines[i][1]), no_text(), str_from(lines[i][2]), value_str(value));
	}
	add_group(page, groups, "recomendaciones", rows);
}

/* A line for the evaluations and one for the cost of each entry of KIND. */
static void add_catalogue(struct page *page, struct value groups, enum entry_kind kind, const char *key)
{
	struct value rows = new_list(page);

	for (uint32_t i = 0; i < page->site->kinds[kind].count; i++) {
		const struct entry *entry = page->site->kinds[kind].at[i];
		struct value totals;

		if (!entry->evaluations.count)
			continue;
		totals = totals_of(page, entry->evaluations);
		add_figure(page, rows, entry->brief, page_href(page, route_entry(page->route, entry)), entry->key,
			   TEXT_JOIN(page->arena, value_str(value_get(totals, STR("evaluaciones"))), STR(" · "),
				     total_text(page, totals, "costo", "no_consta")));
	}
	add_group(page, groups, key, rows);
}

void figures_fill(struct page *page)
{
	struct value groups = new_list(page);

	page_head(page, page_word(page, "titulo_cifras"), page_word(page, "describe_cifras"), NAVIGATION_NONE);
	page_crumb(page, page_word(page, "titulo_datos"), STR("datos/index.html"));
	page_crumb(page, page_word(page, "titulo_cifras"), no_text());
	page_sets_today(page);
	add_evaluations(page, groups);
	add_cost(page, groups);
	add_items(page, groups);
	add_recommendations(page, groups);
	add_catalogue(page, groups, ENTRY_YEAR, "ejercicios");
	add_catalogue(page, groups, ENTRY_FUND, "fondos");
	set(page, page->root, "grupos", groups);
}

/* --- What other pages say of them. */

void set_downloads(struct page *page, struct value object, struct str stem)
{
	static const char *const forms[][2] = { { "csv", "CSV" }, { "json", "JSON" } };
	struct value list = new_list(page), downloads;

	for (size_t i = 0; page->pages->in.data && i < 2; i++) {
		struct str path = arena_printf(page->arena, "%.*s.%s", STR_ARG(stem), forms[i][0]);

		push(page, list, link_to(page, str_from(forms[i][1]), path));
	}
	mark_last(page, list);
	downloads = new_object(page);
	set(page, downloads, "filas", list);
	set(page, object, "descargas", value_count(list) ? downloads : value_bool(false));
}
