/*
 * tokens.h -- a run of prose as one line of text, for comparing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * "ITEM3@2:1( PARA!@2:4( TEXT@2:4<a> ) )": kind, number where there is one,
 * "!" for the flag, place where there is one, texts.
 */
#ifndef TOKENS_H
#define TOKENS_H

#include "base/buf.h"
#include "syntax/prose.h"

static inline const char *token_name(enum prose_kind kind)
{
	static const char *const names[PROSE_KINDS] = {
		"QUOTE", "LIST", "ITEM", "TABLE", "ROW", "CELL", "H", "PARA",
		"EM", "STRONG", "LINK", "IMAGE", "PRE", "HTMLBLOCK", "RULE",
		"TEXT", "CODE", "HTML", "BR",
	};

	return names[kind];
}

static inline void token_put(struct buf *out, const struct prose_token *token)
{
	buf_put_text(out, token_name(token->kind));
	if (token->number)
		buf_printf(out, "%d", (int)token->number);
	if (token->flag)
		buf_put_char(out, '!');
	if (token->line)
		buf_printf(out, "@%u:%u", token->line, token->column);
	if (token->target)
		buf_printf(out, "->%u", token->target);
	if (token->text.len)
		buf_printf(out, "<%.*s>", STR_ARG(token->text));
	if (token->title.len)
		buf_printf(out, "'%.*s'", STR_ARG(token->title));
	if (prose_is_container(token->kind))
		buf_put_char(out, '(');
}

static inline void tokens_put(struct buf *out, struct prose prose)
{
	struct prose_reader reader = prose_read(prose);
	struct prose_token token;
	size_t start = out->len;

	while (prose_next(&reader, &token)) {
		if (out->len > start)
			buf_put_char(out, ' ');
		if (token.close)
			buf_put_char(out, ')');
		else
			token_put(out, &token);
	}
}

static inline struct prose tokens_of(const struct buf *packed)
{
	return (struct prose){ (const uint8_t *)packed->ptr, packed->len };
}

#endif
