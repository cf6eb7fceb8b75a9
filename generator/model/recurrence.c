/*
 * recurrence.c -- series of evaluations, and what comes back in them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model/recurrence.h"

#include "alike.h"
#include "internal.h"

static const enum section_id recurring[] = { SECTION_WEAKNESSES, SECTION_RECOMMENDATIONS };

enum { RECURRING = sizeof recurring / sizeof recurring[0] };

/* Which item a text is. */
struct origin {
	struct evaluation *evaluation;
	uint32_t item;
};

struct finder {
	const struct site *site;
	struct arena words;	/* of one series */
	struct alike alike;
	VEC(struct origin) origins;
	VEC(struct recurrence) found;
	struct buf plain, scratch;
};

/* Put the items of SECTION of EVALUATION in; they are all of one group. What is
   published may not lean on a draft that is only checked. */
static void add_items(struct finder *finder, struct evaluation *evaluation,
		      enum section_id id, uint32_t group)
{
	const struct section *section = &evaluation->sections[id];
	bool aside = evaluation->entry.draft && finder->site->internal->drafts_aside;

	for (uint32_t i = 0; i < section->count; i++) {
		const struct item *item = &section->items[i];

		if (evaluation_item_suppression(evaluation, id, i + 1))
			continue;
		buf_clear(&finder->plain);
		prose_put_plain(&finder->plain, (struct prose){ section->prose.ptr + item->offset, item->length });
		alike_add(&finder->alike, buf_str(&finder->plain), group, aside);
		vec_push(&finder->origins, ((struct origin){ evaluation, i + 1 }));
	}
}

static void tell_found(struct finder *finder, enum section_id section)
{
	for (size_t i = 0; i < finder->alike.texts.count; i++) {
		const struct alike_text *text = &finder->alike.texts.at[i];
		const struct origin *origin = &finder->origins.at[i], *earlier;

		if (text->match == ALIKE_NONE)
			continue;
		earlier = &finder->origins.at[text->match];
		vec_push(&finder->found, ((struct recurrence){
			origin->evaluation, earlier->evaluation, section, origin->item,
			earlier->item, text->similarity }));
	}
}

/* Find what comes back in SECTION among COUNT evaluations of one series, oldest
   first. Those of a year are one group: none of them is earlier. */
static void find_in(struct finder *finder, enum section_id section,
		    struct evaluation *const *series, uint32_t count)
{
	arena_reset(&finder->words);
	alike_clear(&finder->alike);
	vec_clear(&finder->origins);
	for (uint32_t i = 0; i < count; i++)
		if (!series[i]->withdrawn)
			add_items(finder, series[i], section, (uint32_t)series[i]->year);
	alike_find(&finder->alike, RECURRENCE_LEAST, false);
	tell_found(finder, section);
}

static void find_in_series(struct finder *finder, const enum section_id *sections, size_t section_count,
			   struct evaluation *const *series, uint32_t count)
{
	for (size_t i = 0; i < section_count; i++)
		find_in(finder, sections[i], series, count);
}

static int newest_first(const void *a, const void *b)
{
	const struct recurrence *x = a, *y = b;

	if (x->evaluation != y->evaluation) {
		if (x->evaluation->year != y->evaluation->year)
			return x->evaluation->year < y->evaluation->year ? 1 : -1;
		return str_compare(x->evaluation->entry.key, y->evaluation->entry.key);
	}
	if (x->section != y->section)
		return x->section < y->section ? -1 : 1;
	return (x->item > y->item) - (x->item < y->item);
}

static void finder_init(struct finder *finder, const struct site *site)
{
	*finder = (struct finder){ .site = site };
	arena_init(&finder->words);
	buf_init(&finder->plain);
	buf_init(&finder->scratch);
	alike_init(&finder->alike, &finder->words, &finder->scratch);
}

static void finder_dispose(struct finder *finder)
{
	alike_dispose(&finder->alike);
	arena_dispose(&finder->words);
	vec_dispose(&finder->origins);
	vec_dispose(&finder->found);
	buf_dispose(&finder->plain);
	buf_dispose(&finder->scratch);
}

static struct recurrence_list find(const struct site *site, struct arena *arena, struct evaluation_list list,
				   const enum section_id *sections, size_t section_count)
{
	struct evaluation **order = memory_alloc((list.count + 1) * sizeof *order);
	struct recurrence_list made = { 0 };
	struct finder finder;

	finder_init(&finder, site);
	for (uint32_t i = 0; i < list.count; i++)
		order[i] = list.at[i];
	if (list.count > 1)
		qsort(order, list.count, sizeof *order, evaluations_in_series);
	for (uint32_t i = 0, end; i < list.count; i = end) {
		for (end = i + 1; end < list.count &&
		     evaluations_same_series(order[i], order[end]);)
			end++;
		if (end - i > 1 && order[i]->funds.count)
			find_in_series(&finder, sections, section_count, order + i, end - i);
	}
	free(order);
	if (finder.found.count > 1)
		qsort(finder.found.at, finder.found.count, sizeof *finder.found.at, newest_first);
	made.count = (uint32_t)finder.found.count;
	made.at = ARENA_ARRAY(arena, made.count, struct recurrence);
	if (made.count)
		memcpy(made.at, finder.found.at, made.count * sizeof *made.at);
	made.comparisons = finder.alike.comparisons;
	finder_dispose(&finder);
	return made;
}

struct recurrence_list evaluations_recurrences(const struct site *site, struct arena *arena,
					       struct evaluation_list list)
{
	return find(site, arena, list, recurring, RECURRING);
}

struct recurrence_list evaluations_recurrences_in(const struct site *site, struct arena *arena,
						  struct evaluation_list list, enum section_id section)
{
	return find(site, arena, list, &section, 1);
}

bool evaluations_are_series(const struct evaluation *a, const struct evaluation *b)
{
	return a->funds.count && evaluations_same_series(a, b);
}

struct recurrence_list site_recurrences(const struct site *site, struct arena *arena)
{
	return evaluations_recurrences(site, arena, site->evaluations);
}

const struct recurrence *recurrence_find(const struct recurrence_list *list,
					 const struct evaluation *evaluation,
					 enum section_id section, uint32_t item)
{
	struct recurrence key = { .evaluation = (struct evaluation *)evaluation,
				  .section = section, .item = item };

	if (list->count == 0)
		return NULL;
	return bsearch(&key, list->at, list->count, sizeof *list->at, newest_first);
}
