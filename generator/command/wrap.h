/*
 * wrap.h -- prose in lines that a terminal shows whole.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef COMMAND_WRAP_H
#define COMMAND_WRAP_H

#include "base/buf.h"

#define WRAP_TERMINAL 80	/* columns */

/* Append TEXT in lines of at most WIDTH columns, each behind PREFIX, which counts. Words stay
   whole, however long, and a line that TEXT ends ends. */
void wrap_put(struct buf *out, struct str prefix, struct str text, size_t width);

/* The same on stdout, in WRAP_TERMINAL columns. */
void wrap_print(struct str prefix, struct str text);

#endif
