/*
 * search_word.c -- cuts text into words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nearly all text is ASCII and the letters of Latin-1, which are put in lower
 * case by hand; a word with anything else is folded by base/utf8.h.
 */
#include "search_word.h"

#include "base/utf8.h"

/* Each with its letters; the browser gets the words. */
#define STOPS(STOP)								\
	STOP("a", 'a', 0, 0, 0) STOP("al", 'a', 'l', 0, 0) STOP("con", 'c', 'o', 'n', 0)	\
	STOP("de", 'd', 'e', 0, 0) STOP("del", 'd', 'e', 'l', 0) STOP("e", 'e', 0, 0, 0)	\
	STOP("el", 'e', 'l', 0, 0) STOP("en", 'e', 'n', 0, 0) STOP("es", 'e', 's', 0, 0)	\
	STOP("la", 'l', 'a', 0, 0) STOP("las", 'l', 'a', 's', 0) STOP("lo", 'l', 'o', 0, 0)	\
	STOP("los", 'l', 'o', 's', 0) STOP("o", 'o', 0, 0, 0) STOP("para", 'p', 'a', 'r', 'a')	\
	STOP("por", 'p', 'o', 'r', 0) STOP("que", 'q', 'u', 'e', 0) STOP("se", 's', 'e', 0, 0)	\
	STOP("su", 's', 'u', 0, 0) STOP("sus", 's', 'u', 's', 0) STOP("un", 'u', 'n', 0, 0)	\
	STOP("una", 'u', 'n', 'a', 0) STOP("y", 'y', 0, 0, 0)

#define TEXT(text, a, b, c, d) text " "
static const char stops[] = STOPS(TEXT);
#undef TEXT

enum kind { KIND_OTHER, KIND_LETTER, KIND_DIGIT, KIND_MARK, KIND_UNSEEN };

struct seen {
	enum kind kind;
	size_t len;
};

void words_init(struct words *words)
{
	*words = (struct words){ .at = 0 };
	buf_init(&words->word);
	buf_init(&words->acronym);
}

void words_dispose(struct words *words)
{
	buf_dispose(&words->word);
	buf_dispose(&words->acronym);
}

void words_begin(struct words *words, struct str text)
{
	words->text = text;
	words->at = 0;
	words->acronym_end = (size_t)-1;
	words->joined = false;
}

static bool is_unseen(uint32_t code)
{
	return code == 0xad || (code >= 0x200b && code <= 0x200f) || (code >= 0x202a && code <= 0x202e) ||
	       (code >= 0x2060 && code <= 0x206f) || code == 0xfeff;
}

/* U+0300.. and the like continue a word and never begin one. */
static bool is_mark(uint32_t code)
{
	return (code >= 0x300 && code < 0x370) || (code >= 0xfe00 && code < 0xfe10) ||
	       (code >= 0x20d0 && code < 0x2100) || (code >= 0xe0100 && code < 0xe01f0);
}

static struct seen look_far(struct str text, size_t at)
{
	size_t end = at;
	uint32_t code = utf8_next(text, &end);
	struct seen seen = { .len = end - at };

	if (is_unseen(code))
		seen.kind = KIND_UNSEEN;
	else if (is_mark(code))
		seen.kind = KIND_MARK;
	else if (utf8_is_word(code))
		seen.kind = KIND_LETTER;
	return seen;
}

static struct seen look(struct str text, size_t at)
{
	unsigned char c = (unsigned char)text.ptr[at];

