/*
 * redact.c -- a version without what may not be shown.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pages, feeds and whoever else shows a version take it from here, so that no
 * comparison, no name and no summary can bring back what was taken out.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/vec.h"
#include "syntax/prose.h"
#include "version/chronicle.h"

#include "life.h"

struct redacting {
	const struct chronicle *chronicle;
	const struct site *site;	/* as it is built: its policy is what counts */
	struct arena *arena;
	struct str words;	/* in the place of an item */
};

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

/* Put what the policy withholds among what is only good for comparing. */
static void withhold_slot(struct slot *slot, struct buf *kept)
{
	buf_put_str(kept, slot->text);
	buf_put_char(kept, '\n');
	redact_slot(slot);
}

/* Who a person is may be printed when the address may not. */
static bool is_private(const struct site *site, const struct record *record, size_t field)
{
	const struct slot *slot = &record->slots[field];

	return (record->type->id == RECORD_PERSON || record->type->id == RECORD_CONTACT) &&
	       record->type->fields[field].kind == FIELD_EMAIL && slot_has(slot) &&
	       !contact_is_public(site, slot->text);
}

/* True when anything was taken out. */
static bool redact_record(const struct site *site, struct record *record, struct slot_list orders,
			  struct trail trail, struct buf *kept)
{
	size_t begin = trail.len;
	bool any = false;

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
		if (orders.count && is_taken(orders, field->number, str_make(trail.key, trail.len))) {
			redact_slot(slot);
			slot->ordered = true;
			any = true;
			continue;
		}
		if (is_private(site, record, i)) {
			withhold_slot(slot, kept);
			any = true;
			continue;
		}
		if (!slot_has(slot) || (field->kind != FIELD_RECORD && field->kind != FIELD_RECORDS))
			continue;
		trail.key[trail.len++] = '.';
		if (field->kind == FIELD_RECORD)
			any |= redact_record(site, slot->record, orders, trail, kept);
		else
			for (uint32_t k = 0; k < slot->list.count; k++)
				if (slot_has(&slot->list.at[k]))
					any |= redact_record(site, slot->list.at[k].record, orders, trail, kept);
	}
	return any;
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

static void redact_section(struct redacting *redacting, struct evaluation *evaluation, enum section_id id,
			   struct slot_list orders)
{
	const struct section_type *type = section_type(id);
	struct section *section = &evaluation->sections[id];
	struct str key = record_type(RECORD_EVALUATION)->fields[type->field].key;

	if (section->state == STATE_ABSENT)
		return;
	if (is_taken(orders, str_from(type->number), key)) {
		*section = (struct section){ .state = STATE_RESERVED, .ordered = true, .line = section->line };
		return;
	}
	for (uint32_t i = 1; type->anchor && i <= section->count; i++) {
		char anchor[48];

		snprintf(anchor, sizeof anchor, "%s-%u", type->anchor, i);
		if (is_taken(orders, (struct str){ 0 }, str_from(anchor)))
			redact_item(redacting->arena, section, i, redacting->words);
	}
}

/* ---- which orders concern a version ---- */

/* The orders that stand now: in the content, or in what was there last. */
static struct slot_list orders_now(struct redacting *redacting, const struct life *life)
{
	struct version_text text;
	const struct record *record = life->entry ? life->entry->record : NULL;

	if (!record && life->count &&
	    chronicle_text(redacting->chronicle, redacting->arena, life, life_latest(life), &text) && text.entry)
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
	struct prose prose;
	struct buf buf;
	struct str text;

