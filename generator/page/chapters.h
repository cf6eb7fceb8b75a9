/*
 * chapters.h -- the official form as values: seven chapters and their fields.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef PAGE_CHAPTERS_H
#define PAGE_CHAPTERS_H

#include "context.h"

/* The list "capitulos" of EVALUATION, in the order of the format, whole. */
struct value chapters_value(struct page *page, const struct evaluation *evaluation);

#endif
