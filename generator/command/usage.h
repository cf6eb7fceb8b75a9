/*
 * usage.h -- what is said of a command line that is wrong.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef GENERATOR_COMMAND_USAGE_H
#define GENERATOR_COMMAND_USAGE_H

/* Say on stderr that the command line is wrong; returns 2. */
int usage_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
