/*
 * value.h -- words of a document into values: dates, marks, web addresses.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each function reads one shape and says so when it is not there; none of them
 * supposes anything. Pieces are views into the document, as label.h gives them.
 */
#ifndef GENERATOR_IMPORT_VALUE_H
#define GENERATOR_IMPORT_VALUE_H

#include "base/arena.h"
#include "base/date.h"
#include "base/str.h"
#include "base/vec.h"

/* PIECE on one line, without marks of emphasis, nor where its words lead. In ARENA. */
struct str value_plain(struct arena *arena, struct str piece);

/* Without accents and case, for looking a word up. In ARENA. */
struct str value_folded(struct arena *arena, struct str text);

/* True when the folded TEXT has the folded WORDS as whole words. */
bool value_has_words(struct str text, struct str words);

enum date_found { DATE_NONE, DATE_FOUND, DATE_TWO_DIGITS, DATE_BAD, DATE_SEVERAL };

/* The date in TEXT: 22/08/2023, 2023-08-22, 22-08-2023, 22.08.2023, "22 de
   agosto de 2023". Of one with two digits for its year, *OUT has these; of several that
   differ nobody can say which it is. */
enum date_found value_date(struct arena *arena, struct str text, struct date *out);

enum mark { MARK_UNKNOWN, MARK_NO, MARK_YES };

/*
 * Which of COUNT options (words as in label.def) are marked in TEXT. A mark
 * stands behind its option, or before it where the first option has one before
 * it. A blank to fill in is MARK_NO; no trace is MARK_UNKNOWN. Returns how many
 * of the options stand in TEXT at all; *TAIL is what is behind the last.
 */
int value_marks(struct str text, const char *const *options, int count, enum mark *marks,
		struct str *tail);

/*
 * The part of TEXT where the options stand with nothing but marks between them, from
 * the first to behind the mark of the last. Absent when they are words of prose
 * ("se aplicaron cuestionarios y entrevistas"): at least three, or one with its mark.
 */
struct str value_marks_piece(struct str text, const char *const *options, int count);

/* Whether TEXT has a letter or a figure that is no mark ("X"). */
bool value_has_other_letters(struct str text);

/* Marks, blanks and parentheses off both ends of TEXT. */
struct str value_without_blanks(struct str text);

/* The first web address in TEXT, or the absent view. */
struct str value_url(struct str text);

#endif
