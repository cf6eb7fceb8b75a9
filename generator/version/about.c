/*
 * about.c -- what happened, filed by life and by the entries it concerns.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>

#include "base/path.h"
#include "life.h"

/* What versions named and the site has no more, as an entry of no site. */
struct lost {
	struct entry entry;
	struct happening_list list;
	struct lost *next;
};

struct about {
	const struct site *site;
	struct arena *arena;
	struct happening_list *lists;	/* by the number of an entry */
	struct lost *lost;	/* the last one named first */
};

/* The entries that the happenings of one life concern, each once. */
struct concerned {
	VEC(struct entry *) entries;
};

bool happening_is_seen(const struct happening *happening)
{
	const struct edition *edition = happening->edition;

	if (happening->kind != HAPPENED_REPLACED && happening->kind != HAPPENED_REVERTED)
		return true;
	return !edition->change.known || edition->change.kind == COMPARE_SUBSTANCE;
}

/* ---- by life ---- */

static void file_by_life(struct chronicle *chronicle, struct arena *arena)
{
	for (uint32_t i = 0; i < chronicle->happening_count; i++)
		((struct life *)(uintptr_t)chronicle->happenings[i].life)->happening_count++;
	for (uint32_t i = 0; i < chronicle->happening_count; i++) {
		struct life *life = (struct life *)(uintptr_t)chronicle->happenings[i].life;

		if (!life->happenings) {
			life->happenings = arena_array(arena, life->happening_count, sizeof *life->happenings);
			life->happening_count = 0;
		}
		life->happenings[life->happening_count++] = &chronicle->happenings[i];
	}
}

/* ---- who is concerned ---- */

static bool is_concerned(const struct concerned *concerned, const struct entry *entry)
{
	for (size_t i = 0; i < concerned->entries.count; i++)
		if (concerned->entries.at[i] == entry)
			return true;
	return false;
}

static void add(struct concerned *concerned, struct entry *entry)
{
	if (entry && !is_concerned(concerned, entry))
		vec_push(&concerned->entries, entry);
}

static void add_evaluation(struct concerned *concerned, const struct evaluation *evaluation)
{
	for (uint32_t i = 0; i < evaluation->funds.count; i++)
		add(concerned, evaluation->funds.at[i]);
	add(concerned, evaluation->entity);
	for (uint32_t i = 0; i < evaluation->units.count; i++)
		add(concerned, evaluation->units.at[i]);
}

static struct entry *lost_entry(struct about *about, enum entry_kind kind, struct str key)
{
	struct lost *lost = about->lost;

	while (lost && (lost->entry.kind != kind || !str_equal(lost->entry.key, key)))
		lost = lost->next;
	if (!lost) {
		lost = ARENA_NEW(about->arena, struct lost);
		lost->entry.kind = kind;
		lost->entry.key = lost->entry.name = arena_str(about->arena, key);
		lost->next = about->lost;
		about->lost = lost;
	}
	return &lost->entry;
}

static void add_named(struct concerned *concerned, struct about *about, enum entry_kind kind,
		      const struct slot *slot)
{
	struct entry *entry;

	if (!slot_has(slot))
		return;
	entry = site_find(about->site, kind, slot->reference->key);
	add(concerned, entry ? entry : lost_entry(about, kind, slot->reference->key));
}

/* What EDITION of LIFE says, without what was ordered out. */
static void add_shown(struct concerned *concerned, struct about *about, const struct chronicle *chronicle,
		      const struct life *life, const struct edition *edition)
{
	const struct record *record = NULL, *programme;
	struct version_text text;
	struct slot_list list;
	struct arena arena;
	bool hidden;

	arena_init(&arena);
	if (chronicle_shown(chronicle, &arena, life, edition, STR(""), &text, &hidden) && text.entry)
		record = text.entry->record;
	if (record) {
		list = record_list(record, EVALUATION_FUND);
		for (uint32_t i = 0; i < list.count; i++)
			add_named(concerned, about, ENTRY_FUND, &list.at[i]);
		add_named(concerned, about, ENTRY_ENTITY, record_slot(record, EVALUATION_ENTITY));
		if (!slot_has(record_slot(record, EVALUATION_ENTITY)))
			add(concerned, record_target(chronicle->site->record, SITE_ENTITY));
		programme = record_nested(record, EVALUATION_PROGRAMME);
		list = record_list(programme, PROGRAMME_DATA_UNITS);
		for (uint32_t i = 0; i < list.count; i++)
			if (slot_has(&list.at[i]))
				add_named(concerned, about, ENTRY_UNIT,
					  record_slot(list.at[i].record, PROGRAMME_UNIT_UNIT));
	}
	arena_dispose(&arena);
}

