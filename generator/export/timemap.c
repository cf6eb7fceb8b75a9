/*
 * timemap.c -- the versions of an evaluation, as a Memento TimeMap (RFC 7089).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A memento has a date: versions of which none is known are left out. Addresses
 * are relative to the map where the site does not say its own.
 */
#include "base/escape.h"
#include "base/path.h"
#include "past.h"

struct map_of {
	const struct export_inputs *in;
	struct str path;
	struct arena *arena;
	struct buf *out;
	bool more;
};

/* "Thu, 14 Mar 2024 16:32:00 GMT" */
static void put_http_date(struct buf *out, int64_t seconds)
{
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	static const char *const months[] = {
		"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
	};
	struct date day = date_from_instant(seconds, 0);
	int second = date_second_of_day(seconds, 0);

	buf_printf(out, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[date_weekday(day)], day.day,
		   months[day.month - 1], day.year, second / 3600, second / 60 % 60, second % 60);
}

/* A link, but for its parameters behind `rel`. */
static void put_link(struct map_of *map, struct str path, const char *relation)
{
	struct str url = route_url(map->in->route);
	struct buf relative;

	buf_put_text(map->out, map->more ? ",\n<" : "<");
	map->more = true;
	if (url.ptr) {
		buf_put_str(map->out, url);
		buf_put_char(map->out, '/');
		buf_put_str(map->out, path);
	} else {
		buf_init(&relative);
		path_put_relative(&relative, map->path, path);
		buf_put_str(map->out, buf_str(&relative));
		buf_dispose(&relative);
	}
	buf_printf(map->out, ">; rel=\"%s\"", relation);
}

static void put_date(struct map_of *map, const char *name, const struct edition *edition)
{
	buf_printf(map->out, "; %s=\"", name);
	put_http_date(map->out, edition->commit->time);
	buf_put_char(map->out, '"');
}

/* A memento is a version of an instant. */
static bool is_memento(const struct edition *edition)
{
	return !edition->undated && !edition_is_clockless(edition);
}

static void put_mementos(struct map_of *map, const struct life *life, const struct edition *first,
			 const struct edition *last)
{
	for (uint32_t i = 0; i < life->count; i++) {
		const struct edition *edition = &life->editions[i];

		if (!is_memento(edition))
			continue;
		put_link(map, route_version(map->arena, edition->key, edition->place),
			 edition == first && edition == last ? "first last memento" :
			 edition == first ? "first memento" : edition == last ? "last memento" : "memento");
		put_date(map, "datetime", edition);
	}
}

void put_timemap(const struct export_inputs *inputs, const struct plan_item *item,
		 struct arena *scratch, struct buf *out)
{
	const struct life *life = inputs->chronicle->lives[item->about];
	struct map_of map = { inputs, item->path, scratch, out, false };
	const struct edition *first = NULL, *last = NULL;

	for (uint32_t i = 0; i < life->count; i++)
		if (is_memento(&life->editions[i])) {
			first = first ? first : &life->editions[i];
			last = &life->editions[i];
		}
	put_link(&map, route_former(scratch, ENTRY_EVALUATION, life->key), "original");
	put_link(&map, item->path, "self");
	buf_put_text(out, "; type=\"application/link-format\"");
	if (first) {
		put_date(&map, "from", first);
		put_date(&map, "until", last);
	}
	put_mementos(&map, life, first, last);
	buf_put_char(out, '\n');
}
