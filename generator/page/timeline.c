/*
 * timeline.c -- the life of an evaluation, and what is left when it is gone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Three clocks that are never mixed: the dates that the document gives, the
 * day it was made public, as its record says, and when git recorded each
 * version here.
 */
#include <stdlib.h>

#include "base/vec.h"
#include "chart.h"
#include "html.h"
#include "past.h"

/* ---- what it is called ---- */

static const struct edition *named_by(const struct life *life)
{
	return life->count ? life_latest(life) : life->working;
}

static bool name_is_taken(struct page *page, const struct life *life)
{
	struct shown_version version;

	if (life->entry)
		return is_suppressed(entry_evaluation(life->entry), "1.1", "nombre");
	version = past_version(page, life, named_by(life));
	return version.hidden || (version.evaluation && is_suppressed(version.evaluation, "1.1", "nombre"));
}

struct str life_name(struct page *page, const struct life *life)
{
	const struct edition *edition = named_by(life);

	if (life->entry)
		return entry_name(life->entry);
	return !edition || name_is_taken(page, life) ? life->key : past_visible(page->arena, edition->name);
}

struct str life_name_then(struct page *page, const struct life *life, const struct edition *edition)
{
	if (!edition->number)
		return life_name(page, life);
	return past_visible(page->arena, chronicle_name_shown(page->pages->past->chronicle, page->arena, life, edition));
}

struct str life_short(struct page *page, const struct life *life)
{
	return life->entry ? evaluation_overline(page, entry_evaluation(life->entry), " ") : life->key;
}

void past_crumbs(struct page *page, const struct life *life, struct str overline)
{
	page_crumb(page, page_word(page, "menu_evaluaciones"), route_index(ENTRY_EVALUATION));
	page_crumb(page, overline, route_former(page->arena, ENTRY_EVALUATION, life->key));
}

/* ---- the versions ---- */

uint32_t timeline_rows(const struct life *life)
{
	return life->count + (life->working ? 1 : 0);
}

/* What is said once, on the first of a long timeline's pages. */
static bool is_further(const struct page *page)
{
	return page->item->page > 1;
}

static struct value version_row(struct page *page, const struct life *life, const struct edition *edition)
{
	struct value row = new_object(page);
	const struct edition *before = edition->number ? life_edition(life, edition->number - 1) :
				       life_latest(life);

	/* whoever wrote the oldest commit that is known did not write what it found */
	if (edition->undated)
		set_commit(page, row, NULL, NULL);
	else
		set_commit(page, row, edition->commit, edition->author);
	set_count(page, row, "numero", edition->place ? edition->number : 0);
	set_yes(page, row, "sin_numero", edition->number && !edition->place);
	set_yes(page, row, "sin_texto", edition->unread);
	set_yes(page, row, "sin_guardar", edition->number == 0);
	set_yes(page, row, "sin_fecha", edition->undated);
	set_text(page, row, "href", edition->number ? page_href(page, past_version_path(page, edition)) :
		 page_href(page, route_former(page->arena, ENTRY_EVALUATION, edition->key)));
	set_text(page, row, "cambios", before ?
		 page_href(page, past_comparison_path(page, life, before, edition->number ? edition : NULL)) :
		 no_text());
	set_yes(page, row, "primera", !before && !life->incomplete);
	set(page, row, "cambio", before && edition->change.known ? told_difference(page, &edition->change) :
	    value_bool(false));
	set_yes(page, row, "no_se_sabe", before && !edition->change.known && !edition->unread);
	set_number(page, row, "palabras", edition->words);
	set_count(page, row, "igual_a", edition->place ? edition->same_as : 0);
	set_yes(page, row, "ilegible", edition->status == EDITION_UNREADABLE && !edition->unread && edition->bytes);
	set_yes(page, row, "retirada", edition->status == EDITION_WITHDRAWN);
	set_text(page, row, "identidad", edition->moved ? edition->key : no_text());
	set_yes(page, row, "sucesos", false);
	set_more(page, row, 0, 0);
	return row;
}

/* What happened to the evaluation while EDITION was its last, and made no other
   version: taken away, and back with the same bytes. NULL: that is none. */
