/*
 * markdown.c -- cmark-gfm's tree, written down as tokens.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the parser says about places, and what is made of it:
 *
 * (1) A block's line and column are right. A text's line is, but that a line
 *     break written with a backslash is not counted, nor the definitions of
 *     links that a paragraph begins with: the walk keeps the skew of the block.
 * (2) An inline's column is right on the first line of its block. On later
 *     lines it takes for granted that they are indented as the first one is;
 *     in table cells, after escapes and in <autolinks> it may be off. Emphasis
 *     and links that span lines name the line where they end; breaks none.
 * (3) So a column is believed only when the source has there what the token
 *     says; else the rest of the line is searched; else it is column 1.
 *
 * The text was looked at by markdown_scan() before: (4) no line, run of
 * lines, or count of what takes the parser quadratic time is over a limit.
 */
#include "syntax/markdown.h"

#include <assert.h>
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>

#include "base/vec.h"
#include "memory.h"
#include "scan.h"

#define OPTIONS (CMARK_OPT_DEFAULT | CMARK_OPT_SOURCEPOS)
#define FIND_MAX 16		/* bytes of a text that are looked for */

/* A list and its item are one level; a table, its row and cell lie within. */
#define OPEN_MAX (2 * MARKDOWN_NESTING + 3 + MARKDOWN_INLINE_NESTING)

struct walk {
	struct buf *out;
	struct str body;
	const struct markdown_lines *lines;
	uint32_t before;	/* lines of the file before the body */
	struct str shown;
	struct diag *diag;

	struct buf run;		/* adjacent texts, not yet put out */
	uint32_t run_line, run_column;	/* of its first letter; 0: none yet */

	enum prose_kind open[OPEN_MAX];	/* containers, outermost first */
	unsigned depth;			/* how many there are, */
	unsigned levels, inlines;	/* and of these lists and quotes, inlines */
	const uint8_t *alignment;	/* of the table we are in, */
	unsigned columns;		/* as many, */
	unsigned cell;			/* and the next cell of the row */
	bool head;			/* in the row of the table's head */
	uint32_t block_line, block_end;	/* of the innermost block, in the body */
	uint32_t at_line;		/* of the body, as far as is known */
	uint32_t skew;			/* lines not counted in this block: (1) */
	bool fresh;			/* no text of the block was placed yet */
	uint32_t html_line;		/* where HTML was last reported */
};

void markdown_init(void)
{
	cmark_gfm_core_extensions_ensure_registered();
}

static struct place place_at(const struct walk *walk, uint32_t line,
			     uint32_t column, uint32_t length)
{
	return (struct place){ walk->shown, line, column, length };
}

/* Line LINE of the body (1-based), without its end; absent beyond it. */
static struct str line_of(const struct walk *walk, uint32_t line)
{
	size_t from, to;

	if (line == 0 || line > walk->lines->count)
		return (struct str){ NULL, 0 };
	from = walk->lines->at[line - 1];
	to = line < walk->lines->count ? walk->lines->at[line] : walk->body.len;
	return str_slice(walk->body, from, to - from);
}

/* The column at which LINE has NEEDLE: at COLUMN, or behind it, or anywhere;
   0 when it is not there. See (3). */
static uint32_t column_of(struct str line, uint32_t column, struct str needle)
{
	size_t found;

	if (needle.len > FIND_MAX)
		needle.len = FIND_MAX;
	if (needle.len == 0 || line.len < needle.len)
		return 0;
	if (column - 1 <= line.len - needle.len &&
	    memcmp(line.ptr + column - 1, needle.ptr, needle.len) == 0)
		return column;
	if (column - 1 < line.len) {
		found = str_find(str_slice(line, column - 1, SIZE_MAX), needle);
		if (found != SIZE_MAX)
			return column + (uint32_t)found;
	}
	found = str_find(line, needle);
	return found == SIZE_MAX ? 0 : (uint32_t)found + 1;
}

/* The first text of a block is not on LINE: definitions of links stand before
   it. Find the line and set the skew; returns the column, or 0. See (1). */
static uint32_t find_skew(struct walk *walk, uint32_t line, struct str needle)
{
	for (uint32_t i = line + 1; i <= walk->block_end; i++) {
		uint32_t column = column_of(line_of(walk, i), 1, needle);

		if (column) {
			walk->skew = i - line;
			return column;
		}
	}
	return 0;
}

/* Give TOKEN the place of inline NODE, which is written as it begins with
   NEEDLE. */
