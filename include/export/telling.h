/*
 * telling.h -- what was said of a change, for the other feeds that say it too.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A change of an evaluation is in its own feed, in those of its funds, units and
 * entity and in the site's, in the same words. To find them takes reading two
 * versions and comparing them, so they are kept until TELLINGS_ROOM bytes are
 * full; what came after is told anew in each feed. From any thread.
 */
#ifndef EXPORT_TELLING_H
#define EXPORT_TELLING_H

#include <stdbool.h>

#include "base/buf.h"

#define TELLINGS_ROOM ((size_t)32 << 20)

struct tellings;

/* For COUNT things that happened. */
struct tellings *tellings_new(size_t count);
void tellings_free(struct tellings *tellings);

/* Append to OUT what was kept of thing INDEX; false when nothing was. */
bool tellings_put(struct tellings *tellings, size_t index, struct buf *out);

/* Keep WORDS of thing INDEX, if there is room and nobody else did. */
void tellings_keep(struct tellings *tellings, size_t index, struct str words);

#endif
