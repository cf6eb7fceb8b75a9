/*
 * kept.c -- what a walk found, in a file, for the next one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The form is that of base/pack.h; every number that is used to find something
 * is checked.
 */
#include "walk.h"

#include <stdlib.h>

#include "base/pack.h"

/* Another form, or another meaning of what is in it, is another number. */
#define MAGIC "diafano history 2\n"

/* ---- writing ---- */

static void put_id(struct buf *out, const struct object_id *id)
{
	buf_put(out, id->bytes, sizeof id->bytes);
}

static void put_commit(struct buf *out, const struct history_commit *commit)
{
	put_id(out, &commit->id);
	pack_number(out, (uint64_t)commit->time, 8);
	pack_number(out, (uint64_t)commit->author_time, 8);
	pack_number(out, (uint16_t)commit->offset, 2);
	pack_number(out, (uint16_t)commit->author_offset, 2);
	pack_number(out, commit->parents, 2);
	pack_text(out, commit->author);
	pack_text(out, commit->message);
	pack_number(out, commit->count, 4);
}

static void put_event(struct buf *out, const struct history_event *event)
{
	pack_number(out, event->path, 4);
	pack_number(out, event->blob, 4);
	pack_number(out, event->other, 4);
	pack_number(out, event->origin, 4);
	pack_number(out, (uint64_t)event->kind, 1);
	pack_number(out, event->origin_unknown, 1);
}

static void put_history(struct buf *out, const struct history *history)
{
	pack_number(out, history->walked, 4);
	pack_number(out, history->path_count, 4);
	for (uint32_t i = 0; i < history->path_count; i++)
		pack_text(out, history->paths[i].path);
	pack_number(out, history->blob_count, 4);
	for (uint32_t i = 0; i < history->blob_count; i++)
		put_id(out, &history->blobs[i]);
	pack_number(out, history->merged_count, 4);
	for (uint32_t i = 0; i < history->merged_count; i++)
		put_commit(out, &history->merged[i]);
	pack_number(out, history->commit_count, 4);
	pack_number(out, history->event_count, 4);
	for (uint32_t i = history->commit_count; i-- > 0;) {
		const struct history_commit *commit = &history->commits[i];

		put_commit(out, commit);
		for (uint32_t k = 0; k < commit->count; k++)
			put_event(out, &history->events[commit->first + k]);
	}
}

void kept_write(const struct walk *walk, const char *file)
{
	struct buf out;

	buf_init(&out);
	buf_put_text(&out, MAGIC);
	pack_text(&out, str_from(walk->repository->content));
	put_id(&out, &walk->repository->commit);
	put_id(&out, &walk->names_id);
	pack_number(&out, SIDE_STEPS - walk->steps +
		   (walk->ended_at_kept ? walk->kept->steps : 0), 8);
	put_history(&out, walk->history);
	pack_save(&out, file);
	buf_dispose(&out);
}

/* ---- reading ---- */

static struct object_id take_id(struct unpack *reading)
{
	struct object_id id = { { 0 } };
	struct str bytes = unpack_bytes(reading, sizeof id.bytes);

	if (bytes.len)
		memcpy(id.bytes, bytes.ptr, sizeof id.bytes);
	return id;
}

static struct history_commit take_commit(struct unpack *reading)
{
	struct history_commit commit = { .id = take_id(reading) };

	commit.time = (int64_t)unpack_number(reading, 8);
	commit.author_time = (int64_t)unpack_number(reading, 8);
	commit.offset = (int16_t)unpack_number(reading, 2);
	commit.author_offset = (int16_t)unpack_number(reading, 2);
	commit.parents = (uint16_t)unpack_number(reading, 2);
	commit.author = unpack_text(reading);
	commit.message = unpack_text(reading);
	if (!commit.message.ptr)
		commit.message = STR("");
	commit.count = (uint32_t)unpack_number(reading, 4);
	return commit;
}

