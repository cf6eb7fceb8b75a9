/*
 * wrap.c -- prose in lines that a terminal shows whole.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "wrap.h"

#include <stdio.h>

#include "base/utf8.h"

static void put_line(struct buf *out, struct str prefix, struct str line, size_t width)
{
	size_t start = utf8_width(prefix), column = 0;	/* 0: no line is begun */
	struct str word;

	while (str_cut(&line, ' ', &word)) {
		size_t wide = utf8_width(word);

		if (column && column + 1 + wide > width) {
			buf_put_char(out, '\n');
			column = 0;
		}
		if (column)
			buf_put_char(out, ' ');
		else
			buf_put_str(out, prefix);
		buf_put_str(out, word);
		column += column ? 1 + wide : start + wide;
	}
	buf_put_char(out, '\n');
}

void wrap_put(struct buf *out, struct str prefix, struct str text, size_t width)
{
	struct str line;

	while (str_cut(&text, '\n', &line))
		put_line(out, prefix, line, width);
}

void wrap_print(struct str prefix, struct str text)
{
	struct buf out;

	buf_init(&out);
	wrap_put(&out, prefix, text, WRAP_TERMINAL);
	fwrite(out.ptr, 1, out.len, stdout);
	buf_dispose(&out);
}
