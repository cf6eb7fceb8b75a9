/*
 * sheet.c -- from places to an order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * (1) Words of a line have their middles within half a height of one another.
 * (2) A cell is what the nearest rules at the four sides enclose; words outside
 *     all tables are in one that has no rule on its left and right.
 * (3) Cells are read by rows: by their upper rule, and then by their left one.
 */
#include "sheet.h"

#include <math.h>
#include <stdlib.h>

#include "furniture.h"

#define NO_RULE 100000.0f
#define NEAR 3.0f		/* rules nearer than this are one */

void sheets_init(struct sheets *sheets)
{
	*sheets = (struct sheets){ 0 };
	arena_init(&sheets->arena);
}

void sheets_dispose(struct sheets *sheets)
{
	for (size_t i = 0; i < sheets->pages.count; i++) {
		vec_dispose(&sheets->pages.at[i].words);
		vec_dispose(&sheets->pages.at[i].lying);
		vec_dispose(&sheets->pages.at[i].standing);
	}
	vec_dispose(&sheets->pages);
	arena_dispose(&sheets->arena);
}

static float middle(const struct sheet_word *word)
{
	return (word->y1 + word->y2) / 2;
}

static float height(const struct sheet_word *word)
{
	return word->y2 - word->y1;
}

/* ---- lines of a page ---- */

static int by_middle(const void *a, const void *b)
{
	const struct sheet_word *x = a, *y = b;

	return middle(x) < middle(y) ? -1 : middle(x) > middle(y) ? 1 : x->x1 < y->x1 ? -1 : x->x1 > y->x1;
}

static int by_line(const void *a, const void *b)
{
	const struct sheet_word *x = a, *y = b;

	return x->line < y->line ? -1 : x->line > y->line ? 1 : x->x1 < y->x1 ? -1 : x->x1 > y->x1;
}

/* Number the lines of the page from its top; words are then in their order. */
static void number_lines(struct sheet *sheet)
{
	uint32_t line = 0;
	float at = -NO_RULE;

	if (sheet->words.count == 0)
		return;
	qsort(sheet->words.at, sheet->words.count, sizeof *sheet->words.at, by_middle);
	for (size_t i = 0; i < sheet->words.count; i++) {
		struct sheet_word *word = &sheet->words.at[i];

		if (middle(word) - at > height(word) / 2) {
			line++;
			at = middle(word);
		}
		word->line = line;
	}
	qsort(sheet->words.at, sheet->words.count, sizeof *sheet->words.at, by_line);
}

/* ---- running headers ---- */

static void mark_words(struct sheet *sheet, uint32_t line)
{
	for (size_t i = 0; i < sheet->words.count; i++)
		if (sheet->words.at[i].line == line)
			sheet->words.at[i].furniture = true;
}

static struct str line_text(struct arena *arena, const struct sheet *sheet, size_t *at)
{
	uint32_t line = sheet->words.at[*at].line;
	struct buf text;
	struct str copy;

	buf_init(&text);
	for (; *at < sheet->words.count && sheet->words.at[*at].line == line; (*at)++) {
		if (text.len && !sheet->words.at[*at].glued)
			buf_put_char(&text, ' ');
		buf_put_str(&text, sheet->words.at[*at].text);
	}
	copy = arena_str(arena, buf_str(&text));
	buf_dispose(&text);
	return copy;
}

static void find_furniture(struct sheets *sheets, struct document *document)
{
	VEC(struct page_line) lines = { 0 };

	for (size_t page = 0; page < sheets->pages.count; page++)
		for (size_t at = 0; at < sheets->pages.at[page].words.count;) {
			struct page_line line = { .number = sheets->pages.at[page].words.at[at].line, .page = (uint32_t)page };

			line.text = line_text(&sheets->arena, &sheets->pages.at[page], &at);
			vec_push(&lines, line);
		}
	document->dropped = furniture_mark(lines.at, lines.count, (uint32_t)sheets->pages.count);
	for (size_t i = 0; i < lines.count; i++)
		if (lines.at[i].furniture)
			mark_words(&sheets->pages.at[lines.at[i].page], lines.at[i].number);
	vec_dispose(&lines);
}

/* ---- cells ---- */

struct cell {
	float top, left, right, bottom;
};

struct cells {
	VEC(struct cell) list;
};

/* The rule of RULES that crosses ACROSS nearest to AT, before it or behind it. */
static float nearest(const struct sheet_rule *rules, size_t count, float at, float across, bool before)
{
	float best = before ? -NO_RULE : NO_RULE;

	for (size_t i = 0; i < count; i++) {
		if (across < rules[i].from - 1 || across > rules[i].to + 1)
			continue;
		if (before ? rules[i].at <= at && rules[i].at > best : rules[i].at > at && rules[i].at < best)
			best = rules[i].at;
	}
	return best;
}

