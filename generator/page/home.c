/*
 * home.c -- the site's map: every fund and year, what is new, what is late.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The page is bounded whatever the size of the site: MATRIX_ROWS funds (those
 * with most evaluations), MATRIX_YEARS years (the newest), short lists.
 */
#include "html.h"
#include "past.h"
#include "trend.h"

#define MATRIX_ROWS 60u
#define MATRIX_YEARS 20u
#define LIST_ROWS 8u
#define PHONE_YEARS 4u		/* that a phone shows without sliding */

struct cell {
	struct evaluation *evaluation;	/* the first */
	uint32_t count;
	uint32_t behind;		/* published after the deadline */
	uint32_t promised, late;
	int promise_year;
	struct entry *contract;		/* that covers it */
};

struct matrix {
	struct entry **funds;
	uint32_t rows;
	struct entry **years;		/* oldest first */
	uint32_t columns;
	struct cell *cells;		/* by the fund's place in its kind */
};

static struct date finished(const struct evaluation *evaluation)
{
	struct date unknown = { 0 };

	return is_suppressed(evaluation, "1.3", "termino") ? unknown : evaluation->clock.finish;
}

/* Days that it was published after the deadline, as far as that may be told. */
static int days_behind(const struct evaluation *evaluation)
{
	return date_is_set(finished(evaluation)) && date_is_set(published_date(evaluation)) ?
	       evaluation->clock.late : 0;
}

/* The cell of FUND and YEAR, or NULL when that year is not shown. */
static struct cell *cell_at(const struct site *site, const struct matrix *matrix,
			    const struct entry *fund, int year)
{
	for (uint32_t i = 0; fund && fund->kind == ENTRY_FUND && i < matrix->columns; i++)
		if (entry_year(matrix->years[i]) == year)
			return &matrix->cells[(fund->number - site->kinds[ENTRY_FUND].at[0]->number) *
					      matrix->columns + i];
	return NULL;
}

static void mark_evaluations(const struct site *site, struct matrix *matrix)
{
	for (uint32_t i = 0; i < site->kinds[ENTRY_EVALUATION].count; i++) {
		struct evaluation *evaluation = entry_evaluation(site->kinds[ENTRY_EVALUATION].at[i]);

		for (uint32_t j = 0; j < evaluation->funds.count; j++) {
			struct cell *cell = cell_at(site, matrix, evaluation->funds.at[j], evaluation->year);

			if (!cell)
				continue;
			if (cell->count++ == 0)
				cell->evaluation = evaluation;
			cell->behind += days_behind(evaluation) > 0;
		}
	}
}

static void mark_promises(const struct site *site, struct matrix *matrix)
{
	for (uint32_t i = 0; i < site->promise_count; i++) {
		const struct promise *promise = &site->promises[i];
		struct cell *cell = promise->evaluation ? NULL :
				    cell_at(site, matrix, promise->fund, promise->year);

		if (!cell)
			continue;
		cell->promised++;
		cell->late += promise_days_late(site, promise) > 0;
		cell->promise_year = promise->programme_year;
	}
}

static void mark_contracts(const struct site *site, struct matrix *matrix)
{
	for (uint32_t i = 0; i < site->kinds[ENTRY_CONTRACT].count; i++) {
		struct entry *contract = site->kinds[ENTRY_CONTRACT].at[i];
		struct slot_list list = record_list(contract->record, CONTRACT_COVERS);

		for (uint32_t j = 0; j < list.count; j++) {
			const struct record *covered = slot_has(&list.at[j]) && list.at[j].nested ?
						       list.at[j].record : NULL;
			struct cell *cell = cell_at(site, matrix, record_target(covered, COVERED_FUND),
						    (int)record_number(covered, COVERED_YEAR, 0));

			if (cell && !cell->contract)
				cell->contract = contract;
		}
	}
}

static bool is_empty(const struct matrix *matrix, uint32_t fund)
{
	for (uint32_t i = 0; i < matrix->columns; i++) {
		const struct cell *cell = &matrix->cells[fund * matrix->columns + i];

		if (cell->count || cell->promised || cell->contract)
			return false;
	}
	return true;
}

