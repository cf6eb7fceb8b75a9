/*
 * html.c -- an HTML document into lines.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "html.h"

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/library.h"
#include "markup.h"

#define FUNCTIONS(F)							\
	F(htmlCreatePushParserCtxt) F(htmlCtxtUseOptions) F(htmlParseChunk) F(htmlFreeParserCtxt) \
	F(xmlSAX2GetLineNumber) F(htmlEntityLookup) F(xmlStopParser)

/* More elements than this, one in another, are read no further: the parser looks through all
   of them for each end tag that fits none. Browsers stop at 512. */
#define DEPTH 2048

LIBRARY(html, FUNCTIONS, "libxml2.so.2", "libxml2.so.16", "libxml2.so");

struct html {
	struct html_library library;
};

/* One document. */
struct page {
	struct html *html;
	htmlParserCtxtPtr parser;
	struct markup markup;
	struct buf clean;
	unsigned unseen;	/* elements open within one that is not shown, itself too */
	unsigned depth;		/* elements open */
};

void html_prepare(void)
{
	html_close(html_open());
}

struct html *html_open(void)
{
	struct html *html = memory_alloc(sizeof *html);

	if (html_library_load(&html->library) == 0)
		return html;
	free(html);
	return NULL;
}

void html_close(struct html *html)
{
	free(html);
}

uint32_t html_entity(const struct html *html, struct str name)
{
	const htmlEntityDesc *entity;
	char text[16];

	if (name.len >= sizeof text)
		return 0;
	memcpy(text, name.ptr, name.len);
	text[name.len] = '\0';
	entity = html->library.htmlEntityLookup((const xmlChar *)text);
	return entity ? entity->value : 0;
}

/* ---- elements ---- */

static bool is_name(const xmlChar *name, const char *word)
{
	return strcmp((const char *)name, word) == 0;
}

/* The value of attribute NAME, "" when it stands alone; absent: it is not there. */
static struct str attribute(const xmlChar **attributes, const char *name)
{
	for (; attributes && attributes[0]; attributes += 2)
		if (is_name(attributes[0], name))
			return attributes[1] ? str_from((const char *)attributes[1]) : STR("");
	return (struct str){ 0 };
}

/* "display: none" in a style, and what Word says for it. */
static bool hides(struct str style)
{
	static const char *const words[] = { "display:none", "visibility:hidden", "mso-hide:all" };
	struct buf plain;
	bool found = false;

	buf_init(&plain);
	for (size_t i = 0; i < style.len; i++)
		if ((unsigned char)style.ptr[i] > ' ')
			buf_put_char(&plain, style.ptr[i] >= 'A' && style.ptr[i] <= 'Z' ? (char)(style.ptr[i] | 0x20) : style.ptr[i]);
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		found |= str_find(buf_str(&plain), str_from(words[i])) != (size_t)-1;
	buf_dispose(&plain);
	return found;
}

static uint32_t line_of(struct page *page)
{
	int line = page->html->library.xmlSAX2GetLineNumber(page->parser);

	return line > 0 ? (uint32_t)line : 1;
}

static void start(void *context, const xmlChar *name, const xmlChar **attributes)
{
	struct page *page = context;
	struct tag tag = { .kind = tag_kind(str_from((const char *)name)) };

	if (++page->depth > DEPTH)
		page->markup.document->cut = true;
	if (page->markup.document->cut)
		page->html->library.xmlStopParser(page->parser);
	if (is_name(name, "svg"))
		page->markup.document->images++;
	if (page->unseen || tag.kind == TAG_SILENT) {
		page->unseen++;
		return;
	}
	if (attribute(attributes, "hidden").ptr || hides(attribute(attributes, "style"))) {
		/* an input of a form that holds no words is nobody's text */
		page->markup.document->hidden += tag.kind != TAG_INPUT && tag.kind != TAG_IMAGE;
		page->unseen++;
		return;
	}
	tag.href = attribute(attributes, "href");
	tag.type = attribute(attributes, "type");
	tag.start = attribute(attributes, "start");
	tag.value = attribute(attributes, "value");
	tag.checked = attribute(attributes, "checked").ptr != NULL;
	markup_tag(&page->markup, &tag, line_of(page));
}

/* The parser ends what it began: also what the document leaves open. */
static void end(void *context, const xmlChar *name)
{
	struct page *page = context;
	struct tag tag = { .kind = tag_kind(str_from((const char *)name)), .close = true };

	page->depth -= page->depth > 0;
	if (page->unseen)
		page->unseen--;
	else
		markup_tag(&page->markup, &tag, line_of(page));
}

static void words(void *context, const xmlChar *text, int length)
{
	struct page *page = context;
	struct str piece = { (const char *)text, length > 0 ? (size_t)length : 0 };
	uint32_t line = line_of(page), lines = 0;

	if (page->unseen)
		return;
	buf_clear(&page->clean);
	document_clean(&page->clean, piece);
	for (size_t i = 0; i < piece.len; i++)
		lines += piece.ptr[i] == '\n';
	/* the parser stands behind them */
	markup_words(&page->markup, buf_str(&page->clean), line > lines ? line - lines : 1);
}

/* ---- the document ---- */

/* "<![endif]>" becomes a comment of the same length: see (2) of the header. */
static void hide_conditions(struct buf *text)
{
	size_t at = 0, found, length;

	while ((found = str_find(str_slice(buf_str(text), at, (size_t)-1), STR("<!["))) != (size_t)-1) {
		at += found;
		length = str_find_char(str_slice(buf_str(text), at, 256), '>');
		if (length == (size_t)-1 || length < 6) {
			at += 3;
			continue;
		}
		memset(text->ptr + at + 2, '-', 2);
		memset(text->ptr + at + length - 2, '-', 2);
		at += length;
	}
}

static void parse(struct page *page, struct str text)
{
	const struct html_library *library = &page->html->library;
	htmlSAXHandler handler = { .startElement = start, .endElement = end, .characters = words, .ignorableWhitespace = words };

	page->parser = library->htmlCreatePushParserCtxt(&handler, page, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
	if (!page->parser)
		memory_exhausted();
	library->htmlCtxtUseOptions(page->parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
				    HTML_PARSE_IGNORE_ENC);
	library->htmlParseChunk(page->parser, text.ptr, (int)text.len, 1);
	library->htmlFreeParserCtxt(page->parser);
}

int html_read(struct document *document, struct buf *text)
{
	struct page page = { .html = html_open() };

	if (!page.html) {
		document->reason = STR("falta en esta máquina la biblioteca que lee HTML (libxml2)");
		return -1;
	}
	buf_init(&page.clean);
	markup_init(&page.markup, document);
	hide_conditions(text);
	parse(&page, buf_str(text));
	markup_dispose(&page.markup);
	buf_dispose(&page.clean);
	html_close(page.html);
	return 0;
}
