/*
 * zip.h -- ZIP files that are the same bytes for the same content.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * By minizip. Every entry bears the same time, 1980-01-01 00:00, the first
 * that a ZIP can say; there are no owners and no comments.
 */
#ifndef GENERATOR_EXPORT_ZIP_H
#define GENERATOR_EXPORT_ZIP_H

#include "base/buf.h"

struct zip;

/* Begin in PATH, an empty file. NULL when that cannot be. */
struct zip *zip_new(const char *path);

/* Begin the entry NAME; LEVEL as zlib's, 0 stores. What goes wrong, here and
   later, is told by zip_close(). */
void zip_begin(struct zip *zip, const char *name, int level);
void zip_put(struct zip *zip, struct str bytes);

/* All that is to be read from FD, from its start. */
void zip_put_file(struct zip *zip, int fd);

/* Finish and free ZIP. Returns -1 when anything failed. */
int zip_close(struct zip *zip);

#endif
