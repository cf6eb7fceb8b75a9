/*
 * markup.c -- what tags do to a text, and Markdown's marks out of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "markup.h"

#include <stdio.h>

#include "base/escape.h"
#include "base/utf8.h"
#include "html.h"

static const struct {
	const char *name;
	enum tag_kind kind;
} tags[] = {
	{ "p", TAG_PARAGRAPH }, { "div", TAG_PARAGRAPH }, { "td", TAG_PARAGRAPH }, { "th", TAG_PARAGRAPH },
	{ "tr", TAG_PARAGRAPH }, { "table", TAG_PARAGRAPH }, { "tbody", TAG_PARAGRAPH }, { "thead", TAG_PARAGRAPH },
	{ "h1", TAG_PARAGRAPH }, { "h2", TAG_PARAGRAPH }, { "h3", TAG_PARAGRAPH }, { "h4", TAG_PARAGRAPH },
	{ "h5", TAG_PARAGRAPH }, { "h6", TAG_PARAGRAPH }, { "section", TAG_PARAGRAPH }, { "article", TAG_PARAGRAPH },
	{ "header", TAG_PARAGRAPH }, { "footer", TAG_PARAGRAPH }, { "main", TAG_PARAGRAPH }, { "nav", TAG_PARAGRAPH },
	{ "dl", TAG_PARAGRAPH }, { "dt", TAG_PARAGRAPH }, { "dd", TAG_PARAGRAPH }, { "blockquote", TAG_PARAGRAPH },
	{ "body", TAG_PARAGRAPH }, { "html", TAG_INLINE }, { "caption", TAG_PARAGRAPH }, { "pre", TAG_PARAGRAPH },
	{ "hr", TAG_PARAGRAPH }, { "center", TAG_PARAGRAPH }, { "br", TAG_LINE },
	{ "b", TAG_STRONG }, { "strong", TAG_STRONG }, { "i", TAG_EMPHASIS }, { "em", TAG_EMPHASIS },
	{ "input", TAG_INPUT }, { "ol", TAG_ORDERED }, { "ul", TAG_BULLETS }, { "li", TAG_ITEM }, { "a", TAG_LINK },
	{ "span", TAG_INLINE }, { "u", TAG_INLINE }, { "font", TAG_INLINE }, { "sup", TAG_INLINE },
	{ "sub", TAG_INLINE }, { "small", TAG_INLINE }, { "img", TAG_IMAGE }, { "mark", TAG_INLINE },
	{ "script", TAG_SILENT }, { "style", TAG_SILENT }, { "title", TAG_SILENT }, { "template", TAG_SILENT },
	{ "svg", TAG_SILENT }, { "noscript", TAG_SILENT }, { "select", TAG_SILENT }, { "textarea", TAG_SILENT },
};

/* A tag as it stands in a text, its attributes not read. */
struct raw_tag {
	struct tag tag;
	struct str attributes;
	size_t length;		/* bytes, from '<' to behind '>' */
};

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool equal_folded(struct str a, const char *b)
{
	size_t i = 0;

	for (; b[i]; i++)
		if (i >= a.len || (a.ptr[i] | 0x20) != b[i])
			return false;
	return i == a.len;
}

enum tag_kind tag_kind(struct str name)
{
	for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
		/* digits have the bit already: "h1" compares as it is */
		if (equal_folded(name, tags[i].name))
			return tags[i].kind;
	}
	return TAG_NONE;
}

/* Where the '>' of a tag stands; quotes may hold one. At most 1 KB away,
   and never behind another '<'. */
static size_t tag_end(struct str text, size_t at)
{
	char quote = 0;
	size_t limit = at + 1024 < text.len ? at + 1024 : text.len;

	for (; at < limit; at++) {
		char c = text.ptr[at];

		if (quote)
			quote = c == quote ? 0 : quote;
		else if (c == '"' || c == '\'')
			quote = c;
		else if (c == '>')
			return at;
		else if (c == '<')
			break;
	}
	return (size_t)-1;
}

/* The value of attribute NAME; absent when it is not there. */
static struct str attribute(struct str attributes, const char *name)
{
	size_t length = strlen(name);

	for (size_t i = 0; i + length < attributes.len; i++) {
		struct str rest;
		char quote;
		size_t end;

		if ((i && !strchr(" \t\n\"'", attributes.ptr[i - 1])) ||
		    !equal_folded(str_slice(attributes, i, length), name))
			continue;
		rest = str_trim(str_slice(attributes, i + length, (size_t)-1));
		if (rest.len < 2 || rest.ptr[0] != '=')
			continue;
		rest = str_trim(str_slice(rest, 1, (size_t)-1));
		quote = rest.len && (rest.ptr[0] == '"' || rest.ptr[0] == '\'') ? rest.ptr[0] : 0;
		if (quote)
			rest = str_slice(rest, 1, (size_t)-1);
		end = str_find_char(rest, quote ? quote : ' ');
		return str_slice(rest, 0, end);
	}
	return (struct str){ 0 };
}

