/*
 * utf8.c -- characters: what is valid, how wide, and which are alike.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * (1) Most text is ASCII and Latin letters; each function has a short way for
 *     it, and asks the library's tables for the rest only.
 * (2) The library sorts combining marks in time that grows with the square of
 *     their number. Text goes to it in pieces of at most PIECE bytes, cut
 *     where nothing composes backwards; only a run of more marks than any
 *     language has is cut within.
 */
#include <assert.h>
#include <stdlib.h>
#include <utf8proc.h>

#include "base/arena.h"
#include "base/utf8.h"

#define PIECE 512
#define PIECE_CODES 4096	/* no character of 2 bytes becomes 16 */
#define END UINT32_MAX

/* The bytes of the valid sequence at S (LEFT bytes remain), or 0. */
static size_t sequence_length(const unsigned char *s, size_t left)
{
	if (s[0] < 0x80)
		return 1;
	if (s[0] < 0xc2 || s[0] > 0xf4 || left < 2 || !utf8_continues(s[1]))
		return 0;
	if (s[0] < 0xe0)
		return 2;
	if (left < 3 || !utf8_continues(s[2]))
		return 0;
	if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f))
		return 0;
	if (s[0] < 0xf0)
		return 3;
	if (left < 4 || !utf8_continues(s[3]))
		return 0;
	if ((s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f))
		return 0;
	return 4;
}

/* How many of the first LEFT bytes at S, by eights, are ASCII and not NUL. */
static size_t plain_length(const unsigned char *s, size_t left)
{
	const uint64_t ones = 0x0101010101010101u, tops = ones << 7;
	size_t at = 0;

	for (; left - at >= 8; at += 8) {
		uint64_t word;

		memcpy(&word, s + at, 8);
		if ((word | (word - ones)) & tops)
			break;
	}
	return at;
}

size_t utf8_valid_length(struct str s)
{
	const unsigned char *bytes = (const unsigned char *)s.ptr;
	size_t at = 0;

	while (at < s.len) {
		size_t step;

		if (bytes[at] < 0x80) {
			step = plain_length(bytes + at, s.len - at);
			at += step;
			while (at < s.len && bytes[at] - 1u < 0x7f)
				at++;
			if (at == s.len || bytes[at] == 0)
				break;
		}
		step = sequence_length(bytes + at, s.len - at);
		if (!step)
			break;
		at += step;
	}
	return at;
}

uint32_t utf8_next(struct str s, size_t *offset)
{
	const unsigned char *at = (const unsigned char *)s.ptr + *offset;
	size_t len;

	assert(*offset < s.len);
	if (at[0] < 0x80) {
		++*offset;
		return at[0];
	}
	len = sequence_length(at, s.len - *offset);
	*offset += len ? len : 1;
	switch (len) {
	case 2:
		return (at[0] & 0x1fu) << 6 | (at[1] & 0x3fu);
	case 3:
		return (at[0] & 0xfu) << 12 | (at[1] & 0x3fu) << 6 |
		       (at[2] & 0x3fu);
	case 4:
		return (at[0] & 7u) << 18 | (at[1] & 0x3fu) << 12 |
		       (at[2] & 0x3fu) << 6 | (at[3] & 0x3fu);
	}
	return 0xfffd;
}

void utf8_put(struct buf *out, uint32_t code)
{
	char bytes[4];

	if (code < 0x80) {
		buf_put_char(out, (char)code);
		return;
	}
	if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
		code = 0xfffd;
	if (code < 0x800) {
		bytes[0] = (char)(0xc0 | code >> 6);
		bytes[1] = (char)(0x80 | (code & 0x3f));
		buf_put(out, bytes, 2);
	} else if (code < 0x10000) {
		bytes[0] = (char)(0xe0 | code >> 12);
		bytes[1] = (char)(0x80 | (code >> 6 & 0x3f));
		bytes[2] = (char)(0x80 | (code & 0x3f));
		buf_put(out, bytes, 3);
	} else {
		bytes[0] = (char)(0xf0 | code >> 18);
		bytes[1] = (char)(0x80 | (code >> 12 & 0x3f));
		bytes[2] = (char)(0x80 | (code >> 6 & 0x3f));
		bytes[3] = (char)(0x80 | (code & 0x3f));
		buf_put(out, bytes, 4);
	}
}

