/*
 * follow.c -- promises kept and owed; recommendations and what was done.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "internal.h"

/* ---- follow-up files ---- */

static void attach_follow_ups(struct site *site, struct diag *diag)
{
	for (uint32_t i = 0; i < site->kinds[ENTRY_FOLLOW_UP].count; i++) {
		struct entry *entry = site->kinds[ENTRY_FOLLOW_UP].at[i];
		struct evaluation *evaluation =
			entry_evaluation(site_find(site, ENTRY_EVALUATION, entry->key));

		if (evaluation) {
			evaluation->follow_up = entry;
			entry->name = evaluation->entry.name;
			continue;
		}
		if (map_get(&site->internal->left_out[ENTRY_EVALUATION], entry->key))
			continue;
		diag_report(diag, DIAG_FOLLOW_UP_ALONE, (struct place){ .path = entry->path },
			    STR("el archivo se llama como su evaluación: corrija su nombre o su carpeta"),
			    "no hay una evaluación «%.*s»; el seguimiento no se publica",
			    STR_ARG(entry->key));
	}
}

/* ---- the programme ---- */

static bool funds_include(const struct evaluation *evaluation, const struct entry *fund)
{
	for (uint32_t i = 0; i < evaluation->funds.count; i++)
		if (evaluation->funds.at[i] == fund)
			return true;
	return false;
}

static bool types_agree(const struct record *promise, const struct record *evaluation)
{
	const struct slot *a = record_slot(promise, PROMISE_TYPE);
	const struct slot *b = record_slot(evaluation, EVALUATION_TYPE);

	return !slot_has(a) || !slot_has(b) || str_equal(a->choice->value, b->choice->value);
}

/* The one evaluation that keeps PROMISE, or NULL. */
static struct evaluation *find_kept(const struct site *site, const struct promise *promise,
				    struct diag *diag)
{
	struct evaluation *found = NULL;

	/* an entry's evaluations are newest first: pass to the year, then stop */
	for (uint32_t i = 0; i < promise->fund->evaluations.count; i++) {
		struct evaluation *evaluation = promise->fund->evaluations.at[i];

		if (evaluation->year > promise->year)
			continue;
		if (evaluation->year < promise->year)
			break;
		if (evaluation->entry.draft && site->internal->drafts_aside)
			continue;
		if (!funds_include(evaluation, promise->fund) ||
		    evaluation->entity != promise->entity ||
		    !types_agree(promise->record, evaluation->entry.record))
			continue;
		if (found) {
			diag_report(diag, DIAG_PROMISE_AMBIGUOUS,
				    record_place(promise->record, NULL),
				    STR("agregue «evaluacion: <ejercicio>/<clave>»"),
				    "la cumplirían «%.*s» y «%.*s»; queda como no cumplida",
				    STR_ARG(found->entry.key), STR_ARG(evaluation->entry.key));
			return NULL;
		}
		found = evaluation;
	}
	return found;
}

static int compare_promises(const void *a, const void *b)
{
	const struct promise *x = a, *y = b;
	int order;

	if (x->programme_year != y->programme_year)
		return x->programme_year < y->programme_year ? -1 : 1;
	order = str_compare(x->fund->key, y->fund->key);
	if (order)
		return order;
	if (x->year != y->year)
		return x->year < y->year ? -1 : 1;
	order = str_compare(x->programme->key, y->programme->key);
	return order ? order : (x->record->line > y->record->line) -
			       (x->record->line < y->record->line);
}

static void read_promise(struct site *site, struct entry *programme,
			 const struct record *record, struct diag *diag)
{
	struct promise *promise = &site->promises[site->promise_count];

	*promise = (struct promise){
		.programme = programme,
		.programme_year = entry_year(programme),
		.record = record,
		.fund = record_target(record, PROMISE_FUND),
		.year = (int)record_number(record, PROMISE_YEAR, 0),
		.entity = record_target(programme->record, PROGRAMME_ENTITY),
	};
	if (!promise->entity)
		promise->entity = record_target(site->record, SITE_ENTITY);
	if (!promise->fund || !promise->year)
		return;		/* reported as it was read */
	site->promise_count++;
	promise->evaluation = entry_evaluation(record_target(record, PROMISE_EVALUATION));
	if (!promise->evaluation && record->slots[PROMISE_EVALUATION].state == STATE_ABSENT)
		promise->evaluation = find_kept(site, promise, diag);
}

