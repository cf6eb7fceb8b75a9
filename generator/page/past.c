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

void past_put_file(struct page *page, const struct entry *file)
{
	struct object_id blob;
	char hex[OBJECT_ID_HEX];

	if (!chronicle_recall(page->pages->past->chronicle, page->arena, ENTRY_FILE, file->key,
			      page->recaller->moment, &blob, NULL))
		return;
	object_id_hex(hex, &blob);
	buf_put_text(&page->html, " <span class=\"archivo-datos\">(blob <code class=\"sha256\">");
	buf_put_text(&page->html, hex);
	buf_put_text(&page->html, "</code>)</span>");
}

uint32_t past_names(const struct pages *pages, const struct life *life, const struct edition *edition,
		    struct arena *arena, struct entry ***names)
{
	struct recaller *recaller;
	struct version_text text;
	struct site *site;
	uint32_t count = 0;

	if (!chronicle_text(pages->past->chronicle, arena, life, edition, &text) || !text.entry)
		return 0;
	recaller = take_recaller(pages->past->recallers, edition->moment);
	site = make_site(recaller, entry_evaluation((struct entry *)(uintptr_t)text.entry),
			 pages->in.site->record);
	*names = ARENA_ARRAY(arena, site->count, struct entry *);
	for (uint32_t i = 0; i < site->count; i++) {
		struct entry *name;

		if (site->entries[i] == text.entry ||
		    site_find(pages->in.site, site->entries[i]->kind, site->entries[i]->key))
			continue;
		name = ARENA_NEW(arena, struct entry);
		name->kind = site->entries[i]->kind;
		name->key = arena_str(arena, site->entries[i]->key);
		name->name = arena_str(arena, site->entries[i]->name);
		(*names)[count++] = name;
	}
	site_free(site);
	give_recaller(pages->past->recallers, recaller);
	return count;
}

/* ---- what is taken out ---- */

/* A path of keys from the evaluation down: "programa.unidades". */
struct trail {
	char key[160];
	size_t len;
};

static bool is_below(struct str rule, struct str name)
{
	return name.len && rule.len && str_starts(name, rule) &&
	       (name.len == rule.len || name.ptr[rule.len] == '.');
}

static bool is_taken(struct slot_list orders, struct str number, struct str key)
{
	for (uint32_t i = 0; i < orders.count; i++) {
		struct str rule = str_trim(record_text(orders.at[i].record, SUPPRESSION_FIELD_NAME));

		if (is_below(rule, number) || is_below(rule, key))
			return true;
	}
	return false;
}

static void redact_slot(struct slot *slot)
{
	*slot = (struct slot){ .state = STATE_RESERVED, .line = slot->line, .column = slot->column };
}

/* Who a person is may be printed when the address may not. */
static bool is_private(const struct site *site, const struct record *record, size_t field)
{
	const struct slot *slot = &record->slots[field];

	return (record->type->id == RECORD_PERSON || record->type->id == RECORD_CONTACT) &&
	       record->type->fields[field].kind == FIELD_EMAIL && slot_has(slot) &&
	       !contact_is_public(site, slot->text);
}

static void redact_record(const struct site *site, struct record *record, struct slot_list orders,
			  struct trail trail)
{
	size_t begin = trail.len;

	for (size_t i = 0; i < record->type->count; i++) {
		const struct field *field = &record->type->fields[i];
		struct slot *slot = &record->slots[i];

		trail.len = begin;
		if (field->key.len + begin + 2 >= sizeof trail.key)
			continue;
		memcpy(trail.key + begin, field->key.ptr, field->key.len);
		trail.len = begin + field->key.len;
		if (slot->state == STATE_ABSENT)
			continue;
		if (is_private(site, record, i) ||
		    (orders.count && is_taken(orders, field->number, str_make(trail.key, trail.len)))) {
			redact_slot(slot);
			continue;
		}
		if (!slot_has(slot) || (field->kind != FIELD_RECORD && field->kind != FIELD_RECORDS))
			continue;
		trail.key[trail.len++] = '.';
		if (field->kind == FIELD_RECORD)
			redact_record(site, slot->record, orders, trail);
		else
			for (uint32_t k = 0; k < slot->list.count; k++)
				if (slot_has(&slot->list.at[k]))
					redact_record(site, slot->list.at[k].record, orders, trail);
	}
}

