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

struct value value_list(struct arena *arena)
{
	return (struct value){
		.as.list = ARENA_NEW(arena, struct value_list),
		.kind = VALUE_LIST,
	};
}

struct value value_object(struct arena *arena)
{
	struct value_object *object = ARENA_NEW(arena, struct value_object);

	object->at = object->first;
	object->room = sizeof object->first / sizeof *object->first;
	return (struct value){ .as.object = object, .kind = VALUE_OBJECT };
}

/* COUNT elements of SIZE bytes at AT, moved to a place for more: most lists
   and objects are short, the others have a dozen. */
static void *grow(struct arena *arena, const void *at, uint32_t count,
		  uint32_t *room, size_t size)
{
	uint32_t more = *room == 0 ? 4 : *room == 4 ? 16 : *room * 2;
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

static inline uint64_t eight_bytes(const char *at)
{
	uint64_t bytes;

	memcpy(&bytes, at, sizeof bytes);
	return bytes;
}

static inline uint32_t four_bytes(const char *at)
{
	uint32_t bytes;

	memcpy(&bytes, at, sizeof bytes);
	return bytes;
}

/* Keys are short words: two loads that may overlap see most of them whole. */
static inline bool same_bytes(const char *a, const char *b, size_t len)
{
	if (len < 4) {
		while (len && a[len - 1] == b[len - 1])
			len--;
		return len == 0;
	}
	if (len < 8)
		return four_bytes(a) == four_bytes(b) &&
		       four_bytes(a + len - 4) == four_bytes(b + len - 4);
	for (size_t i = 0; i + 8 < len; i += 8)
		if (eight_bytes(a + i) != eight_bytes(b + i))
			return false;
	return eight_bytes(a + len - 8) == eight_bytes(b + len - 8);
}

static inline bool is_key(const struct value_entry *entry, const char *key,
			  size_t len, uint32_t hash)
{
	return entry->hash == hash && entry->len == len &&
	       same_bytes(entry->key, key, len);
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

static inline const struct value *find(const struct value_object *object,
				       const char *key, size_t len,
				       uint32_t hash)
{
	uint32_t position = object->latest[hash >> 26];

	if (position && object->index)
		position = *slot_of(object, key, len, hash);
	while (position) {
		const struct value_entry *entry = &object->at[position - 1];

		if (is_key(entry, key, len, hash))
			return &entry->value;
		position = entry->before;
	}
	return NULL;
}

const struct value *value_find(const struct value_object *object,
			       const char *key, size_t len, uint32_t hash)
{
	return find(object, key, len, hash);
}

const struct value *value_find_last(const struct value *objects, size_t count,
				    const char *key, size_t len, uint32_t hash)
{
	const struct value *found = NULL;

	while (!found && count-- > 0)
		if (objects[count].kind == VALUE_OBJECT)
			found = find(objects[count].as.object, key, len, hash);
	return found;
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
