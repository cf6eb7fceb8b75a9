/*
 * escape.c -- text made safe for where it goes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * escape_text() and escape_json() see every byte of the site: each has a
 * table of 256 entries, 0 for the bytes that are copied as they are, and
 * copies whole runs of those.
 */
#include <stdint.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/escape.h"
#include "base/utf8.h"

#define REPLACEMENT "\xef\xbf\xbd"

enum { PLAIN, AMPERSAND, LESS, GREATER, QUOTE, APOSTROPHE, CONTROL };

static const uint8_t text_kinds[256] = {
	CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL,
	CONTROL, PLAIN,   PLAIN,   CONTROL, CONTROL, CONTROL, CONTROL, CONTROL,
	CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL,
	CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL, CONTROL,
	['&'] = AMPERSAND, ['<'] = LESS, ['>'] = GREATER,
	['"'] = QUOTE, ['\''] = APOSTROPHE,
};

static const struct str text_forms[] = {
	[AMPERSAND] = STR_LITERAL("&amp;"),
	[LESS] = STR_LITERAL("&lt;"),
	[GREATER] = STR_LITERAL("&gt;"),
	[QUOTE] = STR_LITERAL("&quot;"),
	[APOSTROPHE] = STR_LITERAL("&#39;"),
	[CONTROL] = STR_LITERAL(REPLACEMENT),
};

#ifdef __SSE2__
/* A bit for each byte of V that is not surely plain. */
static inline unsigned odd_bytes(__m128i v)
{
	/* '&' and '\'', '<' and '>' differ in one bit. */
	__m128i low = _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(0x1f)), v);
	__m128i joints = _mm_cmpeq_epi8(_mm_or_si128(v, _mm_set1_epi8('&' ^ '\'')),
					_mm_set1_epi8('\''));
	__m128i angles = _mm_cmpeq_epi8(_mm_or_si128(v, _mm_set1_epi8('<' ^ '>')),
					_mm_set1_epi8('>'));
	__m128i quotes = _mm_cmpeq_epi8(v, _mm_set1_epi8('"'));

	return (unsigned)_mm_movemask_epi8(
		_mm_or_si128(_mm_or_si128(low, joints),
			     _mm_or_si128(angles, quotes)));
}

static inline __m128i load(const unsigned char *at)
{
	return _mm_loadu_si128((const __m128i *)at);
}

/* The eight bytes at A, then those at B. */
static inline __m128i load_halves(const unsigned char *a, const unsigned char *b)
{
	return _mm_unpacklo_epi64(_mm_loadl_epi64((const __m128i *)a),
				  _mm_loadl_epi64((const __m128i *)b));
}
#endif

/* How many of the LEN bytes at AT are surely plain: most of a text, sixteen
   at a time. The last ones are seen again together with some before them. */
static size_t plain_length(const unsigned char *at, size_t len)
{
	size_t i = 0;

#ifdef __SSE2__
	unsigned odd;

	for (; len - i >= 16; i += 16) {
		odd = odd_bytes(load(at + i));
		if (odd)
			return i + (size_t)__builtin_ctz(odd);
	}
	if (i == len)
		return len;
	if (i) {
		odd = odd_bytes(load(at + len - 16));
		return odd ? len - 16 + (size_t)__builtin_ctz(odd) : len;
	}
	if (len >= 8) {
		odd = odd_bytes(load_halves(at, at + len - 8));
		i = odd ? (size_t)__builtin_ctz(odd) : 16;
		return i < 8 ? i : len - 16 + i;
	}
#endif
	while (i < len && text_kinds[at[i]] == PLAIN)
		i++;
	return i;
}

void escape_text(struct buf *out, struct str s)
{
	const unsigned char *at = (const unsigned char *)s.ptr;
	const unsigned char *end = s.len ? at + s.len : at;

	while (at < end) {
		size_t run = plain_length(at, (size_t)(end - at));

		if (run)
			buf_put(out, at, run);
		at += run;
		if (at == end)
			break;
		/* a tab or a newline is plain, but looks like a control at first */
		if (text_kinds[*at] == PLAIN)
			buf_put_char(out, (char)*at++);
		else
			buf_put_str(out, text_forms[text_kinds[*at++]]);
	}
}

