/*
 * kept.c -- what a walk found, in a file, for the next one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers are little-endian; a text is its length and its bytes; a list is its
 * count and its elements. At the end stands the SHA-256 of all before it: a
 * file that was cut, or changed by a disk, is not used. One that somebody made
 * on purpose may say what it wants, but not read beyond itself: every number
 * that is used to find something is checked.
 */
#include "walk.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"

/* Another form, or another meaning of what is in it, is another number. */
#define MAGIC "diafano history 1\n"
#define FILE_MAX ((off_t)1 << 30)

/* ---- writing ---- */

static void put_number(struct buf *out, uint64_t number, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		buf_put_char(out, (char)(number >> 8 * i));
}

static void put_text(struct buf *out, struct str text)
{
	put_number(out, text.ptr ? text.len : UINT32_MAX, 4);
	if (text.ptr)
		buf_put_str(out, text);
}

static void put_id(struct buf *out, const struct object_id *id)
{
	buf_put(out, id->bytes, sizeof id->bytes);
}

static void put_commit(struct buf *out, const struct history_commit *commit)
{
	put_id(out, &commit->id);
	put_number(out, (uint64_t)commit->time, 8);
	put_number(out, (uint64_t)commit->author_time, 8);
	put_number(out, (uint16_t)commit->offset, 2);
	put_number(out, (uint16_t)commit->author_offset, 2);
	put_number(out, commit->parents, 2);
	put_text(out, commit->author);
	put_text(out, commit->message);
	put_number(out, commit->count, 4);
}

static void put_event(struct buf *out, const struct history_event *event)
{
	put_number(out, event->path, 4);
	put_number(out, event->blob, 4);
	put_number(out, event->other, 4);
	put_number(out, event->origin, 4);
	put_number(out, (uint64_t)event->kind, 1);
	put_number(out, event->origin_unknown, 1);
}

static void put_history(struct buf *out, const struct history *history)
{
	put_number(out, history->walked, 4);
	put_number(out, history->path_count, 4);
	for (uint32_t i = 0; i < history->path_count; i++)
		put_text(out, history->paths[i].path);
	put_number(out, history->blob_count, 4);
	for (uint32_t i = 0; i < history->blob_count; i++)
		put_id(out, &history->blobs[i]);
	put_number(out, history->merged_count, 4);
	for (uint32_t i = 0; i < history->merged_count; i++)
		put_commit(out, &history->merged[i]);
	put_number(out, history->commit_count, 4);
	put_number(out, history->event_count, 4);
	for (uint32_t i = history->commit_count; i-- > 0;) {
		const struct history_commit *commit = &history->commits[i];

		put_commit(out, commit);
		for (uint32_t k = 0; k < commit->count; k++)
			put_event(out, &history->events[commit->first + k]);
	}
}

static bool write_all(int fd, struct str bytes)
{
	while (bytes.len) {
		ssize_t count = write(fd, bytes.ptr, bytes.len);

		if (count <= 0)
			return false;
		bytes = str_slice(bytes, (size_t)count, (size_t)-1);
	}
	return true;
}

/* Beside FILE first, then in its place at once. */
static void replace(const char *file, struct str bytes)
{
	char *beside = NULL;
	bool good;
	int fd;

	if (asprintf(&beside, "%s.XXXXXX", file) < 0)
		memory_exhausted();
	fd = mkostemp(beside, O_CLOEXEC);
	if (fd >= 0) {
		good = write_all(fd, bytes);
		good = close(fd) == 0 && good;
		if (!good || rename(beside, file) != 0)
			unlink(beside);
	}
	free(beside);
}

void kept_write(const struct walk *walk, const char *file)
{
	char digest[DIGEST_HEX];
	struct buf out;

	buf_init(&out);
	buf_put_text(&out, MAGIC);
	put_text(&out, str_from(walk->repository->content));
	put_id(&out, &walk->repository->commit);
	put_id(&out, &walk->names_id);
	put_number(&out, SIDE_STEPS - walk->steps +
		   (walk->ended_at_kept ? walk->kept->steps : 0), 8);
	put_history(&out, walk->history);
	digest_str(digest, buf_str(&out));
	buf_put_text(&out, digest);
	replace(file, buf_str(&out));
	buf_dispose(&out);
}

/* ---- reading ---- */

struct reading {
	struct str rest;
	bool bad;
};

static struct str take(struct reading *reading, size_t len)
{
	struct str bytes = str_make(reading->rest.ptr, len);

	if (reading->bad || reading->rest.len < len) {
		reading->bad = true;
		return STR("");
	}
	reading->rest = str_slice(reading->rest, len, (size_t)-1);
	return bytes;
}

static uint64_t take_number(struct reading *reading, unsigned bytes)
{
	struct str s = take(reading, bytes);
	uint64_t number = 0;

	for (size_t i = 0; i < s.len; i++)
		number |= (uint64_t)(unsigned char)s.ptr[i] << 8 * i;
	return number;
}

