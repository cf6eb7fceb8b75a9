/*
 * markdown.h -- CommonMark and its tables, into prose.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * cmark-gfm parses; this file looks at the text beforehand, because the
 * version we build on takes quadratic time on some shapes (nested list
 * markers, runs of brackets, one paragraph of very many lines): what is over
 * a limit is reported at its line and the text is not parsed at all. The
 * table extension is the only one used: others keep state that is shared
 * between threads, and bare URLs are linked by the model's own pass.
 */
#ifndef SYNTAX_MARKDOWN_H
#define SYNTAX_MARKDOWN_H

#include "base/diag.h"
#include "syntax/prose.h"

#define MARKDOWN_TEXT_MAX (1u << 20)	/* bytes of the whole text */
#define MARKDOWN_LINE_MAX (64u << 10)	/* bytes of one line */
#define MARKDOWN_BLOCK_MAX (64u << 10)	/* bytes of one paragraph */
#define MARKDOWN_NESTING 16		/* levels of lists and quotes */
#define MARKDOWN_INLINE_NESTING 64	/* levels of emphasis and links */
#define MARKDOWN_CELLS 50000		/* of all tables of a text */

/* Once, before any thread parses. */
void markdown_init(void);

/* Memory that many parses of one thread use in turn, which makes them much
   faster. Yours, free with markdown_memory_free(). */
struct markdown_memory;

struct markdown_memory *markdown_memory_new(void);
void markdown_memory_free(struct markdown_memory *memory);

/*
 * Parse BODY, which begins at line FIRST_LINE of the file SHOWN, and append
 * its tokens to OUT. Lines and columns are of the file; blocks, texts, code,
 * links and images have them, emphasis and breaks do not. The column of an
 * inline is checked against the source, and 1 where the two do not agree. The
 * number of an ordered item is read from the source where the item begins.
 * Raw HTML is reported once for each line (a warning) and kept as text.
 *
 * MEMORY is used for the time of the call, by this thread alone; with NULL
 * the parser's memory is malloc's, piece by piece.
 *
 * Returns -1 after a diagnostic when a limit is passed; OUT is then as it was.
 */
int markdown_parse_in(struct markdown_memory *memory, struct buf *out,
		      struct str body, uint32_t first_line, struct str shown,
		      struct diag *diag);

/* The same with MEMORY NULL. */
int markdown_parse(struct buf *out, struct str body, uint32_t first_line,
		   struct str shown, struct diag *diag);

#endif
