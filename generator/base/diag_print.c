/*
 * diag_print.c -- draws diagnostics for a terminal, with the line they speak of.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Diagnostics come sorted, so that one file's text is held at a time and its
 * lines are found by going forward only. Of a line at most WINDOW columns are
 * shown; no more of it than that is looked at, however long it is.
 */
#include <stdlib.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/utf8.h"
#include "diag_entry.h"

#define WINDOW 100		/* columns shown of a line */
#define WINDOW_BYTES 1000	/* and bytes: marks take no column */
#define LEAD 60			/* characters before the caret, at most */
#define TAB 4

struct printer {
	FILE *stream;
	bool colour;
	diag_reader *reader;
	void *context;
	struct buf text;	/* of the file called path */
	struct str path;
	bool readable;
	uint32_t line;		/* the line that begins at offset */
	size_t offset;
	struct buf out;		/* what is printed, made in one piece */
};

/* One line as it is drawn: what is shown, and what stands under it. */
struct drawing {
	struct buf shown, marks;
	size_t caret, end;	/* byte offsets within the line */
	size_t columns;
	bool marked;
};

static void put_colour(struct printer *printer, const char *code)
{
	if (printer->colour)
		buf_printf(&printer->out, "\033[%sm", code);
}

static const char *severity_colour(enum severity severity)
{
	static const char *const codes[] = { "1;36", "1;35", "1;31" };

	return codes[severity];
}

/* "path:4:8: error: message [id]" */
static void put_head(struct printer *printer, struct place place,
		     enum diag_id id, struct str message)
{
	const struct diag_kind *kind = diag_kind(id);

	put_colour(printer, "1");
	if (place.path.len)
		utf8_put_visible(&printer->out, place.path);
	else
		buf_put_text(&printer->out, "diafano");
	if (place.path.len && place.line)
		buf_printf(&printer->out, ":%u", (unsigned)place.line);
	if (place.path.len && place.line && place.column)
		buf_printf(&printer->out, ":%u", (unsigned)place.column);
	buf_put_text(&printer->out, ": ");
	put_colour(printer, "0");
	put_colour(printer, severity_colour(kind->severity));
	buf_printf(&printer->out, "%s: ", severity_name(kind->severity));
	put_colour(printer, "0");
	buf_put_str(&printer->out, message);
	put_colour(printer, "2");
	buf_printf(&printer->out, " [%s]", kind->name);
	put_colour(printer, "0");
	buf_put_char(&printer->out, '\n');
}

static void open_file(struct printer *printer, struct str path)
{
	if (printer->path.ptr && str_equal(printer->path, path))
		return;
	buf_clear(&printer->text);
	printer->path = path;
	printer->readable = printer->reader && path.len &&
		printer->reader(printer->context, path, &printer->text) == 0;
	printer->line = 1;
	printer->offset = 0;
}

/* The text of line NUMBER, without its end; absent when there is none. */
static struct str find_line(struct printer *printer, uint32_t number)
{
	struct str rest = str_slice(buf_str(&printer->text), printer->offset,
				    (size_t)-1);
	size_t end;

	while (printer->line < number) {
		end = str_find_char(rest, '\n');
		if (end == (size_t)-1)
			return str_make(NULL, 0);
		rest = str_slice(rest, end + 1, (size_t)-1);
		printer->offset += end + 1;
		printer->line++;
	}
	end = str_find_char(rest, '\n');
	rest = str_slice(rest, 0, end);
	if (str_ends(rest, STR("\r")))
		rest.len--;
	return rest;
}

static bool is_tail(struct str line, size_t at)
{
	return at < line.len && ((unsigned char)line.ptr[at] & 0xc0) == 0x80;
}

/* Where to begin showing LINE so that its byte CARET is in the window. */
static size_t window_start(struct str line, size_t caret)
{
	size_t at = caret;

	if (line.len <= WINDOW)
		return 0;
	for (int i = 0; i < LEAD && at; i++) {
		/* Never more bytes than a character has, whatever they are. */
		int bytes = 4;

		do
			at--;
		while (--bytes && at && is_tail(line, at));
	}
	return at;
}

/* Let WIDTH columns pass in the row of marks, for the byte at AT. */
static void put_marks(struct drawing *drawing, size_t at, size_t width)
{
	drawing->columns += width;
	if (at >= drawing->end)
		return;
	for (size_t i = 0; i < width; i++) {
		if (at < drawing->caret)
			buf_put_char(&drawing->marks, ' ');
		else
			buf_put_char(&drawing->marks, drawing->marked ? '~' : '^');
		drawing->marked = drawing->marked || at >= drawing->caret;
	}
}

