/*
 * abreast.c -- two years of a fund side by side; one year across entities.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether an item came back is the model's to say (recurrence.h): what the
 * page calls "again" is what `check` calls so.
 *
 * (1) The pairs of a series stand together, ordered by their first year, then
 *     by the second, so that a pair is found by its place.
 */
#include "abreast.h"

#include "base/escape.h"
#include "base/map.h"
#include "chart.h"
#include "html.h"
#include "model/recurrence.h"
#include "version/compare.h"

/* The evaluations of one year of a series; nearly always one. */
struct side {
	int year;
	struct evaluation_list list;
};

struct series {
	struct entry *fund, *entity;	/* entity may be NULL */
	struct side *sides;		/* oldest first */
	uint32_t count;
	uint32_t first;			/* of its pairs (1) */
};

struct pair {
	const struct series *series;
	uint32_t a, b;			/* of series->sides, a < b */
	struct str path;
};

struct across {
	struct entry *fund;
	int year;
	struct evaluation_list list;	/* by entity, then by key */
	struct str path;
};

struct abreast {
	VEC(struct series) series;
	VEC(struct pair) pairs;
	VEC(struct across) across;	/* by fund, newest year first */
	uint32_t *of;			/* by number of an evaluation: its series plus 1 */
	struct map paths;
};

/* --- Which there are. */

static int by_series(const void *a, const void *b)
{
	const struct evaluation *x = *(struct evaluation *const *)a, *y = *(struct evaluation *const *)b;
	uint32_t first = x->funds.at[0]->number, second = y->funds.at[0]->number;

	if (first != second)
		return first < second ? -1 : 1;
	first = x->entity ? x->entity->number : UINT32_MAX;
	second = y->entity ? y->entity->number : UINT32_MAX;
	if (first != second)
		return first < second ? -1 : 1;
	if (x->year != y->year)
		return x->year < y->year ? -1 : 1;
	return x->entry.number < y->entry.number ? -1 : x->entry.number > y->entry.number;
}

static bool has_address(const struct pages *pages, const struct entry *entry)
{
	return route_entry(pages->in.route, entry).ptr != NULL;
}

static bool is_comparable(const struct pages *pages, const struct evaluation *evaluation)
{
	return !evaluation->withdrawn && evaluation->funds.count && has_address(pages, &evaluation->entry) &&
	       has_address(pages, evaluation->funds.at[0]) &&
	       (!evaluation->entity || has_address(pages, evaluation->entity));
}

static struct evaluation **in_series(struct pages *pages, uint32_t *count)
{
	struct evaluation_list all = pages->newest;
	struct evaluation **list = ARENA_ARRAY(&pages->arena, all.count, struct evaluation *);

	*count = 0;
	for (uint32_t i = 0; i < all.count; i++)
		if (is_comparable(pages, all.at[i]))
			list[(*count)++] = all.at[i];
	if (*count)
		qsort(list, *count, sizeof *list, by_series);
	return list;
}

/* The address that is asked for, or the next one that nobody has. */
static struct str claimed(struct pages *pages, struct abreast *abreast, struct str path)
{
	struct str mine = path;

	for (uint32_t number = 2; map_get(&abreast->paths, mine); number++)
		mine = route_page(&pages->arena, path, number);
	map_set(&abreast->paths, mine, abreast);
	return mine;
}

static void add_series(struct pages *pages, struct abreast *abreast, struct evaluation **list, uint32_t count)
{
	struct series series = { .fund = list[0]->funds.at[0], .entity = list[0]->entity };

	series.sides = ARENA_ARRAY(&pages->arena, count, struct side);
	for (uint32_t i = 0; i < count; i++) {
		if (i == 0 || list[i]->year != list[i - 1]->year)
			series.sides[series.count++] = (struct side){ list[i]->year, { list + i, 0 } };
		series.sides[series.count - 1].list.count++;
	}
	if (series.count < 2)
		return;
	vec_push(&abreast->series, series);
	for (uint32_t i = 0; i < count; i++)
		abreast->of[list[i]->entry.number] = (uint32_t)abreast->series.count;
}

static void add_pairs(struct pages *pages, struct abreast *abreast, struct series *series)
{
	series->first = (uint32_t)abreast->pairs.count;
	for (uint32_t a = 0; a < series->count; a++)
		for (uint32_t b = a + 1; b < series->count; b++)
			vec_push(&abreast->pairs, ((struct pair){ series, a, b, claimed(pages, abreast,
				route_years(&pages->arena, series->fund, series->entity,
					    series->sides[a].year, series->sides[b].year)) }));
}

static const struct pair *pair_at(const struct abreast *abreast, const struct series *series,
				  uint32_t a, uint32_t b)
{
	return &abreast->pairs.at[series->first + a * (2 * series->count - a - 1) / 2 + b - a - 1];
}

