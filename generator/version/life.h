/*
 * life.h -- from the moments of an entry to its editions and what happened.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef GENERATOR_VERSION_LIFE_H
#define GENERATOR_VERSION_LIFE_H

#include "trace.h"

struct happenings {
	struct happening *at;
	size_t count, room;
};

/*
 * Make the editions of LIFE, whose kind, key and entry are set, from TRACE, in
 * ARENA; append what happened to HAPPENED, oldest first. A life without an
 * edition was never published.
 */
void life_make(struct life *life, const struct trace *trace, struct arena *arena,
	       struct happenings *happened);

/* redact.c: whether anything of LIFE was ordered out; works in SCRATCH. */
bool life_has_orders(const struct chronicle *chronicle, struct arena *scratch, const struct life *life);

/* recall.c: names as the two editions of a comparison had them; for a telling. */
struct naming {
	const struct chronicle *chronicle;
	struct arena *arena;
	const struct edition *editions[2];	/* the old one, the new one */
};

struct str name_then(void *naming, bool is_new, enum entry_kind kind, struct str key);

/* about.c: file the happenings of CHRONICLE by life and by entry, in ARENA. */
struct about;
struct about *about_new(struct chronicle *chronicle, struct arena *arena);
struct happening_list about_entry(const struct about *about, const struct entry *entry);
const struct entry *about_next_lost(const struct about *about, const struct entry *entry);

/* The working file of LIFE: TEXT, which lies at SHEET. */
void life_make_working(struct life *life, struct desk *desk, const struct sheet *sheet,
		       const struct version_text *text, struct arena *arena);

#endif
