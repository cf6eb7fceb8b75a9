/*
 * search_pack.c -- varints, bits, and bytes as letters.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "search_pack.h"

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

#define BASE 123u
#define FOURTEEN_MOST (BASE * BASE - 1 - 8192)	/* of the low 13 bits */

static char digit_of(uint32_t value)
{
	value += 1;
	value += value >= '\r';
	value += value >= '\\';
	value += value >= '`';
	value += value >= '{';
	return (char)value;
}

void base123_put(struct buf *out, const void *bytes, size_t len)
{
	const uint8_t *from = bytes, *end = from + len;
	uint32_t held = 0;
	unsigned count = 0;

	buf_reserve(out, len / 13 * 16 + 34);
	while (from < end || count > 0) {
		uint32_t number;
		unsigned taken;

		for (; count < 14 && from < end; count += 8)
			held |= (uint32_t)*from++ << count;
		taken = (held & 8191) > FOURTEEN_MOST ? 13 : 14;
		number = held & ((1u << taken) - 1);
		buf_put_char(out, digit_of(number % BASE));
		buf_put_char(out, digit_of(number / BASE));
		held >>= taken;
		count -= taken < count ? taken : count;
	}
}

void bits_put(struct bits *bits, uint32_t number, unsigned count)
{
	bits->held = bits->held << count | (number & ((1u << count) - 1));
	bits->count += count;
	for (; bits->count >= 8; bits->count -= 8)
		buf_put_char(bits->out, (char)(bits->held >> (bits->count - 8)));
	bits->held &= (1u << bits->count) - 1;
}

static void put_word(struct bits *bits, uint32_t number)
{
	bits_put(bits, number >> 16, 16);
	bits_put(bits, number & 0xffff, 16);
}

void bits_put_gamma(struct bits *bits, uint32_t number)
{
	unsigned length = 0;

	while (number >> length > 1)
		length++;
	for (unsigned i = 0; i < length; i++)
		bits_put(bits, 0, 1);
	for (unsigned i = length + 1; i-- > 0;)
		bits_put(bits, number >> i & 1, 1);
}

void bits_put_rice(struct bits *bits, uint32_t number, unsigned low)
{
	uint32_t ones = number >> low;

	if (ones >= RICE_ONES) {
		bits_put(bits, (1u << RICE_ONES) - 1, RICE_ONES);
		put_word(bits, number);
		return;
	}
	bits_put(bits, (1u << (ones + 1)) - 2, ones + 1);
	bits_put(bits, number, low);
}

unsigned adaptive_low(const struct adaptive *adaptive)
{
	unsigned low = 0;

	while (low < 16 && (uint64_t)adaptive->count << low < adaptive->sum)
		low++;
	return low;
}

void bits_put_adaptive(struct bits *bits, struct adaptive *adaptive, uint32_t number)
{
	bits_put_rice(bits, number, adaptive_low(adaptive));
	/* as much as a number of 24 bits, so that thirty-two never overflow */
	adaptive->sum += number < 1u << 24 ? number : 1u << 24;
	if (++adaptive->count < 32)
		return;
	adaptive->sum /= 2;
	adaptive->count /= 2;
}

void bits_end(struct bits *bits)
{
	if (bits->count)
		bits_put(bits, 0, 8 - bits->count);
}
