/*
 * accepted.h -- findings that the publisher accepts, as values.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef PAGE_ACCEPTED_H
#define PAGE_ACCEPTED_H

#include "context.h"

/* "aceptadas" of EVALUATION, or false. */
struct value accepted_of(struct page *page, const struct evaluation *evaluation);

#endif
