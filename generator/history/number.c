/*
 * number.c -- a number for each path and each blob that the walk meets.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "walk.h"

uint32_t walk_path(struct walk *walk, struct str path)
{
	uintptr_t known = (uintptr_t)map_get(&walk->paths, path);
	struct history_path fresh = { 0 };

	if (known)
		return (uint32_t)(known - 1);
	fresh.path = arena_str(&walk->history->arena, path);
	vec_push(&walk->found, fresh);
	map_set(&walk->paths, fresh.path, (void *)(uintptr_t)walk->found.count);
	return (uint32_t)(walk->found.count - 1);
}

uint32_t walk_blob(struct walk *walk, const struct object_id *id)
{
	struct str key = { (const char *)id->bytes, sizeof id->bytes };
	uintptr_t known = (uintptr_t)map_get(&walk->blobs, key);

	if (known)
		return (uint32_t)(known - 1);
	vec_push(&walk->ids, *id);
	map_set(&walk->blobs, arena_str(&walk->history->arena, key),
		(void *)(uintptr_t)walk->ids.count);
	return (uint32_t)(walk->ids.count - 1);
}
