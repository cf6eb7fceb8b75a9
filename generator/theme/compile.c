/*
 * compile.c -- the source of a template into its tree.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One pass, from tag to tag. A tag knows, from the source around it, whether
 * only blanks stand before it on its line and only blanks and a line's end
 * after it; a tag that stands alone on its line takes the line with it. What
 * the tree must know about lines is told in tree.h.
 *
 * A mistake that makes the rest unreadable (an unclosed tag or section) ends
 * the compilation of this template; others are reported and it goes on.
 *
 * (1) parser.pos is behind all that was put into a builder so far, and only
 *     grows: each byte is looked at a bounded number of times.
 * (2) parser.dedent is the absolute indentation of the block being read, as
 *     written in the source; indentations in the tree are relative to it.
 */
#include <stdlib.h>

#include "base/utf8.h"
#include "tree.h"

#define NOWHERE ((size_t)-1)
#define ARGUMENT '@'		/* a tag's kind: '$' within a parent */

struct tag {
	char kind;		/* one of !#^/>=<$&{@ or 0 for a plain name */
	struct str content;	/* without blanks around it */
	size_t start, end;
	size_t line_start;	/* NOWHERE unless only blanks stand before */
	size_t next_line;	/* NOWHERE unless only blanks come after */
};

struct parser {
	struct arena *arena;
	struct str source;
	size_t pos;
	struct str open, close;	/* the delimiters */
	struct str dedent;
	unsigned depth;
	struct diag *diag;
	int status;
	struct place first;	/* of the first byte */
	struct place place;	/* of counted, kept by place_at() */
	size_t counted;
};

/* A body being made. */
struct builder {
	VEC(struct op) ops;
	struct buf text;
	bool text_starts_line;
	bool line_pending;	/* a line of the source begins here */
};

static bool parse_items(struct parser *parser, struct builder *builder,
			const struct tag *opener);

/* --- Places and messages. --- */

/* Lines are counted from the last place on, as places mostly grow. */
static struct place place_at(struct parser *parser, size_t offset, size_t length)
{
	struct place *place = &parser->place;

	if (offset < parser->counted) {
		size_t back = parser->counted - offset;

		if (back < place->column) {	/* on the same line */
			place->column -= (uint32_t)back;
			parser->counted = offset;
		}
	}
	if (offset < parser->counted) {
		*place = parser->first;
		parser->counted = 0;
	}
	for (; parser->counted < offset; parser->counted++) {
		if (parser->source.ptr[parser->counted] == '\n') {
			place->line++;
			place->column = 1;
		} else {
			place->column++;
		}
	}
	place->length = (uint32_t)length;
	return *place;
}

static struct place tag_place(struct parser *parser, const struct tag *tag)
{
	struct str whole = str_slice(parser->source, tag->start,
				     tag->end - tag->start);
	size_t line = str_find_char(whole, '\n');

	return place_at(parser, tag->start,
			line == NOWHERE ? whole.len : line);
}

#define SAY(parser, place, hint, ...)					\
	((parser)->status = -1,						\
	 diag_report((parser)->diag, DIAG_TEMPLATE_SYNTAX, (place),	\
		     STR(hint), __VA_ARGS__))

/* --- Bodies. --- */

static void builder_init(struct builder *builder)
{
	*builder = (struct builder){ 0 };
	buf_init(&builder->text);
}

static void builder_dispose(struct builder *builder)
{
	vec_dispose(&builder->ops);
	buf_dispose(&builder->text);
}

static struct op *new_op(struct builder *builder, enum op_kind kind,
			 struct place place)
{
	struct op op = {
		.kind = (uint8_t)kind, .line = place.line,
		.column = place.column, .length = place.length,
	};

	vec_push(&builder->ops, op);
	return &builder->ops.at[builder->ops.count - 1];
}

static void put_text_op(struct builder *builder, struct str text,
			bool starts_line)
{
	struct op *op = new_op(builder, OP_TEXT, (struct place){ .line = 0 });

	op->as.text = text;
	op->starts_line = starts_line;
}

/* Make an operation of the text gathered so far, and one of a line's start
   that no text followed. */
static void flush(struct parser *parser, struct builder *builder)
{
	if (builder->text.len) {
		struct str text = arena_str(parser->arena,
					    buf_str(&builder->text));

		put_text_op(builder, text, builder->text_starts_line);
		buf_clear(&builder->text);
	}
	if (builder->line_pending)
		put_text_op(builder, STR(""), true);
	builder->line_pending = false;
}

