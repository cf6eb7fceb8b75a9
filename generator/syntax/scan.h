/*
 * scan.h -- a look at a Markdown text before the parser gets it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The version of cmark-gfm that we build on has no limits of its own: nested
 * list markers, openings of images and of processing instructions that are
 * never closed take it quadratic time; a short row is filled up to the width
 * of its table, and every use of a link definition copies its address, so
 * that a small text can ask for gigabytes. One pass over the bytes, faster by
 * far than parsing, finds all of these. What it refuses is no honest text.
 */
#ifndef SCAN_H
#define SCAN_H

#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/str.h"

/* Where each line of a text begins. A vec; the caller disposes of it. */
struct markdown_lines {
	uint32_t *at;
	size_t count;
	size_t room;
	bool tables;		/* false: there is no table, for sure */
};

/*
 * Find the LINES of BODY and hold it against the limits. Returns 0, or -1
 * after one diagnostic at the first place that is over one; BODY begins at
 * line FIRST_LINE of the file SHOWN.
 */
int markdown_scan(struct markdown_lines *lines, struct str body,
		  uint32_t first_line, struct str shown, struct diag *diag);

#endif
