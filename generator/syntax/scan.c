/*
 * scan.c -- a look at a Markdown text before the parser gets it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nothing is parsed here: where the meaning of a line depends on what came
 * before, the dearer reading is assumed. The limits are far enough from any
 * text that people write for that not to matter.
 */
#include "scan.h"

#include "base/vec.h"
#include "syntax/markdown.h"

#define INDENT_MAX 100		/* columns before a list marker */
#define DEAR_MAX 500		/* openings that cost a look ahead each */
#define DENSE_FROM (128u << 10)	/* from this size on, marks are counted */
#define DENSE_MAX 150000	/* line ends and marks in the whole text */
#define EXPANDED_MAX (16u << 20)	/* bytes that link definitions may copy */

struct scan {
	struct str shown;
	struct diag *diag;
	uint32_t line;		/* of the file */
	size_t block;		/* bytes of the paragraph so far, */
	uint32_t block_line;	/* and where it begins */
	size_t run;		/* bytes since the last blank line, */
	size_t longest_run;	/* and the most there were */
	bool tables;		/* something like a table was seen */
	unsigned columns;	/* of the table that may be open */
	size_t cells;
};

/* What stands at the beginning of a line, before its text. */
struct head {
	size_t end;		/* offset of the text */
	unsigned markers;	/* quotes and list markers */
	unsigned columns;	/* of white space before the last of them */
	bool item;		/* one of them is of a list */
};

#define REFUSE(scan, ...)						\
	(diag_report((scan)->diag, DIAG_MARKDOWN_LIMIT,			\
		     (struct place){ (scan)->shown, (scan)->line, 1, 1 },	\
		     STR(""), __VA_ARGS__), -1)

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* The length of the list marker at AT, or 0. */
static size_t marker_length(struct str line, size_t at)
{
	size_t end = at;

	if (line.ptr[end] == '-' || line.ptr[end] == '*' || line.ptr[end] == '+') {
		end++;
	} else {
		while (end < line.len && end - at < 9 &&
		       line.ptr[end] >= '0' && line.ptr[end] <= '9')
			end++;
		if (end == at || end == line.len ||
		    (line.ptr[end] != '.' && line.ptr[end] != ')'))
			return 0;
		end++;
	}
	return end == line.len || is_blank(line.ptr[end]) ? end - at : 0;
}

static struct head head_of(struct str line)
{
	struct head head = { 0 };
	unsigned columns = 0;

	while (head.end < line.len) {
		size_t length = 1;

		if (is_blank(line.ptr[head.end])) {
			columns += line.ptr[head.end++] == '\t' ? 4 : 1;
			continue;
		}
		if (line.ptr[head.end] != '>') {
			length = marker_length(line, head.end);
			if (length == 0)
				break;
			head.item = true;
		}
		head.markers++;
		head.columns = columns;
		head.end += length;
	}
	return head;
}

static bool only_of(struct str text, const char *set)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] == '\0' || !strchr(set, text.ptr[i]))
			return false;
	return true;
}

/* "* * *" is a rule, however long. */
static bool is_rule(struct str line)
{
	return only_of(line, " \t-") || only_of(line, " \t*");
}

/* The columns of the table that TEXT would begin as its second line, or 0. */
static unsigned table_columns(struct str text)
{
	unsigned columns = 1;

	if (text.ptr[0] == '\0' || !strchr("|:-", text.ptr[0]) || !only_of(text, "|:- \t\v\f"))
		return 0;
	for (size_t i = 0; i < text.len; i++)
		columns += text.ptr[i] == '|';
	return columns;
}

static void blank_line(struct scan *scan)
{
	if (scan->run > scan->longest_run)
		scan->longest_run = scan->run;
	scan->run = scan->block = 0;
	scan->columns = 0;
}

static int count_cells(struct scan *scan, struct str text)
{
	unsigned columns = table_columns(text);

	scan->tables |= columns != 0;
	if (columns > scan->columns)
		scan->columns = columns;
	scan->cells += scan->columns;
	if (scan->cells > MARKDOWN_CELLS)
		return REFUSE(scan, "las tablas suman más de %d celdas; el texto no se lee",
			      MARKDOWN_CELLS);
	return 0;
}

/* A list item, a heading, a row of a table begin anew; any other line may
   belong to the paragraph of the line before. */
static int count_block(struct scan *scan, struct str line, const struct head *head)
{
	if (scan->block == 0 || head->item || line.ptr[head->end] == '#' ||
	    memchr(line.ptr, '|', line.len)) {
		scan->block = 0;
		scan->block_line = scan->line;
	}
	scan->run += line.len + 1;
	scan->block += line.len + 1;
	if (scan->block <= MARKDOWN_BLOCK_MAX)
		return 0;
	scan->line = scan->block_line;
	return REFUSE(scan, "el párrafo que comienza aquí pasa de %u KB; el texto no se lee: divídalo con líneas en blanco",
		      MARKDOWN_BLOCK_MAX >> 10);
}

