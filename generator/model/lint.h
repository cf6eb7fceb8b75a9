/*
 * lint.h -- what `check` remarks beyond what `build` must refuse.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * lint.c holds the table of checks, one line each: an id of diag.def and the
 * function that tells it. A check looks at one evaluation and reports under
 * its own id alone; evaluations are looked at on all workers. What takes the
 * whole site to see is in a second table. What each check rests on is data:
 * model/clause.def.
 *
 * (1) Three states are three things: who wrote no-consta, no-aplica or "" has
 *     answered; only where the answer itself is a defect is it told.
 * (2) What was taken out by law is not looked at: ask lint_slot() and
 *     lint_item().
 * (3) A withdrawn evaluation is not looked at; a draft is, but for what only
 *     a publication owes.
 */
#ifndef GENERATOR_MODEL_LINT_H
#define GENERATOR_MODEL_LINT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "model/site.h"

/* A worker's own, for one evaluation after the other. */
struct lint {
	struct site *site;
	struct diag *diag;
	struct date clock;		/* the latest day that is not in the future */
	const struct evaluation *evaluation;
	const struct record *record;	/* of the evaluation */
	struct arena arena;		/* reset after each evaluation */
	struct buf buf;			/* scratch */
};

/* ---- what the checks look at ---- */

/* The slot FIELD of RECORD, or NULL: there is no such record, or it was taken
   out by law. */
const struct slot *lint_slot(const struct lint *lint, const struct record *record, int field);

/* The nested record of a slot, or NULL. */
const struct record *lint_nested(const struct lint *lint, const struct record *record, int field);

/* The text of a slot with a value, else the absent view. */
struct str lint_text(const struct lint *lint, const struct record *record, int field);

/* The elements of a slot. */
struct slot_list lint_list(const struct lint *lint, const struct record *record, int field);

/* The section, or NULL when it has no value to look at. */
const struct section *lint_section(const struct lint *lint, enum section_id id);

/* The prose of item ITEM (1..n) of a section; empty when taken out. */
struct prose lint_item(const struct lint *lint, enum section_id id, uint32_t item);

struct place lint_item_place(const struct lint *lint, enum section_id id, uint32_t item);

/* In the arena: PROSE as plain text; TEXT without case and accents. */
struct str lint_plain(struct lint *lint, struct prose prose);
struct str lint_folded(struct lint *lint, struct str text);

/* True when the words of NEEDLE stand in TEXT as whole words; both folded. */
bool lint_has_words(struct str text, struct str needle);

/* Call SEE for each slot of the evaluation that holds a value or not, nested
   records first to last, with the record it is of. */
typedef void lint_visitor(struct lint *lint, const struct record *record, int field, void *context);
void lint_each(struct lint *lint, const struct record *record, lint_visitor *see, void *context);

/* ---- persons ---- */

/* 1.4 and 5.6.2: each with its record and the indices of its fields. */
struct lint_person {
	const struct record *record;
	int name, email, phone;
};

struct lint_persons {
	struct lint_person *at;		/* in the arena, in the order of the file */
	uint32_t count;
};

struct lint_persons lint_persons(struct lint *lint);

/* check.c. DOMAIN: without case and accents. */
bool domain_is_institutional(const struct site *site, struct str domain);

/* ---- the checks, by file ---- */

/* lint_missing.c */
void lint_missing(struct lint *lint);
void lint_blank(struct lint *lint);

/* lint_name.c: 1.1, 5.1 and 5.2 against the catalogue */
void lint_name_fund(struct lint *lint);
void lint_name_year(struct lint *lint);
void lint_name_other_year(struct lint *lint);
void lint_name_type(struct lint *lint);
void lint_fund_name(struct lint *lint);
void lint_acronym_year(struct lint *lint);
void lint_acronym_unknown(struct lint *lint);
void lint_fund_period(struct lint *lint);

/* lint_date.c */
void lint_future(struct lint *lint);
void lint_duration(struct lint *lint);
void lint_finish_early(struct lint *lint);
void lint_published_early(struct lint *lint);
void lint_published_late(struct lint *lint);
void lint_published_unknown(struct lint *lint);
void lint_term_passed(struct lint *lint);

/* lint_person.c */
void lint_post_for_unit(struct lint *lint);
void lint_phone_form(struct lint *lint);
void lint_phone_personal(struct lint *lint);
void lint_domain_alike(struct lint *lint);
void lint_domain_foreign(struct lint *lint);

/* lint_unit.c */
void lint_unit_twice(struct lint *lint);
void lint_unit_alone(struct lint *lint);
void lint_coordinator(struct lint *lint);
void lint_power(struct lint *lint);
void lint_evaluator(struct lint *lint);

/* lint_mark.c */
void lint_no_mark(struct lint *lint);
void lint_other(struct lint *lint);
void lint_method(struct lint *lint);

/* lint_list.c */
void lint_no_items(struct lint *lint);
void lint_repeated(struct lint *lint);
void lint_alike(struct lint *lint);
void lint_none_and_items(struct lint *lint);
void lint_opposite(struct lint *lint);
void lint_no_recommendation(struct lint *lint);
void lint_text_of_other(struct lint *lint);

/* lint_text.c */
void lint_damage(struct lint *lint);
void lint_percentages(struct lint *lint);
void lint_subnumber(struct lint *lint);

/* lint_cost.c */
void lint_tax(struct lint *lint);
void lint_shared(struct lint *lint);
void lint_cost_twice(struct lint *lint);
void lint_evaluation_twice(struct lint *lint);

/* lint_link.c */
void lint_same_address(struct lint *lint);
void lint_generic(struct lint *lint);
void lint_plain_http(struct lint *lint);

/* lint_follow.c */
void lint_no_asm(struct lint *lint);
void lint_asm_alone(struct lint *lint);
void lint_recurrence(struct lint *lint);
void lint_owed(struct lint *lint);

#endif
