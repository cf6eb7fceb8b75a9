/*
 * document.c -- which reader, and the lines it gives.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Text and Markdown share a reader, because nobody can tell them apart and
 * what people call text is full of pipe tables and stray tags.
 */
#include "document.h"

#include "archive.h"
#include "base/escape.h"
#include "base/utf8.h"
#include "furniture.h"
#include "html.h"
#include "markup.h"
#include "open.h"
#include "pdf.h"
#include "word.h"
#include "xml.h"

void document_init(struct document *document)
{
	*document = (struct document){ 0 };
	buf_init(&document->text);
}

void document_dispose(struct document *document)
{
	buf_dispose(&document->text);
	vec_dispose(&document->origins);
}

/* ---- what it is ---- */

static bool starts_folded(struct str text, const char *word)
{
	for (size_t i = 0; word[i]; i++)
		if (i >= text.len || (text.ptr[i] | 0x20) != word[i])
			return false;
	return true;
}

static bool holds_folded(struct str text, const char *word)
{
	for (size_t i = 0; i < text.len; i++)
		if (starts_folded(str_slice(text, i, (size_t)-1), word))
			return true;
	return false;
}

static bool is_html(struct str text)
{
	struct str head;

	if (str_starts(text, STR("\xef\xbb\xbf")))
		text = str_slice(text, 3, (size_t)-1);
	text = str_trim(text);
	head = str_slice(text, 0, 1024);
	if (text.len == 0 || text.ptr[0] != '<')
		return false;
	return starts_folded(text, "<!doctype html") || starts_folded(text, "<html") ||
	       holds_folded(head, "<html") || holds_folded(head, "<body") ||
	       holds_folded(head, "<head>") || starts_folded(text, "<table") ||
	       starts_folded(text, "<div") || starts_folded(text, "<p>") ||
	       starts_folded(text, "<h1");
}

/* Archives tell what they are in the names of their files, which are not packed. */
static enum document_format archive_format(struct str bytes)
{
	if (str_find(str_slice(bytes, 0, 256), STR("mimetypeapplication/vnd.oasis.opendocument.text")) != (size_t)-1)
		return FORMAT_OPEN;
	return str_find(bytes, STR("word/document")) != (size_t)-1 ? FORMAT_WORD : FORMAT_ARCHIVE;
}

/* 1: the bytes of UTF-16 with the small one first, 2: with the large one; 0: neither. A
   page that does not say so begins with a sign of ASCII all the same. */
static int utf16_order(struct str bytes)
{
	if (str_starts(bytes, STR("\xff\xfe")) || str_starts(bytes, STR("<\0")))
		return 1;
	return str_starts(bytes, STR("\xfe\xff")) || str_starts(bytes, STR("\0<")) ? 2 : 0;
}

/* Half a pair, and half a unit at the end, is U+FFFD. */
static void from_utf16(struct buf *out, struct str bytes, int order)
{
	uint32_t high = 0;

	for (size_t i = 0; i < bytes.len; i += 2) {
		uint32_t first = (unsigned char)bytes.ptr[i], second = i + 1 < bytes.len ? (unsigned char)bytes.ptr[i + 1] : 0;
		uint32_t unit = i + 1 == bytes.len ? 0xfffd : order == 1 ? second << 8 | first : first << 8 | second;
		bool low = unit >= 0xdc00 && unit < 0xe000;

		if (high && low)
			unit = 0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00);
		else if (high)
			utf8_put(out, 0xfffd);
		high = unit >= 0xd800 && unit < 0xdc00 ? unit : 0;
		if (!high)
			utf8_put(out, unit >= 0xdc00 && unit < 0xe000 ? 0xfffd : unit);
	}
	if (high)
		utf8_put(out, 0xfffd);
}

static enum document_format utf16_format(struct str head, int order)
{
	struct buf text;
	enum document_format format;

	buf_init(&text);
	from_utf16(&text, head, order);
	format = str_find_char(buf_str(&text), '\0') != (size_t)-1 ? FORMAT_UNKNOWN : is_html(buf_str(&text)) ? FORMAT_HTML : FORMAT_TEXT;
	buf_dispose(&text);
	return format;
}

enum document_format document_format(struct str bytes)
{
	struct str head = str_slice(bytes, 0, 8192);

