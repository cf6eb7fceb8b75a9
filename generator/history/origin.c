/*
 * origin.c -- which commit of a merged branch wrote what the merge brought.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "walk.h"

/* A branch this long is not followed to its end for one path. */
#define STEPS_MAX 5000

enum answer { ANSWER_NO, ANSWER_YES, ANSWER_UNKNOWN };

/* The content of COMMIT has BLOB (or, if none, nothing) at PATH. */
static enum answer has_blob(struct walk *walk, const struct object_id *commit,
			    struct str path, const struct object_id *blob)
{
	struct commit read;
	struct entry entry;
	enum object_state state;

	if (commit_read(&read, walk->repository->odb, commit) != OBJECT_READ)
		return ANSWER_UNKNOWN;
	state = tree_find(walk->store, &read.tree, str_from(walk->repository->content), &entry);
	commit_dispose(&read);
	if (state == OBJECT_READ && entry.kind == ENTRY_FOLDER && !object_id_is_none(&entry.id)) {
		struct object_id content = entry.id;

		state = tree_find(walk->store, &content, path, &entry);
	} else {
		memset(&entry.id, 0, sizeof entry.id);
	}
	if (state != OBJECT_READ)
		return ANSWER_UNKNOWN;
	if (entry.kind != ENTRY_PLAIN)
		memset(&entry.id, 0, sizeof entry.id);
	return object_id_equal(&entry.id, blob) ? ANSWER_YES : ANSWER_NO;
}

/* The first parent of COMMIT from the FIRST-th on that has BLOB at PATH. */
static enum answer same_parent(struct walk *walk, const struct commit *commit, unsigned first,
			       const struct change *change, struct object_id *out)
{
	for (unsigned i = first; i < commit->parent_count; i++) {
		enum answer answer = has_blob(walk, &commit->parents[i], change->path, &change->after);

		if (answer == ANSWER_YES)
			*out = commit->parents[i];
		if (answer != ANSWER_NO)
			return answer;
	}
	return ANSWER_NO;
}

uint32_t origin_known(const struct walk *walk, const struct object_id *commit)
{
	struct str key = { (const char *)commit->bytes, sizeof commit->bytes };
	uintptr_t known = (uintptr_t)map_get(&walk->merged, key);

	return known ? (uint32_t)(known - 1) : HISTORY_NONE;
}

uint32_t origin_add(struct walk *walk, const struct history_commit *record)
{
	struct str key = { (const char *)record->id.bytes, sizeof record->id.bytes };

	vec_push(&walk->merges, *record);
	map_set(&walk->merged, arena_str(&walk->history->arena, key),
		(void *)(uintptr_t)walk->merges.count);
	return (uint32_t)(walk->merges.count - 1);
}

static uint32_t keep(struct walk *walk, const struct commit *commit)
{
	uint32_t known = origin_known(walk, &commit->id);
	struct history_commit record;

	if (known != HISTORY_NONE)
		return known;
	record = people_record(walk, commit);
	return origin_add(walk, &record);
}

/* Go down from ID while a parent has the same state: where none has, that
   commit made it. */
static enum answer follow(struct walk *walk, struct object_id id, const struct change *change,
			  uint32_t *origin)
{
	for (unsigned step = 0; step < STEPS_MAX && walk->steps; step++, walk->steps--) {
		struct commit commit;
		enum answer answer;

		if (repository_shallow_at(walk->repository, &id) ||
		    commit_read(&commit, walk->repository->odb, &id) != OBJECT_READ)
			return ANSWER_UNKNOWN;
		answer = same_parent(walk, &commit, 0, change, &id);
		if (answer == ANSWER_NO)
			*origin = keep(walk, &commit);
		commit_dispose(&commit);
		if (answer != ANSWER_YES)
			return answer;
	}
	return ANSWER_UNKNOWN;
}

void origin_find(struct walk *walk, const struct commit *merge, const struct change *change,
		 struct history_event *event)
{
	struct object_id id;
	enum answer answer = same_parent(walk, merge, 1, change, &id);

	if (answer == ANSWER_YES)
		answer = follow(walk, id, change, &event->origin);
	event->origin_unknown = answer == ANSWER_UNKNOWN;
}
