/*
 * memory.h -- memory for one parse, given back all at once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * cmark-gfm makes and frees a thousand small nodes for each document, which
 * takes a third of its time. Its own arena cannot be used (one for the whole
 * process, and it loses data when a big block grows), so here is another: a
 * bump allocator that forgets everything between two documents.
 */
#ifndef GENERATOR_SYNTAX_MEMORY_H
#define GENERATOR_SYNTAX_MEMORY_H

#include <cmark-gfm.h>

#include "syntax/markdown.h"

/*
 * From now on, in this thread, the allocator that is returned takes from
 * MEMORY, until memory_end(). With MEMORY NULL it is the library's own.
 */
cmark_mem *memory_begin(struct markdown_memory *memory);

/* Everything that was taken is gone; nothing of it may be freed or looked at.
   Returns false with MEMORY NULL: the caller frees what it took. */
bool memory_end(struct markdown_memory *memory);

#endif