static struct op *add_op(struct parser *parser, struct builder *builder,
			 enum op_kind kind, const struct tag *tag)
{
	flush(parser, builder);
	return new_op(builder, kind, tag_place(parser, tag));
}

static struct body finish(struct parser *parser, struct builder *builder)
{
	struct body body = { 0 };

	flush(parser, builder);
	body.count = (uint32_t)builder->ops.count;
	body.ops = ARENA_ARRAY(parser->arena, body.count, struct op);
	if (body.count)
		memcpy((void *)body.ops, builder->ops.at,
		       body.count * sizeof *body.ops);
	return body;
}

/* --- Blanks and lines. --- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static size_t skip_blanks(struct str source, size_t at)
{
	while (at < source.len && is_blank(source.ptr[at]))
		at++;
	return at;
}

/* Where the line of AT begins, if only blanks stand between. */
static size_t blank_before(struct str source, size_t at)
{
	while (at > 0 && is_blank(source.ptr[at - 1]))
		at--;
	return at == 0 || source.ptr[at - 1] == '\n' ? at : NOWHERE;
}

/* Where the line after AT begins, if only blanks stand between. */
static size_t blank_after(struct str source, size_t at)
{
	at = skip_blanks(source, at);
	if (at < source.len && source.ptr[at] == '\r')
		at++;
	if (at == source.len)
		return at;
	return source.ptr[at] == '\n' ? at + 1 : NOWHERE;
}

/* INDENT without what it has in common with DEDENT. */
static struct str relative(struct str indent, struct str dedent)
{
	size_t same = 0;

	while (same < indent.len && same < dedent.len &&
	       indent.ptr[same] == dedent.ptr[same])
		same++;
	return str_slice(indent, same, NOWHERE);
}

static struct str blanks_of(struct parser *parser, size_t from, size_t to)
{
	return str_slice(parser->source, from, to - from);
}

/* Text that is gathered already ends in a newline here: what is put behind it
   begins a line without further ado, only a tag needs the mark. */
static void begin_line(struct builder *builder)
{
	builder->line_pending = true;
}

static void put_text(struct builder *builder, struct str text)
{
	if (!text.len)
		return;
	if (!builder->text.len)
		builder->text_starts_line = builder->line_pending;
	builder->line_pending = false;
	buf_put_str(&builder->text, text);
}

/* Put the source from pos to END, line by line; when a tag follows that does
   not take its line with it, also the mark of a line that begins there. */
static void put_source(struct parser *parser, struct builder *builder,
		       size_t end, bool tag_follows)
{
	struct str source = parser->source;

	while (parser->pos < end) {
		struct str line = str_slice(source, parser->pos,
					    end - parser->pos);
		size_t newline = str_find_char(line, '\n');

		if (newline != NOWHERE)
			line.len = newline + 1;
		if (parser->pos == 0 || source.ptr[parser->pos - 1] == '\n') {
			begin_line(builder);
			put_text(builder, relative(line, parser->dedent));
		} else {
			put_text(builder, line);
		}
		parser->pos += line.len;
	}
	if (tag_follows && (end == 0 || source.ptr[end - 1] == '\n'))
		begin_line(builder);
}

static bool is_alone(const struct tag *tag)
{
	return tag->line_start != NOWHERE && tag->next_line != NOWHERE;
}

/* Put what precedes TAG and step behind it. */
static void pass_tag(struct parser *parser, struct builder *builder,
		     const struct tag *tag, bool takes_line)
{
	if (takes_line) {
		put_source(parser, builder, tag->line_start, false);
		parser->pos = tag->next_line;
	} else {
		put_source(parser, builder, tag->start, true);
		parser->pos = tag->end;
	}
}

/* --- Names. --- */

static bool has_blank(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (is_blank(s.ptr[i]) || s.ptr[i] == '\n' || s.ptr[i] == '\r')
			return true;
	return false;
}

/* The content of a tag must be one word. */
static bool check_word(struct parser *parser, const struct tag *tag)
{
	if (!tag->content.len)
		SAY(parser, tag_place(parser, tag), "",
		    "a esta etiqueta le falta un nombre; no se imprime nada");
	else if (has_blank(tag->content))
		SAY(parser, tag_place(parser, tag), "",
		    "el nombre «%.*s» lleva espacios; no se imprime nada",
		    STR_ARG(name_shown(tag->content)));
	else
		return true;
	return false;
}