size_t utf8_width(struct str s)
{
	size_t width = 0;

	for (size_t at = 0; at < s.len; ) {
		uint32_t code = utf8_next(s, &at);

		if (code < 0x7f)
			width += code >= 0x20;
		else
			width += (size_t)utf8proc_charwidth((utf8proc_int32_t)code);
	}
	return width;
}

static utf8proc_category_t category(uint32_t code)
{
	return utf8proc_category((utf8proc_int32_t)code);
}

bool utf8_is_word(uint32_t code)
{
	if (code < 0x80)
		return (code >= '0' && code <= '9') ||
		       ((code | 0x20) >= 'a' && (code | 0x20) <= 'z');
	switch (category(code)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
		return true;
	default:
		return false;
	}
}

bool utf8_is_upper(uint32_t code)
{
	if (code < 0x80)
		return code >= 'A' && code <= 'Z';
	return category(code) == UTF8PROC_CATEGORY_LU ||
	       category(code) == UTF8PROC_CATEGORY_LT;
}

bool utf8_is_space(uint32_t code)
{
	if (code < 0x80)
		return code == ' ' || (code >= '\t' && code <= '\r');
	switch (category(code)) {
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return true;
	default:
		return code == 0x85;
	}
}

bool utf8_is_control(uint32_t code)
{
	if (code < 0x80)
		return code < 0x20 || code == 0x7f;
	switch (category(code)) {
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return true;
	case UTF8PROC_CATEGORY_CF:
		return code != 0xad;	/* the soft hyphen is seen or harmless */
	case UTF8PROC_CATEGORY_CN:
		return (code & 0xfffe) == 0xfffe ||
		       (code >= 0xfdd0 && code <= 0xfdef);
	default:
		return false;
	}
}

void utf8_put_visible(struct buf *out, struct str s)
{
	for (size_t at = 0; at < s.len; ) {
		size_t before = at;
		uint32_t code = utf8_next(s, &at);

		if (code == 0xfffd && at == before + 1)
			buf_printf(out, "<%02X>", (unsigned char)s.ptr[before]);
		else if (!utf8_is_control(code))
			buf_put(out, s.ptr + before, at - before);
		else if (code < 0x80)
			buf_printf(out, "<%02X>", (unsigned)code);
		else
			buf_printf(out, "<U+%04X>", (unsigned)code);
	}
}

/* Where S stops being text that is its own NFC and is read at a glance: code
   points below U+0300 and the punctuation of U+2002 to U+203F. */
static size_t composed_length(struct str s)
{
	const unsigned char *bytes = (const unsigned char *)s.ptr;
	size_t at = 0;

	while (at < s.len) {
		if (bytes[at] < 0x80)
			at++;
		else if (bytes[at] < 0xcc && sequence_length(bytes + at, s.len - at))
			at += 2;
		else if (bytes[at] == 0xe2 && s.len - at > 2 &&
			 bytes[at + 1] == 0x80 && bytes[at + 2] > 0x81 &&
			 utf8_continues(bytes[at + 2]))
			at += 3;
		else
			break;
	}
	return at;
}

/* CODE never composes with, nor is sorted before, what stands ahead of it. */
static bool is_starter(uint32_t code)
{
	const utf8proc_property_t *property;

	if (code < 0x300)
		return true;
	if (code >= 0x1100 && code < 0x1200)
		return false;		/* jamo */
	property = utf8proc_get_property((utf8proc_int32_t)code);
	return property->combining_class == 0 &&
	       property->category != UTF8PROC_CATEGORY_MN &&
	       property->category != UTF8PROC_CATEGORY_MC;
}

/* The length of the first piece of S: see (2). */
static size_t piece_length(struct str s)
{
	size_t cut = 0, at = 0;

	if (s.len <= PIECE)
		return s.len;
	while (at < PIECE - 4) {
		size_t before = at;

		if (is_starter(utf8_next(s, &at)) && before)
			cut = before;
	}
	return cut ? cut : at;
}

/* Append S, one piece, as the library maps it. */
static void put_mapped(struct buf *out, struct str s, utf8proc_option_t options)
{
	utf8proc_int32_t codes[PIECE_CODES + 1];
	utf8proc_ssize_t count;

	count = utf8proc_decompose((const utf8proc_uint8_t *)s.ptr,
				   (utf8proc_ssize_t)s.len, codes, PIECE_CODES,
				   options);
	if (count >= 0 && count <= PIECE_CODES)
		count = utf8proc_reencode(codes, count, options);
	else
		count = -1;
	if (count < 0)
		buf_put_str(out, s);	/* not UTF-8: as it is */
	else
		buf_put(out, codes, (size_t)count);
}