static bool is_alphanumeric(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z');
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') ||
	       (c >= 'a' && c <= 'f');
}

/* C is one of the characters of SET (never its NUL). */
static bool is_one_of(char c, const char *set)
{
	return c && strchr(set, c);
}

static void put_percent(struct buf *out, char c)
{
	static const char digits[] = "0123456789ABCDEF";
	unsigned char byte = (unsigned char)c;
	char text[3] = { '%', digits[byte >> 4], digits[byte & 15] };

	buf_put(out, text, sizeof text);
}

/* The ':' behind the scheme of URL: before any '/', '?' or '#'. */
static size_t scheme_end(struct str url)
{
	for (size_t i = 0; i < url.len && !is_one_of(url.ptr[i], "/?#"); i++)
		if (url.ptr[i] == ':')
			return i;
	return (size_t)-1;
}

/* Where the host of URL ends ("[::1]" keeps its brackets), 0 without one. */
static size_t authority_end(struct str url)
{
	size_t at = scheme_end(url);

	if (at == (size_t)-1 || !str_starts(str_slice(url, at, 3), STR("://")))
		return 0;
	for (at += 3; at < url.len; at++)
		if (is_one_of(url.ptr[at], "/?#"))
			break;
	return at;
}

static bool is_escape(struct str s, size_t at)
{
	return s.len - at > 2 && is_hex(s.ptr[at + 1]) && is_hex(s.ptr[at + 2]);
}

/* The bytes that stand in any URL as they are; those whose place matters
   ('#', '%', brackets) are not among them. */
static const uint8_t url_plain[256] = {
	['-'] = 1, ['.'] = 1, ['_'] = 1, ['~'] = 1, [':'] = 1, ['/'] = 1, ['?'] = 1,
	['@'] = 1, ['!'] = 1, ['$'] = 1, ['('] = 1, [')'] = 1, ['*'] = 1, ['+'] = 1,
	[','] = 1, [';'] = 1, ['='] = 1,
	['0' ... '9'] = 1, ['A' ... 'Z'] = 1, ['a' ... 'z'] = 1,
};

static size_t url_plain_length(struct str s, size_t at)
{
	size_t end = at;

	while (end < s.len && url_plain[(unsigned char)s.ptr[end]])
		end++;
	return end - at;
}

void escape_url(struct buf *out, struct str s)
{
	size_t run = url_plain_length(s, 0), host;
	bool fragment = false;

	buf_put(out, s.ptr, run);
	if (run == s.len)	/* nearly every link within the site */
		return;
	host = authority_end(s);
	for (size_t i = run; i < s.len; i++) {
		char c = s.ptr[i];

		if (c == '&')
			buf_put_text(out, "&amp;");
		else if (c == '\'')
			buf_put_text(out, "&#39;");
		else if (url_plain[(unsigned char)c] ||
			 (c == '%' && is_escape(s, i)) ||
			 (c == '#' && !fragment) ||
			 ((c == '[' || c == ']') && i < host))
			buf_put_char(out, c);
		else
			put_percent(out, c);
		fragment = fragment || c == '#';
	}
}

void escape_url_part(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (is_alphanumeric(s.ptr[i]) || is_one_of(s.ptr[i], "-._~"))
			buf_put_char(out, s.ptr[i]);
		else
			put_percent(out, s.ptr[i]);
	}
}

void escape_url_path(struct buf *out, struct str path)
{
	struct str part;
	bool first = true;

	while (str_cut(&path, '/', &part)) {
		if (!first)
			buf_put_char(out, '/');
		first = false;
		escape_url_part(out, part);
	}
}

enum { JSON_PLAIN, JSON_UNICODE, JSON_SEPARATOR };	/* or the letter after \ */

static const uint8_t json_kinds[256] = {
	1, 1, 1, 1, 1, 1, 1, 1, 'b', 't', 'n', 1, 'f', 'r', 1, 1,
	1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
	['"'] = '"', ['\\'] = '\\',
	['<'] = JSON_UNICODE, ['>'] = JSON_UNICODE, ['&'] = JSON_UNICODE,
	[0x7f] = JSON_UNICODE,
	[0xe2] = JSON_SEPARATOR,	/* perhaps U+2028 or U+2029 */
};