/* "a.b.c" into parts; false after a message. */
static bool parse_name(struct parser *parser, const struct tag *tag,
		       struct str text, struct name *name)
{
	struct str rest = text, piece;
	VEC(struct part) parts = { 0 };
	bool good = true;

	*name = (struct name){ 0 };
	if (str_equal(text, STR(".")))
		return true;
	while (str_cut(&rest, '.', &piece)) {
		struct part part = {
			.ptr = piece.ptr, .len = (uint32_t)piece.len,
			.hash = value_hash(piece.ptr, piece.len),
		};

		good = good && piece.len;
		vec_push(&parts, part);
	}
	if (!good || !parts.count || text.ptr[text.len - 1] == '.') {
		SAY(parser, tag_place(parser, tag), "",
		    "el nombre «%.*s» tiene un punto de más; no se imprime nada",
		    STR_ARG(name_shown(text)));
	} else {
		struct part *at = ARENA_ARRAY(parser->arena, parts.count,
					      struct part);

		memcpy(at, parts.at, parts.count * sizeof *at);
		name->parts = at;
		name->count = (uint32_t)parts.count;
	}
	vec_dispose(&parts);
	return name->count != 0;
}

/* --- Tags. --- */

static char closing_mark(char kind)
{
	return kind == '{' ? '}' : kind == '=' ? '=' : '\0';
}

/* Where the closing delimiter, with MARK before it if any, is. */
static size_t find_close(struct parser *parser, size_t from, char mark)
{
	struct str rest = str_slice(parser->source, from, NOWHERE);
	char text[66];
	size_t at, len = 0;

	if (mark)
		text[len++] = mark;
	memcpy(text + len, parser->close.ptr, parser->close.len);
	len += parser->close.len;
	at = str_find(rest, str_make(text, len));
	return at == NOWHERE ? NOWHERE : from + at;
}

/* Read the tag whose opening delimiter is at START. */
static bool read_tag(struct parser *parser, size_t start, struct tag *tag)
{
	struct str source = parser->source;
	size_t from = skip_blanks(source, start + parser->open.len), close;
	char mark;

	*tag = (struct tag){ .start = start };
	if (from < source.len && source.ptr[from] &&
	    strchr("!#^/>=<$&{", source.ptr[from]))
		tag->kind = source.ptr[from++];
	mark = closing_mark(tag->kind);
	close = find_close(parser, from, mark);
	if (close == NOWHERE) {
		SAY(parser, place_at(parser, start, parser->open.len), "",
		    "a esta etiqueta le falta su cierre «%s%.*s»; "
		    "la plantilla no se usa",
		    mark == '}' ? "}" : mark == '=' ? "=" : "",
		    STR_ARG(parser->close));
		return false;
	}
	tag->content = str_trim(str_slice(source, from, close - from));
	tag->end = close + (mark ? 1 : 0) + parser->close.len;
	tag->line_start = blank_before(source, start);
	tag->next_line = blank_after(source, tag->end);
	return true;
}

static bool is_delimiter(struct str s)
{
	return s.len && s.len <= 64 && !has_blank(s) &&
	       str_find_char(s, '=') == NOWHERE;
}

static bool set_delimiters(struct parser *parser, const struct tag *tag)
{
	struct str content = tag->content;
	size_t gap = 0;
	struct str open, close;

	while (gap < content.len && !has_blank(str_slice(content, gap, 1)))
		gap++;
	open = str_slice(content, 0, gap);
	close = str_trim(str_slice(content, gap, NOWHERE));
	if (!is_delimiter(open) || !is_delimiter(close)) {
		SAY(parser, tag_place(parser, tag), "así: {{=<% %>=}}",
		    "los delimitadores nuevos son dos, separados por un "
		    "espacio y sin «=»; la plantilla no se usa");
		return false;
	}
	parser->open = open;
	parser->close = close;
	return true;
}

static void put_value(struct parser *parser, struct builder *builder,
		      const struct tag *tag)
{
	struct name name;

	pass_tag(parser, builder, tag, false);
	if (!check_word(parser, tag) ||
	    !parse_name(parser, tag, tag->content, &name))
		return;
	add_op(parser, builder, tag->kind ? OP_RAW : OP_VALUE, tag)->as.name =
		name;
}

