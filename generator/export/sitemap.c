/*
 * sitemap.c -- sitemap.xml and robots.txt, and the plan of what tells the past.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A map holds at most MAP_ROWS addresses, as sitemaps.org asks; a larger site
 * has one map that lists the others. The date of a page is that of the last
 * commit in which a reader could see a difference: formatting alone moves none,
 * and where none is known none is given.
 */
#include "base/escape.h"
#include "past.h"

#define MAP_ROWS 50000u

enum export_kind {
	EXPORT_ROBOTS, EXPORT_MAP, EXPORT_MAP_INDEX,
	EXPORT_PAST,		/* and the kinds of past.h behind it */
};

static void add(struct plan *plan, struct str path, enum export_kind kind,
		uint32_t page, struct diag *diag)
{
	struct plan_item item = {
		.path = path,
		.maker = PLAN_EXPORT,
		.kind = (uint16_t)kind,
		.page = page,
	};

	plan_add(plan, &item, (struct place){ .path = STR("sitio.yaml") }, diag);
}

static uint32_t count_listed(const struct plan *plan)
{
	uint32_t count = 0;

	for (size_t i = 0; i < plan->items.count; i++)
		count += plan->items.at[i].listed;
	return count;
}

/* ---- what tells the past ---- */

static void add_past(const struct export_inputs *inputs, struct plan *plan, struct str path,
		     enum past_kind kind, struct entry *entry, uint32_t about, struct diag *diag)
{
	struct plan_item item = {
		.path = path, .maker = PLAN_EXPORT, .kind = (uint16_t)(EXPORT_PAST + kind),
		.entry = entry, .about = about,
	};
	struct arena scratch;
	uint32_t count = 1;

	if (!path.ptr)
		return;
	arena_init(&scratch);
	if (kind != PAST_TIMEMAP && kind != PAST_POINTER)
		count = feed_happenings(inputs, &scratch, kind, entry, about).count;
	arena_dispose(&scratch);
	if (count)
		plan_add(plan, &item, (struct place){ .path = entry && entry->path.ptr ? entry->path : STR("") }, diag);
}

/* The pages of versions stay where they were published, and lead to the map
   beside them: there is one for each identity, all of all versions. An identity
   that another evaluation has now is that one's. */
static void add_timemap(const struct export_inputs *inputs, struct plan *plan, struct str key,
			uint32_t about, struct diag *diag)
{
	struct str path = route_beside(&plan->arena, key, "timemap.link");

	if (path.ptr && !plan_has(plan, path))
		add_past(inputs, plan, path, PAST_TIMEMAP, NULL, about, diag);
}

static const enum entry_kind fed_kinds[] = { ENTRY_FUND, ENTRY_UNIT, ENTRY_ENTITY };

#define FED_KINDS (sizeof fed_kinds / sizeof *fed_kinds)

/* What was at KEY, an identity that evaluation ABOUT had: its feed goes on there,
   and its data become a word of where they are, if anywhere. Another one may
   have it by now. */
static void add_former(const struct export_inputs *inputs, struct plan *plan, struct str key, uint32_t about,
		       struct diag *diag)
{
	const struct life *life = inputs->chronicle->lives[about];
	struct str feed = route_beside(&plan->arena, key, "cambios.xml");
	struct str data = route_beside(&plan->arena, key, "datos.json");

	if (feed.ptr && !plan_has(plan, feed))
		add_past(inputs, plan, feed, PAST_LIFE_FEED, life->entry, about, diag);
	/* a site without data never had any there */
	if (data.ptr && !plan_has(plan, data) && plan_has(plan, STR("datos/manifiesto.txt")))
		add_past(inputs, plan, data, PAST_POINTER, NULL, about, diag);
}

static void plan_formers(const struct export_inputs *inputs, struct plan *plan, uint32_t about, struct diag *diag)
{
	const struct life *life = inputs->chronicle->lives[about];

	for (uint32_t k = 0; k < life->happening_count; k++)
		if (life->happenings[k]->from.len)
			add_former(inputs, plan, life->happenings[k]->from, about, diag);
	for (uint32_t k = 0; k < life->count; k++)
		add_former(inputs, plan, life->editions[k].key, about, diag);
}

