/*
 * copy.c -- another of what was parsed, for a site to link.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What linking and redacting change is always the copy's own: records, lists,
 * references, items. Texts are shared with the original, unless the copy is to
 * outlive it.
 */
#include "kept.h"

struct copier {
	struct arena *arena;
	bool texts;		/* the copy's own too */
};

static void copy_text(const struct copier *copier, struct str *text)
{
	if (copier->texts)
		*text = arena_str(copier->arena, *text);
}

static struct record *copy_record(const struct copier *copier, const struct record *record, struct str path);
static void copy_slot(const struct copier *copier, enum field_kind kind, struct slot *slot, struct str path);

/* The kind of the elements of a plural field. */
static enum field_kind kind_of_element(enum field_kind kind, const struct slot *element)
{
	switch (kind) {
	case FIELD_KEYS: case FIELD_TEXTS: return FIELD_TEXT;
	case FIELD_RECORDS: return FIELD_RECORD;
	case FIELD_REFERENCES: return FIELD_REFERENCE;
	case FIELD_COVERS: return element->nested ? FIELD_RECORD : FIELD_REFERENCE;
	case FIELD_CHOICES: return FIELD_CHOICE;
	default: return FIELD_NUMBER;
	}
}

static void copy_list(const struct copier *copier, enum field_kind kind, struct slot *slot, struct str path)
{
	struct slot *more = ARENA_ARRAY(copier->arena, slot->list.count, struct slot);

	if (slot->list.count)
		memcpy(more, slot->list.at, slot->list.count * sizeof *more);
	slot->list.at = more;
	for (uint32_t i = 0; i < slot->list.count; i++)
		copy_slot(copier, kind_of_element(kind, &more[i]), &more[i], path);
}

static void copy_reference(const struct copier *copier, struct slot *slot)
{
	struct reference *reference = ARENA_NEW(copier->arena, struct reference);

	*reference = *slot->reference;
	copy_text(copier, &reference->key);
	copy_text(copier, &reference->words);
	slot->reference = reference;
}

/* Others than the format's are of the file, and have its words for a label. */
static void copy_open_choice(const struct copier *copier, struct slot *slot)
{
	struct choice *choice = ARENA_NEW(copier->arena, struct choice);

	*choice = *slot->choice;
	copy_text(copier, &choice->value);
	copy_text(copier, &choice->label);
	slot->choice = choice;
}

static void copy_score(const struct copier *copier, struct slot *slot)
{
	struct score *score = ARENA_NEW(copier->arena, struct score);

	*score = *slot->score;
	copy_text(copier, &score->words);
	slot->score = score;
}

static void copy_slot(const struct copier *copier, enum field_kind kind, struct slot *slot, struct str path)
{
	if (slot->state != STATE_VALUE)
		return;
	switch (kind) {
	case FIELD_TEXT: case FIELD_WORD: case FIELD_KEY: case FIELD_URL: case FIELD_EMAIL: case FIELD_PHONE:
		copy_text(copier, &slot->text);
		break;
	case FIELD_SCORE:
		if (copier->texts)
			copy_score(copier, slot);
		break;
	case FIELD_OPEN_CHOICE:
		if (copier->texts)
			copy_open_choice(copier, slot);
		break;
	case FIELD_REFERENCE:
		copy_reference(copier, slot);
		break;
	case FIELD_RECORD:
		slot->record = copy_record(copier, slot->record, path);
		break;
	case FIELD_KEYS: case FIELD_TEXTS: case FIELD_NUMBERS: case FIELD_CHOICES:
	case FIELD_REFERENCES: case FIELD_RECORDS: case FIELD_COVERS:
		copy_list(copier, kind, slot, path);
		break;
	case FIELD_NUMBER: case FIELD_YEAR: case FIELD_DATE: case FIELD_MONEY: case FIELD_CHOICE:
	case FIELD_PROSE: case FIELD_ITEMS:
		break;
	}
}

/* PATH: of the file, as the copy says it. */
static struct record *copy_record(const struct copier *copier, const struct record *record, struct str path)
{
	size_t size = sizeof *record + record->type->count * sizeof(struct slot);
	struct record *copy = arena_alloc(copier->arena, size);

	memcpy(copy, record, size);
	copy->path = path;
	for (size_t i = 0; i < record->type->count; i++)
		copy_slot(copier, record->type->fields[i].kind, &copy->slots[i], path);
	return copy;
}

struct record *record_copy(struct arena *arena, const struct record *record)
{
	const struct copier copier = { .arena = arena };

	return copy_record(&copier, record, record->path);
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

/* The body of ENTRY, and the sections that point into it. */
static void copy_body(struct arena *arena, struct entry *entry)
{
	struct prose body = entry->body;
	uint8_t *bytes = arena_alloc(arena, body.len);

	if (body.len)
		memcpy(bytes, body.ptr, body.len);
	entry->body.ptr = bytes;
	for (int id = 0; entry->kind == ENTRY_EVALUATION && id < SECTIONS; id++) {
		struct prose *prose = &((struct evaluation *)entry)->sections[id].prose;

		if (prose->ptr)
			prose->ptr = bytes + (prose->ptr - body.ptr);
	}
}

static struct entry *copy_entry(const struct copier *copier, const struct entry *original)
{
	bool is_evaluation = original->kind == ENTRY_EVALUATION;
	size_t size = is_evaluation ? sizeof(struct evaluation) : sizeof(struct entry);
	struct entry *entry = arena_alloc(copier->arena, size);

	memcpy(entry, original, size);
	copy_text(copier, &entry->key);
	copy_text(copier, &entry->path);
	copy_text(copier, &entry->name);
	copy_text(copier, &entry->brief);
	if (entry->record)
		entry->record = copy_record(copier, entry->record, copier->texts ? entry->path : entry->record->path);
	if (is_evaluation)
		copy_items(copier->arena, ((struct evaluation *)entry)->sections);
	if (copier->texts && entry->body.ptr)
		copy_body(copier->arena, entry);
	return entry;
}

struct entry *kept_entry(struct arena *arena, const struct kept *kept)
{
	const struct copier copier = { .arena = arena };

	return copy_entry(&copier, kept->entry);
}

struct entry *entry_copy(struct arena *arena, const struct entry *parsed)
{
	const struct copier copier = { .arena = arena, .texts = true };

	return copy_entry(&copier, parsed);
}
