/*
 * news.c -- what changed on the whole site, month by month.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Commits are told in the order of the published line, newest first, each with
 * all that it did: an edit of a catalogue and a promise that a programme no
 * longer makes as well as a version.
 */
#include "past.h"
#include "html.h"

#define NEWS_CHANGES 200	/* of one file, told on the page of its month */

/* ---- one thing that happened ---- */

static const char *happening_word(enum happening_kind kind)
{
	switch (kind) {
	case HAPPENED_PUBLISHED:	return "publicacion";
	case HAPPENED_REPLACED:		return "cambio";
	case HAPPENED_REVERTED:		return "vuelta";
	case HAPPENED_WITHDRAWN:	return "retiro";
	case HAPPENED_RESTORED:		return "restablecimiento";
	case HAPPENED_MOVED:		return "mudanza";
	case HAPPENED_DELETED:		return "borrado";
	case HAPPENED_DRAFTED:		return "a_borrador";
	case HAPPENED_RETURNED:		return "regreso";
	}
	return "";
}

static bool is_settings(const struct life *life)
{
	return (int)life->kind == LIFE_SETTINGS;
}

/* NAME is what it was called when it happened; *NOW is what it is called today,
   where that is another name. */
static struct value named(struct page *page, struct str name, struct str path, const struct entry *entry,
			  struct str now, struct str *today)
{
	*today = entry && !str_equal(name, now) ? now : no_text();
	return link_to(page, name, path);
}

/* The evaluation KEY, at MOMENT. */
static struct str evaluation_then(struct page *page, struct str key, uint32_t moment)
{
	const struct life *life = chronicle_find(page->pages->past->chronicle, ENTRY_EVALUATION, key);
	const struct edition *edition = life ? life_at(life, moment) : NULL;

	return edition ? life_name_then(page, life, edition) : key;
}

/* What its page was called, and where it is; a follow-up is told on that of its
   evaluation. */
static struct value subject_of(struct page *page, const struct happening *happening, struct str *today)
{
	const struct life *life = happening->life;
	const struct entry *entry = life->entry;
	struct str name = past_visible(page->arena, happening->edition->name), path;

	if (life->kind == ENTRY_EVALUATION)
		return named(page, life_name_then(page, life, happening->edition),
			     route_former(page->arena, ENTRY_EVALUATION, life->key), entry, life_name(page, life), today);
	*today = no_text();
	if (is_settings(life))
		return link_to(page, STR("sitio.yaml"), no_text());
	if (life->kind == ENTRY_FILE) {
		struct value link = link_to(page, name, no_text());

		set_text(page, link, "href", file_href(page, attachment_page_path(page, happening->edition->path), no_text()));
		return link;
	}
	if (life->kind == ENTRY_FOLLOW_UP) {
		entry = site_find(page->pages->in.site, ENTRY_EVALUATION, life->key);
		name = evaluation_then(page, life->key, happening->moment);
	}
	path = entry ? route_entry(page->pages->in.route, entry) : past_stub_path(page, life->kind, life->key);
	return named(page, name, path, entry, entry ? entry_name(entry) : name, today);
}

/* The promises that a programme makes no longer, and those that are new, are
   told by name. */
static void set_promises(struct page *page, struct value object, const struct comparison *comparison)
{
	const struct field *promises = &record_type(RECORD_PROGRAMME)->fields[PROGRAMME_PROMISES];
	struct value gone = new_list(page), come = new_list(page);

	for (uint32_t i = 0; i < comparison->count; i++) {
		const struct change *change = &comparison->changes[i];

		if (change->depth != 1 || change->field != promises || change->part != PART_ELEMENT)
			continue;
		if (change->kind == CHANGE_REMOVED)
			push(page, gone, words_value(page, change->old_text));
		else if (change->kind == CHANGE_ADDED)
			push(page, come, words_value(page, change->new_text));
	}
	set_rows(page, object, "promesas_retiradas", gone);
	set_rows(page, object, "promesas_nuevas", come);
}

/* A promise that was made again since is not withdrawn. */
static bool is_made_again(struct value again, struct str text)
{
	for (uint32_t i = 0; i < value_count(again); i++)
		if (str_equal(str_make(again.as.list->at[i].as.text, again.as.list->at[i].len), text))
			return true;
	return false;
}

struct value news_withdrawn(struct page *page, const struct entry *programme)
{
	const struct field *promises = &record_type(RECORD_PROGRAMME)->fields[PROGRAMME_PROMISES];
	const struct life *life = past_life(page->pages, programme);
	struct value rows = new_list(page), again = new_list(page), object = new_object(page);