/* Write the special character at AT; returns how many bytes it took. */
static size_t put_json_special(struct buf *out, const unsigned char *at,
			       const unsigned char *end)
{
	static const char digits[] = "0123456789abcdef";
	uint8_t kind = json_kinds[*at];

	if (kind == JSON_UNICODE) {
		char form[6] = { '\\', 'u', '0', '0', digits[*at >> 4],
				 digits[*at & 15] };

		buf_put(out, form, sizeof form);
		return 1;
	}
	if (kind != JSON_SEPARATOR) {
		buf_put_char(out, '\\');
		buf_put_char(out, (char)kind);
		return 1;
	}
	if (end - at >= 3 && at[1] == 0x80 && (at[2] == 0xa8 || at[2] == 0xa9)) {
		buf_put_text(out, at[2] == 0xa8 ? "\\u2028" : "\\u2029");
		return 3;
	}
	buf_put(out, at, 1);
	return 1;
}

static void put_json_valid(struct buf *out, struct str s)
{
	const unsigned char *at = (const unsigned char *)s.ptr;
	const unsigned char *end = at + s.len;

	while (at < end) {
		const unsigned char *run = at;

		while (at < end && json_kinds[*at] == JSON_PLAIN)
			at++;
		if (at > run)
			buf_put(out, run, (size_t)(at - run));
		if (at < end)
			at += put_json_special(out, at, end);
	}
}

void escape_json(struct buf *out, struct str s)
{
	while (s.len) {
		size_t valid = utf8_valid_length(s);

		put_json_valid(out, str_slice(s, 0, valid));
		if (valid == s.len)
			break;
		buf_put_text(out, s.ptr[valid] ? REPLACEMENT : "\\u0000");
		s = str_slice(s, valid + 1, (size_t)-1);
	}
}

void escape_yaml(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];

		if (c == '"' || c == '\\')
			buf_put_char(out, '\\');
		if (c == '\n')
			buf_put_text(out, "\\n");
		else if (c < 0x20 || c == 0x7f)
			buf_printf(out, "\\x%02x", c);
		else
			buf_put_char(out, (char)c);
	}
}

/* S begins with the lower-case ASCII text PREFIX, in whatever case. */
static bool starts_folded(struct str s, const char *prefix)
{
	size_t i;

	for (i = 0; prefix[i]; i++) {
		char c = i < s.len ? s.ptr[i] : '\0';

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (c != prefix[i])
			return false;
	}
	return true;
}

/* No byte of URL is skipped, folded or shown as nothing by a browser. */
static bool has_only_visible(struct str url)
{
	for (size_t at = 0; at < url.len; ) {
		uint32_t code;

		if (url_plain[(unsigned char)url.ptr[at]]) {
			at++;
			continue;
		}
		code = utf8_next(url, &at);
		if (code == '\\' || code == 0xfffd || utf8_is_space(code) ||
		    utf8_is_control(code))
			return false;
	}
	return true;
}

bool url_is_web(struct str url)
{
	size_t from, end, at;
	char first;

	if (starts_folded(url, "https://"))
		from = 8;
	else if (starts_folded(url, "http://"))
		from = 7;
	else
		return false;
	if (!has_only_visible(url))
		return false;
	end = authority_end(url);
	while ((at = str_find_char(str_slice(url, from, end - from), '@')) !=
	       (size_t)-1)
		from += at + 1;		/* a name before the host is no host */
	first = from < end ? url.ptr[from] : '\0';
	return is_alphanumeric(first) || first == '[' || (first & 0x80);
}

bool url_is_safe(struct str url)
{
	if (!url.ptr || !has_only_visible(url))
		return false;
	if (scheme_end(url) != (size_t)-1)
		return url_is_web(url) || starts_folded(url, "mailto:") ||
		       starts_folded(url, "tel:");
	/* "//host" would leave the site under a name that looks local. */
	return !str_starts(url, STR("//"));
}
