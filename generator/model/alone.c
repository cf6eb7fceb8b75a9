/*
 * alone.c -- one evaluation as it was, with what it named.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * (1) Everything that is recalled is in the site before its entries are
 *     numbered: fields first, then what prose and addresses lead to.
 * (2) A recalled entry is shared by many small sites, so it is copied, and its
 *     own references stay without a target.
 */
#include "model/alone.h"

#include "base/path.h"
#include "internal.h"
#include "syntax/yaml.h"

/* ---- what a text names ---- */

struct namer {
	struct arena *arena;
	struct named_list list;
	uint32_t room;
};

#define LOOKED_BACK 64u		/* the rest may stand twice */

static void add_name(struct namer *namer, enum entry_kind kind, bool or_entity, struct str key)
{
	struct named_list *list = &namer->list;

	for (uint32_t i = list->count; i > 0 && i + LOOKED_BACK > list->count; i--)
		if (list->at[i - 1].kind == kind && str_equal(list->at[i - 1].key, key))
			return;
	if (list->count == namer->room) {
		struct named *more = ARENA_ARRAY(namer->arena, namer->room ? 2 * namer->room : 16, struct named);

		if (list->count)
			memcpy(more, list->at, list->count * sizeof *more);
		list->at = more;
		namer->room = namer->room ? 2 * namer->room : 16;
	}
	list->at[list->count++] = (struct named){ kind, or_entity, key };
}

/* An address of a field may be an attachment's path, from the top. */
static void name_url(struct namer *namer, struct str path)
{
	while (str_starts(path, STR("../")))
		path = str_slice(path, 3, (size_t)-1);
	if (str_starts(path, STR("archivos/")))
		add_name(namer, ENTRY_FILE, false, path);
}

static void name_record(struct namer *namer, const struct record *record);

static void name_slot(struct namer *namer, const struct field *field, enum field_kind kind, const struct slot *slot)
{
	if (!slot_has(slot))
		return;
	switch (kind) {
	case FIELD_URL:
		name_url(namer, slot->text);
		break;
	case FIELD_RECORD:
		name_record(namer, slot->record);
		break;
	case FIELD_REFERENCE:
		add_name(namer, target_kind(field->target),
			 field->target == RECORD_UNIT_OR_ENTITY, slot->reference->key);
		break;
	case FIELD_RECORDS: case FIELD_REFERENCES: case FIELD_COVERS:
		for (uint32_t i = 0; i < slot->list.count; i++)
			name_slot(namer, field, kind == FIELD_RECORDS || slot->list.at[i].nested ? FIELD_RECORD : FIELD_REFERENCE,
				  &slot->list.at[i]);
		break;
	default:
		break;
	}
}

static void name_record(struct namer *namer, const struct record *record)
{
	for (size_t i = 0; i < record->type->count; i++)
		name_slot(namer, &record->type->fields[i], record->type->fields[i].kind, &record->slots[i]);
}

/* What a link or an image leads to. */
static void name_links(struct namer *namer, struct prose prose)
{
	struct prose_reader reader = prose_read(prose);
	struct prose_token token;

	while (prose_next(&reader, &token)) {
		struct str path = str_slice(token.text, 0, str_find_char(token.text, '#'));

		if (!token.close && (token.kind == PROSE_LINK || token.kind == PROSE_IMAGE) &&
		    path.len && !link_is_elsewhere(token.text))
			add_name(namer, NAMED_PATH, false, path);
	}
}

struct named_list entry_names(struct arena *arena, const struct entry *entry)
{
	struct namer namer = { .arena = arena };

	name_record(&namer, entry->record);
	for (int id = 0; entry->kind == ENTRY_EVALUATION && id < SECTIONS; id++)
		name_links(&namer, ((const struct evaluation *)entry)->sections[id].prose);
	return namer.list;
}

struct named_list record_names(struct arena *arena, const struct record *record)
{
	struct namer namer = { .arena = arena };

	name_record(&namer, record);
	return namer.list;
}

/* ---- what was there ---- */

struct entry *site_recall(struct site *site, enum entry_kind kind, struct str key)
{
	const struct site_past *past = site->internal->past;
	const struct entry *then = past ? past->recall(past->context, kind, key) : NULL;
	struct entry *entry;

	if (!then)
		return NULL;
	entry = entry_new(site, kind, arena_str(&site->arena, key));
	entry->name = then->name;
	entry->brief = then->brief;
	entry->record = then->record;
	entry->size = then->size;
	if (kind == ENTRY_EVALUATION)	/* for its anchors */
		memcpy(entry_evaluation(entry)->sections, ((const struct evaluation *)then)->sections,
		       sizeof entry_evaluation(entry)->sections);
	entry->path = content_path(&site->arena, kind, entry->key);
	map_set(&site->internal->paths, entry->path, entry);
	return entry;
}

/* PATH is below the content folder. */
static void recall_path(struct site *site, struct str path)
{
	struct str key;
	enum entry_kind kind;

	if (!path.ptr)
		return;
	kind = entry_place(path, &key);
	if (kind != ENTRY_KINDS && kind != ENTRY_FOLLOW_UP && !site_find(site, kind, key))
		site_recall(site, kind, key);
}

void site_recall_links(struct site *site, struct evaluation *evaluation)
{
	struct str folder = path_directory(evaluation->entry.path);
	struct named_list names = entry_names(&site->arena, &evaluation->entry);

	for (uint32_t i = 0; i < names.count; i++)
		if (names.at[i].kind == ENTRY_FILE)
			recall_path(site, names.at[i].key);
		else if (names.at[i].kind == NAMED_PATH)
			recall_path(site, link_path(&site->arena, folder, names.at[i].key));
}

/* ---- sitio.yaml ---- */

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

/* ---- the whole ---- */

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
