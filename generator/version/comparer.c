/*
 * comparer.c -- one change, as whoever compares begins, measures and keeps it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "comparer.h"

struct change comparer_change(struct comparer *comparer, enum change_kind kind, enum change_part part)
{
	struct change change = { .kind = kind, .part = part, .section = comparer->section };
	struct change_step *path;

	if (comparer->depth == 0)
		return change;
	path = ARENA_ARRAY(comparer->arena, comparer->depth, struct change_step);
	memcpy(path, comparer->path, comparer->depth * sizeof *path);
	change.path = path;
	change.depth = comparer->depth;
	change.field = path[comparer->depth - 1].field;
	return change;
}

void comparer_push(struct comparer *comparer, struct change change)
{
	vec_push(&comparer->changes, change);
}

static uint32_t count_words(struct comparer *comparer, struct str text)
{
	if (!text.len)
		return 0;
	return words_counted(&comparer->vocabulary, words_of_text(&comparer->vocabulary, text));
}

bool comparer_alike(struct comparer *comparer, struct str a, struct str b)
{
	return str_equal(a, b) || words_equal(words_of_text(&comparer->vocabulary, a),
					      words_of_text(&comparer->vocabulary, b));
}

void comparer_measure(struct comparer *comparer, struct change *change)
{
	change->words_removed += count_words(comparer, change->old_text);
	change->words_added += count_words(comparer, change->new_text);
}
