/*
 * draft.h -- a content file on its way from a document.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * draft.c has the means: a line of YAML, a remark, a new catalogue file.
 * identity.c, chapter_one.c, chapter.c and unit.c fill the front matter, a function for
 * each part of the format; section.c the body. Whatever is doubtful becomes a remark of the report and a
 * comment beside the field, so that nobody has to look for it.
 */
#ifndef GENERATOR_IMPORT_DRAFT_H
#define GENERATOR_IMPORT_DRAFT_H

#include "import/import.h"
#include "label.h"
#include "match.h"
#include "value.h"

/* What two fields say of an address. */
#define PRIVATE_EMAIL "el correo de %.*s es de una cuenta personal: se reservó"
#define CUT_EMAIL "un espacio corta el correo y no se sabe cómo se escribe"
#define HIDDEN_EMAIL "la página de donde salió el documento oculta el correo"

struct draft {
	struct arena *arena;
	const struct import_options *options;
	struct import_result *result;
	struct form *form;
	struct buf front;
	struct buf body;
	struct buf notes;	/* comments on the body: at the end of the front matter */
	int year;		/* the fiscal year; 0: not known */
	struct entry *entity;	/* whose evaluation it is; NULL: not in the catalogue */
	struct str entity_key;	/* also of a new one; absent: not told */
	struct str fund_key;
	struct str key;		/* of the evaluation */
	unsigned required;	/* how many of the required fields are missing */
	int64_t cost;		/* centavos; -1: not known */
	struct str marks;	/* the part of 1.7 that is no prose: its options, their marks, what others
				   there are; absent: none */
};

/* ---- remarks ---- */

/* FIELD (its number, or "") was read, from PIECE. */
void draft_read(struct draft *draft, const char *number, struct str piece);

/* FIELD is not in the document, or stands blank in it. LABEL: what to call it; of
   the second, empty: as the official format does. */
void draft_missing(struct draft *draft, const char *number, const char *label);
void draft_blank(struct draft *draft, const char *number, struct str label, struct str piece);

/* Something to look at: a remark, and a comment before what is put next, INDENT
   deep (-1: among the notes on the body). */
void draft_doubt(struct draft *draft, enum import_kind kind, int indent, const char *number, struct str piece,
		 const char *format, ...) __attribute__((format(printf, 6, 7)));

void draft_note(struct draft *draft, enum import_kind kind, const char *number, struct str piece,
		const char *format, ...) __attribute__((format(printf, 5, 6)));

/* ---- lines of YAML ---- */

/* "key: word", with a comment behind it where NUMBER is not "". */
void draft_word(struct draft *draft, int indent, const char *key, struct str word,
		const char *number);

/* The same with TEXT in quotes; "No aplica" becomes no-aplica. */
void draft_text(struct draft *draft, int indent, const char *key, struct str text,
		const char *number);

/* "key:" alone. */
void draft_open(struct draft *draft, int indent, const char *key, const char *number);

/* "No aplica" or "Ninguno", and nothing else. */
bool draft_says_none(struct draft *draft, struct str text);

void put_quoted(struct buf *out, struct str text);

/*
 * A reference to what WORDS (of PIECE) mean among the entries of KIND:
 * {clave: ..., texto: "..."}. What is new gets a catalogue file.
 */
void draft_reference(struct draft *draft, int indent, const char *key, enum entry_kind kind,
		     struct str words, struct str piece, const char *number);

/* The key that WORDS have or get. */
struct str draft_entry_key(struct draft *draft, int indent, enum entry_kind kind,
			   struct str words, struct str piece, const char *number);

/* The key of a fund that no entry of the catalogue is; it gets a file. NAME may be empty. */
struct str draft_new_fund(struct draft *draft, struct str acronym, struct str name, struct str piece,
			  const char *number);

/* Below the content folder, where the evaluation of that KEY and the draft's year is. */
struct str draft_path(struct draft *draft, struct str key);

/* A new file, once. */
void draft_file(struct draft *draft, struct str path, struct str text);

/* ---- values by label ---- */

/* The hit of SYMBOL; NULL after telling that it is missing, and why. */
const struct hit *draft_hit(struct draft *draft, enum label_symbol symbol);

/* PIECE on one line, without marks of emphasis. */
struct str draft_plain(struct draft *draft, struct str piece);

/* A view of where the label of HIT stands. */
struct str draft_label_piece(const struct draft *draft, const struct hit *hit);

/* Tells a value whose place among others alone tells what it is. */
void draft_tell_place(struct draft *draft, int indent, const struct hit *hit);

/* KEY from the label SYMBOL, as text. */
void draft_plain_field(struct draft *draft, int indent, const char *key, enum label_symbol symbol);

/* The official label of NUMBER in the field table. */
struct str official_label(const char *number);

/* ---- the parts ---- */

void draft_identity(struct draft *draft);	/* 1.1, year, fund, entity, kind */
void draft_key(struct draft *draft);		/* the name of its file, when all else is known */
void draft_chapter_one(struct draft *draft);	/* both of these, and 1.2 to 1.7 */
void draft_chapter_four(struct draft *draft);
void draft_chapter_five(struct draft *draft);
void draft_chapter_six(struct draft *draft);
void draft_chapter_seven(struct draft *draft);
void draft_units(struct draft *draft);		/* 5.6.1 and 5.6.2 */
void draft_sections(struct draft *draft);	/* the body */
void draft_whole(struct draft *draft);		/* what is told of the document, not of a field */

#endif