static bool enter(struct parser *parser, const struct tag *tag)
{
	if (parser->depth++ < TEMPLATE_NESTING)
		return true;
	SAY(parser, tag_place(parser, tag), "",
	    "hay más de %d etiquetas una dentro de otra; "
	    "la plantilla no se usa", TEMPLATE_NESTING);
	return false;
}

static bool put_section(struct parser *parser, struct builder *builder,
			const struct tag *tag)
{
	struct builder inner;
	struct section *section = ARENA_NEW(parser->arena, struct section);
	struct op *op;
	bool good;

	pass_tag(parser, builder, tag, is_alone(tag));
	if (check_word(parser, tag))
		parse_name(parser, tag, tag->content, &section->name);
	op = add_op(parser, builder,
		    tag->kind == '#' ? OP_SECTION : OP_INVERTED, tag);
	op->as.section = section;
	if (!enter(parser, tag))
		return false;
	builder_init(&inner);
	good = parse_items(parser, &inner, tag);
	section->body = finish(parser, &inner);
	builder_dispose(&inner);
	parser->depth--;
	return good;
}

/* The name of a partial or parent, or the dotted name after a '*'. */
static struct call *new_call(struct parser *parser, const struct tag *tag)
{
	struct call *call = ARENA_NEW(parser->arena, struct call);
	struct tag word = *tag;

	if (word.content.len && word.content.ptr[0] == '*') {
		call->is_dynamic = true;
		word.content = str_trim(str_slice(word.content, 1, NOWHERE));
	}
	if (!check_word(parser, &word))
		return call;
	call->target_name = word.content;
	if (call->is_dynamic)
		parse_name(parser, tag, word.content, &call->dynamic);
	return call;
}

static void put_partial(struct parser *parser, struct builder *builder,
			const struct tag *tag)
{
	struct call *call = new_call(parser, tag);

	pass_tag(parser, builder, tag, is_alone(tag));
	call->standalone = is_alone(tag);
	if (call->standalone)
		call->indent = relative(
			blanks_of(parser, tag->line_start, tag->start),
			parser->dedent);
	add_op(parser, builder, OP_CALL, tag)->as.call = call;
}

/* --- Blocks and parents. --- */

/* Whether the tag at AT closes something. */
static bool closes_at(struct parser *parser, size_t at)
{
	struct str rest = str_slice(parser->source, at, NOWHERE);

	if (!str_starts(rest, parser->open))
		return false;
	at = skip_blanks(rest, parser->open.len);
	return at < rest.len && rest.ptr[at] == '/';
}

/* The indentation of the first line with something on it from AT on, or
   OTHERWISE when that is a closing tag or there is none. */
static struct str first_indent(struct parser *parser, size_t at,
			       struct str otherwise)
{
	struct str source = parser->source;

	while (at < source.len) {
		size_t next = blank_after(source, at), word;

		if (next != NOWHERE) {
			at = next;
			continue;
		}
		word = skip_blanks(source, at);
		return closes_at(parser, word) ? otherwise :
		       blanks_of(parser, at, word);
	}
	return otherwise;
}

/* Read the body of block TAG up to its end, its lines without the blanks of
   INDENT. */
static bool parse_block(struct parser *parser, const struct tag *tag,
			struct str indent, struct body *body)
{
	struct str outer = parser->dedent;
	struct builder inner;
	bool good;

	if (!enter(parser, tag))
		return false;
	parser->dedent = indent;
	builder_init(&inner);
	good = parse_items(parser, &inner, tag);
	*body = finish(parser, &inner);
	builder_dispose(&inner);
	parser->dedent = outer;
	parser->depth--;
	return good;
}

/* A block that is a place to be filled. */
static bool put_block(struct parser *parser, struct builder *builder,
		      const struct tag *tag)
{
	struct block *block = ARENA_NEW(parser->arena, struct block);
	struct str indent = parser->dedent;
	bool good;

	if (tag->line_start != NOWHERE)
		indent = blanks_of(parser, tag->line_start, tag->start);
	block->standalone = is_alone(tag) && tag->next_line > tag->end &&
			    parser->source.ptr[tag->next_line - 1] == '\n';
	if (block->standalone)
		indent = first_indent(parser, tag->next_line, indent);
	pass_tag(parser, builder, tag, block->standalone);
	if (check_word(parser, tag))
		block->name = tag->content;
	block->indent = relative(indent, parser->dedent);
	add_op(parser, builder, OP_BLOCK, tag)->as.block = block;
	good = parse_block(parser, tag, indent, &block->body);
	block->body.starts_line = block->standalone;
	return good;
}