static bool same(float a, float b)
{
	return fabsf(a - b) < NEAR;
}

/* The cell of WORD; where the page ends there may be no rule. */
static struct cell cell_of(const struct sheet *sheet, const struct sheet_word *word)
{
	float x = (word->x1 + word->x2) / 2, y = middle(word);

	return (struct cell){
		.top = nearest(sheet->lying.at, sheet->lying.count, y, x, true),
		.bottom = nearest(sheet->lying.at, sheet->lying.count, y, x, false),
		.left = nearest(sheet->standing.at, sheet->standing.count, x, y, true),
		.right = nearest(sheet->standing.at, sheet->standing.count, x, y, false),
	};
}

static int by_place(const void *a, const void *b)
{
	const struct cell *x = a, *y = b;

	if (!same(x->top, y->top))
		return x->top < y->top ? -1 : 1;
	return x->left < y->left ? -1 : x->left > y->left;
}

static bool equal_cells(const struct cell *a, const struct cell *b)
{
	return same(a->top, b->top) && same(a->left, b->left) && same(a->right, b->right) && same(a->bottom, b->bottom);
}

/* All cells of the page that have words, in the order they are read. */
static void find_cells(struct sheet *sheet, struct cells *cells)
{
	for (size_t i = 0; i < sheet->words.count; i++) {
		struct cell cell = cell_of(sheet, &sheet->words.at[i]);
		size_t k = 0;

		while (k < cells->list.count && !equal_cells(&cells->list.at[k], &cell))
			k++;
		if (k == cells->list.count && k < 2000)
			vec_push(&cells->list, cell);
	}
	if (cells->list.count)
		qsort(cells->list.at, cells->list.count, sizeof *cells->list.at, by_place);
	for (size_t i = 0; i < sheet->words.count; i++) {
		struct cell cell = cell_of(sheet, &sheet->words.at[i]);

		for (uint32_t k = 0; k < cells->list.count; k++)
			if (equal_cells(&cells->list.at[k], &cell))
				sheet->words.at[i].cell = k;
	}
}

/* ---- the lines of a cell ---- */

struct row {
	size_t from, to;	/* of the block's words */
	float x1, x2, y, height;
	uint32_t line;
};

struct block {
	VEC(const struct sheet_word *) words;
	VEC(struct row) rows;
	float left, right;	/* where words may stand */
};

static void find_rows(struct block *block)
{
	vec_clear(&block->rows);
	for (size_t i = 0; i < block->words.count; i++) {
		const struct sheet_word *word = block->words.at[i];
		struct row *row = block->rows.count ? &block->rows.at[block->rows.count - 1] : NULL;

		if (!row || row->line != word->line) {
			struct row fresh = { i, i, word->x1, word->x2, middle(word), height(word), word->line };

			vec_push(&block->rows, fresh);
			row = &block->rows.at[block->rows.count - 1];
		}
		row->to = i + 1;
		row->x2 = fmaxf(row->x2, word->x2);
		row->height = fmaxf(row->height, height(word));
	}
}

/* ---- from lines to paragraphs ---- */

struct writer {
	struct document *document;
	uint32_t page;
	float leading;		/* between lines of a paragraph, in heights */
	float margin;		/* where the text outside tables ends */
	/* what was put last */
	bool any;
	bool full;		/* its line had no room for what came next */
	bool nearly;		/* nor for much of an address */
	float x1, left, right;
	uint32_t of_page;
	/* of the last item of a list */
	float mark_x, text_x;	/* where its mark and its words begin */
	char sign;		/* behind its number: '.' ':' ')' */
	struct str link;	/* of the words put last */
	size_t link_start;
	uint32_t link_line;
};

/* "1." "2:" "3)" "a)" or a bullet at the start of the row: a mark of a list. */
static bool begins_item(const struct block *block, const struct row *row)
{
	struct str text = block->words.at[row->from]->text;
	size_t digits = 0;

	while (digits < text.len && text.ptr[digits] >= '0' && text.ptr[digits] <= '9')
		digits++;
	if (digits && digits <= 3)
		return digits < text.len && strchr(".:)", text.ptr[digits]) &&
		       !(digits + 1 < text.len && text.ptr[digits + 1] >= '0' && text.ptr[digits + 1] <= '9');
	if (text.len >= 2 && text.ptr[1] == ')')
		return true;
	return str_equal(text, STR("-")) || str_starts(text, STR("•")) || str_starts(text, STR("▪")) ||
	       str_starts(text, STR("●")) || str_starts(text, STR("☐")) || str_starts(text, STR("☒"));
}

