/*
 * past.c -- versions as they were, made ready to be shown.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A recaller remembers what catalogues said at a commit: it parses each
 * distinct file once and keeps it, up to a limit, because many versions name
 * the same fund. It belongs to one thread at a time; those not in use wait in
 * a list. Which one a page gets changes nothing of the page.
 */
#include "past.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/escape.h"
#include "base/path.h"
#include "base/utf8.h"
#include "html.h"
#include "model/alone.h"

/* ---- what catalogues said ---- */

#define RECALLER_ROOM ((size_t)8 << 20)

struct recaller {
	const struct chronicle *chronicle;
	uint32_t moment;
	struct arena arena;
	struct map entries;	/* by kind, key and blob */
};

struct recallers {
	const struct chronicle *chronicle;
	pthread_mutex_t lock;
	VEC(struct recaller *) idle;
};

static struct recaller *recaller_new(const struct chronicle *chronicle)
{
	struct recaller *recaller = memory_alloc(sizeof *recaller);

	*recaller = (struct recaller){ .chronicle = chronicle };
	arena_init(&recaller->arena);
	map_init(&recaller->entries);
	return recaller;
}

static void recaller_free(struct recaller *recaller)
{
	map_dispose(&recaller->entries);
	arena_dispose(&recaller->arena);
	free(recaller);
}

struct recallers *recallers_new(const struct chronicle *chronicle)
{
	struct recallers *recallers = memory_alloc(sizeof *recallers);

	*recallers = (struct recallers){ .chronicle = chronicle };
	pthread_mutex_init(&recallers->lock, NULL);
	return recallers;
}

void recallers_free(struct recallers *recallers)
{
	for (size_t i = 0; i < recallers->idle.count; i++)
		recaller_free(recallers->idle.at[i]);
	vec_dispose(&recallers->idle);
	pthread_mutex_destroy(&recallers->lock);
	free(recallers);
}

static struct recaller *take_recaller(struct recallers *recallers, uint32_t moment)
{
	struct recaller *recaller = NULL;

	pthread_mutex_lock(&recallers->lock);
	if (recallers->idle.count)
		recaller = recallers->idle.at[--recallers->idle.count];
	pthread_mutex_unlock(&recallers->lock);
	if (!recaller)
		recaller = recaller_new(recallers->chronicle);
	if (recaller->arena.used > RECALLER_ROOM) {
		map_dispose(&recaller->entries);
		map_init(&recaller->entries);
		arena_reset(&recaller->arena);
	}
	recaller->moment = moment;
	return recaller;
}

static void give_recaller(struct recallers *recallers, struct recaller *recaller)
{
	pthread_mutex_lock(&recallers->lock);
	vec_push(&recallers->idle, recaller);
	pthread_mutex_unlock(&recallers->lock);
}

static const char nothing[] = "";	/* kept for what cannot be read */

/* What is kept under this name is the same whoever asks, and when. */
static struct str name_of_memory(struct recaller *recaller, int kind, struct str key, const struct object_id *blob)
{
	char hex[OBJECT_ID_HEX];

	object_id_hex(hex, blob);
	return arena_printf(&recaller->arena, "%d %s %.*s", kind, hex, STR_ARG(key));
}

static const struct entry *recall_file(struct recaller *recaller, struct str key)
{
	struct entry *entry = ARENA_NEW(&recaller->arena, struct entry);

	entry->kind = ENTRY_FILE;
	entry->name = entry->brief = path_name(arena_str(&recaller->arena, key));
	return entry;
}

static bool is_draft(const struct entry *entry)
{
	return entry->kind == ENTRY_EVALUATION && record_is(entry->record, EVALUATION_STATUS, "borrador");
}