static const char *event_of_life(const struct happening *happening, const struct edition *edition)
{
	if (happening->edition != edition)
		return NULL;
	if (happening->kind == HAPPENED_DELETED)
		return "suceso_borrado";
	if (happening->kind == HAPPENED_DRAFTED)
		return "suceso_borrador";
	return happening->kind == HAPPENED_RETURNED && happening->moment != edition->moment ? "suceso_regreso" : NULL;
}

/* The whole follow-up taken away, or back: what was promised and done about the
   recommendations is a part of this life too. */
static const char *event_of_follow_up(const struct happening *happening)
{
	if (happening->kind == HAPPENED_DELETED)
		return "suceso_seguimiento_borrado";
	return happening->kind == HAPPENED_RETURNED ? "suceso_seguimiento_regreso" : NULL;
}

/* Something to be told in a life, and the word for it. */
struct event {
	const struct happening *happening;
	const char *word;
};

struct events {
	struct event *at;
	size_t count, room;
};

/* All happenings lie in one array, newest first. */
static int newest_first(const void *a, const void *b)
{
	const struct happening *x = ((const struct event *)a)->happening, *y = ((const struct event *)b)->happening;

	return (x > y) - (x < y);
}

/* Those of the follow-ups at KEY while EDITION was the last of LIFE. */
static void find_follow_up(struct page *page, struct events *events, const struct life *life,
			   const struct edition *edition, struct str key)
{
	const struct life *follow_up = chronicle_find(page->pages->past->chronicle, ENTRY_FOLLOW_UP, key);

	for (uint32_t i = 0; follow_up && i < follow_up->happening_count; i++) {
		const struct happening *happening = follow_up->happenings[i];
		struct event event = { happening, event_of_follow_up(happening) };

		if (event.word && life_at(life, happening->moment) == edition)
			vec_push(events, event);
	}
}

/* The newest of them: an evaluation may have gone and come a thousand times as it was. */
static void set_events(struct page *page, struct value row, const struct life *life, const struct edition *edition)
{
	struct value list = new_list(page);
	struct events events = { 0 };

	for (uint32_t i = 0; i < life->happening_count; i++) {
		struct event event = { life->happenings[i], event_of_life(life->happenings[i], edition) };

		if (event.word)
			vec_push(&events, event);
	}
	find_follow_up(page, &events, life, edition, life->key);
	for (uint32_t i = 0; i < life->count; i++)	/* it may have stayed where the evaluation was */
		if (!str_equal(life->editions[i].key, life->key) &&
		    (i == 0 || !str_equal(life->editions[i].key, life->editions[i - 1].key)))
			find_follow_up(page, &events, life, edition, life->editions[i].key);
	if (events.count > 1)
		qsort(events.at, events.count, sizeof *events.at, newest_first);
	for (size_t i = 0; i < events.count && i < ROUTE_ROWS; i++) {
		struct value event = new_object(page);

		set_commit(page, event, events.at[i].happening->commit, events.at[i].happening->author);
		set(page, event, "que", value_text(page_word(page, events.at[i].word)));
		push(page, list, event);
	}
	if (events.count) {
		set(page, row, "sucesos", list);
		set_more(page, row, (uint32_t)events.count, value_count(list));
	}
	vec_dispose(&events);
}

/* The newest first, ROUTE_ROWS on a page. */
static void set_versions(struct page *page, const struct life *life)
{
	uint32_t first = is_further(page) ? (page->item->page - 1) * ROUTE_ROWS : 0, count = timeline_rows(life);
	struct value rows = new_list(page);

	for (uint32_t i = first; i < count && i - first < ROUTE_ROWS; i++) {
		const struct edition *edition = life->working && i == 0 ? life->working :
						&life->editions[count - 1 - i];
		struct value row = version_row(page, life, edition);

		if (edition->number)
			set_events(page, row, life, edition);
		push(page, rows, row);
	}
	set(page, page->root, "filas", rows);
	set_paging(page, page->root, route_beside(page->arena, past_page_of(page)->key, "historial.html"), count);
	set_number(page, page->root, "cuantas", life->count);
	set_yes(page, page->root, "una", life->count == 1);
}

/* ---- the sizes ---- */

/* The last day for publishing; unset when nobody knows it, or may. */
static struct date due_of(const struct evaluation *evaluation)
{
	if (!evaluation || is_suppressed(evaluation, "1.3", "termino"))
		return (struct date){ 0 };
	return evaluation->clock.due;
}

