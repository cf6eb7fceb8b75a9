/*
 * past_plan.c -- which pages the past of the site has.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every version has a page and keeps it, at the identity it had; every pair of
 * neighbours has its comparison. What versions lead to and nobody keeps any
 * more has a stub, so that no link of a page that never changes breaks. All of
 * it is planned when everything else is: an address that is taken stays with
 * who has it.
 */
#include "base/path.h"
#include "base/pool.h"
#include "past.h"

struct planning {
	struct pages *pages;
	struct plan *plan;
	struct diag *diag;
};

/* NUMBER: which page of a long list, from 1; else 0. */
static bool add_page(struct planning *planning, enum page_kind kind, struct str path, uint32_t number,
		     struct past_page about, bool listed)
{
	struct past *past = planning->pages->past;
	struct plan_item item = {
		.path = path, .maker = PLAN_PAGE, .kind = (uint16_t)kind, .listed = listed,
		.page = number, .about = (uint32_t)past->pages.count,
		.entry = about.life ? about.life->entry : NULL,
	};

	if (!path.ptr || plan_has(planning->plan, path) ||
	    plan_add(planning->plan, &item, (struct place){ 0 }, planning->diag) != 0)
		return false;
	vec_push(&past->pages, about);
	return true;
}

static void add(struct planning *planning, enum page_kind kind, struct str path, struct past_page about,
		bool listed)
{
	add_page(planning, kind, path, 0, about, listed);
}

/* ---- the pages of one evaluation ---- */

static void plan_comparison(struct planning *planning, const struct life *life, const struct edition *from,
			    const struct edition *to)
{
	struct str key = to ? to->key : life->key;
	uint32_t number = to ? to->number : 0;

	if (life->incomplete)	/* no numbers to be called by */
		return;
	add(planning, KIND_COMPARISON,
	    route_comparison(&planning->plan->arena, key, from->place, to ? to->place : 0),
	    (struct past_page){ life, key, from->number, number }, false);
}

/* From the first version to what is there now, in the folder of KEY: whoever cited
   it at an identity that the evaluation had finds it there. */
static void plan_whole_comparison(struct planning *planning, const struct life *life, struct str key)
{
	if (life->incomplete || !life->count || (life->count == 1 && !life->working))
		return;
	add(planning, KIND_COMPARISON,
	    route_comparison(&planning->plan->arena, key, life->editions[0].place, 0),
	    (struct past_page){ life, key, 1, 0 }, false);
}

static void plan_timeline(struct planning *planning, const struct life *life, struct str key, bool own)
{
	struct arena *arena = &planning->plan->arena;
	struct str path = route_beside(arena, key, "historial.html");

	for (uint32_t number = 1; number <= route_pages(timeline_rows(life)); number++)
		if (!add_page(planning, KIND_TIMELINE, route_page(arena, path, number), number,
			      (struct past_page){ life, key, 0, 0 }, own))
			return;
}

/* Whoever cited an identity finds the timeline there too, and a way on. */
static void plan_identity(struct planning *planning, const struct life *life, struct str key)
{
	struct arena *arena = &planning->plan->arena;
	bool own = str_equal(key, life->key);

	key = arena_str(arena, key);
	plan_whole_comparison(planning, life, key);
	if (own || !life->incomplete)	/* else no version is there, to lead to it */
		plan_timeline(planning, life, key, own);
	if (past_leaves_a_card(planning->pages, life, key))
		add(planning, KIND_EMBED_CARD, past_card_path(arena, key), (struct past_page){ life, key, 0, 0 }, false);
	if (!own || !life->entry)
		add(planning, KIND_TOMBSTONE, route_former(arena, ENTRY_EVALUATION, key),
		    (struct past_page){ life, key, 0, 0 }, false);
}

/* Where it was, when all that is there now has its pages: an identity may be
   another evaluation's since. */
static void plan_formers(struct planning *planning, const struct life *life)
{
	/* where it was without being changed there */
	for (uint32_t i = 0; i < life->happening_count; i++)
		if (life->happenings[i]->from.len)
			plan_identity(planning, life, life->happenings[i]->from);
	for (uint32_t i = 0; i < life->count; i++) {
		struct str key = life->editions[i].key;

		if (!str_equal(key, life->key) && !(i && str_equal(key, life->editions[i - 1].key)))
			plan_identity(planning, life, key);
	}
}

