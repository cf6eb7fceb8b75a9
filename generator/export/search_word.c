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

static const char stops[] = "a al con de del e el en es la las lo los o para por que se su sus un una y";

enum kind { KIND_OTHER, KIND_LETTER, KIND_DIGIT, KIND_MARK, KIND_UNSEEN };

struct seen {
	enum kind kind;
	bool plain;		/* ASCII, or a letter of Latin-1 */
	bool upper;		/* A-Z */
	size_t len;
	char bytes[2];		/* of a plain one, in lower case */
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
	unsigned char c = (unsigned char)text.ptr[at], d;
	struct seen seen = { .plain = true, .len = 1, .bytes = { (char)c } };

	if (c < 0x80) {
		seen.upper = c >= 'A' && c <= 'Z';
		if (seen.upper)
			seen.bytes[0] = (char)(c | 0x20);
		seen.kind = (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? KIND_LETTER :
			    c >= '0' && c <= '9' ? KIND_DIGIT : KIND_OTHER;
		return seen;
	}
	d = at + 1 < text.len ? (unsigned char)text.ptr[at + 1] : 0;
	if (c != 0xc3 || (d & 0xc0) != 0x80)
		return look_far(text, at);
	seen.len = 2;
	seen.kind = d == 0x97 || d == 0xb7 ? KIND_OTHER : KIND_LETTER;
	seen.plain = d != 0x9f;		/* the sharp s becomes two letters */
	seen.bytes[1] = (char)(d < 0x9f && d != 0x97 ? d + 0x20 : d);
	return seen;
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

/* Letters from words->at on, which is one; true when all were capitals. */
static bool take_letters(struct words *words)
{
	struct str text = words->text;
	bool plain = true, upper = true;
	size_t letters = 0;

	while (words->at < text.len) {
		struct seen seen = look(text, words->at);

		if (seen.kind == KIND_OTHER)
			break;
		/* what is longer is cut, and not worth keeping */
		if (seen.kind != KIND_UNSEEN && words->word.len < 16 * WORD_MAX) {
			if (seen.plain)
				buf_put(&words->word, seen.bytes, seen.len);
			else
				buf_put(&words->word, text.ptr + words->at, seen.len);
			plain &= seen.plain;
			upper &= seen.upper;
			letters++;
		}
		words->at += seen.len;
	}
	if (!plain) {
		struct buf folded;

		buf_init(&folded);
		utf8_put_folded(&folded, buf_str(&words->word));
		buf_clear(&words->word);
		buf_put_str(&words->word, buf_str(&folded));
		buf_dispose(&folded);
	}
	if (words->word.len > WORD_MAX)
		cut(&words->word);
	return upper && letters > 1;
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

bool word_is_stop(struct str word)
{
	const char *at = stops;

	if (word.len > 4)
		return false;
	while (*at) {
		size_t len = strcspn(at, " ");

		if (len == word.len && memcmp(at, word.ptr, len) == 0)
			return true;
		at += len;
		at += *at == ' ';
	}
	return false;
}

struct str word_stops(void)
{
	return str_make(stops, sizeof stops - 1);
}