	for (uint32_t number = life ? life->count : 0; number > 1; number--) {
		const struct edition *edition = life_edition(life, number);
		const struct comparison *comparison = chronicle_compare_told(page->pages->past->chronicle, page->arena,
			life, life_edition(life, number - 1), edition);

		for (uint32_t i = 0; comparison && i < comparison->count; i++) {
			const struct change *change = &comparison->changes[i];
			struct value row;

			if (change->depth != 1 || change->field != promises || change->part != PART_ELEMENT)
				continue;
			if (change->kind == CHANGE_ADDED)
				push(page, again, value_text(change->new_raw));
			if (change->kind != CHANGE_REMOVED || is_made_again(again, change->old_raw))
				continue;
			row = words_value(page, change->old_text);
			set_date(page, row, "fecha", past_edition_day(page, edition));
			push(page, rows, row);
		}
	}
	set(page, object, "filas", rows);
	return value_count(rows) ? object : value_bool(false);
}

/* What one edition of a file that is no evaluation changed, itself. */
static void set_detail(struct page *page, struct value object, const struct happening *happening)
{
	const struct life *life = happening->life;
	const struct edition *edition = happening->edition;
	const struct edition *before = life_edition(life, edition->number - 1);
	struct comparison *comparison = NULL;

	if (life->kind == ENTRY_EVALUATION || life->kind == ENTRY_FILE || !before ||
	    edition->change.kind != COMPARE_SUBSTANCE || !edition->change.known ||
	    happening->kind == HAPPENED_DELETED || happening->kind == HAPPENED_MOVED)
		return;
	comparison = chronicle_compare_told(page->pages->past->chronicle, page->arena, life, before, edition);
	if (!comparison)
		return;
	if (comparison->count > NEWS_CHANGES) {
		set_count(page, object, "mas", comparison->count - NEWS_CHANGES);
		comparison->count = NEWS_CHANGES;
	}
	set_rows(page, object, "secciones", told_sections(page, comparison));
	if (life->kind == ENTRY_PROGRAMME)
		set_promises(page, object, comparison);
}

/* A file that was there and changed has a difference; one that came or went has none. */
static bool has_difference(const struct happening *happening)
{
	return happening->edition->number > 1 && happening->edition->change.known &&
	       happening->kind != HAPPENED_DELETED && happening->kind != HAPPENED_DRAFTED &&
	       happening->kind != HAPPENED_MOVED && happening->kind != HAPPENED_PUBLISHED;
}

static void set_ways(struct page *page, struct value object, const struct happening *happening)
{
	const struct life *life = happening->life;
	const struct edition *edition = happening->edition;
	const struct edition *before = life_edition(life, edition->number - 1);

	set_yes(page, object, "version", false);
	set_yes(page, object, "cambios", false);
	set_yes(page, object, "numero", false);
	if (life->kind != ENTRY_EVALUATION)
		return;
	set_text(page, object, "version", page_href(page, past_version_path(page, edition)));
	set_count(page, object, "numero", edition->place ? edition->number : 0);
	if (before && has_difference(happening))
		set_text(page, object, "cambios", page_href(page, past_comparison_path(page, life, before, edition)));
}

static struct value happening_value(struct page *page, const struct happening *happening, bool detail)
{
	const struct life *life = happening->life;
	const struct edition *edition = happening->edition;
	struct value object = new_object(page);
	const char *word = happening_word(happening->kind);
	struct str today;

	set_words(page, object, "clase", word);
	set(page, object, "hecho", value_text(page_word(page, TEXT_JOIN(page->arena, STR("hecho_"),
									str_from(word)).ptr)));
	set(page, object, "que", subject_of(page, happening, &today));
	set_text(page, object, "hoy", today);
	set_yes(page, object, "es_evaluacion", life->kind == ENTRY_EVALUATION);
	set_text(page, object, "tipo", is_settings(life) ? page_word(page, "tipo_sitio") :
		 str_from(entry_kind_word(life->kind)));
	set_text(page, object, "de", past_visible(page->arena, happening->from));
	set_count(page, object, "igual_a", happening->kind == HAPPENED_REVERTED && edition->place ? edition->same_as : 0);
	set(page, object, "cambio", has_difference(happening) ? told_difference(page, &edition->change) :
	    value_bool(false));
	set_ways(page, object, happening);
	set_yes(page, object, "mas", false);
	set_yes(page, object, "secciones", false);
	set_yes(page, object, "promesas_retiradas", false);
	set_yes(page, object, "promesas_nuevas", false);
	set_yes(page, object, "con_sus_promesas", life->kind == ENTRY_PROGRAMME &&
		happening->kind == HAPPENED_DELETED);
	if (detail)
		set_detail(page, object, happening);
	return object;
}

/* ---- lists ---- */