/* True when NAME stands among ATTRIBUTES, with or without a value. */
static bool has_attribute(struct str attributes, const char *name)
{
	struct str word;

	while (str_cut(&attributes, ' ', &word)) {
		word = str_slice(word, 0, str_find_char(word, '='));
		while (word.len && strchr("/\n\t", word.ptr[word.len - 1]))
			word.len--;
		if (equal_folded(word, name))
			return true;
	}
	return false;
}

/* The tag that begins at AT, which holds '<'; false where none does that we know: it is text. */
static bool read_tag(struct str text, size_t at, struct raw_tag *raw)
{
	size_t start = at + 1, end, close;
	struct tag *tag = &raw->tag;

	*raw = (struct raw_tag){ 0 };
	if (start < text.len && text.ptr[start] == '/') {
		tag->close = true;
		start++;
	}
	if (start >= text.len || !is_letter(text.ptr[start]))
		return false;
	for (end = start; end < text.len && (is_letter(text.ptr[end]) || char_is_digit(text.ptr[end]));)
		end++;
	tag->kind = tag_kind(str_slice(text, start, end - start));
	if (tag->kind == TAG_NONE || tag->kind == TAG_SILENT)
		return false;
	close = tag_end(text, end);
	if (close == (size_t)-1 || (end < close && !strchr(" \t\n/>:", text.ptr[end])))
		return false;
	raw->attributes = str_slice(text, end, close - end);
	raw->length = close + 1 - at;
	tag->href = attribute(raw->attributes, "href");
	tag->type = attribute(raw->attributes, "type");
	tag->start = attribute(raw->attributes, "start");
	tag->value = attribute(raw->attributes, "value");
	tag->checked = has_attribute(raw->attributes, "checked");
	return true;
}

/* ---- entities ---- */

static uint32_t entity_code(const struct markup *markup, struct str name)
{
	uint32_t code = 0;

	if (name.len > 1 && name.ptr[0] == '#') {
		bool hex = name.ptr[1] == 'x' || name.ptr[1] == 'X';

		for (size_t i = hex ? 2 : 1; i < name.len && code < 0x110000; i++) {
			char c = name.ptr[i];
			int digit = char_is_digit(c) ? c - '0' : hex && is_letter(c) ? (c | 0x20) - 'a' + 10 : 99;

			if (digit >= (hex ? 16 : 10))
				return 0;
			code = code * (hex ? 16u : 10u) + (uint32_t)digit;
		}
		return code < 0x110000 && !(code >= 0xd800 && code < 0xe000) ? code : 0;
	}
	return markup->html ? html_entity(markup->html, name) : 0;
}

/* ---- letters ---- */

static void put_letters(struct markup *markup, struct str letters, uint32_t line)
{
	struct buf *text = &markup->document->text;

	if (markup->mark[0]) {
		document_put(markup->document, str_from(markup->mark), line, markup->page);
		markup->mark[0] = '\0';
		markup->space = false;
	}
	if (markup->space && text->len && text->ptr[text->len - 1] != '\n' &&
	    text->ptr[text->len - 1] != ' ')
		document_put(markup->document, STR(" "), line, markup->page);
	markup->space = false;
	document_put(markup->document, letters, line, markup->page);
}

static void put_mark(struct markup *markup, char mark, uint32_t line)
{
	put_letters(markup, (struct str){ &mark, 1 }, line);
}

void markup_words(struct markup *markup, struct str text, uint32_t line)
{
	for (size_t i = 0, start; i < text.len;) {
		if (strchr(" \t\n\f", text.ptr[i])) {
			line += text.ptr[i] == '\n';
			markup->space = true;
			i++;
			continue;
		}
		for (start = i; i < text.len && !strchr(" \t\n\f", text.ptr[i]);)
			i++;
		put_letters(markup, str_slice(text, start, i - start), line);
	}
}

static void put_entity(struct markup *markup, uint32_t code, uint32_t line)
{
	struct buf letters, clean;

	buf_init(&letters);
	buf_init(&clean);
	utf8_put(&letters, code);
	document_clean(&clean, buf_str(&letters));
	markup_words(markup, buf_str(&clean), line);
	buf_dispose(&clean);
	buf_dispose(&letters);
}

/* Try the entity at AT, which holds '&'; returns its length, or 0. */
static size_t try_entity(struct markup *markup, struct str text, size_t at, uint32_t line)
{
	size_t end = str_find_char(str_slice(text, at, 12), ';');
	uint32_t code;

	if (end == (size_t)-1 || end < 2)
		return 0;
	code = entity_code(markup, str_slice(text, at + 1, end - 1));
	if (!code)
		return 0;
	put_entity(markup, code, line);
	return end + 1;
}