static void plan_life(struct planning *planning, const struct life *life)
{
	for (uint32_t i = 0; i < life->count; i++) {
		const struct edition *edition = &life->editions[i];

		if (edition->place)
			add(planning, KIND_VERSION, route_version(&planning->plan->arena, edition->key, edition->place),
			    (struct past_page){ life, edition->key, edition->number, 0 }, false);
		if (i > 0)
			plan_comparison(planning, life, edition - 1, edition);
	}
	plan_identity(planning, life, life->key);
	if (life->count > 1 && life->working)
		plan_comparison(planning, life, life_latest(life), NULL);
}

/* ---- what versions lead to, and the site has not ---- */

struct names_of {
	const struct life *life;
	const struct edition *edition;
	struct arena arena;
	struct entry **at;
	uint32_t count;
};

struct search {
	const struct pages *pages;
	struct names_of *of;
};

static void search_job(void *context, unsigned worker, size_t index)
{
	struct search *search = context;
	struct names_of *of = &search->of[index];
	struct arena scratch;
	struct entry **names = NULL;

	(void)worker;
	arena_init(&scratch);
	of->count = past_names(search->pages, of->life, of->edition, &scratch, &names);
	if (of->count)
		of->at = ARENA_ARRAY(&of->arena, of->count, struct entry *);
	for (uint32_t i = 0; i < of->count; i++) {
		of->at[i] = ARENA_NEW(&of->arena, struct entry);
		of->at[i]->kind = names[i]->kind;
		of->at[i]->key = arena_str(&of->arena, names[i]->key);
		of->at[i]->name = arena_str(&of->arena, names[i]->name);
	}
	arena_dispose(&scratch);
}

static struct str stub_path(struct arena *arena, const struct entry *entry)
{
	if (entry->kind == ENTRY_FILE)
		return arena_str(arena, entry->key);
	if (entry->kind == ENTRY_PAGE && str_equal(entry->key, STR("glosario")))
		return STR("glosario.html");
	if (entry->kind == ENTRY_PROGRAMME)
		return route_former(arena, ENTRY_PROGRAMME, str_slice(entry->key, 0, 4));
	return route_former(arena, entry->kind, entry->key);
}

static void add_name(struct planning *planning, struct map *stubs, const struct entry *entry,
		     const struct names_of *of)
{
	struct arena *arena = &planning->pages->arena;
	struct past *past = planning->pages->past;
	struct str path = stub_path(arena, entry);
	struct stub *stub;

	if (!path.ptr)
		return;
	stub = map_get(stubs, path);
	if (!stub) {
		if (plan_has(planning->plan, path))
			return;
		stub = &past->stubs[past->stub_count++];
		*stub = (struct stub){ .kind = entry->kind, .path = path };
		stub->key = arena_str(arena, entry->key);
		map_set(stubs, path, stub);
	}
	stub->name = arena_str(arena, entry->name);	/* the newest says what it was called */
	if ((stub->count & (stub->count - 1)) == 0) {
		struct past_page *more = ARENA_ARRAY(arena, stub->count ? 2 * stub->count : 1, struct past_page);

		if (stub->count)
			memcpy(more, stub->from, stub->count * sizeof *more);
		stub->from = more;
	}
	stub->from[stub->count++] = (struct past_page){ of->life, of->edition->key, of->edition->number, 0 };
}

/* ---- what was taken away, whoever names it ---- */

static bool has_page(int kind)
{
	return kind == ENTRY_FUND || kind == ENTRY_UNIT || kind == ENTRY_EVALUATOR || kind == ENTRY_ENTITY ||
	       kind == ENTRY_CONTRACT || kind == ENTRY_PAGE || kind == ENTRY_PROGRAMME;
}

/* How many addresses entries of the catalogue may have had and lost. */
static size_t count_lost(const struct chronicle *chronicle)
{
	size_t count = 0;

	for (uint32_t i = 0; i < chronicle->other_count; i++)
		count += has_page((int)chronicle->others[i]->kind) ? chronicle->others[i]->count : 0;
	return count;
}

/* An address that EDITION of LIFE had, if nothing is there now. */
static void add_lost(struct planning *planning, struct map *stubs, const struct life *life,
		     const struct edition *edition)
{
	struct arena *arena = &planning->pages->arena;
	struct past *past = planning->pages->past;
	struct entry entry = { .kind = life->kind, .key = edition->key };
	struct str path = stub_path(arena, &entry);
	struct stub *stub = path.ptr ? map_get(stubs, path) : NULL;

	if (!path.ptr || (!stub && plan_has(planning->plan, path)))
		return;
	if (!stub) {
		stub = &past->stubs[past->stub_count++];
		*stub = (struct stub){ .kind = life->kind, .path = path };
		stub->key = arena_str(arena, edition->key);
		stub->name = arena_str(arena, edition->name);
		map_set(stubs, path, stub);
	}
	stub->life = life;
}

