/*
 * file.h -- writes a file that is not there yet, and never another.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef GENERATOR_COMMAND_FILE_H
#define GENERATOR_COMMAND_FILE_H

#include "base/diag.h"
#include "base/str.h"

/*
 * Write TEXT to PATH (NUL-terminated), making the folders above it. Returns 0;
 * 1 when there is something of that name already, which stays as it is; -1
 * after a diagnostic, and then nothing half-written is left.
 */
int file_write_new(struct str path, struct str text, struct diag *diag);

#endif