/* ---- tags ---- */

/* Its mark waits for its first letter: an item often begins with a paragraph. */
static void begin_item(struct markup *markup, const struct tag *tag)
{
	int level = markup->lists - 1;
	unsigned long long value;
	uint32_t number;

	document_break(markup->document, true);
	markup->space = false;
	if (level < 0 || level >= MARKUP_LISTS || markup->numbers[level] == 0) {
		snprintf(markup->mark, sizeof markup->mark, "- ");
		return;
	}
	if (str_to_number(tag->value, 100000, &value) && value)
		markup->numbers[level] = (uint32_t)value;
	number = markup->numbers[level]++;
	if (markup->letters[level] && number <= 26)
		snprintf(markup->mark, sizeof markup->mark, "%c) ", 'a' + (char)(number - 1));
	else
		snprintf(markup->mark, sizeof markup->mark, "%u. ", number);
}

static void list_tag(struct markup *markup, const struct tag *tag)
{
	unsigned long long start = 1;

	document_break(markup->document, true);
	markup->space = false;
	if (tag->close) {
		markup->lists -= markup->lists > 0;
		return;
	}
	if (markup->lists < MARKUP_LISTS) {
		if (!str_to_number(tag->start, 100000, &start) || start == 0)
			start = 1;
		markup->numbers[markup->lists] = tag->kind == TAG_ORDERED ? (uint32_t)start : 0;
		markup->letters[markup->lists] = equal_folded(tag->type, "a");
	}
	markup->lists++;
}

/* What a link says is often "aquí": its address is told behind it. */
static void link_tag(struct markup *markup, const struct tag *tag, uint32_t line)
{
	struct buf *text = &markup->document->text;

	if (!tag->close) {
		buf_clear(&markup->link);
		buf_put_str(&markup->link, tag->href);
		markup->link_start = text->len;
		return;
	}
	if (markup->link.len)
		document_link(markup->document, markup->link_start, buf_str(&markup->link), line, markup->page);
	buf_clear(&markup->link);
}

static void input_tag(struct markup *markup, const struct tag *tag, uint32_t line)
{
	if (tag->close || (!equal_folded(tag->type, "checkbox") && !equal_folded(tag->type, "radio")))
		return;
	put_letters(markup, tag->checked ? STR(" ☒ ") : STR(" ☐ "), line);
}

void markup_tag(struct markup *markup, const struct tag *tag, uint32_t line)
{
	switch (tag->kind) {
	case TAG_PARAGRAPH:
		document_break(markup->document, true);
		markup->space = false;
		break;
	case TAG_LINE:
		if (!tag->close)
			document_break(markup->document, false);
		markup->space = false;
		break;
	case TAG_STRONG:
		put_mark(markup, tag->close ? STRONG_OFF : STRONG_ON, line);
		break;
	case TAG_EMPHASIS:
		put_mark(markup, tag->close ? EMPHASIS_OFF : EMPHASIS_ON, line);
		break;
	case TAG_ORDERED:
	case TAG_BULLETS:
		list_tag(markup, tag);
		break;
	case TAG_ITEM:
		if (!tag->close)
			begin_item(markup, tag);
		else
			document_break(markup->document, true);
		break;
	case TAG_LINK:
		link_tag(markup, tag, line);
		break;
	case TAG_INPUT:
		input_tag(markup, tag, line);
		break;
	case TAG_IMAGE:
		markup->document->images += !tag->close;
		break;
	case TAG_SILENT:
	case TAG_INLINE:
	case TAG_NONE:
		break;
	}
}

static size_t skip_comment(struct str text, size_t at)
{
	size_t end = str_find(str_slice(text, at + 4, (size_t)-1), STR("-->"));

	return end == (size_t)-1 ? text.len : at + 4 + end + 3;
}

/* "<https://...>" and "<x@y>": the address is the text. */
static size_t try_autolink(struct markup *markup, struct str text, size_t at, uint32_t line)
{
	size_t end = str_find_char(str_slice(text, at, 2048), '>');
	struct str inside;

	if (end == (size_t)-1 || end < 4)
		return 0;
	inside = str_slice(text, at + 1, end - 1);
	if (str_find_char(inside, ' ') != (size_t)-1 ||
	    (!url_is_web(inside) && str_find_char(inside, '@') == (size_t)-1))
		return 0;
	if (str_find_char(inside, '\n') != (size_t)-1)
		return 0;
	put_letters(markup, inside, line);
	return end + 1;
}