	if (c >= 0x80)
		return look_far(text, at);
	return (struct seen){
		(c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? KIND_LETTER : c >= '0' && c <= '9' ? KIND_DIGIT : KIND_OTHER,
		1,
	};
}

static bool is_digit_at(struct str text, size_t at)
{
	return at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9';
}

static size_t digits_at(struct str text, size_t at)
{
	size_t from = at;

	while (is_digit_at(text, at))
		at++;
	return at - from;
}

/* Decimals that are all 0 say nothing. */
static void drop_zeros(struct buf *word)
{
	size_t dot = str_find_char(buf_str(word), '.');

	if (dot == (size_t)-1)
		return;
	for (size_t i = dot + 1; i < word->len; i++)
		if (word->ptr[i] != '0')
			return;
	word->len = dot;
	word->ptr[dot] = '\0';
}

static void take_number(struct words *words)
{
	struct str text = words->text;
	size_t at = words->at, count = digits_at(text, at);
	bool few = count <= 3;

	buf_put(&words->word, text.ptr + at, count);
	at += count;
	while (few && at < text.len && text.ptr[at] == ',' && digits_at(text, at + 1) == 3) {
		buf_put(&words->word, text.ptr + at + 1, 3);
		at += 4;
	}
	while (at < text.len && text.ptr[at] == '.' && (count = digits_at(text, at + 1)) > 0) {
		buf_put(&words->word, text.ptr + at, count + 1);
		at += count + 1;
	}
	words->at = at;
	drop_zeros(&words->word);
	if (words->word.len > WORD_MAX) {
		words->word.len = WORD_MAX;
		words->word.ptr[WORD_MAX] = '\0';
	}
}

static void cut(struct buf *word)
{
	size_t at = 0;

	for (unsigned i = 0; i < WORD_MAX && at < word->len; i++)
		utf8_next(buf_str(word), &at);
	word->len = at;
	word->ptr[at] = '\0';
}

/* The plain letters and digits at AT, in lower case, to TO (ROOM bytes); stops
   at the first of anything else. Returns how many bytes were read; *WRITTEN
   is how many were written, the same or, in a long word, ROOM. */
static size_t take_plain(struct str text, size_t at, char *to, size_t room, size_t *written, bool *upper)
{
	size_t from = at, count = 0;

	while (at < text.len) {
		unsigned char c = (unsigned char)text.ptr[at], low = c | 0x20, next;

		if ((low >= 'a' && low <= 'z') || (c >= '0' && c <= '9')) {
			*upper &= c >= 'A' && c <= 'Z';
			if (count < room)
				to[count++] = (char)(c >= 'A' && c <= 'Z' ? low : c);
			at++;
			continue;
		}
		next = at + 1 < text.len ? (unsigned char)text.ptr[at + 1] : 0;
		if (c != 0xc3 || next < 0x80 || next > 0xbf || next == 0x97 || next == 0xb7 || next == 0x9f)
			break;
		*upper = false;
		if (count + 1 < room) {
			to[count++] = (char)c;
			to[count++] = (char)(next < 0x9f ? next + 0x20 : next);
		}
		at += 2;
	}
	*written = count;
	return at - from;
}

static void fold_word(struct buf *word)
{
	struct buf folded;

	buf_init(&folded);
	utf8_put_folded(&folded, buf_str(word));
	buf_clear(word);
	buf_put_str(word, buf_str(&folded));
	buf_dispose(&folded);
}

#define TAKEN (8 * WORD_MAX)	/* bytes of a word that are looked at: what is longer is cut */

/* Letters from words->at on, which is one; true when all were capitals. */
static bool take_letters(struct words *words)
{
	struct str text = words->text;
	bool plain = true, upper = true;
	char bytes[TAKEN];

	for (;;) {
		size_t written, read = take_plain(text, words->at, bytes, TAKEN, &written, &upper);
		struct seen seen;

		if (words->word.len < TAKEN)
			buf_put(&words->word, bytes, written);
		words->at += read;
		if (words->at == text.len || (seen = look(text, words->at)).kind == KIND_OTHER)
			break;
		if (seen.kind != KIND_UNSEEN && words->word.len < TAKEN) {
			buf_put(&words->word, text.ptr + words->at, seen.len);
			plain = upper = false;
		}
		words->at += seen.len;
	}
	if (!plain)
		fold_word(&words->word);
	if (words->word.len > WORD_MAX)
		cut(&words->word);
	return upper && words->word.len > 1;
}

/* ACRONYM was taken from START on: is it joined to the one before it? */
static void join(struct words *words, size_t start)
{
	if (words->acronym_end != (size_t)-1 && start == words->acronym_end + 1 &&
	    words->text.ptr[words->acronym_end] == '-' && words->acronym.len + words->word.len <= WORD_MAX) {
		buf_put_str(&words->acronym, buf_str(&words->word));
		words->joined = true;
		words->acronym_end = (size_t)-1;
		return;
	}
	buf_clear(&words->acronym);
	buf_put_str(&words->acronym, buf_str(&words->word));
	words->acronym_end = words->at;
}

bool words_next(struct words *words, struct str *word)
{
	if (words->joined) {
		words->joined = false;
		*word = buf_str(&words->acronym);
		return true;
	}
	while (words->at < words->text.len) {
		struct seen seen = look(words->text, words->at);
		size_t start = words->at;

		if (seen.kind != KIND_LETTER && seen.kind != KIND_DIGIT) {
			words->at += seen.len;
			continue;
		}
		buf_clear(&words->word);
		if (seen.kind == KIND_DIGIT)
			take_number(words);
		else if (take_letters(words))
			join(words, start);
		if (!words->word.len)
			continue;
		*word = buf_str(&words->word);
		return true;
	}
	return false;
}

/* WORD as a number; none is longer than four letters. */
#define CODE(a, b, c, d) ((uint32_t)(a) | (uint32_t)(b) << 8 | (uint32_t)(c) << 16 | (uint32_t)(d) << 24)

bool word_is_stop(struct str word)
{
	unsigned char at[4] = { 0 };

	if (word.len == 0 || word.len > 4)
		return false;
	memcpy(at, word.ptr, word.len);
	switch (CODE(at[0], at[1], at[2], at[3])) {
#define STOP(text, a, b, c, d) case CODE(a, b, c, d):
	STOPS(STOP)
#undef STOP
		return true;
	}
	return false;
}

struct str word_stops(void)
{
	return str_make(stops, sizeof stops - 2);
}
