/*
 * history.c -- the walk along first parents, and what is made of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * (1) The walk goes from the newest commit to the oldest, so that it can stop
 *     at the first thing that cannot be read and keep all that came after.
 * (2) Until turn_round(), commits and events are newest first, but the events
 *     of one commit are in the order of their paths; `first` of a commit and
 *     `commit` of an event are in that order too.
 */
#include "walk.h"

#include <stdlib.h>

#include "base/date.h"

struct str history_words(enum history_gap gap)
{
	switch (gap) {
	case HISTORY_WHOLE:
		return STR("");
	case HISTORY_SHALLOW:
		return STR("Este sitio se hizo con una copia recortada del repositorio: lo anterior a lo que se muestra existe, pero aquí no se conoce, ni desde cuándo. Se completa con «git fetch --unshallow».");
	case HISTORY_PARTIAL:
		return STR("Este sitio se hizo con una copia parcial del repositorio: lo anterior a lo que se muestra existe, pero aquí no se conoce, ni desde cuándo. Se completa con «git fetch --refetch --no-filter».");
	case HISTORY_DAMAGED:
		return STR("Una parte del repositorio está dañada: no se sabe qué hubo antes de lo que se muestra, ni desde cuándo. Lo que falta lo dice «git fsck»; se repara con otra copia del repositorio.");
	}
	return STR("");
}

struct str history_unread_words(bool damaged)
{
	return damaged ? STR("Una parte del repositorio está dañada: los textos de algunas versiones no se pueden leer, y no se sabe si eran borradores. Lo que falta lo dice «git fsck»; se repara con otra copia del repositorio.")
		       : STR("A esta copia del repositorio le faltan los textos de algunas versiones, y no se sabe si eran borradores. Se completa con «git fetch --refetch --no-filter».");
}

struct str history_cure(enum history_gap gap)
{
	switch (gap) {
	case HISTORY_WHOLE:	return STR("");
	case HISTORY_SHALLOW:	return STR("git fetch --unshallow");
	case HISTORY_PARTIAL:	return STR("git fetch --refetch --no-filter");
	case HISTORY_DAMAGED:	return STR("git fsck");
	}
	return STR("");
}

/* ---- one commit ---- */

static enum history_kind kind_of(const struct change *change, bool boundary)
{
	if (boundary)
		return HISTORY_FOUND;
	if (object_id_is_none(&change->after))
		return change->other == HISTORY_NONE ? HISTORY_DELETED : HISTORY_AWAY;
	if (object_id_is_none(&change->before))
		return change->other == HISTORY_NONE ? HISTORY_ADDED : HISTORY_HERE;
	return HISTORY_CHANGED;
}

static void record_event(struct walk *walk, const struct commit *commit,
			 const struct change *change, bool boundary)
{
	struct history_event event = {
		.path = change->path_index, .commit = (uint32_t)walk->commits.count,
		.blob = HISTORY_NONE, .other = change->other, .origin = HISTORY_NONE,
		.kind = kind_of(change, boundary),
	};

	if (!object_id_is_none(&change->after))
		event.blob = walk_blob(walk, &change->after);
	if (boundary)
		event.origin_unknown = true;
	else if (commit->parent_count > 1)
		origin_find(walk, commit, change, &event);
	vec_push(&walk->events, event);
}

static void record_commit(struct walk *walk, const struct commit *commit, bool boundary)
{
	struct history_commit record;

	if (!walk->changes.count)
		return;
	record = people_record(walk, commit);
	record.boundary = boundary;
	record.first = (uint32_t)walk->events.count;
	record.count = (uint32_t)walk->changes.count;
	if (!boundary)
		compare_moves(walk);
	for (size_t i = 0; i < walk->changes.count; i++)
		record_event(walk, commit, &walk->changes.at[i], boundary);
	vec_push(&walk->commits, record);
}

/* ---- what an earlier walk found ---- */

/* Would the walk from here on find what was kept? Never at a boundary: what is
   kept has none. */
static bool is_kept(const struct walk *walk, const struct commit *commit)
{
	const struct kept *kept = walk->kept;

	return kept && object_id_equal(&kept->tip, &commit->id) &&
	       object_id_equal(&kept->names_id, &walk->names_id) &&
	       str_equal(kept->content, str_from(walk->repository->content)) &&
	       !walk->repository->shallow_count;
}

static struct history_commit copy_record(struct walk *walk, const struct history_commit *kept)
{
	struct history_commit record = *kept;

	if (kept->author.ptr)
		record.author = arena_str(&walk->history->arena, kept->author);
	record.message = arena_str(&walk->history->arena, kept->message);
	return record;
}