static int by_evaluations(const void *a, const void *b)
{
	const struct entry *x = *(struct entry *const *)a, *y = *(struct entry *const *)b;

	if (x->evaluations.count != y->evaluations.count)
		return x->evaluations.count < y->evaluations.count ? 1 : -1;
	return x->number < y->number ? -1 : 1;
}

static int by_number(const void *a, const void *b)
{
	const struct entry *x = *(struct entry *const *)a, *y = *(struct entry *const *)b;

	return x->number < y->number ? -1 : x->number > y->number;
}

static bool choose_rows(struct page *page, struct matrix *matrix)
{
	const struct site *site = page->site;
	uint32_t count = site->kinds[ENTRY_FUND].count;
	bool cut;

	matrix->funds = ARENA_ARRAY(page->arena, count, struct entry *);
	for (uint32_t i = 0; i < count; i++)
		if (!is_empty(matrix, i))
			matrix->funds[matrix->rows++] = site->kinds[ENTRY_FUND].at[i];
	cut = matrix->rows > MATRIX_ROWS;
	if (cut) {
		qsort(matrix->funds, matrix->rows, sizeof(struct entry *), by_evaluations);
		matrix->rows = MATRIX_ROWS;
		qsort(matrix->funds, matrix->rows, sizeof(struct entry *), by_number);
	}
	return cut;
}

/* --- Cells as values. */

/* Where the cell leads. */
static struct str cell_href(struct page *page, const struct entry *fund, const struct cell *cell)
{
	if (cell->count == 1)
		return page_href(page, route_entry(page->route, &cell->evaluation->entry));
	if (cell->count)
		return page_href(page, route_entry(page->route, fund));
	if (cell->promised)
		return page_href(page, route_programme(page->arena, cell->promise_year));
	if (cell->contract)
		return page_href(page, route_entry(page->route, cell->contract));
	return no_text();
}

static struct value cell_value(struct page *page, const struct entry *fund, const struct entry *year,
			       const struct cell *cell)
{
	struct value object = new_object(page);
	bool mentioned = !cell->count && !cell->promised && cell->contract;

	set_yes(page, object, "una", cell->count == 1);
	set_yes(page, object, "varias", cell->count > 1);
	set_yes(page, object, "prometida", !cell->count && cell->promised);
	set_yes(page, object, "atrasada", !cell->count && cell->late);
	set_yes(page, object, "mencionada", mentioned);
	set_yes(page, object, "ninguna", !cell->count && !cell->promised && !mentioned);
	set_count(page, object, "cuantas", cell->count);
	set_days(page, object, "tarde", cell->count == 1 ? days_behind(cell->evaluation) : 0);
	set_count(page, object, "tardias", cell->count > 1 ? cell->behind : 0);
	set_yes(page, object, "retirada", cell->count == 1 && cell->evaluation->withdrawn);
	set_text(page, object, "href", cell_href(page, fund, cell));
	set(page, object, "texto", value_text(TEXT_JOIN(page->arena, fund->brief, STR(" "), year->key)));
	return object;
}

static struct value row_value(struct page *page, const struct matrix *matrix, const struct entry *fund)
{
	struct value row = new_object(page), cells = new_list(page);
	uint32_t first = (fund->number - page->site->kinds[ENTRY_FUND].at[0]->number) * matrix->columns;

	for (uint32_t i = 0; i < matrix->columns; i++)
		push(page, cells, cell_value(page, fund, matrix->years[i], &matrix->cells[first + i]));
	set(page, row, "fondo", entry_brief(page, fund));
	set_text(page, row, "nombre", str_equal(fund->brief, fund->name) ? no_text() : fund->name);
	set(page, row, "celdas", cells);
	return row;
}

static struct value matrix_value(struct page *page)
{
	const struct site *site = page->site;
	uint32_t years = site->kinds[ENTRY_YEAR].count, skipped = years > MATRIX_YEARS ? years - MATRIX_YEARS : 0;
	struct matrix matrix = { .columns = years - skipped };
	struct value object = new_object(page), columns = new_list(page), rows = new_list(page);
	bool cut;