static int by_entity(const void *a, const void *b)
{
	const struct evaluation *x = *(struct evaluation *const *)a, *y = *(struct evaluation *const *)b;
	int order = !x->entity - !y->entity;

	if (!order && x->entity && x->entity != y->entity)
		order = x->entity->number < y->entity->number ? -1 : 1;
	return order ? order : x->entry.number < y->entry.number ? -1 : x->entry.number > y->entry.number;
}

/* LIST is of one fund and year. */
static void add_across(struct pages *pages, struct abreast *abreast, struct entry *fund,
		       struct evaluation_list list)
{
	struct across across = { .fund = fund, .year = list.at[0]->year };

	across.list.at = ARENA_ARRAY(&pages->arena, list.count, struct evaluation *);
	for (uint32_t i = 0; i < list.count; i++)
		if (is_comparable(pages, list.at[i]) && list.at[i]->entity)
			across.list.at[across.list.count++] = list.at[i];
	if (!across.list.count)
		return;
	qsort(across.list.at, across.list.count, sizeof(struct evaluation *), by_entity);
	if (across.list.at[0]->entity == across.list.at[across.list.count - 1]->entity)
		return;
	across.path = claimed(pages, abreast, route_across(&pages->arena, fund, across.year));
	vec_push(&abreast->across, across);
}

static void add_fund(struct pages *pages, struct abreast *abreast, struct entry *fund)
{
	struct evaluation_list all = fund->evaluations;

	for (uint32_t i = 0, end; i < all.count; i = end) {
		for (end = i + 1; end < all.count && all.at[end]->year == all.at[i]->year;)
			end++;
		if (end - i > 1)
			add_across(pages, abreast, fund, (struct evaluation_list){ all.at + i, end - i });
	}
}

struct abreast *abreast_of(struct pages *pages)
{
	const struct site *site = pages->in.site;
	struct abreast *abreast = ARENA_ARRAY(&pages->arena, 1, struct abreast);
	uint32_t count;
	struct evaluation **list = in_series(pages, &count);

	abreast->of = ARENA_ARRAY(&pages->arena, site->count, uint32_t);
	map_init(&abreast->paths);
	for (uint32_t i = 0, end; i < count; i = end) {
		for (end = i + 1; end < count && evaluations_are_series(list[i], list[end]);)
			end++;
		add_series(pages, abreast, list + i, end - i);
	}
	for (size_t i = 0; i < abreast->series.count; i++)
		add_pairs(pages, abreast, &abreast->series.at[i]);
	for (uint32_t i = 0; i < site->kinds[ENTRY_FUND].count; i++)
		if (has_address(pages, site->kinds[ENTRY_FUND].at[i]))
			add_fund(pages, abreast, site->kinds[ENTRY_FUND].at[i]);
	return abreast;
}

void abreast_dispose(struct abreast *abreast)
{
	vec_dispose(&abreast->series);
	vec_dispose(&abreast->pairs);
	vec_dispose(&abreast->across);
	map_dispose(&abreast->paths);
}

bool has_abreast(const struct abreast *abreast)
{
	return abreast->series.count || abreast->across.count;
}

void abreast_plan(struct pages *pages, struct plan *plan, struct diag *diag)
{
	const struct abreast *all = pages->abreast;
	struct place nowhere = { .path = STR("") };
	struct plan_item item = { .maker = PLAN_PAGE, .listed = true };
	uint32_t count = route_pages((uint32_t)all->series.count);

	if (!has_abreast(all))
		return;
	for (item.page = 1, item.kind = KIND_ABREAST_INDEX; item.page <= count; item.page++) {
		item.path = route_page(&plan->arena, STR("comparar/index.html"), item.page);
		plan_add(plan, &item, nowhere, diag);
	}
	item.kind = KIND_ABREAST;
	for (size_t i = 0; i < all->pairs.count; i++) {
		item.page = (uint32_t)i;
		item.path = all->pairs.at[i].path;
		plan_add(plan, &item, nowhere, diag);
	}
	item.kind = KIND_ACROSS;
	for (size_t i = 0; i < all->across.count; i++) {
		item.page = (uint32_t)i;
		item.path = all->across.at[i].path;
		plan_add(plan, &item, nowhere, diag);
	}
}

/* --- Links to them. */

static struct value pair_link(struct page *page, const struct pair *pair, struct str text)
{
	return link_to(page, text, pair->path);
}

static struct value across_link(struct page *page, const struct across *across)
{
	struct value link = link_to(page, TEXT_JOIN(page->arena, across->fund->brief, STR(" "),
						    text_year(page->arena, across->year)), across->path);

