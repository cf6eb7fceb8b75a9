/*
 * words.h -- text as numbers, one for each word, and the difference of two.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A vocabulary gives each different word (in NFC, with its marks of emphasis
 * and the address it links to) a number, so that texts are compared as arrays.
 * Breaks between blocks are words too. A word is a run of letters and digits,
 * with what joins them ("FORTAMUN-DF", "1,250.50", "a@b.mx"); every other
 * character is a word of its own.
 */
#ifndef GENERATOR_VERSION_WORDS_H
#define GENERATOR_VERSION_WORDS_H

#include "base/map.h"
#include "base/vec.h"
#include "syntax/prose.h"
#include "version/compare.h"

/* One different word. */
struct word {
	struct str text;	/* as read */
	struct str address;	/* of the link it stands in; absent: none */
	uint32_t plain;		/* the number of the same word without marks */
	uint16_t marks;		/* MARK_* */
	uint32_t style;		/* its marks and address: the same number for the same */
	bool is_break;		/* between blocks: no word of a reader's */
	bool counts;		/* has a letter or a digit */
};

enum {
	MARK_EMPHASIS = 1,
	MARK_STRONG = 2,
	MARK_CODE = 4,
	MARK_LINK = 8,
	MARK_IMAGE = 16,
	MARK_HEAD = 32,		/* a cell of a table's head */
};

struct vocabulary {
	struct arena *arena;
	struct map numbers;	/* from a word's key to its number plus 1 */
	struct map styles;	/* from marks and address to the number of the style */
	VEC(uint32_t) stamps;	/* of each style, when it was last looked for */
	uint32_t stamp;
	const struct telling *telling;	/* NULL: marks are as an author writes them */
	struct str folders[2];	/* of the old and of the new file: where links begin */
	VEC(struct word) words;
	struct buf key, text, nfc;	/* scratch */
	VEC(uint32_t) found;
};

void vocabulary_init(struct vocabulary *vocabulary, struct arena *arena);
void vocabulary_dispose(struct vocabulary *vocabulary);

/* A text as words, in the arena. The high bit of a number says that white
   space, or the beginning, is before the word. */
#define WORD_GAP 0x80000000u

struct words {
	uint32_t *at;
	uint32_t count;
	uint32_t visible;	/* how many are not breaks */
};

static inline const struct word *word_of(const struct vocabulary *vocabulary, uint32_t number)
{
	return &vocabulary->words.at[number & ~WORD_GAP];
}

/* SORT, where not NULL, is put before: blocks of other sorts are never equal. */
struct words words_of_prose(struct vocabulary *vocabulary, struct prose prose, const char *sort);
struct words words_of_text(struct vocabulary *vocabulary, struct str text);

static inline bool words_equal(struct words a, struct words b)
{
	return a.count == b.count &&
	       (a.count == 0 || memcmp(a.at, b.at, a.count * sizeof *a.at) == 0);
}

/* The same words for a reader of plain text. */
bool words_read_alike(const struct vocabulary *vocabulary, struct words a, struct words b);

/* As text, without marks. */
struct str words_text(const struct vocabulary *vocabulary, struct words words);

/* How many of them a reader would count. */
uint32_t words_counted(const struct vocabulary *vocabulary, struct words words);

/* Fill runs, sizes and similarity of CHANGE from two texts. */
void words_compare(struct vocabulary *vocabulary, struct words old, struct words new,
		   struct change *change);

/* Some words of the old text, maybe none, that became some of the new. */
struct edit {
	uint32_t old_from, old_count;
	uint32_t new_from, new_count;
};

struct edits {
	struct edit *at;	/* malloc'd: edits_dispose() */
	size_t count, room;
};

/*
 * The places where array OLD becomes array NEW, in order: by Myers' greedy
 * algorithm, in time and memory that are bounded: after DIFF_LIMIT differences
 * without an end the furthest way so far is taken, and once DIFF_BUDGET steps
 * were spent the rest of a text is one edit. Edits never touch one another.
 */
#define DIFF_LIMIT 1000
#define DIFF_LIMIT_LATE 100	/* when half of the budget is spent */
#define DIFF_BUDGET 40000000

void diff_arrays(struct edits *edits, const uint32_t *old, uint32_t old_count,
		 const uint32_t *new, uint32_t new_count);
void edits_dispose(struct edits *edits);

#endif
