/*
 * trace.h -- which events of which paths are one entry.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * (1) The events of an entry are those of its path, and of each path it was at
 *     before, up to the commit in which it left that one.
 * (2) A path is left when the file moved with its bytes unchanged, or when a
 *     version elsewhere names it in `antes`. What follows at that path, if
 *     anything, is another entry.
 *     An `antes` that names a path where another file is, or where it was
 *     known to come from already, says nothing of what is there now.
 * (3) A file that was deleted and made again at the same path is the same one,
 *     unless (2) gave what was there before to another.
 */
#ifndef GENERATOR_VERSION_TRACE_H
#define GENERATOR_VERSION_TRACE_H

#include "desk.h"

/* One event; facts NULL: the file is gone. */
struct moment {
	const struct history_event *event;
	uint32_t index;		/* of history.events: the order of all */
	struct sheet sheet;	/* views of history.paths */
	const struct blob_facts *facts;
};

/* A path that the entry was at: events FROM (of path->count) on, until commit
   BEFORE. */
struct station {
	const struct history_path *path;
	uint32_t from, before;
	bool former;		/* because of an `antes` */
};

struct trace {
	const struct history *history;
	struct desk *desk;
	struct arena *arena;	/* for paths; may be reset afterwards */
	VEC(struct station) stations;
	VEC(struct moment) moments;	/* in the order of the line */
};

void trace_init(struct trace *trace, const struct history *history, struct desk *desk,
		struct arena *arena);
void trace_dispose(struct trace *trace);

/*
 * Trace the entry that is at PATH, from commit START on (0: from the beginning),
 * and what it was before. PATH may be NULL for one that no commit has yet:
 * then trace_former() told where it was.
 */
void trace_run(struct trace *trace, const struct history_path *path, uint32_t start);

/* The entry at PATH, of which KEY is a part, was FORMER until commit BEFORE. */
void trace_former(struct trace *trace, struct str path, struct str key, struct str former,
		  uint32_t before);

/* True when no file is at PATH after commit MOMENT (HISTORY_NONE: at the end). */
bool path_is_gone(const struct history *history, const struct history_path *path, uint32_t moment);

/* True when a file comes to PATH, or changes there, after commit MOMENT. */
bool path_comes_after(const struct history *history, const struct history_path *path, uint32_t moment);

/* True when EVENT takes the file to another place of entries of its kind. */
bool event_moves_on(const struct history *history, const struct history_event *event);

#endif
