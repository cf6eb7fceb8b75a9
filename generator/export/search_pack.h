/*
 * search_pack.h -- numbers as few bits, and bytes as letters.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef EXPORT_SEARCH_PACK_H
#define EXPORT_SEARCH_PACK_H

#include <stdint.h>

#include "base/buf.h"

#define VARINT_MAX 5

/* NUMBER, seven bits a byte, lowest first; the top bit says that more follow.
   AT has room for VARINT_MAX; returns how many were written. */
size_t varint_write(uint8_t *at, uint32_t number);
void varint_put(struct buf *out, uint32_t number);

/* The number at *AT, which moves behind it. */
uint32_t varint_read(const uint8_t **at);

/* RFC 4648, padded. */
void base64_put(struct buf *out, const void *bytes, size_t len);

/*
 * BYTES as ASCII that stands between backquotes in a script byte for byte, an eighth
 * shorter than base64. Two digits of base 123 at a time, the low one first, are the
 * next 14 bits, the lowest bit of each byte first, or 13 where 14 would be too much:
 * where the low 13 are more than 6,936. Zeros fill what is after the last byte. A digit
 * is U+0001..U+007F but for a carriage return and ` \\ {.
 */
void base123_put(struct buf *out, const void *bytes, size_t len);

/* Numbers of so many bits, the highest first, one after the other. */
struct bits {
	struct buf *out;
	uint32_t held;
	unsigned count;		/* of the bits in held */
};

/* The low COUNT bits of NUMBER, at most 24. */
void bits_put(struct bits *bits, uint32_t number, unsigned count);

/* Elias gamma: NUMBER, at least 1, as its length in zeros and itself. */
void bits_put_gamma(struct bits *bits, uint32_t number);

/* Rice: NUMBER >> LOW as so many ones and a zero, then its LOW bits, at most 24; what
   would be more than RICE_ONES ones is those and the 32 bits of NUMBER. */
#define RICE_ONES 15u
void bits_put_rice(struct bits *bits, uint32_t number, unsigned low);

/* Numbers that are like those before them: by rice(), with LOW from their mean. */
struct adaptive {
	uint32_t sum, count;	/* of the last; begins as if of one number */
};
unsigned adaptive_low(const struct adaptive *adaptive);
void bits_put_adaptive(struct bits *bits, struct adaptive *adaptive, uint32_t number);

/* Fill the last byte with zeros. */
void bits_end(struct bits *bits);

#endif
