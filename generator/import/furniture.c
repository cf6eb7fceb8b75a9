/*
 * furniture.c -- what a page repeats.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "furniture.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"

enum { EDGE = 3 };	/* lines at the top and at the bottom of a page */

/* LINE without digits and marks, for telling running headers. */
static struct str furniture_key(struct str text, struct buf *out)
{
	buf_clear(out);
	text = str_trim(text);
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] < '0' || text.ptr[i] > '9')
			buf_put_char(out, text.ptr[i]);
	return str_trim(buf_str(out));
}

/* "3", "- 3 -", "Página 3 de 12", "3/12". A telephone or a year is none. */
static bool is_page_number(struct str text)
{
	struct str words[] = {
		STR("página"), STR("Página"), STR("PÁGINA"), STR("Pág."), STR("pág."), STR("de"), STR("|"), STR("-"), STR("–"), STR("/"), STR(" "),
	};
	int numbers = 0;

	text = str_trim(text);
	while (text.len) {
		size_t before = text.len, digits = 0;

		while (digits < text.len && text.ptr[digits] >= '0' && text.ptr[digits] <= '9')
			digits++;
		if (digits > 3 || (digits && ++numbers > 2))
			return false;
		text = str_slice(text, digits, (size_t)-1);
		for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
			if (str_starts(text, words[i]))
				text = str_slice(text, words[i].len, (size_t)-1);
		if (text.len == before)
			return false;
	}
	return numbers > 0;
}

struct tally {
	uint32_t pages;
	uint32_t last_page;
};

struct marker {
	struct page_line *lines;
	struct map seen;	/* struct tally of a line without its figures */
	struct arena arena;
	struct buf key;
	uint32_t pages;
	uint32_t marked;
};

/* The NTH line with words from an end of the page that holds lines FROM..TO. */
static struct page_line *nth_line(struct page_line *lines, size_t from, size_t to, int nth, bool top)
{
	for (size_t i = 0; i < to - from; i++) {
		struct page_line *line = &lines[top ? from + i : to - 1 - i];

		if (str_trim(line->text).len && nth-- == 0)
			return line;
	}
	return NULL;
}

static void count_line(struct marker *marker, const struct page_line *line)
{
	struct str words = furniture_key(line->text, &marker->key);
	struct tally *tally;

	if (words.len < 4 || words.len > 200)
		return;
	tally = map_get(&marker->seen, words);
	if (!tally) {
		tally = ARENA_NEW(&marker->arena, struct tally);
		map_set(&marker->seen, arena_str(&marker->arena, words), tally);
	}
	if (tally->pages == 0 || tally->last_page != line->page) {
		tally->pages++;
		tally->last_page = line->page;
	}
}

static void mark_line(struct marker *marker, struct page_line *line)
{
	const struct tally *tally;

	if (line->furniture)
		return;
	tally = map_get(&marker->seen, furniture_key(line->text, &marker->key));
	line->furniture = is_page_number(line->text) ||
			  (tally && tally->pages >= 2 && tally->pages * 2 > marker->pages);
	marker->marked += line->furniture;
}

/* Visit the lines at the edges of each page. */
static void visit(struct marker *marker, size_t count, bool mark)
{
	for (size_t from = 0, to; from < count; from = to) {
		for (to = from; to < count && marker->lines[to].page == marker->lines[from].page;)
			to++;
		for (int i = 0; i < 2 * EDGE; i++) {
			struct page_line *line = nth_line(marker->lines, from, to, i % EDGE, i < EDGE);

			if (line && mark)
				mark_line(marker, line);
			else if (line)
				count_line(marker, line);
		}
	}
}

uint32_t furniture_mark(struct page_line *lines, size_t count, uint32_t pages)
{
	struct marker marker = { .lines = lines, .pages = pages };

	map_init(&marker.seen);
	arena_init(&marker.arena);
	buf_init(&marker.key);
	visit(&marker, count, false);
	visit(&marker, count, true);
	buf_dispose(&marker.key);
	map_dispose(&marker.seen);
	arena_dispose(&marker.arena);
	return marker.marked;
}
