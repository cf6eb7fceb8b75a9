/*
 * ledger.c -- from the events of paths to the versions of an evaluation.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which events are the evaluation's is for trace.h; here all texts stay.
 */
#include "version/ledger.h"

#include "trace.h"

struct str evaluation_path(struct arena *arena, struct str key)
{
	return arena_printf(arena, "evaluaciones/%.*s.md", STR_ARG(key));
}

static void add_version(struct trace *trace, struct ledger *ledger, const struct moment *moment)
{
	const struct history *history = trace->history;
	struct version *version = &ledger->versions[ledger->count];

	if (ledger->count && object_id_equal(&version[-1].blob, &moment->sheet.blob))
		return;
	*version = (struct version){
		.number = ++ledger->count,
		.blob = moment->sheet.blob,
		.commit = &history->commits[moment->event->commit],
		.author = history_author(history, moment->event),
		.undated = moment->event->kind == HISTORY_FOUND,
		.unread = moment->facts->unread,
		.path = moment->sheet.path,
		.text = desk_text(trace->desk, &moment->sheet),
	};
}

static void find_doubt(struct ledger *ledger, const struct history *history)
{
	ledger->incomplete = history->gap != HISTORY_WHOLE || ledger->unread;
	ledger->why = history->gap != HISTORY_WHOLE ? history_words(history->gap) :
		      ledger->unread ? history_unread_words(ledger->damaged > 0) : STR("");
}

static void make_versions(struct trace *trace, struct ledger *ledger)
{
	ledger->versions = ARENA_ARRAY(trace->arena, trace->moments.count, struct version);
	for (size_t i = 0; i < trace->moments.count; i++) {
		const struct moment *moment = &trace->moments.at[i];

		if (!moment->facts) {
			ledger->deleted = &trace->history->commits[moment->event->commit];
			continue;
		}
		ledger->deleted = NULL;
		ledger->unread += moment->facts->unread;
		ledger->damaged += moment->facts->damaged;
		if (!moment->facts->draft)
			add_version(trace, ledger, moment);
	}
}

struct ledger *ledger_read(struct arena *arena, const struct history *history,
			   struct repository_reader *reader, struct str key)
{
	static const struct facts none;
	struct ledger *ledger = ARENA_NEW(arena, struct ledger);
	struct trace trace;
	struct desk desk;

	ledger->key = ledger->asked = arena_str(arena, key);
	desk_init(&desk, &none, reader, arena, arena);
	desk.room = SIZE_MAX;
	trace_init(&trace, history, &desk, arena);
	trace_run(&trace, history_find(history, evaluation_path(arena, key)), 0);
	make_versions(&trace, ledger);
	find_doubt(ledger, history);
	trace_dispose(&trace);
	desk_dispose(&desk);
	return ledger;
}

/* ---- where it went ---- */

#define FOLLOW_MAX 64		/* moves; a circle is not followed for ever */

struct following {
	struct arena *arena;
	const struct history *history;
	struct desk desk;
};

static bool is_evaluation(const struct history_path *path)
{
	struct str key;

	return entry_place(path->path, &key) == ENTRY_EVALUATION;
}

/* Whether the last text at PATH says that it was KEY before. */
static bool says_former(struct following *following, const struct history_path *path, struct str key)
{
	const struct history *history = following->history;
	struct sheet sheet = { .path = path->path };

	sheet.kind = entry_place(path->path, &sheet.key);
	for (uint32_t i = path->count; i-- > 0;) {
		const struct history_event *event = &history->events[history->by_path[path->first + i]];
		const struct blob_facts *facts;

		if (event->blob == HISTORY_NONE)
			continue;
		sheet.blob = history->blobs[event->blob];
		facts = desk_facts(&following->desk, &sheet);
		for (uint32_t k = 0; k < facts->former_count; k++)
			if (str_equal(facts->formers[k], key))
				return true;
		return false;
	}
	return false;
}

/* Whether what is at PATH was at OTHER before, also when all is weighed. */
static bool was_at(struct following *following, const struct history_path *path,
		   const struct history_path *other)
{
	struct trace trace;
	bool was = false;

	trace_init(&trace, following->history, &following->desk, following->arena);
	trace_run(&trace, path, 0);
	for (size_t i = 0; i < trace.stations.count; i++)
		was |= trace.stations.at[i].path == other;
	trace_dispose(&trace);
	return was;
}

/* The path that the file at PATH, which is gone, is at since; NULL: none. */
static const struct history_path *next_place(struct following *following, const struct history_path *path,
					     struct str key)
{
	const struct history *history = following->history;
	const struct history_event *last = &history->events[history->by_path[path->first + path->count - 1]];

	if (event_moves_on(history, last))
		return &history->paths[last->other];
	for (uint32_t i = 0; i < history->path_count; i++) {
		const struct history_path *other = &history->paths[i];

		if (other == path || !is_evaluation(other))
			continue;
		desk_clear(&following->desk);
		if (says_former(following, other, key) && was_at(following, other, path))
			return other;
	}
	return NULL;
}

struct str ledger_follow(struct arena *arena, const struct history *history,
			 struct repository_reader *reader, struct str key)
{
	static const struct facts none;
	struct following following = { .arena = arena, .history = history };
	const struct history_path *path = history_find(history, evaluation_path(arena, key));

	desk_init(&following.desk, &none, reader, arena, NULL);
	for (unsigned i = 0; path && i < FOLLOW_MAX && path_is_gone(history, path, HISTORY_NONE); i++) {
		path = next_place(&following, path, key);
		if (path)
			entry_place(path->path, &key);
	}
	desk_dispose(&following.desk);
	return arena_str(arena, key);
}

const struct version *ledger_version(const struct ledger *ledger, uint32_t number)
{
	return number >= 1 && number <= ledger->count ? &ledger->versions[number - 1] : NULL;
}
