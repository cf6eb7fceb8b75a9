/*
 * prose.c -- packing tokens into bytes and out again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A closing token is one byte. Any other is two and then its fields, in the
 * order of the bits below, each only when it is not zero:
 *
 *	byte 0	kind (5 bits), CLOSE, FLAG
 *	byte 1	which fields follow
 *	place	line and column, two varints
 *	number	a varint, zigzag
 *	target	a varint
 *	text	length as a varint, then the bytes; title likewise
 *
 * Varints are little-endian groups of seven bits. Nothing depends on what
 * came before a token, so that any balanced slice can be read alone.
 */
#include "syntax/prose.h"

#include <assert.h>

enum {
	KIND_MASK = 0x1f,
	CLOSE = 0x20,
	FLAG = 0x40,
};

enum {
	HAS_PLACE = 0x01,
	HAS_NUMBER = 0x02,
	HAS_TARGET = 0x04,
	HAS_TEXT = 0x08,
	HAS_TITLE = 0x10,
};

#define VARINT_MAX 10		/* bytes of the longest one */

_Static_assert(PROSE_KINDS <= KIND_MASK + 1, "a kind fits in five bits");

static uint8_t *put_varint(uint8_t *at, uint64_t value)
{
	while (value >= 0x80) {
		*at++ = (uint8_t)(value | 0x80);
		value >>= 7;
	}
	*at++ = (uint8_t)value;
	return at;
}

static uint8_t *put_str(uint8_t *at, struct str s)
{
	at = put_varint(at, s.len);
	memcpy(at, s.ptr, s.len);
	return at + s.len;
}

static uint8_t fields_of(const struct prose_token *token)
{
	return (uint8_t)((token->line ? HAS_PLACE : 0) |
			 (token->number ? HAS_NUMBER : 0) |
			 (token->target ? HAS_TARGET : 0) |
			 (token->text.len ? HAS_TEXT : 0) |
			 (token->title.len ? HAS_TITLE : 0));
}

void prose_put(struct buf *out, const struct prose_token *token)
{
	size_t most = 2 + 6 * VARINT_MAX + token->text.len + token->title.len;
	uint8_t fields = fields_of(token);
	uint8_t *start, *at;

	if (token->close) {
		prose_put_close(out, token->kind);
		return;
	}
	if (out->room - out->len <= most)
		buf_reserve(out, most);
	start = at = (uint8_t *)out->ptr + out->len;
	*at++ = (uint8_t)(token->kind | (token->flag ? FLAG : 0));
	*at++ = fields;
	if (fields & HAS_PLACE) {
		at = put_varint(at, token->line);
		at = put_varint(at, token->column);
	}
	if (fields & HAS_NUMBER)
		at = put_varint(at, (uint32_t)token->number << 1 ^
				    (token->number < 0 ? UINT32_MAX : 0));
	if (fields & HAS_TARGET)
		at = put_varint(at, token->target);
	if (fields & HAS_TEXT)
		at = put_str(at, token->text);
	if (fields & HAS_TITLE)
		at = put_str(at, token->title);
	out->len += (size_t)(at - start);
	out->ptr[out->len] = '\0';
}

void prose_put_close(struct buf *out, enum prose_kind kind)
{
	assert(prose_is_container(kind));
	buf_put_char(out, (char)(kind | CLOSE));
}

/* Zero, and the reader at its end, when the bytes stop short. */
static uint64_t next_long_varint(struct prose_reader *reader)
{
	uint64_t value = 0;

	for (unsigned shift = 0; reader->next < reader->end && shift < 64; shift += 7) {
		uint8_t byte = *reader->next++;

		value |= (uint64_t)(byte & 0x7f) << shift;
		if (!(byte & 0x80))
			return value;
	}
	reader->next = reader->end;
	return 0;
}

/* Nearly all are of one byte or two. */
static inline uint64_t next_varint(struct prose_reader *reader)
{
	const uint8_t *at = reader->next;

	if (reader->end - at < 2)
		return next_long_varint(reader);
	if (at[0] < 0x80) {
		reader->next = at + 1;
		return at[0];
	}
	if (at[1] >= 0x80)
		return next_long_varint(reader);
	reader->next = at + 2;
	return (at[0] & 0x7fu) | (unsigned)at[1] << 7;
}

static struct str next_str(struct prose_reader *reader)
{
	uint64_t len = next_varint(reader);
	struct str s = { (const char *)reader->next, 0 };

	if (len > (uint64_t)(reader->end - reader->next))
		len = (uint64_t)(reader->end - reader->next);
	s.len = (size_t)len;
	reader->next += len;
	return s;
}

bool prose_next(struct prose_reader *reader, struct prose_token *token)
{
	uint8_t first, fields;

	if (reader->next == reader->end)
		return false;
	first = *reader->next++;
	*token = (struct prose_token){
		.kind = (enum prose_kind)(first & KIND_MASK),
		.close = first & CLOSE,
		.flag = first & FLAG,
		.text = STR_LITERAL(""),
		.title = STR_LITERAL(""),
	};
	if (token->close)
		return true;
	if (reader->next == reader->end)
		return false;
	fields = *reader->next++;
	if (fields & HAS_PLACE) {
		token->line = (uint32_t)next_varint(reader);
		token->column = (uint32_t)next_varint(reader);
	}
	if (fields & HAS_NUMBER) {
		uint32_t number = (uint32_t)next_varint(reader);

		token->number = (int32_t)(number >> 1 ^ (0 - (number & 1)));
	}
	if (fields & HAS_TARGET)
		token->target = (uint32_t)next_varint(reader);
	if (fields & HAS_TEXT)
		token->text = next_str(reader);
	if (fields & HAS_TITLE)
		token->title = next_str(reader);
	return true;
}

bool prose_is_container(enum prose_kind kind)
{
	return kind < PROSE_CODE_BLOCK;
}

static bool is_block(enum prose_kind kind)
{
	return kind <= PROSE_PARAGRAPH || kind == PROSE_CODE_BLOCK ||
	       kind == PROSE_HTML_BLOCK || kind == PROSE_RULE;
}

static bool is_white(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* The words of S, with one space before the first when *GAP asks for it and
   something stands in OUT; *GAP tells whether S ended in white space. Words that
   single spaces part already, nearly all, are copied together. */
static void put_words(struct buf *out, size_t start, struct str s, bool *gap)
{
	size_t i = 0;

	while (i < s.len) {
		size_t from;

		for (; i < s.len && is_white(s.ptr[i]); i++)
			*gap = true;
		for (from = i; i < s.len; i++)
			if (is_white(s.ptr[i]) &&
			    (s.ptr[i] != ' ' || i + 1 == s.len || is_white(s.ptr[i + 1])))
				break;
		if (i == from)
			break;
		if (*gap && out->len > start)
			buf_put_char(out, ' ');
		*gap = false;
		buf_put(out, s.ptr + from, i - from);
	}
}

void prose_put_plain(struct buf *out, struct prose prose)
{
	struct prose_reader reader = prose_read(prose);
	struct prose_token token;
	size_t start = out->len;
	bool gap = false;

	while (prose_next(&reader, &token)) {
		if (is_block(token.kind) || token.kind == PROSE_BREAK)
			gap = true;
		if (!prose_is_container(token.kind))
			put_words(out, start, token.text, &gap);
		if (is_block(token.kind))
			gap = true;
	}
}
