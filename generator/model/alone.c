/*
 * alone.c -- one evaluation as it was, with what it named.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Everything that is recalled is in the site before its entries are numbered:
 * fields first, then what prose and addresses lead to.
 */
#include "model/alone.h"

#include "internal.h"
#include "syntax/yaml.h"

static struct record *empty_record(struct arena *arena, const struct record_type *type)
{
	struct record *record = arena_alloc(arena, sizeof *record + type->count * sizeof(struct slot));

	record->type = type;
	return record;
}

struct record *site_record_parse(struct arena *arena, struct str bytes)
{
	struct diag *silent = diag_new();
	struct record *record = NULL;
	const struct yaml_node *root;
	struct buf text;

	buf_init(&text);
	buf_put_str(&text, bytes);
	if (source_clean(&text, STR("sitio.yaml"), silent) == 0) {
		/* the tree borrows the text, and the record the tree's */
		struct str kept = arena_str(arena, buf_str(&text));

		root = yaml_parse(arena, kept, 1, STR("sitio.yaml"), silent);
		if (root)
			record = record_read(arena, record_type(RECORD_SITE), root,
					     STR("sitio.yaml"), silent);
	}
	buf_dispose(&text);
	diag_free(silent);
	return record;
}

/* The record as it was, but for what every page of the site shares now. Its
   references are its own: they are pointed into the small site. */
static struct record *record_of(struct arena *arena, const struct site_past *past)
{
	static const int now[] = { SITE_TITLE, SITE_URL, SITE_CONTACTS, SITE_DOMAINS, SITE_LANGUAGE, SITE_THEME };
	const struct record_type *type = record_type(RECORD_SITE);
	struct record *record = empty_record(arena, type);

	if (past->record)
		memcpy(record->slots, past->record->slots, type->count * sizeof(struct slot));
	for (size_t i = 0; i < sizeof now / sizeof now[0]; i++)
		record->slots[now[i]] = past->record_now ? past->record_now->slots[now[i]]
							 : (struct slot){ 0 };
	for (size_t i = 0; i < type->count; i++) {
		struct slot *slot = &record->slots[i];
		struct reference *reference;

		if (type->fields[i].kind != FIELD_REFERENCE || !slot_has(slot))
			continue;
		reference = ARENA_NEW(arena, struct reference);
		*reference = *slot->reference;
		reference->target = NULL;
		slot->reference = reference;
	}
	return record;
}

struct site *site_alone(struct evaluation *evaluation, const struct site_past *past)
{
	struct site_options options = { .workers = 1, .now = -1 };
	struct site *site = site_new(&options);
	struct diag *silent = diag_new();
	struct entry *entry = &evaluation->entry;

	site->internal->past = past;
	site->record = record_of(&site->arena, past);
	site_set_zone(site, silent);
	map_set(&site->keys[ENTRY_EVALUATION], entry->key, entry);
	map_set(&site->internal->paths, entry->path, entry);
	LIST_PUSH(&site->arena, &site->kinds[ENTRY_EVALUATION], entry);
	site_link_alone(site, evaluation, silent);
	site->internal->bodies = ARENA_ARRAY(&site->arena, site->kinds[ENTRY_EVALUATION].count, void *);
	site_mention_alone(site, evaluation, silent);
	site->internal->past = NULL;
	diag_free(silent);
	return site;
}
