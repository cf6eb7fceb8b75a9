/*
 * unit.h -- what every unit test begins with: cmocka, and texts compared.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef UNIT_H
#define UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"

/* S is present and has the bytes of the C string TEXT. */
#define assert_text(s, text) \
	unit_assert_text((s), (text), __FILE__, __LINE__)

static inline void unit_assert_text(struct str s, const char *text,
				    const char *file, int line)
{
	if (s.ptr && str_equal(s, str_from(text)))
		return;
	print_error("got  <%.*s>\nwant <%s>\n", STR_ARG(s), text);
	_fail(file, line);
}

#endif