static int scan_line(struct scan *scan, struct str line)
{
	struct head head;

	if (line.len > MARKDOWN_LINE_MAX)
		return REFUSE(scan, "la línea pasa de %u KB; el texto no se lee",
			      MARKDOWN_LINE_MAX >> 10);
	head = head_of(line);
	if ((head.markers > MARKDOWN_NESTING || head.columns > INDENT_MAX) &&
	    !is_rule(line))
		return REFUSE(scan, "hay más de %d listas o citas una dentro de otra; el texto no se lee",
			      MARKDOWN_NESTING);
	if (head.end == line.len && !head.item) {
		blank_line(scan);
		return 0;
	}
	if (head.end == line.len)	/* an empty item */
		head.end--;
	if (count_cells(scan, str_slice(line, head.end, SIZE_MAX)) < 0)
		return -1;
	return count_block(scan, line, &head);
}

static int scan_lines(struct scan *scan, struct markdown_lines *lines,
		      struct str body)
{
	size_t from = 0;

	while (from < body.len) {
		const char *end = memchr(body.ptr + from, '\n', body.len - from);
		size_t to = end ? (size_t)(end - body.ptr) : body.len;

		vec_push(lines, (uint32_t)from);
		if (scan_line(scan, str_slice(body, from, to - from)) < 0)
			return -1;
		scan->line++;
		from = to + 1;
	}
	blank_line(scan);
	return 0;
}

/* How often FIRST is followed by one of SECOND, stopping above MAX at *AT. */
static size_t count_pairs(struct str body, char first, const char *second,
			  size_t max, size_t *at)
{
	const char *next = body.ptr, *end = body.ptr + body.len;
	size_t count = 0;

	while (next < end && (next = memchr(next, first, (size_t)(end - next)))) {
		*at = (size_t)(next - body.ptr);
		if (++next < end && *next && strchr(second, *next) && ++count > max)
			break;
	}
	return count;
}

static uint32_t lines_before(struct str body, size_t offset)
{
	size_t at = 0;
	uint32_t count = 0;

	while ((at = str_find_char(str_slice(body, 0, offset), '\n')) != SIZE_MAX) {
		body = str_slice(body, at + 1, SIZE_MAX);
		offset -= at + 1;
		count++;
	}
	return count;
}

static int check_openings(struct scan *scan, struct str body, uint32_t first_line)
{
	size_t at = 0;
	bool images = count_pairs(body, '!', "[", DEAR_MAX, &at) > DEAR_MAX;

	if (!images && count_pairs(body, '<', "!?", DEAR_MAX, &at) <= DEAR_MAX)
		return 0;
	scan->line = first_line + lines_before(body, at);
	return REFUSE(scan, images ? "el texto tiene más de %d imágenes; no se lee"
				   : "el texto tiene más de %d comentarios o instrucciones de HTML; no se lee",
		      DEAR_MAX);
}

/* Every use of a definition ("[a]: address") copies it: the longest there can
   be, once for each bracket. */
static int check_definitions(struct scan *scan, struct str body,
			     uint32_t first_line)
{
	size_t defined = 0, brackets = 0;

	if (count_pairs(body, ']', ":", 0, &defined) == 0)
		return 0;
	for (size_t i = 0; i < body.len; i++)
		brackets += body.ptr[i] == '[';
	if (brackets * scan->longest_run <= EXPANDED_MAX)
		return 0;
	scan->line = first_line + lines_before(body, defined);
	return REFUSE(scan, "el texto tiene demasiados corchetes junto con definiciones de enlaces ([nombre]: dirección); no se lee");
}

static int check_density(struct scan *scan, struct str body, uint32_t first_line)
{
	size_t marks = 0;

	if (body.len <= DENSE_FROM)
		return 0;
	for (size_t i = 0; i < body.len; i++) {
		marks += body.ptr[i] && strchr("\n[]*_`!<&\\|", body.ptr[i]);
		if (marks > DENSE_MAX) {
			scan->line = first_line + lines_before(body, i);
			return REFUSE(scan, "el texto tiene más de %d líneas y marcas de Markdown; no se lee: divídalo en varios archivos",
				      DENSE_MAX);
		}
	}
	return 0;
}

int markdown_scan(struct markdown_lines *lines, struct str body,
		  uint32_t first_line, struct str shown, struct diag *diag)
{
	struct scan scan = {
		.shown = shown, .diag = diag, .line = first_line,
	};

	if (body.len > MARKDOWN_TEXT_MAX)
		return REFUSE(&scan, "el texto pasa de %u KB; no se lee: divídalo en varios archivos",
			      MARKDOWN_TEXT_MAX >> 10);
	if (check_density(&scan, body, first_line) < 0)
		return -1;
	scan.line = first_line;
	if (scan_lines(&scan, lines, body) < 0 ||
	    check_openings(&scan, body, first_line) < 0)
		return -1;
	lines->tables = scan.tables;
	return check_definitions(&scan, body, first_line);
}