static const void *read_memory(struct recaller *recaller, enum entry_kind kind, struct str key)
{
	struct version_text text;
	struct object_id blob;
	struct str kept = arena_str(&recaller->arena, key);

	if (!chronicle_recall(recaller->chronicle, &recaller->arena, kind, kept, recaller->moment, &blob, &text))
		return NULL;
	if ((int)kind == LIFE_SETTINGS)
		return site_record_parse(&recaller->arena, text.bytes);
	return text.entry && !is_draft(text.entry) ? text.entry : NULL;
}

/* The record of sitio.yaml for LIFE_SETTINGS, else an entry; NULL: none. */
static const void *remember(struct recaller *recaller, enum entry_kind kind, struct str key)
{
	struct object_id blob;
	struct str name;
	const void *kept;

	if (!chronicle_recall(recaller->chronicle, &recaller->arena, kind, key, recaller->moment, &blob, NULL))
		return NULL;
	if (kind == ENTRY_FILE)
		return recall_file(recaller, key);
	name = name_of_memory(recaller, (int)kind, key, &blob);
	kept = map_get(&recaller->entries, name);
	if (!kept) {
		kept = read_memory(recaller, kind, key);
		kept = kept ? kept : nothing;
		map_set(&recaller->entries, name, (void *)(uintptr_t)kept);
	}
	return kept == nothing ? NULL : kept;
}

static const struct entry *recall(void *context, enum entry_kind kind, struct str key)
{
	return remember(context, kind, key);
}

static const struct record *recall_settings(struct recaller *recaller)
{
	return remember(recaller, (enum entry_kind)LIFE_SETTINGS, STR(""));
}

static struct site *make_site(struct recaller *recaller, struct evaluation *evaluation,
			      const struct record *now)
{
	struct site_past past = {
		.recall = recall, .context = recaller,
		.record = recall_settings(recaller), .record_now = now,
	};

	return site_alone(evaluation, &past);
}

/* A version that cannot be read has the site's settings all the same. */
static struct site *make_bare_site(struct page *page, struct recaller *recaller, struct str key)
{
	struct evaluation *evaluation = ARENA_NEW(page->arena, struct evaluation);
	const struct record_type *type = record_type(RECORD_EVALUATION);

	evaluation->entry.kind = ENTRY_EVALUATION;
	evaluation->entry.key = evaluation->entry.name = evaluation->entry.brief = key;
	evaluation->entry.path = content_path(page->arena, ENTRY_EVALUATION, key);
	evaluation->entry.record = arena_alloc(page->arena, sizeof(struct record) +
					       type->count * sizeof(struct slot));
	evaluation->entry.record->type = type;
	return make_site(recaller, evaluation, page->pages->in.site->record);
}

void version_open(struct page *page, struct shown_version *version)
{
	page->recaller = take_recaller(page->pages->past->recallers, version->edition->moment);
	if (version->evaluation)
		page->own_site = make_site(page->recaller, version->evaluation,
					   page->pages->in.site->record);
	else
		page->own_site = make_bare_site(page, page->recaller, version->edition->key);
	page->own_route = route_new(page->own_site);
	page->site = page->own_site;
	page->route = page->own_route;
}

void version_close(struct page *page)
{
	if (!page->recaller)
		return;
	route_free(page->own_route);
	site_free(page->own_site);
	give_recaller(page->pages->past->recallers, page->recaller);
	page->recaller = NULL;
}

/* The blob that the attachment KEY had when the version was published, in hexadecimal;
   absent where there was none. */
static struct str blob_then(struct page *page, struct str key)
{
	struct object_id blob;
	char hex[OBJECT_ID_HEX];

	if (!chronicle_recall(page->pages->past->chronicle, page->arena, ENTRY_FILE, key,
			      page->recaller->moment, &blob, NULL))
		return no_text();
	object_id_hex(hex, &blob);
	return arena_str(page->arena, str_from(hex));
}