/* The feeds of entries of the catalogue that are gone or elsewhere: they tell so. */
static void plan_lost_feeds(const struct export_inputs *inputs, struct plan *plan, uint32_t about, struct diag *diag)
{
	const struct life *life = inputs->chronicle->others[about];
	bool fed = false;

	for (size_t k = 0; k < FED_KINDS; k++)
		fed |= life->kind == fed_kinds[k];
	for (uint32_t k = 0; fed && k < life->count; k++) {
		struct str page = route_former(&plan->arena, life->kind, life->editions[k].key);
		struct str path = route_with_ending(&plan->arena, page, ".xml");

		if (path.ptr && !plan_has(plan, path))
			add_past(inputs, plan, path, life->entry ? PAST_ENTRY_FEED : PAST_OTHER_FEED, life->entry,
				 about, diag);
	}
}

/* Of what no file ever told, and of which there are no evaluations now. */
static void plan_unfiled_feeds(const struct export_inputs *inputs, struct plan *plan, struct diag *diag)
{
	const struct entry *lost = NULL;

	while ((lost = chronicle_next_lost(inputs->chronicle, lost))) {
		struct str page = route_former(&plan->arena, lost->kind, lost->key);
		struct str path = route_with_ending(&plan->arena, page, ".xml");

		if (plan_has(plan, page) && !plan_has(plan, path))
			add_past(inputs, plan, path, PAST_UNFILED_FEED, (struct entry *)(uintptr_t)lost, 0, diag);
	}
}

static void plan_past(const struct export_inputs *inputs, struct plan *plan, struct diag *diag)
{
	const struct chronicle *chronicle = inputs->chronicle;
	struct arena *arena = &plan->arena;

	add_past(inputs, plan, STR("cambios.xml"), PAST_SITE_FEED, NULL, 0, diag);
	for (size_t k = 0; k < FED_KINDS; k++)
		for (uint32_t i = 0; i < inputs->site->kinds[fed_kinds[k]].count; i++) {
			struct entry *entry = inputs->site->kinds[fed_kinds[k]].at[i];

			add_past(inputs, plan, route_with_ending(arena, route_entry(inputs->route, entry), ".xml"),
				 PAST_ENTRY_FEED, entry, 0, diag);
		}
	for (uint32_t i = 0; i < chronicle->count; i++) {
		const struct life *life = chronicle->lives[i];

		if (!life->count)
			continue;
		add_past(inputs, plan, route_beside(arena, life->key, "cambios.xml"), PAST_LIFE_FEED,
			 life->entry, i, diag);
		if (!life->incomplete)
			add_timemap(inputs, plan, life->key, i, diag);
	}
	for (uint32_t i = 0; i < chronicle->count; i++)
		for (uint32_t k = 0; !chronicle->lives[i]->incomplete && k < chronicle->lives[i]->count; k++)
			add_timemap(inputs, plan, chronicle->lives[i]->editions[k].key, i, diag);
	for (uint32_t i = 0; i < chronicle->count; i++)
		plan_formers(inputs, plan, i, diag);
	for (uint32_t i = 0; i < chronicle->other_count; i++)
		plan_lost_feeds(inputs, plan, i, diag);
	plan_unfiled_feeds(inputs, plan, diag);
}

/* ---- the map ---- */

void export_plan(const struct export_inputs *inputs, struct plan *plan, struct diag *diag)
{
	const struct route *route = inputs->route;
	uint32_t listed = count_listed(plan);

	if (inputs->chronicle)
		plan_past(inputs, plan, diag);
	add(plan, STR("robots.txt"), EXPORT_ROBOTS, 0, diag);
	if (!route_url(route).ptr)
		return;
	if (listed <= MAP_ROWS) {
		add(plan, STR("sitemap.xml"), EXPORT_MAP, 1, diag);
		return;
	}
	add(plan, STR("sitemap.xml"), EXPORT_MAP_INDEX, (listed - 1) / MAP_ROWS + 1, diag);
	for (uint32_t page = 1; page <= (listed - 1) / MAP_ROWS + 1; page++)
		add(plan, arena_printf(&plan->arena, "sitemap-%u.xml", page), EXPORT_MAP,
		    page, diag);
}

