/*
 * catalogue.c -- the pages of funds, years, units, evaluators, entities and
 * contracts, and the lists of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "abreast.h"
#include "export/data.h"
#include "html.h"
#include "trend.h"

/* What templates call a kind; the theme has the words: ficha_KEY, lista_KEYS. */
struct kind_words {
	const char *key, *keys, *title, *titles;
};

#define KIND_WORDS(key, keys) { key, keys, "ficha_" key, "lista_" keys }

static const struct kind_words words[ENTRY_KINDS] = {
	[ENTRY_FUND] = KIND_WORDS("fondo", "fondos"),
	[ENTRY_YEAR] = KIND_WORDS("ejercicio", "ejercicios"),
	[ENTRY_UNIT] = KIND_WORDS("unidad", "unidades"),
	[ENTRY_EVALUATOR] = KIND_WORDS("evaluador", "evaluadores"),
	[ENTRY_ENTITY] = KIND_WORDS("ente", "entes"),
	[ENTRY_CONTRACT] = KIND_WORDS("contrato", "contratos"),
};

/* --- All evaluations. */

void evaluations_fill(struct page *page)
{
	struct evaluation_list list = page->pages->newest;
	uint32_t first = (page->item->page - 1) * ROUTE_ROWS;

	page_head(page, page_word(page, "menu_evaluaciones"), page_word(page, "describe_evaluaciones"), ENTRY_EVALUATION);
	page_crumb(page, page_word(page, "menu_evaluaciones"), (struct str){ 0 });
	set(page, page->root, "filas", evaluation_rows(page, list, first));
	set(page, page->root, "totales", page->pages->totals);
	set_paging(page, page->root, route_index(ENTRY_EVALUATION), list.count);
	set_downloads(page, page->root, STR("datos/evaluaciones"));
}

/* --- The list of one kind. */

static struct str note_of(struct page *page, const struct entry *entry)
{
	const struct entry *parent;

	switch (entry->kind) {
	case ENTRY_UNIT:
		parent = record_target(entry->record, UNIT_PARENT);
		if (!parent)
			parent = record_target(entry->record, UNIT_ENTITY);
		return parent ? parent->name : (struct str){ 0 };
	case ENTRY_FUND:
		parent = record_target(entry->record, FUND_PART_OF);
		return parent ? TEXT_JOIN(page->arena, page_word(page, "parte_de"), STR(" "), parent->brief) :
		       (struct str){ 0 };
	case ENTRY_ENTITY:
		return slot_has(record_slot(entry->record, ENTITY_TYPE)) ?
		       record_slot(entry->record, ENTITY_TYPE)->choice->label : (struct str){ 0 };
	default:
		return (struct str){ 0 };
	}
}

static struct value index_row(struct page *page, const struct entry *entry)
{
	struct value row = new_object(page);
	struct value totals = totals_of(page, entry->evaluations);

	set(page, row, "nombre", value_text(entry->name));
	set_text(page, row, "breve", str_equal(entry->brief, entry->name) ? no_text() : entry->brief);
	set_text(page, row, "href", page_href(page, route_entry(page->route, entry)));
	set_text(page, row, "nota", note_of(page, entry));
	set_yes(page, row, "sangria", entry->kind == ENTRY_FUND &&
		record_target(entry->record, FUND_PART_OF) != NULL);
	set_number(page, row, "evaluaciones", entry->evaluations.count);
	set_yes(page, row, "sin_evaluaciones", entry->evaluations.count == 0);
	set_text(page, row, "ejercicios", entry->kind == ENTRY_YEAR ? no_text() :
		 years_of(page->arena, entry->evaluations));
	set(page, row, "retiradas", value_get(totals, STR("retiradas")));
	set_yes(page, row, "una_retirada", value_is_true(value_get(totals, STR("una_retirada"))));
	set(page, row, "costo", value_get(totals, STR("costo")));
	set_count(page, row, "menciones", mention_sources(entry));
	return row;
}

/* Years are read from the newest; all else by key. */
static struct entry *nth(struct page *page, enum entry_kind kind, uint32_t i)
{
	uint32_t count = page->site->kinds[kind].count;

	return page->site->kinds[kind].at[kind == ENTRY_YEAR ? count - 1 - i : i];
}

