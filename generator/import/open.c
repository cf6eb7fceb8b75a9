/*
 * open.c -- content.xml of an OpenDocument text into lines.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One walk, as in word.c: styles stand before the text in the same file. Those of
 * styles.xml, which the user names, are read first for their lists.
 */
#include "open.h"

#include <stdlib.h>

#include "archive.h"
#include "base/map.h"
#include "numbering.h"
#include "xml.h"

enum { DEPTH = 10 };

/* A text:list-style, level by level. */
struct list_style {
	struct number_level levels[DEPTH];
	struct str suffix[DEPTH];
	int shown[DEPTH];	/* how many levels a number shows */
};

struct text_style {
	bool strong, emphasis;
};

struct list {
	const struct list_style *style;
	int number;		/* of its last item */
};

struct open {
	struct document *document;
	struct xml xml;
	struct arena arena;
	struct map lists;	/* struct list_style */
	struct map spans;	/* struct text_style */
	struct list open[DEPTH];
	int depth;		/* of lists, counted beyond DEPTH too */
	bool mark_due;		/* the item has not shown its number */
	uint32_t paragraph;
	bool begun;
	struct text_style span[DEPTH];
	int span_depth;
	struct str link;	/* where the open text:a leads */
	size_t link_start;
};

static struct str attribute(struct open *open, const char *name)
{
	return arena_str(&open->arena, str_from(xml_attribute(&open->xml, name)));
}

static int small_number(struct str text, int otherwise)
{
	unsigned long long number;

	return text.len && str_to_number(text, 30000, &number) ? (int)number : otherwise;
}

/* ---- styles ---- */

static enum number_format format_of(struct str text)
{
	return !text.len ? NUMBER_NONE : text.ptr[0] == 'a' ? NUMBER_LOWER : text.ptr[0] == 'A' ? NUMBER_UPPER
	     : text.ptr[0] == 'i' ? NUMBER_ROMAN : text.ptr[0] == 'I' ? NUMBER_UPPER_ROMAN : NUMBER_DECIMAL;
}

static void read_level(struct open *open, struct list_style *list, bool bullet)
{
	int level = small_number(attribute(open, "level"), 1) - 1;

	if (level < 0 || level >= DEPTH)
		return;
	list->levels[level].format = bullet ? NUMBER_BULLET : format_of(attribute(open, "num-format"));
	list->levels[level].start = small_number(attribute(open, "start-value"), 1);
	list->levels[level].text = attribute(open, "num-prefix");
	list->suffix[level] = attribute(open, "num-suffix");
	list->shown[level] = small_number(attribute(open, "display-levels"), 1);
}

struct style_walk {
	struct list_style *list;
	struct text_style *span;
};

/* What an element says of styles; true when it was one of theirs. */
static bool read_style(struct open *open, struct style_walk *walk)
{
	struct xml *xml = &open->xml;

	if (xml_is(xml, "list-style")) {
		struct str name = attribute(open, "name");

		walk->list = ARENA_NEW(&open->arena, struct list_style);
		if (name.len)
			map_set(&open->lists, name, walk->list);
	} else if (xml_is(xml, "list-level-style-number") || xml_is(xml, "list-level-style-bullet")) {
		if (walk->list)
			read_level(open, walk->list, xml_is(xml, "list-level-style-bullet"));
	} else if (xml_is(xml, "style")) {
		struct str name = attribute(open, "name"), family = attribute(open, "family");

		walk->span = ARENA_NEW(&open->arena, struct text_style);
		if (name.len && str_equal(family, STR("text")))
			map_set(&open->spans, name, walk->span);
	} else if (xml_is(xml, "text-properties") && walk->span) {
		walk->span->strong = str_equal(attribute(open, "font-weight"), STR("bold"));
		walk->span->emphasis = str_equal(attribute(open, "font-style"), STR("italic"));
	} else {
		return false;
	}
	return true;
}

static void read_styles(struct open *open, struct str bytes)
{
	struct style_walk walk = { 0 };
	enum xml_event event;

	xml_open(&open->xml, bytes);
	while ((event = xml_next(&open->xml)) != XML_OVER)
		if (event == XML_OPEN)
			read_style(open, &walk);
	xml_dispose(&open->xml);
}

/* ---- text ---- */

static void put_mark(struct open *open)
{
	int level = (open->depth < DEPTH ? open->depth : DEPTH) - 1;
	const struct list *list = &open->open[level < 0 ? 0 : level];
	const struct number_level *look = list->style ? &list->style->levels[level] : NULL;
	struct buf mark;

	if (level < 0 || !look || look->format == NUMBER_NONE)
		return;
	buf_init(&mark);
	if (look->format == NUMBER_BULLET) {
		buf_put_text(&mark, "-");
	} else {
		buf_put_str(&mark, look->text);
		for (int i = level + 1 - list->style->shown[level]; i <= level; i++) {
			if (i < 0)
				continue;
			number_put(&mark, open->open[i].number, list->style->levels[i].format);
			if (i < level)
				buf_put_char(&mark, '.');
		}
		buf_put_str(&mark, list->style->suffix[level]);
	}
	buf_put_char(&mark, ' ');
	document_words(open->document, buf_str(&mark), open->paragraph, 0, false, false);
	buf_dispose(&mark);
}

