/*
 * glossary.c -- what words mean: the format's, the site's own, the funds'.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * glosario.html is always there, because pages lead to its terms where they
 * occur. The free page called glosario says the site's own; a term that it
 * explains is not explained twice, and has the same address either way.
 */
#include <stdio.h>

#include "html.h"

#define GLOSSARY STR("glosario.html")
#define FUND_ROWS 100u
#define TEXT_LIMIT 260

/* Its address; the theme says the rest: termino_X and glosa_X. */
static const char *const terms[] = {
	"formato", "ejercicio-fiscal", "pae", "hallazgo", "fortaleza", "oportunidad", "debilidad", "amenaza",
	"conclusion", "recomendacion", "asm", "valoracion", "no-consta",
};

static const struct entry *own_page(const struct page *page)
{
	return site_find(page->site, ENTRY_PAGE, STR("glosario"));
}

static struct str word_of(struct page *page, const char *prefix, const char *term)
{
	char key[48];
	size_t len = strlen(prefix);

	snprintf(key, sizeof key, "%s%s", prefix, term);
	for (; key[len]; len++)
		if (key[len] == '-')
			key[len] = '_';
	return arena_str(page->arena, page_word(page, key));
}

static struct value terms_of(struct page *page)
{
	const struct entry *own = own_page(page);
	struct value rows = new_list(page);

	for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
		struct value row;

		if (own && entry_has_anchor(own, str_from(terms[i])))
			continue;
		row = new_object(page);
		set_words(page, row, "ancla", terms[i]);
		set(page, row, "termino", value_text(word_of(page, "termino_", terms[i])));
		set(page, row, "significado", value_text(word_of(page, "glosa_", terms[i])));
		push(page, rows, row);
	}
	return rows;
}

struct value fund_in_brief(struct page *page, const struct entry *fund)
{
	struct value row = entry_brief(page, fund);

	set_text(page, row, "nombre", str_equal(fund->brief, fund->name) ? no_text() : fund->name);
	set_text(page, row, "significado", fund->body.len ? text_plain(page->arena, fund->body, TEXT_LIMIT) : no_text());
	return row;
}

static void set_funds(struct page *page)
{
	struct value object = new_object(page), rows = new_list(page);
	uint32_t count = page->site->kinds[ENTRY_FUND].count;

	for (uint32_t i = 0; i < count && i < FUND_ROWS; i++)
		push(page, rows, fund_in_brief(page, page->site->kinds[ENTRY_FUND].at[i]));
	set(page, object, "filas", rows);
	set_more(page, object, count, value_count(rows));
	set(page, page->root, "fondos", count ? object : value_bool(false));
}

void glossary_fill(struct page *page)
{
	const struct entry *own = page->item->entry;
	bool further = page->item->page > 1;

	page_head(page, own ? own->name : page_word(page, "titulo_glosario"), page_word(page, "describe_glosario"),
		  NAVIGATION_NONE);
	page_crumb(page, own ? own->name : page_word(page, "titulo_glosario"), no_text());
	set_yes(page, page->root, "continuacion", further);
	set(page, page->root, "cuerpo", own && !further ? html_prose(page, own->body, 3, true) : value_bool(false));
	set_rows(page, page->root, "terminos", further ? new_list(page) : terms_of(page));
	set_yes(page, page->root, "fondos", false);
	if (!further)
		set_funds(page);
	if (own)
		set_mentions(page, own);
	else
		set_yes(page, page->root, "menciones", false);
}

struct str glossary_href(struct page *page, const char *term)
{
	return page_href_anchor(page, GLOSSARY, term, 0);
}