/* Append S in NFC; FOLD also folds its case. */
static void put_normal(struct buf *out, struct str s, bool fold)
{
	utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE;

	if (fold)
		options |= UTF8PROC_CASEFOLD;
	while (s.len) {
		size_t len = piece_length(s);

		put_mapped(out, str_slice(s, 0, len), options);
		s = str_slice(s, len, (size_t)-1);
	}
}

/* How much of S needs no tables: its plain beginning but for a last letter to
   which a mark may belong. */
static size_t plain_beginning(struct str s)
{
	size_t plain = composed_length(s);

	if (plain < s.len)
		while (plain && utf8_continues((unsigned char)s.ptr[--plain]))
			;
	return plain;
}

void utf8_put_nfc(struct buf *out, struct str s)
{
	size_t plain = plain_beginning(s);

	buf_put(out, s.ptr, plain);
	if (plain < s.len)
		put_normal(out, str_slice(s, plain, (size_t)-1), false);
}

/* Append to OUT the text S with white space collapsed and trimmed. */
static void put_collapsed(struct buf *out, struct str s)
{
	bool pending = false, started = false;

	for (size_t at = 0; at < s.len; ) {
		size_t before = at;
		uint32_t code = utf8_next(s, &at);

		if (utf8_is_space(code)) {
			pending = started;
			continue;
		}
		if (pending)
			buf_put_char(out, ' ');
		buf_put(out, s.ptr + before, at - before);
		pending = false;
		started = true;
	}
}

