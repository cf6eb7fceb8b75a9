/*
 * names.c -- what the fields and the links of a text name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model/alone.h"

#include "internal.h"

enum entry_kind target_kind(enum record_type_id target)
{
	switch (target) {
	case RECORD_FUND:	return ENTRY_FUND;
	case RECORD_UNIT:
	case RECORD_UNIT_OR_ENTITY:	return ENTRY_UNIT;
	case RECORD_EVALUATOR:	return ENTRY_EVALUATOR;
	case RECORD_ENTITY:	return ENTRY_ENTITY;
	case RECORD_CONTRACT:	return ENTRY_CONTRACT;
	default:		return ENTRY_EVALUATION;
	}
}

struct namer {
	struct arena *arena;
	struct named_list list;
	uint32_t room;
};

bool named_in(struct named_list names, const struct named *name)
{
	for (uint32_t i = 0; i < names.count; i++)
		if (names.at[i].kind == name->kind && names.at[i].or_entity == name->or_entity &&
		    str_equal(names.at[i].key, name->key))
			return true;
	return false;
}

#define LOOKED_BACK 64u		/* the rest may stand twice */

static void add_name(struct namer *namer, enum entry_kind kind, bool or_entity, struct str key)
{
	const struct named name = { kind, or_entity, key };
	struct named_list *list = &namer->list;
	uint32_t back = list->count < LOOKED_BACK ? list->count : LOOKED_BACK;

	if (back && named_in((struct named_list){ list->at + (list->count - back), back }, &name))
		return;
	if (list->count == namer->room) {
		struct named *more = ARENA_ARRAY(namer->arena, namer->room ? 2 * namer->room : 16, struct named);

		if (list->count)
			memcpy(more, list->at, list->count * sizeof *more);
		list->at = more;
		namer->room = namer->room ? 2 * namer->room : 16;
	}
	list->at[list->count++] = name;
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