	if (str_find(str_slice(bytes, 0, 1024), STR("%PDF-")) != (size_t)-1)
		return FORMAT_PDF;
	if (str_starts(bytes, STR("PK\x03\x04")))
		return archive_format(bytes);
	if (str_starts(bytes, STR("\xd0\xcf\x11\xe0")))
		return FORMAT_OLD_WORD;
	if (str_starts(bytes, STR("{\\rtf")))
		return FORMAT_RTF;
	if (str_starts(bytes, STR("\x89PNG")) || str_starts(bytes, STR("\xff\xd8\xff")) ||
	    str_starts(bytes, STR("II*\0")) || str_starts(bytes, STR("MM\0*")))
		return FORMAT_PICTURE;
	if (utf16_order(head))
		return utf16_format(head, utf16_order(head));
	if (str_find_char(head, '\0') != (size_t)-1)
		return FORMAT_UNKNOWN;
	return is_html(bytes) ? FORMAT_HTML : FORMAT_TEXT;
}

const char *document_format_name(enum document_format format)
{
	static const char *const names[] = {
		"texto", "HTML", "PDF", "Word (.docx)", "Word antiguo (.doc)", "RTF",
		"OpenDocument (.odt)", "un archivo comprimido (.zip, .xlsx)", "imagen", "un formato que no es texto",
	};

	return names[format];
}

const char *document_line_word(enum document_format format)
{
	return format == FORMAT_WORD || format == FORMAT_OPEN ? "párrafo" : "línea";
}

void document_prepare(enum document_format format)
{
	if (format == FORMAT_WORD || format == FORMAT_OPEN) {
		archive_prepare();
		xml_prepare();
	} else if (format == FORMAT_PDF) {
		pdf_prepare();
	} else if (format == FORMAT_HTML || format == FORMAT_TEXT) {
		html_prepare();
	}
}

/* ---- lines out ---- */

/* True when LETTER may be within a word that a hyphen cut. */
static bool is_small_letter(struct str text, size_t at)
{
	uint32_t code = at < text.len ? utf8_next(text, &at) : 0;

	return (code >= 'a' && code <= 'z') || (code >= 0xdf && code <= 0xff && code != 0xf7);
}

static bool ends_in_letter(struct str text)
{
	unsigned char last;

	if (text.len == 0)
		return false;
	last = (unsigned char)text.ptr[text.len - 1];
	return (last >= 'a' && last <= 'z') || last >= 0x80;
}

static void close_emphasis(struct document *document)
{
	if (document->emphasis)
		buf_put_char(&document->text, EMPHASIS_OFF);
	if (document->strong)
		buf_put_char(&document->text, STRONG_OFF);
	document->emphasis = document->strong = false;
}

void document_break(struct document *document, bool paragraph)
{
	struct buf *text = &document->text;
	size_t ends = 0;

	if (text->len == 0)
		return;
	while (text->len && (text->ptr[text->len - 1] == ' ' || text->ptr[text->len - 1] == '\t'))
		text->len--;
	text->ptr[text->len] = '\0';
	if (paragraph)
		close_emphasis(document);
	while (ends < 2 && ends < text->len && text->ptr[text->len - 1 - ends] == '\n')
		ends++;
	if (text->len == 0)
		return;
	if (ends == 0 && ++document->lines >= DOCUMENT_LINES)
		document->cut = true;
	while (ends < (paragraph ? 2u : 1u)) {
		buf_put_char(text, '\n');
		ends++;
	}
}