static void add_all_lost(struct planning *planning, struct map *stubs)
{
	const struct chronicle *chronicle = planning->pages->past->chronicle;

	for (uint32_t i = 0; i < chronicle->other_count; i++)
		for (uint32_t k = 0; has_page((int)chronicle->others[i]->kind) && k < chronicle->others[i]->count; k++)
			add_lost(planning, stubs, chronicle->others[i], &chronicle->others[i]->editions[k]);
}

/* As the menu calls it, that leads to it no more. */
static struct str name_of_index(struct planning *planning, enum entry_kind kind)
{
	struct str folder = path_directory(route_index(kind));

	return theme_string(planning->pages->in.theme,
			    TEXT_JOIN(&planning->pages->arena, STR("menu_"), folder));
}

/* The list of a kind of which nothing is left. */
static void add_lost_indexes(struct planning *planning)
{
	struct past *past = planning->pages->past;
	bool lost[ENTRY_KINDS] = { false };

	for (uint32_t i = 0; i < past->stub_count; i++)
		lost[past->stubs[i].kind] = true;
	for (enum entry_kind kind = ENTRY_FUND; kind <= ENTRY_CONTRACT; kind++)
		if (lost[kind] && !plan_has(planning->plan, route_index(kind)))
			past->stubs[past->stub_count++] = (struct stub){
				.kind = kind, .path = route_index(kind), .name = name_of_index(planning, kind),
			};
}

/* A stub for each comparison that went away, and for the list of them. */
static void add_lost_abreast(struct planning *planning, const struct lost_abreast_list *lost)
{
	struct past *past = planning->pages->past;
	struct str list = STR("comparar/index.html");

	for (size_t i = 0; i < lost->count; i++)
		past->stubs[past->stub_count++] = (struct stub){
			.kind = ENTRY_KINDS, .path = lost->at[i]->path, .name = lost->at[i]->name,
			.from = lost->at[i]->from, .count = lost->at[i]->count,
		};
	if (lost->count && !plan_has(planning->plan, list))
		past->stubs[past->stub_count++] = (struct stub){
			.kind = ENTRY_KINDS, .path = list,
			.name = theme_string(planning->pages->in.theme, STR("titulo_comparar")),
		};
}

/* The last version of what is still there leads where its page leads. */
static bool may_lead_away(const struct life *life, uint32_t index)
{
	return index + 1 < life->count || !life->entry || life->working;
}

static void plan_stubs(struct planning *planning)
{
	struct past *past = planning->pages->past;
	const struct chronicle *chronicle = past->chronicle;
	struct search search = { .pages = planning->pages };
	struct lost_abreast_list abreast = past_lost_abreast(planning->pages, planning->plan);
	size_t count = 0, names = abreast.count + 1 + ENTRY_KINDS, done = 0;
	struct map stubs;

	for (uint32_t i = 0; i < chronicle->count; i++)
		count += chronicle->lives[i]->count;
	search.of = memory_alloc((count + 1) * sizeof *search.of);
	count = 0;
	for (uint32_t i = 0; i < chronicle->count; i++)
		for (uint32_t k = 0; k < chronicle->lives[i]->count; k++)
			if (!chronicle->lives[i]->incomplete && may_lead_away(chronicle->lives[i], k)) {
				search.of[count] = (struct names_of){ chronicle->lives[i],
					&chronicle->lives[i]->editions[k], { 0 }, NULL, 0 };
				arena_init(&search.of[count++].arena);
			}
	pool_run(planning->pages->in.workers ? planning->pages->in.workers : 1, count, search_job, &search);
	for (size_t i = 0; i < count; i++)
		names += search.of[i].count;
	names += count_lost(chronicle);
	past->stubs = ARENA_ARRAY(&planning->pages->arena, names, struct stub);
	map_init(&stubs);
	for (; done < count; done++) {
		for (uint32_t k = 0; k < search.of[done].count; k++)
			add_name(planning, &stubs, search.of[done].at[k], &search.of[done]);
		arena_dispose(&search.of[done].arena);
	}
	add_all_lost(planning, &stubs);
	add_lost_indexes(planning);
	add_lost_abreast(planning, &abreast);
	free(abreast.at);
	map_dispose(&stubs);
	free(search.of);
	for (uint32_t i = 0; i < past->stub_count; i++)
		if (past->stubs[i].kind == ENTRY_FILE)
			attachment_plan_kept(planning->pages, planning->plan, &past->stubs[i], planning->diag);
		else
			add(planning, KIND_STUB, past->stubs[i].path, (struct past_page){ .from = i }, false);
}