/* Put SECTION again with its item NUMBER saying nothing but WORDS. */
static void redact_item(struct arena *arena, struct section *section, uint32_t number, struct str words)
{
	struct item *item = &section->items[number - 1];
	struct prose_token paragraph = { .kind = PROSE_PARAGRAPH, .flag = true };
	struct prose_token text = { .kind = PROSE_TEXT, .text = words };
	struct buf out;
	size_t end = (size_t)item->offset + item->length, begin, grown;
	uint8_t *copy;

	buf_init(&out);
	buf_put(&out, section->prose.ptr, item->offset);
	begin = out.len;
	prose_put(&out, &paragraph);
	prose_put(&out, &text);
	prose_put_close(&out, PROSE_PARAGRAPH);
	grown = out.len - begin;
	buf_put(&out, section->prose.ptr + end, section->prose.len - end);
	for (uint32_t i = number; i < section->count; i++)
		section->items[i].offset = (uint32_t)(section->items[i].offset + grown - item->length);
	item->length = (uint32_t)grown;
	copy = arena_alloc(arena, out.len);
	memcpy(copy, out.ptr, out.len);
	section->prose = (struct prose){ copy, out.len };
	buf_dispose(&out);
}

static void redact_section(struct page *page, struct evaluation *evaluation, enum section_id id,
			   struct slot_list orders)
{
	const struct section_type *type = section_type(id);
	struct section *section = &evaluation->sections[id];
	struct str key = record_type(RECORD_EVALUATION)->fields[type->field].key;

	if (section->state == STATE_ABSENT)
		return;
	if (is_taken(orders, str_from(type->number), key)) {
		*section = (struct section){ .state = STATE_RESERVED, .line = section->line };
		return;
	}
	for (uint32_t i = 1; type->anchor && i <= section->count; i++) {
		char anchor[48];

		snprintf(anchor, sizeof anchor, "%s-%u", type->anchor, i);
		if (is_taken(orders, (struct str){ 0 }, str_from(anchor)))
			redact_item(page->arena, section, i, page_word(page, "suprimido"));
	}
}

/* ---- which orders concern a version ---- */

/* The orders that stand now: in the content, or in what was there last. */
static struct slot_list orders_now(struct page *page, const struct life *life)
{
	struct version_text text;
	const struct record *record = life->entry ? life->entry->record : NULL;

	if (!record && life->count &&
	    chronicle_text(page->pages->past->chronicle, page->arena, life, life_latest(life), &text) && text.entry)
		record = text.entry->record;
	return record_list(record, EVALUATION_SUPPRESSIONS);
}

static bool is_section_anchor(struct str rule, enum section_id *section, uint32_t *item)
{
	for (int id = 0; id < SECTIONS; id++) {
		const char *anchor = section_type((enum section_id)id)->anchor;
		size_t len = anchor ? strlen(anchor) : 0;
		unsigned long long number;

		if (!anchor || rule.len < len + 2 || rule.ptr[len] != '-' || memcmp(rule.ptr, anchor, len) != 0 ||
		    !str_to_number(str_slice(rule, len + 1, (size_t)-1), UINT32_MAX, &number))
			continue;
		*section = (enum section_id)id;
		*item = (uint32_t)number;
		return true;
	}
	return false;
}

static struct str item_words(struct arena *arena, const struct section *section, uint32_t item)
{
	if (item < 1 || item > section->count)
		return (struct str){ 0 };
	return text_plain(arena, (struct prose){ section->prose.ptr + section->items[item - 1].offset,
						 section->items[item - 1].length }, 0);
}

struct orders {
	struct arena *arena;
	VEC(struct slot) list;
};

static void add_order(struct orders *orders, const struct record *order, struct str rule)
{
	size_t count = order->type->count;
	struct record *copy = arena_alloc(orders->arena, sizeof *copy + count * sizeof(struct slot));
	struct slot slot = { .state = STATE_VALUE };

	memcpy(copy, order, sizeof *copy + count * sizeof(struct slot));
	copy->slots[SUPPRESSION_FIELD_NAME].text = rule;
	slot.record = copy;
	vec_push(&orders->list, slot);
}

