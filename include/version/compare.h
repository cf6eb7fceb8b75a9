/*
 * compare.h -- what changed between two versions of one entry, told in words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two versions of a file are compared as a reader meets them: field by field
 * along the field table (format.h), through the records nested in it; item by
 * item in the sections of the body; words within an item or a value. Neither
 * is part of a site for that: entry_parse() (model/site.h) makes an entry of
 * any bytes. An evaluation is what this is for; a catalogue entry, a follow-up
 * and a yearly programme are compared by the same walk.
 *
 * What a reader would not see is no change: white space and line wraps, the
 * order and quotes of YAML, which mark makes a list or an emphasis, numbers as
 * written where items are numbered by position, the Unicode normal form
 * (all is compared in NFC). Emphasis, links and their addresses, levels of
 * headings are seen, and so are states: a value, explicitly none, not on
 * record, blank and reserved are five different things. A key that is absent
 * and one that says `no-consta` are the same, unless the field is optional:
 * then one is printed and the other is not.
 *
 * The kind of a comparison is computed, never declared: COMPARE_SAME (the same
 * bytes), COMPARE_FORM (other bytes, nothing that a reader sees) and
 * COMPARE_SUBSTANCE (at least one change). There is no small change.
 *
 * A version that today's parser cannot read is still a version: given without
 * an entry, it and the other are compared as text, line by line, and
 * comparison.as_text says so. Then any difference of lines is substance:
 * nobody can tell.
 *
 * Blocks of a section (items, and what stands around them) are matched in this
 * order: the same from both ends; the same anywhere, equal ones in their
 * order; the same key (records); the most words in common. What remains on one
 * side was added or removed; neighbours that together say what one block said
 * were split from it, or joined to it. A block that is not in the longest run
 * that kept its order has moved. Cost is bounded: similar blocks are looked for
 * through words that are not too common, among 16 candidates at most, and
 * words are compared exactly up to a number of differences (words.h); beyond
 * that blocks are told as removed and added, and longer runs of words as
 * replaced. Nothing is ever left untold: only the telling gets coarser. Ten
 * thousand items on each side take a moment.
 *
 * The order of changes is that of the page: fields in the official order, the
 * blocks of a section in the new order, what was removed where it stood. The
 * same two versions give the same comparison on any machine.
 *
 * What `supresiones` takes out must not come back through a comparison: who
 * shows one asks each change for its field and path first.
 */
#ifndef VERSION_COMPARE_H
#define VERSION_COMPARE_H

#include "base/arena.h"
#include "base/buf.h"
#include "model/site.h"

/* One version: its bytes, and what was read of them. */
struct version_text {
	struct str bytes;
	const struct entry *entry;	/* NULL: it cannot be read today */
	bool redacted;			/* something was taken out: chronicle_shown() */
	bool ordered;			/* some of it by an order */
	/* Contacts that the site's policy withholds, out of the bytes and out of
	   the fields: for asking whether two versions have the same ones, never
	   to be shown. */
	struct str hidden_bytes, hidden_fields;
};

/* What changed and is not shown: that it did is told, what it was is not. */
enum {
	UNSEEN_CONTACT = 1,	/* a contact that the policy withholds */
	UNSEEN_ORDERED = 2,	/* what was ordered out */
};

enum comparison_kind { COMPARE_SAME, COMPARE_FORM, COMPARE_SUBSTANCE };

enum change_kind {
	CHANGE_STATE,		/* of a field or a section: old_state, new_state */
	CHANGE_VALUE,		/* of a field: old_text became new_text */
	CHANGE_ADDED,
	CHANGE_REMOVED,
	CHANGE_MOVED,		/* the same words at another place */
	CHANGE_REWORDED,	/* runs tell how; MOVED too if so */
	CHANGE_RESTYLED,	/* the same words: emphasis, links or layout differ */
	CHANGE_SPLIT,		/* one old became new_count neighbours */
	CHANGE_JOINED,		/* old_count neighbours became one */
	CHANGE_KINDS
};