static uint32_t copy_origin(struct walk *walk, const struct history_commit *kept)
{
	uint32_t known = origin_known(walk, &kept->id);
	struct history_commit record;

	if (known != HISTORY_NONE)
		return known;
	record = copy_record(walk, kept);
	return origin_add(walk, &record);
}

/* As if the walk had gone on: the same things in the same order. */
static void record_kept(struct walk *walk)
{
	const struct history *kept = &walk->kept->history;

	for (uint32_t i = 0; i < kept->commit_count; i++) {
		struct history_commit record = copy_record(walk, &kept->commits[i]);

		record.first = (uint32_t)walk->events.count;
		for (uint32_t k = 0; k < record.count; k++) {
			struct history_event event = kept->events[kept->commits[i].first + k];

			event.path = walk_path(walk, kept->paths[event.path].path);
			event.commit = (uint32_t)walk->commits.count;
			if (event.blob != HISTORY_NONE)
				event.blob = walk_blob(walk, &kept->blobs[event.blob]);
			if (event.other != HISTORY_NONE)
				event.other = walk_path(walk, kept->paths[event.other].path);
			if (event.origin != HISTORY_NONE)
				event.origin = copy_origin(walk, &kept->merged[event.origin]);
			vec_push(&walk->events, event);
		}
		vec_push(&walk->commits, record);
	}
	walk->history->walked += kept->walked;
	walk->ended_at_kept = true;
}

/* ---- the line ---- */

/* The content folder's tree in COMMIT, or none. */
static enum object_state content_tree(struct walk *walk, const struct commit *commit,
				      struct object_id *out)
{
	struct entry entry;
	enum object_state state = tree_find(walk->store, &commit->tree,
					    str_from(walk->repository->content), &entry);

	if (state != OBJECT_READ)
		return state;
	*out = entry.id;
	if (entry.kind != ENTRY_FOLDER)
		memset(out, 0, sizeof *out);
	return OBJECT_READ;
}

static enum history_gap gap_of(struct walk *walk, enum object_state state)
{
	return state == OBJECT_MISSING && repository_is_partial(walk->repository)
		? HISTORY_PARTIAL : HISTORY_DAMAGED;
}

/* The oldest commit that can be told: all it holds was found there. */
static void record_boundary(struct walk *walk, const struct commit *commit,
			    const struct object_id *content)
{
	static const struct object_id none;

	compare_trees(walk, &none, content, true);
	record_commit(walk, commit, true);
}

/* Compare COMMIT, whose content is *CONTENT, with its first parent, read into
   *PARENT with its content into *BEFORE. */
static enum object_state compare_parent(struct walk *walk, const struct commit *commit,
					const struct object_id *content, struct commit *parent,
					struct object_id *before)
{
	enum object_state state = commit_read(parent, walk->repository->odb, &commit->parents[0]);

	if (state != OBJECT_READ)
		return state;
	if (object_id_equal(&commit->tree, &parent->tree)) {
		*before = *content;
		vec_clear(&walk->changes);
		return OBJECT_READ;
	}
	state = content_tree(walk, parent, before);
	if (state == OBJECT_READ)
		state = compare_trees(walk, before, content, false);
	return state;
}

static enum history_gap walk_line(struct walk *walk, struct commit *commit,
				  struct object_id content)
{
	static const struct object_id none;
	struct object_id before;
	struct commit parent;
	enum object_state state;

	for (;;) {
		if (is_kept(walk, commit)) {
			record_kept(walk);
			return HISTORY_WHOLE;
		}
		walk->history->walked++;
		if (repository_shallow_at(walk->repository, &commit->id)) {
			record_boundary(walk, commit, &content);
			return HISTORY_SHALLOW;
		}
		if (!commit->parent_count) {
			state = compare_trees(walk, &none, &content, false);
			if (state == OBJECT_READ)
				record_commit(walk, commit, false);
			else
				record_boundary(walk, commit, &content);
			return state == OBJECT_READ ? HISTORY_WHOLE : gap_of(walk, state);
		}
		state = compare_parent(walk, commit, &content, &parent, &before);
		if (state != OBJECT_READ) {
			commit_dispose(&parent);
			record_boundary(walk, commit, &content);
			return gap_of(walk, state);
		}
		record_commit(walk, commit, false);
		commit_dispose(commit);
		*commit = parent;
		content = before;
	}
}

static enum history_gap walk_all(struct walk *walk)
{
	struct commit commit;
	struct object_id content;
	enum history_gap gap;
	enum object_state state = commit_read(&commit, walk->repository->odb,
					      &walk->repository->commit);

