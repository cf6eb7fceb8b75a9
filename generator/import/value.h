/*
 * value.h -- words of a document into values: dates, marks, people, lists.
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

/* PIECE on one line, without marks of emphasis. In ARENA. */
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

/* The first address in TEXT, or the absent view. *BROKEN: a stray space cuts it. */
struct str value_email(struct str text, bool *broken);

/* The first web address in TEXT, or the absent view. */
struct str value_url(struct str text);

/* True when ADDRESS is at a public provider of personal accounts. */
bool email_is_personal(struct str address);

struct str_list {
	struct str *at;
	size_t count, room;
};

/* "A, B y C": the names; *DOUBTFUL when " y " may be within one. */
void value_names(struct arena *arena, struct str text, struct str_list *names, bool *doubtful);

struct contact {
	char letter;		/* 'a' ..., or '1' ...; 0: none */
	struct str name;
	struct str email;
	struct str phone;
	struct str where;	/* a view into the document */
	bool broken;		/* a stray space cuts the address */
	bool hidden;		/* the page hid the address from robots */
};

struct contact_list {
	struct contact *at;
	size_t count, room;
};

/* Where in TEXT an address, a telephone of at least seven figures, or the word for one
   of them begins; text.len: nowhere. */
size_t value_contact_start(struct str text);

/* Persons with addresses and telephones, one a line, a paragraph, or run together.
   What TEXT begins with goes on with the last one that is there already. */
void value_contacts(struct arena *arena, struct str text, struct contact_list *contacts);

struct lettered {
	char letter;		/* 0: none */
	struct str text;	/* plain, in the arena */
	struct str where;
};

struct lettered_list {
	struct lettered *at;
	size_t count, room;
};

/* "a) X b) Y", "1. X 2. Y", bullets, "X; Y", or one a line. */
void value_lettered(struct arena *arena, struct str text, struct lettered_list *list);

enum block_kind { BLOCK_PARAGRAPH, BLOCK_ITEM };

struct block {
	enum block_kind kind;
	int number;		/* as written; -1: a bullet */
	struct str text;	/* a view; may hold empty lines (paragraphs of an item) */
};

struct block_list {
	struct block *at;
	size_t count, room;
};

/*
 * Paragraphs and the items of lists in TEXT: "1." "1:" "1)" "1.-" or bullets at
 * the start of a line; and run together within a line ("fin.2. El ..."), where
 * the number is the one that is due and stands nowhere later at a line's start. So
 * do numbers without a stop before them ("Uno 2. Dos 3. Tres") that count on from a line
 * that begins with 1, or from 1 to 3. "F1." at the start makes "F2." an item.
 * Where no line begins with "1." but one with "a)", letters count as numbers.
 */
void value_blocks(struct str text, bool lists, struct block_list *blocks);

/* True when TEXT, of one block, has numbers in it that follow one another as those of
   items do: it may be several. */
bool block_hides_items(struct str text);

/* True when TEXT ends in a sign that ends a sentence, or is empty. */
bool block_ends_sentence(struct str text);

/* True when TEXT ends in a word that cannot end a sentence: "de", "la", "para". */
bool block_ends_hanging(struct str text);

#endif
