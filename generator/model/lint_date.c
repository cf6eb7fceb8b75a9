/*
 * lint_date.c -- dates that cannot be right together, and the term to publish.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lint.h"

#define LONGEST_MONTHS 18

/* The date of a slot; unset when there is none to look at. */
static struct date date_of(const struct lint *lint, const struct record *record, int field)
{
	const struct slot *slot = lint_slot(lint, record, field);

	return slot_has(slot) ? slot->date : (struct date){ 0 };
}

static const struct record *diffusion_of(const struct lint *lint)
{
	return lint_nested(lint, lint->record, EVALUATION_DIFFUSION);
}

static struct str official(struct lint *lint, struct date date)
{
	buf_clear(&lint->buf);
	date_put_official(&lint->buf, date);
	return arena_str(&lint->arena, buf_str(&lint->buf));
}

static void check_future(struct lint *lint, const struct record *record, int field)
{
	struct date date = date_of(lint, record, field);

	if (!date_is_set(date) || !date_is_set(lint->clock) || date_compare(date, lint->clock) <= 0)
		return;
	diag_report(lint->diag, DIAG_DATE_FUTURE, record_place(record, record_slot(record, field)),
		    arena_printf(&lint->arena, "hoy es %.*s; ¿está bien el año?",
				 STR_ARG(official(lint, lint->clock))),
		    "esta fecha todavía no llega");
}

void lint_future(struct lint *lint)
{
	check_future(lint, lint->record, EVALUATION_START);
	check_future(lint, lint->record, EVALUATION_FINISH);
	check_future(lint, diffusion_of(lint), DIFFUSION_DATE);
}

void lint_duration(struct lint *lint)
{
	struct date start = date_of(lint, lint->record, EVALUATION_START);
	struct date finish = date_of(lint, lint->record, EVALUATION_FINISH);
	int months;

	if (!date_is_set(start) || !date_is_set(finish))
		return;
	months = (finish.year - start.year) * 12 + finish.month - start.month;
	if (months < LONGEST_MONTHS || (months == LONGEST_MONTHS && finish.day <= start.day))
		return;
	diag_report(lint->diag, DIAG_DURATION,
		    record_place(lint->record, record_slot(lint->record, EVALUATION_FINISH)),
		    STR("¿están bien los dos años?"),
		    "de 1.2 a 1.3 pasan %d meses, más de %d", months, LONGEST_MONTHS);
}

void lint_finish_early(struct lint *lint)
{
	struct date finish = date_of(lint, lint->record, EVALUATION_FINISH);

	if (!date_is_set(finish) || finish.year >= lint->evaluation->year)
		return;
	diag_report(lint->diag, DIAG_FINISH_EARLY,
		    record_place(lint->record, record_slot(lint->record, EVALUATION_FINISH)),
		    STR("vea el año de la fecha, y el de «ejercicio»"),
		    "la evaluación termina antes de que comience el ejercicio %d", lint->evaluation->year);
}

void lint_published_early(struct lint *lint)
{
	const struct record *diffusion = diffusion_of(lint);
	struct date finish = date_of(lint, lint->record, EVALUATION_FINISH);
	struct date published = date_of(lint, diffusion, DIFFUSION_DATE);

	if (!date_is_set(finish) || !date_is_set(published) || date_compare(published, finish) >= 0)
		return;
	diag_report(lint->diag, DIAG_PUBLISHED_EARLY,
		    record_place(diffusion, record_slot(diffusion, DIFFUSION_DATE)),
		    STR("vea el año de las dos fechas"),
		    "se publicó antes de terminar, el %.*s", STR_ARG(official(lint, finish)));
}

/* ---- the term ---- */

/* The day by which it was to be public; unset when it is not known. */
static struct date due_of(const struct lint *lint)
{
	if (evaluation_suppresses(lint->evaluation, RECORD_EVALUATION, EVALUATION_FINISH))
		return (struct date){ 0 };
	return lint->evaluation->clock.due;
}

void lint_published_late(struct lint *lint)
{
	const struct record *diffusion = diffusion_of(lint);
	const struct clock *clock = &lint->evaluation->clock;

	if (clock->late <= 0 || !date_is_set(due_of(lint)) ||
	    !date_is_set(date_of(lint, diffusion, DIFFUSION_DATE)))
		return;
	diag_report(lint->diag, DIAG_PUBLISHED_LATE,
		    record_place(diffusion, record_slot(diffusion, DIFFUSION_DATE)),
		    STR("la página lo dice; vea que la fecha sea la de la primera publicación"),
		    "se publicó %d %s después del plazo, que venció el %.*s", clock->late,
		    clock->late == 1 ? "día" : "días", STR_ARG(official(lint, clock->due)));
}

void lint_published_unknown(struct lint *lint)
{
	const struct record *diffusion = diffusion_of(lint);
	const struct slot *slot = lint_slot(lint, lint->record, EVALUATION_DIFFUSION);
	struct date due = due_of(lint);

	if (!date_is_set(due) || date_compare(due, lint->site->today) >= 0 || !slot ||
	    (slot->state != STATE_VALUE && slot->state != STATE_ABSENT))
		return;
	slot = lint_slot(lint, diffusion, DIFFUSION_DATE);
	if (diffusion && (!slot || slot->state != STATE_ABSENT))
		return;
	diag_report(lint->diag, DIAG_PUBLISHED_UNKNOWN,
		    diffusion ? record_place(diffusion, NULL)
			      : record_place(lint->record, record_slot(lint->record, EVALUATION_FINISH)),
		    STR("agregue «fecha» a «difusion», o «fecha: no-consta»"),
		    "el plazo para publicar venció el %.*s, y no se dice cuándo se publicó",
		    STR_ARG(official(lint, due)));
}

void lint_term_passed(struct lint *lint)
{
	struct date due = due_of(lint);

	if (!lint->evaluation->entry.draft || !date_is_set(due) ||
	    date_compare(due, lint->site->today) >= 0)
		return;
	diag_report(lint->diag, DIAG_TERM_PASSED,
		    record_place(lint->record, record_slot(lint->record, EVALUATION_STATUS)),
		    STR("corrija lo que falte y escriba «estado: publicada»"),
		    "sigue en borrador, y el plazo para publicarla venció el %.*s",
		    STR_ARG(official(lint, due)));
}