	if (state == OBJECT_READ)
		state = content_tree(walk, &commit, &content);
	if (state != OBJECT_READ) {
		gap = gap_of(walk, state);
	} else {
		people_open(walk);
		gap = walk_line(walk, &commit, content);
	}
	commit_dispose(&commit);
	return gap;
}

/* ---- turned round ---- */

struct ranked {
	struct str path;
	uint32_t index;
};

static int compare_ranked(const void *a, const void *b)
{
	return str_compare(((const struct ranked *)a)->path, ((const struct ranked *)b)->path);
}

static void *copy_of(const void *at, size_t count, size_t size)
{
	void *copy = memory_alloc((count + 1) * size);

	if (count)
		memcpy(copy, at, count * size);
	return copy;
}

/* Put the paths in byte order; RANK (by old index) becomes the new one. */
static void order_paths(struct walk *walk, uint32_t *rank)
{
	struct history *history = walk->history;
	size_t count = walk->found.count;
	struct ranked *ranked = memory_alloc((count + 1) * sizeof *ranked);

	for (size_t i = 0; i < count; i++)
		ranked[i] = (struct ranked){ walk->found.at[i].path, (uint32_t)i };
	if (count)
		qsort(ranked, count, sizeof *ranked, compare_ranked);
	history->paths = memory_alloc((count + 1) * sizeof *history->paths);
	history->path_count = (uint32_t)count;
	for (size_t i = 0; i < count; i++) {
		history->paths[i] = (struct history_path){ .path = ranked[i].path };
		rank[ranked[i].index] = (uint32_t)i;
	}
	free(ranked);
}

/* Commits oldest first, and with them their events. */
static void turn_round(struct walk *walk, const uint32_t *rank)
{
	struct history *history = walk->history;
	size_t count = walk->commits.count, put = 0;
	int64_t latest = INT64_MIN;

	history->commits = memory_alloc((count + 1) * sizeof *history->commits);
	history->events = memory_alloc((walk->events.count + 1) * sizeof *history->events);
	for (size_t i = 0; i < count; i++) {
		struct history_commit *commit = &history->commits[i];
		const struct history_event *from;

		*commit = walk->commits.at[count - 1 - i];
		from = walk->events.at + commit->first;
		commit->first = (uint32_t)put;
		if (instant_has_date(commit->time)) {
			commit->backwards = commit->time < latest;
			if (commit->time > latest)
				latest = commit->time;
		}
		for (uint32_t k = 0; k < commit->count; k++, put++) {
			struct history_event *event = &history->events[put];

			*event = from[k];
			event->commit = (uint32_t)i;
			event->path = rank[event->path];
			if (event->other != HISTORY_NONE)
				event->other = rank[event->other];
		}
	}
	history->commit_count = (uint32_t)count;
	history->event_count = (uint32_t)put;
}

/* Number the blobs as they appear. */
static void order_blobs(struct walk *walk)
{
	struct history *history = walk->history;
	uint32_t *number = memory_alloc((walk->ids.count + 1) * sizeof *number);
	uint32_t next = 0;

	memset(number, 0xff, (walk->ids.count + 1) * sizeof *number);
	history->blobs = memory_alloc((walk->ids.count + 1) * sizeof *history->blobs);
	for (uint32_t i = 0; i < history->event_count; i++) {
		uint32_t *blob = &history->events[i].blob;

		if (*blob == HISTORY_NONE)
			continue;
		if (number[*blob] == HISTORY_NONE) {
			history->blobs[next] = walk->ids.at[*blob];
			number[*blob] = next++;
		}
		*blob = number[*blob];
	}
	history->blob_count = next;
	free(number);
}

static void file_by_path(struct history *history)
{
	uint32_t first = 0;

	history->by_path = memory_alloc((history->event_count + 1) * sizeof *history->by_path);
	for (uint32_t i = 0; i < history->event_count; i++)
		history->paths[history->events[i].path].count++;
	for (uint32_t i = 0; i < history->path_count; i++) {
		history->paths[i].first = first;
		first += history->paths[i].count;
		history->paths[i].count = 0;
	}
	for (uint32_t i = 0; i < history->event_count; i++) {
		struct history_path *path = &history->paths[history->events[i].path];

		history->by_path[path->first + path->count++] = i;
	}
}

static void finish(struct walk *walk)
{
	struct history *history = walk->history;
	uint32_t *rank = memory_alloc((walk->found.count + 1) * sizeof *rank);

	order_paths(walk, rank);
	turn_round(walk, rank);
	order_blobs(walk);
	file_by_path(history);
	history->merged = copy_of(walk->merges.at, walk->merges.count, sizeof *walk->merges.at);
	history->merged_count = (uint32_t)walk->merges.count;
	free(rank);
}

