/*
 * value.h -- what a template can print: plain values, without facts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A struct value is 16 bytes and passed by value. Lists and objects live in
 * an arena and are shared, not copied, when the value is: a thing set into
 * two objects is one thing. Text, and the keys of objects, are borrowed and
 * must outlive the value.
 *
 *	struct value page = value_object(arena);
 *	value_set(arena, page, "titulo", value_text(STR("A & B")));
 *	struct value rows = value_list(arena);
 *	value_push(arena, rows, value_number(12));
 *	value_set(arena, page, "filas", rows);
 *
 * Text is escaped where a template prints it; HTML is what the generator
 * itself made, and is printed as it is. Only the room that made a text safe
 * may call it HTML.
 *
 * False for a section are: null, false, 0, the empty text or HTML, and the
 * empty list. An object is true, be it empty.
 */
#ifndef THEME_VALUE_H
#define THEME_VALUE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

enum value_kind {
	VALUE_NULL,
	VALUE_BOOL,
	VALUE_NUMBER,
	VALUE_TEXT,
	VALUE_HTML,
	VALUE_LIST,
	VALUE_OBJECT,
};

struct value_list;
struct value_object;

struct value {
	union {
		const char *text;	/* VALUE_TEXT, VALUE_HTML: len bytes */
		int64_t number;		/* VALUE_BOOL too: 0 or 1 */
		struct value_list *list;
		struct value_object *object;
	} as;
	uint32_t len;
	uint8_t kind;			/* enum value_kind */
};

struct value_list {
	struct value *at;
	uint32_t count, room;
};

struct value_entry {
	const char *key;
	uint32_t len : 24, before : 8, hash;
	struct value value;
};

struct value_object {
	struct value_entry *at;		/* in the order they were set */
	uint32_t count, room;
	uint32_t *index;		/* of many keys; see value.c */
	uint32_t index_room;
	uint8_t latest[64];		/* by the top 6 bits of a hash: see there */
	struct value_entry first[4];	/* what at points to until there are more */
};

static inline struct value value_null(void)
{
	return (struct value){ .kind = VALUE_NULL };
}

static inline struct value value_bool(bool yes)
{
	return (struct value){ .as.number = yes, .kind = VALUE_BOOL };
}

/* Printed in decimal digits, without separators. */
static inline struct value value_number(int64_t number)
{
	return (struct value){ .as.number = number, .kind = VALUE_NUMBER };
}

static inline struct value value_of_bytes(struct str s, enum value_kind kind)
{
	return (struct value){
		.as.text = s.ptr,
		.len = s.len > UINT32_MAX ? UINT32_MAX : (uint32_t)s.len,
		.kind = (uint8_t)(s.ptr ? kind : VALUE_NULL),
	};
}

/* Text of someone else, or HTML of ours; the absent view gives null. Longer
   than 4 GiB is cut (no input is). */
static inline struct value value_text(struct str text)
{
	return value_of_bytes(text, VALUE_TEXT);
}

static inline struct value value_html(struct str html)
{
	return value_of_bytes(html, VALUE_HTML);
}

struct value value_list(struct arena *arena);
struct value value_object(struct arena *arena);

/* LIST must be a list: ITEM becomes its last element. */
void value_push(struct arena *arena, struct value list, struct value item);

/*
 * A number that tells keys apart, cheap enough to be folded by the compiler
 * for a literal. It depends on the first and last eight bytes and the length.
 */
static inline uint32_t value_hash(const char *key, size_t len)
{
	uint64_t head = 0, tail = 0;

	if (len >= 8) {
		memcpy(&head, key, 8);
		memcpy(&tail, key + len - 8, 8);
	} else if (len >= 4) {
		memcpy(&head, key, 4);
		memcpy(&tail, key + len - 4, 4);
	} else if (len) {
		head = (unsigned char)key[0];
		tail = (uint64_t)(unsigned char)key[len / 2] << 8 |
		       (unsigned char)key[len - 1];
	}
	head ^= tail * 0x9e3779b97f4a7c15u ^ (uint64_t)len << 40;
	head *= 0xd6e8feb86659fd93u;
	return (uint32_t)(head >> 32);
}

/* For value_set() and value_set_str() alone. */
void value_put(struct arena *arena, struct value object, const char *key,
	       size_t len, uint32_t hash, struct value value);

/* OBJECT must be an object: KEY is VALUE from now on; a key set twice has
   the last one. KEY is borrowed: a literal, or something that outlives it. */
static inline void value_set(struct arena *arena, struct value object,
			     const char *key, struct value value)
{
	size_t len = strlen(key);

	value_put(arena, object, key, len, value_hash(key, len), value);
}

static inline void value_set_str(struct arena *arena, struct value object,
				 struct str key, struct value value)
{
	value_put(arena, object, key.ptr, key.len,
		  value_hash(key.ptr, key.len), value);
}

/* What OBJECT holds under KEY, or NULL. HASH is value_hash() of it. */
const struct value *value_find(const struct value_object *object,
			       const char *key, size_t len, uint32_t hash);

/* What the last of COUNT values holds that is an object with that key. */
const struct value *value_find_last(const struct value *objects, size_t count,
				    const char *key, size_t len, uint32_t hash);

/* The same for any value: null when it is no object or has no such key. */
struct value value_get(struct value object, struct str key);

/* Elements of a list, keys set into an object; 0 for all else. */
size_t value_count(struct value value);

/* Whether a section of VALUE is rendered (see above). */
static inline bool value_is_true(struct value value)
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

#endif