	set_number(page, link, "cuantas", across->list.count);
	return link;
}

static const struct across *find_across(const struct abreast *all, const struct entry *fund, int year)
{
	for (size_t i = 0; i < all->across.count; i++)
		if (all->across.at[i].fund == fund && all->across.at[i].year == year)
			return &all->across.at[i];
	return NULL;
}

static uint32_t side_of(const struct series *series, int year)
{
	uint32_t i = 0;

	while (i < series->count && series->sides[i].year != year)
		i++;
	return i;
}

struct value abreast_of_evaluation(struct page *page, const struct evaluation *evaluation)
{
	const struct abreast *all = page->pages->abreast;
	uint32_t number = all->of[evaluation->entry.number];
	const struct across *across = evaluation->funds.count && !evaluation->withdrawn ?
				      find_across(all, evaluation->funds.at[0], evaluation->year) : NULL;
	struct value object, rows;

	if (!number && !across)
		return value_bool(false);
	object = new_object(page);
	rows = new_list(page);
	for (uint32_t i = 0; number && i < all->series.at[number - 1].count; i++) {
		const struct series *series = &all->series.at[number - 1];
		uint32_t mine = side_of(series, evaluation->year);

		if (i != mine)
			push(page, rows, pair_link(page, pair_at(all, series, i < mine ? i : mine, i < mine ? mine : i),
						   text_year(page->arena, series->sides[i].year)));
	}
	mark_last(page, rows);
	set_rows(page, object, "ejercicios", rows);
	set(page, object, "entes", across ? across_link(page, across) : value_bool(false));
	return object;
}

#define SERIES_ROWS 24

/* The first year against the last, which says most at once. */
static struct value series_link(struct page *page, const struct series *series)
{
	const struct pair *pair = pair_at(page->pages->abreast, series, 0, series->count - 1);
	struct value link = pair_link(page, pair, TEXT_JOIN(page->arena,
		text_year(page->arena, series->sides[0].year), STR(" y "),
		text_year(page->arena, series->sides[series->count - 1].year)));

	set_entry(page, link, "fondo", series->fund);
	set_entry(page, link, "ente", series->entity);
	return link;
}

struct value abreast_of_entry(struct page *page, const struct entry *entry)
{
	const struct abreast *all = page->pages->abreast;
	struct value object = new_object(page), series = new_list(page), across = new_list(page);
	uint32_t total = 0;

	for (size_t i = 0; i < all->series.count; i++)
		if ((all->series.at[i].fund == entry || all->series.at[i].entity == entry) && total++ < SERIES_ROWS)
			push(page, series, series_link(page, &all->series.at[i]));
	for (size_t i = 0; i < all->across.count; i++)
		if (all->across.at[i].fund == entry ||
		    (entry->kind == ENTRY_YEAR && all->across.at[i].year == entry_year(entry)))
			push(page, across, across_link(page, &all->across.at[i]));
	mark_last(page, series);
	mark_last(page, across);
	if (!total && !value_count(across))
		return value_bool(false);
	set_rows(page, object, "series", series);
	set_more(page, object, total, value_count(series));
	set_rows(page, object, "entes", across);
	return object;
}

/* --- The list of all. */

static struct value series_row(struct page *page, const struct series *series)
{
	const struct abreast *all = page->pages->abreast;
	struct value row = series_link(page, series), pairs = new_list(page);

	for (uint32_t i = 0; i + 1 < series->count; i++)
		push(page, pairs, pair_link(page, pair_at(all, series, i, i + 1), TEXT_JOIN(page->arena,
			text_year(page->arena, series->sides[i].year), STR(" y "),
			text_year(page->arena, series->sides[i + 1].year))));
	mark_last(page, pairs);
	set(page, row, "pares", pairs);
	set_yes(page, row, "mas_de_dos", series->count > 2);
	return row;
}

/* The years of one fund that can be read across entities: the first is at *AT, which moves on to the next fund. */
static struct value across_row(struct page *page, const struct abreast *all, size_t *at)
{
	struct entry *fund = all->across.at[*at].fund;
	struct value row = new_object(page), years = new_list(page);

	for (; *at < all->across.count && all->across.at[*at].fund == fund; (*at)++) {
		const struct across *across = &all->across.at[*at];
		struct value link = link_to(page, text_year(page->arena, across->year), across->path);

		set_number(page, link, "cuantas", across->list.count);
		push(page, years, link);
	}
	mark_last(page, years);
	set(page, row, "fondo", entry_brief(page, fund));
	set(page, row, "ejercicios", years);
	return row;
}