/* ---- months ---- */

static int newest_first(const void *a, const void *b)
{
	const struct month *x = a, *y = b;

	if (x->year != y->year)
		return x->year < y->year ? 1 : -1;
	return y->month - x->month;
}

static struct month *month_of(struct past *past, struct date day)
{
	for (uint32_t i = past->month_count; i-- > 0;)
		if (past->months[i].year == day.year && past->months[i].month == day.month)
			return &past->months[i];
	past->months[past->month_count] = (struct month){ .year = day.year, .month = day.month };
	return &past->months[past->month_count++];
}

/* Clocks may have run backwards: a month has what happened in it, in the order
   of the line. What has no date is in a month of year 0, the last one. */
static void find_months(struct pages *pages)
{
	struct past *past = pages->past;
	const struct chronicle *chronicle = past->chronicle;
	uint32_t *months = ARENA_ARRAY(&pages->arena, chronicle->happening_count, uint32_t);

	past->months = ARENA_ARRAY(&pages->arena, chronicle->happening_count, struct month);
	for (uint32_t i = 0; i < chronicle->happening_count; i++) {
		struct date day = date_from_instant(chronicle->happenings[i].commit->time, pages->in.site->zone);
		struct month *month = month_of(past, day);

		months[i] = (uint32_t)(month - past->months);
		month->count++;
	}
	for (uint32_t i = 0; i < past->month_count; i++) {
		past->months[i].at = ARENA_ARRAY(&pages->arena, past->months[i].count, uint32_t);
		past->months[i].count = 0;
	}
	for (uint32_t i = 0; i < chronicle->happening_count; i++) {
		struct month *month = &past->months[months[i]];

		month->at[month->count++] = i;
	}
	if (past->month_count > 1)
		qsort(past->months, past->month_count, sizeof *past->months, newest_first);
}

static void plan_months(struct planning *planning)
{
	struct past *past = planning->pages->past;
	struct arena *arena = &planning->plan->arena;

	add(planning, KIND_CHANGES, STR("cambios/index.html"), (struct past_page){ .life = NULL }, true);
	for (uint32_t i = 0; i < past->month_count; i++) {
		struct month *month = &past->months[i];
		uint32_t pages = route_pages(month->count);

		month->path = route_month(arena, month->year, month->month);
		for (uint32_t number = 1; number <= pages; number++)
			add_page(planning, KIND_MONTH, route_page(arena, month->path, number), number,
				 (struct past_page){ .from = i }, true);
	}
}

/* ---- identities ---- */

static void find_identities(struct past *past)
{
	const struct chronicle *chronicle = past->chronicle;

	map_init(&past->identities);
	for (uint32_t i = 0; i < chronicle->count; i++)
		for (uint32_t k = 0; k < chronicle->lives[i]->count; k++)
			if (!map_get(&past->identities, chronicle->lives[i]->editions[k].key))
				map_set(&past->identities, chronicle->lives[i]->editions[k].key,
					chronicle->lives[i]);
}

/* ---- the whole ---- */

void past_new(struct pages *pages)
{
	if (!pages->in.chronicle)
		return;
	pages->past = memory_alloc(sizeof *pages->past);
	*pages->past = (struct past){ .chronicle = pages->in.chronicle };
	pages->past->recallers = recallers_new(pages->in.chronicle);
	find_months(pages);
	find_identities(pages->past);
}

void past_plan(struct pages *pages, struct plan *plan, struct diag *diag)
{
	struct planning planning = { pages, plan, diag };

	if (!pages->past)
		return;
	for (uint32_t i = 0; i < pages->past->chronicle->count; i++)
		plan_life(&planning, pages->past->chronicle->lives[i]);
	for (uint32_t i = 0; i < pages->past->chronicle->count; i++)
		plan_formers(&planning, pages->past->chronicle->lives[i]);
	plan_months(&planning);
	attachments_plan(pages, plan, diag);
	attachments_plan_index(pages, plan, diag);
	plan_stubs(&planning);
	past_find_alterations(pages, diag);
}

void past_free(struct past *past)
{
	if (!past)
		return;
	recallers_free(past->recallers);
	map_dispose(&past->identities);
	vec_dispose(&past->pages);
	free(past);
}