void index_fill(struct page *page)
{
	enum entry_kind kind = page->item->entry->kind;
	uint32_t count = page->site->kinds[kind].count, first = (page->item->page - 1) * ROUTE_ROWS;
	struct value rows = new_list(page);

	page_head(page, page_word(page, words[kind].titles), (struct str){ 0 }, kind);
	page_crumb(page, page_word(page, words[kind].titles), (struct str){ 0 });
	for (uint32_t i = first; i < count && i - first < ROUTE_ROWS; i++)
		push(page, rows, index_row(page, nth(page, kind, i)));
	set_words(page, page->root, "de", words[kind].keys);
	set_number(page, page->root, "total", count);
	set(page, page->root, "filas", rows);
	set_paging(page, page->root, route_index(kind), count);
	set_downloads(page, page->root, TEXT_JOIN(page->arena, STR("datos/"), str_from(words[kind].keys)));
}

/* --- Facts of an entry, with the labels of the field table. */

static bool is_told_elsewhere(const struct entry *entry, const struct field *field)
{
	return str_equal(field->key, STR("nombre")) || str_equal(field->key, STR("antes")) ||
	       (entry->kind == ENTRY_FUND && str_equal(field->key, STR("nombres"))) ||
	       field->kind == FIELD_COVERS;
}

static void set_facts(struct page *page, const struct entry *entry)
{
	struct value facts = new_list(page);
	const struct record *record = entry->record;

	for (size_t i = 0; record && i < record->type->count; i++) {
		const struct field *field = &record->type->fields[i];
		const struct slot *slot = &record->slots[i];
		struct value fact;

		if (is_told_elsewhere(entry, field) || slot->state == STATE_ABSENT)
			continue;
		fact = new_object(page);
		html_begin(page);
		html_put_slot(page, field, slot);
		set(page, fact, "clave", value_text(field->key));
		set(page, fact, "etiqueta", value_text(field->label));
		set_state(page, fact, "estado", shown_of(slot->state));
		set(page, fact, "valor", html_end(page));
		set_yes(page, fact, "aviso", false);
		push(page, facts, fact);
	}
	set(page, page->root, "datos", facts);
	set_yes(page, page->root, "hay_datos", value_count(facts) > 0);
}

static struct str validity(struct page *page, const struct record *name)
{
	int from = (int)record_number(name, FUND_NAME_FROM, 0), until = (int)record_number(name, FUND_NAME_UNTIL, 0);

	if (from && until)
		return arena_printf(page->arena, "%d–%d", from, until);
	if (from)
		return TEXT_JOIN(page->arena, page_word(page, "desde_ejercicio"), STR(" "), text_year(page->arena, from));
	if (!until)
		return no_text();
	return TEXT_JOIN(page->arena, page_word(page, "hasta_ejercicio"), STR(" "), text_year(page->arena, until));
}

static void set_names(struct page *page, const struct entry *entry)
{
	struct slot_list list = entry->kind == ENTRY_FUND ? record_list(entry->record, FUND_NAMES) :
				(struct slot_list){ 0 };
	struct value rows = new_list(page);

	for (uint32_t i = 0; i < list.count; i++) {
		struct value row;

		if (!slot_has(&list.at[i]))
			continue;
		row = new_object(page);
		set_text(page, row, "nombre", record_text(list.at[i].record, FUND_NAME_NAME));
		set_text(page, row, "siglas", record_text(list.at[i].record, FUND_NAME_ACRONYM));
		set_text(page, row, "vigencia", validity(page, list.at[i].record));
		push(page, rows, row);
	}
	set_rows(page, page->root, "nombres", rows);
}

/* --- Who else stands in the same evaluations. */

#define COMPANIONS 12

struct companion {
	const struct entry *entry;
	uint32_t count;
};

static int by_count(const void *a, const void *b)
{
	const struct companion *x = a, *y = b;

	if (x->entry->kind != y->entry->kind)
		return x->entry->kind < y->entry->kind ? -1 : 1;
	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return x->entry->number < y->entry->number ? -1 : x->entry->number > y->entry->number;
}

/* Entries counted as they are met: places[number] is where in LIST, plus 1. */
struct tally {
	struct companion *list;
	uint32_t count;
	uint32_t *places;
	const struct entry *self;
};

static void note(struct tally *tally, const struct entry *entry)
{
	uint32_t *place;

	if (!entry || entry == tally->self)
		return;
	place = &tally->places[entry->number];
	if (*place) {
		tally->list[*place - 1].count++;
		return;
	}
	tally->list[tally->count] = (struct companion){ entry, 1 };
	*place = ++tally->count;
}