	if (!site->kinds[ENTRY_FUND].count || !years)
		return value_bool(false);
	matrix.years = site->kinds[ENTRY_YEAR].at + skipped;
	matrix.cells = ARENA_ARRAY(page->arena, (size_t)site->kinds[ENTRY_FUND].count * matrix.columns, struct cell);
	mark_evaluations(site, &matrix);
	mark_promises(site, &matrix);
	mark_contracts(site, &matrix);
	cut = choose_rows(page, &matrix);
	for (uint32_t i = 0; i < matrix.columns; i++)
		push(page, columns, link_to(page, matrix.years[i]->key, route_entry(page->route, matrix.years[i])));
	mark_last(page, columns);
	for (uint32_t i = 0; i < matrix.rows; i++)
		push(page, rows, row_value(page, &matrix, matrix.funds[i]));
	set(page, object, "ejercicios", columns);
	set(page, object, "filas", rows);
	set_yes(page, object, "recortada", cut || skipped);
	set_yes(page, object, "ancha", matrix.columns > PHONE_YEARS);
	return matrix.rows ? object : value_bool(false);
}

/* --- What is new, what is late. */

typedef struct date date_of(const struct evaluation *evaluation);

/* The LIST_ROWS of ALL with the newest date; those without one are left out. */
static uint32_t newest(struct evaluation_list all, date_of *date, struct evaluation **found, uint32_t *total)
{
	uint32_t count = 0;

	*total = 0;

	for (uint32_t i = 0; i < all.count; i++) {
		struct date mine = date(all.at[i]);
		uint32_t at = count;

		if (!date_is_set(mine))
			continue;
		++*total;
		while (at > 0 && date_compare(date(found[at - 1]), mine) < 0)
			at--;
		if (at == LIST_ROWS)
			continue;
		if (count < LIST_ROWS)
			count++;
		memmove(&found[at + 1], &found[at], (count - 1 - at) * sizeof(struct evaluation *));
		found[at] = all.at[i];
	}
	return count;
}

static void set_news(struct page *page)
{
	struct evaluation *found[LIST_ROWS + 1];
	struct value object = new_object(page), rows = new_list(page);
	date_of *date = published_date;
	uint32_t total, count = newest(page->pages->newest, date, found, &total);

	if (!count) {
		date = finished;
		count = newest(page->pages->newest, date, found, &total);
	}
	for (uint32_t i = 0; i < count; i++) {
		struct value row = evaluation_row(page, found[i]);

		set_date(page, row, "fecha", date(found[i]));
		push(page, rows, row);
	}
	set_yes(page, object, "por_publicacion", date == published_date);
	set(page, object, "filas", rows);
	set(page, page->root, "novedades", count ? object : value_bool(false));
}

static struct date published_late(const struct evaluation *evaluation)
{
	return days_behind(evaluation) > 0 ? published_date(evaluation) : (struct date){ 0 };
}

static void set_late(struct page *page)
{
	struct evaluation *found[LIST_ROWS + 1];
	struct value object = new_object(page), rows = new_list(page);
	uint32_t total, count = newest(page->pages->newest, published_late, found, &total);

	for (uint32_t i = 0; i < count; i++) {
		struct value row = evaluation_row(page, found[i]);

		set_days(page, row, "dias", found[i]->clock.late);
		push(page, rows, row);
	}
	set(page, object, "filas", rows);
	set_number(page, object, "total", total);
	set_more(page, object, total, count);
	set(page, page->root, "tardias", count ? object : value_bool(false));
}

static void set_owed(struct page *page)
{
	struct value object = new_object(page), rows = new_list(page);
	uint32_t total = 0;

	for (uint32_t i = page->site->promise_count; i-- > 0;) {
		const struct promise *promise = &page->site->promises[i];

		if (promise_days_late(page->site, promise) <= 0)
			continue;
		if (total++ < LIST_ROWS)
			push(page, rows, promise_value(page, promise));
	}
	set_number(page, object, "total", total);
	set_more(page, object, total, value_count(rows));
	set(page, object, "filas", rows);
	set(page, page->root, "pendientes", total ? object : value_bool(false));
}

