/*
 * facts.c -- what is known of blobs and of pairs of them, in memory and in a file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A field is kept as the number of its record type and its place in it; the
 * table of fields is part of the program, which is part of the file's head.
 */
#include "facts.h"

#include <stdlib.h>

#include "base/pack.h"

/* Another form, or another meaning of what is in it, is another number. */
#define MAGIC "diafano versions 5\n"

void blob_key(char key[BLOB_KEY_LEN], enum entry_kind kind, const struct object_id *id)
{
	key[0] = (char)kind;
	memcpy(key + 1, id->bytes, sizeof id->bytes);
}

void pair_key(char key[PAIR_KEY_LEN], enum entry_kind kind, const struct object_id *a,
	      const struct object_id *b)
{
	key[0] = (char)kind;
	memcpy(key + 1, a->bytes, sizeof a->bytes);
	memcpy(key + 1 + sizeof a->bytes, b->bytes, sizeof b->bytes);
}

/* ---- writing ---- */

static void put_blob(struct buf *out, const struct blob_facts *blob)
{
	pack_number(out, (unsigned)blob->readable | (unsigned)blob->draft << 1 |
		    (unsigned)blob->withdrawn << 2, 1);
	pack_number(out, blob->bytes, 4);
	pack_number(out, blob->words, 4);
	pack_text(out, blob->name);
	pack_text(out, blob->brief);
	pack_number(out, blob->former_count, 4);
	for (uint32_t i = 0; i < blob->former_count; i++)
		pack_text(out, blob->formers[i]);
	pack_number(out, blob->names.count, 4);
	for (uint32_t i = 0; i < blob->names.count; i++) {
		pack_number(out, (unsigned)blob->names.at[i].kind | (unsigned)blob->names.at[i].or_entity << 7, 1);
		pack_text(out, blob->names.at[i].key);
	}
}

static void put_field(struct buf *out, const struct field *field)
{
	for (int id = 0; field && id < RECORD_TYPES; id++) {
		const struct record_type *type = record_type((enum record_type_id)id);

		if (field >= type->fields && field < type->fields + type->count) {
			pack_number(out, (unsigned)id, 1);
			pack_number(out, (uint64_t)(field - type->fields), 1);
			return;
		}
	}
	pack_number(out, RECORD_NONE, 1);
	pack_number(out, 0, 1);
}

static void put_pair(struct buf *out, const struct difference *pair)
{
	pack_number(out, (unsigned)pair->kind | (unsigned)pair->as_text << 4 | pair->unseen << 5, 1);
	pack_number(out, pair->words_added, 4);
	pack_number(out, pair->words_removed, 4);
	pack_text(out, pair->summary);
	pack_number(out, pair->tally_count, 4);
	for (uint32_t i = 0; i < pair->tally_count; i++) {
		const struct change_tally *tally = &pair->tallies[i];

		put_field(out, tally->field);
		pack_number(out, (uint64_t)(tally->section + 1), 1);
		for (int kind = 0; kind < CHANGE_KINDS; kind++)
			pack_number(out, tally->items[kind], 4);
		pack_number(out, tally->restyled, 1);
		pack_number(out, tally->paragraphs, 4);
		pack_number(out, tally->fields, 4);
	}
}

static int compare_used(const void *a, const void *b)
{
	return str_compare(((const struct used_fact *)a)->key, ((const struct used_fact *)b)->key);
}

static void put_head(struct buf *out, struct str program)
{
	buf_put_text(out, MAGIC);
	pack_text(out, program);
}

void facts_save(const struct used_facts *used, unsigned count, const char *file,
		struct str program)
{
	VEC(struct used_fact) all = { 0 };
	size_t kept = 0;
	struct buf out;

	for (unsigned w = 0; w < count; w++)
		for (size_t i = 0; i < used[w].count; i++)
			vec_push(&all, used[w].at[i]);
	if (all.count > 1)
		qsort(all.at, all.count, sizeof *all.at, compare_used);
	for (size_t i = 0; i < all.count; i++)
		if (kept == 0 || !str_equal(all.at[kept - 1].key, all.at[i].key))
			all.at[kept++] = all.at[i];
	buf_init(&out);
	put_head(&out, program);
	pack_number(&out, kept, 4);
	for (size_t i = 0; i < kept; i++) {
		pack_number(&out, all.at[i].pair != NULL, 1);
		buf_put_str(&out, all.at[i].key);
		if (all.at[i].pair)
			put_pair(&out, all.at[i].pair);
		else
			put_blob(&out, all.at[i].blob);
	}
	if (out.len < PACK_MAX)
		pack_save(&out, file);
	buf_dispose(&out);
	vec_dispose(&all);
}

/* ---- reading ---- */

static struct named_list take_names(struct unpack *unpack, struct arena *arena)
{
	struct named_list names = { .count = unpack_count(unpack, 5) };

