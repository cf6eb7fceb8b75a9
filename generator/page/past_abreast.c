/*
 * past_abreast.c -- comparisons of two years, or of several entities, that the site had once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An evaluation that was taken away, withdrawn, or filed under another fund, entity
 * or year takes with it the pages that set it beside others (comparar/). Whoever
 * cited one of those finds there what became of it, and the versions that it set
 * side by side. Nobody knows which two were ever published at one time without
 * building every commit: so there may be such a page where no comparison was.
 */
#include <stdlib.h>

#include "base/vec.h"
#include "past.h"

/* Where an evaluation stood, or stands. Texts are in the arena of the pages. */
struct side {
	struct str fund, brief, entity, entity_name;
	int year;
	const struct life *life;
	uint32_t number;	/* of the newest edition that stood there */
	bool is_gone;
};

struct sides {
	VEC(struct side) at;
};

static void add_side(struct sides *sides, struct arena *arena, const struct evaluation *evaluation,
		     const struct life *life, uint32_t number, bool is_gone)
{
	const struct entry *fund = evaluation->funds.count ? evaluation->funds.at[0] : NULL;

	if (!fund || evaluation->withdrawn)
		return;
	vec_push(&sides->at, ((struct side){
		.fund = arena_str(arena, fund->key), .brief = arena_str(arena, fund->brief),
		.entity = arena_str(arena, evaluation->entity ? evaluation->entity->key : STR("")),
		.entity_name = arena_str(arena, evaluation->entity ? evaluation->entity->name : STR("")),
		.year = evaluation->year, .life = life, .number = number, .is_gone = is_gone,
	}));
}

static bool names_alike(const struct edition *a, const struct edition *b)
{
	if (a->names.count != b->names.count || !str_equal(str_slice(a->key, 0, 4), str_slice(b->key, 0, 4)))
		return false;
	for (uint32_t i = 0; i < a->names.count; i++)
		if (a->names.at[i].kind != b->names.at[i].kind || !str_equal(a->names.at[i].key, b->names.at[i].key))
			return false;
	return true;
}

/* EDITION is read only if it may have stood elsewhere than the life stands now, and than
   the one after it. */
static void add_past_sides(struct sides *sides, const struct pages *pages, const struct life *life)
{
	const struct edition *last = life->working ? life->working : life_latest(life), *next = NULL;

	for (uint32_t i = life->count; i-- > 0;) {
		const struct edition *edition = &life->editions[i];
		struct page page = { .pages = pages, .site = pages->in.site, .route = pages->in.route };
		struct shown_version version;
		struct arena scratch;

		if (edition->status != EDITION_PUBLISHED ||
		    (life->state == LIFE_PUBLISHED && life->entry && names_alike(edition, last)) ||
		    (next && names_alike(edition, next)))
			continue;
		next = edition;
		arena_init(&scratch);
		page.arena = &scratch;
		version = past_version(&page, life, edition);
		if (version.evaluation) {
			version_open(&page, &version);
			add_side(sides, (struct arena *)(uintptr_t)&pages->arena, version.evaluation, life,
				 edition->number, true);
			version_close(&page);
		}
		arena_dispose(&scratch);
	}
}

static int by_series(const void *a, const void *b)
{
	const struct side *x = a, *y = b;
	int order = str_compare(x->fund, y->fund);

	if (!order)
		order = str_compare(x->entity, y->entity);
	if (!order)
		order = (x->year > y->year) - (x->year < y->year);
	if (!order)
		order = str_compare(x->life->key, y->life->key);
	return order ? order : (x->number < y->number) - (x->number > y->number);
}

static struct sides sides_of(struct pages *pages)
{
	const struct chronicle *chronicle = pages->past->chronicle;
	struct sides sides = { 0 };

	for (uint32_t i = 0; i < chronicle->count; i++) {
		const struct life *life = chronicle->lives[i];

		if (life->incomplete || !life->count)
			continue;
		if (life->entry && !life->entry->draft)
			add_side(&sides, &pages->arena, entry_evaluation(life->entry), life, life_latest(life)->number, false);
		add_past_sides(&sides, pages, life);
	}
	if (sides.at.count > 1)
		qsort(sides.at.at, sides.at.count, sizeof *sides.at.at, by_series);
	return sides;
}

