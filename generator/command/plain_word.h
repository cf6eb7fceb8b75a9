/*
 * plain_word.h -- what of a configuration may go into another program's hands.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef COMMAND_PLAIN_WORD_H
#define COMMAND_PLAIN_WORD_H

#include "base/str.h"

/* True when TEXT is not empty, holds only letters, digits and what ALLOWED
   names, and begins with no dash. */
bool is_plain_word(struct str text, const char *allowed);

#endif
