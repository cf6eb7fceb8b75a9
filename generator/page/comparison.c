/*
 * comparison.c -- what changed from one version to another.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Kind and size are computed, here from what is shown: what was ordered out of
 * a version is out of it before the two are compared (past.h (2)).
 */
#include "html.h"
#include "past.h"

/* The edition that a comparison leads to: of TO 0, the working file if it was
   changed, else the last version. */
static const struct edition *target_of(const struct past_page *about)
{
	if (about->to)
		return life_edition(about->life, about->to);
	return about->life->working ? about->life->working : life_latest(about->life);
}

static struct value end_of(struct page *page, const struct edition *edition)
{
	struct value end = new_object(page);

	set_count(page, end, "numero", edition->number);
	set_date(page, end, "fecha", past_edition_day(page, edition));
	set_yes(page, end, "sin_guardar", edition->number == 0);
	set_yes(page, end, "sin_fecha", edition->undated);
	set_yes(page, end, "sin_reloj", edition_is_clockless(edition));
	set_text(page, end, "href", edition->number ? page_href(page, past_version_path(page, edition)) :
		 page_href(page, route_former(page->arena, ENTRY_EVALUATION, edition->key)));
	return end;
}

/* What was taken out of one of the two, told once. */
static void add_notices(struct page *page, struct value notices, const struct shown_version *version)
{
	struct slot_list list = { 0 };

	if (version->evaluation)
		list = record_list(version->evaluation->entry.record, EVALUATION_SUPPRESSIONS);
	for (uint32_t i = 0; i < list.count; i++) {
		struct value notice = notice_value(page, list.at[i].record);

		set_count(page, notice, "version", version->edition->number);
		set_text(page, notice, "campo", record_text(list.at[i].record, SUPPRESSION_FIELD_NAME));
		push(page, notices, notice);
	}
}

static struct value way_to(struct page *page, const struct life *life, const struct edition *from,
			   const struct edition *to)
{
	struct value link;

	if (!from || !to)
		return value_bool(false);
	link = new_object(page);
	set_text(page, link, "href", page_href(page, past_comparison_path(page, life, from, to)));
	set_number(page, link, "de", from->number);
	set_number(page, link, "a", to->number);
	return link;
}

static void set_ways(struct page *page, const struct past_page *about)
{
	const struct life *life = about->life;
	bool neighbours = about->to && about->to == about->from + 1;
	struct value before = value_bool(false), after = value_bool(false);

	if (neighbours) {
		before = way_to(page, life, life_edition(life, about->from - 1), life_edition(life, about->from));
		after = way_to(page, life, life_edition(life, about->to), life_edition(life, about->to + 1));
	}
	set(page, page->root, "anterior", before);
	set(page, page->root, "siguiente", after);
	set_yes(page, page->root, "hay_vecinas", value_is_true(before) || value_is_true(after));
	set_text(page, page->root, "actual", page_href(page, route_former(page->arena, ENTRY_EVALUATION, life->key)));
	set_text(page, page->root, "historial", page_href(page, past_timeline_path(page, life)));
}

static void set_result(struct page *page, const struct comparison *comparison)
{
	struct difference difference = { .known = true, .kind = comparison->kind,
					 .as_text = comparison->as_text, .unseen = comparison->unseen,
					 .words_added = comparison->words_added,
					 .words_removed = comparison->words_removed };
	struct buf summary;

	buf_init(&summary);
	comparison_put_summary(&summary, comparison);
	difference.summary = past_visible(page->arena, buf_str(&summary));
	buf_dispose(&summary);
	set(page, page->root, "cambio", told_difference(page, &difference));
	set_rows(page, page->root, "secciones", told_sections(page, comparison));
}

/* Fund, year and entity as VERSION had them: what was compared may be told by
   now. Links of this page stay those of the site. */
static struct str overline_of(struct page *page, struct shown_version *version)
{
	struct str overline;

	if (!version->edition->number || !version->evaluation)
		return life_short(page, version->life);
	version_open(page, version);
	overline = evaluation_overline(page, version->evaluation, " ");
	page->site = page->pages->in.site;
	page->route = page->pages->in.route;
	return overline;
}

/* Returns the overline of the page. */
static struct str compare(struct page *page, const struct past_page *about, const struct edition *from,
			  const struct edition *to)
{
	struct shown_version old = past_version(page, about->life, from);
	struct shown_version new = past_version(page, about->life, to);
	struct value notices = new_list(page), root = page->root;
	bool as_text = !old.evaluation || !new.evaluation;
	bool hidden = as_text && (old.text.ordered || new.text.ordered);
	bool shown = old.there && new.there && !hidden;

	set_yes(page, root, "sin_texto", !old.there || !new.there);
	set_yes(page, root, "oculta", hidden);
	add_notices(page, notices, &old);
	add_notices(page, notices, &new);
	set_rows(page, root, "avisos", notices);
	set_yes(page, root, "cambio", false);
	set_yes(page, root, "secciones", false);
	set_yes(page, root, "algo_no_se_muestra", false);
	if (shown) {
		struct comparison *comparison = chronicle_compare_shown(page->pages->past->chronicle,
			page->arena, about->life, from, to, &old.text, &new.text);

		set_result(page, comparison);
		set_yes(page, root, "algo_no_se_muestra", comparison->unseen != 0);
	}
	return overline_of(page, &new);
}

static struct str title_of(struct page *page, const struct edition *from, const struct edition *to)
{
	struct str end = to->number ? TEXT_JOIN(page->arena, page_word(page, "a_la_version"), STR(" "),
						text_number(page->arena, to->number)) :
			 page_word(page, "a_lo_que_no_se_ha_guardado");

	return TEXT_JOIN(page->arena, page_word(page, "que_cambio_de_la"), STR(" "),
			 text_number(page->arena, from->number), STR(" "), end);
}

void comparison_fill(struct page *page)
{
	const struct past_page *about = past_page_of(page);
	const struct edition *from = life_edition(about->life, about->from), *to = target_of(about);
	struct str title = title_of(page, from, to), name = life_name_then(page, about->life, to);
	struct str now = life_name(page, about->life), overline = compare(page, about, from, to);
	struct value root = page->root, commit = new_object(page);

	page_head(page, title, name, ENTRY_EVALUATION);
	page_short_title(page, TEXT_JOIN(page->arena, title, STR(" · "), overline));
	past_crumbs(page, about->life, overline);
	page_crumb(page, title, no_text());
	set(page, root, "nombre", value_text(name));
	set_text(page, root, "hoy", about->life->entry && !str_equal(name, now) ? now : no_text());
	set(page, root, "sobretitulo", value_text(overline));
	set(page, root, "de", end_of(page, from));
	set(page, root, "a", end_of(page, to));
	set_yes(page, root, "hasta_hoy", about->to == 0);
	/* between neighbours one commit made the change */
	set_commit(page, commit, to->commit, to->author);
	set(page, root, "registro", to->commit && to->number == from->number + 1 ? commit : value_bool(false));
	set_ways(page, about);
}
