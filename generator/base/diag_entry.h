/*
 * diag_entry.h -- what diag.c gathers and diag_print.c prints.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef DIAG_ENTRY_H
#define DIAG_ENTRY_H

#include "base/diag.h"

struct diag_entry {
	enum diag_id id;
	struct place place;
	struct str message;	/* printable, in text */
	struct str hint;
	struct str reason;	/* of what was accepted; borrowed */
	char text[];
};

/* Called for each ENTRY by file and place. DROPPED, set for a file's last
   entry, tells how many of that file were left out. */
typedef void diag_visitor(void *context, const struct diag_entry *entry,
			  size_t dropped);

/* Visit all that is kept, sorted, while nobody can report. */
void diag_each(struct diag *diag, diag_visitor *visit, void *context);

/* "hay 12 avisos más de este archivo ..." */
void diag_put_more(struct buf *out, size_t dropped);

/* "nota", "advertencia", "error" */
const char *severity_name(enum severity severity);

#endif
