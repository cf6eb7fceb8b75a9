/*
 * lint_list.c -- items that say the same, and lists that contradict themselves.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The same text to the letter is told as it is read (body.c). Here is what
 * differs in case, space and the final stop, and what differs in a few words.
 */
#include <stdlib.h>

#include "alike.h"
#include "base/utf8.h"
#include "body.h"
#include "lint.h"

#define ALIKE_LEAST 85		/* per cent of the words */
#define ALIKE_WORDS 6		/* items of fewer are too short to be nearly the same */

/* ---- the items of a list ---- */

struct texts {
	struct str *at;		/* plain, in the arena; empty when taken out */
	uint32_t count;
};

static struct texts texts_of(struct lint *lint, enum section_id id)
{
	const struct section *section = section_type(id)->anchor ? lint_section(lint, id) : NULL;
	struct texts texts = { 0 };

	if (!section)
		return texts;
	texts.count = section->count;
	texts.at = ARENA_ARRAY(&lint->arena, texts.count, struct str);
	for (uint32_t i = 0; i < texts.count; i++)
		texts.at[i] = lint_plain(lint, lint_item(lint, id, i + 1));
	return texts;
}

/* TEXT for comparing: without regard to case, space and the final stop. */
static struct str key_of(struct lint *lint, struct str text)
{
	struct str key;

	buf_clear(&lint->buf);
	utf8_put_folded(&lint->buf, text);
	key = buf_str(&lint->buf);
	while (key.len && strchr(".;, ", key.ptr[key.len - 1]))
		key.len--;
	return arena_str(&lint->arena, key);
}

/* For each of TEXTS, the number (1..n) of the first that says the same before
   it, or 0; *SAME_LETTERS tells whether one of them does so to the letter. */
static uint32_t *repeated(struct lint *lint, struct texts texts, bool **same_letters)
{
	uint32_t *first = ARENA_ARRAY(&lint->arena, texts.count, uint32_t);
	struct map keys, letters;

	*same_letters = ARENA_ARRAY(&lint->arena, texts.count, bool);
	map_init(&keys);
	map_init(&letters);
	for (uint32_t i = 0; i < texts.count; i++) {
		struct str key = key_of(lint, texts.at[i]);

		if (key.len == 0)
			continue;
		first[i] = (uint32_t)(uintptr_t)map_get(&keys, key);
		if (!first[i])
			map_set(&keys, key, (void *)(uintptr_t)(i + 1));
		(*same_letters)[i] = map_set(&letters, texts.at[i], (void *)(uintptr_t)(i + 1)) != NULL;
	}
	map_dispose(&keys);
	map_dispose(&letters);
	return first;
}

void lint_repeated(struct lint *lint)
{
	for (int id = 0; id < SECTIONS; id++) {
		struct texts texts = texts_of(lint, (enum section_id)id);
		bool *told;
		uint32_t *first = repeated(lint, texts, &told);

		for (uint32_t i = 0; i < texts.count; i++)
			if (first[i] && !told[i])
				diag_report(lint->diag, DIAG_ITEM_TWICE,
					    lint_item_place(lint, (enum section_id)id, i + 1),
					    STR("vea si el documento tiene los dos"),
					    "en %s, el %u dice lo mismo que el %u, con otras mayúsculas o puntuación; se publican los dos",
					    section_type((enum section_id)id)->number, i + 1, first[i]);
	}
}

/* ---- the differing words ---- */

#define DIFF_WORDS 400		/* texts of more are not compared word by word */
#define DIFF_SHOWN 5

struct split {
	struct str at[DIFF_WORDS];
	uint32_t count;
};

static bool split_words(struct split *split, struct str text)
{
	struct str rest = text, word;

	split->count = 0;
	while (str_cut(&rest, ' ', &word)) {
		if (word.len == 0)
			continue;
		if (split->count == DIFF_WORDS)
			return false;
		split->at[split->count++] = word;
	}
	return true;
}

/* What two texts differ in: as words to show, and of what kind they are. */
struct difference {
	struct buf shown;	/* «el» por «un», sin «x», con «y» */
	uint32_t runs;
	bool number;		/* a figure, a year: two things that are told alike */
	bool acronym;		/* another fund, another plan, another place */
	bool negation;		/* one says that there is, the other that there is not */
};

