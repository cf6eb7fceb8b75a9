/*
 * ledger.c -- from the events of paths to the versions of an evaluation.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * (1) The events of an evaluation are those of its path, and of each path it
 *     was at before, up to the commit in which it left that one.
 * (2) A blob is read and parsed once, when its event is first looked at: the
 *     state and the former identities are in its front matter.
 */
#include "version/ledger.h"

#include <stdlib.h>

#include "base/vec.h"
#include "source/source.h"

/* One event, and what its blob says; entry NULL: not readable today. */
struct moment {
	const struct history_event *event;
	uint32_t index;		/* of history.events: the order of all */
	struct str bytes;
	struct entry *entry;
	bool unread;		/* the repository does not give its bytes */
};

/* A path that the evaluation was at, until commit BEFORE. */
struct station {
	const struct history_path *path;
	uint32_t before;
};

struct tracing {
	struct arena *arena;
	const struct history *history;
	struct repository_reader *reader;
	struct diag *diag;	/* old mistakes, which nobody is told again */
	VEC(struct station) stations;
	VEC(struct moment) moments;
};

struct str evaluation_path(struct arena *arena, struct str key)
{
	return arena_printf(arena, "evaluaciones/%.*s.md", STR_ARG(key));
}

/* The identity that PATH stands for, or the absent view. */
static struct str identity_of(struct str path)
{
	if (!str_starts(path, STR("evaluaciones/")) || !str_ends(path, STR(".md")))
		return (struct str){ 0 };
	return str_slice(path, 13, path.len - 13 - 3);
}

static void add_station(struct tracing *tracing, const struct history_path *path, uint32_t before)
{
	struct station station = { path, before };

	if (!path)
		return;
	for (size_t i = 0; i < tracing->stations.count; i++)
		if (tracing->stations.at[i].path == path)
			return;		/* moved in a circle: it is one already */
	vec_push(&tracing->stations, station);
}

/* ---- one event ---- */

static void read_moment(struct tracing *tracing, struct moment *moment, struct str path)
{
	const struct object_id *id = &tracing->history->blobs[moment->event->blob];
	struct buf bytes;

	buf_init(&bytes);
	if (repository_read_blob(tracing->reader, id, SOURCE_TEXT_MAX, &bytes) != BLOB_READ) {
		moment->unread = true;
	} else {
		moment->bytes = arena_str(tracing->arena, buf_str(&bytes));
		moment->entry = entry_parse(tracing->arena, NULL, ENTRY_EVALUATION,
					    identity_of(path), path, moment->bytes,
					    tracing->diag);
	}
	buf_dispose(&bytes);
}

/* Where the entry says that it was before, up to commit BEFORE. */
static void follow_formers(struct tracing *tracing, const struct moment *moment)
{
	struct slot_list formers = { 0 };

	if (moment->entry)
		formers = record_list(moment->entry->record, EVALUATION_FORMER);
	for (uint32_t i = 0; i < formers.count; i++) {
		struct str path = evaluation_path(tracing->arena, formers.at[i].text);

		add_station(tracing, history_find(tracing->history, path), moment->event->commit);
	}
}

/* All events of STATION before its end become moments; what they tell of other
   paths becomes stations. */
static void trace_station(struct tracing *tracing, struct station station)
{
	const struct history *history = tracing->history;

	for (uint32_t i = 0; i < station.path->count; i++) {
		uint32_t index = history->by_path[station.path->first + i];
		const struct history_event *event = &history->events[index];
		struct moment moment = { .event = event, .index = index };

		if (event->commit > station.before)
			break;
		if (event->blob != HISTORY_NONE) {
			read_moment(tracing, &moment, station.path->path);
			follow_formers(tracing, &moment);
		}
		if (event->kind == HISTORY_HERE && event->other != HISTORY_NONE)
			add_station(tracing, &history->paths[event->other], event->commit);
		vec_push(&tracing->moments, moment);
	}
}

static int in_order(const void *a, const void *b)
{
	const struct moment *x = a, *y = b;

	if (x->event->commit != y->event->commit)
		return x->event->commit < y->event->commit ? -1 : 1;
	/* within one commit a file leaves before it arrives */
	if ((x->event->blob == HISTORY_NONE) != (y->event->blob == HISTORY_NONE))
		return x->event->blob == HISTORY_NONE ? -1 : 1;
	return (x->index > y->index) - (x->index < y->index);
}

/* ---- versions ---- */

static bool is_draft(const struct moment *moment)
{
	return moment->entry &&
	       record_is(moment->entry->record, EVALUATION_STATUS, "borrador");
}

static void add_version(struct tracing *tracing, struct ledger *ledger, const struct moment *moment)
{
	const struct history *history = tracing->history;
	const struct history_event *event = moment->event;
	const struct object_id *blob = &history->blobs[event->blob];
	struct version *version = &ledger->versions[ledger->count];

	if (ledger->count && object_id_equal(&version[-1].blob, blob))
		return;
	*version = (struct version){
		.number = ++ledger->count,
		.blob = *blob,
		.commit = &history->commits[event->commit],
		.author = history_author(history, event),
		.undated = event->kind == HISTORY_FOUND,
		.path = history->paths[event->path].path,
		.text = { moment->bytes, moment->entry },
	};
	if (version->undated)
		ledger->incomplete = true;
}

static void make_versions(struct tracing *tracing, struct ledger *ledger)
{
	ledger->versions = ARENA_ARRAY(tracing->arena, tracing->moments.count, struct version);
	for (size_t i = 0; i < tracing->moments.count; i++) {
		const struct moment *moment = &tracing->moments.at[i];

		if (moment->event->blob == HISTORY_NONE) {
			ledger->deleted = &tracing->history->commits[moment->event->commit];
			continue;
		}
		ledger->deleted = NULL;
		ledger->unread += moment->unread;
		if (!is_draft(moment))
			add_version(tracing, ledger, moment);
	}
}

struct ledger *ledger_read(struct arena *arena, const struct history *history,
			   struct repository_reader *reader, struct str key)
{
	struct ledger *ledger = ARENA_NEW(arena, struct ledger);
	struct tracing tracing = { .arena = arena, .history = history, .reader = reader };

	ledger->key = arena_str(arena, key);
	tracing.diag = diag_new();
	add_station(&tracing, history_find(history, evaluation_path(arena, key)), HISTORY_NONE);
	for (size_t i = 0; i < tracing.stations.count; i++)	/* it grows meanwhile */
		trace_station(&tracing, tracing.stations.at[i]);
	if (tracing.moments.count > 1)
		qsort(tracing.moments.at, tracing.moments.count, sizeof *tracing.moments.at, in_order);
	make_versions(&tracing, ledger);
	vec_dispose(&tracing.stations);
	vec_dispose(&tracing.moments);
	diag_free(tracing.diag);
	return ledger;
}

const struct version *ledger_version(const struct ledger *ledger, uint32_t number)
{
	return number >= 1 && number <= ledger->count ? &ledger->versions[number - 1] : NULL;
}