/* What begins with '<' at AT; returns its length, or 0 when it is text. */
static size_t try_angle(struct markup *markup, struct str text, size_t at, uint32_t line)
{
	struct raw_tag raw;
	size_t length;

	if (str_starts(str_slice(text, at, 4), STR("<!--")))
		return skip_comment(text, at) - at;
	length = try_autolink(markup, text, at, line);
	if (length)
		return length;
	if (!read_tag(text, at, &raw))
		return 0;
	markup_tag(markup, &raw.tag, line);
	return raw.length;
}

/* ---- Markdown's marks ---- */

static bool is_space_at(struct str text, size_t at)
{
	return at >= text.len || strchr(" \t\n", text.ptr[at]);
}

/* What is left of the paragraph at AT of TEXT, 8 KB at most. */
static struct str rest_of(const struct markup *markup, struct str text, size_t at)
{
	struct str rest = str_slice(text, at, 8192);

	if (markup->end && markup->end > text.ptr + at) {
		rest.ptr = text.ptr + at;
		rest.len = (size_t)(markup->end - rest.ptr);
	}
	return rest.len > 8192 ? str_slice(rest, 0, 8192) : rest;
}

/*
 * A run of one or two '*' at AT: an opening one touches a word behind it and
 * has a closing one in the same paragraph, which may be lines away.
 * Returns the length of the run, or 0 when it is text.
 */
static size_t try_emphasis(struct markup *markup, struct str text, size_t at, uint32_t line)
{
	size_t length = at + 1 < text.len && text.ptr[at + 1] == '*' ? 2 : 1;
	unsigned bit = length;
	struct str mark = str_slice(text, at, length);

	if (markup->open & bit) {
		if (at == 0 || is_space_at(text, at - 1))
			return 0;
		markup->open &= ~bit;
		put_mark(markup, length == 2 ? STRONG_OFF : EMPHASIS_OFF, line);
		return length;
	}
	if (is_space_at(text, at + length) ||
	    str_find(rest_of(markup, text, at + length), mark) == (size_t)-1)
		return 0;
	markup->open |= bit;
	put_mark(markup, length == 2 ? STRONG_ON : EMPHASIS_ON, line);
	return length;
}

/* "[words](address)": the words, and the address where they are not it. */
static size_t try_link(struct markup *markup, struct str text, size_t at, uint32_t line)
{
	size_t close = str_find_char(str_slice(text, at, 2048), ']'), end;
	struct str words, address;

	if (close == (size_t)-1 || at + close + 1 >= text.len || text.ptr[at + close + 1] != '(')
		return 0;
	end = str_find_char(str_slice(text, at + close, 2048), ')');
	if (end == (size_t)-1)
		return 0;
	words = str_slice(text, at + 1, close - 1);
	address = str_slice(text, at + close + 2, end - 2);
	if (!url_is_web(address) && !str_starts(address, STR("mailto:")))
		return 0;
	put_letters(markup, words, line);
	if (url_is_web(address) && !str_equal(words, address)) {
		put_letters(markup, STR(" ("), line);
		put_letters(markup, address, line);
		put_letters(markup, STR(")"), line);
	}
	return close + end + 1;
}

/* One of Markdown's marks at AT; returns its length, or 0. */
static size_t try_mark(struct markup *markup, struct str text, size_t at, uint32_t line)
{
	static const char escaped[] = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

	if (text.ptr[at] == '\\' && at + 1 < text.len && strchr(escaped, text.ptr[at + 1])) {
		put_letters(markup, str_slice(text, at + 1, 1), line);
		return 2;
	}
	if (text.ptr[at] == '*')
		return try_emphasis(markup, text, at, line);
	if (text.ptr[at] == '[')
		return try_link(markup, text, at, line);
	return 0;
}

void markup_put(struct markup *markup, struct str piece, uint32_t line)
{
	if (!markup->end)
		markup->open = 0;
	for (size_t i = 0; i < piece.len && !markup->document->cut;) {
		size_t length = 0, start = i;
		char c = piece.ptr[i];

		if (c == '<')
			length = try_angle(markup, piece, i, line);
		else if (c == '&')
			length = try_entity(markup, piece, i, line);
		else
			length = try_mark(markup, piece, i, line);
		if (length) {
			for (; i < start + length; i++)
				line += piece.ptr[i] == '\n';
			continue;
		}
		if (strchr(" \t\n\f", c)) {
			line += c == '\n';
			markup->space = true;
			i++;
			continue;
		}
		i++;
		while (i < piece.len && !strchr(" \t\n\f<&\\*[", piece.ptr[i]))
			i++;
		put_letters(markup, str_slice(piece, start, i - start), line);
	}
	markup->space = false;
}

void markup_init(struct markup *markup, struct document *document)
{
	*markup = (struct markup){ .document = document };
	buf_init(&markup->link);
}

void markup_dispose(struct markup *markup)
{
	buf_dispose(&markup->link);
}