void past_put_file(struct page *page, const struct entry *file, bool is_link)
{
	struct str blob = blob_then(page, file->key), path = route_attachment(page->arena, file->key);

	if (!blob.ptr)
		return;
	/* words that are always true: the page may not change when the file does */
	buf_put_text(&page->html, " <span class=\"archivo-datos\">(");
	escape_text(&page->html, page_word(page, "archivo_entonces"));
	buf_put_char(&page->html, ' ');
	if (is_link && path.ptr) {
		buf_put_text(&page->html, "<a href=\"");
		buf_put_str(&page->html, file_href(page, path, blob));
		buf_put_text(&page->html, "\">");
	}
	buf_put_text(&page->html, "<code class=\"sha256\">");
	buf_put_str(&page->html, blob);
	buf_put_text(&page->html, is_link && path.ptr ? "</code></a>" : "</code>");
	if (is_link || !path.ptr) {
		buf_put_text(&page->html, "; ");
		escape_text(&page->html, page_word(page, "archivo_si_es_otro"));
	}
	buf_put_text(&page->html, ")</span>");
}

struct str past_link_path(struct page *page, const struct entry *entry, struct str *fragment)
{
	struct str path = route_entry(page->route, entry);
	const struct life *life;
	const struct edition *edition;

	if (page->own_site && entry->kind == ENTRY_FILE) {
		struct str blob = blob_then(page, entry->key), all = route_attachment(page->arena, entry->key);

		*fragment = blob.ptr && all.ptr ? blob : STR("");
		return fragment->len ? all : path;
	}
	if (!page->own_site || !fragment->len)
		return path;
	if (entry->kind == ENTRY_EVALUATION && str_equal(entry->key, past_page_of(page)->key))
		return entry_has_anchor(entry, *fragment) ? page->path : path;
	life = entry->kind == ENTRY_EVALUATION ? map_get(&page->pages->past->identities, entry->key) : NULL;
	edition = life ? life_at(life, page->recaller->moment) : NULL;
	if (edition && edition->place && entry_has_anchor(entry, *fragment))
		return past_version_path(page, edition);
	*fragment = STR("");
	return path;
}

struct str past_stub_path(const struct page *page, enum entry_kind kind, struct str key)
{
	const struct past *past = page->pages->past;

	for (uint32_t i = 0; i < past->stub_count; i++)
		if (past->stubs[i].kind == kind && str_equal(past->stubs[i].key, key))
			return past->stubs[i].path;
	return (struct str){ 0 };
}

/* ---- one version ---- */

struct str past_visible(struct arena *arena, struct str text)
{
	struct buf out;
	struct str line, visible;
	bool first = true;

	buf_init(&out);
	while (str_cut(&text, '\n', &line)) {
		if (!first)
			buf_put_char(&out, '\n');
		first = false;
		utf8_put_visible(&out, line);
	}
	visible = arena_str(arena, buf_str(&out));
	buf_dispose(&out);
	return visible;
}

struct value words_value(struct page *page, struct str text)
{
	struct value object = new_object(page);

	set(page, object, "texto", value_text(past_visible(page->arena, text)));
	return object;
}

struct shown_version past_version(struct page *page, const struct life *life, const struct edition *edition)
{
	struct shown_version version = { .life = life, .edition = edition };

	version.there = chronicle_shown(page->pages->past->chronicle, page->arena, life, edition,
					page_word(page, "suprimido"), &version.text, &version.hidden);
	version.evaluation = entry_evaluation((struct entry *)(uintptr_t)version.text.entry);
	return version;
}

/* Whether the site has what NAME, of the version EDITION, led to when it was published.
   FOLDER: of its file. */
static bool has_name(const struct site *site, struct recaller *recaller, struct arena *arena, struct str folder,
		     const struct named *name)
{
	enum entry_kind kind = name->kind;
	struct str key = name->key;
	struct object_id blob;

	if (kind == NAMED_PATH) {
		struct str path = link_path(arena, folder, name->key);

		kind = path.ptr ? entry_place(path, &key) : ENTRY_KINDS;
	} else if (name->or_entity && !chronicle_recall(recaller->chronicle, arena, kind, key, recaller->moment, &blob, NULL) &&
		 chronicle_recall(recaller->chronicle, arena, ENTRY_ENTITY, key, recaller->moment, &blob, NULL)) {
		kind = ENTRY_ENTITY;
	}
	return kind == ENTRY_KINDS || kind == ENTRY_FOLLOW_UP || site_find(site, kind, key);
}