static void place_inline(struct walk *walk, struct prose_token *token,
			 cmark_node *node, struct str needle)
{
	int line = cmark_node_get_start_line(node);
	int start = cmark_node_get_start_column(node);
	uint32_t column;

	if (line <= 0)
		line = (int)walk->block_line;
	walk->at_line = (uint32_t)line + walk->skew;
	column = column_of(line_of(walk, walk->at_line),
			   start > 0 ? (uint32_t)start : 1, needle);
	if (!column && walk->fresh && needle.len) {
		column = find_skew(walk, walk->at_line, needle);
		walk->at_line = (uint32_t)line + walk->skew;
	}
	walk->fresh = false;
	token->line = walk->before + walk->at_line;
	token->column = column ? column : 1;
}

static void place_block(struct walk *walk, struct prose_token *token,
			cmark_node *node)
{
	int line = cmark_node_get_start_line(node);
	int column = cmark_node_get_start_column(node);

	walk->block_line = walk->at_line = line > 0 ? (uint32_t)line : 1;
	walk->block_end = (uint32_t)cmark_node_get_end_line(node);
	walk->skew = 0;
	walk->fresh = true;
	token->line = walk->before + walk->block_line;
	token->column = column > 0 ? (uint32_t)column : 1;
}

/* Put out the text gathered so far as one token. */
static void end_run(struct walk *walk)
{
	struct prose_token token = { .kind = PROSE_TEXT };

	if (walk->run.len == 0)
		return;
	token.line = walk->run_line ? walk->run_line : walk->before + walk->at_line;
	token.column = walk->run_line ? walk->run_column : 1;
	token.text = buf_str(&walk->run);
	prose_put(walk->out, &token);
	walk->run_line = 0;
	buf_clear(&walk->run);
}

static void put_text(struct walk *walk, cmark_node *node)
{
	struct str text = str_from(cmark_node_get_literal(node));

	if (walk->run_line == 0 && text.len) {
		struct prose_token token = { 0 };

		place_inline(walk, &token, node, text);
		walk->run_line = token.line;
		walk->run_column = token.column;
	}
	buf_put_str(&walk->run, text);
}

/* The number that is written where ordered item NODE begins, or -1. */
static int32_t written_number(const struct walk *walk, cmark_node *node)
{
	struct str line = line_of(walk, (uint32_t)cmark_node_get_start_line(node));
	size_t at = (size_t)cmark_node_get_start_column(node) - 1;
	int32_t number = 0;
	size_t digits = 0;

	for (; at + digits < line.len && digits < 9; digits++) {
		unsigned digit = (unsigned char)line.ptr[at + digits] - '0';

		if (digit > 9)
			break;
		number = number * 10 + (int32_t)digit;
	}
	return digits ? number : -1;
}

static bool in_tight_item(cmark_node *paragraph)
{
	cmark_node *item = cmark_node_parent(paragraph);

	return item && cmark_node_get_type(item) == CMARK_NODE_ITEM &&
	       cmark_node_get_list_tight(cmark_node_parent(item));
}

/* HTML is said once for each line that has some. */
static void warn_of_html(struct walk *walk, const struct prose_token *token)
{
	size_t end = str_find_char(token->text, '\n');
	size_t length = end == SIZE_MAX ? token->text.len : end;

	if (walk->html_line == token->line)
		return;
	walk->html_line = token->line;
	diag_report(walk->diag, DIAG_MARKDOWN_HTML,
		    place_at(walk, token->line, token->column, (uint32_t)length),
		    STR("para negritas, **así**; para cursivas, *así*"),
		    "el HTML no se interpreta: se publica a la vista, tal como está escrito");
}

static void enter_table(struct walk *walk, struct prose_token *token,
			cmark_node *node)
{
	token->kind = PROSE_TABLE;
	walk->alignment = cmark_gfm_extensions_get_table_alignments(node);
	walk->columns = cmark_gfm_extensions_get_table_columns(node);
}

static void enter_row(struct walk *walk, struct prose_token *token,
		      cmark_node *node)
{
	token->kind = PROSE_ROW;
	token->flag = walk->head =
		cmark_gfm_extensions_get_table_row_is_header(node);
	walk->cell = 0;
}

static void enter_cell(struct walk *walk, struct prose_token *token)
{
	uint8_t alignment = 0;

	if (walk->alignment && walk->cell < walk->columns)
		alignment = walk->alignment[walk->cell];
	walk->cell++;
	token->kind = PROSE_CELL;
	token->number = alignment == 'l' ? 1 : alignment == 'c' ? 2 :
			alignment == 'r' ? 3 : 0;
	token->flag = walk->head;
}

