/*
 * register.c -- the register of recommendations, and the yearly programme.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * These pages say what is late, and so depend on today; they print the day.
 */
#include "export/data.h"
#include "html.h"
#include "past.h"
#include "trend.h"

/* --- Recommendations. */

struct tally {
	uint32_t total, answered, rejected, silent, open, done, overdue;
};

static void tally_asms(struct tally *tally, const struct site *site, const struct record *follow_up)
{
	struct slot_list list = record_list(follow_up, FOLLOW_UP_ASM);

	for (uint32_t i = 0; i < list.count; i++) {
		const struct record *latest;

		if (!slot_has(&list.at[i]))
			continue;
		latest = asm_latest(list.at[i].record);
		tally->open += asm_is_open(list.at[i].record);
		tally->done += latest && record_is(latest, PROGRESS_STATUS, "atendido");
		tally->overdue += asm_is_overdue(site, list.at[i].record);
	}
}

static struct tally tally_of(const struct site *site)
{
	struct tally tally = { 0 };

	for (uint32_t i = 0; i < site->recommendation_count; i++) {
		const struct recommendation *from = &site->recommendations[i];

		if (!from->item)
			continue;
		tally.total++;
		tally.answered += from->asm_count > 0;
		tally.rejected += from->rejected != NULL;
		tally.silent += !from->asm_count && !from->rejected;
	}
	for (uint32_t i = 0; i < site->kinds[ENTRY_FOLLOW_UP].count; i++)
		tally_asms(&tally, site, site->kinds[ENTRY_FOLLOW_UP].at[i]->record);
	return tally;
}

struct value recommendation_figures(struct page *page)
{
	struct tally tally = tally_of(page->site);
	struct value object = new_object(page);

	set_number(page, object, "total", tally.total);
	set_number(page, object, "con_asm", tally.answered);
	set_number(page, object, "rechazadas", tally.rejected);
	set_number(page, object, "sin_respuesta", tally.silent);
	set_number(page, object, "abiertas", tally.open);
	set_number(page, object, "atendidas", tally.done);
	set_number(page, object, "vencidas", tally.overdue);
	set_words(page, object, "ruta", "recomendaciones/index.html");
	return object;
}

/* "de-2022-fortamun-df": where the recommendations of EVALUATION begin on a page of the register. */
static struct str register_anchor(struct page *page, const struct evaluation *evaluation)
{
	struct str anchor = arena_printf(page->arena, "de-%.*s", STR_ARG(evaluation->entry.key));

	for (size_t i = 0; i < anchor.len; i++)
		if (anchor.ptr[i] == '/')
			((char *)anchor.ptr)[i] = '-';
	return anchor;
}

static struct value register_jump(struct page *page, const struct evaluation *evaluation)
{
	struct value jump = new_object(page);

	set_text(page, jump, "texto", evaluation_title(page, evaluation));
	set_text(page, jump, "ancla", register_anchor(page, evaluation));
	return jump;
}

static struct value register_row(struct page *page, const struct recommendation *from, bool is_new)
{
	struct value row = new_object(page), asms = new_list(page);
	struct str path = route_entry(page->route, &from->evaluation->entry);

	set(page, row, "evaluacion", entry_link(page, &from->evaluation->entry));
	set_yes(page, row, "nueva", is_new);
	set(page, row, "ancla", is_new ? value_text(register_anchor(page, from->evaluation)) : value_bool(false));
	set(page, row, "perdidos", is_new && from->evaluation->follow_up ?
	    past_alterations(page, from->evaluation->follow_up->path, no_text()) : value_bool(false));
	set(page, row, "ejercicio", value_text(text_year(page->arena, from->evaluation->year)));
	set_count(page, row, "numero", from->item);
	set_text(page, row, "texto", recommendation_text(page, from, 400));
	set_text(page, row, "href", from->item ?
		 item_href(page, from->evaluation, SECTION_RECOMMENDATIONS, from->item) :
		 page_href(page, path));
	for (uint32_t i = 0; i < from->asm_count; i++) {
		struct value value = asm_value(page, from->asms[i]);

		set_yes(page, value, "vencido", asm_is_overdue(page->site, from->asms[i]));
		push(page, asms, value);
	}
	set(page, row, "asms", asms);
	set_yes(page, row, "hay_asms", from->asm_count > 0);
	set(page, row, "rechazada", rejected_value(page, from->rejected));
	set_yes(page, row, "sin_respuesta", from->item && !from->asm_count && !from->rejected);
	return row;
}

