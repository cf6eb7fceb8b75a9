/*
 * match.c -- equal blocks first, then the most alike, then what was split.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * (1) old_to_new and new_to_old agree at every moment.
 * (2) A bag is the counted words of a block, without marks, sorted; how alike
 *     two blocks are is what their bags have in common.
 * (3) Orders are total: equal scores are told apart by distance, then by place,
 *     so that the outcome depends on nothing else.
 */
#include "match.h"

#include "base/arena.h"

#define CANDIDATES 16		/* blocks that are compared exactly, for each block */
#define COMMON_WORD 64		/* a word in more blocks than this finds none */
#define NEIGHBOURS 4		/* blocks at the same place that are candidates anyway */
#define PIECES 16		/* into which a block can be seen to be split */

/* Per mille of words in common from which a block is the same one, reworded. */
#define ALIKE 500
#define ALIKE_HERE 300		/* at the same place, or when one holds the other */
#define HELD 800		/* of the shorter one's words within the longer */
#define PIECE 700		/* of a piece's words within what is left */
#define PIECE_WORDS 3

#define NONE UINT32_MAX

struct bag {
	uint32_t *at;
	uint32_t count;
};

struct side {
	struct blocks blocks;
	uint32_t *to;		/* the block of the other side, or NONE */
	uint32_t *group;	/* the block this one is a piece of, or NONE */
	struct bag *bags;	/* of blocks without an equal one */
};

struct pair {
	uint32_t old_at, new_at;
	uint32_t score;
};

struct matcher {
	const struct vocabulary *vocabulary;
	struct side old, new;
	VEC(struct pair) pairs;
};

/* ---- equal blocks ---- */

static void side_init(struct side *side, struct blocks blocks)
{
	side->blocks = blocks;
	side->to = memory_alloc((blocks.count + 1) * sizeof *side->to);
	side->group = memory_alloc((blocks.count + 1) * sizeof *side->group);
	side->bags = memory_alloc((blocks.count + 1) * sizeof *side->bags);
	for (uint32_t i = 0; i < blocks.count; i++) {
		side->to[i] = side->group[i] = NONE;
		side->bags[i] = (struct bag){ 0 };
	}
}

static void side_dispose(struct side *side)
{
	for (uint32_t i = 0; i < side->blocks.count; i++)
		free(side->bags[i].at);
	free(side->to);
	free(side->group);
	free(side->bags);
}

static void join(struct matcher *matcher, uint32_t old_at, uint32_t new_at)
{
	matcher->old.to[old_at] = new_at;
	matcher->new.to[new_at] = old_at;
}

static void match_ends(struct matcher *matcher)
{
	struct blocks old = matcher->old.blocks, new = matcher->new.blocks;
	uint32_t least = old.count < new.count ? old.count : new.count, head = 0, tail = 0;

	for (; head < least && words_equal(old.at[head].words, new.at[head].words); head++)
		join(matcher, head, head);
	for (; tail < least - head &&
	       words_equal(old.at[old.count - 1 - tail].words, new.at[new.count - 1 - tail].words); tail++)
		join(matcher, old.count - 1 - tail, new.count - 1 - tail);
}

static struct str key_of(const struct block *block, bool identity)
{
	if (identity)
		return block->identity;
	return str_make((const char *)block->words.at, block->words.count * sizeof *block->words.at);
}

/* Match the first of each key with the first, the second with the second ...
   The map leads to the first old block of a key, NEXT from there. */
