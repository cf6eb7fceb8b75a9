/*
 * table.c -- what changed in a table, row by row and cell by cell.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For whoever shows a change: a table that is told as one paragraph is a run of
 * bars. Columns are matched first, by the words of their heads, then rows, by
 * their first cell and then by what they say. It is a telling alone: whatever it
 * leaves out (how a column is aligned) stands in the change's runs.
 */
#include "comparer.h"
#include "match.h"

#define TABLE_CELLS 65536u	/* beyond that a table is told as a text */

struct table {
	struct words *cells;	/* row by row, the head first */
	uint32_t rows, columns;
};

/* What is told, while it is found. */
struct table_telling {
	struct comparer *comparer;
	struct table old, new;
	uint32_t *columns;	/* of each new column the old one plus 1; 0: it came */
	bool *kept;		/* of each old column, whether it is still there */
	VEC(struct row_change) rows;
};

/* ---- reading ---- */

static void count_cells(struct table *table, struct prose prose)
{
	struct prose_reader reader = prose_read(prose);
	struct prose_token token;
	uint32_t columns = 0;

	while (prose_next(&reader, &token)) {
		if (token.kind == PROSE_ROW && !token.close) {
			table->rows++;
			columns = 0;
		} else if (token.kind == PROSE_CELL && !token.close && ++columns > table->columns) {
			table->columns = columns;
		}
	}
}

/* False for one that is too large. */
static bool read_table(struct comparer *comparer, struct prose prose, struct table *table)
{
	struct prose_reader reader = prose_read(prose);
	const uint8_t *before = reader.next, *from = before;
	struct prose_token token;
	uint32_t row = 0, column = 0;

	count_cells(table, prose);
	if ((uint64_t)table->rows * table->columns > TABLE_CELLS)
		return false;
	table->cells = ARENA_ARRAY(comparer->arena, (size_t)table->rows * table->columns, struct words);
	for (; prose_next(&reader, &token); before = reader.next) {
		if (token.kind == PROSE_ROW && !token.close) {
			row++;
			column = 0;
		} else if (token.kind == PROSE_CELL && !token.close) {
			from = reader.next;
		} else if (token.kind == PROSE_CELL) {
			table->cells[(size_t)(row - 1) * table->columns + column++] =
				words_of_prose(&comparer->vocabulary,
					       (struct prose){ from, (size_t)(before - from) }, NULL);
		}
	}
	return true;
}

static struct words cell_of(const struct table *table, uint32_t row, uint32_t column)
{
	return table->cells[(size_t)row * table->columns + column];
}

static struct str text_of(struct table_telling *telling, struct words words)
{
	return words_text(&telling->comparer->vocabulary, words);
}

/* The words of a head; absent where it is blank. */
static struct str head_of(struct table_telling *telling, const struct table *table, uint32_t column)
{
	struct str text = text_of(telling, cell_of(table, 0, column));

	return text.len ? text : (struct str){ 0 };
}

/* ---- columns ---- */

static struct blocks blocks_of_heads(struct table_telling *telling, const struct table *table)
{
	struct blocks blocks = { ARENA_ARRAY(telling->comparer->arena, table->columns, struct block), table->columns };

	for (uint32_t i = 0; i < table->columns; i++) {
		blocks.at[i].words = cell_of(table, 0, i);
		blocks.at[i].number = i + 1;
	}
	return blocks;
}

/* A head that became another at the same place is one column with other words. */
static void match_columns(struct table_telling *telling)
{
	struct arena *arena = telling->comparer->arena;
	struct table *old = &telling->old, *new = &telling->new;
	struct matches matches = { 0 };

	telling->columns = ARENA_ARRAY(arena, new->columns, uint32_t);
	telling->kept = ARENA_ARRAY(arena, old->columns, bool);
	match_blocks(&matches, &telling->comparer->vocabulary, blocks_of_heads(telling, old),
		     blocks_of_heads(telling, new), true);
	for (size_t i = 0; i < matches.count; i++)
		if (matches.at[i].old_count && matches.at[i].new_count) {
			telling->columns[matches.at[i].new_at] = matches.at[i].old_at + 1;
			telling->kept[matches.at[i].old_at] = true;
		}
	vec_dispose(&matches);
	for (uint32_t i = 0; i < new->columns && i < old->columns; i++)
		if (!telling->columns[i] && !telling->kept[i]) {
			telling->columns[i] = i + 1;
			telling->kept[i] = true;
		}
}

