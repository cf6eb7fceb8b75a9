/*
 * section.c -- what changed in prose, block by block.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Blocks that are the same at both ends are found by their tokens and never
 * become words: most of a version is like the one before.
 */
#include "comparer.h"
#include "match.h"

/* ---- blocks of prose ---- */

/* A top-level block, or an item of a top-level list. */
struct piece {
	struct prose prose;
	const char *sort;	/* put before its words: what a list makes of it */
	bool item;		/* of a list section */
	uint32_t number;
};

struct pieces {
	struct piece *at;
	size_t count, room;
	uint32_t items, paragraphs;
};

static void push_piece(struct pieces *pieces, const uint8_t *from, const uint8_t *end,
		       const char *sort, bool item)
{
	struct piece piece = { { from, (size_t)(end - from) }, sort, item, 0 };

	piece.number = item ? ++pieces->items : ++pieces->paragraphs;
	vec_push(pieces, piece);
}

/* Cut PROSE; the items of its lists are items when ITEMS, else blocks. */
static void cut_prose(struct comparer *comparer, struct pieces *pieces, struct prose prose, bool items)
{
	struct prose_reader reader = prose_read(prose);
	const uint8_t *before = reader.next, *from = before;
	struct prose_token token;
	const char *sort = NULL;
	bool in_list = false;
	int depth = 0;

	for (; prose_next(&reader, &token); before = reader.next) {
		if (token.close) {
			depth--;
			if (depth == 0 && !in_list)
				push_piece(pieces, from, reader.next, NULL, false);
			else if (depth == 1 && in_list && token.kind == PROSE_ITEM) {
				push_piece(pieces, from, before, sort, items);
				sort = items ? sort : sort[1] == '1' ? "l2" : sort;
			}
			continue;
		}
		if (depth == 0) {
			from = before;
			in_list = token.kind == PROSE_LIST;
			if (in_list)
				sort = items ? "item" : !token.flag ? "l0"
				     : arena_printf(comparer->arena, "l1 %d", (int)token.number).ptr;
		} else if (depth == 1 && in_list && token.kind == PROSE_ITEM) {
			from = reader.next;
		}
		if (prose_is_container(token.kind))
			depth++;
		else if (depth == 0)
			push_piece(pieces, from, reader.next, NULL, false);
	}
}

static bool is_table(struct prose prose)
{
	struct prose_reader reader = prose_read(prose);
	struct prose_token token;

	return prose_next(&reader, &token) && token.kind == PROSE_TABLE;
}

/* The same tokens, but for what no reader sees. */
static bool same_prose(struct prose a, struct prose b)
{
	struct prose_reader x = prose_read(a), y = prose_read(b);
	struct prose_token s, t;

	for (;;) {
		bool more = prose_next(&x, &s);

		if (more != prose_next(&y, &t))
			return false;
		if (!more)
			return true;
		if (s.kind != t.kind || s.close != t.close ||
		    (s.flag != t.flag && s.kind != PROSE_PARAGRAPH) ||
		    (s.number != t.number && s.kind != PROSE_ITEM) ||
		    !str_equal(s.text, t.text) || !str_equal(s.title, t.title))
			return false;
	}
}

static bool same_piece(const struct piece *a, const struct piece *b)
{
	return a->item == b->item && (a->sort ? b->sort && strcmp(a->sort, b->sort) == 0 : !b->sort) &&
	       same_prose(a->prose, b->prose);
}

/* The pieces from HEAD, COUNT of them, with their words. */
static struct blocks read_blocks(struct comparer *comparer, const struct pieces *pieces,
				 size_t head, size_t count)
{
	struct blocks blocks = { ARENA_ARRAY(comparer->arena, count, struct block), (uint32_t)count };

	for (size_t i = 0; i < count; i++) {
		const struct piece *piece = &pieces->at[head + i];
		struct block *block = &blocks.at[i];

		block->words = words_of_prose(&comparer->vocabulary, piece->prose, piece->sort);
		block->number = piece->number;
		block->item = piece->item;
	}
	return blocks;
}