	if (item < 1 || item > section->count)
		return (struct str){ 0 };
	prose.ptr = section->prose.ptr + section->items[item - 1].offset;
	prose.len = section->items[item - 1].length;
	buf_init(&buf);
	prose_put_plain(&buf, prose);
	text = arena_str(arena, str_trim(buf_str(&buf)));
	buf_dispose(&buf);
	return text;
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
static void follow_order(struct redacting *redacting, struct orders *orders, const struct record *order,
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
	if (!chronicle_text(redacting->chronicle, redacting->arena, life, named, &before) ||
	    !before.entry || !text->entry) {
		add_order(orders, order, rule);
		return;
	}
	comparison = compare_versions(redacting->arena, &before, text);
	if (is_section_anchor(rule, &section, &item))
		add_item_orders(orders, order, section, item, (const struct evaluation *)before.entry,
				(const struct evaluation *)text->entry, comparison);
	else if (!has_another_value(rule, comparison))
		add_order(orders, order, rule);
}

static struct slot_list orders_of(struct redacting *redacting, const struct life *life, const struct edition *edition,
				  const struct version_text *text)
{
	struct slot_list now = orders_now(redacting, life), list = { 0 };
	struct orders orders = { .arena = redacting->arena };

	for (uint32_t i = 0; i < now.count; i++)
		if (slot_has(&now.at[i]))
			follow_order(redacting, &orders, now.at[i].record, life, edition, text);
	list.count = (uint32_t)orders.list.count;
	list.at = ARENA_ARRAY(redacting->arena, list.count, struct slot);
	if (list.count)
		memcpy(list.at, orders.list.at, list.count * sizeof *list.at);
	vec_dispose(&orders.list);
	return list;
}

/* ---- a text without fields: a file that cannot be read, a message ---- */

static bool is_address_byte(unsigned char c)
{
	return c > ' ' && !strchr("<>()[]{}\"',;:", c);
}

/* The addresses that the policy withholds are taken out of BYTES. */
static struct str without_addresses(const struct site *site, struct arena *arena, struct str bytes,
				    struct str *hidden)
{
	struct buf out, kept;
	struct str text;
	size_t done = 0;

	if (!bytes.len || !memchr(bytes.ptr, '@', bytes.len))
		return bytes;
	buf_init(&out);
	buf_init(&kept);
	for (size_t at = 0; at < bytes.len; at++) {
		size_t start = at, end = at + 1;

		if (bytes.ptr[at] != '@')
			continue;
		while (start > done && is_address_byte((unsigned char)bytes.ptr[start - 1]))
			start--;
		while (end < bytes.len && is_address_byte((unsigned char)bytes.ptr[end]))
			end++;
		if (start == at || end == at + 1)	/* "@ana" is no address */
			continue;
		if (contact_is_public(site, str_slice(bytes, start, end - start)))
			continue;
		buf_put_str(&kept, str_slice(bytes, start, end - start));
		buf_put_char(&kept, '\n');
		buf_put_str(&out, str_slice(bytes, done, start - done));
		buf_put_text(&out, "reservado");
		done = end;
		at = end - 1;
	}
	buf_put_str(&out, str_slice(bytes, done, (size_t)-1));
	text = done ? arena_str(arena, buf_str(&out)) : bytes;
	*hidden = arena_str(arena, buf_str(&kept));
	buf_dispose(&kept);
	buf_dispose(&out);
	return text;
}

/* ---- one version ---- */

/* Take the contacts out of the bytes and the fields of TEXT; ORDERS too out of
   the fields. True when anything was taken out of the fields. */
static bool redact_text(const struct site *site, struct arena *arena, struct version_text *text,
			struct slot_list orders)
{
	struct str bytes = without_addresses(site, arena, text->bytes, &text->hidden_bytes);
	struct buf kept;
	bool any = false;