/* A column that came or went, with what stands in it. */
static void tell_column(struct table_telling *telling, const struct table *table, uint32_t column, bool is_new)
{
	struct row_change row = { .kind = is_new ? CHANGE_ADDED : CHANGE_REMOVED, .column = true };
	struct cell_change *cells = ARENA_ARRAY(telling->comparer->arena, table->rows, struct cell_change);

	row.name = head_of(telling, table, column);
	*(is_new ? &row.new_number : &row.old_number) = column + 1;
	for (uint32_t i = 1; i < table->rows; i++) {
		struct str text = text_of(telling, cell_of(table, i, column));

		if (!text.len)
			continue;
		cells[row.cell_count].number = i;
		if (column > 0)
			cells[row.cell_count].column = text_of(telling, cell_of(table, i, 0));
		*(is_new ? &cells[row.cell_count].new_text : &cells[row.cell_count].old_text) = text;
		row.cell_count++;
	}
	row.cells = cells;
	vec_push(&telling->rows, row);
}

static void tell_columns(struct table_telling *telling)
{
	uint32_t last = 0;

	for (uint32_t i = 0; i < telling->old.columns; i++)
		if (!telling->kept[i])
			tell_column(telling, &telling->old, i, false);
	for (uint32_t i = 0; i < telling->new.columns; i++) {
		uint32_t from = telling->columns[i];
		struct row_change row = { .kind = CHANGE_MOVED, .column = true, .old_number = from, .new_number = i + 1 };

		if (!from) {
			tell_column(telling, &telling->new, i, true);
		} else if (from < last) {	/* it stands behind one that stood behind it */
			row.name = head_of(telling, &telling->new, i);
			vec_push(&telling->rows, row);
		} else {
			last = from;
		}
	}
}

/* ---- rows ---- */

/* A row that came or went, with all that it says. */
static void tell_row(struct table_telling *telling, const struct table *table, uint32_t at, bool is_new)
{
	struct row_change row = { .kind = is_new ? CHANGE_ADDED : CHANGE_REMOVED };
	struct cell_change *cells = ARENA_ARRAY(telling->comparer->arena, table->columns, struct cell_change);

	row.name = text_of(telling, cell_of(table, at, 0));
	*(is_new ? &row.new_number : &row.old_number) = at;
	row.head = at == 0;
	for (uint32_t i = 0; i < table->columns; i++) {
		struct cell_change *cell = &cells[row.cell_count];
		struct str text = text_of(telling, cell_of(table, at, i));

		if (!text.len)
			continue;
		*cell = (struct cell_change){ .number = i + 1 };
		cell->column = row.head ? (struct str){ 0 } : head_of(telling, table, i);
		*(is_new ? &cell->new_text : &cell->old_text) = text;
		row.cell_count++;
	}
	row.cells = cells;
	vec_push(&telling->rows, row);
}

static void tell_cell(struct table_telling *telling, struct row_change *row, struct cell_change *cells,
		      struct words old, struct words new, uint32_t column)
{
	struct cell_change *cell = &cells[row->cell_count];
	struct change runs = { 0 };

	if (words_equal(old, new))
		return;
	words_compare(&telling->comparer->vocabulary, old, new, &runs);
	*cell = (struct cell_change){
		.number = column + 1, .runs = runs.runs, .run_count = runs.run_count,
		.old_text = text_of(telling, old), .new_text = text_of(telling, new),
	};
	cell->column = row->head ? (struct str){ 0 } : head_of(telling, &telling->new, column);
	row->cell_count++;
}