/* Append S, plain text of which no letter composes with the next, folded. */
static void put_folded_plain(struct buf *out, struct str s)
{
	for (size_t at = 0; at < s.len; ) {
		size_t before = at;
		uint32_t code = utf8_next(s, &at);
		struct str letter = str_slice(s, before, at - before);

		if (code < 0x80)
			buf_put_char(out, (char)(code >= 'A' && code <= 'Z' ?
						 code + 32 : code));
		else if (code >= 0xc0 && code < 0xdf && code != 0xd7)
			utf8_put(out, code + 32);
		else if (code != 0xb5 && (code < 0xdf || code > 0x1fff ||
					  (code > 0xdf && code < 0x100)))
			buf_put_str(out, letter);
		else
			put_mapped(out, letter, UTF8PROC_STABLE |
				   UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
	}
}

void utf8_put_folded(struct buf *out, struct str s)
{
	size_t plain = plain_beginning(s);
	struct buf folded;

	buf_init(&folded);
	put_folded_plain(&folded, str_slice(s, 0, plain));
	put_normal(&folded, str_slice(s, plain, (size_t)-1), true);
	put_collapsed(out, buf_str(&folded));
	buf_dispose(&folded);
}

/*
 * Reads a text as utf8_put_unaccented() writes it, one code point at a time:
 * with the marks gone, each character maps by itself.
 */
struct cursor {
	struct str text;
	size_t offset;
	utf8proc_int32_t queue[32];	/* what the last character became */
	unsigned head, count;
	uint32_t waiting;		/* what follows the space just given */
	bool started, waits;
};

/* Put what CODE becomes into the queue; nothing for a mark. */
static void fill_queue(struct cursor *cursor, uint32_t code)
{
	const unsigned room = sizeof cursor->queue / sizeof *cursor->queue;
	utf8proc_ssize_t count;
	int boundary = 0;

	cursor->head = 0;
	count = utf8proc_decompose_char((utf8proc_int32_t)code, cursor->queue,
					room, UTF8PROC_STABLE |
					UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD |
					UTF8PROC_STRIPMARK, &boundary);
	if (count < 0 || count > (utf8proc_ssize_t)room) {
		cursor->queue[0] = (utf8proc_int32_t)code;
		count = 1;
	}
	cursor->count = (unsigned)count;
}

/* The next code point, white space still as written; END at the end. */
static uint32_t next_mapped(struct cursor *cursor)
{
	while (cursor->head == cursor->count) {
		uint32_t code;

		if (cursor->offset >= cursor->text.len)
			return END;
		code = utf8_next(cursor->text, &cursor->offset);
		if (code < 0x80)
			return code >= 'A' && code <= 'Z' ? code + 32 : code;
		fill_queue(cursor, code);
	}
	return (uint32_t)cursor->queue[cursor->head++];
}

/* The next code point, END at the end. */
static uint32_t cursor_next(struct cursor *cursor)
{
	bool space = false;
	uint32_t code;

	if (cursor->waits) {
		cursor->waits = false;
		return cursor->waiting;
	}
	code = next_mapped(cursor);
	while (code != END && utf8_is_space(code)) {
		space = cursor->started;
		code = next_mapped(cursor);
	}
	cursor->started = true;
	if (!space || code == END)
		return code;
	cursor->waiting = code;
	cursor->waits = true;
	return ' ';
}

void utf8_put_unaccented(struct buf *out, struct str s)
{
	struct cursor cursor = { .text = s };
	uint32_t code;

	while ((code = cursor_next(&cursor)) != END)
		utf8_put(out, code);
}

int utf8_collate(struct str a, struct str b)
{
	struct cursor left = { .text = a }, right = { .text = b };
	uint32_t x, y;

	do {
		x = cursor_next(&left);
		y = cursor_next(&right);
	} while (x == y && x != END);
	if (x == y)
		return str_compare(a, b);
	if (x == END || y == END)
		return x == END ? -1 : 1;
	return x < y ? -1 : 1;
}

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/*
 * One row of the distance table, for the I first bytes of A. Only the cells
 * with |i - j| <= limit are kept: cell J is at J - I + limit + 1, between two
 * cells that are always FAR. ROWS are this one, the last, the last but one.
 */
static unsigned fill_row(unsigned *rows[3], struct str a, struct str b,
			 size_t i, unsigned limit)
{
	const unsigned far = limit + 1;
	unsigned best = far;

	for (size_t k = 1; k <= 2 * (size_t)limit + 1; k++) {
		size_t j = i + k - limit - 1;
		unsigned cost;

		if (i + k < (size_t)limit + 1 || j > b.len) {
			rows[0][k] = far;
			continue;
		}
		if (i == 0 || j == 0) {
			cost = (unsigned)(i + j);
		} else {
			bool same = a.ptr[i - 1] == b.ptr[j - 1];

			cost = least(rows[1][k] + !same,
				     least(rows[1][k + 1], rows[0][k - 1]) + 1);
			if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] &&
			    a.ptr[i - 2] == b.ptr[j - 1])
				cost = least(cost, rows[2][k] + 1);
		}
		rows[0][k] = least(cost, far);
		best = least(best, rows[0][k]);
	}
	return best;
}

static unsigned distance(struct str a, struct str b, unsigned limit)
{
	size_t width = 2 * (size_t)limit + 3;
	unsigned few[3 * 35], *cells = few, *rows[3], last = 0, result;

	if (width > 35)
		cells = memory_alloc(3 * width * sizeof *cells);
	for (size_t i = 0; i < 3 * width; i++)
		cells[i] = limit + 1;
	for (size_t i = 0; i < 3; i++)
		rows[i] = cells + i * width;
	result = limit + 1;
	for (size_t i = 0; i <= a.len; i++) {
		unsigned best = fill_row(rows, a, b, i, limit);
		unsigned *oldest = rows[2];

		/* A swap of neighbours looks two rows back. */
		if (best > limit && last > limit)
			goto out;
		last = best;
		rows[2] = rows[1];
		rows[1] = rows[0];
		rows[0] = oldest;
	}
	result = rows[1][b.len - a.len + limit + 1];
out:
	if (cells != few)
		free(cells);
	return result;
}

unsigned text_distance(struct str a, struct str b, unsigned limit)
{
	size_t longest = a.len > b.len ? a.len : b.len;
	size_t differ = a.len > b.len ? a.len - b.len : b.len - a.len;
	unsigned bound = limit, result;

	if (limit == 0 || differ > limit)
		return str_equal(a, b) ? 0 : limit + (limit < UINT32_MAX);
	if (longest < bound)
		bound = (unsigned)longest;
	if (bound == 0)
		return 0;		/* both are empty */
	if (bound > INT32_MAX / 16)
		memory_exhausted();
	result = distance(a, b, bound);
	return result > bound ? limit + 1 : result;
}
