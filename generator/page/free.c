/*
 * free.c -- free pages, former identities, the search, and the page for what is not there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdio.h>

#include "html.h"

void free_fill(struct page *page)
{
	const struct entry *entry = page->item->entry;

	page_head(page, entry->name, text_plain(page->arena, entry->body, 200), NAVIGATION_NONE);
	page_crumb(page, entry->name, (struct str){ 0 });
	set_yes(page, page->root, "continuacion", page->item->page > 1);
	set(page, page->root, "cuerpo", page->item->page > 1 ? value_bool(false) :
	    html_prose(page, entry->body, 2, true));
	set_mentions(page, entry);
}

/* --- Former identities. */

static struct value item_links(struct page *page, const struct section_type *type, uint32_t count,
			       struct str path)
{
	struct value rows = new_list(page);

	for (uint32_t i = 1; i <= count; i++) {
		struct value link = new_object(page);

		set(page, link, "texto", value_text(arena_printf(page->arena, "%s %u", type->singular, i)));
		set(page, link, "href", value_text(page_href_anchor(page, path, type->anchor, i)));
		set(page, link, "id", value_text(arena_printf(page->arena, "%s-%u", type->anchor, i)));
		push(page, rows, link);
	}
	mark_last(page, rows);
	return rows;
}

static struct value items_of(struct page *page, const struct evaluation *evaluation)
{
	struct value object = new_object(page), groups = new_list(page);

	for (int id = 0; id < SECTIONS; id++) {
		const struct section_type *type = section_type((enum section_id)id);
		struct value group;

		if (!type->anchor || !evaluation->sections[id].count ||
		    is_suppressed(evaluation, type->number, ""))
			continue;
		group = new_object(page);
		set_words(page, group, "titulo", type->plural);
		set(page, group, "filas", item_links(page, type, evaluation->sections[id].count,
						     route_entry(page->route, &evaluation->entry)));
		push(page, groups, group);
	}
	set(page, object, "grupos", groups);
	return value_count(groups) ? object : value_bool(false);
}

void former_fill(struct page *page)
{
	const struct former *former = &page->site->formers[page->item->page];
	const struct evaluation *evaluation = entry_evaluation(former->entry);

	page_head(page, page_word(page, "titulo_traslado"), (struct str){ 0 }, NAVIGATION_NONE);
	page_crumb(page, former->key, (struct str){ 0 });
	page_short_title(page, TEXT_JOIN(page->arena, page_word(page, "titulo_traslado"), STR(": "), former->key));
	if (route_url(page->route).ptr)
		set(page, page->root, "canonica", value_text(TEXT_JOIN(page->arena, route_url(page->route), STR("/"),
								       route_entry(page->route, former->entry))));
	set(page, page->root, "destino", entry_link(page, former->entry));
	set(page, page->root, "identidad", value_text(former->key));
	set(page, page->root, "items", evaluation ? items_of(page, evaluation) : value_bool(false));
}

/* --- Search. */

/* Without a script, what it points to is all there is: lists of everything. */
void search_fill(struct page *page)
{
	page_head(page, page_word(page, "titulo_buscar"), page_word(page, "describe_buscar"), NAVIGATION_NONE);
	page_crumb(page, page_word(page, "titulo_buscar"), (struct str){ 0 });
	set(page, page->root, "secciones", page->pages->navigation[NAVIGATION_NONE]);
	set(page, page->root, "partes", value_text(STR("datos/buscar/")));
}

/* --- Not there. */

void missing_fill(struct page *page)
{
	page_head(page, page_word(page, "titulo_no_encontrada"), (struct str){ 0 }, NAVIGATION_NONE);
	page_crumb(page, page_word(page, "miga_no_encontrada"), (struct str){ 0 });
	set(page, page->root, "secciones", page->pages->navigation[NAVIGATION_NONE]);
}