/* --- What is overdue, from the oldest date: said first, because it is asked first. */

struct overdue {
	struct date due;
	const struct record *asm_record;
	const struct evaluation *evaluation;
	uint32_t order;
};

static int by_due(const void *a, const void *b)
{
	const struct overdue *x = a, *y = b;
	int order = date_compare(x->due, y->due);

	if (order)
		return order;
	return x->order < y->order ? -1 : x->order > y->order;
}

static uint32_t gather_overdue(const struct site *site, const struct evaluation *evaluation,
			       struct overdue *out, uint32_t count)
{
	struct slot_list list = record_list(evaluation->follow_up->record, FOLLOW_UP_ASM);

	for (uint32_t i = 0; i < list.count; i++)
		if (slot_has(&list.at[i]) && asm_is_overdue(site, list.at[i].record)) {
			out[count] = (struct overdue){ record_date(list.at[i].record, ASM_DUE),
						       list.at[i].record, evaluation, count };
			count++;
		}
	return count;
}

static void set_overdue(struct page *page)
{
	struct evaluation_list all = page->pages->newest;
	struct value object = new_object(page), rows = new_list(page);
	uint32_t room = 0, count = 0;
	struct overdue *list;

	for (uint32_t i = 0; i < all.count; i++)
		if (all.at[i]->follow_up)
			room += record_list(all.at[i]->follow_up->record, FOLLOW_UP_ASM).count;
	list = ARENA_ARRAY(page->arena, room, struct overdue);
	for (uint32_t i = 0; i < all.count; i++)
		if (all.at[i]->follow_up)
			count = gather_overdue(page->site, all.at[i], list, count);
	if (count)
		qsort(list, count, sizeof *list, by_due);
	for (uint32_t i = 0; i < count && i < ROUTE_ROWS; i++) {
		struct value row = asm_value(page, list[i].asm_record);

		set_yes(page, row, "vencido", true);
		set_entry(page, row, "evaluacion", &list[i].evaluation->entry);
		push(page, rows, row);
	}
	set_number(page, object, "total", count);
	set_more(page, object, count, value_count(rows));
	set(page, object, "filas", rows);
	set(page, page->root, "vencidas", count ? object : value_bool(false));
}

void register_fill(struct page *page)
{
	const struct site *site = page->site;
	uint32_t first = (page->item->page - 1) * ROUTE_ROWS;
	struct value rows = new_list(page), jumps = new_list(page), object = new_object(page);

	page_head(page, page_word(page, "titulo_recomendaciones"),
		  page_word(page, "describe_recomendaciones"), NAVIGATION_REGISTER);
	page_crumb(page, page_word(page, "titulo_recomendaciones"), (struct str){ 0 });
	page_sets_today(page);
	for (uint32_t i = first; i < site->recommendation_count && i - first < ROUTE_ROWS; i++) {
		const struct recommendation *from = &site->recommendations[i];
		bool is_new = i == first || from->evaluation != from[-1].evaluation;

		if (is_new)
			push(page, jumps, register_jump(page, from->evaluation));
		push(page, rows, register_row(page, from, is_new));
	}
	set_number(page, object, "total", (int64_t)value_count(jumps));
	set(page, object, "filas", jumps);
	set(page, page->root, "saltos", value_count(jumps) > 1 ? object : value_bool(false));
	if (page->item->page == 1)
		set_overdue(page);
	else
		set_yes(page, page->root, "vencidas", false);
	set(page, page->root, "grafica", page->item->page == 1 ?
	    trend_recommendations(page, page->pages->newest) : value_bool(false));
	set(page, page->root, "cifras", page->pages->figures);
	set(page, page->root, "filas", rows);
	set_paging(page, page->root, STR("recomendaciones/index.html"), site->recommendation_count);
	set_downloads(page, page->root, STR("datos/recomendaciones"));
}

/* --- The yearly programme. */

struct promised {
	uint32_t total, kept, late;
};

static struct promised count_promises(const struct site *site, int year, const struct entry *programme)
{
	struct promised count = { 0 };

