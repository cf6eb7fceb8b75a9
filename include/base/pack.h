/*
 * pack.h -- numbers and texts in a file that only this program reads: a cache.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers are little-endian; a text is its length and its bytes; a list is its
 * count and its elements. At the end stands the SHA-256 of all before it: a
 * file that was cut, or changed by a disk, is not used. One that somebody made
 * on purpose may say what it wants, but not read beyond itself: whoever unpacks
 * asks `bad` at the end, and checks every number that is used to find something.
 */
#ifndef BASE_PACK_H
#define BASE_PACK_H

#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

#define PACK_MAX ((size_t)1 << 30)	/* of one file */

/* The BYTES low bytes of NUMBER. */
void pack_number(struct buf *out, uint64_t number, unsigned bytes);

/* The absent view stays absent. */
void pack_text(struct buf *out, struct str text);

/*
 * Append the SHA-256 of OUT to it and put it in the place of FILE at once. What
 * goes wrong is not told: there is no FILE then, or the old one.
 */
void pack_save(struct buf *out, const char *file);

/* Read FILE into OUT (empty so far); *BODY becomes the view of it before its
   SHA-256. False when there is no such plain file or it is not whole. */
bool pack_load(struct buf *out, const char *file, struct str *body);

struct unpack {
	struct str rest;
	bool bad;		/* something was not there, or the caller says so */
};

/* The next LEN bytes, "" and bad when there are not so many. */
struct str unpack_bytes(struct unpack *unpack, size_t len);
uint64_t unpack_number(struct unpack *unpack, unsigned bytes);

/* A view of the file; the absent view where that was packed. */
struct str unpack_text(struct unpack *unpack);

/* A count (4 bytes) of things of which each takes at least SIZE bytes; 0 when
   bad. */
uint32_t unpack_count(struct unpack *unpack, size_t size);

#endif