/* The words of COUNT neighbours as one text. */
static struct words words_of_group(struct comparer *comparer, struct blocks blocks,
				   uint32_t at, uint32_t count)
{
	struct words words = { 0 };

	if (count == 1)
		return blocks.at[at].words;
	for (uint32_t i = at; i < at + count; i++)
		words.count += blocks.at[i].words.count;
	words.at = ARENA_ARRAY(comparer->arena, words.count, uint32_t);
	words.count = 0;
	for (uint32_t i = at; i < at + count; i++) {
		struct words more = blocks.at[i].words;

		if (more.count)
			memcpy(words.at + words.count, more.at, more.count * sizeof *more.at);
		words.count += more.count;
		words.visible += more.visible;
	}
	return words;
}

static void place_change(struct change *change, const struct match *match,
			 struct blocks old, struct blocks new, size_t head)
{
	change->moved = match->moved;
	change->old_count = match->old_count;
	change->new_count = match->new_count;
	change->old_block = (uint32_t)head + match->old_at;
	change->new_block = (uint32_t)head + match->new_at;
	change->old_number = match->old_count ? old.at[match->old_at].number : 0;
	change->new_number = match->new_count ? new.at[match->new_at].number : 0;
	change->old_state = match->old_count ? STATE_VALUE : STATE_ABSENT;
	change->new_state = match->new_count ? STATE_VALUE : STATE_ABSENT;
}

static enum change_kind kind_of_match(struct comparer *comparer, const struct match *match,
				      struct words old, struct words new)
{
	if (match->old_count == 0)
		return CHANGE_ADDED;
	if (match->new_count == 0)
		return CHANGE_REMOVED;
	if (match->new_count > 1)
		return CHANGE_SPLIT;
	if (match->old_count > 1)
		return CHANGE_JOINED;
	if (words_equal(old, new))
		return CHANGE_MOVED;
	return words_read_alike(&comparer->vocabulary, old, new) ? CHANGE_RESTYLED : CHANGE_REWORDED;
}

/* How OLD and NEW, which read alike, differ. */
static unsigned restyled_how(const struct vocabulary *vocabulary, struct words old, struct words new)
{
	unsigned how = 0;
	uint32_t i = 0, k = 0;

	for (;; i++, k++) {
		const struct word *a, *b;
		unsigned marks;

		while (i < old.count && word_of(vocabulary, old.at[i])->is_break)
			i++;
		while (k < new.count && word_of(vocabulary, new.at[k])->is_break)
			k++;
		if (i >= old.count || k >= new.count)
			break;
		a = word_of(vocabulary, old.at[i]);
		b = word_of(vocabulary, new.at[k]);
		marks = a->marks ^ b->marks;
		if (marks & (MARK_LINK | MARK_IMAGE))
			how |= RESTYLED_LINKS;
		else if (!str_equal(a->address, b->address))
			how |= RESTYLED_TARGETS;
		if (marks & ~(unsigned)(MARK_LINK | MARK_IMAGE))
			how |= RESTYLED_FORMAT;
	}
	return how ? how : RESTYLED_FORMAT;	/* of blocks */
}

/* The blocks of both sides, and the pieces they are of, from HEAD on. */
struct both {
	const struct pieces *before, *after;
	size_t head;
	struct blocks old, new;
};

/* Of one table that was another, or that came or went, the rows. */
static void tell_tables(struct comparer *comparer, const struct match *match, const struct both *both,
			struct change *change)
{
	static const struct prose nothing;
	const struct piece *a = match->old_count ? &both->before->at[both->head + match->old_at] : NULL;
	const struct piece *b = match->new_count ? &both->after->at[both->head + match->new_at] : NULL;

	if (!comparer->telling || change->kind == CHANGE_MOVED || match->old_count > 1 || match->new_count > 1)
		return;
	if ((!a || is_table(a->prose)) && (!b || is_table(b->prose)))
		compare_tables(comparer, a ? a->prose : nothing, b ? b->prose : nothing, change);
}