void abreast_index_fill(struct page *page)
{
	const struct abreast *all = page->pages->abreast;
	uint32_t first = (page->item->page - 1) * ROUTE_ROWS;
	struct value rows = new_list(page), across = new_list(page);

	page_head(page, page_word(page, "titulo_comparar"), page_word(page, "describe_comparar"), NAVIGATION_NONE);
	page_crumb(page, page_word(page, "titulo_comparar"), no_text());
	for (uint32_t i = first; i < all->series.count && i - first < ROUTE_ROWS; i++)
		push(page, rows, series_row(page, &all->series.at[i]));
	for (size_t i = 0; i < all->across.count && page->item->page == 1;)
		push(page, across, across_row(page, all, &i));
	set_rows(page, page->root, "series", rows);
	set_rows(page, page->root, "entes", across);
	set_paging(page, page->root, STR("comparar/index.html"), (uint32_t)all->series.count);
}

/* --- Two evaluations of one year told apart. */

static struct str type_of(const struct evaluation *evaluation)
{
	const struct slot *slot = record_slot(evaluation->entry.record, EVALUATION_TYPE);

	return slot_has(slot) && !is_suppressed(evaluation, "", "tipo") ? slot->choice->label : no_text();
}

/* What no other evaluation of SIDE is called: its type, or its key; nothing where it is alone. */
static struct str told_apart(const struct side *side, const struct evaluation *evaluation)
{
	struct str type = type_of(evaluation);

	if (side->list.count == 1)
		return no_text();
	for (uint32_t i = 0; i < side->list.count; i++)
		if (!type.len || (side->list.at[i] != evaluation && str_equal(type, type_of(side->list.at[i]))))
			return evaluation->entry.key;
	return type;
}

/* TEXT, and what tells EVALUATION apart. */
static struct str with_apart(struct page *page, struct str text, const struct side *side,
			     const struct evaluation *evaluation)
{
	struct str apart = told_apart(side, evaluation);

	return apart.len ? TEXT_JOIN(page->arena, text, STR(" · "), apart) : text;
}

/* --- Facts side by side. */

enum fact {
	FACT_EVALUATION, FACT_TYPE, FACT_EVALUATOR, FACT_COST, FACT_SCORE, FACT_FINISH, FACT_PUBLISHED,
	FACT_LATE, FACT_UNITS, FACTS
};

static const char *const fact_words[FACTS] = {
	[FACT_EVALUATION] = "evaluacion_titulo", [FACT_TYPE] = "dato_tipo", [FACT_EVALUATOR] = "dato_evaluador",
	[FACT_COST] = "dato_costo", [FACT_SCORE] = "dato_valoracion", [FACT_FINISH] = "reloj_termino",
	[FACT_PUBLISHED] = "reloj_publicada", [FACT_LATE] = "despues_del_plazo", [FACT_UNITS] = "dato_unidades",
};

static struct value plain(struct page *page, struct str text)
{
	return link_to(page, text, no_text());
}

static struct value date_text(struct page *page, struct date date)
{
	return date_is_set(date) ? plain(page, text_date(page->arena, date)) : value_bool(false);
}

/* FACT of evaluation I of SIDE as a link or a text; false when it is not known. ROW is
   its row in any list, which holds most of them already. */
static struct value fact_of(struct page *page, const struct side *side, uint32_t i, struct value row, enum fact fact)
{
	const struct evaluation *evaluation = side->list.at[i];
	struct value text = value_bool(false);

	switch (fact) {
	case FACT_EVALUATION:
		return link_to(page, with_apart(page, evaluation_title(page, evaluation), side, evaluation),
			       route_entry(page->route, &evaluation->entry));
	case FACT_TYPE: text = value_get(row, STR("tipo")); break;
	case FACT_EVALUATOR: return value_get(row, STR("evaluador"));
	case FACT_COST: text = value_get(row, STR("costo")); break;
	case FACT_SCORE: text = value_get(row, STR("valoracion")); break;
	case FACT_FINISH:
		return is_suppressed(evaluation, "1.3", "termino") ? text : date_text(page, evaluation->clock.finish);
	case FACT_PUBLISHED: return date_text(page, published_date(evaluation));
	case FACT_LATE:
		if (is_suppressed(evaluation, "1.3", "termino") || !date_is_set(published_date(evaluation)) ||
		    evaluation->clock.days < 0)
			return text;
		return plain(page, evaluation->clock.late > 0 ?
			     TEXT_JOIN(page->arena, text_number(page->arena, evaluation->clock.late), STR(" "),
				       page_word(page, evaluation->clock.late == 1 ? "dia_tarde" : "dias_tarde_suelto")) :
			     page_word(page, "a_tiempo"));
	case FACT_UNITS:
		return evaluation->units.count && !is_suppressed(evaluation, "5.6.1", "programa.unidades") ?
		       plain(page, text_number(page->arena, evaluation->units.count)) : text;
	case FACTS: break;
	}
	return value_is_true(text) ? plain(page, str_make(text.as.text, text.len)) : text;
}