static bool is_acronym(struct str word)
{
	size_t capitals = 0;

	for (size_t i = 0; i < word.len; i++) {
		if (word.ptr[i] >= 'a' && word.ptr[i] <= 'z')
			return false;
		capitals += word.ptr[i] >= 'A' && word.ptr[i] <= 'Z';
	}
	return capitals > 1;
}

static void see_words(struct difference *difference, const struct str *words, uint32_t count)
{
	static const char *const negations[] = { "no", "sin", "ni", "falta", "carece", "nunca", "tampoco" };

	for (uint32_t i = 0; i < count; i++) {
		struct buf plain;

		buf_init(&plain);
		utf8_put_unaccented(&plain, words[i]);
		for (size_t k = 0; k < plain.len; k++)
			difference->number |= plain.ptr[k] >= '0' && plain.ptr[k] <= '9';
		for (size_t k = 0; k < sizeof negations / sizeof negations[0]; k++)
			difference->negation |= str_equal(buf_str(&plain), str_from(negations[k]));
		difference->acronym |= is_acronym(words[i]);
		buf_dispose(&plain);
	}
}

static void put_words(struct buf *out, const struct str *words, uint32_t count)
{
	buf_put_text(out, "«");
	for (uint32_t i = 0; i < count; i++) {
		if (i)
			buf_put_char(out, ' ');
		buf_put_str(out, words[i]);
	}
	buf_put_text(out, "»");
}

/* A capital within a sentence: the name of a place, of a body. */
static bool is_name(struct str word)
{
	size_t offset = 0;

	return word.len && utf8_is_upper(utf8_next(word, &offset));
}

/* OLD_COUNT words became NEW_COUNT others; one of the two may be none. STARTS:
   they begin the item, where every word has a capital. */
static void put_run(struct difference *difference, const struct str *old, uint32_t old_count,
		    const struct str *new, uint32_t new_count, bool starts)
{
	struct buf *out = &difference->shown;

	see_words(difference, old, old_count);
	see_words(difference, new, new_count);
	if (old_count && new_count && !starts)
		difference->acronym |= is_name(old[0]) && is_name(new[0]);
	if (difference->runs++ >= DIFF_SHOWN)
		return;
	buf_put_text(out, difference->runs > 1 ? ", " : "");
	if (old_count && new_count) {
		put_words(out, old, old_count);
		buf_put_text(out, " es ");
		put_words(out, new, new_count);
	} else {
		buf_put_text(out, new_count ? "sobra " : "falta ");
		put_words(out, new_count ? new : old, new_count ? new_count : old_count);
	}
}

/* Walk the table of longest common subsequences from the start. */
static void put_runs(struct difference *difference, const struct split *old, const struct split *new,
		     const uint16_t *table)
{
	uint32_t i = 0, k = 0, row = new->count + 1, from_old = 0, from_new = 0;

	while (i < old->count || k < new->count) {
		bool same = i < old->count && k < new->count && str_equal(old->at[i], new->at[k]);

		if (same) {
			if (i > from_old || k > from_new)
				put_run(difference, old->at + from_old, i - from_old, new->at + from_new,
					k - from_new, from_old == 0);
			from_old = ++i;
			from_new = ++k;
		} else if (k == new->count ||
			   (i < old->count && table[(i + 1) * row + k] >= table[i * row + k + 1])) {
			i++;
		} else {
			k++;
		}
	}
	if (i > from_old || k > from_new)
		put_run(difference, old->at + from_old, i - from_old, new->at + from_new, k - from_new, from_old == 0);
}

/* Tell in DIFFERENCE (yours to dispose of) what OLD and NEW differ in; false
   when they are too long for that. */
static bool compare_texts(struct difference *difference, struct str old, struct str new)
{
	struct split *a = memory_alloc(2 * sizeof *a), *b = a + 1;
	bool fits = split_words(a, old) && split_words(b, new);

	*difference = (struct difference){ 0 };
	buf_init(&difference->shown);
	if (fits) {
		uint32_t row = b->count + 1;
		uint16_t *table = memory_alloc((size_t)(a->count + 1) * row * sizeof *table);

		memset(table, 0, (size_t)(a->count + 1) * row * sizeof *table);
		for (uint32_t i = a->count; i-- > 0;)
			for (uint32_t k = b->count; k-- > 0;) {
				uint16_t down = table[(i + 1) * row + k], right = table[i * row + k + 1];

				table[i * row + k] = str_equal(a->at[i], b->at[k])
					? (uint16_t)(table[(i + 1) * row + k + 1] + 1)
					: down > right ? down : right;
			}
		put_runs(difference, a, b, table);
		if (difference->runs > DIFF_SHOWN)
			buf_printf(&difference->shown, " y %u cambios más", difference->runs - DIFF_SHOWN);
		free(table);
	}
	free(a);
	return fits;
}