static bool is_upper_or_digit(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* "FORTAMUN-" and "DF", "2018-" and "2022": the hyphen is theirs. What begins as an
   item of a list does is none. */
static bool joins_acronym(struct str before, struct str text)
{
	size_t digits = 0;

	if (before.len < 3 || before.ptr[before.len - 1] != '\n' || before.ptr[before.len - 2] != '-' || !text.len ||
	    !is_upper_or_digit(before.ptr[before.len - 3]) || !is_upper_or_digit(text.ptr[0]))
		return false;
	while (digits < text.len && char_is_digit(text.ptr[digits]))
		digits++;
	return digits == 0 || (char_is_digit(before.ptr[before.len - 3]) && !(digits < text.len && strchr(".:)", text.ptr[digits])));
}

/* An address begins the last word of TEXT. */
static bool ends_in_address(struct str text)
{
	size_t at = text.len;

	while (at && (unsigned char)text.ptr[at - 1] > ' ')
		at--;
	text = str_slice(text, at, (size_t)-1);
	return str_find(text, STR("://")) != (size_t)-1 || str_starts(text, STR("www."));
}

/* "evalua-" and "ción": one word, if the line before ends so and this one goes on. */
static void join_hyphen(struct document *document, struct str text, uint32_t line)
{
	struct buf *out = &document->text;

	if (joins_acronym(buf_str(out), text)) {
		out->ptr[--out->len] = '\0';
		return;
	}
	if (out->len < 3 || out->ptr[out->len - 1] != '\n' || out->ptr[out->len - 2] != '-' ||
	    !is_small_letter(text, 0) ||
	    !ends_in_letter((struct str){ out->ptr, out->len - 2 }) ||
	    ends_in_address((struct str){ out->ptr, out->len - 1 }))
		return;
	out->len -= 2;
	out->ptr[out->len] = '\0';
	if (document->joined++ == 0)
		document->joined_line = line;
}

void document_put(struct document *document, struct str text, uint32_t line, uint32_t page)
{
	struct origin *last;

	if (text.len == 0)
		return;
	if (document->cut)
		return;
	join_hyphen(document, text, line);
	last = document->origins.count ? &document->origins.at[document->origins.count - 1] : NULL;
	if (!last || last->line != line || last->page != page) {
		struct origin origin = { document->text.len, line, page };

		vec_push(&document->origins, origin);
	}
	buf_put_str(&document->text, text);
}

struct origin document_origin(const struct document *document, size_t offset)
{
	size_t low = 0, high = document->origins.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (document->origins.at[middle].offset <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low && document->origins.at ? document->origins.at[low - 1] : (struct origin){ 0, 1, 0 };
}

/* ---- bytes into clean text ---- */

/* Bytes 80..9F of Windows-1252; 0: none. */
static const uint16_t windows[32] = {
	0x20ac, 0, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0, 0x17d, 0,
	0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0, 0x17e, 0x178,
};

static void from_windows(struct buf *out, struct str bytes)
{
	for (size_t i = 0; i < bytes.len; i++) {
		unsigned char c = (unsigned char)bytes.ptr[i];

		if (c < 0x80)
			buf_put_char(out, (char)c);
		else
			utf8_put(out, c >= 0xa0 ? c : windows[c - 0x80] ? windows[c - 0x80] : 0xfffd);
	}
}

/* What a letter that is drawn as one stands for: "fi", "fl" and their like. */
static const char *ligature(uint32_t code)
{
	static const char *const letters[] = { "ff", "fi", "fl", "ffi", "ffl", "st", "st" };

	return code >= 0xfb00 && code <= 0xfb06 ? letters[code - 0xfb00] : NULL;
}

/* One code point as the readers want it: line ends are '\n', pages end in '\f'. What nobody
   types, 80 to 9F, comes of Windows' letters that were taken for Latin-1. */
static void put_clean(struct buf *out, uint32_t code)
{
	const char *letters;

	if (code >= 0x80 && code < 0xa0 && code != 0x85 && windows[code - 0x80])
		code = windows[code - 0x80];
	letters = ligature(code);
	if (letters)
		buf_put_text(out, letters);
	else if (code == '\n' || code == '\f' || code == '\t')
		buf_put_char(out, (char)code);
	else if (code == 0x2028 || code == 0x2029 || code == 0x85)
		buf_put_char(out, '\n');
	else if (code != '\n' && utf8_is_space(code))
		buf_put_char(out, ' ');
	else if (code == 0xad || utf8_is_control(code))
		return;
	else if (code >= 0xf020 && code <= 0xf0ff)
		buf_put_str(out, document_symbol(code & 0xff, false));
	else
		utf8_put(out, code);
}

void document_clean(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.len;)
		put_clean(out, utf8_next(text, &i));
}

static void clean_bytes(struct document *document, struct buf *out, struct str bytes)
{
	struct buf converted;

	buf_init(&converted);
	if (utf16_order(bytes)) {
		from_utf16(&converted, bytes, utf16_order(bytes));
		bytes = buf_str(&converted);
	}
	if (str_starts(bytes, STR("\xef\xbb\xbf")))
		bytes = str_slice(bytes, 3, (size_t)-1);
	if (utf8_valid_length(bytes) != bytes.len) {
		from_windows(&converted, bytes);
		bytes = buf_str(&converted);
		document->legacy = true;
	}
	for (size_t i = 0; i < bytes.len;) {
		if (bytes.ptr[i] == '\r') {
			buf_put_char(out, '\n');
			i += i + 1 < bytes.len && bytes.ptr[i + 1] == '\n' ? 2 : 1;
		} else {
			put_clean(out, utf8_next(bytes, &i));
		}
	}
	buf_dispose(&converted);
}

/* ---- words of a reader ---- */

/* TEXT ends in a mail address, and WORD can only be more of it: small letters and
   stops. */
static bool joins_mail(struct str text, struct str word)
{
	size_t at = text.len;
	bool letter = false;

	while (at && (unsigned char)text.ptr[at - 1] > ' ')
		at--;
	if (str_find_char(str_slice(text, at, (size_t)-1), '@') == (size_t)-1 || !word.len || word.len > 24)
		return false;
	for (size_t i = 0; i < word.len; i++) {
		letter |= word.ptr[i] >= 'a' && word.ptr[i] <= 'z';
		if (!(word.ptr[i] >= 'a' && word.ptr[i] <= 'z') && !char_is_digit(word.ptr[i]) && word.ptr[i] != '.' && word.ptr[i] != '-')
			return false;
	}
	return letter;
}

bool document_joins_address(const struct document *document, struct str next)
{
	static const char signs[] = "/-_.=&?%#";
	struct str text = buf_str(&document->text), word = str_slice(next, 0, str_find_char(next, ' '));

	while (text.len && (unsigned char)text.ptr[text.len - 1] <= ' ')
		text.len--;
	if (joins_mail(text, word))
		return true;
	if (!ends_in_address(text) || !word.len || strchr("(<", word.ptr[0]))
		return false;
	if (strchr(signs, text.ptr[text.len - 1]) || strchr(signs, word.ptr[0]))
		return true;
	for (size_t i = 1; i + 1 < word.len; i++)
		if (strchr(signs, word.ptr[i]) || char_is_digit(word.ptr[i]))
			return true;
	return false;
}

void document_join(struct document *document, struct str next, uint32_t line, uint32_t page)
{
	struct buf *text = &document->text;
	char last, before;

	while (text->len && (text->ptr[text->len - 1] == ' ' || text->ptr[text->len - 1] == '\n'))
		text->ptr[--text->len] = '\0';
	last = text->len ? text->ptr[text->len - 1] : ' ';
	before = text->len > 1 ? text->ptr[text->len - 2] : ' ';
	if (document_joins_address(document, next)) {
		if (document->addresses++ == 0) {
			document->address_line = line;
			document->address_page = page;
		}
		return;
	}
	if (last == '-' && is_upper_or_digit(before) && next.len && is_upper_or_digit(next.ptr[0]))
		return;
	if (last == '-' && is_small_letter(next, 0) && ends_in_letter((struct str){ text->ptr, text->len - 1 })) {
		text->ptr[--text->len] = '\0';
		if (document->joined++ == 0) {
			document->joined_line = line;
			document->joined_page = page;
		}
		return;
	}
	document_put(document, STR(" "), line, page);
}

static void turn(struct document *document, bool *open, bool on, char begin, char end, uint32_t line, uint32_t page)
{
	if (*open == on)
		return;
	document_put(document, (struct str){ on ? &begin : &end, 1 }, line, page);
	*open = on;
}

static void put_piece(struct document *document, struct str piece, uint32_t line, uint32_t page,
		      bool strong, bool emphasis)
{
	turn(document, &document->strong, strong, STRONG_ON, STRONG_OFF, line, page);
	turn(document, &document->emphasis, emphasis, EMPHASIS_ON, EMPHASIS_OFF, line, page);
	document_put(document, piece, line, page);
}

void document_words(struct document *document, struct str text, uint32_t line, uint32_t page,
		    bool strong, bool emphasis)
{
	struct buf clean;
	struct str rest, word;
	bool space = false;

	buf_init(&clean);
	document_clean(&clean, text);
	for (size_t i = 0; i < clean.len; i++)
		if (clean.ptr[i] == '\n' || clean.ptr[i] == '\f' || clean.ptr[i] == '\t')
			clean.ptr[i] = ' ';
	rest = buf_str(&clean);
	while (str_cut(&rest, ' ', &word)) {
		const struct buf *out = &document->text;

		if (space && out->len && out->ptr[out->len - 1] != ' ' && out->ptr[out->len - 1] != '\n')
			document_put(document, STR(" "), line, page);
		space = true;
		if (word.len)
			put_piece(document, word, line, page, strong, emphasis);
	}
	buf_dispose(&clean);
}

/* True when WORDS are ADDRESS, wherever a narrow column cut it and whether it ends in a stroke or not. */
static bool says_address(struct str words, struct str address)
{
	struct buf plain;
	bool said;

	buf_init(&plain);
	for (size_t i = 0; i < words.len; i++)
		if ((unsigned char)words.ptr[i] > ' ')
			buf_put_char(&plain, words.ptr[i]);
	while (str_ends(address, STR("/")))
		address.len--;
	said = str_find(buf_str(&plain), address) != (size_t)-1;
	buf_dispose(&plain);
	return said;
}

void document_link(struct document *document, size_t start, struct str address, uint32_t line, uint32_t page)
{
	struct str words = str_slice(buf_str(&document->text), start, (size_t)-1);

	if (start > document->text.len || !url_is_web(address) || says_address(words, address))
		return;
	document_put(document, STR("\x05 ("), line, page);
	document_put(document, address, line, page);
	document_put(document, STR(")\x06"), line, page);
}

struct str document_symbol(uint32_t code, bool second)
{
	static const struct {
		uint8_t code;
		bool second;
		const char *text;
	} symbols[] = {
		{ 0x6f, false, "☐" }, { 0xa8, false, "☐" }, { 0x71, false, "☐" }, { 0x72, false, "☐" },
		{ 0xfe, false, "☑" }, { 0xfd, false, "☒" }, { 0x78, false, "☒" }, { 0xfc, false, "✓" },
		{ 0xfb, false, "✗" }, { 0xa7, false, "•" }, { 0xb7, false, "•" }, { 0x6c, false, "•" },
		{ 0x6e, false, "■" }, { 0xd8, false, "•" }, { 0x9f, false, "•" }, { 0x76, false, "•" },
		{ 0x52, true, "☑" }, { 0x53, true, "☒" }, { 0x54, true, "☒" }, { 0x50, true, "✓" },
		{ 0x4f, true, "✗" }, { 0xa3, true, "☐" }, { 0x2a, true, "☐" },
	};

	for (size_t i = 0; i < sizeof symbols / sizeof symbols[0]; i++)
		if (symbols[i].code == code && symbols[i].second == second)
			return str_from(symbols[i].text);
	return STR("\xef\xbf\xbd");
}

/* ---- text and Markdown ---- */

struct lines {
	VEC(struct page_line) list;
	uint32_t pages;
};

static void cut_lines(struct lines *lines, struct str text)
{
	struct str piece, page;
	uint32_t number = 0;

	while (str_cut(&text, '\n', &piece)) {
		bool first = true;

		number++;
		while (str_cut(&piece, '\f', &page)) {
			struct page_line line = { page, number, 0, false };

			lines->pages += !first;
			first = false;
			line.page = lines->pages;
			vec_push(&lines->list, line);
		}
	}
}

static bool is_table_rule(struct str line)
{
	for (size_t i = 0; i < line.len; i++)
		if (!strchr("|-:+ \t", line.ptr[i]))
			return false;
	return str_find_char(line, '-') != (size_t)-1;
}

/* The cells of a row, each a paragraph. A pipe behind a backslash is text. */
static void put_row(struct markup *markup, struct str row, uint32_t line)
{
	size_t start = 0;

	if (row.len && row.ptr[0] == '|')
		start = 1;
	for (size_t i = start; i <= row.len; i++) {
		if (i < row.len && row.ptr[i] == '\\') {
			i++;
			continue;
		}
		if (i < row.len && row.ptr[i] != '|')
			continue;
		document_break(markup->document, true);
		markup_put(markup, str_trim(str_slice(row, start, i - start)), line);
		start = i + 1;
	}
	document_break(markup->document, true);
}

/* A line without what makes it a heading or a quotation. */
static struct str without_marks(struct str line)
{
	size_t marks = 0;

	line = str_trim(line);
	while (line.len && line.ptr[0] == '>')
		line = str_trim(str_slice(line, 1, (size_t)-1));
	while (marks < line.len && line.ptr[marks] == '#')
		marks++;
	if (marks && marks <= 6 && (marks == line.len || line.ptr[marks] == ' '))
		line = str_trim(str_slice(line, marks, (size_t)-1));
	return line;
}

static bool is_rule(struct str line)
{
	if (line.len < 3 || !strchr("-_*=", line.ptr[0]))
		return false;
	for (size_t i = 0; i < line.len; i++)
		if (line.ptr[i] != line.ptr[0] && line.ptr[i] != ' ')
			return false;
	/* a long underline may be a blank to fill in: only Markdown's own go */
	return line.ptr[0] != '_';
}

/* Where the paragraph that the line TEXT is in ends: within WHOLE, 8 KB away at most. */
static const char *paragraph_end(struct str whole, struct str text)
{
	size_t from = (size_t)(text.ptr - whole.ptr), length;
	struct str rest = str_slice(whole, from, 8192);

	length = str_find(rest, STR("\n\n"));
	return text.ptr + (length == (size_t)-1 ? rest.len : length);
}

/* A line whose words stand in columns, four spaces or more apart: each a cell. False:
   it is no such line. */
static bool put_columns(struct markup *markup, struct str text, uint32_t line)
{
	size_t gap = str_find(text, STR("    "));

	if (gap == (size_t)-1)
		return false;
	for (; text.len; gap = str_find(text, STR("    "))) {
		document_break(markup->document, true);
		markup_put(markup, str_slice(text, 0, gap), line);
		text = gap == (size_t)-1 ? STR("") : str_trim(str_slice(text, gap, (size_t)-1));
	}
	document_break(markup->document, true);
	return true;
}

static void put_line(struct markup *markup, const struct page_line *line, struct str whole)
{
	struct str text = str_trim(line->text);
	bool heading = text.len && text.ptr[0] == '#';

	markup->page = line->page;
	if (line->furniture)
		return;
	if (text.len == 0 || is_rule(text)) {
		document_break(markup->document, true);
		markup->open = 0;
		return;
	}
	markup->end = NULL;
	if (text.ptr[0] == '|') {
		if (!is_table_rule(text))
			put_row(markup, text, line->number);
		return;
	}
	if (put_columns(markup, text, line->number))
		return;
	text = without_marks(text);
	if (!heading && text.len)
		markup->end = paragraph_end(whole, text);
	document_break(markup->document, heading);
	markup_put(markup, text, line->number);
	document_break(markup->document, heading);
}

static void read_text(struct document *document, struct str text)
{
	struct lines lines = { 0 };
	struct markup markup;
	struct html *html = html_open();

	markup_init(&markup, document);
	markup.html = html;
	cut_lines(&lines, text);
	if (lines.pages)
		for (size_t i = 0; i < lines.list.count; i++)
			lines.list.at[i].page++;
	/* without form feeds there are no pages and nothing to tell it by: the form repeats
	   lines of its own */
	if (lines.pages)
		document->dropped = furniture_mark(lines.list.at, lines.list.count, lines.pages);
	for (size_t i = 0; i < lines.list.count && !document->cut; i++)
		put_line(&markup, &lines.list.at[i], text);
	vec_dispose(&lines.list);
	markup_dispose(&markup);
	html_close(html);
}

static int read_bytes(struct document *document, struct str bytes)
{
	struct buf clean;
	bool long_ = false;
	int status = 0;

	document->format = document_format(bytes);
	if (document->format == FORMAT_WORD)
		return word_read(document, bytes);
	if (document->format == FORMAT_OPEN)
		return open_read(document, bytes);
	if (document->format == FORMAT_PDF)
		return pdf_read(document, bytes);
	if (document->format == FORMAT_PICTURE) {
		document->reason = STR("es una imagen, y no tiene texto");
		document->hint = STR(DOCUMENT_NEEDS_OCR);
		return -1;
	}
	if (bytes.len > DOCUMENT_TEXT_MAX) {
		bytes = str_slice(bytes, 0, DOCUMENT_TEXT_MAX);
		long_ = true;
	}
	if (document->format != FORMAT_TEXT && document->format != FORMAT_HTML)
		return -1;
	buf_init(&clean);
	clean_bytes(document, &clean, bytes);
	if (document->format == FORMAT_HTML)
		status = html_read(document, &clean);
	else
		read_text(document, buf_str(&clean));
	document_break(document, false);
	document->cut |= long_;
	buf_dispose(&clean);
	return status;
}

int document_read(struct document *document, struct str bytes)
{
	if (read_bytes(document, bytes) != 0)
		return -1;
	if (document->text.len || !document->images)
		return 0;
	document->reason = STR("no tiene texto: todo lo que trae son imágenes, como las de un escáner");
	document->hint = STR(DOCUMENT_NEEDS_OCR);
	return -1;
}
