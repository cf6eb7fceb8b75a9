/*
 * desk.h -- where one worker reads the past of one entry after another.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is parsed for an entry stays on the desk until the next one is begun,
 * so that each of its blobs is parsed once; beyond DESK_ROOM bytes it does not
 * stay, and is parsed again when it is compared.
 */
#ifndef GENERATOR_VERSION_DESK_H
#define GENERATOR_VERSION_DESK_H

#include "facts.h"
#include "syntax/markdown.h"

/* A blob as it stood somewhere: it is parsed as what its path makes of it. */
struct sheet {
	enum entry_kind kind;
	struct object_id blob;
	struct str key, path;
};

struct desk {
	const struct facts *facts;	/* of an earlier build; may hold nothing */
	struct repository_reader *reader;
	struct markdown_memory *markdown;
	struct diag *silent;	/* old mistakes, which nobody is told again */
	struct arena *arena;	/* what outlives the entry in hand: facts */
	size_t room;		/* DESK_ROOM, or what a test asks for */
	const struct site *site;	/* whose policy on contacts counts; NULL: none does */

	struct map texts;	/* from a blob's key to what is on the desk of it */
	struct map known;	/* facts that this desk found, of all entries */
	struct arena held, sides[2], work;	/* HELD: for what is on the desk */
	struct used_facts used;
	size_t fresh;		/* facts that were not in the file */
};

void desk_init(struct desk *desk, const struct facts *facts, struct repository_reader *reader,
	       struct arena *arena);
void desk_dispose(struct desk *desk);

/* Another entry: what was parsed for the last one goes. */
void desk_clear(struct desk *desk);

/* What the blob of SHEET says. Never NULL; lives in desk->arena or the file. */
const struct blob_facts *desk_facts(struct desk *desk, const struct sheet *sheet);

/* What became of OLD in NEW; views live in desk->arena or the file. */
struct difference desk_compare(struct desk *desk, const struct sheet *old, const struct sheet *new);

/* redact.c: take out of TEXT, an evaluation's, the contacts that the policy of
   SITE withholds, so that facts and pages are about the same words. */
void withhold_contacts(const struct site *site, struct arena *arena, struct version_text *text);

/* The facts of a text that is no blob yet, and its difference to OLD (NULL:
   none is asked for), neither of them kept. */
struct blob_facts *desk_look(struct desk *desk, enum entry_kind kind, const struct version_text *text);
struct difference desk_compare_text(struct desk *desk, const struct sheet *old,
				    const struct version_text *new);

/* COMPARISON in brief, in ARENA. */
struct difference difference_of(struct arena *arena, const struct comparison *comparison);

/* The text of SHEET in ARENA; false when the repository does not give it. */
bool sheet_read(struct version_text *text, struct arena *arena, struct repository_reader *reader,
		struct markdown_memory *markdown, const struct sheet *sheet, struct diag *diag);

/* BYTES, which must stay, parsed as SHEET says. */
void sheet_parse(struct version_text *text, struct arena *arena, struct markdown_memory *markdown,
		 const struct sheet *sheet, struct str bytes, struct diag *diag);

#endif