static void find_concerned(struct concerned *concerned, struct about *about, const struct chronicle *chronicle,
			   const struct life *life)
{
	struct entry *entry = life->entry;

	concerned->entries.count = 0;
	if (life->kind == ENTRY_FOLLOW_UP)
		entry = site_find(chronicle->site, ENTRY_EVALUATION, life->key);
	add(concerned, entry);
	if (entry && entry->kind == ENTRY_EVALUATION)
		add_evaluation(concerned, entry_evaluation(entry));
	else if (life->kind == ENTRY_EVALUATION && life->count)
		add_shown(concerned, about, chronicle, life, life_latest(life));	/* it is gone */
}

/* ---- by entry ---- */

/* NULL for an entry of another site: a version's. */
static struct happening_list *list_of(const struct about *about, const struct entry *entry)
{
	struct lost *lost = about->lost;

	if (entry->number < about->site->count && about->site->entries[entry->number] == entry)
		return &about->lists[entry->number];
	while (lost && &lost->entry != entry)
		lost = lost->next;
	return lost ? &lost->list : NULL;
}

static void file_happening(struct about *about, const struct entry *entry, const struct happening *happening)
{
	struct happening_list *list = list_of(about, entry);

	if (!happening_is_seen(happening))
		return;
	if ((list->count & (list->count - 1)) == 0) {	/* 0 or a power of two: full */
		const struct happening **more = arena_array(about->arena, list->count ?
							    2 * (size_t)list->count : 1, sizeof *more);

		if (list->count)
			memcpy(more, list->at, list->count * sizeof *more);
		list->at = more;
	}
	list->at[list->count++] = happening;
}

static void file_life(struct about *about, const struct concerned *concerned, const struct life *life)
{
	for (size_t k = 0; k < concerned->entries.count; k++)
		for (uint32_t i = 0; i < life->happening_count; i++)
			file_happening(about, concerned->entries.at[k], life->happenings[i]);
}

/* ---- who was concerned once ---- */

static bool has_feed(const struct named *name)
{
	return name->kind == ENTRY_FUND || name->kind == ENTRY_UNIT || name->kind == ENTRY_ENTITY;
}

static bool has_all_of(const struct edition *a, const struct edition *b)
{
	for (uint32_t i = 0; i < b->names.count; i++)
		if (has_feed(&b->names.at[i]) && !named_in(a->names, &b->names.at[i]))
			return false;
	return true;
}

/* The happenings of LIFE while ENTRY was what it is not any more, and the one by which
   it ceased to be: FORMER[N - 1] is of version N. */
static void file_former(struct about *about, const struct entry *entry, const struct concerned *former,
			const struct life *life)
{
	for (uint32_t i = 0; i < life->happening_count; i++) {
		const struct happening *happening = life->happenings[i];
		uint32_t number = happening->edition->number;
		bool of = number && is_concerned(&former[number - 1], entry);

		if (of || (number > 1 && is_concerned(&former[number - 2], entry)))
			file_happening(about, entry, happening);
	}
}

/* A fund that an evaluation was of is told that it left. Only versions that name others
   than the last one does are read for it: few. NOW: whom all of its past concerns. */
static void file_formers(struct about *about, const struct chronicle *chronicle, const struct concerned *now,
			 const struct life *life)
{
	const struct edition *last = life_latest(life);
	struct concerned *former = NULL, done = { 0 };

	for (uint32_t i = 0; i < life->count; i++) {
		const struct edition *edition = &life->editions[i];

		if (has_all_of(last, edition) && has_all_of(edition, last))
			continue;
		if (!former)
			former = ARENA_ARRAY(about->arena, life->count, struct concerned);
		add_shown(&former[i], about, chronicle, life, edition);
	}
	for (uint32_t i = 0; former && i < life->count; i++)
		for (size_t k = 0; k < former[i].entries.count; k++) {
			struct entry *entry = former[i].entries.at[k];

			if (is_concerned(now, entry) || is_concerned(&done, entry))
				continue;
			add(&done, entry);
			file_former(about, entry, former, life);
		}
	for (uint32_t i = 0; former && i < life->count; i++)
		vec_dispose(&former[i].entries);
	vec_dispose(&done.entries);
}

/* ---- the attachments of an evaluation ---- */

/* What happened to one path below archivos/, but that it came. */
struct file_past {
	const struct happening *happening;
	struct file_past *next;
};