static bool is_of_form_alone(const struct happening *happening)
{
	return has_difference(happening) && happening->edition->change.kind != COMPARE_SUBSTANCE &&
	       (happening->kind == HAPPENED_REPLACED || happening->kind == HAPPENED_REVERTED);
}

struct value news_latest(struct page *page, uint32_t limit)
{
	const struct past *past = page->pages->past;
	struct value object, rows;

	if (!past || !past->chronicle->happening_count)
		return value_bool(false);
	object = new_object(page);
	rows = new_list(page);
	for (uint32_t i = 0; i < past->chronicle->happening_count && value_count(rows) < limit; i++) {
		const struct happening *happening = &past->chronicle->happenings[i];
		struct value row;

		if (is_of_form_alone(happening))
			continue;
		row = happening_value(page, happening, false);
		set_date(page, row, "fecha", past_day(page, happening->commit));
		push(page, rows, row);
	}
	set(page, object, "filas", rows);
	set_words(page, object, "ruta", "cambios/index.html");
	return object;
}

/* "marzo de 2024" */
static struct str month_words(struct page *page, const struct month *month)
{
	struct str whole;

	if (!month->year)
		return page_word(page, "sin_fecha");
	whole = text_date(page->arena, (struct date){ (int16_t)month->year, (int8_t)month->month, 1 });
	return str_slice(whole, 5, (size_t)-1);		/* behind "1 de " */
}

/* COUNT of the happenings AT, those of one commit together; what a merge
   publishes, by who wrote it. */
static struct value commits_of(struct page *page, const uint32_t *at, uint32_t count)
{
	const struct chronicle *chronicle = page->pages->past->chronicle;
	struct value commits = new_list(page), commit = value_null(), what = value_null();
	const struct happening *last = NULL;

	for (uint32_t i = 0; i < count; i++) {
		const struct happening *happening = &chronicle->happenings[at[i]];

		if (!last || happening->moment != last->moment || happening->author != last->author) {
			commit = new_object(page);
			what = new_list(page);
			set_commit(page, commit, happening->commit, happening->author);
			set(page, commit, "hechos", what);
			push(page, commits, commit);
		}
		last = happening;
		push(page, what, happening_value(page, happening, true));
	}
	return commits;
}

static struct value month_link(struct page *page, const struct month *month)
{
	struct value link = link_to(page, month_words(page, month), month->path);

	set_number(page, link, "cuantos", month->count);
	set_yes(page, link, "uno", month->count == 1);
	return link;
}

#define LATEST 30

void changes_fill(struct page *page)
{
	const struct past *past = page->pages->past;
	struct value months = new_list(page);
	uint32_t count = past->chronicle->happening_count, *at;

	page_head(page, page_word(page, "titulo_cambios"), page_word(page, "describe_cambios"), NAVIGATION_CHANGES);
	page_crumb(page, page_word(page, "menu_cambios"), no_text());
	for (uint32_t i = 0; i < past->month_count; i++)
		push(page, months, month_link(page, &past->months[i]));
	set_rows(page, page->root, "meses", months);
	count = count < LATEST ? count : LATEST;
	at = ARENA_ARRAY(page->arena, count, uint32_t);
	for (uint32_t i = 0; i < count; i++)
		at[i] = i;
	set(page, page->root, "commits", commits_of(page, at, count));
	set_more(page, page->root, past->chronicle->happening_count, count);
	set_text(page, page->root, "por_que", page->pages->in.history_words);
	set_text(page, page->root, "adjuntos", page_href(page, attachments_index(page)));
	set_downloads(page, page->root, STR("datos/versiones"));
}

void month_fill(struct page *page)
{
	const struct past *past = page->pages->past;
	uint32_t index = past_page_of(page)->from, first = (page->item->page - 1) * ROUTE_ROWS;
	const struct month *month = &past->months[index];
	uint32_t count = month->count - first < ROUTE_ROWS ? month->count - first : ROUTE_ROWS;
	struct str title = TEXT_JOIN(page->arena, page_word(page, month->year ? "cambios_de" : "titulo_cambios"),
				     month->year ? STR(" ") : STR(", "), month_words(page, month));

	page_head(page, title, no_text(), NAVIGATION_CHANGES);
	page_crumb(page, page_word(page, "menu_cambios"), STR("cambios/index.html"));
	page_crumb(page, month_words(page, month), no_text());
	set(page, page->root, "commits", commits_of(page, month->at + first, count));
	set_paging(page, page->root, month->path, month->count);
	set(page, page->root, "anterior", index + 1 < past->month_count ?
	    month_link(page, &past->months[index + 1]) : value_bool(false));
	set(page, page->root, "siguiente", index > 0 ? month_link(page, &past->months[index - 1]) : value_bool(false));
	set_yes(page, page->root, "hay_vecinas", past->month_count > 1);
}
