/*
 * lint_missing.c -- what the official format asks for and the file does not say.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One note for all that an evaluation lacks, and one for what it leaves blank.
 * An author who wrote no-consta or no-aplica has answered, and is not asked
 * again. The same walk counts, for the card at the end of `check`.
 */
#include "lint.h"
#include "model/lint.h"

/* ---- what is missing ---- */

struct missing {
	const struct field *field;
	uint32_t count;		/* in how many records of a list */
};

struct search {
	const struct evaluation *evaluation;
	enum state state;	/* what is looked for: ABSENT or BLANK */
	VEC(struct missing) found;
	struct completeness counts;
};

static void add_missing(struct search *search, const struct field *field)
{
	for (size_t i = 0; i < search->found.count; i++)
		if (search->found.at[i].field == field) {
			search->found.at[i].count++;
			return;
		}
	vec_push(&search->found, ((struct missing){ field, 1 }));
}

/* The section that FIELD of an evaluation is, or NULL. */
static const struct section *section_of(const struct evaluation *evaluation, size_t field)
{
	for (int id = 0; id < SECTIONS; id++)
		if (section_type((enum section_id)id)->field == (int)field)
			return &evaluation->sections[id];
	return NULL;
}

/* How many of what the format asks for are answered, and how. */
static void count_state(struct completeness *counts, enum state state)
{
	switch (state) {
	case STATE_VALUE:
	case STATE_RESERVED:
		counts->complete++;
		break;
	case STATE_NONE:
		counts->none++;
		break;
	case STATE_NOT_ON_RECORD:
	case STATE_BLANK:
		counts->not_on_record++;
		break;
	case STATE_ABSENT:
	case STATE_WRONG:
		counts->missing++;
		break;
	}
}

static void search_record(struct search *search, const struct record *record);

/* A group of fields is asked for in its parts where it is there, and as one
   where it is not. */
static bool search_group(struct search *search, const struct field *field, const struct slot *slot)
{
	if (!slot_has(slot))
		return false;
	if (field->kind == FIELD_RECORD)
		search_record(search, slot->record);
	else if (field->kind == FIELD_RECORDS)
		for (uint32_t k = 0; k < slot->list.count; k++)
			search_record(search, slot->list.at[k].record);
	else
		return false;
	return true;
}

static void search_record(struct search *search, const struct record *record)
{
	for (size_t i = 0; i < record->type->count; i++) {
		const struct field *field = &record->type->fields[i];
		const struct slot *slot = &record->slots[i];
		const struct section *section = NULL;
		enum state state = slot->state;

		if (field->key.ptr[0] == '#')
			section = section_of(search->evaluation, i);
		if (section)
			state = section->state;
		else if (search_group(search, field, slot))
			continue;
		/* what is required and not there is an error, told as it is read */
		if (field->duty == DUTY_OPTIONAL || !field_is_official(field))
			continue;
		if (evaluation_suppresses(search->evaluation, record->type->id, (int)i)) {
			search->counts.complete++;	/* its notice is the answer */
			continue;
		}
		count_state(&search->counts, state);
		if (state == search->state && field->duty == DUTY_OFFICIAL)
			add_missing(search, field);
	}
}

/* "1.2 inicio", "# 3.2", "5.6.2 telefono (en 6)" */
static void put_missing(struct buf *out, const struct missing *missing)
{
	const struct field *field = missing->field;

	if (field->key.ptr[0] == '#')
		buf_printf(out, "# %.*s", STR_ARG(field->number));
	else
		buf_printf(out, "%.*s %.*s", STR_ARG(field->number), STR_ARG(field->key));
	if (missing->count > 1)
		buf_printf(out, " (en %u)", missing->count);
}

/* Tell, under ID, of all that is in STATE. */
static void tell(struct lint *lint, enum diag_id id, enum state state, const char *what, struct str hint)
{
	struct search search = { .evaluation = lint->evaluation, .state = state };

	search_record(&search, lint->record);
	buf_clear(&lint->buf);
	for (size_t i = 0; i < search.found.count; i++) {
		buf_put_text(&lint->buf, i ? ", " : "");
		put_missing(&lint->buf, &search.found.at[i]);
	}
	if (search.found.count)
		diag_report(lint->diag, id, record_place(lint->record, NULL), hint,
			    "el formato oficial pide, y %s: %.*s", what, STR_ARG(buf_str(&lint->buf)));
	vec_dispose(&search.found);
}

void lint_missing(struct lint *lint)
{
	tell(lint, DIAG_OFFICIAL_MISSING, STATE_ABSENT, "aquí no está",
	     STR("lo que el documento no dice se escribe no-consta; lo que imprime en blanco, \"\"; lo que no hay, no-aplica"));
}

void lint_blank(struct lint *lint)
{
	tell(lint, DIAG_FIELD_BLANK, STATE_BLANK, "aquí está en blanco",
	     STR("si el documento lo dice, cópielo; lo que no dice se escribe no-consta; lo que no hay, no-aplica"));
}

struct completeness evaluation_completeness(const struct evaluation *evaluation)
{
	struct search search = { .evaluation = evaluation, .state = STATE_ABSENT };

	search_record(&search, evaluation->entry.record);
	vec_dispose(&search.found);
	return search.counts;
}