/* A block within a parent: what fills the parent's block of that name. */
static bool parse_argument(struct parser *parser, const struct tag *tag,
			   struct argument *argument)
{
	struct str indent = STR("");
	bool whole_lines = tag->next_line != NOWHERE;
	struct tag opener = *tag;
	bool good;

	if (tag->line_start != NOWHERE)
		indent = blanks_of(parser, tag->line_start, tag->start);
	if (whole_lines)
		indent = first_indent(parser, tag->next_line, indent);
	if (check_word(parser, tag))
		argument->name = tag->content;
	parser->pos = whole_lines ? tag->next_line : tag->end;
	opener.kind = ARGUMENT;
	good = parse_block(parser, &opener, indent, &argument->body);
	argument->body.starts_line = whole_lines;
	return good;
}

static void report_ignored(struct parser *parser, const struct tag *tag)
{
	diag_report(parser->diag, DIAG_TEMPLATE_IGNORED,
		    tag_place(parser, tag), STR(""),
		    "dentro de {{<...}} sólo cuentan los bloques {{$...}}; "
		    "esto no se imprime");
}

static bool check_closing(struct parser *parser, const struct tag *tag,
			  const struct tag *opener);

static size_t find_open(const struct parser *parser)
{
	size_t at = str_find(str_slice(parser->source, parser->pos, NOWHERE),
			     parser->open);

	return at == NOWHERE ? NOWHERE : parser->pos + at;
}

static bool report_unclosed(struct parser *parser, const struct tag *opener)
{
	SAY(parser, tag_place(parser, opener), "",
	    "«%.*s» se abre aquí y no se cierra; la plantilla no se usa",
	    STR_ARG(name_shown(opener->content)));
	return false;
}

/* Something other than a block within a parent: read past it. */
static bool skip_item(struct parser *parser, const struct tag *tag)
{
	struct builder nothing;
	bool good = true;

	parser->pos = tag->end;
	if (tag->kind == '!')
		return true;
	if (tag->kind == '=')
		return set_delimiters(parser, tag);
	report_ignored(parser, tag);
	if (!tag->kind || !strchr("#^<", tag->kind))
		return true;
	if (!enter(parser, tag))
		return false;
	builder_init(&nothing);
	good = parse_items(parser, &nothing, tag);
	builder_dispose(&nothing);
	parser->depth--;
	return good;
}

/* The blocks between {{<parent}} and its end, which is read into *END. */
static bool parse_arguments(struct parser *parser, const struct tag *opener,
			    struct call *call, struct tag *end)
{
	VEC(struct argument) arguments = { 0 };
	bool good = true;

	for (;;) {
		struct argument argument = { 0 };
		size_t at = find_open(parser);

		if (at == NOWHERE)
			good = report_unclosed(parser, opener);
		else
			good = read_tag(parser, at, end);
		if (!good)
			break;
		if (end->kind == '/') {
			parser->pos = end->end;
			good = check_closing(parser, end, opener);
			break;
		}
		if (end->kind == '$') {
			good = parse_argument(parser, end, &argument);
			vec_push(&arguments, argument);
		} else {
			good = skip_item(parser, end);
		}
		if (!good)
			break;
	}
	call->argument_count = (uint32_t)arguments.count;
	call->arguments = ARENA_ARRAY(parser->arena, arguments.count,
				      struct argument);
	if (arguments.count)
		memcpy(call->arguments, arguments.at,
		       arguments.count * sizeof *arguments.at);
	vec_dispose(&arguments);
	return good;
}

/* A parent stands alone as a whole: blanks before its first tag, and after
   its last. Which of the two it is shows only at its end. */
