/*
 * embed.c -- pieces for an article of another site: a list, a card for each evaluation, and how to use them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A piece is copied into a page that is elsewhere, or put there by a script
 * (recursos/incrustar.js), so where the site has a public address its links are whole.
 */
#include "html.h"
#include "past.h"

/* The address of what another site names; absent when the site has none. */
static struct str public_address(struct page *page, struct str path)
{
	struct str url = route_url(page->route);

	return url.ptr ? TEXT_JOIN(page->arena, url, STR("/"), path) : no_text();
}

struct str embed_card_path(struct arena *arena, const struct entry *evaluation)
{
	return TEXT_JOIN(arena, STR("incrustar/"), evaluation->key, STR(".html"));
}

static void stands_for(struct page *page, struct str path)
{
	set_text(page, page->root, "canonica", public_address(page, path));
	set(page, page->root, "entera", link_to(page, page_word(page, "incrustar_entera"), path));
}

void embed_list_fill(struct page *page)
{
	struct evaluation_list list = page->pages->newest;
	struct value rows = evaluation_rows(page, list, 0);

	page_head(page, page_word(page, "menu_evaluaciones"), no_text(), NAVIGATION_NONE);
	set(page, page->root, "filas", rows);
	set_number(page, page->root, "total", list.count);
	set_more(page, page->root, list.count, value_count(rows));
	stands_for(page, route_index(ENTRY_EVALUATION));
}

/* How many items of a section there are, unless that was taken out. */
static void set_items(struct page *page, const char *key, const struct evaluation *evaluation,
		      enum section_id section)
{
	bool taken = is_suppressed(evaluation, section_type(section)->number, "");

	set_count(page, page->root, key, taken ? 0 : evaluation->sections[section].count);
}

/* Of an evaluation that was taken away. */
static void gone_card_fill(struct page *page)
{
	const struct life *life = past_page_of(page)->life;

	page_head(page, page_word(page, "lapida_titulo"), no_text(), NAVIGATION_NONE);
	set(page, page->root, "fila", value_bool(false));
	set(page, page->root, "nombre", value_text(life_name(page, life)));
	set_date(page, page->root, "quitada", past_day(page, life->gone));
	set_yes(page, page->root, "hallazgos", false);
	set_yes(page, page->root, "recomendaciones", false);
	stands_for(page, route_former(page->arena, ENTRY_EVALUATION, life->key));
}

void embed_card_fill(struct page *page)
{
	const struct evaluation *evaluation;

	if (!page->item->entry) {
		gone_card_fill(page);
		return;
	}
	evaluation = entry_evaluation(page->item->entry);
	set_yes(page, page->root, "nombre", false);
	set_yes(page, page->root, "quitada", false);
	page_head(page, entry_name(&evaluation->entry), no_text(), NAVIGATION_NONE);
	page_short_title(page, evaluation_title(page, evaluation));
	set(page, page->root, "fila", evaluation_row(page, evaluation));
	set_items(page, "hallazgos", evaluation, SECTION_FINDINGS);
	set_items(page, "recomendaciones", evaluation, SECTION_RECOMMENDATIONS);
	stands_for(page, route_entry(page->route, &evaluation->entry));
}

void embed_index_fill(struct page *page)
{
	const struct evaluation *newest = page->pages->newest.count ? page->pages->newest.at[0] : NULL;

	page_head(page, page_word(page, "titulo_incrustar"), page_word(page, "describe_incrustar"), NAVIGATION_NONE);
	page_crumb(page, page_word(page, "titulo_incrustar"), no_text());
	set_text(page, page->root, "direccion", public_address(page, STR("incrustar/")));
	set_text(page, page->root, "ejemplo", newest ? newest->entry.key : no_text());
	set(page, page->root, "lista", link_to(page, page_word(page, "incrustar_lista"), STR("incrustar/lista.html")));
	set(page, page->root, "ficha", newest ? link_to(page, page_word(page, "incrustar_ficha"),
							embed_card_path(page->arena, &newest->entry))
					      : value_bool(false));
}