static struct value cell_of(struct page *page, const struct side *side, const struct value *rows, enum fact fact)
{
	struct value cell = new_object(page), values = new_list(page);

	for (uint32_t i = 0; i < side->list.count; i++) {
		struct value value = fact_of(page, side, i, rows[i], fact);

		if (value_is_true(value))
			push(page, values, value);
	}
	mark_last(page, values);
	set(page, cell, "ejercicio", value_text(text_year(page->arena, side->year)));
	set_rows(page, cell, "valores", values);
	return cell;
}

static struct value *rows_of(struct page *page, const struct side *side)
{
	struct value *rows = ARENA_ARRAY(page->arena, side->list.count, struct value);

	for (uint32_t i = 0; i < side->list.count; i++)
		rows[i] = evaluation_row(page, side->list.at[i]);
	return rows;
}

/* "+12.5 %"; absent when nothing can be said. */
static struct str text_change(struct page *page, int64_t before, int64_t after, int64_t whole, const char *unit)
{
	int64_t tenths;
	struct str sign = after < before ? STR("−") : STR("+");

	if (whole <= 0 || before == after)
		return no_text();
	tenths = (int64_t)((after < before ? before - after : after - before) * (__int128)1000 / whole);
	return TEXT_JOIN(page->arena, sign, text_number(page->arena, tenths / 10), STR("."),
			 text_number(page->arena, tenths % 10), STR(" "), str_from(unit));
}

static struct str change_of(struct page *page, const struct side *a, const struct side *b, enum fact fact)
{
	int64_t before, after;

	if (a->list.count != 1 || b->list.count != 1)
		return no_text();
	if (fact == FACT_COST && known_cost(page, a->list, &before) && known_cost(page, b->list, &after))
		return text_change(page, before, after, before, "%");
	return no_text();
}

static bool same_values(struct value a, struct value b)
{
	struct value x = value_get(value_get(a, STR("valores")), STR("filas"));
	struct value y = value_get(value_get(b, STR("valores")), STR("filas"));

	if (value_count(x) != 1 || value_count(y) != 1)
		return false;
	x = value_get(x.as.list->at[0], STR("texto"));
	y = value_get(y.as.list->at[0], STR("texto"));
	return str_equal(str_make(x.as.text, x.len), str_make(y.as.text, y.len));
}

static void set_facts(struct page *page, const struct side *a, const struct side *b)
{
	struct value *first = rows_of(page, a), *second = rows_of(page, b);
	struct value rows = new_list(page);

	for (enum fact fact = 0; fact < FACTS; fact++) {
		struct value row = new_object(page), cells = new_list(page);

		push(page, cells, cell_of(page, a, first, fact));
		push(page, cells, cell_of(page, b, second, fact));
		set_yes(page, cells.as.list->at[0], "segunda", false);
		set_yes(page, cells.as.list->at[1], "segunda", true);
		set(page, row, "etiqueta", value_text(page_word(page, fact_words[fact])));
		set(page, row, "celdas", cells);
		set_yes(page, row, "igual", same_values(cells.as.list->at[0], cells.as.list->at[1]));
		set_text(page, row, "cambio", change_of(page, a, b, fact));
		push(page, rows, row);
	}
	set(page, page->root, "datos", rows);
}

/* --- Items side by side. */

/* What is told item by item: what an evaluation asks to be mended, which is where
   coming back means something. Of the other sections there are the counts. */
static const enum section_id compared[] = { SECTION_RECOMMENDATIONS, SECTION_WEAKNESSES };
static const enum section_id counted[] = { SECTION_FINDINGS, SECTION_STRENGTHS, SECTION_OPPORTUNITIES,
					   SECTION_THREATS, SECTION_CONCLUSIONS };

/* One item of one side. */
struct item_of_side {
	const struct side *side;
	struct evaluation *evaluation;
	uint32_t item;
	struct str text;	/* whole */
	const struct recurrence *again;	/* of the later side */
	bool met;		/* of the earlier side: it came back */
};

struct item_list {
	struct item_of_side *at;
	uint32_t count;
};

static struct item_list items_of(struct page *page, const struct side *side, enum section_id id)
{
	struct item_list items = { 0 };
	uint32_t room = 0;

	for (uint32_t i = 0; i < side->list.count; i++)
		room += side->list.at[i]->sections[id].count;
	items.at = ARENA_ARRAY(page->arena, room, struct item_of_side);
	for (uint32_t i = 0; i < side->list.count; i++) {
		const struct section *section = &side->list.at[i]->sections[id];

		for (uint32_t j = 1; j <= section->count; j++)
			if (!evaluation_item_suppression(side->list.at[i], id, j))
				items.at[items.count++] = (struct item_of_side){ side, side->list.at[i], j,
					text_plain(page->arena, (struct prose){ section->prose.ptr +
						section->items[j - 1].offset, section->items[j - 1].length }, 0), NULL, false };
	}
	return items;
}