/* A count of things of which each takes at least SIZE bytes of the file. */
static uint32_t take_count(struct reading *reading, size_t size)
{
	uint64_t count = take_number(reading, 4);

	if (count > reading->rest.len / size)
		reading->bad = true;
	return reading->bad ? 0 : (uint32_t)count;
}

static struct str take_text(struct reading *reading)
{
	uint64_t len = take_number(reading, 4);

	return len == UINT32_MAX ? str_make(NULL, 0) : take(reading, len);
}

static struct object_id take_id(struct reading *reading)
{
	struct object_id id = { { 0 } };
	struct str bytes = take(reading, sizeof id.bytes);

	if (bytes.len)
		memcpy(id.bytes, bytes.ptr, sizeof id.bytes);
	return id;
}

static struct history_commit take_commit(struct reading *reading)
{
	struct history_commit commit = { .id = take_id(reading) };

	commit.time = (int64_t)take_number(reading, 8);
	commit.author_time = (int64_t)take_number(reading, 8);
	commit.offset = (int16_t)take_number(reading, 2);
	commit.author_offset = (int16_t)take_number(reading, 2);
	commit.parents = (uint16_t)take_number(reading, 2);
	commit.author = take_text(reading);
	commit.message = take_text(reading);
	if (!commit.message.ptr)
		commit.message = STR("");
	commit.count = (uint32_t)take_number(reading, 4);
	return commit;
}

/* An index below COUNT, or HISTORY_NONE where there may be none. */
static uint32_t take_index(struct reading *reading, uint32_t count, bool may_be_none)
{
	uint32_t index = (uint32_t)take_number(reading, 4);

	if (index >= count && !(may_be_none && index == HISTORY_NONE))
		reading->bad = true;
	return index;
}

static struct history_event take_event(struct reading *reading, const struct history *history)
{
	struct history_event event = { .path = take_index(reading, history->path_count, false) };
	uint64_t kind;

	event.blob = take_index(reading, history->blob_count, true);
	event.other = take_index(reading, history->path_count, true);
	event.origin = take_index(reading, history->merged_count, true);
	kind = take_number(reading, 1);
	event.origin_unknown = take_number(reading, 1) != 0;
	if (kind <= HISTORY_FOUND || kind > HISTORY_HERE)
		reading->bad = true;
	else
		event.kind = (enum history_kind)kind;
	return event;
}

#define ROOM(count, type) memory_alloc(((size_t)(count) + 1) * sizeof(type))

static void take_lists(struct reading *reading, struct history *history)
{
	history->walked = (uint32_t)take_number(reading, 4);
	history->path_count = take_count(reading, 4);
	history->paths = ROOM(history->path_count, *history->paths);
	for (uint32_t i = 0; i < history->path_count; i++) {
		history->paths[i] = (struct history_path){ .path = take_text(reading) };
		reading->bad |= !history->paths[i].path.len;
	}
	history->blob_count = take_count(reading, sizeof(struct object_id));
	history->blobs = ROOM(history->blob_count, *history->blobs);
	for (uint32_t i = 0; i < history->blob_count; i++)
		history->blobs[i] = take_id(reading);
	history->merged_count = take_count(reading, sizeof(struct object_id));
	history->merged = ROOM(history->merged_count, *history->merged);
	for (uint32_t i = 0; i < history->merged_count; i++)
		history->merged[i] = take_commit(reading);
}

static void take_history(struct reading *reading, struct history *history)
{
	uint32_t events = 0;

	take_lists(reading, history);
	history->commit_count = take_count(reading, sizeof(struct object_id));
	history->event_count = take_count(reading, 18);
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

/* The bytes of FILE before its digest, if that is right. */
static bool read_whole(struct buf *out, const char *file, struct str *body)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	char digest[DIGEST_HEX];
	struct stat status;
	ssize_t count = 0;

	if (fd < 0)
		return false;
	if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
	    status.st_size > 0 && status.st_size <= FILE_MAX) {
		buf_reserve(out, (size_t)status.st_size);
		while (out->len < (size_t)status.st_size &&
		       (count = read(fd, out->ptr + out->len, (size_t)status.st_size - out->len)) > 0)
			out->len += (size_t)count;
		out->ptr[out->len] = '\0';
	}
	close(fd);
	if (out->len < DIGEST_HEX - 1)
		return false;
	*body = str_make(out->ptr, out->len - (DIGEST_HEX - 1));
	digest_str(digest, *body);
	return memcmp(digest, body->ptr + body->len, DIGEST_HEX - 1) == 0;
}

struct kept *kept_open(const char *file)
{
	struct kept *kept = memory_alloc(sizeof *kept);
	struct reading reading = { 0 };

	memset(kept, 0, sizeof *kept);
	arena_init(&kept->history.arena);
	buf_init(&kept->file);
	if (read_whole(&kept->file, file, &reading.rest) &&
	    str_equal(take(&reading, sizeof MAGIC - 1), STR(MAGIC))) {
		kept->content = take_text(&reading);
		kept->tip = take_id(&reading);
		kept->names_id = take_id(&reading);
		kept->steps = take_number(&reading, 8);
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
