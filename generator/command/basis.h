/*
 * basis.h -- what a diagnostic rests on, in words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef GENERATOR_COMMAND_BASIS_H
#define GENERATOR_COMMAND_BASIS_H

#include "base/buf.h"
#include "base/diag.h"
#include "options.h"

/*
 * Append one line for each thing that ID rests on, indented: the labels of the
 * official format, and the rule of sitio.yaml with its citation, as the
 * project that OPTIONS name gives it, where there is one. Nothing for what
 * rests on the content format alone.
 */
void basis_put(struct buf *out, enum diag_id id, const struct options *options);

#endif