/* ---- nearly the same ---- */

static void tell_alike(struct lint *lint, enum section_id id, struct texts texts, uint32_t i,
		       const struct alike_text *found)
{
	struct difference difference;

	if (compare_texts(&difference, texts.at[found->match], texts.at[i]) &&
	    !difference.number && !difference.acronym && !difference.negation)
		diag_report(lint->diag, DIAG_ITEM_ALIKE, lint_item_place(lint, id, i + 1),
			    arena_printf(&lint->arena, "%.*s", STR_ARG(buf_str(&difference.shown))),
			    "en %s, el %u dice casi lo mismo que el %u (%u %% de las palabras); se publican los dos",
			    section_type(id)->number, i + 1, found->match + 1, found->similarity);
	buf_dispose(&difference.shown);
}

void lint_alike(struct lint *lint)
{
	struct alike alike;
	struct buf scratch;

	buf_init(&scratch);
	alike_init(&alike, &lint->arena, &scratch);
	for (int id = 0; id < SECTIONS; id++) {
		struct texts texts = texts_of(lint, (enum section_id)id);
		bool *letters;
		uint32_t *first = repeated(lint, texts, &letters);

		if (texts.count < 2)
			continue;
		alike_clear(&alike);
		for (uint32_t i = 0; i < texts.count; i++)
			alike_add(&alike, texts.at[i], 0, first[i] != 0);
		alike_find(&alike, ALIKE_LEAST, true);
		for (uint32_t i = 0; i < texts.count; i++)
			if (!first[i] && alike.texts.at[i].match != ALIKE_NONE &&
			    alike.texts.at[i].count >= ALIKE_WORDS)
				tell_alike(lint, (enum section_id)id, texts, i, &alike.texts.at[i]);
	}
	alike_dispose(&alike);
	buf_dispose(&scratch);
}

/* ---- opposite lists ---- */

static void tell_opposite(struct lint *lint, enum section_id good, enum section_id bad, struct texts ours,
			  struct texts theirs, uint32_t i, uint32_t match)
{
	struct difference difference;

	if (compare_texts(&difference, ours.at[match], theirs.at[i]) && !difference.negation &&
	    !difference.number && !difference.acronym)
		diag_report(lint->diag, DIAG_ITEM_OPPOSITE, lint_item_place(lint, bad, i + 1),
			    STR("vea en cuál de las dos lo pone el documento"),
			    "en %s, el %u dice lo mismo, o casi, que el %u de %s", section_type(bad)->number,
			    i + 1, match + 1, section_type(good)->number);
	buf_dispose(&difference.shown);
}

static void check_opposite(struct lint *lint, enum section_id good, enum section_id bad)
{
	struct texts ours = texts_of(lint, good), theirs = texts_of(lint, bad);
	struct alike alike;
	struct buf scratch;

	if (ours.count == 0 || theirs.count == 0)
		return;
	buf_init(&scratch);
	alike_init(&alike, &lint->arena, &scratch);
	for (uint32_t i = 0; i < ours.count; i++)
		alike_add(&alike, ours.at[i], 0, false);
	for (uint32_t i = 0; i < theirs.count; i++)
		alike_add(&alike, theirs.at[i], 1, true);
	alike_find(&alike, ALIKE_LEAST, false);
	for (uint32_t i = 0; i < theirs.count; i++) {
		uint32_t match = alike.texts.at[ours.count + i].match;

		if (match != ALIKE_NONE)
			tell_opposite(lint, good, bad, ours, theirs, i, match);
	}
	alike_dispose(&alike);
	buf_dispose(&scratch);
}

void lint_opposite(struct lint *lint)
{
	check_opposite(lint, SECTION_STRENGTHS, SECTION_WEAKNESSES);
	check_opposite(lint, SECTION_OPPORTUNITIES, SECTION_THREATS);
}

/* ---- none, and yet some ---- */

