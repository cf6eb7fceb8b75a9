/*
 * xlsx.c -- all tables as a workbook, a sheet each, for those who live in one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The cells are those of CSV: a value, or the word of its state; numbers and
 * dates are numbers and dates. No cell is a formula. What a sheet cannot hold
 * is told where it is cut: a text of more than CELL_MAX characters in its cell,
 * rows beyond ROWS_MAX in a further sheet.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/escape.h"
#include "base/money.h"
#include "base/utf8.h"
#include "write.h"
#include "zip.h"

#define CELL_MAX 32767u
#define ROWS_MAX 1048576u
#define SHEETS_MAX 400u
#define LEVEL 3

/* The styles of styles.xml, in its order. */
enum style { STYLE_PLAIN, STYLE_HEAD, STYLE_DATE, STYLE_MONEY };

struct book {
	const struct tables *tables;
	const struct table *table;
	struct zip *zip;
	struct buf out, text;
	uint32_t row;		/* of the sheet at hand */
	unsigned sheets;
	unsigned part;		/* of a table that takes several */
	char names[SHEETS_MAX][40];
};

static void send(struct book *book, size_t much)
{
	if (book->out.len < much)
		return;
	zip_put(book->zip, buf_str(&book->out));
	buf_clear(&book->out);
}

static void put_part(struct book *book, const char *name, const char *text)
{
	zip_begin(book->zip, name, LEVEL);
	zip_put(book->zip, STR("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"));
	zip_put(book->zip, str_from(text));
}

/* --- Cells. */

/* "A" .. "ZZ" */
static void put_letters(struct buf *out, uint32_t column)
{
	if (column >= 26)
		put_letters(out, column / 26 - 1);
	buf_put_char(out, (char)('A' + column % 26));
}

/* Cells are made by the million: without printf. */
static void put_place(struct book *book, uint32_t column, enum style style)
{
	static const char *const styled[] = {
		[STYLE_PLAIN] = "\"", [STYLE_HEAD] = "\" s=\"1\"", [STYLE_DATE] = "\" s=\"2\"", [STYLE_MONEY] = "\" s=\"3\"",
	};
	char digits[12];
	size_t at = sizeof digits;

	buf_put_text(&book->out, "<c r=\"");
	put_letters(&book->out, column);
	for (uint32_t row = book->row; row; row /= 10)
		digits[--at] = (char)('0' + row % 10);
	buf_put(&book->out, digits + at, sizeof digits - at);
	buf_put_text(&book->out, styled[style]);
}

/* How many bytes of TEXT are MAX units of UTF-16. */
static size_t cut_at(struct str text, size_t max)
{
	size_t at = 0, units = 0;

	if (text.len <= max)
		return text.len;
	while (at < text.len) {
		size_t next = at;

		units += utf8_next(text, &next) > 0xffff ? 2 : 1;
		if (units > max)
			break;
		at = next;
	}
	return at;
}

/* "_x0041_" would be read as the letter it names. */
static bool is_code(struct str text)
{
	if (text.len < 7 || text.ptr[0] != '_' || text.ptr[1] != 'x' || text.ptr[6] != '_')
		return false;
	for (size_t i = 2; i < 6; i++)
		if (!strchr("0123456789abcdefABCDEF", text.ptr[i]))
			return false;
	return true;
}

/* U+FFFE and U+FFFF, which no XML may hold. */
static bool is_no_character(struct str text)
{
	return text.len >= 3 && memcmp(text.ptr, "\xef\xbf", 2) == 0 && (unsigned char)text.ptr[2] >= 0xbe;
}

static void put_escaped(struct buf *out, struct str text)
{
	size_t from = 0;

	for (size_t i = 0; i < text.len; i++) {
		struct str rest = str_slice(text, i, (size_t)-1);
		bool code = text.ptr[i] == '_' && is_code(rest);

		if (!code && !is_no_character(rest))
			continue;
		escape_text(out, str_slice(text, from, i - from));
		buf_put_text(out, code ? "_x005F_" : "\xef\xbf\xbd");
		i += code ? 0 : 2;
		from = i + 1;
	}
	escape_text(out, str_slice(text, from, (size_t)-1));
}

