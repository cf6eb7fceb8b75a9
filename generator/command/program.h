/*
 * program.h -- runs another program, without a shell.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The arguments reach the program as they are. That none of them is taken for
 * an option is the caller's care: what the user wrote goes behind "--", and is
 * looked at first.
 */
#ifndef GENERATOR_COMMAND_PROGRAM_H
#define GENERATOR_COMMAND_PROGRAM_H

#include "base/buf.h"
#include "base/diag.h"

/*
 * Run ARGUMENTS[0], looked for in the PATH, with ARGUMENTS (NULL at the end)
 * and no input; its messages go to ours. VARIABLES ("NAME=value", NULL at the
 * end; or NULL) are added to the environment, and LC_ALL=C. What it prints is
 * appended to OUT, or is ours too when OUT is NULL. Returns its exit status; -1 after a
 * diagnostic when it cannot be run or was killed.
 */
int program_run(const char *const *arguments, const char *const *variables, struct buf *out,
		struct diag *diag);

#endif