/* The deadline stands in the picture, and in words below it. */
static void set_deadline(struct page *page, struct chart *chart, struct date due)
{
	if (!date_is_set(due))
		return;
	chart->limited = true;
	chart->limit = date_to_days(due);
	chart->limit_text = TEXT_JOIN(page->arena, page_word(page, "plazo_raya"), STR(" "), text_day(page->arena, due));
	chart->note = TEXT_JOIN(page->arena, chart->note, STR(" "), page_word(page, "tamano_plazo"), STR(" "),
				text_date(page->arena, due), STR("."));
}

/* Some versions in a row that have one place in a picture: thousands would be a
   blot, and more to load than all that is told in words. */
struct group {
	const struct edition *from, *to;
};

struct groups {
	struct group *at;
	uint32_t count;
	bool joined;		/* some are more than one version */
};

/* CHANGED: only if it is known what it changed. */
static bool has_a_place(struct page *page, const struct edition *edition, bool changed)
{
	return !edition->unread && (!changed || edition->change.known) && date_is_set(past_edition_day(page, edition));
}

static struct groups groups_of(struct page *page, const struct life *life, bool changed)
{
	const struct edition **shown = ARENA_ARRAY(page->arena, life->count, const struct edition *);
	struct groups groups = { .at = ARENA_ARRAY(page->arena, ROUTE_ROWS, struct group) };
	uint32_t count = 0;

	for (uint32_t i = changed; !life->incomplete && i < life->count; i++)
		if (has_a_place(page, &life->editions[i], changed))
			shown[count++] = &life->editions[i];
	groups.count = count < ROUTE_ROWS ? count : ROUTE_ROWS;
	groups.joined = groups.count < count;
	for (uint32_t i = 0; i < groups.count; i++) {
		uint32_t from = (uint32_t)((uint64_t)i * count / groups.count);
		uint32_t to = (uint32_t)((uint64_t)(i + 1) * count / groups.count);

		groups.at[i] = (struct group){ shown[from], shown[to - 1] };
	}
	return groups;
}

/* Put GROUP where its last version is on the line of days. A line goes forwards, whatever the
   clocks said: from the chart's last point, or its first. */
static void add_point(struct page *page, struct chart *chart, struct chart_point *points,
		      const struct group *group, int64_t number, struct str text)
{
	struct date day = past_day(page, group->to->commit);
	struct str name = text_number(page->arena, group->to->number);
	int64_t at = date_to_days(day);

	if (chart->count && points[chart->count - 1].at > at)
		at = points[chart->count - 1].at;
	if (group->from != group->to)
		name = TEXT_JOIN(page->arena, text_number(page->arena, group->from->number), STR("–"), name);
	points[chart->count++] = (struct chart_point){
		.name = TEXT_JOIN(page->arena, name, STR(" · "), text_date(page->arena, day)),
		.href = page_href(page, past_version_path(page, group->to)),
		.at = at,
		.series = { { number, text } },
	};
}

/* How much each version changed of the one before, on a line of days. */
static void set_changes(struct page *page, const struct life *life)
{
	struct groups groups = groups_of(page, life, true);
	struct chart_point *points = ARENA_ARRAY(page->arena, groups.count, struct chart_point);
	struct chart chart = {
		.kind = CHART_TIMELINE, .title = page_word(page, "cambios_titulo"),
		.note = page_word(page, groups.joined ? "cambios_nota_varias" :
				  groups.count > CHART_DENSE ? "cambios_nota_muchas" : "cambios_nota"),
		.columns = { page_word(page, "version"), page_word(page, "palabras") }, .points = points,
	};

	for (uint32_t i = 0; i < groups.count; i++) {
		int64_t added = 0, removed = 0;

		for (const struct edition *edition = groups.at[i].from; edition <= groups.at[i].to; edition++)
			if (has_a_place(page, edition, true)) {
				added += edition->change.words_added;
				removed += edition->change.words_removed;
			}
		add_point(page, &chart, points, &groups.at[i], added + removed,
			  TEXT_JOIN(page->arena, STR("+"), text_number(page->arena, added), STR(" −"),
				    text_number(page->arena, removed)));
	}
	set(page, page->root, "grafica_cambios", chart.count > 1 ? chart_value(page, &chart) : value_bool(false));
}

