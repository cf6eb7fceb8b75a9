/*
 * path.c -- names of files, as text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdint.h>

#include "base/path.h"
#include "base/utf8.h"

#define KEY_LIMIT 100

struct str path_join(struct arena *arena, struct str a, struct str b)
{
	bool slash;

	if (a.len == 0)
		return arena_str(arena, b.ptr ? b : STR(""));
	if (b.len == 0)
		return arena_str(arena, a);
	slash = a.ptr[a.len - 1] != '/' && b.ptr[0] != '/';
	return arena_printf(arena, "%.*s%s%.*s", STR_ARG(a), slash ? "/" : "",
			    STR_ARG(b));
}

/* The offset behind the last '/' of PATH, 0 when it has none. */
static size_t name_offset(struct str path)
{
	size_t at = path.len;

	while (at && path.ptr[at - 1] != '/')
		at--;
	return at;
}

struct str path_directory(struct str path)
{
	size_t at = name_offset(path);

	if (at > 1)
		at--;			/* without the '/', except for "/" */
	return path.ptr ? str_make(path.ptr, at) : path;
}

struct str path_name(struct str path)
{
	return str_slice(path, name_offset(path), (size_t)-1);
}

/* Where the ending of NAME begins; a first dot makes a hidden file, not an
   ending. */
static size_t ending_offset(struct str name)
{
	for (size_t at = name.len; at > 1; at--)
		if (name.ptr[at - 1] == '.')
			return at - 1;
	return name.len;
}

struct str path_stem(struct str path)
{
	struct str name = path_name(path);

	return str_slice(name, 0, ending_offset(name));
}

struct str path_ending(struct str path)
{
	struct str name = path_name(path);

	return str_slice(name, ending_offset(name), (size_t)-1);
}

/* Apply each segment of PATH to OUT; false when ".." leaves the root. */
static bool walk_segments(struct buf *out, size_t root, struct str path)
{
	struct str segment;

	while (str_cut(&path, '/', &segment)) {
		if (segment.len == 0 || str_equal(segment, STR(".")))
			continue;
		if (!str_equal(segment, STR(".."))) {
			if (out->len > root)
				buf_put_char(out, '/');
			buf_put_str(out, segment);
			continue;
		}
		if (out->len <= root)
			return false;
		while (out->len > root && out->ptr[out->len - 1] != '/')
			out->len--;
		if (out->len > root)
			out->len--;	/* the '/' itself */
	}
	return true;
}

struct str path_resolve(struct arena *arena, struct str from, struct str link)
{
	struct str result = { NULL, 0 };
	bool absolute = str_starts(from, STR("/"));
	struct buf out;

	if (str_starts(link, STR("/")))
		return result;
	buf_init(&out);
	if (absolute)
		buf_put_char(&out, '/');
	if (walk_segments(&out, absolute, from) &&
	    walk_segments(&out, absolute, link))
		result = arena_str(arena, buf_str(&out));
	buf_dispose(&out);
	return result;
}

void path_put_relative(struct buf *out, struct str from, struct str to)
{
	size_t common = 0, colon;
	struct str rest;
	bool climbs = false;

	for (size_t i = 0; i < from.len && i < to.len; i++) {
		if (from.ptr[i] != to.ptr[i])
			break;
		if (from.ptr[i] == '/')
			common = i + 1;
	}
	for (size_t i = common; i < from.len; i++) {
		if (from.ptr[i] == '/') {
			buf_put_text(out, "../");
			climbs = true;
		}
	}
	rest = str_slice(to, common, (size_t)-1);
	/* Alone, "" would mean the page itself and "a:b" a scheme. */
	colon = str_find_char(rest, ':');
	if (!climbs && (rest.len == 0 || colon < str_find_char(rest, '/')))
		buf_put_text(out, "./");
	buf_put_str(out, rest);
}

static bool is_reserved(struct str name)
{
	static const char names[][4] = { "con", "prn", "aux", "nul" };

	if (str_equal(name, STR("index")))
		return true;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_equal(name, str_from(names[i])))
			return true;
	return name.len == 4 && name.ptr[3] >= '0' && name.ptr[3] <= '9' &&
	       (str_starts(name, STR("com")) || str_starts(name, STR("lpt")));
}

bool path_is_key(struct str name)
{
	if (name.len == 0 || name.len > KEY_LIMIT || is_reserved(name))
		return false;
	for (size_t i = 0; i < name.len; i++) {
		char c = name.ptr[i];

		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
			return false;
	}
	return true;
}

bool path_has_control(struct str name)
{
	for (size_t at = 0; at < name.len; ) {
		size_t before = at;
		uint32_t code = utf8_next(name, &at);

		/* A byte that is no UTF-8 may be a control of another set. */
		if (code == 0xfffd && at == before + 1)
			return true;
		if (utf8_is_control(code))
			return true;
	}
	return false;
}
