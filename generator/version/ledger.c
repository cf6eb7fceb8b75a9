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
		.path = moment->sheet.path,
		.text = desk_text(trace->desk, &moment->sheet),
	};
	if (version->undated)
		ledger->incomplete = true;
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

	ledger->key = arena_str(arena, key);
	desk_init(&desk, &none, reader, arena, arena);
	desk.room = SIZE_MAX;
	trace_init(&trace, history, &desk, arena);
	trace_run(&trace, history_find(history, evaluation_path(arena, key)), 0);
	make_versions(&trace, ledger);
	trace_dispose(&trace);
	desk_dispose(&desk);
	return ledger;
}

const struct version *ledger_version(const struct ledger *ledger, uint32_t number)
{
	return number >= 1 && number <= ledger->count ? &ledger->versions[number - 1] : NULL;
}