	names.at = ARENA_ARRAY(arena, names.count, struct named);
	for (uint32_t i = 0; i < names.count; i++) {
		uint64_t kind = unpack_number(unpack, 1);

		names.at[i].kind = (enum entry_kind)(kind & 127);
		names.at[i].or_entity = kind >> 7;
		names.at[i].key = unpack_text(unpack);
		unpack->bad |= !names.at[i].key.ptr || names.at[i].kind > NAMED_PATH;
	}
	return names;
}

static struct blob_facts *take_blob(struct unpack *unpack, struct arena *arena)
{
	struct blob_facts *blob = ARENA_NEW(arena, struct blob_facts);
	uint64_t flags = unpack_number(unpack, 1);

	blob->readable = flags & 1;
	blob->draft = flags & 2;
	blob->withdrawn = flags & 4;
	blob->bytes = (uint32_t)unpack_number(unpack, 4);
	blob->words = (uint32_t)unpack_number(unpack, 4);
	blob->name = unpack_text(unpack);
	blob->brief = unpack_text(unpack);
	blob->former_count = unpack_count(unpack, 4);
	blob->formers = ARENA_ARRAY(arena, blob->former_count, struct str);
	for (uint32_t i = 0; i < blob->former_count; i++) {
		blob->formers[i] = unpack_text(unpack);
		unpack->bad |= !blob->formers[i].ptr;
	}
	blob->names = take_names(unpack, arena);
	return blob;
}

static const struct field *take_field(struct unpack *unpack)
{
	uint64_t id = unpack_number(unpack, 1), index = unpack_number(unpack, 1);
	const struct record_type *type;

	if (id >= RECORD_TYPES)
		return NULL;
	type = record_type((enum record_type_id)id);
	unpack->bad |= index >= type->count;
	return unpack->bad ? NULL : &type->fields[index];
}

static void take_tally(struct unpack *unpack, struct change_tally *tally)
{
	tally->field = take_field(unpack);
	tally->section = (int)unpack_number(unpack, 1) - 1;
	unpack->bad |= tally->section >= SECTIONS;
	for (int kind = 0; kind < CHANGE_KINDS; kind++)
		tally->items[kind] = (uint32_t)unpack_number(unpack, 4);
	tally->restyled = (unsigned)unpack_number(unpack, 1);
	tally->paragraphs = (uint32_t)unpack_number(unpack, 4);
	tally->fields = (uint32_t)unpack_number(unpack, 4);
}

static struct difference *take_pair(struct unpack *unpack, struct arena *arena)
{
	struct difference *pair = ARENA_NEW(arena, struct difference);
	uint64_t flags = unpack_number(unpack, 1);
	struct change_tally *tallies;

	pair->known = true;
	pair->as_text = flags >> 4 & 1;
	pair->unseen = (unsigned)(flags >> 5);
	unpack->bad |= (flags & 15) > COMPARE_SUBSTANCE;
	pair->kind = unpack->bad ? COMPARE_SAME : (enum comparison_kind)(flags & 15);
	pair->words_added = (uint32_t)unpack_number(unpack, 4);
	pair->words_removed = (uint32_t)unpack_number(unpack, 4);
	pair->summary = unpack_text(unpack);
	unpack->bad |= !pair->summary.ptr;
	pair->tally_count = unpack_count(unpack, 4 + 4 * (CHANGE_KINDS + 2));
	tallies = ARENA_ARRAY(arena, pair->tally_count, struct change_tally);
	for (uint32_t i = 0; i < pair->tally_count; i++)
		take_tally(unpack, &tallies[i]);
	pair->tallies = tallies;
	return pair;
}

static void take_facts(struct facts *facts, struct unpack *unpack)
{
	uint32_t count = unpack_count(unpack, 1 + BLOB_KEY_LEN);

	for (uint32_t i = 0; i < count && !unpack->bad; i++) {
		bool is_pair = unpack_number(unpack, 1) != 0;
		struct str key = unpack_bytes(unpack, is_pair ? PAIR_KEY_LEN : BLOB_KEY_LEN);

		if (is_pair)
			map_set(&facts->pairs, key, take_pair(unpack, &facts->arena));
		else
			map_set(&facts->blobs, key, take_blob(unpack, &facts->arena));
	}
	unpack->bad |= unpack->rest.len != 0;
}

void facts_open(struct facts *facts, const char *file, struct str program)
{
	struct unpack unpack = { 0 };
	struct buf head;

	map_init(&facts->blobs);
	map_init(&facts->pairs);
	buf_init(&facts->file);
	arena_init(&facts->arena);
	buf_init(&head);
	put_head(&head, program);
	if (file && pack_load(&facts->file, file, &unpack.rest) &&
	    str_equal(unpack_bytes(&unpack, head.len), buf_str(&head)))
		take_facts(facts, &unpack);
	buf_dispose(&head);
	if (!unpack.bad)
		return;
	map_dispose(&facts->blobs);
	map_dispose(&facts->pairs);
	map_init(&facts->blobs);
	map_init(&facts->pairs);
}

void facts_dispose(struct facts *facts)
{
	map_dispose(&facts->blobs);
	map_dispose(&facts->pairs);
	buf_dispose(&facts->file);
	arena_dispose(&facts->arena);
}