/* --- Figures. */

static void set_figures(struct page *page)
{
	static const struct {
		enum entry_kind kind;
		const char *one, *many;		/* words of the theme */
	} lines[] = {
		{ ENTRY_EVALUATION, "evaluacion", "evaluaciones" },
		{ ENTRY_FUND, "cifra_fondo", "cifra_fondos" },
		{ ENTRY_YEAR, "cifra_ejercicio", "cifra_ejercicios" },
		{ ENTRY_UNIT, "cifra_unidad", "cifra_unidades" },
		{ ENTRY_EVALUATOR, "cifra_evaluador", "cifra_evaluadores" },
		{ ENTRY_ENTITY, "cifra_ente", "cifra_entes" },
		{ ENTRY_CONTRACT, "cifra_contrato", "cifra_contratos" },
	};
	struct value figures = new_list(page);

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		uint32_t count = page->site->kinds[lines[i].kind].count;
		struct value figure;

		if (!count)
			continue;
		figure = new_object(page);
		set(page, figure, "texto", value_text(page_word(page, count == 1 ? lines[i].one : lines[i].many)));
		set_number(page, figure, "cuantos", count);
		set(page, figure, "retiradas", lines[i].kind == ENTRY_EVALUATION ?
		    value_get(page->pages->totals, STR("retiradas")) : value_bool(false));
		set(page, figure, "ruta", value_text(route_index(lines[i].kind)));
		push(page, figures, figure);
	}
	set(page, page->root, "cifras", figures);
}

static void set_charts(struct page *page)
{
	struct value charts = new_list(page);

	add_chart(page, charts, trend_cost(page, page->pages->newest));
	add_chart(page, charts, trend_publication(page, page->pages->newest));
	add_chart(page, charts, trend_recommendations(page, page->pages->newest));
	set_rows(page, page->root, "graficas", charts);
}

/* For who comes for the first time: the fund with most evaluations, as an example. */
static void set_first_visit(struct page *page)
{
	const struct site *site = page->site;
	struct entry *about = site_find(site, ENTRY_PAGE, STR("acerca"));
	const struct entry *most = NULL;
	struct value object = new_object(page);

	for (uint32_t i = 0; i < site->kinds[ENTRY_FUND].count; i++) {
		const struct entry *fund = site->kinds[ENTRY_FUND].at[i];

		if (fund->evaluations.count && (!most || fund->evaluations.count > most->evaluations.count))
			most = fund;
	}
	set(page, object, "fondo", most ? fund_in_brief(page, most) : value_bool(false));
	set_entry(page, object, "acerca", about && route_entry(page->route, about).ptr ? about : NULL);
	set_text(page, object, "debilidad", glossary_href(page, "debilidad"));
	set_text(page, object, "recomendacion", glossary_href(page, "recomendacion"));
	set_text(page, object, "asm", glossary_href(page, "asm"));
	set(page, page->root, "primera_visita", object);
}

void home_fill(struct page *page)
{
	struct entry *words = site_find(page->site, ENTRY_PAGE, STR("inicio"));

	page_head(page, page->pages->title, record_text(page->site->record, SITE_DESCRIPTION), NAVIGATION_NONE);
	page_sets_today(page);
	set(page, page->root, "matriz", matrix_value(page));
	set_news(page);
	set(page, page->root, "cambios", news_latest(page, 6));
	set_late(page);
	set_owed(page);
	set(page, page->root, "recomendaciones", page->site->recommendation_count ?
	    page->pages->figures : value_bool(false));
	set_first_visit(page);
	set_charts(page);
	set_figures(page);
	set(page, page->root, "costo_total", value_get(page->pages->totals, STR("costo")));
	set(page, page->root, "costo_con_retiradas", value_get(page->pages->totals, STR("costo_con_retiradas")));
	set(page, page->root, "presentacion", words ? html_prose(page, words->body, 2, false) : value_bool(false));
}