/* "1.4", "2.2.1" at the start of the row: the number of a label. */
static bool begins_label(const struct block *block, const struct row *row)
{
	struct str text = block->words.at[row->from]->text;

	return text.len >= 3 && text.ptr[0] >= '1' && text.ptr[0] <= '7' && text.ptr[1] == '.' &&
	       text.ptr[2] >= '0' && text.ptr[2] <= '9';
}

static bool ends_sentence(const struct document *document)
{
	struct str text = buf_str(&document->text);

	while (text.len && (unsigned char)text.ptr[text.len - 1] <= ' ')
		text.len--;
	return text.len == 0 || strchr(".:;?!", text.ptr[text.len - 1]);
}

/* "evalua-": a line that ends so was full. */
static bool ends_hyphened(const struct block *block, const struct row *row)
{
	struct str text = block->words.at[row->to - 1]->text;
	unsigned char before = text.len > 1 ? (unsigned char)text.ptr[text.len - 2] : ' ';

	return text.len > 1 && text.ptr[text.len - 1] == '-' &&
	       (before >= 0x80 || (before >= '0' && before <= '9') || ((before | 0x20) >= 'a' && (before | 0x20) <= 'z'));
}

/* How wide the first word of ROW is, with those glued to it. */
static float first_width(const struct block *block, const struct row *row)
{
	size_t i = row->from + 1;

	while (i < row->to && block->words.at[i]->glued)
		i++;
	return block->words.at[i - 1]->x2 - block->words.at[row->from]->x1;
}

/* The sign behind the number that ROW begins with; 0: none. */
static char item_sign(const struct block *block, const struct row *row)
{
	struct str text = block->words.at[row->from]->text;
	size_t digits = 0;

	while (digits < text.len && text.ptr[digits] >= '0' && text.ptr[digits] <= '9')
		digits++;
	return digits && digits < text.len ? text.ptr[digits] : 0;
}

/*
 * ROW begins as an item does: is it one? "2) mantenimiento" may be the rest of a
 * line. In a list whose marks stand before its words, what stands under the words
 * is none; where all stand alike, the sentence before it has to be over, and the
 * sign to be that of the list.
 */
static bool is_item(const struct writer *writer, const struct block *block, const struct row *row)
{
	if (writer->text_x > writer->mark_x + NEAR && same(row->x1, writer->text_x))
		return false;
	if (row->x1 < writer->x1 - NEAR)
		return true;
	return ends_sentence(writer->document) && (!writer->sign || item_sign(block, row) == writer->sign);
}

/* An address that a narrow cell cut: the rest is alone on its line. */
static bool goes_on_with_address(const struct writer *writer, const struct block *block, const struct row *row)
{
	return writer->nearly && row->to == row->from + 1 &&
	       document_joins_address(writer->document, block->words.at[row->from]->text);
}

/* True when ROW goes on with what was put last, in the same cell, GAP below it. */
static bool goes_on(const struct writer *writer, const struct block *block, const struct row *row, float gap)
{
	if (goes_on_with_address(writer, block, row))
		return true;
	if (!writer->full || begins_label(block, row) || gap > writer->leading * row->height)
		return false;
	return !begins_item(block, row) || !is_item(writer, block, row);
}

static void forget_item(struct writer *writer, float x)
{
	writer->sign = 0;
	writer->mark_x = writer->text_x = x;
}

static void note_item(struct writer *writer, const struct block *block, const struct row *row)
{
	size_t next = row->from + 1;

	while (next < row->to && block->words.at[next]->glued)
		next++;
	writer->mark_x = row->x1;
	writer->text_x = next < row->to ? block->words.at[next]->x1 : row->x1;
	writer->sign = item_sign(block, row);
}

/* The same over the end of a page. */
static bool goes_over(const struct writer *writer, const struct block *block, const struct row *row)
{
	return writer->any && writer->full && writer->of_page != writer->page && same(writer->left, block->left) &&
	       same(writer->right, block->right) && !ends_sentence(writer->document) &&
	       !begins_item(block, row) && !begins_label(block, row);
}

/* The words of a link are over: where they lead is told behind them. */
static void end_link(struct writer *writer)
{
	if (writer->link.len)
		document_link(writer->document, writer->link_start, writer->link, writer->link_line, writer->page);
	writer->link = (struct str){ 0 };
}

