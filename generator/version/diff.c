/*
 * diff.c -- where one array of numbers differs from another.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Myers' greedy algorithm, in rounds. A round begins where both arrays are
 * known to agree up to; it tries 0, 1, 2 ... differences and keeps, for each,
 * how far every diagonal came, so that the way can be read backwards. One that
 * does not reach the end within its limit gives the furthest way it found, and
 * the next round begins there. What is kept are stretches that are equal; the
 * edits are the holes between them.
 */
#include "base/arena.h"
#include "words.h"

struct keep {
	uint32_t old_at, new_at, count;
};

struct diff {
	const uint32_t *old, *new;
	int64_t old_count, new_count;	/* what is left of both */
	int64_t old_base, new_base;	/* where the round begins */
	int32_t *trace;		/* diagonals -d..d after d differences: from d * d */
	uint64_t spent;
	VEC(struct keep) keeps;
	size_t round;		/* keeps before this round */
};

#define NOWHERE INT32_MIN

static int32_t *reached(const struct diff *diff, int64_t d, int64_t k)
{
	return &diff->trace[d * d + d + k];
}

static void push_keep(struct diff *diff, int64_t x, int64_t y, int64_t count)
{
	struct keep keep = {
		(uint32_t)(diff->old_base + x), (uint32_t)(diff->new_base + y), (uint32_t)count,
	};

	if (count > 0)
		vec_push(&diff->keeps, keep);
}

/* Where diagonal K stands with one difference more, before what is equal. */
static int64_t step(const struct diff *diff, int64_t d, int64_t k, bool *down)
{
	int64_t from_above = k + 1 <= d - 1 ? *reached(diff, d - 1, k + 1) : NOWHERE;
	int64_t from_left = k - 1 >= 1 - d ? *reached(diff, d - 1, k - 1) : NOWHERE;

	if (from_above != NOWHERE && from_above - k > diff->new_count)
		from_above = NOWHERE;
	if (from_left != NOWHERE && ++from_left > diff->old_count)
		from_left = NOWHERE;
	*down = from_above != NOWHERE && from_above >= from_left;
	return *down ? from_above : from_left;
}

static int64_t slide(struct diff *diff, int64_t x, int64_t k)
{
	const uint32_t *old = diff->old + diff->old_base, *new = diff->new + diff->new_base - k;
	int64_t start = x;

	while (x < diff->old_count && x - k < diff->new_count && old[x] == new[x])
		x++;
	diff->spent += (uint64_t)(x - start) + 1;
	return x;
}

/* Try D differences; true when the end was reached, on *AT. */
static bool try_differences(struct diff *diff, int64_t d, int64_t *at)
{
	int64_t best = -1;

	for (int64_t k = -d; k <= d; k += 2) {
		bool down;
		int64_t x = d == 0 ? 0 : step(diff, d, k, &down);

		if (x == NOWHERE) {
			*reached(diff, d, k) = NOWHERE;
			diff->spent++;
			continue;
		}
		x = slide(diff, x, k);
		*reached(diff, d, k) = (int32_t)x;
		if (x + x - k > best) {
			best = x + x - k;
			*at = k;
		}
	}
	return best == diff->old_count + diff->new_count;
}

/* Read the way backwards from diagonal K after D differences. */
static void read_way(struct diff *diff, int64_t d, int64_t k)
{
	size_t last;

	for (; d >= 0; d--) {
		int64_t x = *reached(diff, d, k), from;
		bool down = false;

		from = d == 0 ? 0 : step(diff, d, k, &down);
		push_keep(diff, from, from - k, x - from);
		k += down ? 1 : -1;
	}
	last = diff->keeps.count;
	for (size_t i = diff->round; i + 1 < last--; i++) {
		struct keep keep = diff->keeps.at[i];

		diff->keeps.at[i] = diff->keeps.at[last];
		diff->keeps.at[last] = keep;
	}
	diff->round = diff->keeps.count;
}

static void run_round(struct diff *diff)
{
	int64_t limit = diff->spent > DIFF_BUDGET / 2 ? DIFF_LIMIT_LATE : DIFF_LIMIT;
	int64_t d = 0, k = 0, x;

	while (!try_differences(diff, d, &k) && d < limit)
		d++;
	x = *reached(diff, d, k);
	read_way(diff, d, k);
	diff->old_base += x;
	diff->new_base += x - k;
	diff->old_count -= x;
	diff->new_count -= x - k;
}

static void push_edit(struct edits *edits, struct edit edit)
{
	if (edit.old_count || edit.new_count)
		vec_push(edits, edit);
}

static void put_holes(struct edits *edits, const struct diff *diff,
		      uint32_t old_count, uint32_t new_count)
{
	uint32_t old_at = 0, new_at = 0;

	for (size_t i = 0; i < diff->keeps.count; i++) {
		const struct keep *keep = &diff->keeps.at[i];

		push_edit(edits, (struct edit){ old_at, keep->old_at - old_at,
						new_at, keep->new_at - new_at });
		old_at = keep->old_at + keep->count;
		new_at = keep->new_at + keep->count;
	}
	push_edit(edits, (struct edit){ old_at, old_count - old_at, new_at, new_count - new_at });
}

void diff_arrays(struct edits *edits, const uint32_t *old, uint32_t old_count,
		 const uint32_t *new, uint32_t new_count)
{
	struct diff diff = { .old = old, .new = new, .old_count = old_count, .new_count = new_count };
	uint32_t least = old_count < new_count ? old_count : new_count, head = 0, tail = 0;
	int64_t room;

	while (head < least && old[head] == new[head])
		head++;
	while (tail < least - head && old[old_count - 1 - tail] == new[new_count - 1 - tail])
		tail++;
	push_keep(&diff, 0, 0, head);
	diff.round = diff.keeps.count;
	diff.old_base = diff.new_base = head;
	diff.old_count -= head + tail;
	diff.new_count -= head + tail;
	room = diff.old_count + diff.new_count;
	room = (room < DIFF_LIMIT ? room : DIFF_LIMIT) + 1;
	if (diff.old_count > 0 && diff.new_count > 0) {
		diff.trace = memory_alloc((size_t)(room * room) * sizeof *diff.trace);
		while (diff.old_count > 0 && diff.new_count > 0 && diff.spent < DIFF_BUDGET)
			run_round(&diff);
		free(diff.trace);
	}
	diff.old_base = (int64_t)old_count - tail;
	diff.new_base = (int64_t)new_count - tail;
	push_keep(&diff, 0, 0, tail);
	put_holes(edits, &diff, old_count, new_count);
	vec_dispose(&diff.keeps);
}

void edits_dispose(struct edits *edits)
{
	vec_dispose(edits);
}
