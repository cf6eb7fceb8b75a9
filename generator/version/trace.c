/*
 * trace.c -- which events of which paths are one entry.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "trace.h"

#include <stdlib.h>

void trace_init(struct trace *trace, const struct history *history, struct desk *desk,
		struct arena *arena)
{
	*trace = (struct trace){ .history = history, .desk = desk, .arena = arena };
}

void trace_dispose(struct trace *trace)
{
	vec_dispose(&trace->stations);
	vec_dispose(&trace->moments);
}

static bool are_of_one_kind(struct str a, struct str b)
{
	struct str key;
	enum entry_kind kind = entry_place(a, &key);

	return kind != ENTRY_KINDS && kind == entry_place(b, &key);
}

bool event_moves_on(const struct history *history, const struct history_event *event)
{
	return event->kind == HISTORY_AWAY && event->other != HISTORY_NONE &&
	       are_of_one_kind(history->paths[event->path].path, history->paths[event->other].path);
}

static const struct history_event *event_of(const struct trace *trace,
					    const struct history_path *path, uint32_t i)
{
	return &trace->history->events[trace->history->by_path[path->first + i]];
}

/* Where the entry begins that is at PATH until BEFORE: behind the last time
   that the file there moved on and another one came, see (2). */
static uint32_t beginning(const struct trace *trace, const struct history_path *path, uint32_t before)
{
	uint32_t from = 0, after = 0;

	for (uint32_t i = 0; i < path->count; i++) {
		const struct history_event *event = event_of(trace, path, i);

		if (event->commit > before)
			break;
		if (event->blob != HISTORY_NONE)
			from = after;
		else if (event_moves_on(trace->history, event))
			after = i + 1;
	}
	return from;
}

static void add_station(struct trace *trace, const struct history_path *path, uint32_t before,
			bool former)
{
	struct station station = { path, 0, before, former };

	if (!path)
		return;
	station.from = beginning(trace, path, before);
	for (size_t i = 0; i < trace->stations.count; i++)
		if (trace->stations.at[i].path == path && trace->stations.at[i].from == station.from)
			return;		/* moved in a circle: it is one already */
	vec_push(&trace->stations, station);
}

bool path_is_gone(const struct history *history, const struct history_path *path, uint32_t moment)
{
	bool gone = true;

	for (uint32_t i = 0; i < path->count; i++) {
		const struct history_event *event = &history->events[history->by_path[path->first + i]];

		if (event->commit > moment)
			break;
		gone = event->blob == HISTORY_NONE;
	}
	return gone;
}

bool path_comes_after(const struct history *history, const struct history_path *path, uint32_t moment)
{
	for (uint32_t i = path->count; i-- > 0;) {
		const struct history_event *event = &history->events[history->by_path[path->first + i]];

		if (event->commit <= moment)
			return false;
		if (event->blob != HISTORY_NONE)
			return true;
	}
	return false;
}

/* True when the file at PATH leaves it in commit MOMENT. */
static bool leaves_at(const struct history *history, const struct history_path *path, uint32_t moment)
{
	for (uint32_t i = 0; i < path->count; i++) {
		const struct history_event *event = &history->events[history->by_path[path->first + i]];

		if (event->commit == moment)
			return event->blob == HISTORY_NONE;
	}
	return false;
}

static bool is_station(const struct trace *trace, const struct history_path *path)
{
	for (size_t i = 0; i < trace->stations.count; i++)
		if (trace->stations.at[i].path == path)
			return true;
	return false;
}

/* The old file may go some commits after the new one came, if nothing else
   happens to it. */
static bool is_left_for(const struct trace *trace, const struct history_path *path, uint32_t before)
{
	const struct history *history = trace->history;

	if (is_station(trace, path))
		return leaves_at(history, path, before);
	/* a file that is in a commit but not in the folder is gone as well */
	return before == HISTORY_NONE || path_is_gone(history, path, before) ||
	       (!path_comes_after(history, path, before) && path_is_gone(history, path, HISTORY_NONE));
}

void trace_former(struct trace *trace, struct str path, struct str key, struct str former,
		  uint32_t before)
{
	size_t start = (size_t)(key.ptr - path.ptr);
	struct str end = str_slice(path, start + key.len, (size_t)-1);
	struct str was = arena_printf(trace->arena, "%.*s%.*s%.*s", (int)start, path.ptr,
				      STR_ARG(former), STR_ARG(end));
	const struct history_path *found = str_equal(was, path) ? NULL : history_find(trace->history, was);

	if (found && is_left_for(trace, found, before))
		add_station(trace, found, before, true);
}

static void trace_event(struct trace *trace, const struct station *station, uint32_t i)
{
	const struct history *history = trace->history;
	struct str path = station->path->path;
	struct moment moment = {
		.index = history->by_path[station->path->first + i], .sheet = { .path = path },
	};

	moment.event = &history->events[moment.index];
	moment.sheet.kind = entry_place(path, &moment.sheet.key);
	if (moment.event->blob != HISTORY_NONE) {
		moment.sheet.blob = history->blobs[moment.event->blob];
		moment.facts = desk_facts(trace->desk, &moment.sheet);
		/* what was there already when the past begins has no past */
		for (uint32_t k = 0; k < moment.facts->former_count && moment.event->kind != HISTORY_FOUND; k++)
			trace_former(trace, path, moment.sheet.key, moment.facts->formers[k],
				     moment.event->commit);
	}
	if (moment.event->kind == HISTORY_HERE && moment.event->other != HISTORY_NONE &&
	    are_of_one_kind(path, history->paths[moment.event->other].path))
		add_station(trace, &history->paths[moment.event->other], moment.event->commit, false);
	vec_push(&trace->moments, moment);
}

static void trace_station(struct trace *trace, struct station station, uint32_t start)
{
	for (uint32_t i = station.from; i < station.path->count; i++) {
		const struct history_event *event = event_of(trace, station.path, i);

		if (event->commit > station.before)
			break;
		if (event->commit >= start)
			trace_event(trace, &station, i);
	}
}

static int in_order(const void *a, const void *b)
{
	const struct moment *x = a, *y = b;

	if (x->event->commit != y->event->commit)
		return x->event->commit < y->event->commit ? -1 : 1;
	/* within one commit a file leaves before it arrives */
	if (!x->facts != !y->facts)
		return x->facts ? 1 : -1;
	return (x->index > y->index) - (x->index < y->index);
}

void trace_run(struct trace *trace, const struct history_path *path, uint32_t start)
{
	add_station(trace, path, HISTORY_NONE, false);
	for (size_t i = 0; i < trace->stations.count; i++)	/* it grows meanwhile */
		trace_station(trace, trace->stations.at[i], path == trace->stations.at[i].path ? start : 0);
	if (trace->moments.count > 1)
		qsort(trace->moments.at, trace->moments.count, sizeof *trace->moments.at, in_order);
}