static void put_text(struct book *book, uint32_t column, struct str text, enum style style)
{
	static const char cut[] = " […el texto completo está en los archivos CSV]";
	bool whole = cut_at(text, CELL_MAX) == text.len;

	put_place(book, column, style);
	buf_put_text(&book->out, " t=\"inlineStr\"><is><t");
	buf_put_text(&book->out, str_trim(text).len < text.len ? " xml:space=\"preserve\">" : ">");
	put_escaped(&book->out, whole ? text : str_slice(text, 0, cut_at(text, CELL_MAX - sizeof cut)));
	if (!whole)
		buf_put_text(&book->out, cut);
	buf_put_text(&book->out, "</t></is></c>");
}

static void put_number(struct book *book, uint32_t column, struct str number, enum style style)
{
	put_place(book, column, style);
	buf_put_text(&book->out, "><v>");
	buf_put_str(&book->out, number);
	buf_put_text(&book->out, "</v></c>");
}

/* Days since 1899-12-30 are right from March 1900 on. */
static bool is_day(struct date date)
{
	return date_to_days(date) > -25509;
}

static void put_cell(struct book *book, uint32_t at, const struct column *column, const struct cell *cell)
{
	struct buf *text = &book->text;

	buf_clear(text);
	if (cell->state == CELL_VALUE && column->type == COLUMN_DATE && is_day(cell->date)) {
		buf_printf(text, "%d", date_to_days(cell->date) + 25569);
		put_number(book, at, buf_str(text), STYLE_DATE);
		return;
	}
	cell_put_plain(text, column, cell);
	if (cell->state == CELL_VALUE && column->type == COLUMN_MONEY)
		put_number(book, at, buf_str(text), STYLE_MONEY);
	else if (cell->state == CELL_VALUE && (column->type == COLUMN_INTEGER || column->type == COLUMN_YEAR ||
					       column->type == COLUMN_POINTS))
		put_number(book, at, buf_str(text), STYLE_PLAIN);
	else if (text->len)
		put_text(book, at, buf_str(text), STYLE_PLAIN);
}

/* --- Sheets. */

static void begin_row(struct book *book)
{
	buf_printf(&book->out, "<row r=\"%u\">", ++book->row);
}

static void end_row(struct book *book)
{
	buf_put_text(&book->out, "</row>\n");
	send(book, 1 << 18);
}

static bool begin_sheet(struct book *book, const char *name)
{
	char path[64];

	if (book->sheets == SHEETS_MAX)
		return false;
	snprintf(book->names[book->sheets], sizeof book->names[0], "%.31s", name);
	snprintf(path, sizeof path, "xl/worksheets/sheet%u.xml", ++book->sheets);
	put_part(book, path, "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
		 "<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" "
		 "activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>"
		 "<sheetFormatPr defaultRowHeight=\"15\"/><sheetData>\n");
	book->row = 0;
	return true;
}

static void end_sheet(struct book *book)
{
	buf_put_text(&book->out, "</sheetData></worksheet>\n");
	send(book, 0);
}

static bool begin_table(struct book *book)
{
	char name[40];

	if (book->part > 1)
		snprintf(name, sizeof name, "%.26s %u", book->table->name.ptr, book->part);
	else
		snprintf(name, sizeof name, "%s", book->table->name.ptr);
	if (!begin_sheet(book, name))
		return false;
	begin_row(book);
	for (uint32_t i = 0; i < book->table->count; i++)
		put_text(book, i, book->table->columns[i].name, STYLE_HEAD);
	end_row(book);
	return true;
}

static bool put_row(void *context, const struct cell *cells)
{
	struct book *book = context;

	if (book->row == ROWS_MAX) {
		end_sheet(book);
		book->part++;
		if (!begin_table(book))
			return false;
	}
	begin_row(book);
	for (uint32_t i = 0; i < book->table->count; i++)
		put_cell(book, i, &book->table->columns[i], &cells[i]);
	end_row(book);
	return true;
}

