/*
 * transfer.h -- the result of a document as bytes, from the child that read it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The child had hostile bytes in its hands, and what it says may be theirs:
 * transfer_take() takes nothing on trust. Numbers are in range, text is UTF-8
 * without control characters that a content file has not got, and the paths of
 * files are those an import makes: evaluaciones/<year>/<key>.md, or a key below
 * one of the catalogues.
 */
#ifndef GENERATOR_IMPORT_TRANSFER_H
#define GENERATOR_IMPORT_TRANSFER_H

#include "base/buf.h"
#include "import/import.h"

void transfer_put(struct buf *out, enum import_status status, const struct import_result *result);

/* Fill RESULT (its arena is ready, the rest is zero). Returns -1, and RESULT
   empty, when BYTES are not what transfer_put() writes. */
int transfer_take(struct str bytes, enum import_status *status, struct import_result *result);

#endif
