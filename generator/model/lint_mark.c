/*
 * lint_mark.c -- the marks of the form: none set, and what contradicts them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Here alone no-consta is a defect: the form asks for a mark, and a document
 * that lost them all should be looked for again.
 */
#include "lint.h"

/* Said to be unknown, or printed blank; not the same as not asked yet. */
static bool is_unmarked(const struct slot *slot)
{
	return slot && (slot->state == STATE_NOT_ON_RECORD || slot->state == STATE_BLANK);
}

static bool is_empty(const struct slot *slot)
{
	return slot && (slot->state == STATE_ABSENT || slot->state == STATE_BLANK);
}

/* ---- no mark ---- */

static void tell_no_mark(struct lint *lint, const struct record *record, const struct slot *slot,
			 const char *number)
{
	diag_report(lint->diag, DIAG_NO_MARK, record_place(record, slot),
		    STR("búsquela en el documento original; si no la tiene, acéptelo con su motivo"),
		    "en %s no consta ninguna marca, y el formato pide al menos una", number);
}

static void check_mark(struct lint *lint, const struct record *record, int field)
{
	const struct slot *slot = lint_slot(lint, record, field);

	if (is_unmarked(slot))
		tell_no_mark(lint, record, slot, record->type->fields[field].number.ptr);
}

static const int instruments[] = {
	INSTRUMENTS_QUESTIONNAIRES, INSTRUMENTS_INTERVIEWS, INSTRUMENTS_FORMS, INSTRUMENTS_OTHERS,
};

/* The four marks of 1.7 are one question. */
static void check_instruments(struct lint *lint)
{
	const struct slot *slot = lint_slot(lint, lint->record, EVALUATION_INSTRUMENTS);
	const struct slot *first = NULL;

	if (is_unmarked(slot)) {
		tell_no_mark(lint, lint->record, slot, "1.7");
		return;
	}
	if (!slot_has(slot))
		return;
	for (int i = 0; i < 4; i++) {
		const struct slot *mark = record_slot(slot->record, instruments[i]);

		if (mark->state == STATE_WRONG || record_is(slot->record, instruments[i], "si"))
			return;
		if (!first && mark->state != STATE_ABSENT)
			first = mark;
	}
	if (first)
		tell_no_mark(lint, slot->record, first, "1.7");
}

void lint_no_mark(struct lint *lint)
{
	const struct record *programme = lint_nested(lint, lint->record, EVALUATION_PROGRAMME);

	check_instruments(lint);
	check_mark(lint, programme, PROGRAMME_DATA_POWER);
	check_mark(lint, programme, PROGRAMME_DATA_SCOPE);
	check_mark(lint, lint_nested(lint, lint->record, EVALUATION_CONTRACTING), CONTRACTING_AWARD);
}

/* ---- other: which? ---- */

/* FIELD of RECORD is the mark, which OTHER says; its words are in WORDS. */
static void check_other(struct lint *lint, const struct record *record, int field, const char *other,
			int words)
{
	const struct slot *mark = lint_slot(lint, record, field);
	const struct slot *said = lint_slot(lint, record, words);

	if (!mark || !said)
		return;
	if (record_is(record, field, other) && is_empty(said))
		diag_report(lint->diag, DIAG_OTHER_UNTOLD, record_place(record, mark),
			    arena_printf(&lint->arena, "dígalo en «%.*s»",
					 STR_ARG(record->type->fields[words].key)),
			    "está marcado «otro» y no se dice cuál");
	else if (slot_has(said) && slot_has(mark) && !record_is(record, field, other))
		diag_report(lint->diag, DIAG_OTHER_UNTOLD, record_place(record, said),
			    arena_printf(&lint->arena, "«%.*s: %s», si el documento lo marca",
					 STR_ARG(record->type->fields[field].key), other),
			    "se dice cuál es el otro, y no está marcado");
}

void lint_other(struct lint *lint)
{
	check_other(lint, lint_nested(lint, lint->record, EVALUATION_INSTRUMENTS), INSTRUMENTS_OTHERS, "si",
		    INSTRUMENTS_SPECIFY);
	check_other(lint, lint_nested(lint, lint->record, EVALUATION_CONTRACTING), CONTRACTING_AWARD, "otro",
		    CONTRACTING_OTHER);
}

/* ---- the text of 1.7 against its marks ---- */

/* True when the sentence of TEXT before AT says that there were none. */
static bool is_denied(struct str text, size_t at)
{
	static const char *const words[] = { "no", "sin", "ni", "tampoco", "nunca" };
	size_t start = at;

	while (start > 0 && !strchr(".;:", text.ptr[start - 1]))
		start--;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (lint_has_words(str_slice(text, start, at - start), str_from(words[i])))
			return true;
	return false;
}

/* True when TEXT speaks of STEM as of something that was done. */
static bool speaks_of(struct str text, struct str stem)
{
	size_t from = 0, at;

	while ((at = str_find(str_slice(text, from, (size_t)-1), stem)) != (size_t)-1) {
		at += from;
		if ((at == 0 || text.ptr[at - 1] < 'a' || text.ptr[at - 1] > 'z') && !is_denied(text, at))
			return true;
		from = at + stem.len;
	}
	return false;
}

static void check_method(struct lint *lint, struct str text, struct str stem, int field)
{
	const struct slot *whole = lint_slot(lint, lint->record, EVALUATION_INSTRUMENTS);
	const struct record *record = slot_has(whole) ? whole->record : lint->record;
	const struct slot *slot = slot_has(whole) ? record_slot(whole->record, field) : whole;
	bool denied = slot_has(slot) && record_is(record, field, "no");

	if (!slot || (!denied && slot->state != STATE_NOT_ON_RECORD) || !speaks_of(text, stem))
		return;
	diag_report(lint->diag, DIAG_METHOD_MARKS, record_place(record, slot),
		    STR("compare con el documento original; la marca no se deduce del texto"),
		    "el texto de 1.7 habla de %ss, y su marca %s", stem.ptr,
		    denied ? "dice que no" : "no consta");
}

void lint_method(struct lint *lint)
{
	const struct section *section = lint_section(lint, SECTION_METHOD);
	struct str text;

	if (!section)
		return;
	text = lint_folded(lint, lint_plain(lint, section->prose));
	check_method(lint, text, STR("entrevista"), INSTRUMENTS_INTERVIEWS);
	check_method(lint, text, STR("cuestionario"), INSTRUMENTS_QUESTIONNAIRES);
}