static void gather(struct tally *tally, const struct evaluation *evaluation)
{
	for (uint32_t i = 0; i < evaluation->funds.count; i++)
		note(tally, evaluation->funds.at[i]);
	for (uint32_t i = 0; i < evaluation->units.count; i++)
		if (!is_suppressed(evaluation, "5.6.1", "programa.unidades"))
			note(tally, evaluation->units.at[i]);
	if (!is_suppressed(evaluation, "4.3", "evaluador.institucion"))
		note(tally, evaluation->evaluator);
	note(tally, evaluation->entity);
	note(tally, evaluation->contract);
	note(tally, evaluation->year_entry);
}

static struct value companion_group(struct page *page, const struct companion *list, uint32_t count)
{
	struct value group = new_object(page), rows = new_list(page);

	for (uint32_t i = 0; i < count && i < COMPANIONS; i++) {
		struct value row = entry_brief(page, list[i].entry);

		set_number(page, row, "cuantas", list[i].count);
		push(page, rows, row);
	}
	mark_last(page, rows);
	set_more(page, group, count, value_count(rows));
	set(page, group, "titulo", value_text(page_word(page, words[list[0].entry->kind].titles)));
	set(page, group, "filas", rows);
	return group;
}

static void set_companions(struct page *page, const struct entry *entry)
{
	struct tally tally = { .self = entry };
	struct companion *list;
	uint32_t count, first = 0;
	struct value groups = new_list(page), object;

	tally.places = ARENA_ARRAY(page->arena, page->site->count, uint32_t);
	tally.list = list = ARENA_ARRAY(page->arena, page->site->count, struct companion);
	for (uint32_t i = 0; i < entry->evaluations.count; i++)
		gather(&tally, entry->evaluations.at[i]);
	count = tally.count;
	if (count)
		qsort(list, count, sizeof *list, by_count);
	for (uint32_t i = 1; i <= count; i++) {
		if (i < count && list[i].entry->kind == list[first].entry->kind)
			continue;
		push(page, groups, companion_group(page, list + first, i - first));
		first = i;
	}
	object = new_object(page);
	set(page, object, "grupos", groups);
	set(page, page->root, "junto_a", count ? object : value_bool(false));
}

/* --- What belongs to it. */

static void set_children(struct page *page, const struct entry *entry)
{
	struct value object = new_object(page), rows = new_list(page);

	for (uint32_t i = 0; i < entry->children.count; i++) {
		struct value row = entry_link(page, entry->children.at[i]);

		set_number(page, row, "cuantas", entry->children.at[i]->evaluations.count);
		push(page, rows, row);
	}
	mark_last(page, rows);
	set(page, object, "titulo", value_text(page_word(page, entry->kind == ENTRY_FUND ? "hijos_fondo" :
		entry->kind == ENTRY_ENTITY ? "hijos_ente" : "hijos_unidad")));
	set(page, object, "filas", rows);
	set(page, page->root, "hijos", entry->children.count ? object : value_bool(false));
}

static bool concerns(const struct promise *promise, const struct entry *entry, int year)
{
	return entry->kind == ENTRY_FUND ? promise->fund == entry :
	       entry->kind == ENTRY_YEAR && promise->year == year;
}

static void set_promised(struct page *page, const struct entry *entry)
{
	struct value object = new_object(page), rows = new_list(page);
	int year = entry_year(entry);
	uint32_t total = 0;

	if (entry->kind == ENTRY_FUND || entry->kind == ENTRY_YEAR)
		for (uint32_t i = 0; i < page->site->promise_count; i++) {
			const struct promise *promise = &page->site->promises[i];

			if (!promise->evaluation && concerns(promise, entry, year) && total++ < ROUTE_ROWS)
				push(page, rows, promise_value(page, promise));
		}
	if (total)
		page_sets_today(page);
	set(page, object, "filas", rows);
	set_more(page, object, total, value_count(rows));
	set(page, page->root, "prometidas", total ? object : value_bool(false));
}

/* --- What a unit answers for. */

#define DUTY_ROWS 50