static struct item_of_side *find_item(struct item_list items, const struct evaluation *evaluation, uint32_t item)
{
	for (uint32_t i = 0; i < items.count; i++)
		if (items.at[i].evaluation == evaluation && items.at[i].item == item)
			return &items.at[i];
	return NULL;
}

/* A document that says a thing twice: when one of them comes back, both do. */
static void meet_equals(struct item_list items, const struct item_of_side *met)
{
	for (uint32_t i = 0; i < items.count; i++)
		if (str_equal(items.at[i].text, met->text))
			items.at[i].met = true;
}

static void match(struct item_list a, struct item_list b, const struct recurrence_list *list, enum section_id id)
{
	for (uint32_t i = 0; i < b.count; i++) {
		struct item_of_side *earlier;

		b.at[i].again = recurrence_find(list, b.at[i].evaluation, id, b.at[i].item);
		if (!b.at[i].again)
			continue;
		earlier = find_item(a, b.at[i].again->earlier, b.at[i].again->earlier_item);
		if (earlier)
			meet_equals(a, earlier);
	}
}

/* What became of a recommendation: {texto, clave} as a seal, or false. */
static struct value answer_of(struct page *page, const struct item_of_side *item, enum section_id id)
{
	struct value seal;
	uint32_t count;
	const struct recommendation *list = recommendations_of(page, item->evaluation, &count);
	const struct record *shown = NULL;

	if (id != SECTION_RECOMMENDATIONS)
		return value_bool(false);
	while (count && list->item != item->item) {
		list++;
		count--;
	}
	if (!count)
		return value_bool(false);
	for (uint32_t i = 0; i < list->asm_count; i++)
		if (!shown || (asm_is_open(list->asms[i]) && !asm_is_open(shown)))
			shown = list->asms[i];
	if (shown)
		return asm_value(page, shown);
	seal = new_object(page);
	set_words(page, seal, "estado_clave", list->rejected ? "cancelado" : "sin-avances");
	set(page, seal, "estado_texto", value_text(page_word(page, list->rejected ? "no_aceptada" : "sin_respuesta")));
	return seal;
}

static struct value item_value(struct page *page, const struct item_of_side *item, enum section_id id)
{
	struct value object = new_object(page);

	set(page, object, "nombre", value_text(text_counted(page, section_type(id)->singular, item->item)));
	set(page, object, "ejercicio", value_text(with_apart(page, text_year(page->arena, item->evaluation->year),
							   item->side, item->evaluation)));
	set_text(page, object, "href", item_href(page, item->evaluation, id, item->item));
	set_text(page, object, "texto", item->text);
	set(page, object, "respuesta", answer_of(page, item, id));
	set_yes(page, object, "marcado", false);
	return object;
}

/* One side of DIFFERENCE, with a mark on the words that the other has not. */
static struct value marked_side(struct page *page, const struct change *difference, enum run_kind mine)
{
	html_begin(page);
	for (uint32_t i = 0; i < difference->run_count; i++) {
		const struct run *run = &difference->runs[i];
		bool gap = run->kind == RUN_EQUAL && mine == RUN_REMOVED ? run->old_gap : run->gap;

		if (run->kind != RUN_EQUAL && run->kind != mine)
			continue;
		if (gap && page->html.len)
			buf_put_char(&page->html, ' ');
		buf_put_text(&page->html, run->kind == mine ? "<mark>" : "");
		escape_text(&page->html, run->text);
		buf_put_text(&page->html, run->kind == mine ? "</mark>" : "");
	}
	return html_end(page);
}

static struct value again_value(struct page *page, const struct item_of_side *earlier,
				const struct item_of_side *later, enum section_id id)
{
	struct value row = new_object(page);
	bool same = str_equal(earlier->text, later->text);

	struct value before = item_value(page, earlier, id), after = item_value(page, later, id);

	if (!same) {
		struct change difference;

		compare_words(page->arena, earlier->text, later->text, &difference);
		set(page, before, "marcado", marked_side(page, &difference, RUN_REMOVED));
		set(page, after, "marcado", marked_side(page, &difference, RUN_ADDED));
	}
	set(page, row, "antes", before);
	set(page, row, "despues", after);
	set_yes(page, row, "misma", same);
	set_number(page, row, "parecido", later->again->similarity);
	return row;
}