/* The extension's node types are known to its users by name alone. */
static void table_token(struct walk *walk, struct prose_token *token,
			cmark_node *node)
{
	const char *name = cmark_node_get_type_string(node);

	if (strcmp(name, "table") == 0)
		enter_table(walk, token, node);
	else if (strcmp(name, "table_cell") == 0)
		enter_cell(walk, token);
	else
		enter_row(walk, token, node);
}

static void block_token(struct walk *walk, struct prose_token *token,
			cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_BLOCK_QUOTE:
		token->kind = PROSE_QUOTE;
		break;
	case CMARK_NODE_LIST:
		token->kind = PROSE_LIST;
		token->flag = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
		token->number = token->flag ? cmark_node_get_list_start(node) : 0;
		break;
	case CMARK_NODE_ITEM:
		token->kind = PROSE_ITEM;
		token->number = written_number(walk, node);
		break;
	case CMARK_NODE_HEADING:
		token->kind = PROSE_HEADING;
		token->number = cmark_node_get_heading_level(node);
		break;
	case CMARK_NODE_PARAGRAPH:
		token->kind = PROSE_PARAGRAPH;
		token->flag = in_tight_item(node);
		break;
	case CMARK_NODE_CODE_BLOCK:
		token->kind = PROSE_CODE_BLOCK;
		token->text = str_from(cmark_node_get_literal(node));
		token->title = str_from(cmark_node_get_fence_info(node));
		break;
	case CMARK_NODE_HTML_BLOCK:
		token->kind = PROSE_HTML_BLOCK;
		token->text = str_from(cmark_node_get_literal(node));
		break;
	case CMARK_NODE_THEMATIC_BREAK:
		token->kind = PROSE_RULE;
		break;
	default:
		table_token(walk, token, node);
		break;
	}
	place_block(walk, token, node);
}

/* A link begins at the bracket before its first word, which is placed better
   than the link itself; see (2). */
static void place_link(struct walk *walk, struct prose_token *token,
		       cmark_node *node)
{
	cmark_node *leaf = node;
	struct str line;
	uint32_t column;

	while (cmark_node_first_child(leaf))
		leaf = cmark_node_first_child(leaf);
	if (leaf == node) {
		place_inline(walk, token, node, STR("["));
		return;
	}
	place_inline(walk, token, leaf, str_from(cmark_node_get_literal(leaf)));
	line = line_of(walk, walk->at_line);
	for (column = token->column; column > 0; column--) {
		if (column <= line.len && strchr("[<", line.ptr[column - 1])) {
			token->column = column;
			break;
		}
	}
	if (token->kind == PROSE_IMAGE && token->column > 1 &&
	    line.ptr[token->column - 2] == '!')
		token->column--;
}

/* Emphasis and breaks have no place; the text around has. See (2). */
static bool inline_token(struct walk *walk, struct prose_token *token,
			 cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_LINEBREAK:
		token->kind = PROSE_BREAK;
		return true;
	case CMARK_NODE_EMPH:
		token->kind = PROSE_EMPHASIS;
		return true;
	case CMARK_NODE_STRONG:
		token->kind = PROSE_STRONG;
		return true;
	case CMARK_NODE_CODE:
		token->kind = PROSE_CODE;
		break;
	case CMARK_NODE_HTML_INLINE:
		token->kind = PROSE_HTML;
		break;
	case CMARK_NODE_LINK:
		token->kind = PROSE_LINK;
		break;
	case CMARK_NODE_IMAGE:
		token->kind = PROSE_IMAGE;
		break;
	default:
		return false;
	}
	if (prose_is_container(token->kind)) {
		token->text = str_from(cmark_node_get_url(node));
		token->title = str_from(cmark_node_get_title(node));
		place_link(walk, token, node);
	} else {
		token->text = str_from(cmark_node_get_literal(node));
		place_inline(walk, token, node, token->text);
	}
	return true;
}

/* cmark does not count the line that a backslash ends. See (1). */
static void pass_break(struct walk *walk, bool hard)
{
	if (hard && str_ends(str_trim(line_of(walk, walk->at_line)), STR("\\")))
		walk->skew++;
	walk->at_line++;
}

static bool is_level(enum prose_kind kind)
{
	return kind == PROSE_LIST || kind == PROSE_QUOTE;
}

static bool is_inline(enum prose_kind kind)
{
	return kind >= PROSE_EMPHASIS;
}

