/*
 * lines.c -- versions that cannot be read, as lines of text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "comparer.h"

struct lines {
	VEC(struct str) texts;
	VEC(uint32_t) numbers;	/* the same line, the same number */
};

static void read_lines(struct lines *lines, struct map *known, struct str text)
{
	struct str line;

	if (text.len && text.ptr[text.len - 1] == '\n')
		text.len--;
	while (str_cut(&text, '\n', &line)) {
		uintptr_t number;

		if (line.len && line.ptr[line.len - 1] == '\r')
			line.len--;
		if (!line.ptr)
			line = STR("");
		number = (uintptr_t)map_get(known, line);
		if (!number) {
			number = known->count + 1;
			map_set(known, line, (void *)number);
		}
		vec_push(&lines->texts, line);
		vec_push(&lines->numbers, (uint32_t)number);
	}
}

static struct str text_of_lines(struct comparer *comparer, const struct lines *lines,
				uint32_t from, uint32_t count)
{
	struct buf *out = &comparer->scratch;

	if (count == 0 || !lines->texts.at)
		return (struct str){ 0 };
	buf_clear(out);
	for (uint32_t i = from; i < from + count; i++) {
		if (i > from)
			buf_put_char(out, '\n');
		buf_put_str(out, lines->texts.at[i]);
	}
	return arena_str(comparer->arena, buf_str(out));
}

static void push_lines(struct comparer *comparer, const struct lines *old, const struct lines *new,
		       const struct edit *edit)
{
	enum change_kind kind = !edit->old_count ? CHANGE_ADDED
			      : !edit->new_count ? CHANGE_REMOVED : CHANGE_REWORDED;
	struct change change = comparer_change(comparer, kind, PART_LINE);

	change.old_count = edit->old_count;
	change.new_count = edit->new_count;
	change.old_number = edit->old_count ? edit->old_from + 1 : 0;
	change.new_number = edit->new_count ? edit->new_from + 1 : 0;
	change.old_block = edit->old_from;
	change.new_block = edit->new_from;
	change.old_text = text_of_lines(comparer, old, edit->old_from, edit->old_count);
	change.new_text = text_of_lines(comparer, new, edit->new_from, edit->new_count);
	comparer_measure(comparer, &change);
	comparer_push(comparer, change);
}

void compare_text(struct comparer *comparer)
{
	struct lines old = { 0 }, new = { 0 };
	struct edits edits = { 0 };
	struct map known;

	map_init(&known);
	read_lines(&old, &known, comparer->old->bytes);
	read_lines(&new, &known, comparer->new->bytes);
	diff_arrays(&edits, old.numbers.at, (uint32_t)old.numbers.count,
		    new.numbers.at, (uint32_t)new.numbers.count);
	for (size_t i = 0; i < edits.count; i++)
		push_lines(comparer, &old, &new, &edits.at[i]);
	edits_dispose(&edits);
	map_dispose(&known);
	vec_dispose(&old.texts);
	vec_dispose(&old.numbers);
	vec_dispose(&new.texts);
	vec_dispose(&new.numbers);
}