static void set_sizes(struct page *page, const struct life *life, const struct evaluation *evaluation)
{
	struct groups groups = groups_of(page, life, false);
	struct chart_point *points = ARENA_ARRAY(page->arena, groups.count, struct chart_point);
	struct chart chart = {
		.kind = CHART_STEPS, .title = page_word(page, "tamano_titulo"),
		.note = page_word(page, groups.joined ? "tamano_nota_varias" : "tamano_nota"),
		.columns = { page_word(page, "version"), page_word(page, "palabras") }, .points = points,
	};

	for (uint32_t i = 0; i < groups.count; i++)
		add_point(page, &chart, points, &groups.at[i], groups.at[i].to->words,
			  text_number(page->arena, groups.at[i].to->words));
	set_deadline(page, &chart, due_of(evaluation));
	set(page, page->root, "grafica", chart.count > 1 ? chart_value(page, &chart) : value_bool(false));
	set_changes(page, life);
}

/* ---- the three clocks ---- */

static const struct edition *first_dated(const struct life *life)
{
	return life->count && !life->editions[0].undated && !life->incomplete ? &life->editions[0] : NULL;
}

/* The document's clock is that of the entry now, or of its last version. */
static void set_clocks(struct page *page, const struct life *life, const struct evaluation *evaluation)
{
	const struct edition *first = first_dated(life), *last = life_latest(life);
	struct value clocks = new_object(page), recorded = new_object(page);
	struct date day = past_edition_day(page, first), due = due_of(evaluation);
	bool late;

	set(page, clocks, "documento", evaluation ? clock_value(page, evaluation) : value_bool(false));
	set_date(page, recorded, "primera", day);
	set_date(page, recorded, "ultima", past_edition_day(page, last != first ? last : NULL));
	set_date(page, recorded, "quitada", past_day(page, life->gone));
	late = date_is_set(due) && date_is_set(day) && date_compare(day, due) > 0;
	set_days(page, recorded, "dias_despues", late ? date_between(due, day, false) : 0);
	set_yes(page, recorded, "en_plazo", date_is_set(due) && date_is_set(day) && !late);
	set_yes(page, recorded, "incompleto", life->incomplete);
	set(page, clocks, "registro", recorded);
	set(page, page->root, "relojes", clocks);
}

/* ---- pages ---- */

/* The evaluation as it is now, or was last; NULL when nobody can say. */
static const struct evaluation *last_evaluation(struct page *page, const struct life *life)
{
	struct shown_version version;
	const struct edition *edition = life_latest(life);

	if (life->entry)
		return entry_evaluation(life->entry);
	if (!edition)
		return NULL;
	version = past_version(page, life, edition);
	if (version.evaluation)
		version_open(page, &version);
	return version.evaluation;
}

/* Who took it away: with a merge, not who merged. */
static const struct history_commit *taken_by(const struct life *life)
{
	for (uint32_t i = 0; life->gone && i < life->happening_count; i++)
		if (life->happenings[i]->commit == life->gone)
			return life->happenings[i]->author;
	return NULL;
}

static void set_state_of_life(struct page *page, const struct life *life)
{
	struct value root = page->root, gone = new_object(page);

	set_yes(page, root, "sin_guardar", life->working != NULL);
	set_yes(page, root, "retirada", life->state == LIFE_WITHDRAWN);
	set_commit(page, gone, life->gone, taken_by(life));
	set_yes(page, gone, "a_borrador", life->state == LIFE_DRAFT);
	set(page, root, "quitada", life->gone && !life->entry ? gone : value_bool(false));
	set_yes(page, root, "falta", !life->gone && !life->entry);
	set_yes(page, root, "incompleto", life->incomplete);
	set_text(page, root, "por_que", life->incomplete ? page->pages->in.history_words : no_text());
}