static void put_address(struct buf *out, const struct route *route, struct str path)
{
	escape_url(out, route_url(route));
	buf_put_char(out, '/');
	if (!str_equal(path, STR("index.html")))
		escape_url(out, path);
}

/* When a reader last saw a difference on the page of ENTRY; NULL: not known. What
   lies in the folder and in no commit has no date. */
static const struct history_commit *last_change(const struct export_inputs *inputs,
						const struct plan_item *item)
{
	const struct life *life;
	struct happening_list list;

	if (!inputs->chronicle || !item->entry ||
	    !str_equal(item->path, route_entry(inputs->route, item->entry)))
		return NULL;
	life = chronicle_life(inputs->chronicle, item->entry);
	if (life && life->working)
		return NULL;
	list = chronicle_about(inputs->chronicle, item->entry);
	return list.count ? list.at[0]->commit : NULL;
}

static void put_last_change(struct buf *out, const struct export_inputs *inputs, const struct plan_item *item)
{
	struct date day = chronicle_day(inputs->chronicle, last_change(inputs, item));

	if (!date_is_set(day))
		return;
	buf_put_text(out, "<lastmod>");
	date_put_iso(out, day);
	buf_put_text(out, "</lastmod>");
}

static void put_map(struct buf *out, const struct plan *plan,
		    const struct export_inputs *inputs, uint32_t page)
{
	const struct route *route = inputs->route;
	uint32_t row = 0;

	buf_put_text(out, "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
	for (size_t i = 0; i < plan->items.count; i++) {
		const struct plan_item *item = &plan->items.at[i];

		if (!item->listed || row++ / MAP_ROWS + 1 != page)
			continue;
		buf_put_text(out, "<url><loc>");
		put_address(out, route, item->path);
		buf_put_text(out, "</loc>");
		put_last_change(out, inputs, item);
		buf_put_text(out, "</url>\n");
	}
	buf_put_text(out, "</urlset>\n");
}

static void put_map_index(struct buf *out, const struct route *route, uint32_t pages)
{
	buf_put_text(out, "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
	for (uint32_t page = 1; page <= pages; page++) {
		buf_put_text(out, "<sitemap><loc>");
		escape_url(out, route_url(route));
		buf_printf(out, "/sitemap-%u.xml</loc></sitemap>\n", page);
	}
	buf_put_text(out, "</sitemapindex>\n");
}

static void put_robots(struct buf *out, const struct route *route)
{
	buf_put_text(out, "User-agent: *\nAllow: /\n");
	if (route_url(route).ptr) {
		buf_put_text(out, "Sitemap: ");
		buf_put_str(out, route_url(route));
		buf_put_text(out, "/sitemap.xml\n");
	}
}

void export_render(const struct export_inputs *inputs, const struct plan *plan,
		   const struct plan_item *item, struct arena *scratch, struct buf *out)
{
	const struct route *route = inputs->route;

	arena_reset(scratch);
	if (item->kind == EXPORT_ROBOTS) {
		put_robots(out, route);
		return;
	}
	if (item->kind == EXPORT_PAST + PAST_TIMEMAP) {
		put_timemap(inputs, item, scratch, out);
		return;
	}
	if (item->kind == EXPORT_PAST + PAST_POINTER) {
		put_pointer(inputs, item, scratch, out);
		return;
	}
	if (item->kind >= EXPORT_PAST) {
		put_feed(inputs, item, (enum past_kind)(item->kind - EXPORT_PAST), scratch, out);
		return;
	}
	buf_put_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	if (item->kind == EXPORT_MAP)
		put_map(out, plan, inputs, item->page);
	else
		put_map_index(out, route, item->page);
}
