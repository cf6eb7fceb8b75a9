/*
 * copy.c -- another of what was parsed, for a site to link.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kept.h"

static void copy_slot(struct arena *arena, enum field_kind kind, struct slot *slot);

static void copy_list(struct arena *arena, enum field_kind kind, struct slot *slot)
{
	struct slot *more = ARENA_ARRAY(arena, slot->list.count, struct slot);

	if (slot->list.count)
		memcpy(more, slot->list.at, slot->list.count * sizeof *more);
	slot->list.at = more;
	for (uint32_t i = 0; i < slot->list.count; i++) {
		bool nested = kind == FIELD_RECORDS || (kind == FIELD_COVERS && more[i].nested);

		copy_slot(arena, nested ? FIELD_RECORD : FIELD_REFERENCE, &more[i]);
	}
}

/* What linking changes becomes the slot's own; the rest is shared. */
static void copy_slot(struct arena *arena, enum field_kind kind, struct slot *slot)
{
	struct reference *reference;

	if (slot->state != STATE_VALUE)
		return;
	switch (kind) {
	case FIELD_REFERENCE:
		reference = ARENA_NEW(arena, struct reference);
		*reference = *slot->reference;
		slot->reference = reference;
		break;
	case FIELD_RECORD:
		slot->record = kept_record(arena, slot->record);
		break;
	case FIELD_REFERENCES:
	case FIELD_RECORDS:
	case FIELD_COVERS:
		copy_list(arena, kind, slot);
		break;
	default:
		break;
	}
}

struct record *kept_record(struct arena *arena, const struct record *record)
{
	size_t size = sizeof *record + record->type->count * sizeof(struct slot);
	struct record *copy = arena_alloc(arena, size);

	memcpy(copy, record, size);
	for (size_t i = 0; i < record->type->count; i++)
		copy_slot(arena, record->type->fields[i].kind, &copy->slots[i]);
	return copy;
}

static void copy_items(struct arena *arena, struct section *sections)
{
	for (int id = 0; id < SECTIONS; id++) {
		struct item *items = ARENA_ARRAY(arena, sections[id].count, struct item);

		if (sections[id].count)
			memcpy(items, sections[id].items, sections[id].count * sizeof *items);
		sections[id].items = items;
	}
}

struct entry *kept_entry(struct arena *arena, const struct kept *kept)
{
	bool is_evaluation = kept->entry->kind == ENTRY_EVALUATION;
	size_t size = is_evaluation ? sizeof(struct evaluation) : sizeof(struct entry);
	struct entry *entry = arena_alloc(arena, size);

	memcpy(entry, kept->entry, size);
	if (entry->record)
		entry->record = kept_record(arena, entry->record);
	if (is_evaluation)
		copy_items(arena, ((struct evaluation *)entry)->sections);
	return entry;
}