/* Item ITEM of SECTION in the version that was ordered (OLD) is which ones of
   this one (NEW)? The same words, and whatever they became. */
static void add_item_orders(struct orders *orders, const struct record *order, enum section_id id, uint32_t item,
			    const struct evaluation *old, const struct evaluation *new,
			    const struct comparison *comparison)
{
	const char *anchor = section_type(id)->anchor;
	struct str words = item_words(orders->arena, &old->sections[id], item);

	for (uint32_t i = 1; words.ptr && i <= new->sections[id].count; i++)
		if (str_equal(words, item_words(orders->arena, &new->sections[id], i)))
			add_order(orders, order, arena_printf(orders->arena, "%s-%u", anchor, i));
	for (uint32_t i = 0; i < comparison->count; i++) {
		const struct change *change = &comparison->changes[i];

		if (change->section != (int)id || change->part != PART_ITEM || !change->old_number ||
		    item < change->old_number || item >= change->old_number + change->old_count)
			continue;
		for (uint32_t k = 0; change->new_number && k < change->new_count; k++)
			add_order(orders, order, arena_printf(orders->arena, "%s-%u", anchor,
							      change->new_number + k));
	}
}

/* True when the one value that RULE names is another one in the two versions. */
static bool has_another_value(struct str rule, const struct comparison *comparison)
{
	for (uint32_t i = 0; i < comparison->count; i++) {
		const struct change *change = &comparison->changes[i];
		struct buf key;
		bool same;

		if (change->part != PART_FIELD || change->section >= 0 || !change->field ||
		    (change->kind != CHANGE_STATE && change->kind != CHANGE_VALUE))
			continue;
		buf_init(&key);
		for (uint32_t k = 0; k < change->depth; k++) {
			buf_put_text(&key, k ? "." : "");
			buf_put_str(&key, change->path[k].field->key);
		}
		same = str_equal(rule, buf_str(&key)) ||
		       (change->field->number.len && str_equal(rule, change->field->number));
		buf_dispose(&key);
		if (same)
			return true;
	}
	return false;
}

/*
 * An order of a version is followed in that one, and wherever the same thing
 * is said: what was ordered out must not be read one page further. A field
 * with one value is left alone where the value is another; lists, records and
 * chapters never are, since part of them may be the same.
 */
static void follow_order(struct page *page, struct orders *orders, const struct record *order,
			 const struct life *life, const struct edition *edition,
			 const struct version_text *text)
{
	const struct slot *slot = record_slot(order, SUPPRESSION_VERSION);
	const struct edition *named = slot_has(slot) ? life_edition(life, (uint32_t)slot->number) : NULL;
	struct str rule = str_trim(record_text(order, SUPPRESSION_FIELD_NAME));
	const struct comparison *comparison;
	struct version_text before;
	enum section_id section;
	uint32_t item;

	if (!named || named == edition) {
		add_order(orders, order, rule);
		if (slot_has(slot) || !is_section_anchor(rule, &section, &item))
			return;
		named = life_latest(life);
	}
	if (!chronicle_text(page->pages->past->chronicle, page->arena, life, named, &before) ||
	    !before.entry || !text->entry) {
		add_order(orders, order, rule);
		return;
	}
	comparison = compare_versions(page->arena, &before, text);
	if (is_section_anchor(rule, &section, &item))
		add_item_orders(orders, order, section, item, (const struct evaluation *)before.entry,
				(const struct evaluation *)text->entry, comparison);
	else if (!has_another_value(rule, comparison))
		add_order(orders, order, rule);
}

static struct slot_list orders_of(struct page *page, const struct life *life, const struct edition *edition,
				  const struct version_text *text)
{
	struct slot_list now = orders_now(page, life), list = { 0 };
	struct orders orders = { .arena = page->arena };

	for (uint32_t i = 0; i < now.count; i++)
		if (slot_has(&now.at[i]))
			follow_order(page, &orders, now.at[i].record, life, edition, text);
	list.count = (uint32_t)orders.list.count;
	list.at = ARENA_ARRAY(page->arena, list.count, struct slot);
	if (list.count)
		memcpy(list.at, orders.list.at, list.count * sizeof *list.at);
	vec_dispose(&orders.list);
	return list;
}

