/*
 * search_pack.h -- numbers as few bytes, and bytes as letters.
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

/* TEXT as a raw DEFLATE stream (RFC 1951). */
void deflate_put(struct buf *out, struct str text);

#endif
