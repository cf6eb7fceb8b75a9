/*
 * sitemap.c -- sitemap.xml and robots.txt.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A map holds at most MAP_ROWS addresses, as sitemaps.org asks; a larger site
 * has one map that lists the others. No dates of change: the only honest one
 * would be the commit's, which belongs to the history.
 */
#include "base/escape.h"
#include "export/export.h"

#define MAP_ROWS 50000u

enum export_kind { EXPORT_ROBOTS, EXPORT_MAP, EXPORT_MAP_INDEX };

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

void export_plan(const struct export_inputs *inputs, struct plan *plan, struct diag *diag)
{
	const struct route *route = inputs->route;
	uint32_t listed = count_listed(plan);

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

static void put_map(struct buf *out, const struct plan *plan,
		    const struct route *route, uint32_t page)
{
	uint32_t row = 0;

	buf_put_text(out, "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
	for (size_t i = 0; i < plan->items.count; i++) {
		const struct plan_item *item = &plan->items.at[i];

		if (!item->listed || row++ / MAP_ROWS + 1 != page)
			continue;
		buf_put_text(out, "<url><loc>");
		put_address(out, route, item->path);
		buf_put_text(out, "</loc></url>\n");
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
	buf_put_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	if (item->kind == EXPORT_MAP)
		put_map(out, plan, route, item->page);
	else
		put_map_index(out, route, item->page);
}