static bool put_parent(struct parser *parser, struct builder *builder,
		       const struct tag *tag)
{
	struct call *call = new_call(parser, tag);
	struct place place = tag_place(parser, tag);
	struct str blanks = STR("");
	struct tag end;
	bool good;

	if (tag->line_start != NOWHERE) {
		put_source(parser, builder, tag->line_start, false);
		blanks = blanks_of(parser, tag->line_start, tag->start);
		blanks = relative(blanks, parser->dedent);
	} else {
		put_source(parser, builder, tag->start, true);
	}
	parser->pos = tag->end;
	if (!enter(parser, tag))
		return false;
	good = parse_arguments(parser, tag, call, &end);
	parser->depth--;
	if (!good)
		return false;
	if (tag->line_start != NOWHERE && end.next_line != NOWHERE) {
		call->standalone = true;
		call->indent = blanks;
		parser->pos = end.next_line;
	} else if (tag->line_start != NOWHERE) {
		begin_line(builder);
		put_text(builder, blanks);
	}
	flush(parser, builder);
	new_op(builder, OP_CALL, place)->as.call = call;
	return true;
}

/* --- The whole. --- */

static struct str without_blanks(struct parser *parser, struct str s)
{
	struct buf text;
	struct str result;

	buf_init(&text);
	for (size_t i = 0; i < s.len; i++)
		if (!has_blank(str_slice(s, i, 1)))
			buf_put_char(&text, s.ptr[i]);
	result = arena_str(parser->arena, buf_str(&text));
	buf_dispose(&text);
	return result;
}

static bool check_closing(struct parser *parser, const struct tag *tag,
			  const struct tag *opener)
{
	if (!opener) {
		SAY(parser, tag_place(parser, tag), "",
		    "«%.*s» se cierra aquí sin haberse abierto; "
		    "la plantilla no se usa", STR_ARG(name_shown(tag->content)));
		return false;
	}
	if (str_equal(tag->content, opener->content) ||
	    str_equal(without_blanks(parser, tag->content),
		      without_blanks(parser, opener->content)))
		return true;
	struct place place = tag_place(parser, tag);
	struct place begin = tag_place(parser, opener);

	SAY(parser, place, "",
	    "aquí se cierra «%.*s», pero lo último que se abrió es «%.*s», "
	    "en la línea %u; la plantilla no se usa", STR_ARG(name_shown(tag->content)),
	    STR_ARG(name_shown(opener->content)), begin.line);
	return false;
}

static bool end_items(struct parser *parser, struct builder *builder,
		      const struct tag *tag, const struct tag *opener)
{
	/* What follows the end of an argument is outside: only the blanks
	   before it matter. */
	if (opener && opener->kind == ARGUMENT && tag->line_start != NOWHERE) {
		put_source(parser, builder, tag->line_start, false);
		parser->pos = tag->end;
	} else {
		pass_tag(parser, builder, tag, is_alone(tag));
	}
	return check_closing(parser, tag, opener);
}

static bool put_tag(struct parser *parser, struct builder *builder,
		    const struct tag *tag)
{
	switch (tag->kind) {
	case '!':
		pass_tag(parser, builder, tag, is_alone(tag));
		return true;
	case '=':
		pass_tag(parser, builder, tag, is_alone(tag));
		return set_delimiters(parser, tag);
	case '#':
	case '^':
		return put_section(parser, builder, tag);
	case '>':
		put_partial(parser, builder, tag);
		return true;
	case '<':
		return put_parent(parser, builder, tag);
	case '$':
		return put_block(parser, builder, tag);
	default:
		put_value(parser, builder, tag);
		return true;
	}
}

/* Read up to the end of OPENER, or of the source when it is NULL. */
static bool parse_items(struct parser *parser, struct builder *builder,
			const struct tag *opener)
{
	for (;;) {
		size_t at = find_open(parser);
		struct tag tag;

		if (at == NOWHERE) {
			put_source(parser, builder, parser->source.len, false);
			return !opener || report_unclosed(parser, opener);
		}
		if (!read_tag(parser, at, &tag))
			return false;
		if (tag.kind == '/')
			return end_items(parser, builder, &tag, opener);
		if (!put_tag(parser, builder, &tag))
			return false;
	}
}

int template_compile(struct template *template, struct place place,
		     struct str source, struct diag *diag)
{
	struct builder builder;
	struct parser parser = {
		.arena = &template->set->arena,
		.source = source, .open = STR("{{"), .close = STR("}}"),
		.dedent = STR(""), .diag = diag,
	};

	if (!place.line)
		place.line = place.column = 1;
	parser.first = parser.place = place;
	builder_init(&builder);
	parse_items(&parser, &builder, NULL);
	template->body = finish(&parser, &builder);
	if (parser.status)
		template->body = (struct body){ 0 };
	builder_dispose(&builder);
	return parser.status;
}
