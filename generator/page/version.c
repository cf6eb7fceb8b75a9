/*
 * version.c -- one version of an evaluation, as it was.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * See past.h (1): once its successor is there, nothing on this page may depend
 * on anything else that comes later. So there is no menu of what the site has,
 * no count, no name of a person that a .mailmap could change, and each link
 * leads to an address that will stay.
 */
#include "cite.h"
#include "html.h"
#include "past.h"

/* ---- around the document ---- */

static struct value number_and_day(struct page *page, const struct edition *edition)
{
	struct value object = new_object(page);

	set_number(page, object, "numero", edition->number);
	set_date(page, object, "fecha", edition->undated ? (struct date){ 0 } :
		 date_from_instant(edition->commit->time, page->site->zone));
	set_text(page, object, "href", page_href(page, past_version_path(page, edition)));
	return object;
}

/* A neighbour, and what changed between the two; false when there is none. */
static struct value neighbour(struct page *page, const struct life *life, const struct edition *edition,
			      const struct edition *from, const struct edition *to)
{
	struct value object;

	if (!from || !to)
		return value_bool(false);
	object = number_and_day(page, edition);
	set_text(page, object, "cambios", page_href(page, past_comparison_path(page, life, from, to)));
	return object;
}

static struct str hex_of(struct page *page, const struct object_id *id)
{
	char hex[OBJECT_ID_HEX];

	object_id_hex(hex, id);
	return arena_str(page->arena, str_from(hex));
}

static struct value identity_of(struct page *page, const struct edition *edition)
{
	struct value object = new_object(page);
	struct buf swhid;

	buf_init(&swhid);
	edition_put_swhid(&swhid, edition);
	set(page, object, "blob", value_text(hex_of(page, &edition->blob)));
	set(page, object, "swhid", value_text(arena_str(page->arena, buf_str(&swhid))));
	set(page, object, "commit", value_text(hex_of(page, &edition->commit->id)));
	set(page, object, "archivo", value_text(past_visible(page->arena, edition->path)));
	if (edition->bytes)
		set_number(page, object, "bytes", edition->bytes);
	else
		set_text(page, object, "bytes", no_text());
	buf_dispose(&swhid);
	return object;
}

/* "version": all that the banner says. */
static struct value banner_of(struct page *page, const struct shown_version *version)
{
	const struct life *life = version->life;
	const struct edition *edition = version->edition;
	const struct edition *before = life_edition(life, edition->number - 1);
	const struct edition *after = life_edition(life, edition->number + 1);
	struct value banner = number_and_day(page, edition);

	set_yes(page, banner, "sin_fecha", edition->undated);
	set_yes(page, banner, "sin_reloj", edition_is_clockless(edition));
	set(page, banner, "anterior", neighbour(page, life, before, before, edition));
	set(page, banner, "reemplazo", neighbour(page, life, after, edition, after));
	/* of the last one alone: it changes when it is replaced */
	set_yes(page, banner, "vigente", !after && life->entry && life->state != LIFE_WITHDRAWN);
	set_yes(page, banner, "retirada", !after && life->state == LIFE_WITHDRAWN);
	set_yes(page, banner, "quitada", !after && !life->entry);
	set_date(page, banner, "quitada_fecha", !after && life->gone ?
		 date_from_instant(life->gone->time, page->site->zone) : (struct date){ 0 });
	set_text(page, banner, "actual", page_href(page, route_former(page->arena, ENTRY_EVALUATION, edition->key)));
	set_text(page, banner, "historial", page_href(page, route_beside(page->arena, edition->key, "historial.html")));
	set_text(page, banner, "primera", edition->number > 1 ?
		 page_href(page, past_version_path(page, &life->editions[0])) : no_text());
	set(page, banner, "identidad", identity_of(page, edition));
	set_text(page, page->root, "timemap", page_href(page, route_beside(page->arena, edition->key, "timemap.link")));
	return banner;
}

/* The site as it was, in what the footer says of it. */
static void set_site(struct page *page)
{
	const struct record *record = page->site->record;
	struct value site = new_object(page);

	set(page, site, "titulo", value_text(page->pages->title));
	set_yes(page, site, "descripcion", false);
	set_text(page, site, "publicador", record_text(record, SITE_PUBLISHER));
	set_text(page, site, "licencia", record_text(record, SITE_LICENCE));
	set_text(page, site, "licencia_href", licence_page(page->arena, record_text(record, SITE_LICENCE)));
	set_text(page, site, "url", route_url(page->route));
	set_yes(page, site, "ente", false);
	set(page, page->root, "sitio", site);
	set(page, page->root, "navegacion", new_list(page));
	set(page, page->root, "paginas_libres", new_list(page));
}

/* ---- a version that cannot be read ---- */

static struct value lines_of(struct page *page, struct str bytes)
{
	struct value lines = new_list(page);
	struct str line;

	if (str_ends(bytes, STR("\n")))
		bytes.len--;
	while (str_cut(&bytes, '\n', &line)) {
		if (str_ends(line, STR("\r")))
			line.len--;
		push(page, lines, words_value(page, line));
	}
	return lines;
}

static void fill_bare(struct page *page, const struct shown_version *version)
{
	struct str title = TEXT_JOIN(page->arena, STR("«"), version->edition->key, STR("»"));

	page_head(page, title, no_text(), NAVIGATION_NONE);
	page_crumb(page, page_word(page, "menu_evaluaciones"), route_index(ENTRY_EVALUATION));
	set(page, page->root, "sobretitulo", value_text(version->edition->key));
	set(page, page->root, "jsonld", value_bool(false));
	set_yes(page, page->root, "sin_texto", !version->there);
	set_yes(page, page->root, "oculta", version->hidden);
	set_rows(page, page->root, "renglones", version->there && !version->hidden ?
		 lines_of(page, version->text.bytes) : new_list(page));
}

/* ---- the whole ---- */

void version_fill(struct page *page)
{
	const struct past_page *about = past_page_of(page);
	struct shown_version version = past_version(page, about->life, life_edition(about->life, about->from));
	struct value root = page->root;
	struct str number, short_name;

	version_open(page, &version);
	short_name = version.evaluation ? evaluation_overline(page, version.evaluation, " ") : about->key;
	set_yes(page, root, "ilegible", !version.evaluation);
	set_yes(page, root, "sin_texto", false);
	set_yes(page, root, "oculta", false);
	set_yes(page, root, "renglones", false);
	if (version.evaluation)
		evaluation_values(page, version.evaluation);
	else
		fill_bare(page, &version);
	set(page, root, "version", banner_of(page, &version));
	set(page, root, "cita", version.evaluation ? citation_value(page, version.evaluation, version.edition, page->path) :
	    value_bool(false));
	number = TEXT_JOIN(page->arena, page_word(page, "version"), STR(" "),
			   text_number(page->arena, version.edition->number));
	page_crumb(page, version.evaluation ? entry_name(&version.evaluation->entry) : version.edition->key,
		   route_former(page->arena, ENTRY_EVALUATION, version.edition->key));
	page_crumb(page, number, no_text());
	page_short_title(page, TEXT_JOIN(page->arena, short_name, STR(" · "), number));
	set_site(page);
}