static void match_keys(struct matcher *matcher, bool identity)
{
	struct side *old = &matcher->old, *new = &matcher->new;
	uint32_t *next = memory_alloc((old->blocks.count + 1) * sizeof *next);
	struct map firsts;

	map_init(&firsts);
	for (uint32_t i = old->blocks.count; i-- > 0;) {
		struct str key = key_of(&old->blocks.at[i], identity);
		void *later;

		if (old->to[i] != NONE || !key.ptr)
			continue;
		later = map_set(&firsts, key, &old->blocks.at[i]);
		next[i] = later ? (uint32_t)((struct block *)later - old->blocks.at) : NONE;
	}
	for (uint32_t i = 0; i < new->blocks.count; i++) {
		struct str key = key_of(&new->blocks.at[i], identity);
		struct block *block = new->to[i] == NONE && key.ptr ? map_get(&firsts, key) : NULL;
		uint32_t at = block ? (uint32_t)(block - old->blocks.at) : NONE;

		while (at != NONE && old->to[at] != NONE)
			at = next[at];
		if (at == NONE)
			continue;
		join(matcher, at, i);
		if (next[at] != NONE)
			map_set(&firsts, key, &old->blocks.at[next[at]]);
	}
	map_dispose(&firsts);
	free(next);
}

/* ---- bags ---- */