/* Depth is checked here once more: the scan before knows it only roughly. */
static int open_container(struct walk *walk, enum prose_kind kind)
{
	walk->levels += is_level(kind);
	walk->inlines += is_inline(kind);
	if (walk->inlines > MARKDOWN_INLINE_NESTING ||
	    walk->levels > MARKDOWN_NESTING) {
		diag_report(walk->diag, DIAG_MARKDOWN_LIMIT,
			    place_at(walk, walk->before + walk->block_line, 1, 1),
			    STR(""),
			    is_inline(kind) ? "hay más de %d marcas (*, _, corchetes) una dentro de otra; el texto no se lee"
				      : "hay más de %d listas o citas una dentro de otra; el texto no se lee",
			    is_inline(kind) ? MARKDOWN_INLINE_NESTING : MARKDOWN_NESTING);
		return -1;
	}
	assert(walk->depth < OPEN_MAX);
	walk->open[walk->depth++] = kind;
	return 0;
}

static int enter(struct walk *walk, cmark_node *node)
{
	struct prose_token token = { 0 };

	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_DOCUMENT:
		return 0;
	case CMARK_NODE_TEXT:
		put_text(walk, node);
		return 0;
	case CMARK_NODE_SOFTBREAK:
		buf_put_char(&walk->run, '\n');
		pass_break(walk, false);
		return 0;
	default:
		break;
	}
	end_run(walk);
	if (!inline_token(walk, &token, node))
		block_token(walk, &token, node);
	if (token.kind == PROSE_BREAK)
		pass_break(walk, true);
	if (prose_is_container(token.kind) && open_container(walk, token.kind) < 0)
		return -1;
	if (token.kind == PROSE_HTML || token.kind == PROSE_HTML_BLOCK)
		warn_of_html(walk, &token);
	prose_put(walk->out, &token);
	return 0;
}

static void leave(struct walk *walk)
{
	enum prose_kind kind;

	if (walk->depth == 0)	/* the document itself */
		return;
	end_run(walk);
	kind = walk->open[--walk->depth];
	walk->levels -= is_level(kind);
	walk->inlines -= is_inline(kind);
	prose_put_close(walk->out, kind);
}

static int walk_tree(struct walk *walk, cmark_node *root)
{
	cmark_iter *iter = cmark_iter_new(root);
	cmark_event_type event;
	int status = 0;

	while (status == 0 && (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		if (event == CMARK_EVENT_ENTER)
			status = enter(walk, cmark_iter_get_node(iter));
		else
			leave(walk);
	}
	cmark_iter_free(iter);
	return status;
}

/* The extension looks at every line again, so it comes only when needed. */
static cmark_parser *parser_new(cmark_mem *mem, bool tables)
{
	cmark_parser *parser = cmark_parser_new_with_mem(OPTIONS, mem);

	if (tables) {
		cmark_syntax_extension *table = cmark_find_syntax_extension("table");

		assert(table);	/* markdown_init() came first */
		cmark_parser_attach_syntax_extension(parser, table);
	}
	return parser;
}

int markdown_parse(struct buf *out, struct str body, uint32_t first_line,
		   struct str shown, struct diag *diag)
{
	return markdown_parse_in(NULL, out, body, first_line, shown, diag);
}

int markdown_parse_in(struct markdown_memory *memory, struct buf *out, struct str body, uint32_t first_line,
		   struct str shown, struct diag *diag)
{
	struct markdown_lines lines = { 0 };
	struct walk walk = {
		.out = out, .body = body, .lines = &lines,
		.before = first_line - 1, .shown = shown, .diag = diag,
	};
	size_t start = out->len;
	cmark_parser *parser;
	cmark_node *root;
	int status = -1;

	buf_init(&walk.run);
	if (body.len == 0) {
		status = 0;
		goto out;
	}
	if (markdown_scan(&lines, body, first_line, shown, diag) < 0)
		goto out;
	parser = parser_new(memory_begin(memory), lines.tables);
	cmark_parser_feed(parser, body.ptr, body.len);
	root = cmark_parser_finish(parser);
	buf_reserve(out, body.len + body.len / 8);
	status = walk_tree(&walk, root);
	if (status < 0) {
		out->len = start;
		out->ptr[start] = '\0';
	}
	if (!memory_end(memory)) {
		cmark_parser_free(parser);
		cmark_node_free(root);
	}
out:
	buf_dispose(&walk.run);
	vec_dispose(&lines);
	return status;
}