/* What a change happened to. */
enum change_part {
	PART_FIELD,		/* a field with one value, or a section as a whole */
	PART_ELEMENT,		/* one of a list in a field: a person, a unit, a name */
	PART_ITEM,		/* an item of a list section */
	PART_PARAGRAPH,		/* any other block of a section or a body */
	PART_LINE,		/* of versions compared as text */
};

/* A step down to a field: "5.6 unidades", the second one, "Tesorería". */
struct change_step {
	const struct field *field;
	uint32_t old_number;	/* 1..n of a list; 0: no list, or not there */
	uint32_t new_number;
	struct str name;	/* of that element, in published words; else absent */
};

/*
 * What a telling knows beside the two files. NAME gives the name that the entry
 * of KIND called KEY had for a reader of one of the two, the new one if IS_NEW;
 * the absent view when nobody knows one. NULL: keys are told.
 */
struct telling {
	struct str (*name)(void *context, bool is_new, enum entry_kind kind, struct str key);
	void *context;
};

enum run_kind { RUN_EQUAL, RUN_REMOVED, RUN_ADDED };

/*
 * A run of words. RUN_EQUAL and RUN_REMOVED together are the old text,
 * RUN_EQUAL and RUN_ADDED the new one; a removed run comes before the added
 * one that replaces it. In TEXT words are one space apart, as published
 * otherwise; in runs that are not equal, marks of emphasis, code and links are
 * written as an author writes them ("**dos**"), since they may be the change,
 * and a new paragraph or nested item begins with a newline. With a telling, no
 * mark of an author's is written: what has emphasis or a link that the other
 * side has not is told in words, “dos” (en negritas), “su ficha” (enlace a Fondo
 * de Ejemplo).
 */
struct run {
	enum run_kind kind;
	bool gap;		/* white space stands before it in the new text (RUN_REMOVED: in the old) */
	bool old_gap;		/* RUN_EQUAL: the same of the old text */
	uint32_t words;
	struct str text;
};

/* One cell of a table whose row changed: in runs where both sides have it. */
struct cell_change {
	struct str column;	/* the words of its head; absent: it has none */
	uint32_t number;	/* of the column, from 1; of the row, in a column that came or went */
	struct str old_text, new_text;	/* absent where the row is not there */
	const struct run *runs;
	uint32_t run_count;
};

/* A row, or a whole column, of a table that changed. */
struct row_change {
	enum change_kind kind;	/* ADDED, REMOVED, MOVED or REWORDED */
	bool moved;		/* beside another kind */
	bool column, head;	/* the head is a row of its own */
	uint32_t old_number, new_number;	/* from 1, below the head; 0: not there */
	struct str name;	/* the words of its first cell, or of a column's head */
	const struct cell_change *cells;	/* those that changed; all that say something, where it came or went */
	uint32_t cell_count;
};

/* How a text with the same words is another one: CHANGE_RESTYLED. */
enum {
	RESTYLED_FORMAT = 1,	/* emphasis, code, layout */
	RESTYLED_LINKS = 2,	/* a link or an image came or went */
	RESTYLED_TARGETS = 4,	/* or leads elsewhere */
};

struct change {
	enum change_kind kind;
	enum change_part part;
	bool moved;		/* beside another kind: its place changed too */
	unsigned restyled;	/* RESTYLED_* */
	const struct field *field;	/* NULL: a body without sections, or text */
	const struct change_step *path;	/* from the record down to FIELD, which is the last */
	uint32_t depth;		/* steps in path; 0 with no field */
	int section;		/* enum section_id, or -1 */

	/* Which item, paragraph or line, as a reader counts them from 1; 0 on the
	   side where it is not there. A count above 1 only where split or joined. */
	uint32_t old_number, old_count;
	uint32_t new_number, new_count;
	/* Its place among all blocks of the section, items or not, from 0. */
	uint32_t old_block, new_block;

