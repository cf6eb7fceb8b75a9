/*
 * diag.h -- everything the program has to say about its input.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A mistake of an author, a theme or the machine becomes a diagnostic: an id
 * of diag.def, a place, a message that says what was done about it, and often
 * a hint. They are gathered from all threads, sorted by file and place, and
 * printed once, at the end:
 *
 *	content/evaluaciones/2022/x.md:4:8: error: no hay un fondo ... [fondo-desconocido]
 *	    4 | fondo: fortamum
 *	      |        ^~~~~~~~ ¿quiso decir «fortamun»?
 *
 * Lines are 1-based; columns are 1-based bytes, turned into terminal columns
 * only by the printer that draws the caret. Line 0 means the file as a whole,
 * an empty path the run as a whole.
 *
 * What is said twice of one place in the same words is said and counted once.
 * A flood is bounded: of one file the DIAG_PER_FILE gravest are kept; the
 * others are counted and one line says how many (DIAG_MORE). None of this
 * depends on the order in which threads report.
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/str.h"

#define DIAG_PER_FILE 200

enum severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };

/* What is at fault: the exit status of the program (design: "Commands"). */
enum diag_class {
	CLASS_CONTENT = 1,
	CLASS_USAGE = 2,
	CLASS_CONFIG = 3,
	CLASS_THEME = 4,
	CLASS_IO = 5,
	CLASS_REPOSITORY = 6,
};

enum diag_id {
#define DIAG(symbol, name, severity, class, meaning, example) symbol,
#include "base/diag.def"
#undef DIAG
	DIAG_COUNT
};

struct diag_kind {
	const char *name;	/* "fondo-desconocido" */
	enum severity severity;
	enum diag_class class;
	const char *meaning;	/* Spanish, one or two sentences, for explain */
	const char *example;	/* Spanish or content text; may be "" */
};

const struct diag_kind *diag_kind(enum diag_id id);

/* The id called NAME, or DIAG_COUNT. */
enum diag_id diag_find(struct str name);

struct place {
	struct str path;	/* relative to the project; borrowed, long-lived */
	uint32_t line;
	uint32_t column;
	uint32_t length;	/* bytes to underline; 0 and 1 draw a caret alone */
};

struct diag;			/* all that was said; safe from any thread */

struct diag *diag_new(void);
void diag_free(struct diag *diag);

/* From now on, before any thread reports, what is below LEAST is not kept. */
void diag_keep(struct diag *diag, enum severity least);

/* Say ID of PLACE. HINT ("" for none) is shown under the line; message and
   hint are copied, cut at 1000 bytes, and control characters in them are made
   visible. */
void diag_report(struct diag *diag, enum diag_id id, struct place place,
		 struct str hint, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

/* Say in TO all that FROM holds; what was dropped there is counted here. The
   places stay borrowed from where they were. */
void diag_copy(struct diag *to, struct diag *from);

/* How many of at least that severity were reported so far. */
size_t diag_count(const struct diag *diag, enum severity at_least);

/*
 * What its author accepts: entries ID (no error) of the file PATH in the lines
 * FROM to TO are no longer counted or printed; diag_put_accepted() tells them
 * with REASON (borrowed). Returns how many there were. For when nobody
 * reports any more.
 */
size_t diag_accept(struct diag *diag, enum diag_id id, struct str path, uint32_t from, uint32_t to,
		   struct str reason);
size_t diag_accepted(const struct diag *diag);

/* From now on there is nothing but the kinds whose WANTED is true; the rest is
   forgotten, and REST (by severity) receives how much that was. */
void diag_only(struct diag *diag, const bool wanted[DIAG_COUNT], size_t rest[SEVERITY_ERROR + 1]);

/* Likewise nothing, accepted or not, but what WISH is true of. */
typedef bool diag_wish(void *context, enum diag_id id, struct place place, struct str message);
void diag_within(struct diag *diag, diag_wish *wish, void *context, size_t rest[SEVERITY_ERROR + 1]);

/* How much is kept of the file PATH, by severity, added to COUNTS; returns how
   much of it was accepted. */
size_t diag_tally(struct diag *diag, struct str path, size_t counts[SEVERITY_ERROR + 1]);

/* 0, or the class of the gravest error: the highest number among errors, and
   if STRICT among warnings too. */
int diag_status(const struct diag *diag, bool strict);

/*
 * Where the printer gets the text of a file it quotes: appends to OUT and
 * returns 0, or -1 when it cannot (the line is then left out).
 */
typedef int diag_reader(void *context, struct str path, struct buf *out);

/* Print all, sorted, to STREAM. COLOUR uses terminal colours. */
void diag_print(struct diag *diag, FILE *stream, bool colour,
		diag_reader *reader, void *context);

/* The same as a JSON array appended to OUT: objects with path, line, column,
   length, severity, id, message, hint. */
struct json;
void diag_put_json(struct diag *diag, struct json *json);

/* What was accepted, likewise, each with its reason. */
void diag_put_accepted(struct diag *diag, struct json *json);

#endif
