/*
 * advice.c -- what `check` remarks of an evaluation that may well be as it is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the official format asks for and the file does not say, one note for
 * all of an evaluation; a publication after its day; one address for two
 * things. An author who wrote no-consta, no-aplica or "" has answered, and is
 * not asked again. Building a site says nothing of this.
 */
#include "internal.h"

/* ---- what is missing ---- */

struct missing {
	const struct field *field;
	uint32_t count;		/* in how many records of a list */
};

struct search {
	const struct evaluation *evaluation;
	VEC(struct missing) found;
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

/* True when the format asks for FIELD of RECORD: always, or because of what
   another one says. */
static bool is_asked(const struct record *record, size_t field)
{
	switch (record->type->id) {
	case RECORD_PROGRAMME_UNIT:	/* 5.6.2: the holder, or whom to ask */
		if (field == PROGRAMME_UNIT_CONTACTS)
			return record->slots[PROGRAMME_UNIT_HOLDER].state == STATE_ABSENT;
		break;
	case RECORD_CONTRACTING:
		if (field == CONTRACTING_OTHER)
			return record_is(record, CONTRACTING_AWARD, "otro");
		break;
	case RECORD_INSTRUMENTS:
		if (field == INSTRUMENTS_SPECIFY)
			return record_is(record, INSTRUMENTS_OTHERS, "si");
		break;
	default:
		break;
	}
	return record->type->fields[field].duty == DUTY_OFFICIAL;
}

/* The section that FIELD of an evaluation is, or NULL. */
static const struct section *section_of(const struct evaluation *evaluation, size_t field)
{
	for (int id = 0; id < SECTIONS; id++)
		if (section_type((enum section_id)id)->field == (int)field)
			return &evaluation->sections[id];
	return NULL;
}

static void search_record(struct search *search, const struct record *record)
{
	for (size_t i = 0; i < record->type->count; i++) {
		const struct field *field = &record->type->fields[i];
		const struct slot *slot = &record->slots[i];
		const struct section *section = NULL;

		if (field->key.ptr[0] == '#')
			section = section_of(search->evaluation, i);
		if ((section ? section->state : slot->state) == STATE_ABSENT) {
			if (is_asked(record, i) &&
			    !evaluation_suppresses(search->evaluation, record->type->id, (int)i))
				add_missing(search, field);
		} else if (field->kind == FIELD_RECORD && slot_has(slot)) {
			search_record(search, slot->record);
		} else if (field->kind == FIELD_RECORDS && slot_has(slot)) {
			for (uint32_t k = 0; k < slot->list.count; k++)
				search_record(search, slot->list.at[k].record);
		}
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

static void advise_missing(const struct evaluation *evaluation, struct diag *diag)
{
	struct search search = { .evaluation = evaluation };
	struct buf list;

	search_record(&search, evaluation->entry.record);
	buf_init(&list);
	for (size_t i = 0; i < search.found.count; i++) {
		buf_put_text(&list, i ? ", " : "");
		put_missing(&list, &search.found.at[i]);
	}
	if (search.found.count)
		diag_report(diag, DIAG_OFFICIAL_MISSING, record_place(evaluation->entry.record, NULL),
			    STR("lo que el documento no dice se escribe no-consta; lo que imprime en blanco, \"\"; lo que no hay, no-aplica"),
			    "el formato oficial pide, y aquí no está: %.*s", STR_ARG(buf_str(&list)));
	buf_dispose(&list);
	vec_dispose(&search.found);
}

/* ---- publication ---- */

static void advise_addresses(const struct evaluation *evaluation, struct diag *diag)
{
	const struct record *record = record_nested(evaluation->entry.record, EVALUATION_DIFFUSION);
	struct str whole = record_text(record, DIFFUSION_EVALUATION);
	struct str form = record_text(record, DIFFUSION_FORM);

	if (form.len && str_equal(whole, form))
		diag_report(diag, DIAG_SAME_ADDRESS,
			    record_place(record, record_slot(record, DIFFUSION_FORM)), STR(""),
			    "7.1 y 7.2 dan la misma dirección: la evaluación y el formato son documentos distintos");
}

static void advise_term(const struct evaluation *evaluation, struct diag *diag)
{
	const struct record *record = record_nested(evaluation->entry.record, EVALUATION_DIFFUSION);
	const struct clock *clock = &evaluation->clock;

	if (clock->late <= 0 || evaluation_suppresses(evaluation, RECORD_DIFFUSION, DIFFUSION_DATE) ||
	    evaluation_suppresses(evaluation, RECORD_EVALUATION, EVALUATION_FINISH))
		return;
	diag_report(diag, DIAG_PUBLISHED_LATE,
		    record_place(record, record_slot(record, DIFFUSION_DATE)), STR(""),
		    "se publicó %d %s después del plazo, que venció el %02d/%02d/%d", clock->late,
		    clock->late == 1 ? "día" : "días", clock->due.day, clock->due.month,
		    clock->due.year);
}

void site_advise(struct site *site, struct diag *diag)
{
	for (uint32_t i = 0; i < site->evaluations.count; i++) {
		const struct evaluation *evaluation = site->evaluations.at[i];

		if (evaluation->withdrawn || evaluation->entry.draft)
			continue;
		advise_missing(evaluation, diag);
		advise_addresses(evaluation, diag);
		advise_term(evaluation, diag);
	}
}