static int compare_numbers(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static void fill_bags(const struct matcher *matcher, struct side *side)
{
	for (uint32_t i = 0; i < side->blocks.count; i++) {
		struct words words = side->blocks.at[i].words;
		struct bag *bag = &side->bags[i];

		if (side->to[i] != NONE)
			continue;
		bag->at = memory_alloc((words.count + 1) * sizeof *bag->at);
		for (uint32_t k = 0; k < words.count; k++) {
			const struct word *word = word_of(matcher->vocabulary, words.at[k]);

			if (word->counts)
				bag->at[bag->count++] = word->plain;
		}
		if (bag->count)
			qsort(bag->at, bag->count, sizeof *bag->at, compare_numbers);
	}
}

static uint32_t in_common(struct bag a, struct bag b)
{
	uint32_t common = 0;

	for (uint32_t i = 0, k = 0; i < a.count && k < b.count;) {
		if (a.at[i] == b.at[k])
			common++, i++, k++;
		else if (a.at[i] < b.at[k])
			i++;
		else
			k++;
	}
	return common;
}

/* ---- alike blocks ---- */

/* For each word, the old blocks that hold it. */
struct postings {
	uint32_t *starts;	/* of each word, and the end */
	uint32_t *blocks;
};

static void fill_postings(const struct matcher *matcher, struct postings *postings)
{
	const struct side *old = &matcher->old;
	size_t words = matcher->vocabulary->words.count;
	uint32_t sum = 0;

	postings->starts = memory_alloc((words + 2) * sizeof *postings->starts);
	memset(postings->starts, 0, (words + 2) * sizeof *postings->starts);
	for (int pass = 0; pass < 2; pass++) {
		for (uint32_t i = 0; i < old->blocks.count; i++)
			for (uint32_t k = 0; k < old->bags[i].count; k++) {
				uint32_t word = old->bags[i].at[k];

				if (k > 0 && word == old->bags[i].at[k - 1])
					continue;
				if (pass == 0)
					postings->starts[word + 2]++;
				else
					postings->blocks[postings->starts[word + 1]++] = i;
			}
		if (pass == 0) {
			for (size_t word = 0; word < words + 2; word++)
				postings->starts[word] = sum += postings->starts[word];
			postings->blocks = memory_alloc((sum + 1u) * sizeof *postings->blocks);
		}
	}
}

struct candidate {
	uint32_t at;
	uint32_t score;
};

struct finder {
	struct matcher *matcher;
	struct postings postings;
	uint32_t *scores;	/* of each old block; zero between searches */
	VEC(uint32_t) touched;
	struct candidate best[CANDIDATES + NEIGHBOURS];
	unsigned count;
};

static uint32_t distance(uint32_t a, uint32_t b)
{
	return a > b ? a - b : b - a;
}

/* Keep CANDIDATE if it is among the best; see (3). */
static void offer(struct finder *finder, struct candidate candidate, uint32_t new_at)
{
	unsigned i = finder->count;

	while (i > 0) {
		const struct candidate *other = &finder->best[i - 1];
		uint32_t near = distance(candidate.at, new_at), far = distance(other->at, new_at);

		if (candidate.score < other->score ||
		    (candidate.score == other->score &&
		     (near > far || (near == far && candidate.at > other->at))))
			break;
		i--;
	}
	if (i == CANDIDATES)
		return;
	if (finder->count < CANDIDATES)
		finder->count++;
	memmove(&finder->best[i + 1], &finder->best[i],
		(finder->count - 1 - i) * sizeof finder->best[0]);
	finder->best[i] = candidate;
}

static void search_words(struct finder *finder, uint32_t new_at)
{
	struct bag bag = finder->matcher->new.bags[new_at];

	vec_clear(&finder->touched);
	for (uint32_t k = 0; k < bag.count; k++) {
		uint32_t from = finder->postings.starts[bag.at[k]];
		uint32_t end = finder->postings.starts[bag.at[k] + 1];

		if (end - from > COMMON_WORD || (k > 0 && bag.at[k] == bag.at[k - 1]))
			continue;
		for (uint32_t i = from; i < end; i++) {
			uint32_t at = finder->postings.blocks[i];

			if (finder->scores[at] == 0)
				vec_push(&finder->touched, at);
			finder->scores[at] += 1 + COMMON_WORD / (end - from);
		}
	}
	finder->count = 0;
	for (size_t i = 0; i < finder->touched.count; i++) {
		uint32_t at = finder->touched.at[i];

		offer(finder, (struct candidate){ at, finder->scores[at] }, new_at);
		finder->scores[at] = 0;
	}
}

/* The old place that stands before new block AT: behind what the block before
   it was. */
static uint32_t place_before(const struct side *new, uint32_t at)
{
	while (at > 0 && new->to[at - 1] == NONE)
		at--;
	return at > 0 ? new->to[at - 1] + 1 : 0;
}

static void add_neighbours(struct finder *finder, uint32_t from)
{
	const struct side *old = &finder->matcher->old;

	for (uint32_t i = from; i < old->blocks.count && i < from + NEIGHBOURS && old->to[i] == NONE; i++) {
		bool known = false;

		for (unsigned k = 0; k < finder->count && !known; k++)
			known = finder->best[k].at == i;
		if (!known)
			finder->best[finder->count++] = (struct candidate){ i, 0 };
	}
}

/* How alike two blocks are, per mille; 0: not enough to be one block. */
static uint32_t likeness(const struct matcher *matcher, uint32_t old_at, uint32_t new_at,
			 bool same_place, bool whole)
{
	struct bag a = matcher->old.bags[old_at], b = matcher->new.bags[new_at];
	uint32_t least = a.count < b.count ? a.count : b.count, common, score;

	if (least == 0)
		return 0;
	common = in_common(a, b);
	score = (uint32_t)(2000ull * common / ((uint64_t)a.count + b.count));
	if (score >= ALIKE)
		return score;
	if (score >= ALIKE_HERE && same_place)
		return score;
	if (!whole && least > PIECE_WORDS && 1000ull * common >= (uint64_t)HELD * least)
		return score ? score : 1;
	return 0;
}

/* Equal identities were matched before: what is left of named blocks differs. */
static bool has_another_name(const struct block *old, const struct block *new)
{
	return (old->named || new->named) && !str_equal(old->identity, new->identity);
}

static void find_alike(struct finder *finder, uint32_t new_at, bool whole)
{
	struct matcher *matcher = finder->matcher;
	uint32_t from = place_before(&matcher->new, new_at);

	search_words(finder, new_at);
	add_neighbours(finder, from);
	for (unsigned i = 0; i < finder->count; i++) {
		uint32_t at = finder->best[i].at;
		bool near = at >= from && at < from + NEIGHBOURS;
		struct pair pair = { at, new_at, likeness(matcher, at, new_at, near, whole) };

		if (pair.score && !has_another_name(&matcher->old.blocks.at[at], &matcher->new.blocks.at[new_at]))
			vec_push(&matcher->pairs, pair);
	}
}

static int compare_pairs(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;
	uint32_t far_x = distance(x->old_at, x->new_at), far_y = distance(y->old_at, y->new_at);

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	if (far_x != far_y)
		return far_x < far_y ? -1 : 1;
	if (x->old_at != y->old_at)
		return x->old_at < y->old_at ? -1 : 1;
	return (x->new_at > y->new_at) - (x->new_at < y->new_at);
}

static bool any_left(const struct side *side)
{
	for (uint32_t i = 0; i < side->blocks.count; i++)
		if (side->to[i] == NONE)
			return true;
	return false;
}

static void match_alike(struct matcher *matcher, bool whole)
{
	struct finder finder = { .matcher = matcher };

	fill_bags(matcher, &matcher->old);
	fill_bags(matcher, &matcher->new);
	fill_postings(matcher, &finder.postings);
	finder.scores = memory_alloc((matcher->old.blocks.count + 1) * sizeof *finder.scores);
	memset(finder.scores, 0, (matcher->old.blocks.count + 1) * sizeof *finder.scores);
	for (uint32_t i = 0; i < matcher->new.blocks.count; i++)
		if (matcher->new.to[i] == NONE)
			find_alike(&finder, i, whole);
	if (matcher->pairs.count > 1)
		qsort(matcher->pairs.at, matcher->pairs.count, sizeof *matcher->pairs.at, compare_pairs);
	for (size_t i = 0; i < matcher->pairs.count; i++) {
		const struct pair *pair = &matcher->pairs.at[i];

		if (matcher->old.to[pair->old_at] == NONE && matcher->new.to[pair->new_at] == NONE)
			join(matcher, pair->old_at, pair->new_at);
	}
	vec_dispose(&finder.touched);
	free(finder.scores);
	free(finder.postings.starts);
	free(finder.postings.blocks);
}

/* ---- split and joined ---- */

/* Take the words of B out of A. */
static void subtract(struct bag *a, struct bag b)
{
	uint32_t kept = 0, k = 0;

	for (uint32_t i = 0; i < a->count; i++) {
		while (k < b.count && b.at[k] < a->at[i])
			k++;
		if (k < b.count && b.at[k] == a->at[i])
			k++;
		else
			a->at[kept++] = a->at[i];
	}
	a->count = kept;
}

/* True when block AT of SIDE says what is LEFT, which then is less. */
static bool is_piece(const struct side *side, uint32_t at, struct bag *left)
{
	struct bag bag = side->bags[at];

	if (side->to[at] != NONE || side->group[at] != NONE || bag.count < PIECE_WORDS ||
	    1000ull * in_common(bag, *left) < (uint64_t)PIECE * bag.count)
		return false;
	subtract(left, bag);
	return true;
}

/* What of WHOLE is not in block AT of SIDE, its neighbours say: make them pieces. */
static bool gather(struct side *side, uint32_t at, struct bag whole)
{
	struct bag left = { memory_alloc((whole.count + 1) * sizeof *left.at), whole.count };
	uint32_t first = at, last = at;

	if (whole.count)
		memcpy(left.at, whole.at, whole.count * sizeof *left.at);
	subtract(&left, side->bags[at]);
	while (last - first + 1 < PIECES && left.count >= PIECE_WORDS) {
		if (last + 1 < side->blocks.count && is_piece(side, last + 1, &left))
			side->group[++last] = at;
		else if (first > 0 && is_piece(side, first - 1, &left))
			side->group[--first] = at;
		else
			break;
	}
	free(left.at);
	return last > first;
}

static void find_pieces(struct matcher *matcher)
{
	for (uint32_t i = 0; i < matcher->new.blocks.count; i++) {
		uint32_t at = matcher->new.to[i];

		if (at == NONE || !matcher->old.bags[at].at || !matcher->new.bags[i].at)
			continue;
		if (!gather(&matcher->new, i, matcher->old.bags[at]))
			gather(&matcher->old, at, matcher->new.bags[i]);
	}
}

/* ---- what comes out ---- */

/* The first block of those that are one with block AT, and how many. */
static uint32_t group_of(const struct side *side, uint32_t at, uint32_t *count)
{
	uint32_t first = at, last = at;

	while (first > 0 && side->group[first - 1] == at)
		first--;
	while (last + 1 < side->blocks.count && side->group[last + 1] == at)
		last++;
	*count = last - first + 1;
	return first;
}

static void list_new(const struct matcher *matcher, struct matches *out)
{
	const struct side *new = &matcher->new;
	uint32_t count;

	for (uint32_t i = 0; i < new->blocks.count; i += count) {
		struct match match = { 0, 0, i, 1, false };
		uint32_t whole = new->group[i] != NONE ? new->group[i] : i;

		match.new_at = group_of(new, whole, &match.new_count);
		count = match.new_count;
		if (new->to[whole] != NONE)
			match.old_at = group_of(&matcher->old, new->to[whole], &match.old_count);
		vec_push(out, match);
	}
}

/* Mark as moved what is not in the longest run that keeps its order. */
static void mark_moved(struct matches *matches)
{
	size_t *ends = memory_alloc((matches->count + 1) * sizeof *ends);	/* of runs by length */
	size_t *before = memory_alloc((matches->count + 1) * sizeof *before);
	size_t length = 0;

	for (size_t i = 0; i < matches->count; i++) {
		size_t low = 0, high = length;

		if (!matches->at[i].old_count)
			continue;
		matches->at[i].moved = true;
		while (low < high) {
			size_t middle = (low + high) / 2;

			if (matches->at[ends[middle]].old_at < matches->at[i].old_at)
				low = middle + 1;
			else
				high = middle;
		}
		before[i] = low ? ends[low - 1] : SIZE_MAX;
		ends[low] = i;
		length += low == length;
	}
	for (size_t i = length ? ends[length - 1] : SIZE_MAX; i != SIZE_MAX; i = before[i])
		matches->at[i].moved = false;
	free(ends);
	free(before);
}

/* The next match from AT that kept its place, or the end. */
static size_t next_kept(const struct matches *matches, size_t at)
{
	while (at < matches->count && (matches->at[at].moved || !matches->at[at].old_count))
		at++;
	return at;
}

/* Put what was removed of the old blocks FROM..END, before new block NEW_AT. */
static void put_removed(const struct side *old, struct matches *out, uint32_t from, uint32_t end,
			uint32_t new_at)
{
	for (; from < end; from++) {
		struct match removed = { from, 1, new_at, 0, false };

		if (old->to[from] == NONE && old->group[from] == NONE)
			vec_push(out, removed);
	}
}

/* Put what was removed behind what stood before it. */
static void add_removed(const struct matcher *matcher, struct matches *matches)
{
	struct matches out = { 0 };
	uint32_t from = 0, new_at = 0;

	for (size_t i = 0, next; i <= matches->count; i = next) {
		next = next_kept(matches, i);
		put_removed(&matcher->old, &out, from, next < matches->count ? matches->at[next].old_at
								: matcher->old.blocks.count, new_at);
		for (; i < next; i++)
			vec_push(&out, matches->at[i]);
		if (next < matches->count) {
			from = matches->at[next].old_at + matches->at[next].old_count;
			new_at = matches->at[next].new_at + matches->at[next].new_count;
			vec_push(&out, matches->at[next]);
		}
		next++;
	}
	vec_dispose(matches);
	*matches = out;
}

void match_blocks(struct matches *matches, const struct vocabulary *vocabulary,
		  struct blocks old, struct blocks new, bool whole)
{
	struct matcher matcher = { .vocabulary = vocabulary };

	side_init(&matcher.old, old);
	side_init(&matcher.new, new);
	match_ends(&matcher);
	match_keys(&matcher, false);
	match_keys(&matcher, true);
	if (any_left(&matcher.old) && any_left(&matcher.new))
		match_alike(&matcher, whole);
	if (!whole)
		find_pieces(&matcher);
	list_new(&matcher, matches);
	mark_moved(matches);
	add_removed(&matcher, matches);
	side_dispose(&matcher.old);
	side_dispose(&matcher.new);
	vec_dispose(&matcher.pairs);
}
