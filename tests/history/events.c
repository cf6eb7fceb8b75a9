/*
 * events.c -- prints what history/ says of a repository, for tests/history/run.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *	events ROOT CONTENT [REV]          the state, and one line for each event
 *	events --files ROOT CONTENT REV    path, blob, size and kind at a revision
 *	events --blobs ROOT CONTENT        reads every blob, with two readers
 *	events --work ROOT CONTENT PATH... the working files against HEAD
 *	events --time ROOT CONTENT         counts and milliseconds alone
 *
 * With KEPT=FILE in the environment, the walk is helped by that file.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "base/clock.h"
#include "base/pool.h"
#include "base/utf8.h"
#include "history/history.h"

static const char *const states[] = {
	[REPOSITORY_READ] = "read", [REPOSITORY_NONE] = "none", [REPOSITORY_BARE] = "bare",
	[REPOSITORY_OUTSIDE] = "outside", [REPOSITORY_UNBORN] = "unborn",
	[REPOSITORY_UNCOMMITTED] = "uncommitted", [REPOSITORY_FOREIGN] = "foreign",
	[REPOSITORY_SHA256] = "sha256", [REPOSITORY_EXTENSION] = "extension",
	[REPOSITORY_REVISION] = "revision", [REPOSITORY_UNUSABLE] = "unusable",
};
static const char *const gaps[] = { "whole", "shallow", "partial", "damaged" };
static const char *const kinds[] = { "found", "added", "changed", "deleted", "away", "here" };
static const char *const works[] = { "same", "changed", "new", "deleted", "unknown" };

static const char *hex_of(char hex[OBJECT_ID_HEX], const struct object_id *id)
{
	if (object_id_is_none(id))
		return "-";
	object_id_hex(hex, id);
	return hex;
}

static void put_visible(struct str text)
{
	struct buf out;

	buf_init(&out);
	if (text.ptr)
		utf8_put_visible(&out, text);
	else
		buf_put_text(&out, "?");
	fputs(out.ptr, stdout);
	buf_dispose(&out);
}

static void put_event(const struct history *history, const struct history_event *event)
{
	const struct history_commit *commit = &history->commits[event->commit];
	const struct history_commit *author = history_author(history, event);
	char hex[OBJECT_ID_HEX], blob[OBJECT_ID_HEX];

	printf("%s %" PRId64 " %s ", hex_of(hex, &commit->id), commit->time, kinds[event->kind]);
	put_visible(history->paths[event->path].path);
	printf(" %s", event->blob == HISTORY_NONE ? "-" : hex_of(blob, &history->blobs[event->blob]));
	if (event->other != HISTORY_NONE) {
		printf(event->kind == HISTORY_AWAY ? " to " : " from ");
		put_visible(history->paths[event->other].path);
	}
	printf(" | ");
	put_visible(author ? author->author : str_make(NULL, 0));
	if (event->origin != HISTORY_NONE)
		printf(" in %s", hex_of(hex, &author->id));
	printf(" | ");
	put_visible(history_subject(commit->message));
	printf("%s\n", commit->backwards ? " | backwards" : "");
}

static int put_history(struct repository *repository, struct diag *diag, bool time_only)
{
	int64_t began = clock_milliseconds();
	struct history *history = history_read_kept(repository, getenv("KEPT"), diag);
	int64_t took = clock_milliseconds() - began;
	struct rusage usage;

	printf("gap %s\n", gaps[history->gap]);
	for (uint32_t i = 0; i < history->event_count && !time_only; i++)
		put_event(history, &history->events[i]);
	getrusage(RUSAGE_SELF, &usage);
	if (time_only)
		printf("%" PRIu32 " walked, %" PRIu32 " commits, %" PRIu32 " events, %" PRIu32
		       " paths, %" PRIu32 " blobs: %" PRId64 " ms, %ld KB\n", history->walked,
		       history->commit_count, history->event_count, history->path_count,
		       history->blob_count, took, usage.ru_maxrss);
	history_free(history);
	return 0;
}

static int put_files(struct repository *repository, struct diag *diag)
{
	struct revision revision;
	struct arena arena;
	char hex[OBJECT_ID_HEX];
	int status;

	arena_init(&arena);
	status = repository_list(repository, &revision, true, &arena, diag);
	for (size_t i = 0; i < revision.count; i++) {
		put_visible(revision.at[i].path);
		printf(" %s %" PRIu64 " %d\n", hex_of(hex, &revision.at[i].blob),
		       revision.at[i].size, (int)revision.at[i].kind);
	}
	arena_dispose(&arena);
	return status;
}

struct reading {
	struct repository_reader *readers[2];
	struct buf bufs[2];
	const struct history *history;
	size_t counts[2][4];
	size_t bytes[2];
};

static void read_one(void *context, unsigned worker, size_t index)
{
	struct reading *reading = context;
	struct buf *buf = &reading->bufs[worker];

	buf_clear(buf);
	reading->counts[worker][repository_read_blob(reading->readers[worker],
		&reading->history->blobs[index], 4u << 20, buf)]++;
	reading->bytes[worker] += buf->len;
}

static int put_blobs(struct repository *repository, struct diag *diag)
{
	struct history *history = history_read(repository, diag);
	struct reading reading = { .history = history };
	int64_t began = clock_milliseconds();

	for (unsigned i = 0; i < 2; i++) {
		reading.readers[i] = repository_reader_new(repository);
		buf_init(&reading.bufs[i]);
	}
	pool_run(2, history->blob_count, read_one, &reading);
	printf("%zu read, %zu large, %zu missing, %zu damaged, %zu bytes",
	       reading.counts[0][0] + reading.counts[1][0], reading.counts[0][1] + reading.counts[1][1],
	       reading.counts[0][2] + reading.counts[1][2], reading.counts[0][3] + reading.counts[1][3],
	       reading.bytes[0] + reading.bytes[1]);
	fprintf(stderr, "%" PRId64 " ms\n", clock_milliseconds() - began);
	printf("\n");
	for (unsigned i = 0; i < 2; i++) {
		repository_reader_free(reading.readers[i]);
		buf_dispose(&reading.bufs[i]);
	}
	history_free(history);
	return 0;
}

static int put_work(struct repository *repository, char **words, int count, struct diag *diag)
{
	struct str *paths = memory_alloc(((size_t)count + 1) * sizeof *paths);
	struct working working;
	struct arena arena;
	char hex[OBJECT_ID_HEX];
	int status;

	arena_init(&arena);
	for (int i = 0; i < count; i++)
		paths[i] = str_from(words[i]);
	status = repository_compare(repository, paths, (size_t)count, &working, &arena, diag);
	for (size_t i = 0; i < working.count; i++) {
		printf("%s ", works[working.at[i].state]);
		put_visible(working.at[i].path);
		printf(" %s\n", hex_of(hex, &working.at[i].blob));
	}
	printf("differing %zu\n", working.differing);
	free(paths);
	arena_dispose(&arena);
	return status;
}

static int put_what(const char *what, char **words, int count, struct diag *diag)
{
	const char *at = count > 2 && strcmp(what, "--work") != 0 ? words[2] : NULL;
	struct repository *repository = repository_open(words[0], words[1], at, diag);
	enum repository_state state = repository_state(repository);
	int status = 0;

	if (strcmp(what, "--work") != 0 && strcmp(what, "--files") != 0)
		printf("state %s\n", states[state]);
	if (state == REPOSITORY_READ) {
		if (strcmp(what, "--files") == 0)
			status = put_files(repository, diag);
		else if (strcmp(what, "--blobs") == 0)
			status = put_blobs(repository, diag);
		else if (strcmp(what, "--work") == 0)
			status = put_work(repository, words + 2, count - 2, diag);
		else
			status = put_history(repository, diag, strcmp(what, "--time") == 0);
	}
	repository_free(repository);
	return status;
}

int main(int argc, char **argv)
{
	bool named = argc > 1 && strncmp(argv[1], "--", 2) == 0;
	struct diag *diag = diag_new();
	int status;

	if (argc < 3 + named)
		return 2;
	status = put_what(named ? argv[1] : "", argv + 1 + named, argc - 1 - named, diag);
	fflush(stdout);
	diag_print(diag, stderr, false, NULL, NULL);
	diag_free(diag);
	return status != 0;
}