/* From a path to its struct file_past. */
static void find_file_pasts(struct map *pasts, const struct chronicle *chronicle, struct arena *arena)
{
	for (uint32_t i = 0; i < chronicle->happening_count; i++) {
		const struct happening *happening = &chronicle->happenings[i];
		struct file_past *past;

		if (happening->life->kind != ENTRY_FILE || happening->kind == HAPPENED_PUBLISHED ||
		    happening->kind == HAPPENED_MOVED)
			continue;
		past = ARENA_NEW(arena, struct file_past);
		past->happening = happening;
		past->next = map_get(pasts, happening->edition->path);
		map_set(pasts, happening->edition->path, past);
	}
}

/* File under LIFE what happened to an attachment that EDITION names, from when it was
   published until the next one was, in one commit with that too. */
static void file_attachment(struct about *about, const struct map *pasts, const struct life *life,
			    const struct edition *edition, const struct named *name)
{
	const struct edition *next = life_edition(life, edition->number + 1);
	struct str path = name->key;
	struct arena scratch;

	arena_init(&scratch);
	if (name->kind == NAMED_PATH)
		path = link_path(&scratch, path_directory(edition->path), name->key);
	for (const struct file_past *past = path.ptr ? map_get(pasts, path) : NULL; past; past = past->next)
		if (past->happening->moment >= edition->moment && (!next || past->happening->moment <= next->moment))
			file_happening(about, life->entry, past->happening);
	arena_dispose(&scratch);
}

/* The bytes behind a link are part of what an evaluation says; not of one of which
   something was ordered out: that may have been the link. */
static void file_attachments(struct about *about, const struct chronicle *chronicle, struct arena *arena)
{
	struct map pasts;

	map_init(&pasts);
	find_file_pasts(&pasts, chronicle, arena);
	for (uint32_t i = 0; pasts.count && i < chronicle->count; i++) {
		const struct life *life = chronicle->lives[i];

		if (!life->entry || life_has_orders(chronicle, arena, life))
			continue;
		for (uint32_t k = 0; k < life->count; k++)
			for (uint32_t n = 0; n < life->editions[k].names.count; n++) {
				const struct named *name = &life->editions[k].names.at[n];

				if (name->kind == NAMED_PATH || name->kind == ENTRY_FILE)
					file_attachment(about, &pasts, life, &life->editions[k], name);
			}
	}
	map_dispose(&pasts);
}

/* All happenings lie in one array, newest first. */
static int in_order(const void *a, const void *b)
{
	const struct happening *x = *(const struct happening *const *)a;
	const struct happening *y = *(const struct happening *const *)b;

	return (x > y) - (x < y);
}

/* Each once: two versions may name one attachment when it is replaced. */
static void sort(struct happening_list *list)
{
	uint32_t kept = 0;

	if (list->count > 1)
		qsort(list->at, list->count, sizeof *list->at, in_order);
	for (uint32_t i = 0; i < list->count; i++)
		if (!kept || list->at[kept - 1] != list->at[i])
			list->at[kept++] = list->at[i];
	list->count = kept;
}

struct about *about_new(struct chronicle *chronicle, struct arena *arena)
{
	struct about *about = ARENA_NEW(arena, struct about);
	struct concerned concerned = { 0 };

	about->site = chronicle->site;
	about->arena = arena;
	about->lists = ARENA_ARRAY(arena, chronicle->site->count, struct happening_list);
	file_by_life(chronicle, arena);
	for (uint32_t i = 0; i < chronicle->count + chronicle->other_count; i++) {
		const struct life *life = i < chronicle->count ? chronicle->lives[i]
							       : chronicle->others[i - chronicle->count];

		find_concerned(&concerned, about, chronicle, life);
		file_life(about, &concerned, life);
		if (life->kind == ENTRY_EVALUATION && !life->incomplete)
			file_formers(about, chronicle, &concerned, life);
	}
	vec_dispose(&concerned.entries);
	file_attachments(about, chronicle, arena);
	for (uint32_t i = 0; i < chronicle->site->count; i++)
		sort(&about->lists[i]);
	for (struct lost *lost = about->lost; lost; lost = lost->next)
		sort(&lost->list);
	return about;
}

struct happening_list about_entry(const struct about *about, const struct entry *entry)
{
	const struct happening_list *list = list_of(about, entry);

	return list ? *list : (struct happening_list){ 0 };
}

const struct entry *about_next_lost(const struct about *about, const struct entry *entry)
{
	const struct lost *lost = entry ? ((const struct lost *)entry)->next : about->lost;

	return lost ? &lost->entry : NULL;
}
