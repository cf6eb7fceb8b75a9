/*
 * memory.c -- what one reading of the content leaves for the next.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model/memory.h"

#include "kept.h"

#define WASTE_MAX ((size_t)256 << 20)

struct site_memory *site_memory_new(void)
{
	struct site_memory *memory = memory_alloc(sizeof *memory);

	*memory = (struct site_memory){ 0 };
	for (int i = 0; i < POOL_MAX; i++)
		arena_init(&memory->arenas[i]);
	map_init(&memory->files);
	return memory;
}

void site_memory_settle(struct site_memory *memory)
{
	for (size_t i = 0; i < memory->retired.count; i++)
		free(memory->retired.at[i]);
	for (size_t i = 0; i < memory->retired_diags.count; i++)
		diag_free(memory->retired_diags.at[i]);
	vec_clear(&memory->retired);
	vec_clear(&memory->retired_diags);
}

bool site_memory_is_full(const struct site_memory *memory)
{
	return memory->waste > WASTE_MAX;
}

void memory_unweave(struct site_memory *memory, struct kept *kept)
{
	vec_push(&memory->retired, kept->woven);
	vec_push(&memory->retired, kept->items);
	vec_push(&memory->retired, kept->edges);
	vec_push(&memory->retired, kept->pendings);
	vec_push(&memory->retired_diags, kept->woven_heard);
	kept->woven = kept->items = kept->edges = kept->pendings = NULL;
	kept->woven_heard = NULL;
	kept->names = 0;
}

static void retire(struct site_memory *memory, struct kept *kept)
{
	memory_unweave(memory, kept);
	vec_push(&memory->retired, kept->body);
	vec_push(&memory->retired_diags, kept->heard);
	memory->waste += 3 * (size_t)kept->file.size + 4096;
	kept->body = NULL;
	kept->heard = NULL;
}

void site_memory_free(struct site_memory *memory)
{
	if (!memory)
		return;
	for (size_t i = 0; i < memory->kept.count; i++) {
		retire(memory, memory->kept.at[i]);
		free(memory->kept.at[i]);
	}
	site_memory_settle(memory);
	vec_dispose(&memory->kept);
	vec_dispose(&memory->retired);
	vec_dispose(&memory->retired_diags);
	map_dispose(&memory->files);
	for (int i = 0; i < POOL_MAX; i++)
		arena_dispose(&memory->arenas[i]);
	free(memory);
}

struct kept *memory_find(const struct site_memory *memory, const struct source_entry *file)
{
	struct kept *kept = memory ? map_get(&memory->files, file->path) : NULL;

	return kept && file->stamp && kept->file.stamp == file->stamp ? kept : NULL;
}

void memory_put(struct site_memory *memory, struct kept *kept)
{
	struct kept *before = map_set(&memory->files, kept->file.path, kept);

	if (before)
		retire(memory, before);
	vec_push(&memory->kept, kept);
}

void kept_take_sections(struct kept *kept, const struct evaluation *evaluation, void *body)
{
	size_t count = 0;
	struct item *items;

	memcpy(kept->sections, evaluation->sections, sizeof kept->sections);
	for (int id = 0; id < SECTIONS; id++)
		count += kept->sections[id].count;
	items = memory_alloc((count + 1) * sizeof *items);
	kept->items = items;
	kept->woven = body;
	for (int id = 0; id < SECTIONS; id++) {
		struct section *section = &kept->sections[id];

		if (section->count)
			memcpy(items, section->items, section->count * sizeof *items);
		section->items = items;
		items += section->count;
	}
}
