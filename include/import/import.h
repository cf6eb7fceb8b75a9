/*
 * import.h -- a published document becomes a content file, and a report.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * import_document() takes the bytes of one document, finds the labels of the
 * format in them, reads what stands by each, looks names up in the catalogues
 * of the site, and gives the text of a content file with comments, the texts of
 * catalogue files for what is new, and a remark for everything that is missing
 * or doubtful, with the line it came from. It writes nothing to the disk.
 * All of that happens in a child process that can only compute, for a limited
 * time, in limited memory; what makes it crash or hang is one document that
 * could not be read. Call it while no other thread runs.
 *
 * It never supposes: what the document does not say is no-consta, a label with
 * nothing behind it is "", a mark that left no trace is no-consta. A personal
 * e-mail account of 1.4 or 5.6.2 is in none of the results, remarks included.
 *
 * The bytes may be hostile; what is read is bounded (generator/import/document.h,
 * confine.h).
 */
#ifndef IMPORT_IMPORT_H
#define IMPORT_IMPORT_H

#include "base/arena.h"
#include "base/vec.h"
#include "model/site.h"

enum import_status {
	IMPORT_DONE,
	IMPORT_NO_READER,	/* a kind of file that is not read yet: see format */
	IMPORT_NO_FORM,		/* text without any label of the format */
	IMPORT_NO_YEAR,		/* all was read, but it says of no year: there is no place for it */
	IMPORT_UNREADABLE,	/* damaged, locked, a scan, or a trap: see reason */
};

enum import_level {
	IMPORT_READ,		/* a field that was read; text is empty */
	IMPORT_MISSING,
	IMPORT_DOUBTFUL,
	IMPORT_NOTE,		/* what was done on the way: a new catalogue file, words joined */
};

enum import_kind {
#define REMARK(symbol, name, meaning, action) REMARK_##symbol,
#include "import/remark.def"
#undef REMARK
	IMPORT_KINDS
};

/* "marca-perdida", and what it means, in Spanish. */
const char *import_kind_name(enum import_kind kind);
const char *import_kind_meaning(enum import_kind kind);

/* What to do about it, Spanish, without a capital or a stop; "": nothing. */
const char *import_kind_action(enum import_kind kind);

struct import_remark {
	enum import_level level;
	enum import_kind kind;
	struct str number;	/* of the format: "5.6.2"; "" for the others */
	struct str text;	/* Spanish */
	uint32_t line;		/* of the document, or of the page where there are pages; of Word and
				   OpenDocument, the paragraph; 0: none in particular */
	uint32_t page;		/* 0: the document has no pages */
};

struct import_file {
	struct str path;	/* below the content folder: "evaluaciones/2022/fortamun-df.md" */
	struct str text;
};

/* An evaluation that a document before this one became. */
struct import_made {
	struct str path;	/* as in import_file */
	struct str entity;	/* its key; absent: not told */
};

struct import_options {
	const struct site *site;	/* its catalogues */
	struct str name;	/* of the document's file, for a key when there is no better */
	int year;		/* the fiscal year, where the user says it; 0: as the document says */
	struct str fund;	/* a key of the catalogue, where the user says it; or absent */
	struct str key;		/* of the evaluation, where the user says it; or absent */
	const struct import_made *made;	/* what this run has written, which the site does not know */
	size_t made_count;
	unsigned seconds;	/* how long a reader may compute; 0: longer than any needs */
};

struct import_result {
	struct arena arena;	/* of everything here */
	const char *format;	/* "texto", "HTML", "PDF" */
	const char *line_word;	/* what line counts: "línea", "párrafo" */
	struct str reason;	/* of IMPORT_UNREADABLE, Spanish: "está dañado: ..." */
	struct str hint;	/* what to do about it, of IMPORT_NO_FORM too; or "" */
	unsigned confined;	/* how its reader was held: generator/import/confine.h */
	VEC(struct import_remark) remarks;	/* in the order of the format */
	VEC(struct import_file) files;	/* the evaluation first */
	unsigned fields;	/* how many were read */
	unsigned items;		/* of the list sections */
};

/* RESULT is set in every case; end with import_dispose(). */
enum import_status import_document(struct import_result *result,
				   const struct import_options *options, struct str bytes);
void import_dispose(struct import_result *result);

/* How many remarks of LEVEL it has. */
unsigned import_count(const struct import_result *result, enum import_level level);

/* The largest document that is taken, in bytes. */
size_t import_limit(void);

#endif
