/*
 * route.c -- from an entry to its address.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * (1) An address is made of keys only when each part of the key is one
 *     (path_is_key, or a year): whatever else reached the model has no page,
 *     so that no link needs escaping but those to attachments and their versions.
 */
#include "route/route.h"

#include <stdio.h>

#include "base/path.h"

struct route {
	const struct site *site;
	struct str *paths;	/* by entry->number */
	struct str url;
	struct arena arena;
};

static const char *const folders[ENTRY_KINDS] = {
	[ENTRY_EVALUATION] = "evaluaciones",
	[ENTRY_FUND] = "fondos",
	[ENTRY_YEAR] = "ejercicios",
	[ENTRY_UNIT] = "unidades",
	[ENTRY_EVALUATOR] = "evaluadores",
	[ENTRY_ENTITY] = "entes",
	[ENTRY_CONTRACT] = "contratos",
	[ENTRY_PAGE] = "paginas",
	[ENTRY_PROGRAMME] = "pae",
};

static bool is_year(struct str s)
{
	unsigned long long year;

	return s.len == 4 && str_to_number(s, 9999, &year);
}

static bool is_address(enum entry_kind kind, struct str key)
{
	size_t slash = str_find_char(key, '/');

	if (kind != ENTRY_EVALUATION)
		return path_is_key(key);
	return slash == 4 && is_year(str_slice(key, 0, 4)) &&
	       path_is_key(str_slice(key, 5, (size_t)-1));
}

struct str route_former(struct arena *arena, enum entry_kind kind, struct str key)
{
	if (!folders[kind] || !is_address(kind, key))
		return (struct str){ 0 };
	return arena_printf(arena, "%s/%.*s.html", folders[kind], STR_ARG(key));
}

struct str route_programme(struct arena *arena, int year)
{
	return arena_printf(arena, "pae/%04d.html", year);
}

struct str route_years(struct arena *arena, const struct entry *fund, const struct entry *entity,
		       int from, int to)
{
	return arena_printf(arena, "comparar/%.*s%s%.*s-%04d-%04d.html", STR_ARG(fund->key), entity ? "-" : "",
			    STR_ARG(entity ? entity->key : STR("")), from, to);
}

struct str route_across(struct arena *arena, const struct entry *fund, int year)
{
	return arena_printf(arena, "comparar/%.*s-%04d.html", STR_ARG(fund->key), year);
}

static struct str entry_path(struct arena *arena, const struct entry *entry)
{
	if (entry->kind == ENTRY_PAGE && str_equal(entry->key, STR("glosario")))
		return STR("glosario.html");
	if (entry->kind == ENTRY_FILE)
		return entry->key;
	if (entry->kind == ENTRY_PROGRAMME && is_year(str_slice(entry->key, 0, 4)))
		return route_former(arena, ENTRY_PROGRAMME, str_slice(entry->key, 0, 4));
	return route_former(arena, entry->kind, entry->key);
}

struct route *route_new(const struct site *site)
{
	struct route *route = memory_alloc(sizeof *route);
	struct str url = record_text(site->record, SITE_URL);

	route->site = site;
	arena_init(&route->arena);
	route->paths = ARENA_ARRAY(&route->arena, site->count, struct str);
	for (uint32_t i = 0; i < site->count; i++)
		route->paths[i] = entry_path(&route->arena, site->entries[i]);
	while (url.len && url.ptr[url.len - 1] == '/')
		url.len--;
	route->url = url.len ? url : (struct str){ 0 };
	return route;
}

void route_free(struct route *route)
{
	if (!route)
		return;
	arena_dispose(&route->arena);
	free(route);
}

struct str route_entry(const struct route *route, const struct entry *entry)
{
	return route->paths[entry->number];
}

bool route_is_plain(struct str path)
{
	return !str_starts(path, STR("archivos/")) && !str_starts(path, STR("versiones/"));
}