static void dispose(struct walk *walk)
{
	git_mailmap_free(walk->mailmap);
	store_free(walk->store);
	map_dispose(&walk->paths);
	map_dispose(&walk->blobs);
	map_dispose(&walk->merged);
	map_dispose(&walk->names);
	vec_dispose(&walk->commits);
	vec_dispose(&walk->merges);
	vec_dispose(&walk->events);
	vec_dispose(&walk->found);
	vec_dispose(&walk->ids);
	vec_dispose(&walk->changes);
	buf_dispose(&walk->path);
	buf_dispose(&walk->text);
}

static void report_gap(const struct history *history, struct diag *diag)
{
	static const char *const told[] = {
		[HISTORY_SHALLOW] =
			"el repositorio es un clon recortado; de lo anterior a sus primeros commits no se dan fechas ni números",
		[HISTORY_PARTIAL] =
			"el repositorio es un clon parcial sin carpetas antiguas; de lo anterior a lo que tiene no se dan fechas ni números",
		[HISTORY_DAMAGED] =
			"al repositorio le falta un objeto o está dañado; de lo anterior a lo que se pudo leer no se dan fechas ni números",
	};

	if (history->gap != HISTORY_WHOLE)
		diag_report(diag, DIAG_HISTORY_GAP, (struct place){ 0 }, history_cure(history->gap), "%s", told[history->gap]);
}

static struct history *walk_new(struct walk *walk, struct repository *repository,
				const struct kept *kept)
{
	struct history *history = memory_alloc(sizeof *history);

	memset(history, 0, sizeof *history);
	arena_init(&history->arena);
	*walk = (struct walk){
		.repository = repository, .history = history, .steps = SIDE_STEPS, .kept = kept,
		.store = store_new(repository->odb),
	};
	buf_init(&walk->path);
	buf_init(&walk->text);
	history->gap = walk_all(walk);
	return history;
}

/* A walk that spends all its steps must spend them on the same branches,
   whether it was helped or not: then it is done without help. */
static bool too_many_steps(const struct walk *walk)
{
	return walk->ended_at_kept && (!walk->steps || walk->kept->steps >= walk->steps);
}

struct history *history_read_kept(struct repository *repository, const char *file,
				  struct diag *diag)
{
	struct kept *kept = file ? kept_open(file) : NULL;
	struct walk walk;
	struct history *history = walk_new(&walk, repository, kept);

	if (too_many_steps(&walk)) {
		dispose(&walk);
		history_free(history);
		history = walk_new(&walk, repository, NULL);
	}
	finish(&walk);
	if (file && history->gap == HISTORY_WHOLE && walk.steps &&
	    !(walk.ended_at_kept && object_id_equal(&kept->tip, &repository->commit)))
		kept_write(&walk, file);
	people_report(&walk, diag);
	dispose(&walk);
	kept_free(kept);
	report_gap(history, diag);
	return history;
}

struct history *history_read(struct repository *repository, struct diag *diag)
{
	return history_read_kept(repository, NULL, diag);
}

void history_free(struct history *history)
{
	if (!history)
		return;
	free(history->commits);
	free(history->merged);
	free(history->events);
	free(history->paths);
	free(history->by_path);
	free(history->blobs);
	arena_dispose(&history->arena);
	free(history);
}

/* ---- asked of it ---- */

const struct history_path *history_find(const struct history *history, struct str path)
{
	uint32_t low = 0, high = history->path_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		int order = str_compare(path, history->paths[middle].path);

		if (!order)
			return &history->paths[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

uint32_t history_blob_at(const struct history *history, const struct history_path *path,
			 uint32_t commit)
{
	uint32_t low = 0, high = path->count;

	/* The first event after COMMIT; the one before it is the answer. */
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (history->events[history->by_path[path->first + middle]].commit <= commit)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? history->events[history->by_path[path->first + low - 1]].blob : HISTORY_NONE;
}

const struct history_commit *history_author(const struct history *history,
					    const struct history_event *event)
{
	if (event->origin_unknown)
		return NULL;
	return event->origin == HISTORY_NONE ? &history->commits[event->commit]
					     : &history->merged[event->origin];
}

struct str history_message(const struct history_commit *commit, const struct history_commit *author)
{
	return author ? author->message : commit->message;
}

struct str history_subject(struct str message)
{
	return str_trim(str_slice(message, 0, str_find_char(message, '\n')));
}