	for (uint32_t i = 0; i < site->promise_count; i++) {
		const struct promise *promise = &site->promises[i];

		if (promise->programme_year != year || (programme && promise->programme != programme))
			continue;
		count.total++;
		count.kept += promise->evaluation != NULL;
		count.late += promise_days_late(site, promise) > 0;
	}
	return count;
}

static void set_promised(struct page *page, struct value object, struct promised count)
{
	set_number(page, object, "prometidas", count.total);
	set_number(page, object, "publicadas", count.kept);
	set_number(page, object, "pendientes", count.total - count.kept);
	set_number(page, object, "atrasadas", count.late);
	set_yes(page, object, "hay_atrasadas", count.late > 0);
	set_yes(page, object, "hay_pendientes", count.total > count.kept);
}

void programmes_fill(struct page *page)
{
	const struct pages *pages = page->pages;
	struct value rows = new_list(page);

	page_head(page, page_word(page, "titulo_pae"),
		  page_word(page, "describe_pae"),
		  ENTRY_PROGRAMME);
	page_crumb(page, page_word(page, "menu_pae"), (struct str){ 0 });
	page_sets_today(page);
	for (uint32_t i = 0; i < pages->programme_year_count; i++) {
		int year = pages->programme_years[i];
		struct value row = link_to(page, text_year(page->arena, year),
					   route_programme(page->arena, year));

		set_promised(page, row, count_promises(page->site, year, NULL));
		push(page, rows, row);
	}
	set(page, page->root, "filas", rows);
	set_yes(page, page->root, "vacio", pages->programme_year_count == 0);
	set_downloads(page, page->root, STR("datos/pae"));
}

static struct value programme_value(struct page *page, const struct entry *programme, int year)
{
	struct value object = new_object(page), rows = new_list(page);
	struct entry *entity = record_target(programme->record, PROGRAMME_ENTITY);
	struct str document = record_text(programme->record, PROGRAMME_DOCUMENT);

	if (!entity)
		entity = record_target(page->site->record, SITE_ENTITY);
	set(page, object, "ente", entity ? entry_link(page, entity) : link_to(page, programme->name, (struct str){ 0 }));
	html_begin(page);
	if (document.len)
		html_put_url(page, document);
	set(page, object, "documento", html_end(page));
	for (uint32_t i = 0; i < page->site->promise_count; i++)
		if (page->site->promises[i].programme == programme)
			push(page, rows, promise_value(page, &page->site->promises[i]));
	set(page, object, "filas", rows);
	set_promised(page, object, count_promises(page->site, year, programme));
	set(page, object, "promesas_retiradas", news_withdrawn(page, programme));
	return object;
}

static void set_year_link(struct page *page, const char *key, int year)
{
	set(page, page->root, key, year ? link_to(page, text_year(page->arena, year),
						  route_programme(page->arena, year)) : value_bool(false));
}

static void set_neighbours(struct page *page, int year)
{
	const struct pages *pages = page->pages;
	int before = 0, after = 0;

	for (uint32_t i = 0; i < pages->programme_year_count; i++) {
		if (pages->programme_years[i] > year)
			after = pages->programme_years[i];
		if (pages->programme_years[i] < year && !before)
			before = pages->programme_years[i];
	}
	set_year_link(page, "anterior", before);
	set_year_link(page, "siguiente", after);
	set_yes(page, page->root, "hay_vecinas", before || after);
}

void programme_fill(struct page *page)
{
	const struct site *site = page->site;
	int year = (int)page->item->page;
	struct str text = text_year(page->arena, year);
	struct value programmes = new_list(page);

	page_head(page, TEXT_JOIN(page->arena, page_word(page, "titulo_pae"), STR(" "), text), (struct str){ 0 },
		  ENTRY_PROGRAMME);
	page_crumb(page, page_word(page, "menu_pae"), route_index(ENTRY_PROGRAMME));
	page_crumb(page, text, (struct str){ 0 });
	page_sets_today(page);
	for (uint32_t i = 0; i < site->kinds[ENTRY_PROGRAMME].count; i++)
		if (entry_year(site->kinds[ENTRY_PROGRAMME].at[i]) == year)
			push(page, programmes, programme_value(page, site->kinds[ENTRY_PROGRAMME].at[i], year));
	set(page, page->root, "ejercicio_pae", value_text(text));
	set(page, page->root, "programas", programmes);
	set_downloads(page, page->root, route_with_ending(page->arena, route_programme(page->arena, year), ""));
	set_neighbours(page, year);
}