static bool has_names(const struct site *site, struct recaller *recaller, struct arena *arena, struct str folder,
		      struct named_list names)
{
	for (uint32_t i = 0; i < names.count; i++)
		if (!has_name(site, recaller, arena, folder, &names.at[i]))
			return false;
	return true;
}

/* The site has all that EDITION may name, so that it need not be read to find what
   it lacks: nearly always. */
static bool has_all_names(const struct pages *pages, struct arena *arena, const struct edition *edition)
{
	struct recaller *recaller = take_recaller(pages->past->recallers, edition->moment);
	struct str folder = path_directory(edition->path);
	const struct record *settings = recall_settings(recaller);
	bool has = site_find(pages->in.site, ENTRY_YEAR, str_slice(edition->key, 0, 4)) &&
		   has_names(pages->in.site, recaller, arena, folder, edition->names);

	if (has && settings)
		has = has_names(pages->in.site, recaller, arena, folder, record_names(arena, settings));
	give_recaller(pages->past->recallers, recaller);
	return has;
}

uint32_t past_names(const struct pages *pages, const struct life *life, const struct edition *edition,
		    struct arena *arena, struct entry ***names)
{
	struct page page = { .pages = pages, .site = pages->in.site, .route = pages->in.route, .arena = arena };
	struct shown_version version;
	uint32_t count = 0;

	if (has_all_names(pages, arena, edition))
		return 0;
	version = past_version(&page, life, edition);
	if (!version.evaluation)
		return 0;
	version_open(&page, &version);
	*names = ARENA_ARRAY(arena, page.own_site->count, struct entry *);
	for (uint32_t i = 0; i < page.own_site->count; i++) {
		const struct entry *then = page.own_site->entries[i];
		struct entry *name;

		if (then == version.text.entry || site_find(pages->in.site, then->kind, then->key))
			continue;
		name = ARENA_NEW(arena, struct entry);
		name->kind = then->kind;
		name->key = arena_str(arena, then->key);
		name->name = arena_str(arena, then->name);
		(*names)[count++] = name;
	}
	version_close(&page);
	return count;
}

const struct past_page *past_page_of(const struct page *page)
{
	return &page->pages->past->pages.at[page->item->about];
}

struct date past_day(const struct page *page, const struct history_commit *commit)
{
	return commit ? date_from_instant(commit->time, page->pages->in.site->zone) : (struct date){ 0 };
}

bool past_leaves_a_card(const struct pages *pages, const struct life *life, struct str key)
{
	return (!life->entry || !str_equal(key, life->key)) && life->count && !life->incomplete &&
	       pages->templates[KIND_EMBED_CARD];
}

struct str past_card_path(struct arena *arena, struct str key)
{
	return TEXT_JOIN(arena, STR("incrustar/"), key, STR(".html"));
}

struct date past_edition_day(const struct page *page, const struct edition *edition)
{
	return edition && !edition->undated ? past_day(page, edition->commit) : (struct date){ 0 };
}

const struct life *past_life(const struct pages *pages, const struct entry *entry)
{
	return pages->past ? chronicle_life(pages->past->chronicle, entry) : NULL;
}

struct str past_version_path(struct page *page, const struct edition *edition)
{
	return route_version(page->arena, edition->key, edition->place);
}

struct str past_timeline_path(struct page *page, const struct life *life)
{
	return route_beside(page->arena, life->key, "historial.html");
}

struct str past_comparison_path(struct page *page, const struct life *life, const struct edition *from,
				const struct edition *to)
{
	if (to && to->number && !to->place)
		return no_text();
	return route_comparison(page->arena, to && to->number ? to->key : life->key, from->place,
				to ? to->place : 0);
}