/* A row that is on both sides: the cells that differ, of columns that are too. */
static void tell_both(struct table_telling *telling, uint32_t old_at, uint32_t new_at, bool moved)
{
	struct row_change row = {
		.kind = CHANGE_REWORDED, .head = new_at == 0, .old_number = old_at, .new_number = new_at, .moved = moved,
	};
	struct cell_change *cells = ARENA_ARRAY(telling->comparer->arena, telling->new.columns, struct cell_change);

	for (uint32_t i = 0; i < telling->new.columns; i++)
		if (telling->columns[i])
			tell_cell(telling, &row, cells, cell_of(&telling->old, old_at, telling->columns[i] - 1),
				  cell_of(&telling->new, new_at, i), i);
	if (!row.cell_count && !moved)
		return;
	if (!row.cell_count)
		row.kind = CHANGE_MOVED;
	row.name = text_of(telling, cell_of(&telling->new, new_at, 0));
	row.cells = cells;
	vec_push(&telling->rows, row);
}

/* A row as one text: the words of the columns that are on both sides. */
static struct words words_of_row(struct table_telling *telling, bool is_new, uint32_t row)
{
	const struct table *table = is_new ? &telling->new : &telling->old;
	struct words words = { 0 };

	for (int pass = 0; pass < 2; pass++) {
		uint32_t count = 0;

		for (uint32_t i = 0; i < telling->new.columns; i++) {
			struct words cell;

			if (!telling->columns[i])
				continue;
			cell = cell_of(table, row, is_new ? i : telling->columns[i] - 1);
			if (pass && cell.count)
				memcpy(words.at + count, cell.at, cell.count * sizeof *cell.at);
			count += cell.count;
			words.visible += pass ? cell.visible : 0;
		}
		if (!pass)
			words.at = ARENA_ARRAY(telling->comparer->arena, count, uint32_t);
		words.count = count;
	}
	return words;
}

/* The rows below the head. */
static struct blocks blocks_of_rows(struct table_telling *telling, bool is_new)
{
	const struct table *table = is_new ? &telling->new : &telling->old;
	uint32_t count = table->rows ? table->rows - 1 : 0;
	struct blocks blocks = { ARENA_ARRAY(telling->comparer->arena, count, struct block), count };

	for (uint32_t i = 0; i < count; i++) {
		struct str name = text_of(telling, cell_of(table, i + 1, 0));

		blocks.at[i].words = words_of_row(telling, is_new, i + 1);
		blocks.at[i].identity = name.len ? name : (struct str){ 0 };
		blocks.at[i].number = i + 1;
	}
	return blocks;
}

static void tell_rows(struct table_telling *telling)
{
	struct matches matches = { 0 };

	tell_both(telling, 0, 0, false);
	match_blocks(&matches, &telling->comparer->vocabulary, blocks_of_rows(telling, false),
		     blocks_of_rows(telling, true), true);
	for (size_t i = 0; i < matches.count; i++) {
		const struct match *match = &matches.at[i];

		if (!match->old_count)
			tell_row(telling, &telling->new, match->new_at + 1, true);
		else if (!match->new_count)
			tell_row(telling, &telling->old, match->old_at + 1, false);
		else
			tell_both(telling, match->old_at + 1, match->new_at + 1, match->moved);
	}
	vec_dispose(&matches);
}

/* ---- the whole ---- */

static void tell_alone(struct table_telling *telling, const struct table *table, bool is_new)
{
	for (uint32_t i = table->rows > 1 ? 1 : 0; i < table->rows; i++)
		tell_row(telling, table, i, is_new);
}

void compare_tables(struct comparer *comparer, struct prose old, struct prose new, struct change *change)
{
	struct table_telling telling = { .comparer = comparer };
	struct row_change *rows;

	if (!read_table(comparer, old, &telling.old) || !read_table(comparer, new, &telling.new))
		return;
	if (!telling.old.columns || !telling.new.columns) {
		tell_alone(&telling, telling.new.columns ? &telling.new : &telling.old, telling.new.columns > 0);
	} else {
		match_columns(&telling);
		tell_columns(&telling);
		tell_rows(&telling);
	}
	change->row_count = (uint32_t)telling.rows.count;
	if (telling.rows.count) {
		rows = ARENA_ARRAY(comparer->arena, telling.rows.count, struct row_change);
		memcpy(rows, telling.rows.at, telling.rows.count * sizeof *rows);
		change->rows = rows;
	}
	vec_dispose(&telling.rows);
}