static uint32_t first_duty(const struct pages *pages, const struct entry *unit)
{
	uint32_t low = 0, high = pages->duty_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (pages->duties[middle].unit->number < unit->number)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void set_duties(struct page *page, const struct entry *unit)
{
	const struct pages *pages = page->pages;
	uint32_t total = 0, open = 0;
	struct value object, rows = new_list(page);

	for (uint32_t i = first_duty(pages, unit); i < pages->duty_count && pages->duties[i].unit == unit; i++) {
		total++;
		open += asm_is_open(pages->duties[i].asm_record);
		if (value_count(rows) < DUTY_ROWS) {
			struct value row = asm_value(page, pages->duties[i].asm_record);

			set_entry(page, row, "evaluacion", &pages->duties[i].evaluation->entry);
			push(page, rows, row);
		}
	}
	object = new_object(page);
	set_number(page, object, "total", total);
	set_number(page, object, "abiertos", open);
	set_more(page, object, total, value_count(rows));
	set(page, object, "filas", rows);
	set(page, page->root, "asm", total ? object : value_bool(false));
}

/* --- The page. */

static void set_evaluations(struct page *page, const struct entry *entry)
{
	struct value object;
	uint32_t first = page->item->page > 1 ? (page->item->page - 1) * ROUTE_ROWS : 0;

	if (first >= entry->evaluations.count) {
		set_yes(page, page->root, "evaluaciones", false);
		return;
	}
	object = new_object(page);
	set(page, object, "filas", evaluation_rows(page, entry->evaluations, first));
	set(page, object, "totales", totals_of(page, entry->evaluations));
	set_paging(page, object, route_entry(page->route, entry), entry->evaluations.count);
	set_downloads(page, object, route_with_ending(page->arena, route_entry(page->route, entry), ""));
	set(page, page->root, "evaluaciones", object);
}

static void set_charts(struct page *page, const struct entry *entry)
{
	struct value charts = new_list(page);

	if (entry->kind != ENTRY_YEAR && entry->kind != ENTRY_CONTRACT) {
		add_chart(page, charts, trend_cost(page, entry->evaluations));
		add_chart(page, charts, trend_score(page, entry->evaluations));
	}
	add_chart(page, charts, trend_publication(page, entry->evaluations));
	if (entry->kind == ENTRY_FUND || entry->kind == ENTRY_ENTITY)
		add_chart(page, charts, trend_recommendations(page, entry->evaluations));
	if (entry->kind == ENTRY_YEAR || entry->kind == ENTRY_ENTITY)
		add_chart(page, charts, trend_units(page, entry->evaluations));
	set_rows(page, page->root, "graficas", charts);
}

static void set_nothing_more(struct page *page)
{
	static const char *const keys[] = { "nombres", "cuerpo", "amparadas", "prometidas", "junto_a",
					    "hijos", "asm", "graficas", "comparar" };

	set(page, page->root, "datos", new_list(page));
	set_yes(page, page->root, "hay_datos", false);
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		set_yes(page, page->root, keys[i], false);
}

static void set_all(struct page *page, const struct entry *entry)
{
	set_facts(page, entry);
	set_names(page, entry);
	set(page, page->root, "cuerpo", html_prose(page, entry->body, 2, true));
	set_rows(page, page->root, "amparadas", entry->kind == ENTRY_CONTRACT ?
		 covered_outside(page, entry) : new_list(page));
	set_promised(page, entry);
	set_charts(page, entry);
	set(page, page->root, "comparar", abreast_of_entry(page, entry));
	set_companions(page, entry);
	set_children(page, entry);
	set_duties(page, entry);
}

static struct str title_of(struct page *page, const struct entry *entry)
{
	if (entry->kind == ENTRY_YEAR)
		return TEXT_JOIN(page->arena, page_word(page, "ficha_ejercicio"), STR(" "), entry->key);
	return entry->name;
}

/* Its file is not what the commit has. */
static bool is_unsaved(const struct page *page, const struct entry *entry)
{
	const struct chronicle *chronicle = page->pages->in.chronicle;
	const struct life *life = chronicle ? chronicle_life(chronicle, entry) : NULL;

	return life && life->working;
}

void entry_fill(struct page *page)
{
	const struct entry *entry = page->item->entry;
	struct value root = page->root;
	bool further = page->item->page > 1;

	page_head(page, title_of(page, entry), entry->body.len ? text_plain(page->arena, entry->body, 200) :
		  (struct str){ 0 }, entry->kind);
	if (entry->kind != ENTRY_YEAR)
		page_short_title(page, entry->brief);
	page_crumb(page, page_word(page, words[entry->kind].titles), route_index(entry->kind));
	page_crumb(page, entry->brief, (struct str){ 0 });
	set_words(page, root, "de", words[entry->kind].key);
	set(page, root, "de_texto", value_text(page_word(page, words[entry->kind].title)));
	set_text(page, root, "breve", str_equal(entry->brief, entry->name) ? no_text() : entry->brief);
	set_yes(page, root, "sin_archivo", !entry->record && entry->kind != ENTRY_YEAR);
	set_yes(page, root, "sin_guardar", is_unsaved(page, entry));
	set_yes(page, root, "continuacion", further);
	set_evaluations(page, entry);
	set_mentions(page, entry);
	if (further)
		set_nothing_more(page);
	else
		set_all(page, entry);
}
