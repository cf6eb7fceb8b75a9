/*
 * alike.c -- an index by rare words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A word that stands in a text for the second time is another word ("de#2"),
 * so that texts are sets. All words are ranked by how many texts hold them,
 * the rarest first, and each text is its ranks in order. If two sets share C
 * words or more, then at least one of them is among the first COUNT - C + 1 of
 * each: those, the text's head, are what is looked up and filed.
 */
#include "alike.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

void alike_init(struct alike *alike, struct arena *arena, struct buf *scratch)
{
	*alike = (struct alike){ .arena = arena, .scratch = scratch };
	map_init(&alike->numbers);
}

void alike_clear(struct alike *alike)
{
	map_dispose(&alike->numbers);
	map_init(&alike->numbers);
	vec_clear(&alike->words);
	vec_clear(&alike->texts);
}

void alike_dispose(struct alike *alike)
{
	map_dispose(&alike->numbers);
	vec_dispose(&alike->words);
	vec_dispose(&alike->texts);
	vec_dispose(&alike->found);
}

/* ---- putting in ---- */

static uint32_t number_of(struct alike *alike, struct str word)
{
	void *known = map_get(&alike->numbers, word);

	if (!known) {
		vec_push(&alike->words, ((struct alike_word){ 0 }));
		known = (void *)(uintptr_t)alike->words.count;
		map_set(&alike->numbers, arena_str(alike->arena, word), known);
	}
	return (uint32_t)(uintptr_t)known - 1;
}

/* The number of WORD in text TEXT: its own, or that of its second time there. */
static uint32_t occurrence(struct alike *alike, struct str word, uint32_t text)
{
	uint32_t number = number_of(alike, word);
	struct alike_word *entry = &alike->words.at[number];
	char again[128];

	if (entry->seen != text + 1) {
		entry->seen = text + 1;
		entry->times = 1;
		return number;
	}
	/* no word has a '#' */
	snprintf(again, sizeof again, "%.*s#%u", (int)(word.len < 96 ? word.len : 96), word.ptr,
		 ++entry->times);
	return number_of(alike, str_from(again));
}

static void add_word(struct alike *alike, struct str word, uint32_t text)
{
	uint32_t number = occurrence(alike, word, text);

	alike->words.at[number].texts++;
	vec_push(&alike->found, number);
}

void alike_add(struct alike *alike, struct str text, uint32_t group, bool last)
{
	struct alike_text added = { .group = group, .last = last, .match = ALIKE_NONE };
	uint32_t number = (uint32_t)alike->texts.count;
	struct str plain;
	size_t start = 0;

	buf_clear(alike->scratch);
	utf8_put_unaccented(alike->scratch, text);
	plain = buf_str(alike->scratch);
	vec_clear(&alike->found);
	for (size_t at = 0, next = 0; at < plain.len; at = next)
		if (!utf8_is_word(utf8_next(plain, &next))) {
			if (at > start)
				add_word(alike, str_slice(plain, start, at - start), number);
			start = next;
		}
	if (plain.len > start)
		add_word(alike, str_slice(plain, start, (size_t)-1), number);
	added.count = (uint32_t)alike->found.count;
	added.words = ARENA_ARRAY(alike->arena, added.count, uint32_t);
	if (added.count)
		memcpy(added.words, alike->found.at, added.count * sizeof *added.words);
	vec_push(&alike->texts, added);
}

/* ---- ranks ---- */

struct rarity {
	uint32_t texts;
	uint32_t number;
};