/* Draw the character of LINE at AT; returns the offset behind it. */
static size_t draw_one(struct drawing *drawing, struct str line, size_t at)
{
	size_t next = at, before = drawing->shown.len, width;
	uint32_t code = utf8_next(line, &next);

	if (code == '\t') {
		width = TAB - drawing->columns % TAB;
		buf_printf(&drawing->shown, "%*s", (int)width, "");
	} else if (code == 0xfeff && at == 0) {
		width = 0;	/* a byte order mark is no mistake */
	} else {
		utf8_put_visible(&drawing->shown, str_slice(line, at, next - at));
		width = utf8_width(str_slice(buf_str(&drawing->shown), before,
					     (size_t)-1));
	}
	put_marks(drawing, at, width);
	return next;
}

/* Fill DRAWING with the part of LINE around its caret. */
static void draw_line(struct drawing *drawing, struct str line)
{
	size_t at = window_start(line, drawing->caret);
	size_t stop = line.len - at > WINDOW_BYTES ? at + WINDOW_BYTES : line.len;

	if (at) {
		buf_put_text(&drawing->shown, "…");
		put_marks(drawing, 0, 1);
	}
	while (at < stop && (drawing->columns < WINDOW || at <= drawing->caret))
		at = draw_one(drawing, line, at);
	if (at < line.len)
		buf_put_text(&drawing->shown, "…");
	if (!drawing->marked)	/* behind the end, or at a mark of no width */
		put_marks(drawing, drawing->caret, 1);
}

/* Where the character begins that byte AT of LINE is a part of. */
static size_t character_start(struct str line, size_t at)
{
	size_t start = at, next;

	for (int i = 0; i < 3 && start && is_tail(line, start); i++)
		start--;
	next = start;
	if (start < at)
		utf8_next(line, &next);
	return next > at ? start : at;	/* a stray byte stands for itself */
}

/* Where the underlined part of LINE begins and ends, from PLACE. */
static void find_caret(struct drawing *drawing, struct str line,
		       struct place place)
{
	size_t caret = place.column - 1, length = place.length;

	if (caret > line.len)
		caret = line.len;
	caret = character_start(line, caret);
	if (length > line.len - caret)
		length = line.len - caret;
	drawing->caret = caret;
	drawing->end = caret + (length ? length : 1);
}

/* A caret alone is one column wide, also under a wide letter. */
static void trim_caret(struct drawing *drawing, uint32_t length)
{
	size_t at = str_find_char(buf_str(&drawing->marks), '^');

	if (length < 2 && at != (size_t)-1)
		drawing->marks.len = at + 1;
}

static void put_hint_row(struct printer *printer, struct str marks,
			 struct str hint)
{
	if (!marks.len && !hint.len)
		return;
	buf_put_text(&printer->out, "      |");
	if (marks.len) {
		put_colour(printer, "1;32");
		buf_put_char(&printer->out, ' ');
		buf_put_str(&printer->out, marks);
		put_colour(printer, "0");
	}
	if (hint.len) {
		buf_put_char(&printer->out, ' ');
		buf_put_str(&printer->out, hint);
	}
	buf_put_char(&printer->out, '\n');
}

static void put_quote(struct printer *printer, struct str line,
		      const struct diag_entry *entry)
{
	struct drawing drawing = { .caret = 0 };

	buf_init(&drawing.shown);
	buf_init(&drawing.marks);
	if (entry->place.column)
		find_caret(&drawing, line, entry->place);
	draw_line(&drawing, line);
	if (entry->place.column)
		trim_caret(&drawing, entry->place.length);
	else
		buf_clear(&drawing.marks);
	buf_printf(&printer->out, "%5u | ", (unsigned)entry->place.line);
	buf_put_str(&printer->out, buf_str(&drawing.shown));
	buf_put_char(&printer->out, '\n');
	put_hint_row(printer, buf_str(&drawing.marks), entry->hint);
	buf_dispose(&drawing.shown);
	buf_dispose(&drawing.marks);
}

static void put_more(struct printer *printer, struct str path, size_t dropped)
{
	struct place place = { .path = path };
	struct buf text;

	buf_init(&text);
	diag_put_more(&text, dropped);
	put_head(printer, place, DIAG_MORE, buf_str(&text));
	buf_dispose(&text);
}

static void visit(void *context, const struct diag_entry *entry, size_t dropped)
{
	struct printer *printer = context;
	struct str line = { NULL, 0 };

	buf_clear(&printer->out);
	put_head(printer, entry->place, entry->id, entry->message);
	if (entry->place.line)
		open_file(printer, entry->place.path);
	if (entry->place.line && printer->readable)
		line = find_line(printer, entry->place.line);
	if (line.ptr)
		put_quote(printer, line, entry);
	else
		put_hint_row(printer, str_make(NULL, 0), entry->hint);
	if (dropped)
		put_more(printer, entry->place.path, dropped);
	fwrite(printer->out.ptr, 1, printer->out.len, printer->stream);
}

void diag_print(struct diag *diag, FILE *stream, bool colour,
		diag_reader *reader, void *context)
{
	struct printer printer = {
		.stream = stream, .colour = colour,
		.reader = reader, .context = context,
	};

	buf_init(&printer.text);
	buf_init(&printer.out);
	diag_each(diag, visit, &printer);
	buf_dispose(&printer.text);
	buf_dispose(&printer.out);
}