	text->redacted = bytes.ptr != text->bytes.ptr;
	text->bytes = bytes;
	if (!text->entry)
		return false;
	buf_init(&kept);
	any = redact_record(site, text->entry->record, orders, (struct trail){ .len = 0 }, &kept);
	text->hidden_fields = arena_str(arena, buf_str(&kept));
	buf_dispose(&kept);
	return any;
}

static void redact(struct redacting *redacting, struct evaluation *evaluation,
		   const struct edition *edition, struct slot_list orders)
{
	struct record *record = evaluation->entry.record;
	struct slot *slot = &record->slots[EVALUATION_SUPPRESSIONS];

	for (int id = 0; orders.count && id < SECTIONS; id++)
		redact_section(redacting, evaluation, (enum section_id)id, orders);
	/* the notice tells of it; it is no news of each version that it concerns */
	*slot = (struct slot){ .state = orders.count ? STATE_VALUE : STATE_ABSENT, .ordered = true };
	slot->list = orders;
	/* the name may be what was taken out */
	if (record->slots[EVALUATION_NAME].state == STATE_RESERVED)
		evaluation->entry.name = evaluation->entry.brief = edition->key;
}

/* What stands for bytes of which something was ordered out: it is equal where
   they are, and says nothing of them. */
static struct str bytes_withheld(struct arena *arena, const struct edition *edition)
{
	char hex[OBJECT_ID_HEX];

	object_id_hex(hex, &edition->blob);
	return arena_str(arena, str_from(hex));
}

bool chronicle_shown(const struct chronicle *chronicle, struct arena *arena, const struct life *life,
		     const struct edition *edition, struct str words, struct version_text *text,
		     bool *hidden)
{
	struct redacting redacting = { chronicle, chronicle->site, arena, words };
	struct slot_list orders;
	bool any;

	*hidden = false;
	if (!chronicle_text(chronicle, arena, life, edition, text))
		return false;
	if (life->kind != ENTRY_EVALUATION)
		return true;
	orders = orders_of(&redacting, life, edition, text);
	/* the bytes also of a version that can be read: beside one that cannot,
	   they are compared line by line; the entry is fresh, and the caller's */
	any = redact_text(chronicle->site, arena, text, orders);
	text->ordered = orders.count > 0;
	if (text->ordered)
		text->bytes = bytes_withheld(arena, edition);
	*hidden = text->ordered && !text->entry;
	if (text->entry) {
		redact(&redacting, entry_evaluation((struct entry *)(uintptr_t)text->entry), edition, orders);
		text->redacted |= any || text->ordered;
	}
	return true;
}

struct str chronicle_message(const struct chronicle *chronicle, struct arena *arena,
			     const struct history_commit *commit, const struct history_commit *author)
{
	struct str hidden;

	return without_addresses(chronicle->site, arena, history_message(commit, author), &hidden);
}

void withhold_contacts(const struct site *site, struct arena *arena, struct version_text *text)
{
	text->redacted |= redact_text(site, arena, text, (struct slot_list){ 0 });
}

bool life_has_orders(const struct chronicle *chronicle, struct arena *scratch, const struct life *life)
{
	struct redacting redacting = { chronicle, chronicle->site, scratch, STR("") };

	return orders_now(&redacting, life).count > 0;
}

struct str chronicle_name_shown(const struct chronicle *chronicle, struct arena *arena,
				const struct life *life, const struct edition *edition)
{
	struct version_text text;
	bool hidden;

	if (life->entry && !record_list(life->entry->record, EVALUATION_SUPPRESSIONS).count)
		return edition_name(life, edition);
	if (!chronicle_shown(chronicle, arena, life, edition, STR(""), &text, &hidden) || hidden)
		return life->key;
	return text.entry ? text.entry->name : edition_name(life, edition);
}

struct comparison *chronicle_compare_shown(const struct chronicle *chronicle, struct arena *arena,
					   const struct life *life, const struct edition *a,
					   const struct edition *b, const struct version_text *old,
					   const struct version_text *new)
{
	struct naming naming = { chronicle, arena, { a, b } };
	const struct telling telling = { name_then, &naming };
	struct comparison *comparison = compare_told(arena, old, new, &telling);
	const struct comparison *whole;

	if (!old->ordered && !new->ordered)
		return comparison;
	whole = chronicle_compare(chronicle, arena, life, a, b);
	if (whole && whole->count > comparison->count)
		comparison->unseen |= UNSEEN_ORDERED;
	return comparison;
}