static int rarest_first(const void *a, const void *b)
{
	const struct rarity *x = a, *y = b;

	if (x->texts != y->texts)
		return x->texts < y->texts ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

static int by_rank(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* Rank all words; the words of texts become ranks, and ORDER leads from a rank
   to its word. */
static uint32_t *rank_words(struct alike *alike)
{
	size_t count = alike->words.count;
	struct rarity *rarities = memory_alloc((count + 1) * sizeof *rarities);
	uint32_t *order = memory_alloc((count + 1) * sizeof *order);

	for (uint32_t i = 0; i < count; i++)
		rarities[i] = (struct rarity){ alike->words.at[i].texts, i };
	if (count > 1)
		qsort(rarities, count, sizeof *rarities, rarest_first);
	for (uint32_t rank = 0; rank < count; rank++) {
		order[rank] = rarities[rank].number;
		alike->words.at[rarities[rank].number].rank = rank;
	}
	free(rarities);
	for (size_t i = 0; i < alike->texts.count; i++) {
		struct alike_text *text = &alike->texts.at[i];

		for (uint32_t k = 0; k < text->count; k++)
			text->words[k] = alike->words.at[text->words[k]].rank;
		if (text->count > 1)
			qsort(text->words, text->count, sizeof *text->words, by_rank);
	}
	return order;
}

/* ---- finding ---- */

struct search {
	struct alike *alike;
	const uint32_t *order;	/* from rank to word */
	uint32_t *seen;		/* of each text: for which one it was compared last, plus 1 */
	struct map same;	/* from the words of a text to its last one, plus 1 */
	unsigned least;
	bool within;
};

static uint32_t common_words(const struct alike_text *a, const struct alike_text *b)
{
	uint32_t i = 0, k = 0, count = 0;

	while (i < a->count && k < b->count) {
		uint32_t x = a->words[i], y = b->words[k];

		count += x == y;
		i += x <= y;
		k += y <= x;
	}
	return count;
}

/* Texts that share LEAST per cent have this many words in common at least,
   seen from one of COUNT words. */
static uint32_t least_common(uint32_t count, unsigned least)
{
	return (uint32_t)(((uint64_t)count * least + 199 - least) / (200 - least));
}

static uint32_t head_of(const struct search *search, const struct alike_text *text)
{
	return text->count ? text->count - least_common(text->count, search->least) + 1 : 0;
}

/* OTHER may be what text NUMBER is like; keep it if it is the best so far. */
static void consider(struct search *search, uint32_t number, uint32_t other, unsigned similarity)
{
	struct alike_text *text = &search->alike->texts.at[number];
	const struct alike_text *best = &search->alike->texts.at[text->match == ALIKE_NONE ? number : text->match];
	uint32_t group = search->alike->texts.at[other].group;

	if (similarity < search->least)
		return;
	if (text->match != ALIKE_NONE &&
	    (group < best->group ||
	     (group == best->group && (similarity < text->similarity ||
				       (similarity == text->similarity && other > text->match)))))
		return;
	text->match = other;
	text->similarity = similarity;
}

static bool may_match(const struct search *search, uint32_t number, uint32_t other)
{
	const struct alike_text *texts = search->alike->texts.at;

	return search->within || texts[other].group < texts[number].group;
}

static struct str key_of(const struct alike_text *text)
{
	return str_make((const char *)text->words, text->count * sizeof *text->words);
}

static void search_for(struct search *search, uint32_t number)
{
	struct alike *alike = search->alike;
	const struct alike_text *text = &alike->texts.at[number];
	uint32_t head = head_of(search, text), left = ALIKE_COMPARED;
	uint32_t same = text->count ? (uint32_t)(uintptr_t)map_get(&search->same, key_of(text)) : 0;

	if (same && may_match(search, number, same - 1)) {
		search->seen[same - 1] = number + 1;
		consider(search, number, same - 1, 100);
	}
	for (uint32_t i = 0; i < head && left; i++) {
		const struct alike_word *word = &alike->words.at[search->order[text->words[i]]];

		for (uint32_t k = 0; k < ALIKE_HOLDERS && left; k++) {
			uint32_t other = word->holders[(word->next - 1 - k) % ALIKE_HOLDERS];
			const struct alike_text *that;

			if (!other || search->seen[other - 1] == number + 1 ||
			    !may_match(search, number, other - 1))
				continue;
			that = &alike->texts.at[other - 1];
			search->seen[other - 1] = number + 1;
			left--;
			alike->comparisons++;
			consider(search, number, other - 1,
				 200 * common_words(text, that) / (text->count + that->count));
		}
	}
}

/* From now on text NUMBER is found by the words of its head. */
static void file_text(struct search *search, uint32_t number)
{
	struct alike *alike = search->alike;
	const struct alike_text *text = &alike->texts.at[number];
	uint32_t head = text->last ? 0 : head_of(search, text);

	for (uint32_t i = 0; i < head; i++) {
		struct alike_word *word = &alike->words.at[search->order[text->words[i]]];

		word->holders[word->next++ % ALIKE_HOLDERS] = number + 1;
	}
	if (head)
		map_set(&search->same, key_of(text), (void *)(uintptr_t)(number + 1));
}

void alike_find(struct alike *alike, unsigned least, bool within)
{
	struct search search = { .alike = alike, .least = least, .within = within };
	uint32_t count = (uint32_t)alike->texts.count, filed = 0;
	uint32_t *order = rank_words(alike);

	search.order = order;
	search.seen = memory_alloc((count + 1) * sizeof *search.seen);
	memset(search.seen, 0, (count + 1) * sizeof *search.seen);
	map_init(&search.same);
	for (uint32_t i = 0; i < count; i++) {
		/* its own group would only push the others off the rings */
		while (filed < i && may_match(&search, i, filed))
			file_text(&search, filed++);
		search_for(&search, i);
	}
	map_dispose(&search.same);
	free(search.seen);
	free(order);
}