static void put_table(struct book *book, enum table_id id)
{
	book->table = tables_at(book->tables, id);
	book->part = 1;
	if (book->table->absent || !begin_table(book))
		return;
	tables_walk(book->tables, id, put_row, book);
	end_sheet(book);
}

static void put_texts(struct book *book, const struct str *texts, uint32_t count, enum style style)
{
	begin_row(book);
	for (uint32_t i = 0; i < count; i++)
		if (texts[i].len)
			put_text(book, i, texts[i], style);
	end_row(book);
}

static void put_dictionary(struct book *book)
{
	const struct str head[] = { STR("tabla"), STR("columna"), STR("numeral"), STR("etiqueta"), STR("explicación") };

	if (!begin_sheet(book, "diccionario"))
		return;
	put_texts(book, head, 5, STYLE_HEAD);
	for (int id = 0; id < TABLES; id++) {
		const struct table *table = tables_at(book->tables, (enum table_id)id);

		for (uint32_t i = 0; i < table->count && !table->absent; i++) {
			const struct column *column = &table->columns[i];

			put_texts(book, (const struct str[]){ table->name, column->name, column->number, column->label,
				  column->help }, 5, STYLE_PLAIN);
		}
	}
	end_sheet(book);
}

/* --- What makes a workbook of them. */

static void put_book(struct book *book)
{
	struct buf *out = &book->out;

	buf_put_text(out, "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
		     "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>");
	for (unsigned i = 0; i < book->sheets; i++)
		buf_printf(out, "<sheet name=\"%s\" sheetId=\"%u\" r:id=\"rId%u\"/>", book->names[i], i + 1, i + 1);
	buf_put_text(out, "</sheets></workbook>\n");
	put_part(book, "xl/workbook.xml", out->ptr);
	buf_clear(out);
	buf_put_text(out, "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
	for (unsigned i = 1; i <= book->sheets; i++)
		buf_printf(out, "<Relationship Id=\"rId%u\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"
			   "relationships/worksheet\" Target=\"worksheets/sheet%u.xml\"/>", i, i);
	buf_printf(out, "<Relationship Id=\"rId%u\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"
		   "relationships/styles\" Target=\"styles.xml\"/></Relationships>\n", book->sheets + 1);
	put_part(book, "xl/_rels/workbook.xml.rels", out->ptr);
	buf_clear(out);
	buf_put_text(out, "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
		     "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
		     "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
		     "<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument."
		     "spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"application/"
		     "vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>");
	for (unsigned i = 1; i <= book->sheets; i++)
		buf_printf(out, "<Override PartName=\"/xl/worksheets/sheet%u.xml\" ContentType=\"application/"
			   "vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>", i);
	buf_put_text(out, "</Types>\n");
	put_part(book, "[Content_Types].xml", out->ptr);
	buf_clear(out);
}

static const char styles[] =
	"<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
	"<numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts>"
	"<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
	"<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
	"<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>"
	"<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
	"<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
	"<cellXfs count=\"4\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
	"<xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/>"
	"<xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
	"<xf numFmtId=\"4\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/></cellXfs>"
	"<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>\n";

static const char relations[] =
	"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
	"<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" "
	"Target=\"xl/workbook.xml\"/></Relationships>\n";

int write_xlsx(const char *path, const struct tables *tables, struct buf *why)
{
	struct book *book = memory_alloc(sizeof *book);
	int status = -1;

	*book = (struct book){ .tables = tables, .zip = zip_new(path) };
	buf_init(&book->out);
	buf_init(&book->text);
	if (book->zip) {
		for (int id = 0; id < TABLES; id++)
			put_table(book, (enum table_id)id);
		put_dictionary(book);
		put_book(book);
		put_part(book, "xl/styles.xml", styles);
		put_part(book, "_rels/.rels", relations);
		status = zip_close(book->zip);
	}
	if (status)
		buf_put_text(why, "no se pudo escribir el libro de hojas");
	buf_dispose(&book->out);
	buf_dispose(&book->text);
	free(book);
	return status;
}
