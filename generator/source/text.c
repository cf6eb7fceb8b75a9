/*
 * text.c -- bytes made fit to parse, and cut in two.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/utf8.h"
#include "source/source.h"

static const struct str byte_order_mark = STR_LITERAL("\xef\xbb\xbf");

/* Line and column of OFFSET. */
static struct place place_of(struct str text, size_t offset, struct str shown)
{
	struct place place = { shown, 1, 1, 1 };
	size_t line = 0, end;

	while ((end = str_find_char(str_slice(text, line, offset - line), '\n')) !=
	       SIZE_MAX) {
		line += end + 1;
		place.line++;
	}
	place.column = (uint32_t)(offset - line) + 1;
	return place;
}

/* CR LF and CR become LF, in place. */
static void unify_line_ends(struct buf *text)
{
	char *from = memchr(text->ptr, '\r', text->len);
	char *end = text->ptr + text->len, *to = from;

	if (!from)
		return;
	while (from < end) {
		if (*from != '\r') {
			*to++ = *from++;
			continue;
		}
		*to++ = '\n';
		from += from + 1 < end && from[1] == '\n' ? 2 : 1;
	}
	text->len = (size_t)(to - text->ptr);
	text->ptr[text->len] = '\0';
}

static void drop_mark(struct buf *text)
{
	if (!str_starts(buf_str(text), byte_order_mark))
		return;
	text->len -= byte_order_mark.len;
	memmove(text->ptr, text->ptr + byte_order_mark.len, text->len + 1);
}

/* What the bytes may be instead; "" when it is anyone's guess. */
static struct str guess(struct str text, size_t offset)
{
	if (str_starts(text, STR("\xff\xfe")) || str_starts(text, STR("\xfe\xff")))
		return STR("parece UTF-16: guárdelo como UTF-8");
	if (str_starts(text, STR("%PDF")))
		return STR("es un PDF: su lugar es content/archivos/");
	if (str_starts(text, STR("PK\x03\x04")))
		return STR("parece un documento de Word o un ZIP: su lugar es content/archivos/");
	if (text.ptr[offset] == '\0')
		return STR("");
	return STR("parece Windows-1252 o Latin-1: guárdelo como UTF-8");
}

static int report_bytes(struct str text, size_t bad, struct str shown,
			struct diag *diag)
{
	struct place place = place_of(text, bad, shown);

	if (text.ptr[bad] == '\0')
		diag_report(diag, DIAG_NUL, place, guess(text, bad),
			    "hay un byte cero; el archivo no se lee");
	else
		diag_report(diag, DIAG_UTF8, place, guess(text, bad),
			    "el byte \\x%02x no es UTF-8; el archivo no se lee",
			    (unsigned char)text.ptr[bad]);
	return -1;
}

int source_clean(struct buf *text, struct str shown, struct diag *diag)
{
	size_t valid;

	if (text->len > SOURCE_TEXT_MAX) {
		diag_report(diag, DIAG_FILE_SIZE, (struct place){ .path = shown },
			    STR("lo que no es texto va en content/archivos/"),
			    "el archivo pasa de %u MiB; no se lee",
			    SOURCE_TEXT_MAX >> 20);
		return -1;
	}
	if (text->len == 0)
		return 0;
	drop_mark(text);
	unify_line_ends(text);
	valid = utf8_valid_length(buf_str(text));
	return valid == text->len ? 0 :
	       report_bytes(buf_str(text), valid, shown, diag);
}

/* The line of TEXT at FROM, its blanks at the end cut off; *NEXT is where the
   next one begins. */
static struct str line_at(struct str text, size_t from, size_t *next)
{
	struct str rest = str_slice(text, from, SIZE_MAX);
	size_t length = str_find_char(rest, '\n');

	if (length == SIZE_MAX)
		length = rest.len;
	*next = from + length + (length < rest.len);
	while (length && (rest.ptr[length - 1] == ' ' || rest.ptr[length - 1] == '\t'))
		length--;
	return str_slice(rest, 0, length);
}

int source_split(struct source_parts *parts, struct str text, struct str shown,
		 struct diag *diag)
{
	size_t begin, from, next;
	uint32_t line = 2;

	*parts = (struct source_parts){ .body = text, .body_line = 1 };
	if (!str_equal(line_at(text, 0, &begin), STR("---")))
		return 0;
	for (from = begin; from < text.len; from = next, line++) {
		if (!str_equal(line_at(text, from, &next), STR("---")))
			continue;
		parts->front = str_slice(text, begin, from - begin);
		parts->front_line = 2;
		parts->body = str_slice(text, next, SIZE_MAX);
		parts->body_line = line + 1;
		return 0;
	}
	diag_report(diag, DIAG_FRONT_OPEN, (struct place){ shown, 1, 1, 3 },
		    STR("ponga otra línea --- después del último dato"),
		    "los datos comienzan aquí y no terminan: falta la segunda línea ---; el archivo no se lee");
	return -1;
}