void lint_no_items(struct lint *lint)
{
	for (int id = 0; id < SECTIONS; id++) {
		const struct section *section = lint_section(lint, (enum section_id)id);

		/* 3.1 may be told in paragraphs */
		if (!section || !section_type((enum section_id)id)->anchor || section->count ||
		    id == SECTION_CONCLUSIONS)
			continue;
		diag_report(lint->diag, DIAG_NO_ITEMS,
			    (struct place){ lint->evaluation->entry.path, section->line, 1, 0 },
			    STR("«1. ...» al principio de la línea, y una línea en blanco antes"),
			    "%s es una lista, y su texto no tiene elementos", section_type((enum section_id)id)->number);
	}
}

static void tell_none(struct lint *lint, enum section_id id, uint32_t line)
{
	diag_report(lint->diag, DIAG_NONE_AND_ITEMS, (struct place){ lint->evaluation->entry.path, line, 1, 0 },
		    STR("quite lo que sobre, o vea qué dice el documento"),
		    "en %s se lee que no hay, y hay elementos", section_type(id)->number);
}

/* The paragraphs of a section that stand outside of its lists. */
static void check_paragraphs(struct lint *lint, enum section_id id, const struct section *section)
{
	struct prose_reader reader = prose_read(section->prose);
	const uint8_t *start = NULL, *before = reader.next;
	struct prose_token token;
	uint32_t line = 0;
	int depth = 0;

	for (; prose_next(&reader, &token); before = reader.next) {
		if (token.close && --depth == 0 && start) {
			struct str text = lint_plain(lint, (struct prose){ start, (size_t)(before - start) });

			if (body_says_none(text, section_type(id)->none))
				tell_none(lint, id, line);
			start = NULL;
		} else if (!token.close) {
			if (depth == 0 && token.kind == PROSE_PARAGRAPH) {
				start = reader.next;
				line = token.line;
			}
			depth += prose_is_container(token.kind);
		}
	}
}

void lint_none_and_items(struct lint *lint)
{
	for (int id = 0; id < SECTIONS; id++) {
		const struct section *section = lint_section(lint, (enum section_id)id);
		struct texts texts = texts_of(lint, (enum section_id)id);

		if (!section || texts.count == 0 || !section_type((enum section_id)id)->none)
			continue;
		for (uint32_t i = 0; i < texts.count && texts.count > 1; i++)
			if (body_says_none(texts.at[i], section_type((enum section_id)id)->none))
				tell_none(lint, (enum section_id)id, section->items[i].line);
		check_paragraphs(lint, (enum section_id)id, section);
	}
}

/* ---- one section against another ---- */

void lint_no_recommendation(struct lint *lint)
{
	const struct section *weaknesses = lint_section(lint, SECTION_WEAKNESSES);
	const struct section *answers = &lint->evaluation->sections[SECTION_RECOMMENDATIONS];

	if (!weaknesses || weaknesses->count == 0 || answers->state == STATE_VALUE ||
	    answers->state == STATE_ABSENT || answers->state == STATE_WRONG)
		return;
	diag_report(lint->diag, DIAG_NO_RECOMMENDATION,
		    (struct place){ lint->evaluation->entry.path, answers->line, 1, 0 },
		    STR("vea si el documento las trae"),
		    "2.2.3 señala %u %s, y en 3.2 no hay recomendaciones", weaknesses->count,
		    weaknesses->count == 1 ? "debilidad" : "debilidades");
}

static bool says_same(struct lint *lint, struct str key, struct str text)
{
	return text.len && str_equal(key, key_of(lint, text));
}

void lint_text_of_other(struct lint *lint)
{
	const struct section *objective = lint_section(lint, SECTION_OBJECTIVE);
	const struct section *method = lint_section(lint, SECTION_METHOD);
	struct texts objectives = texts_of(lint, SECTION_OBJECTIVES);
	const char *other = NULL;
	struct str key;

	if (!objective)
		return;
	key = key_of(lint, lint_plain(lint, objective->prose));
	if (says_same(lint, key, lint_text(lint, lint->record, EVALUATION_NAME)))
		other = "1.1";
	else if (method && says_same(lint, key, lint_plain(lint, method->prose)))
		other = "1.7";
	for (uint32_t i = 0; i < objectives.count && !other; i++)
		if (says_same(lint, key, objectives.at[i]))
			other = "1.6";
	if (other)
		diag_report(lint->diag, DIAG_TEXT_OF_OTHER,
			    (struct place){ lint->evaluation->entry.path, objective->line, 1, 0 },
			    STR("vea cuál de los dos es el suyo en el documento"),
			    "1.5 dice lo mismo que %s", other);
}