/* WORD comes next: it goes on with the open link, or ends it. */
static void turn_link(struct writer *writer, const struct sheet_word *word)
{
	if (str_equal(writer->link, word->link))
		return;
	end_link(writer);
	writer->link = word->link;
	writer->link_start = writer->document->text.len;
}

static void put_row(struct writer *writer, const struct block *block, const struct row *row)
{
	for (size_t i = row->from; i < row->to; i++) {
		const struct sheet_word *word = block->words.at[i];

		turn_link(writer, word);
		writer->link_line = row->line;
		if (i > row->from && !word->glued)
			document_words(writer->document, STR(" "), row->line, writer->page, writer->document->strong,
				       writer->document->emphasis);
		document_words(writer->document, word->text, row->line, writer->page, word->strong, word->emphasis);
	}
}

static void put_block(struct writer *writer, struct block *block)
{
	find_rows(block);
	for (size_t i = 0; i < block->rows.count; i++) {
		const struct row *row = &block->rows.at[i], *next = i + 1 < block->rows.count ? row + 1 : NULL;
		bool on = i ? goes_on(writer, block, row, row->y - row[-1].y) : goes_over(writer, block, row);

		/* behind its words, and before what ends their line */
		if (!on || !str_equal(writer->link, block->words.at[row->from]->link))
			end_link(writer);
		if (on)
			document_join(writer->document, block->words.at[row->from]->text, row->line, writer->page);
		else
			document_break(writer->document, true);
		put_row(writer, block, row);
		if (!on && begins_item(block, row))
			note_item(writer, block, row);
		else if (!on)
			forget_item(writer, row->x1);
		writer->x1 = row->x1;
		/* of the last row nobody knows what came next: a word of middling length */
		writer->nearly = block->right - row->x2 < 2 * row->height;
		writer->full = ends_hyphened(block, row) || block->right - row->x2 < (next ? first_width(block, next) : 4 * row->height) + row->height / 5;
	}
	end_link(writer);
	writer->any = block->rows.count > 0;
	writer->left = block->left;
	writer->right = block->right;
	writer->of_page = writer->page;
	document_break(writer->document, false);
}

/* ---- columns that no rule parts ---- */

/* A gap in ROW that is too wide for a space between words: its two sides. */
static bool wide_gap(const struct block *block, const struct row *row, float *from, float *to)
{
	for (size_t i = row->from + 1; i < row->to; i++) {
		const struct sheet_word *before = block->words.at[i - 1], *word = block->words.at[i];

		if (word->x1 - before->x2 > 1.8f * row->height && !(i == row->from + 1 && begins_item(block, row))) {
			*from = before->x2;
			*to = word->x1;
			return true;
		}
	}
	return false;
}

/* True when nothing of ROW stands between FROM and TO. */
static bool leaves_free(const struct block *block, const struct row *row, float from, float to)
{
	for (size_t i = row->from; i < row->to; i++)
		if (block->words.at[i]->x1 < to && block->words.at[i]->x2 > from)
			return false;
	return true;
}

/* The words of BLOCK's rows FROM..TO at one side of X, as a block of their own. */
static void put_side(struct writer *writer, const struct block *block, size_t from, size_t to, float x, bool left)
{
	struct block side = { .left = left ? block->left : x, .right = left ? x : block->right };

	for (size_t r = from; r < to; r++)
		for (size_t i = block->rows.at[r].from; i < block->rows.at[r].to; i++)
			if ((block->words.at[i]->x2 <= x) == left)
				vec_push(&side.words, block->words.at[i]);
	put_block(writer, &side);
	vec_dispose(&side.words);
	vec_dispose(&side.rows);
}

/* Rows FROM..TO have columns at both sides of X: a row of the table ends where a
   label begins in the left one, or where the lines stand apart. */
static void put_columns(struct writer *writer, const struct block *block, size_t from, size_t to, float x)
{
	for (size_t start = from, r = from + 1; r <= to; r++) {
		const struct row *row = &block->rows.at[r];

		if (r < to && !(begins_label(block, row) && row->x1 < x) &&
		    row->y - row[-1].y <= writer->leading * row->height)
			continue;
		put_side(writer, block, start, r, x, true);
		put_side(writer, block, start, r, x, false);
		start = r;
	}
}

/* Put rows FROM..TO as they are. */
static void put_plain(struct writer *writer, const struct block *block, size_t from, size_t to)
{
	struct block part = { .left = block->left, .right = block->right };

	for (size_t r = from; r < to; r++)
		for (size_t i = block->rows.at[r].from; i < block->rows.at[r].to; i++)
			vec_push(&part.words, block->words.at[i]);
	if (part.words.count)
		put_block(writer, &part);
	vec_dispose(&part.words);
	vec_dispose(&part.rows);
}

