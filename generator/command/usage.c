/*
 * usage.c -- what is said of a command line that is wrong.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "usage.h"

#include <stdarg.h>
#include <stdio.h>

int usage_error(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	fputs("diafano: error: ", stderr);
	vfprintf(stderr, format, arguments);
	fputs(" [uso]\n", stderr);
	va_end(arguments);
	return 2;
}