static void add_version(struct arena *arena, struct lost_abreast *lost, const struct side *side)
{
	for (uint32_t i = 0; i < lost->count; i++)
		if (lost->from[i].life == side->life && lost->from[i].from == side->number)
			return;
	if ((lost->count & (lost->count - 1)) == 0) {
		struct past_page *more = ARENA_ARRAY(arena, lost->count ? 2 * lost->count : 1, struct past_page);

		if (lost->count)
			memcpy(more, lost->from, lost->count * sizeof *more);
		lost->from = more;
	}
	lost->from[lost->count++] = (struct past_page){ side->life, side->life->key, side->number, 0 };
}

/* The comparison at PATH, if the site has none: of X and Y. */
static void lose(struct pages *pages, struct plan *plan, struct map *known, struct lost_abreast_list *list,
		 struct str path, struct str name, const struct side *x, const struct side *y)
{
	struct lost_abreast *lost = map_get(known, path);

	if (!lost) {
		if (plan_has(plan, path))
			return;
		lost = ARENA_NEW(&pages->arena, struct lost_abreast);
		lost->path = path;
		lost->name = name;
		map_set(known, path, lost);
		vec_push(list, lost);
	}
	add_version(&pages->arena, lost, x);
	add_version(&pages->arena, lost, y);
}

static void lose_years(struct pages *pages, struct plan *plan, struct map *known, struct lost_abreast_list *list,
		       const struct side *x, const struct side *y)
{
	struct arena *arena = &pages->arena;
	struct entry fund = { .key = x->fund }, entity = { .key = x->entity };
	struct str name = TEXT_JOIN(arena, x->brief, STR(": "), text_year(arena, x->year), STR(" y "),
				    text_year(arena, y->year));

	if (x->entity_name.len)
		name = TEXT_JOIN(arena, name, STR(" · "), x->entity_name);
	lose(pages, plan, known, list, route_years(arena, &fund, x->entity.len ? &entity : NULL, x->year, y->year), name, x, y);
}

static void lose_across(struct pages *pages, struct plan *plan, struct map *known, struct lost_abreast_list *list,
			const struct side *x, const struct side *y)
{
	struct arena *arena = &pages->arena;
	struct entry fund = { .key = x->fund };

	lose(pages, plan, known, list, route_across(arena, &fund, x->year),
	     TEXT_JOIN(arena, x->brief, STR(" "), text_year(arena, x->year)), x, y);
}

/* X is before Y in the order of by_series(), of one fund. */
static void lose_pair(struct pages *pages, struct plan *plan, struct map *known, struct lost_abreast_list *list,
		      const struct side *x, const struct side *y)
{
	bool of_one = str_equal(x->entity, y->entity);

	if (x->life == y->life)
		return;
	if (of_one && x->year != y->year)
		lose_years(pages, plan, known, list, x, y);
	else if (!of_one && x->year == y->year && x->entity.len && y->entity.len)
		lose_across(pages, plan, known, list, x, y);
}

struct lost_abreast_list past_lost_abreast(struct pages *pages, struct plan *plan)
{
	struct lost_abreast_list list = { 0 };
	struct sides sides = sides_of(pages);
	struct map known;

	map_init(&known);
	for (size_t begin = 0, end; begin < sides.at.count; begin = end) {
		const struct side *at = sides.at.at;

		for (end = begin + 1; end < sides.at.count && str_equal(at[end].fund, at[begin].fund);)
			end++;
		for (size_t i = begin; i < end; i++)
			for (size_t k = begin; at[i].is_gone && k < end; k++)
				if (k > i)
					lose_pair(pages, plan, &known, &list, &at[i], &at[k]);
				else if (k < i && !at[k].is_gone)
					lose_pair(pages, plan, &known, &list, &at[k], &at[i]);
	}
	map_dispose(&known);
	vec_dispose(&sides.at);
	return list;
}
