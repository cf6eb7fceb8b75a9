/*
 * archive.h -- some files out of an archive that may be a bomb.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Only the parts that are asked for are unpacked, into memory, and bounded:
 * ARCHIVE_ENTRIES names are looked at; a part has ARCHIVE_PART bytes at most and
 * all together ARCHIVE_TOTAL. Names are compared, never used as paths.
 */
#ifndef GENERATOR_IMPORT_ARCHIVE_H
#define GENERATOR_IMPORT_ARCHIVE_H

#include <stddef.h>

#include "base/buf.h"

#define ARCHIVE_ENTRIES 4000
#define ARCHIVE_PART (32u << 20)
#define ARCHIVE_TOTAL (48u << 20)

struct archive_part {
	const char *name;	/* "word/document.xml" */
	struct buf bytes;	/* empty: it is not there */
};

/* Load the library, while files can still be opened. */
void archive_prepare(void);

/* Unpack the COUNT PARTS out of BYTES. Returns NULL, or what is wrong, in Spanish. */
const char *archive_unpack(struct str bytes, struct archive_part *parts, size_t count);

#endif