static void set_group(struct page *page, struct value object, const char *key, struct value rows)
{
	struct value group = value_bool(false);

	if (value_count(rows)) {
		group = new_object(page);
		set_number(page, group, "total", (int64_t)value_count(rows));
		set(page, group, "filas", rows);
	}
	set(page, object, key, group);
}

static struct value section_value(struct page *page, const struct pair *pair, enum section_id id)
{
	const struct side *first = &pair->series->sides[pair->a], *second = &pair->series->sides[pair->b];
	struct item_list a = items_of(page, first, id), b = items_of(page, second, id);
	struct evaluation_list both = { ARENA_ARRAY(page->arena, first->list.count + second->list.count,
						    struct evaluation *), 0 };
	struct value object = new_object(page), again = new_list(page), added = new_list(page), gone = new_list(page);
	struct recurrence_list list;

	for (uint32_t i = 0; i < first->list.count; i++)
		both.at[both.count++] = first->list.at[i];
	for (uint32_t i = 0; i < second->list.count; i++)
		both.at[both.count++] = second->list.at[i];
	list = evaluations_recurrences_in(page->site, page->arena, both, id);
	match(a, b, &list, id);
	for (uint32_t i = 0; i < b.count; i++) {
		const struct item_of_side *earlier = b.at[i].again ?
			find_item(a, b.at[i].again->earlier, b.at[i].again->earlier_item) : NULL;

		if (earlier)
			push(page, again, again_value(page, earlier, &b.at[i], id));
		else
			push(page, added, item_value(page, &b.at[i], id));
	}
	for (uint32_t i = 0; i < a.count; i++)
		if (!a.at[i].met)
			push(page, gone, item_value(page, &a.at[i], id));
	set_words(page, object, "numero", section_type(id)->number);
	set_words(page, object, "titulo", section_type(id)->plural);
	set_words(page, object, "ancla", section_type(id)->anchor);
	set_text(page, object, "glosa", glossary_href(page, section_type(id)->anchor));
	set_number(page, object, "cuantas_de", a.count);
	set_number(page, object, "cuantas_a", b.count);
	set_group(page, object, "vuelven", again);
	set_group(page, object, "nuevas", added);
	set_group(page, object, "ya_no", gone);
	return a.count || b.count ? object : value_bool(false);
}

static void set_sections(struct page *page, const struct pair *pair)
{
	struct value rows = new_list(page);

	for (size_t i = 0; i < sizeof compared / sizeof *compared; i++) {
		struct value section = section_value(page, pair, compared[i]);

		if (value_is_true(section))
			push(page, rows, section);
	}
	set_rows(page, page->root, "secciones", rows);
}

/* How many items SIDE has in section ID, with a link to it where it is one document. */
static struct value count_value(struct page *page, const struct side *side, enum section_id id)
{
	struct value value;
	uint32_t count = 0;
	bool taken_out = false;

	for (uint32_t i = 0; i < side->list.count; i++) {
		count += side->list.at[i]->sections[id].count;
		taken_out |= is_suppressed(side->list.at[i], section_type(id)->number, "");
	}
	value = plain(page, taken_out ? STR("–") : text_number(page->arena, count));
	if (side->list.count == 1)
		set_text(page, value, "href", item_href(page, side->list.at[0], id, 0));
	return value;
}

static void set_counts(struct page *page, const struct pair *pair)
{
	struct value rows = new_list(page);

	for (size_t i = 0; i < sizeof counted / sizeof *counted; i++) {
		struct value row = new_object(page);

		set_words(page, row, "numero", section_type(counted[i])->number);
		set_words(page, row, "titulo", section_type(counted[i])->plural);
		set(page, row, "cuantas_de", count_value(page, &pair->series->sides[pair->a], counted[i]));
		set(page, row, "cuantas_a", count_value(page, &pair->series->sides[pair->b], counted[i]));
		push(page, rows, row);
	}
	set(page, page->root, "otras_secciones", rows);
}

/* --- The other pairs of the series: another first year, another second one. */

static struct value others(struct page *page, const struct pair *pair, bool first)
{
	const struct abreast *all = page->pages->abreast;
	struct value rows = new_list(page), object;

	for (uint32_t i = first ? 0 : pair->a + 1; i < (first ? pair->b : pair->series->count); i++) {
		const struct pair *other = pair_at(all, pair->series, first ? i : pair->a, first ? pair->b : i);
		struct value link = pair_link(page, other, text_year(page->arena, pair->series->sides[i].year));

		set_yes(page, link, "actual", other == pair);
		push(page, rows, link);
	}
	mark_last(page, rows);
	object = new_object(page);
	set(page, object, "filas", rows);
	return value_count(rows) > 1 ? object : value_bool(false);
}

