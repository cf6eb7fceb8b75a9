/*
 * prose.h -- a Markdown text as a flat run of tokens.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The document's tree, written down in reading order: a container gives an
 * opening and a closing token, a leaf gives one. The run is packed into bytes
 * (about the size of the text itself), so that ten thousand documents fit in
 * memory between being read and being printed, and so that a part of a
 * document, an item of a list say, is simply a slice of the bytes.
 *
 * markdown.h makes it; the model cuts it into sections and items and weaves
 * links into it; a page turns it into HTML, an export into plain text. Text
 * is as the author wrote it; nothing is escaped. A line break within a
 * paragraph is a newline within the text.
 *
 *	struct prose_reader reader = prose_read(prose);
 *	struct prose_token token;
 *	while (prose_next(&reader, &token)) ...
 */
#ifndef SYNTAX_PROSE_H
#define SYNTAX_PROSE_H

#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

enum prose_kind {
	/* containers of blocks */
	PROSE_QUOTE,
	PROSE_LIST,		/* number: start; flag: ordered */
	PROSE_ITEM,		/* number: as it was written, or -1 */
	PROSE_TABLE,
	PROSE_ROW,		/* flag: of the table's head */
	PROSE_CELL,		/* number: 0 none, 1 left, 2 centre, 3 right; flag: head */
	/* containers of inlines */
	PROSE_HEADING,		/* number: 1..6 */
	PROSE_PARAGRAPH,	/* flag: in a tight list (no <p>) */
	PROSE_EMPHASIS,
	PROSE_STRONG,
	PROSE_LINK,		/* text: address; title; target */
	PROSE_IMAGE,		/* text: address; title; target */
	/* leaves */
	PROSE_CODE_BLOCK,	/* text; title: the info string */
	PROSE_HTML_BLOCK,	/* text: printed as the text it is */
	PROSE_RULE,
	PROSE_TEXT,
	PROSE_CODE,
	PROSE_HTML,		/* text: printed as the text it is */
	PROSE_BREAK,		/* a hard line break */
	PROSE_KINDS
};

struct prose_token {
	enum prose_kind kind;
	bool close;		/* the end of a container; then nothing but kind counts */
	bool flag;
	int32_t number;
	uint32_t line;		/* of the file, 1-based; 0: not known */
	uint32_t column;	/* bytes, 1-based */
	uint32_t target;	/* the model's: which record a link leads to, plus 1 */
	struct str text;
	struct str title;
};

/* A slice of packed tokens: whole tokens, balanced. Empty is fine. */
struct prose {
	const uint8_t *ptr;
	size_t len;
};

struct prose_reader {
	const uint8_t *next;
	const uint8_t *end;
};

static inline struct prose_reader prose_read(struct prose prose)
{
	return (struct prose_reader){
		prose.ptr, prose.len ? prose.ptr + prose.len : prose.ptr,
	};
}

/* Append TOKEN to the bytes in OUT. */
void prose_put(struct buf *out, const struct prose_token *token);

/* A closing token of KIND. */
void prose_put_close(struct buf *out, enum prose_kind kind);

/* The next token; its texts are borrowed from the bytes. False at the end. */
bool prose_next(struct prose_reader *reader, struct prose_token *token);

bool prose_is_container(enum prose_kind kind);

/* The readable text: no marks, one space between blocks and for line
   breaks, link texts without addresses. */
void prose_put_plain(struct buf *out, struct prose prose);

#endif
