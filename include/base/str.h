/*
 * str.h -- a borrowed view of text: a pointer and a length.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A struct str owns nothing and is passed by value. Its bytes belong to a
 * source text, an arena or a literal, and need not end in NUL. A view whose
 * ptr is NULL means "absent"; one whose len is 0 is empty but present.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct str {
	const char *ptr;
	size_t len;
};

/* For printf-like calls: printf("%.*s", STR_ARG(s)). Text above 2 GB is cut
   there: a negative precision would read to the next NUL. */
#define STR_ARG(s)							\
	(int)((s).len < 0x7fffffff ? (s).len : 0x7fffffff),		\
	(s).ptr ? (s).ptr : ""

/* A view of a string literal, usable in static initialisers. */
#define STR_LITERAL(text) { (text), sizeof (text) - 1 }
#define STR(text) ((struct str)STR_LITERAL(text))

/* A view of a C string; NULL gives the absent view. */
static inline struct str str_from(const char *text)
{
	return (struct str){ text, text ? strlen(text) : 0 };
}

static inline struct str str_make(const char *ptr, size_t len)
{
	return (struct str){ ptr, len };
}

static inline bool str_equal(struct str a, struct str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* Whatever the locale. */
static inline bool char_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Byte order, as strcmp: the order of every sorted list that a page shows
   without a collation of its own. */
int str_compare(struct str a, struct str b);

bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);

/* Where NEEDLE begins in S, or (size_t)-1. */
size_t str_find(struct str s, struct str needle);
size_t str_find_char(struct str s, char c);

/* S from FROM (clamped), COUNT bytes at most ((size_t)-1: to the end). */
struct str str_slice(struct str s, size_t from, size_t count);

/* S without ASCII white space at both ends. */
struct str str_trim(struct str s);

/*
 * Cut the next piece before SEPARATOR off *REST into *PIECE. Returns false
 * when nothing is left; "a,,b," gives "a", "", "b", "". "" gives one "", the
 * absent view nothing; *REST is absent after the last piece.
 */
bool str_cut(struct str *rest, char separator, struct str *piece);

/*
 * A number written in decimal digits only, no sign, no space.
 * Returns false (and leaves *OUT) when S is anything else or above MAX.
 */
bool str_to_number(struct str s, unsigned long long max, unsigned long long *out);

#endif