static struct str years_title(struct page *page, const struct pair *pair)
{
	return TEXT_JOIN(page->arena, pair->series->fund->brief, STR(": "),
			 text_year(page->arena, pair->series->sides[pair->a].year), STR(" y "),
			 text_year(page->arena, pair->series->sides[pair->b].year));
}

void abreast_fill(struct page *page)
{
	const struct pair *pair = &page->pages->abreast->pairs.at[page->item->page];
	const struct series *series = pair->series;
	struct value root = page->root;
	struct str title = years_title(page, pair);

	page_head(page, TEXT_JOIN(page->arena, title, STR(", "), page_word(page, "lado_a_lado")),
		  page_word(page, "describe_comparacion"), NAVIGATION_NONE);
	page_short_title(page, series->entity ? TEXT_JOIN(page->arena, title, STR(" · "), series->entity->name) : title);
	page_crumb(page, page_word(page, "titulo_comparar"), STR("comparar/index.html"));
	page_crumb(page, title, no_text());
	set_entry(page, root, "fondo", series->fund);
	set_entry(page, root, "ente", series->entity);
	set(page, root, "de", value_text(text_year(page->arena, series->sides[pair->a].year)));
	set(page, root, "a", value_text(text_year(page->arena, series->sides[pair->b].year)));
	set_facts(page, &series->sides[pair->a], &series->sides[pair->b]);
	set_sections(page, pair);
	set_counts(page, pair);
	set(page, root, "otros_antes", others(page, pair, true));
	set(page, root, "otros_despues", others(page, pair, false));
	set_yes(page, root, "hay_otros", series->count > 2);
}

/* --- One year across entities. */

static void add_quantities(struct page *page, struct value row, const struct evaluation *evaluation)
{
	uint32_t count, answered = 0;
	const struct recommendation *list = recommendations_of(page, evaluation, &count);

	for (uint32_t i = 0; i < count; i++)
		answered += list[i].item && list[i].asm_count;
	set_count(page, row, "recomendaciones", evaluation->sections[SECTION_RECOMMENDATIONS].count);
	set_number(page, row, "con_asm", answered);
	set_count(page, row, "debilidades", evaluation->sections[SECTION_WEAKNESSES].count);
}

static int by_cost(const void *a, const void *b)
{
	const struct chart_point *x = a, *y = b;

	if (x->series[0].value != y->series[0].value)
		return x->series[0].value < y->series[0].value ? 1 : -1;
	return x->at < y->at ? -1 : x->at > y->at;
}

#define COST_BARS 20

static struct value cost_by_entity(struct page *page, struct evaluation_list list)
{
	struct chart_point *points = ARENA_ARRAY(page->arena, list.count, struct chart_point);
	uint32_t count = 0;

	for (uint32_t i = 0; i < list.count; i++) {
		int64_t cost;

		if (!known_cost(page, (struct evaluation_list){ &list.at[i], 1 }, &cost))
			continue;
		points[count++] = (struct chart_point){
			.name = list.at[i]->entity->name,
			.href = page_href(page, route_entry(page->route, &list.at[i]->entry)),
			.at = i,
			.series = { { cost, text_money(page->arena, cost) } },
		};
	}
	if (count < 2)
		return value_bool(false);
	qsort(points, count, sizeof *points, by_cost);
	return chart_value(page, &(struct chart){
		.kind = CHART_BARS,
		.title = page_word(page, "grafica_costo_entes"),
		.columns = { page_word(page, "ficha_ente"), page_word(page, "costo_titulo") },
		.points = points,
		.count = count < COST_BARS ? count : COST_BARS,
	});
}

void across_fill(struct page *page)
{
	const struct across *across = &page->pages->abreast->across.at[page->item->page];
	struct str title = TEXT_JOIN(page->arena, across->fund->brief, STR(" "), text_year(page->arena, across->year));
	struct value rows = new_list(page), charts = new_list(page);

	page_head(page, TEXT_JOIN(page->arena, title, STR(", "), page_word(page, "entre_entes")),
		  page_word(page, "describe_entre_entes"), NAVIGATION_NONE);
	page_crumb(page, page_word(page, "titulo_comparar"), STR("comparar/index.html"));
	page_crumb(page, title, no_text());
	for (uint32_t i = 0; i < across->list.count; i++) {
		struct value row = evaluation_row(page, across->list.at[i]);

		add_quantities(page, row, across->list.at[i]);
		push(page, rows, row);
	}
	set_entry(page, page->root, "fondo", across->fund);
	set_entry(page, page->root, "ejercicio", site_find(page->site, ENTRY_YEAR, text_year(page->arena, across->year)));
	set(page, page->root, "filas", rows);
	set(page, page->root, "totales", totals_of(page, across->list));
	add_chart(page, charts, cost_by_entity(page, across->list));
	set_rows(page, page->root, "graficas", charts);
}
