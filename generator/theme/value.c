/*
 * value.c -- what a template can print.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The keys of a small object are chained by the top six bits of their hash:
 * latest[] tells where the last of them is, and each entry which came before
 * (positions plus one), so that the last of equal keys is found. Beyond
 * INDEX_FROM keys there is an index of open addressing instead: slots hold
 * the position of an entry plus one, at most half are taken, and latest[]
 * tells no more than that there is such a key.
 */
#include <assert.h>

#include "theme/value.h"

#define INDEX_FROM 64

static struct value text_of(struct str text, enum value_kind kind)
{
	if (!text.ptr)
		return value_null();
	return (struct value){
		.as.text = text.ptr,
		.len = text.len > UINT32_MAX ? UINT32_MAX : (uint32_t)text.len,
		.kind = (uint8_t)kind,
	};
}

struct value value_text(struct str text)
{
	return text_of(text, VALUE_TEXT);
}

struct value value_html(struct str html)
{
	return text_of(html, VALUE_HTML);
}

struct value value_list(struct arena *arena)
{
	return (struct value){
		.as.list = ARENA_NEW(arena, struct value_list),
		.kind = VALUE_LIST,
	};
}

struct value value_object(struct arena *arena)
{
	return (struct value){
		.as.object = ARENA_NEW(arena, struct value_object),
		.kind = VALUE_OBJECT,
	};
}

/* COUNT elements of SIZE bytes at AT, moved to a place for twice as many. */
static void *grow(struct arena *arena, const void *at, uint32_t count,
		  uint32_t *room, size_t size)
{
	uint32_t more = *room ? *room * 2 : 8;
	void *moved;

	if (more <= *room)
		memory_exhausted();
	moved = arena_array(arena, more, size);
	if (count)
		memcpy(moved, at, count * size);
	*room = more;
	return moved;
}

void value_push(struct arena *arena, struct value value, struct value item)
{
	struct value_list *list = value.as.list;

	assert(value.kind == VALUE_LIST);
	if (list->count == list->room)
		list->at = grow(arena, list->at, list->count, &list->room,
				sizeof *list->at);
	list->at[list->count++] = item;
}

/* Keys are short words: two loads that may overlap see most of them whole. */
static bool same_bytes(const char *a, const char *b, size_t len)
{
	uint64_t head[2], tail[2];

	if (len < 8 || len > 16)
		return len == 0 || memcmp(a, b, len) == 0;
	memcpy(&head[0], a, 8);
	memcpy(&head[1], b, 8);
	memcpy(&tail[0], a + len - 8, 8);
	memcpy(&tail[1], b + len - 8, 8);
	return head[0] == head[1] && tail[0] == tail[1];
}

static bool is_key(const struct value_entry *entry, const char *key,
		   size_t len, uint32_t hash)
{
	return entry->hash == hash && entry->len == len &&
	       (entry->key == key || same_bytes(entry->key, key, len));
}

/* The slot that holds KEY, or the free one where it belongs. */
static uint32_t *slot_of(const struct value_object *object, const char *key,
			 size_t len, uint32_t hash)
{
	uint32_t mask = object->index_room - 1, i = hash & mask;

	while (object->index[i] &&
	       !is_key(&object->at[object->index[i] - 1], key, len, hash))
		i = (i + 1) & mask;
	return &object->index[i];
}

static void file_entry(struct value_object *object, uint32_t position)
{
	const struct value_entry *entry = &object->at[position];

	*slot_of(object, entry->key, entry->len, entry->hash) = position + 1;
}

static void make_index(struct arena *arena, struct value_object *object)
{
	object->index_room = object->room * 2;
	object->index = ARENA_ARRAY(arena, object->index_room, uint32_t);
	for (uint32_t i = 0; i < object->count; i++)
		file_entry(object, i);
}

void value_put(struct arena *arena, struct value value, const char *key,
	       size_t len, uint32_t hash, struct value item)
{
	struct value_object *object = value.as.object;
	uint8_t *latest;

	assert(value.kind == VALUE_OBJECT && len < 1 << 24);
	if (object->count == object->room) {
		object->at = grow(arena, object->at, object->count,
				  &object->room, sizeof *object->at);
		if (object->room > INDEX_FROM)
			make_index(arena, object);
	}
	latest = &object->latest[hash >> 26];
	object->at[object->count++] = (struct value_entry){
		.key = key, .len = (uint32_t)len & 0xffffff, .hash = hash,
		.before = *latest, .value = item,
	};
	*latest = 1;
	if (object->index)
		file_entry(object, object->count - 1);
	else
		*latest = (uint8_t)object->count;
}

const struct value *value_find(const struct value_object *object,
			       const char *key, size_t len, uint32_t hash)
{
	if (!value_may_hold(object, hash))
		return NULL;
	if (object->index) {
		uint32_t position = *slot_of(object, key, len, hash);

		return position ? &object->at[position - 1].value : NULL;
	}
	for (uint32_t i = object->latest[hash >> 26]; i;
	     i = object->at[i - 1].before)
		if (is_key(&object->at[i - 1], key, len, hash))
			return &object->at[i - 1].value;
	return NULL;
}

struct value value_get(struct value object, struct str key)
{
	const struct value *found;

	if (object.kind != VALUE_OBJECT)
		return value_null();
	found = value_find(object.as.object, key.ptr, key.len,
			   value_hash(key.ptr, key.len));
	return found ? *found : value_null();
}

size_t value_count(struct value value)
{
	if (value.kind == VALUE_LIST)
		return value.as.list->count;
	return value.kind == VALUE_OBJECT ? value.as.object->count : 0;
}

bool value_is_true(struct value value)
{
	switch ((enum value_kind)value.kind) {
	case VALUE_NULL:
		return false;
	case VALUE_BOOL:
	case VALUE_NUMBER:
		return value.as.number != 0;
	case VALUE_TEXT:
	case VALUE_HTML:
		return value.len != 0;
	case VALUE_LIST:
		return value.as.list->count != 0;
	case VALUE_OBJECT:
		return true;
	}
	return false;
}