struct str route_index(enum entry_kind kind)
{
	switch (kind) {
	case ENTRY_EVALUATION: return STR("evaluaciones/index.html");
	case ENTRY_FUND: return STR("fondos/index.html");
	case ENTRY_YEAR: return STR("ejercicios/index.html");
	case ENTRY_UNIT: return STR("unidades/index.html");
	case ENTRY_EVALUATOR: return STR("evaluadores/index.html");
	case ENTRY_ENTITY: return STR("entes/index.html");
	case ENTRY_CONTRACT: return STR("contratos/index.html");
	case ENTRY_PROGRAMME: return STR("pae/index.html");
	default: return (struct str){ 0 };
	}
}

struct str route_page(struct arena *arena, struct str path, uint32_t number)
{
	struct str stem = path;

	if (number <= 1)
		return path;
	if (str_ends(stem, STR(".html")))
		stem.len -= 5;
	return arena_printf(arena, "%.*s-%u.html", STR_ARG(stem), number);
}

uint32_t route_pages(uint32_t rows)
{
	return rows ? (rows - 1) / ROUTE_ROWS + 1 : 1;
}

struct str route_url(const struct route *route)
{
	return route->url;
}

struct str route_with_ending(struct arena *arena, struct str page, const char *ending)
{
	if (!str_ends(page, STR(".html")))
		return (struct str){ 0 };
	return arena_printf(arena, "%.*s%s", (int)(page.len - 5), page.ptr, ending);
}

struct str route_beside(struct arena *arena, struct str key, const char *name)
{
	if (!is_address(ENTRY_EVALUATION, key))
		return (struct str){ 0 };
	return arena_printf(arena, "evaluaciones/%.*s/%s", STR_ARG(key), name);
}

struct str route_version(struct arena *arena, struct str key, uint32_t number)
{
	char name[32];

	if (!number)
		return (struct str){ 0 };
	snprintf(name, sizeof name, "v%u.html", number);
	return route_beside(arena, key, name);
}

struct str route_comparison(struct arena *arena, struct str key, uint32_t from, uint32_t to)
{
	char name[64];

	if (!from)
		return (struct str){ 0 };
	if (to)
		snprintf(name, sizeof name, "cambios-%u-%u.html", from, to);
	else
		snprintf(name, sizeof name, "cambios-%u-actual.html", from);
	return route_beside(arena, key, name);
}

struct str route_month(struct arena *arena, int year, int month)
{
	return year ? arena_printf(arena, "cambios/%04d-%02d.html", year, month) : STR("cambios/sin-fecha.html");
}

/* ---- attachments ---- */

#define NAME_LONGEST 255u	/* bytes of a name, for most file systems */

static bool may_be_file(struct str name, size_t room)
{
	return name.len && name.len + room <= NAME_LONGEST && !str_equal(name, STR(".")) && !str_equal(name, STR("..")) &&
	       !path_has_control(name);
}

/* A folder whose name could be that of a page gets a '_', so that no page and no
   folder of pages have one name: "a" and "a.html/b" may both have been attachments. */
static void put_folder(struct buf *out, struct str name)
{
	struct str stem = name;

	buf_put_str(out, name);
	while (str_ends(stem, STR("_")))
		stem.len--;
	buf_put_text(out, str_ends(stem, STR(".html")) ? "_/" : "/");
}

struct str route_attachment(struct arena *arena, struct str path)
{
	struct str name = path_name(path), rest = path_directory(path), folder, whole = { 0 };
	bool good = str_starts(path, STR("archivos/")) && may_be_file(name, 5);
	struct buf out;

	buf_init(&out);
	buf_put_text(&out, "versiones/");
	while (good && str_cut(&rest, '/', &folder)) {
		good = may_be_file(folder, 1);
		put_folder(&out, folder);
	}
	buf_put_str(&out, name);
	buf_put_text(&out, ".html");
	for (size_t i = 0; i < out.len; i++)
		if (out.ptr[i] >= 'A' && out.ptr[i] <= 'Z')
			out.ptr[i] = (char)(out.ptr[i] - 'A' + 'a');
	if (good)
		whole = arena_str(arena, buf_str(&out));
	buf_dispose(&out);
	return whole;
}

struct str route_bytes(struct arena *arena, struct str blob, struct str name)
{
	return may_be_file(name, 0) ? arena_printf(arena, "versiones/%.*s/%.*s", STR_ARG(blob), STR_ARG(name))
				    : (struct str){ 0 };
}
