/*
 * label.h -- where the labels of the format stand in a document.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * form_scan() walks the text once and notes every label of label.def it meets:
 * at the start of a line or in the middle of one, with its number or alone on
 * its line. The text from one label to the next is the value of the first.
 * What values mean is not known here (value.h), nor which field they fill.
 *
 * Values are views into the document's text, so that whoever holds one can ask
 * where it came from.
 */
#ifndef GENERATOR_IMPORT_LABEL_H
#define GENERATOR_IMPORT_LABEL_H

#include "document.h"

enum label_how { NUMBERED, OWN_LINE };

enum label_symbol {
#define LABEL(symbol, number, how, words) LABEL_##symbol,
#include "label.def"
#undef LABEL
	LABELS,
	LABEL_TITLE = LABELS,	/* what stands before the first label */
};

const char *label_number(enum label_symbol symbol);

struct hit {
	enum label_symbol symbol;
	bool numbered;
	bool second;		/* the label was met before: this one is not read */
	bool shifted;		/* its value was found among others, by their order */
	size_t start;		/* of the label */
	size_t label_end;
	struct str value;	/* trimmed; empty: the label stands blank */
	struct str above;	/* more of it, that stands before its label; or absent */
};

struct form {
	const struct document *document;
	VEC(struct hit) hits;	/* in the order of the document */
	struct str title;	/* before the first label */
	unsigned numbered;	/* how many labels with their number */
	size_t records;		/* labels of other forms: how many times they begin again */
	size_t second_record;	/* where the second record begins, or 0 */
};

void form_scan(struct form *form, const struct document *document);
void form_dispose(struct form *form);

/* The hit of SYMBOL that is to be read, or NULL. */
const struct hit *form_find(const struct form *form, enum label_symbol symbol);

/* Where the view PIECE of the document was. */
struct origin form_origin(const struct form *form, struct str piece);

/*
 * Find WORDS (as in label.def, of one label) in TEXT at or after AT, at the
 * start of a word. Returns where it begins, or (size_t)-1; *END is behind it.
 */
size_t label_find(struct str text, size_t at, const char *words, size_t *end);

#endif
