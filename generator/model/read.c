/*
 * read.c -- the steps of reading a site, in order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/clock.h"
#include "internal.h"
#include "syntax/markdown.h"

/* ---- today ---- */

static void take_newer(struct date *newest, struct date date)
{
	if (date_compare(date, *newest) > 0)
		*newest = date;
}

/* A date that tells what is meant to come, not what has been. */
static bool is_plan(enum record_type_id type, size_t field)
{
	return (type == RECORD_ASM && field == ASM_DUE) ||
	       (type == RECORD_PROMISE && field == PROMISE_DUE);
}

static void take_record(struct date *newest, const struct record *record)
{
	for (size_t i = 0; i < record->type->count; i++) {
		const struct slot *slot = &record->slots[i];
		enum field_kind kind = record->type->fields[i].kind;

		if (!slot_has(slot) || is_plan(record->type->id, i))
			continue;
		if (kind == FIELD_DATE)
			take_newer(newest, slot->date);
		else if (kind == FIELD_RECORD)
			take_record(newest, slot->record);
		else if (kind == FIELD_RECORDS)
			for (uint32_t k = 0; k < slot->list.count; k++)
				take_record(newest, slot->list.at[k].record);
	}
}

/* The newest date that the content holds. */
static struct date newest_date(const struct site *site)
{
	struct date newest = { 0 };

	for (uint32_t i = 0; i < site->count; i++)
		if (site->entries[i]->record &&
		    !(site->entries[i]->draft && site->internal->drafts_aside))
			take_record(&newest, site->entries[i]->record);
	return newest;
}

void site_set_zone(struct site *site, struct diag *diag)
{
	struct str zone = record_text(site->record, SITE_ZONE);

	site->zone = -360;	/* the centre of Mexico */
	if (zone.len && !date_parse_offset(zone, &site->zone))
		diag_report(diag, DIAG_SITE_VALUE,
			    record_place(site->record, record_slot(site->record, SITE_ZONE)),
			    STR("huso: \"-06:00\""), "no se entiende el huso; se usa -06:00");
}

/* ---- the whole ---- */

struct site *site_new(const struct site_options *options)
{
	struct site *site = memory_alloc(sizeof *site);

	*site = (struct site){ 0 };
	arena_init(&site->arena);
	for (int kind = 0; kind < ENTRY_KINDS; kind++)
		map_init(&site->keys[kind]);
	site->internal = ARENA_NEW(&site->arena, struct site_internal);
	site->internal->drafts_aside = options->checking && !options->drafts;
	site->internal->workers = options->workers ? options->workers : 1;
	site->internal->arenas = ARENA_ARRAY(&site->arena, site->internal->workers, struct arena);
	for (unsigned i = 0; i < site->internal->workers; i++)
		arena_init(&site->internal->arenas[i]);
	map_init(&site->internal->paths);
	map_init(&site->internal->left_out_paths);
	for (int kind = 0; kind < ENTRY_KINDS; kind++)
		map_init(&site->internal->left_out[kind]);
	return site;
}

void site_free(struct site *site)
{
	if (!site)
		return;
	for (uint32_t i = 0; site->internal->bodies && i < site->kinds[ENTRY_EVALUATION].count; i++)
		free(site->internal->bodies[i]);
	for (unsigned i = 0; i < site->internal->workers; i++)
		arena_dispose(&site->internal->arenas[i]);
	map_dispose(&site->internal->paths);
	map_dispose(&site->internal->left_out_paths);
	for (int kind = 0; kind < ENTRY_KINDS; kind++) {
		map_dispose(&site->internal->left_out[kind]);
		map_dispose(&site->keys[kind]);
	}
	arena_dispose(&site->arena);
	free(site);
}

/* The latest day that is not in the future: by the machine's clock where the
   caller gives it, because what is being written is newer than any commit. */
static struct date latest_day(const struct site *site, const struct site_options *options)
{
	if (options->clock > 0 && instant_has_date(options->clock))
		return date_from_instant(options->clock, site->zone);
	return options->now >= 0 ? site->today : (struct date){ 0 };
}

struct site *site_read(const struct site_options *options, struct site_stages *stages,
		       struct diag *diag)
{
	struct site *site = site_new(options);
	int64_t began;

	markdown_init();
	if (site_load(site, options, stages, diag) != 0) {
		site_free(site);
		return NULL;
	}
	began = clock_milliseconds();
	if (!site->internal->site_seen)
		diag_report(diag, DIAG_SITE_MISSING, (struct place){ .path = STR("content/sitio.yaml") },
			    STR("«diafano new sitio CLAVE» lo comienza; «diafano explain sin-sitio» muestra lo que lleva"),
			    "falta este archivo, que dice de quién es el sitio");
	site_set_zone(site, diag);
	site_link(site, diag);
	site_mention(site, diag);
	site_follow(site, diag);
	site->today = options->now >= 0 && instant_has_date(options->now) ?
		      date_from_instant(options->now, site->zone) : newest_date(site);
	site_check(site, diag);
	if (options->linting)
		site_lint(site, latest_day(site, options), diag);
	stages->link = clock_milliseconds() - began;
	return site;
}
