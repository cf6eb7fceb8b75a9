/*
 * search_pack.c -- varints, base64 and DEFLATE.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "search_pack.h"

#include <zlib.h>

#include "base/arena.h"

#define LEVEL 6

size_t varint_write(uint8_t *at, uint32_t number)
{
	size_t count = 0;

	for (; number >= 0x80; number >>= 7)
		at[count++] = (uint8_t)(number | 0x80);
	at[count++] = (uint8_t)number;
	return count;
}

void varint_put(struct buf *out, uint32_t number)
{
	uint8_t bytes[VARINT_MAX];

	buf_put(out, bytes, varint_write(bytes, number));
}

uint32_t varint_read(const uint8_t **at)
{
	uint32_t number = 0;

	for (unsigned shift = 0;; shift += 7) {
		uint8_t byte = *(*at)++;

		number |= (uint32_t)(byte & 0x7f) << shift;
		if (byte < 0x80)
			return number;
	}
}

void base64_put(struct buf *out, const void *bytes, size_t len)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const uint8_t *from = bytes;
	char *to;

	buf_reserve(out, (len + 2) / 3 * 4 + 1);
	to = out->ptr + out->len;
	for (; len >= 3; len -= 3, from += 3) {
		uint32_t word = (uint32_t)from[0] << 16 | (uint32_t)from[1] << 8 | from[2];

		*to++ = letters[word >> 18];
		*to++ = letters[word >> 12 & 63];
		*to++ = letters[word >> 6 & 63];
		*to++ = letters[word & 63];
	}
	if (len) {
		uint32_t word = (uint32_t)from[0] << 16 | (len > 1 ? (uint32_t)from[1] << 8 : 0);

		*to++ = letters[word >> 18];
		*to++ = letters[word >> 12 & 63];
		*to++ = len > 1 ? letters[word >> 6 & 63] : '=';
		*to++ = '=';
	}
	out->len = (size_t)(to - out->ptr);
	*to = '\0';
}

void deflate_put(struct buf *out, struct str text)
{
	z_stream stream = { .next_in = (Bytef *)(uintptr_t)text.ptr, .avail_in = (uInt)text.len };
	uLong bound;

	if (deflateInit2(&stream, LEVEL, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		memory_exhausted();
	bound = deflateBound(&stream, (uLong)text.len);
	buf_reserve(out, bound + 1);
	stream.next_out = (Bytef *)out->ptr + out->len;
	stream.avail_out = (uInt)bound;
	deflate(&stream, Z_FINISH);
	out->len += stream.total_out;
	out->ptr[out->len] = '\0';
	deflateEnd(&stream);
}