	enum state old_state, new_state;
	struct str old_text, new_text;	/* in a reader's words; absent where it is not there */
	struct str old_raw, new_raw;	/* of a field: the same with keys for names, for asking which are one */
	struct str old_key, new_key;	/* of references */
	bool old_named, new_named;	/* the words of that side are the catalogue's, not the document's */
	const struct row_change *rows;	/* with a telling: of a table, row by row; else NULL */
	uint32_t row_count;
	const struct run *runs;	/* words of a text that became another; else NULL */
	uint32_t run_count;
	unsigned similarity;	/* per cent of words in common, where reworded, split or joined */
	uint32_t words_added;
	uint32_t words_removed;
};

/* How often what happened to one field of the first level, or one section. */
struct change_tally {
	const struct field *field;	/* NULL as above */
	int section;		/* enum section_id, or -1 */
	uint32_t items[CHANGE_KINDS];	/* of PART_ITEM */
	unsigned restyled;	/* RESTYLED_* of all items that are CHANGE_RESTYLED */
	uint32_t paragraphs;	/* changes of PART_PARAGRAPH and PART_LINE */
	uint32_t fields;	/* all others */
};

struct comparison {
	enum comparison_kind kind;
	bool as_text;
	unsigned unseen;	/* UNSEEN_*: no change of these is in the list, nor makes substance */
	struct change *changes;
	uint32_t count;
	struct change_tally *tallies;	/* in the order of the changes */
	uint32_t tally_count;
	uint32_t words_added;	/* the size of the change */
	uint32_t words_removed;
};

/*
 * Compare OLD with NEW, two versions of one entry: both of one kind, both
 * from entry_parse(). Never fails; all is in ARENA, and strings may be
 * borrowed from the two entries and their bytes.
 */
struct comparison *compare_versions(struct arena *arena,
				    const struct version_text *old,
				    const struct version_text *new);

/*
 * The same for whoever shows it: kinds, sizes and tallies are those of
 * compare_versions(), names are those that TELLING knows, marks of emphasis and
 * links are told in words, and tables row by row. TELLING may be used for the
 * call alone.
 */
struct comparison *compare_told(struct arena *arena, const struct version_text *old,
				const struct version_text *new, const struct telling *telling);

/*
 * The words by which OLD and NEW differ, two plain texts of any two documents.
 *
 * Fills the runs, the sizes and the similarity of *CHANGE and nothing else;
 * the rest of it is zero. All is in ARENA.
 */
void compare_words(struct arena *arena, struct str old, struct str new, struct change *change);

/*
 * One line for a list or a feed: "cambió 6.3 Costo total de la evaluación;
 * 2 hallazgos reescritos, 1 agregado". "sin cambios" and "sólo cambió la
 * forma del archivo" where there is nothing to tell.
 */
void comparison_put_summary(struct buf *out, const struct comparison *comparison);

/*
 * All of it for a terminal, in Spanish, ending in a newline. Removed words
 * stand in [-...-] and added ones in {+...+}, with or without COLOUR. Text from
 * the content is made visible (utf8.h): it cannot steer the terminal.
 */
void comparison_put_text(struct buf *out, const struct comparison *comparison,
			 bool colour);

/* "Unidad(es) administrativa(s) …, 2 (Tesorería): Titular": where a change
   happened, in words; the number of the format first where there is one. */
void change_put_place(struct buf *out, const struct change *change);

/* What happened to what stands at one place, "reescrito; antes el 4; 80 % de las
   palabras en común": of all kinds but CHANGE_STATE and CHANGE_VALUE, whose
   two sides tell it. */
void change_put_what(struct buf *out, const struct change *change);

/* Of a row or column of a table: "fila 2 (Agua)", "columna «Monto»"; and what
   happened to it as a whole, "agregada", or nothing where its cells tell it. */
void row_put_place(struct buf *out, const struct row_change *row);
void row_put_what(struct buf *out, const struct row_change *row);

/* "Monto", or "columna 2"; in a column that came or went, "fila 2". */
void cell_put_place(struct buf *out, const struct row_change *row, const struct cell_change *cell);

/* What stands for a value that is not there, on one side of CHANGE: "no consta",
   or "no está" of an optional field, of which nobody says that it is not on
   record. */
const char *change_state_words(const struct change *change, bool is_new);

/* "no consta", "no aplica", "en blanco", "reservado", "con un valor que no se entiende". */
const char *state_words(enum state state);

#endif