static void read_promises(struct site *site, struct diag *diag)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < site->kinds[ENTRY_PROGRAMME].count; i++)
		count += record_list(site->kinds[ENTRY_PROGRAMME].at[i]->record,
				     PROGRAMME_PROMISES).count;
	site->promises = ARENA_ARRAY(&site->arena, count, struct promise);
	for (uint32_t i = 0; i < site->kinds[ENTRY_PROGRAMME].count; i++) {
		struct entry *programme = site->kinds[ENTRY_PROGRAMME].at[i];
		struct slot_list list = record_list(programme->record, PROGRAMME_PROMISES);

		for (uint32_t k = 0; k < list.count; k++)
			read_promise(site, programme, list.at[k].record, diag);
	}
	if (site->promise_count > 1)
		qsort(site->promises, site->promise_count, sizeof *site->promises,
		      compare_promises);
}

/* ---- recommendations ---- */

static bool answers(const struct record *asm_record, uint32_t item)
{
	struct slot_list numbers = record_list(asm_record, ASM_RECOMMENDATIONS);

	if (item == 0)
		return numbers.count == 0;
	for (uint32_t i = 0; i < numbers.count; i++)
		if (numbers.at[i].number == item)
			return true;
	return false;
}

static const struct record *rejection(const struct record *follow_up, uint32_t item)
{
	struct slot_list list = record_list(follow_up, FOLLOW_UP_REJECTED);

	for (uint32_t i = 0; item && i < list.count; i++)
		if (record_number(list.at[i].record, REJECTED_RECOMMENDATION, 0) == item)
			return list.at[i].record;
	return NULL;
}

/* What answers item ITEM of EVALUATION; with ITEM 0, the ASM of another origin. */
static struct recommendation recommendation_of(struct site *site,
					       struct evaluation *evaluation,
					       uint32_t item)
{
	const struct record *follow_up = evaluation->follow_up
					 ? evaluation->follow_up->record : NULL;
	struct slot_list list = record_list(follow_up, FOLLOW_UP_ASM);
	struct recommendation made = { .evaluation = evaluation, .item = item };

	if (list.count)
		made.asms = ARENA_ARRAY(&site->arena, list.count, const struct record *);
	for (uint32_t i = 0; i < list.count; i++)
		if (answers(list.at[i].record, item))
			made.asms[made.asm_count++] = list.at[i].record;
	made.rejected = rejection(follow_up, item);
	return made;
}

static int by_year_then_key(const void *a, const void *b)
{
	const struct recommendation *x = a, *y = b;
	int order;

	if (x->evaluation->year != y->evaluation->year)
		return x->evaluation->year < y->evaluation->year ? 1 : -1;
	order = str_compare(x->evaluation->entry.key, y->evaluation->entry.key);
	if (order)
		return order;
	/* item 0, of another origin, comes last */
	return (x->item - 1 > y->item - 1) - (x->item - 1 < y->item - 1);
}

static void read_recommendations(struct site *site)
{
	VEC(struct recommendation) all = { 0 };

	for (uint32_t i = 0; i < site->kinds[ENTRY_EVALUATION].count; i++) {
		struct evaluation *evaluation =
			entry_evaluation(site->kinds[ENTRY_EVALUATION].at[i]);
		uint32_t count = evaluation->sections[SECTION_RECOMMENDATIONS].count;
		struct recommendation other;

		for (uint32_t item = 1; item <= count; item++)
			vec_push(&all, recommendation_of(site, evaluation, item));
		if (!evaluation->follow_up)
			continue;
		other = recommendation_of(site, evaluation, 0);
		if (other.asm_count)
			vec_push(&all, other);
	}
	if (all.count > 1)
		qsort(all.at, all.count, sizeof *all.at, by_year_then_key);
	site->recommendations = ARENA_ARRAY(&site->arena, all.count, struct recommendation);
	if (all.count)
		memcpy(site->recommendations, all.at, all.count * sizeof *all.at);
	site->recommendation_count = (uint32_t)all.count;
	vec_dispose(&all);
}

const struct record *asm_latest(const struct record *asm_record)
{
	struct slot_list list = record_list(asm_record, ASM_PROGRESS);
	const struct record *latest = NULL;

	for (uint32_t i = 0; i < list.count; i++) {
		const struct record *record = list.at[i].record;

		/* of two on one day the later in the file is the newer */
		if (!latest || date_compare(record_date(record, PROGRESS_DATE),
					    record_date(latest, PROGRESS_DATE)) >= 0)
			latest = record;
	}
	return latest;
}

bool asm_is_open(const struct record *asm_record)
{
	const struct record *latest = asm_latest(asm_record);

	return !record_is(latest, PROGRESS_STATUS, "atendido") &&
	       !record_is(latest, PROGRESS_STATUS, "cancelado");
}

void site_follow(struct site *site, struct diag *diag)
{
	attach_follow_ups(site, diag);
	read_promises(site, diag);
	read_recommendations(site);
}