/* ---- a text that cannot be read ---- */

static bool is_address_byte(unsigned char c)
{
	return c > ' ' && !strchr("<>()[]{}\"',;:", c);
}

/* The addresses that the policy withholds are taken out of BYTES. */
static struct str without_addresses(struct page *page, struct str bytes)
{
	struct buf out;
	struct str text;
	size_t done = 0;

	if (!memchr(bytes.ptr, '@', bytes.len))
		return bytes;
	buf_init(&out);
	for (size_t at = 0; at < bytes.len; at++) {
		size_t start = at, end = at + 1;

		if (bytes.ptr[at] != '@')
			continue;
		while (start > done && is_address_byte((unsigned char)bytes.ptr[start - 1]))
			start--;
		while (end < bytes.len && is_address_byte((unsigned char)bytes.ptr[end]))
			end++;
		if (contact_is_public(page->pages->in.site, str_slice(bytes, start, end - start)))
			continue;
		buf_put_str(&out, str_slice(bytes, done, start - done));
		buf_put_text(&out, "reservado");
		done = end;
		at = end - 1;
	}
	buf_put_str(&out, str_slice(bytes, done, (size_t)-1));
	text = arena_str(page->arena, buf_str(&out));
	buf_dispose(&out);
	return text;
}

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

/* ---- one version ---- */

static void redact(struct page *page, struct shown_version *version, struct slot_list orders)
{
	struct record *record = version->evaluation->entry.record;
	struct slot *slot = &record->slots[EVALUATION_SUPPRESSIONS];

	redact_record(page->pages->in.site, record, orders, (struct trail){ .len = 0 });
	for (int id = 0; orders.count && id < SECTIONS; id++)
		redact_section(page, version->evaluation, (enum section_id)id, orders);
	*slot = (struct slot){ .state = orders.count ? STATE_VALUE : STATE_ABSENT };
	slot->list = orders;
	/* the name may be what was taken out */
	if (record->slots[EVALUATION_NAME].state == STATE_RESERVED)
		version->evaluation->entry.name = version->evaluation->entry.brief = version->edition->key;
}

struct shown_version past_version(struct page *page, const struct life *life, const struct edition *edition)
{
	struct shown_version version = { .life = life, .edition = edition };
	struct slot_list orders;

	version.there = chronicle_text(page->pages->past->chronicle, page->arena, life, edition, &version.text);
	if (!version.there)
		return version;
	orders = orders_of(page, life, edition, &version.text);
	if (version.text.entry) {
		/* fresh from entry_parse(), and this page's alone */
		version.evaluation = entry_evaluation((struct entry *)(uintptr_t)version.text.entry);
		redact(page, &version, orders);
	} else {
		version.hidden = orders.count > 0;
		version.text.bytes = version.hidden ? STR("") : without_addresses(page, version.text.bytes);
	}
	return version;
}

const struct past_page *past_page_of(const struct page *page)
{
	return &page->pages->past->pages.at[page->item->about];
}

struct date past_day(const struct page *page, const struct history_commit *commit)
{
	return commit ? date_from_instant(commit->time, page->pages->in.site->zone) : (struct date){ 0 };
}

const struct life *past_life(const struct pages *pages, const struct entry *entry)
{
	return pages->past ? chronicle_life(pages->past->chronicle, entry) : NULL;
}

struct str past_version_path(struct page *page, const struct edition *edition)
{
	return route_version(page->arena, edition->key, edition->number);
}

struct str past_timeline_path(struct page *page, const struct life *life)
{
	return route_beside(page->arena, life->key, "historial.html");
}

struct str past_comparison_path(struct page *page, const struct life *life, const struct edition *from,
				const struct edition *to)
{
	return route_comparison(page->arena, to && to->number ? to->key : life->key, from->number,
				to ? to->number : 0);
}