/* An index below COUNT, or HISTORY_NONE where there may be none. */
static uint32_t take_index(struct unpack *reading, uint32_t count, bool may_be_none)
{
	uint32_t index = (uint32_t)unpack_number(reading, 4);

	if (index >= count && !(may_be_none && index == HISTORY_NONE))
		reading->bad = true;
	return index;
}

static struct history_event take_event(struct unpack *reading, const struct history *history)
{
	struct history_event event = { .path = take_index(reading, history->path_count, false) };
	uint64_t kind;

	event.blob = take_index(reading, history->blob_count, true);
	event.other = take_index(reading, history->path_count, true);
	event.origin = take_index(reading, history->merged_count, true);
	kind = unpack_number(reading, 1);
	event.origin_unknown = unpack_number(reading, 1) != 0;
	if (kind <= HISTORY_FOUND || kind > HISTORY_HERE)
		reading->bad = true;
	else
		event.kind = (enum history_kind)kind;
	return event;
}

#define ROOM(count, type) memory_alloc(((size_t)(count) + 1) * sizeof(type))

static void take_lists(struct unpack *reading, struct history *history)
{
	history->walked = (uint32_t)unpack_number(reading, 4);
	history->path_count = unpack_count(reading, 4);
	history->paths = ROOM(history->path_count, *history->paths);
	for (uint32_t i = 0; i < history->path_count; i++) {
		history->paths[i] = (struct history_path){ .path = unpack_text(reading) };
		reading->bad |= !history->paths[i].path.len;
	}
	history->blob_count = unpack_count(reading, sizeof(struct object_id));
	history->blobs = ROOM(history->blob_count, *history->blobs);
	for (uint32_t i = 0; i < history->blob_count; i++)
		history->blobs[i] = take_id(reading);
	history->merged_count = unpack_count(reading, sizeof(struct object_id));
	history->merged = ROOM(history->merged_count, *history->merged);
	for (uint32_t i = 0; i < history->merged_count; i++)
		history->merged[i] = take_commit(reading);
}

static void take_history(struct unpack *reading, struct history *history)
{
	uint32_t events = 0;

	take_lists(reading, history);
	history->commit_count = unpack_count(reading, sizeof(struct object_id));
	history->event_count = unpack_count(reading, 18);
	history->commits = ROOM(history->commit_count, *history->commits);
	history->events = ROOM(history->event_count, *history->events);
	for (uint32_t i = 0; i < history->commit_count && !reading->bad; i++) {
		struct history_commit *commit = &history->commits[i];

		*commit = take_commit(reading);
		commit->first = events;
		if (commit->count > history->event_count - events)
			reading->bad = true;
		for (uint32_t k = 0; k < commit->count && !reading->bad; k++)
			history->events[events++] = take_event(reading, history);
	}
	if (events != history->event_count || reading->rest.len)
		reading->bad = true;
}

struct kept *kept_open(const char *file)
{
	struct kept *kept = memory_alloc(sizeof *kept);
	struct unpack reading = { 0 };

	memset(kept, 0, sizeof *kept);
	arena_init(&kept->history.arena);
	buf_init(&kept->file);
	if (pack_load(&kept->file, file, &reading.rest) &&
	    str_equal(unpack_bytes(&reading, sizeof MAGIC - 1), STR(MAGIC))) {
		kept->content = unpack_text(&reading);
		kept->tip = take_id(&reading);
		kept->names_id = take_id(&reading);
		kept->steps = unpack_number(&reading, 8);
		take_history(&reading, &kept->history);
		if (!reading.bad)
			return kept;
	}
	kept_free(kept);
	return NULL;
}

void kept_free(struct kept *kept)
{
	if (!kept)
		return;
	free(kept->history.commits);
	free(kept->history.merged);
	free(kept->history.events);
	free(kept->history.paths);
	free(kept->history.blobs);
	arena_dispose(&kept->history.arena);
	buf_dispose(&kept->file);
	free(kept);
}