static void put(struct open *open, struct str text)
{
	const struct text_style *style = &open->span[open->span_depth < DEPTH ? open->span_depth : DEPTH - 1];

	if (!open->begun && str_trim(text).len == 0)
		return;
	if (!open->begun) {
		open->begun = true;
		open->paragraph++;
		document_break(open->document, true);
		if (open->mark_due)
			put_mark(open);
		open->mark_due = false;
	}
	document_words(open->document, text, open->paragraph, 0, style->strong, style->emphasis);
}

static void end_paragraph(struct open *open)
{
	if (open->begun)
		document_break(open->document, true);
	open->begun = false;
	open->span_depth = 0;
	open->span[0] = (struct text_style){ 0 };
}

/* ---- lists and spans ---- */

static void open_list(struct open *open)
{
	struct str name = attribute(open, "style-name");
	bool goes_on = str_equal(attribute(open, "continue-numbering"), STR("true")) || attribute(open, "continue-list").len;
	struct list *list = &open->open[open->depth < DEPTH ? open->depth : DEPTH - 1];
	int level = open->depth < DEPTH ? open->depth : DEPTH - 1;

	list->style = name.len ? map_get(&open->lists, name) : open->depth ? open->open[level - (level > 0)].style : NULL;
	if (!goes_on)
		list->number = list->style ? list->style->levels[level].start - 1 : 0;
	open->depth++;
}

static void open_item(struct open *open)
{
	int level = (open->depth < DEPTH ? open->depth : DEPTH) - 1;

	if (level < 0)
		return;
	open->open[level].number = small_number(attribute(open, "start-value"), open->open[level].number + 1);
	open->mark_due = true;
}

static void open_span(struct open *open)
{
	struct str name = attribute(open, "style-name");
	const struct text_style *style = name.len ? map_get(&open->spans, name) : NULL;

	if (open->span_depth + 1 < DEPTH)
		open->span[open->span_depth + 1] = style ? *style : open->span[open->span_depth];
	open->span_depth++;
}

static void open_link(struct open *open)
{
	open->link = attribute(open, "href");
	open->link_start = open->document->text.len;
}

static bool is_left_out(struct open *open)
{
	struct xml *xml = &open->xml;

	if (xml_is(xml, "changed-region"))
		open->document->changes++;
	if (xml_is(xml, "note"))
		open->document->notes++;
	if (xml_is(xml, "image"))
		open->document->images++;
	return xml_is(xml, "tracked-changes") ? false : xml_is(xml, "changed-region") || xml_is(xml, "note") ||
	       xml_is(xml, "annotation") || xml_is(xml, "image") || xml_is(xml, "scripts") || xml_is(xml, "font-face-decls");
}

static void open_element(struct open *open)
{
	struct xml *xml = &open->xml;

	if (is_left_out(open))
		xml_skip(xml);
	else if (xml_is(xml, "p") || xml_is(xml, "h"))
		end_paragraph(open);
	else if (xml_is(xml, "list"))
		open_list(open);
	else if (xml_is(xml, "list-item"))
		open_item(open);
	else if (xml_is(xml, "span"))
		open_span(open);
	else if (xml_is(xml, "a"))
		open_link(open);
	else if (xml_is(xml, "s") || xml_is(xml, "tab"))
		put(open, STR(" "));
	else if (xml_is(xml, "line-break") && open->begun)
		document_break(open->document, false);
}

static void close_element(struct open *open)
{
	struct xml *xml = &open->xml;

	if (xml_is(xml, "p") || xml_is(xml, "h")) {
		end_paragraph(open);
	} else if (xml_is(xml, "list")) {
		open->depth -= open->depth > 0;
		open->mark_due = false;
	} else if (xml_is(xml, "a")) {
		document_link(open->document, open->link_start, open->link, open->paragraph, 0);
		open->link = (struct str){ 0 };
	} else if (xml_is(xml, "span")) {
		open->span_depth -= open->span_depth > 0;
	}
}

static void walk(struct open *open)
{
	struct style_walk styles = { 0 };
	enum xml_event event;
	bool body = false;

	while (!open->document->cut && (event = xml_next(&open->xml)) != XML_OVER) {
		if (event == XML_OPEN && xml_is(&open->xml, "body"))
			body = true;
		if (event == XML_OPEN && !body)
			read_style(open, &styles);
		else if (event == XML_OPEN)
			open_element(open);
		else if (event == XML_CLOSE && body)
			close_element(open);
		else if (event == XML_WORDS && body)
			put(open, xml_words(&open->xml));
	}
	end_paragraph(open);
}

int open_read(struct document *document, struct str bytes)
{
	struct archive_part parts[] = { { .name = "content.xml" }, { .name = "styles.xml" } };
	struct open open = { .document = document };
	const char *wrong;

	buf_init(&parts[0].bytes);
	buf_init(&parts[1].bytes);
	wrong = archive_unpack(bytes, parts, 2);
	if (!wrong && parts[0].bytes.len == 0)
		wrong = "está dañado: no trae content.xml, que es su texto";
	if (!wrong) {
		arena_init(&open.arena);
		map_init(&open.lists);
		map_init(&open.spans);
		if (parts[1].bytes.len)
			read_styles(&open, buf_str(&parts[1].bytes));
		xml_open(&open.xml, buf_str(&parts[0].bytes));
		walk(&open);
		wrong = open.xml.wrong;
		xml_dispose(&open.xml);
		map_dispose(&open.lists);
		map_dispose(&open.spans);
		arena_dispose(&open.arena);
	}
	buf_dispose(&parts[0].bytes);
	buf_dispose(&parts[1].bytes);
	document->reason = str_from(wrong);
	return wrong ? -1 : 0;
}