void timeline_fill(struct page *page)
{
	const struct past_page *about = past_page_of(page);
	const struct life *life = about->life;
	struct value root = page->root;
	struct str title = page_word(page, "historial_titulo");

	page_head(page, title, life_name(page, life), ENTRY_EVALUATION);
	page_short_title(page, TEXT_JOIN(page->arena, title, STR(" · "), life_short(page, life)));
	past_crumbs(page, life, life_short(page, life));
	page_crumb(page, title, no_text());
	set(page, root, "nombre", value_text(life_name(page, life)));
	set(page, root, "sobretitulo", value_text(life_short(page, life)));
	set_text(page, root, "actual", page_href(page, route_former(page->arena, ENTRY_EVALUATION, life->key)));
	set_text(page, root, "antes_en", str_equal(about->key, life->key) ? no_text() : about->key);
	set_text(page, root, "ahora_en", life->key);
	set_text(page, root, "ficha", life->entry && past_leaves_a_card(page->pages, life, about->key) ?
		 page_href(page, past_card_path(page->arena, about->key)) : no_text());
	set_text(page, root, "desde_la_primera", life->count > 1 || (life->count && life->working) ?
		 page_href(page, route_comparison(page->arena, about->key, life->editions[0].place, 0)) : no_text());
	set_state_of_life(page, life);
	set_versions(page, life);
	if (is_further(page)) {
		set_yes(page, root, "grafica", false);
		set_yes(page, root, "grafica_cambios", false);
		set_yes(page, root, "relojes", false);
	} else {
		const struct evaluation *evaluation = last_evaluation(page, life);

		set_sizes(page, life, evaluation);
		set_clocks(page, life, evaluation);
	}
	/* links of this page are those of the site, whatever was looked at */
	page->site = page->pages->in.site;
	page->route = page->pages->in.route;
}

/* What stands where an evaluation was: taken away, or at another identity. */
void tombstone_fill(struct page *page)
{
	const struct past_page *about = past_page_of(page);
	const struct life *life = about->life;
	const struct edition *last = life_latest(life);
	struct value root = page->root;
	bool moved = !str_equal(about->key, life->key);
	struct str title = page_word(page, moved ? "titulo_traslado" : "lapida_titulo");

	page_head(page, title, life_name(page, life), ENTRY_EVALUATION);
	page_short_title(page, TEXT_JOIN(page->arena, title, STR(" · "), about->key));
	page_crumb(page, page_word(page, "menu_evaluaciones"), route_index(ENTRY_EVALUATION));
	page_crumb(page, about->key, no_text());
	set(page, root, "nombre", value_text(life_name(page, life)));
	set(page, root, "identidad", value_text(about->key));
	set_text(page, root, "ahora_en", moved ? page_href(page, route_former(page->arena, ENTRY_EVALUATION, life->key)) :
		 no_text());
	set_text(page, root, "historial", page_href(page, past_timeline_path(page, life)));
	set_state_of_life(page, life);
	set(page, root, "ultima", last ? version_row(page, life, last) : value_bool(false));
}

/* Where a catalogue entry or a page was, or what only versions lead to. */
void stub_fill(struct page *page)
{
	const struct stub *stub = &page->pages->past->stubs[past_page_of(page)->from];
	bool abreast = stub->kind == ENTRY_KINDS;
	struct value rows = new_list(page);

	page_head(page, past_visible(page->arena, stub->name), no_text(), NAVIGATION_NONE);
	page_crumb(page, past_visible(page->arena, stub->name), no_text());
	set_yes(page, page->root, "comparacion", abreast);
	set_text(page, page->root, "clave", stub->key.len ? stub->key : no_text());
	set_date(page, page->root, "quitada", past_day(page, stub->life ? stub->life->gone : NULL));
	set_text(page, page->root, "ahora_en", stub->life && stub->life->entry ?
		 page_href(page, route_entry(page->pages->in.route, stub->life->entry)) : no_text());
	set_text(page, page->root, "ahora", stub->life && stub->life->entry ? entry_name(stub->life->entry) : no_text());
	set_text(page, page->root, "de", stub->key.len ? str_from(entry_kind_word(stub->kind)) : no_text());
	for (uint32_t i = 0; i < stub->count && i < ROUTE_ROWS; i++) {
		const struct past_page *from = &stub->from[i];
		struct value row = link_to(page, life_name(page, from->life),
					   past_version_path(page, life_edition(from->life, from->from)));

		set_number(page, row, "numero", from->from);
		push(page, rows, row);
	}
	set(page, page->root, "filas", rows);
	set_yes(page, page->root, "hay", stub->count > 0);
	set_more(page, page->root, stub->count, value_count(rows));
}