/* A block whose rows may stand in two columns: at least two rows in a run that
   leave the same strip free, of which two have words at both its sides. */
static void put_parted(struct writer *writer, struct block *block)
{
	size_t done = 0;

	find_rows(block);
	for (size_t r = 0; r < block->rows.count; r++) {
		float from, to, free_from, free_to;
		size_t end = r, both = 0;

		if (!wide_gap(block, &block->rows.at[r], &from, &to))
			continue;
		for (; end < block->rows.count; end++) {
			const struct row *row = &block->rows.at[end];

			if (wide_gap(block, row, &free_from, &free_to) && free_from < to && free_to > from) {
				from = fmaxf(from, free_from);
				to = fminf(to, free_to);
				both++;
			} else if (!leaves_free(block, row, from, to) ||
				   (end > r && row->y - row[-1].y > 2 * writer->leading * row->height)) {
				break;
			}
		}
		if (both < 2 || to - from < block->rows.at[r].height)
			continue;
		put_plain(writer, block, done, r);
		put_columns(writer, block, r, end, (from + to) / 2);
		done = end;
		r = end - 1;
	}
	put_plain(writer, block, done, block->rows.count);
}

/* ---- pages ---- */

static int by_size(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return x < y ? -1 : x > y;
}

/* How far lines of one paragraph are apart, in heights, and a quarter more: most
   lines of a document follow another of their paragraph. */
static float usual_leading(const struct sheets *sheets)
{
	VEC(float) gaps = { 0 };
	float leading = 1.4f;

	for (size_t p = 0; p < sheets->pages.count; p++) {
		const struct sheet *sheet = &sheets->pages.at[p];

		for (size_t i = 1; i < sheet->words.count; i++) {
			const struct sheet_word *before = &sheet->words.at[i - 1], *word = &sheet->words.at[i];
			float gap = (middle(word) - middle(before)) / fmaxf(height(word), 1);

			if (word->line == before->line + 1 && gap > 0.6f && gap < 3)
				vec_push(&gaps, gap);
		}
	}
	if (gaps.count >= 4) {
		qsort(gaps.at, gaps.count, sizeof *gaps.at, by_size);
		/* the lower third: never that of the blank lines of a page of labels */
		leading = gaps.at[gaps.count / 3] * 1.25f;
	}
	vec_dispose(&gaps);
	return leading;
}

static float text_margin(const struct sheets *sheets)
{
	float margin = 0;

	for (size_t p = 0; p < sheets->pages.count; p++)
		for (size_t i = 0; i < sheets->pages.at[p].words.count; i++)
			if (!sheets->pages.at[p].words.at[i].furniture)
				margin = fmaxf(margin, sheets->pages.at[p].words.at[i].x2);
	return margin;
}

/* Where the words of CELL may stand: at its right it has the padding of its left. */
static void set_bounds(struct block *block, const struct cell *cell, float margin)
{
	float first = NO_RULE, last = 0;

	for (size_t i = 0; i < block->words.count; i++) {
		first = fminf(first, block->words.at[i]->x1);
		last = fmaxf(last, block->words.at[i]->x2);
	}
	block->left = cell->left;
	block->right = margin;
	if (cell->right < NO_RULE)
		block->right = fmaxf(last, cell->right - fminf(fmaxf(first - cell->left, 1), 12));
}

static void put_page(struct writer *writer, struct sheet *sheet)
{
	struct cells cells = { 0 };

	find_cells(sheet, &cells);
	for (uint32_t k = 0; k < cells.list.count && !writer->document->cut; k++) {
		struct block block = { 0 };

		for (size_t i = 0; i < sheet->words.count; i++)
			if (sheet->words.at[i].cell == k && !sheet->words.at[i].furniture)
				vec_push(&block.words, &sheet->words.at[i]);
		if (block.words.count) {
			set_bounds(&block, &cells.list.at[k], writer->margin);
			put_parted(writer, &block);
		}
		vec_dispose(&block.words);
		vec_dispose(&block.rows);
	}
	vec_dispose(&cells.list);
}

void sheets_put(struct sheets *sheets, struct document *document)
{
	struct writer writer = { .document = document };

	for (size_t i = 0; i < sheets->pages.count; i++)
		number_lines(&sheets->pages.at[i]);
	find_furniture(sheets, document);
	writer.leading = usual_leading(sheets);
	writer.margin = text_margin(sheets);
	for (size_t i = 0; i < sheets->pages.count; i++) {
		writer.page = (uint32_t)i + 1;
		put_page(&writer, &sheets->pages.at[i]);
	}
}
