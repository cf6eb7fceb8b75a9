/*
 * str.c -- a borrowed view of text: comparing, finding, cutting.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/str.h"

int str_compare(struct str a, struct str b)
{
	size_t shorter = a.len < b.len ? a.len : b.len;
	int order = shorter ? memcmp(a.ptr, b.ptr, shorter) : 0;

	if (order)
		return order;
	return (a.len > b.len) - (a.len < b.len);
}

bool str_starts(struct str s, struct str prefix)
{
	return s.len >= prefix.len &&
	       str_equal(str_make(s.ptr, prefix.len), prefix);
}

bool str_ends(struct str s, struct str suffix)
{
	if (s.len < suffix.len)
		return false;
	return suffix.len == 0 ||
	       memcmp(s.ptr + (s.len - suffix.len), suffix.ptr, suffix.len) == 0;
}

size_t str_find(struct str s, struct str needle)
{
	const char *found;

	if (needle.len == 0)
		return 0;
	if (s.len < needle.len)
		return (size_t)-1;
	found = memmem(s.ptr, s.len, needle.ptr, needle.len);
	return found ? (size_t)(found - s.ptr) : (size_t)-1;
}

size_t str_find_char(struct str s, char c)
{
	const char *found = s.len ? memchr(s.ptr, c, s.len) : NULL;

	return found ? (size_t)(found - s.ptr) : (size_t)-1;
}

struct str str_slice(struct str s, size_t from, size_t count)
{
	if (!s.ptr)
		return s;
	if (from > s.len)
		from = s.len;
	if (count > s.len - from)
		count = s.len - from;
	return str_make(s.ptr + from, count);
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s)
{
	while (s.len && is_space(s.ptr[s.len - 1]))
		s.len--;
	while (s.len && is_space(s.ptr[0])) {
		s.ptr++;
		s.len--;
	}
	return s;
}

bool str_cut(struct str *rest, char separator, struct str *piece)
{
	size_t at;

	if (!rest->ptr)
		return false;
	at = str_find_char(*rest, separator);
	if (at == (size_t)-1) {
		*piece = *rest;
		*rest = str_make(NULL, 0);
		return true;
	}
	*piece = str_make(rest->ptr, at);
	*rest = str_make(rest->ptr + at + 1, rest->len - at - 1);
	return true;
}

bool str_to_number(struct str s, unsigned long long max, unsigned long long *out)
{
	unsigned long long number = 0;

	if (s.len == 0)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		unsigned digit = (unsigned char)s.ptr[i] - (unsigned)'0';

		if (digit > 9 || digit > max || number > (max - digit) / 10)
			return false;
		number = number * 10 + digit;
	}
	*out = number;
	return true;
}