static void push_match(struct comparer *comparer, const struct match *match, const struct both *both)
{
	struct blocks old = both->old, new = both->new;
	const struct block *shown = match->new_count ? &new.at[match->new_at] : &old.at[match->old_at];
	struct words before = words_of_group(comparer, old, match->old_at, match->old_count);
	struct words after = words_of_group(comparer, new, match->new_at, match->new_count);
	enum change_kind kind = kind_of_match(comparer, match, before, after);
	struct change change;

	if (kind == CHANGE_MOVED && !match->moved)
		return;
	change = comparer_change(comparer, kind, shown->item ? PART_ITEM : PART_PARAGRAPH);
	place_change(&change, match, old, new, both->head);
	if (match->old_count)
		change.old_text = words_text(&comparer->vocabulary, before);
	if (match->new_count)
		change.new_text = words_text(&comparer->vocabulary, after);
	if (kind == CHANGE_ADDED)
		change.words_added = words_counted(&comparer->vocabulary, after);
	else if (kind == CHANGE_REMOVED)
		change.words_removed = words_counted(&comparer->vocabulary, before);
	else if (kind != CHANGE_MOVED)
		words_compare(&comparer->vocabulary, before, after, &change);
	if (kind == CHANGE_RESTYLED) {	/* no word came or went */
		change.words_added = change.words_removed = 0;
		change.restyled = restyled_how(&comparer->vocabulary, before, after);
	}
	tell_tables(comparer, match, both, &change);
	comparer_push(comparer, change);
}

void compare_prose(struct comparer *comparer, struct prose old, struct prose new, bool items)
{
	struct pieces before = { 0 }, after = { 0 };
	struct matches matches = { 0 };
	struct both both = { .before = &before, .after = &after };
	size_t least, head = 0, tail = 0;

	cut_prose(comparer, &before, old, items);
	cut_prose(comparer, &after, new, items);
	least = before.count < after.count ? before.count : after.count;
	while (head < least && same_piece(&before.at[head], &after.at[head]))
		head++;
	while (tail < least - head && same_piece(&before.at[before.count - 1 - tail],
						 &after.at[after.count - 1 - tail]))
		tail++;
	both.head = head;
	both.old = read_blocks(comparer, &before, head, before.count - head - tail);
	both.new = read_blocks(comparer, &after, head, after.count - head - tail);
	match_blocks(&matches, &comparer->vocabulary, both.old, both.new, false);
	for (size_t i = 0; i < matches.count; i++)
		push_match(comparer, &matches.at[i], &both);
	vec_dispose(&matches);
	vec_dispose(&before);
	vec_dispose(&after);
}

/* ---- sections ---- */

static struct str plain_text(struct comparer *comparer, struct prose prose)
{
	buf_clear(&comparer->scratch);
	prose_put_plain(&comparer->scratch, prose);
	return arena_str(comparer->arena, buf_str(&comparer->scratch));
}

static enum state section_state(const struct section *section)
{
	return section->state == STATE_NOT_ON_RECORD ? STATE_ABSENT : (enum state)section->state;
}

/* Both say that there is none, maybe in other words. */
static void compare_none(struct comparer *comparer, const struct section *old, const struct section *new)
{
	struct str before = plain_text(comparer, old->prose), after = plain_text(comparer, new->prose);
	struct change change;

	if (comparer_alike(comparer, before, after))
		return;
	change = comparer_change(comparer, CHANGE_REWORDED, PART_FIELD);
	change.old_state = change.new_state = STATE_NONE;
	change.old_text = before;
	change.new_text = after;
	words_compare(&comparer->vocabulary, words_of_text(&comparer->vocabulary, before),
		      words_of_text(&comparer->vocabulary, after), &change);
	comparer_push(comparer, change);
}

void compare_section(struct comparer *comparer, const struct section *old,
			    const struct section *new, bool items)
{
	enum state before = section_state(old), after = section_state(new);
	static const struct prose nothing;
	struct change change;

	if (old->ordered || new->ordered)
		return;
	if (before == STATE_NONE && after == STATE_NONE) {
		compare_none(comparer, old, new);
		return;
	}
	if (before != after) {
		change = comparer_change(comparer, CHANGE_STATE, PART_FIELD);
		change.old_state = (enum state)old->state;
		change.new_state = (enum state)new->state;
		if (before == STATE_NONE)
			change.old_text = plain_text(comparer, old->prose);
		if (after == STATE_NONE)
			change.new_text = plain_text(comparer, new->prose);
		comparer_measure(comparer, &change);
		comparer_push(comparer, change);
	}
	compare_prose(comparer, before == STATE_VALUE ? old->prose : nothing,
		      after == STATE_VALUE ? new->prose : nothing, items);
}
