/*
 * word.c -- word/document.xml into lines.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * (1) One walk over the XML, no tree. What is left out is skipped whole where it
 *     begins, so that nothing has to be remembered but the open paragraph and run.
 * (2) A paragraph begins with its first text: an empty one leaves no trace.
 */
#include "word.h"

#include <stdlib.h>

#include "archive.h"
#include "base/map.h"
#include "numbering.h"
#include "xml.h"

struct word {
	struct document *document;
	struct xml xml;
	struct numbering numbering;
	struct str use;		/* the list that the paragraph is in; in numbering's arena */
	int level;
	uint32_t paragraph;	/* how many had text */
	bool begun;		/* this one has */
	bool bold, italic, hidden;	/* of the run */
	struct arena arena;
	struct map links;	/* of a relation, its address: struct str */
	struct str link;	/* where the open w:hyperlink leads */
	size_t link_start;
	int box;		/* of a content control: 1 ticked, 0 not, -1 no box */
};

/* ---- text ---- */

static void begin_paragraph(struct word *word)
{
	struct buf number;

	if (word->begun)
		return;
	word->begun = true;
	word->paragraph++;
	document_break(word->document, true);
	buf_init(&number);
	numbering_put(&word->numbering, &number, word->use, word->level);
	document_words(word->document, buf_str(&number), word->paragraph, 0, false, false);
	buf_dispose(&number);
}

static void put(struct word *word, struct str text)
{
	if (word->hidden) {
		word->document->hidden += str_trim(text).len != 0;
		return;
	}
	if (!word->begun && str_trim(text).len == 0)
		return;
	begin_paragraph(word);
	document_words(word->document, text, word->paragraph, 0, word->bold, word->italic);
}

static void end_paragraph(struct word *word)
{
	if (word->begun)
		document_break(word->document, true);
	word->begun = word->bold = word->italic = word->hidden = false;
	word->use = (struct str){ 0 };
	word->level = 0;
}

static bool is_on(const char *value)
{
	return !value || (strcmp(value, "0") != 0 && strcmp(value, "false") != 0 && strcmp(value, "off") != 0 &&
			  strcmp(value, "none") != 0);
}

static void put_box(struct word *word, bool ticked)
{
	put(word, ticked ? STR(" ☒ ") : STR(" ☐ "));
}

/* ---- elements ---- */

/* The styles that Word names for emphasis, in its English and its Spanish. */
static void named_style(struct word *word, struct str name)
{
	word->bold |= str_equal(name, STR("Strong")) || str_equal(name, STR("StrongEmphasis")) || str_equal(name, STR("Textoennegrita"));
	word->italic |= str_equal(name, STR("Emphasis")) || str_equal(name, STR("nfasis"));
}

/* What stands in the properties of a paragraph, a run or a content control. */
static void property(struct word *word)
{
	struct xml *xml = &word->xml;

	if (xml_is(xml, "b"))
		word->bold = is_on(xml_attribute(xml, "val"));
	else if (xml_is(xml, "i"))
		word->italic = is_on(xml_attribute(xml, "val"));
	else if (xml_is(xml, "rStyle"))
		named_style(word, str_from(xml_attribute(xml, "val")));
	else if (xml_is(xml, "vanish"))
		word->hidden = is_on(xml_attribute(xml, "val"));
	else if (xml_is(xml, "numId"))
		word->use = arena_str(&word->numbering.arena, str_from(xml_attribute(xml, "val")));
	else if (xml_is(xml, "ilvl"))
		word->level = (int)strtol(xml_attribute(xml, "val") ? xml_attribute(xml, "val") : "0", NULL, 10);
}

/* Walk over the properties that were opened last. Those of a paragraph's own mark
   (w:rPr in w:pPr) are of no text. */
static void properties(struct word *word, bool of_run)
{
	struct xml *xml = &word->xml;
	enum xml_event event;

	for (int depth = 1; depth > 0 && (event = xml_next(xml)) != XML_OVER;) {
		depth += event == XML_OPEN ? 1 : event == XML_CLOSE ? -1 : 0;
		if (event != XML_OPEN)
			continue;
		if (of_run ? xml_is(xml, "rPrChange") : xml_is(xml, "rPr") || xml_is(xml, "pPrChange")) {
			xml_skip(xml);
			depth--;
		} else if (!of_run && xml_is(xml, "pStyle")) {
			struct str key = str_from(xml_attribute(xml, "val"));
			struct number_style *style = key.len ? map_get(&word->numbering.styles, key) : NULL;

			if (style && !word->use.len) {
				word->use = style->use;
				word->level = style->level;
			}
		} else if (!of_run && (xml_is(xml, "headerReference") || xml_is(xml, "footerReference"))) {
			word->document->dropped++;
		} else {
			property(word);
		}
	}
}

/* The properties of a content control: is it a check box, and ticked? */
static void control(struct word *word)
{
	struct xml *xml = &word->xml;
	enum xml_event event;

	word->box = -1;
	for (int depth = 1; depth > 0 && (event = xml_next(xml)) != XML_OVER;) {
		depth += event == XML_OPEN ? 1 : event == XML_CLOSE ? -1 : 0;
		if (event != XML_OPEN)
			continue;
		if (xml_is(xml, "checkbox"))
			word->box = 0;
		else if (xml_is(xml, "checked") && word->box == 0)
			word->box = is_on(xml_attribute(xml, "val"));
	}
}

/* A check box of an old form field. */
static void old_box(struct word *word)
{
	struct xml *xml = &word->xml;
	enum xml_event event;
	bool ticked = false, checked = false;

	for (int depth = 1; depth > 0 && (event = xml_next(xml)) != XML_OVER;) {
		depth += event == XML_OPEN ? 1 : event == XML_CLOSE ? -1 : 0;
		if (event == XML_OPEN && xml_is(xml, "checked")) {
			ticked = is_on(xml_attribute(xml, "val"));
			checked = true;
		} else if (event == XML_OPEN && xml_is(xml, "default") && !checked) {
			ticked = is_on(xml_attribute(xml, "val"));
		}
	}
	put_box(word, ticked);
}

/* What the signs of Wingdings are; a sign that nobody knows is U+FFFD, so that it is
   seen that one was there. */
static void symbol(struct word *word)
{
	const char *value = xml_attribute(&word->xml, "char");
	unsigned long code = value ? strtoul(value, NULL, 16) & 0xff : 0;
	const char *font;
	bool second;

	font = xml_attribute(&word->xml, "font");
	second = font && strcmp(font, "Wingdings 2") == 0;
	put(word, document_symbol((uint32_t)code, second));
}

/* Left out, whole: deleted text, codes of fields, the other one of two versions. */
static bool is_left_out(struct word *word)
{
	struct xml *xml = &word->xml;

	if (xml_is(xml, "del") || xml_is(xml, "moveFrom")) {
		word->document->changes++;
		return true;
	}
	if (xml_is(xml, "footnoteReference") || xml_is(xml, "endnoteReference"))
		word->document->notes++;
	return xml_is(xml, "instrText") || xml_is(xml, "delText") || xml_is(xml, "delInstrText") ||
	       xml_is(xml, "Fallback") || xml_is(xml, "sdtEndPr") || xml_is(xml, "tblPr") || xml_is(xml, "tblGrid") ||
	       xml_is(xml, "trPr") || xml_is(xml, "tcPr");
}

static void open_link(struct word *word)
{
	struct str id = str_from(xml_attribute(&word->xml, "id"));
	const struct str *target = id.len ? map_get(&word->links, id) : NULL;

	word->link = target ? *target : (struct str){ 0 };
	word->link_start = word->document->text.len;
}

static void open_element(struct word *word)
{
	struct xml *xml = &word->xml;

	if (is_left_out(word)) {
		xml_skip(xml);
	} else if (xml_is(xml, "p")) {
		/* of a text box within a paragraph too: its own begins first */
		end_paragraph(word);
	} else if (xml_is(xml, "pPr") || xml_is(xml, "sectPr")) {
		properties(word, false);
	} else if (xml_is(xml, "hyperlink")) {
		open_link(word);
	} else if (xml_is(xml, "r")) {
		word->bold = word->italic = word->hidden = false;
	} else if (xml_is(xml, "rPr")) {
		properties(word, true);
	} else if (xml_is(xml, "tab")) {
		put(word, STR(" "));
	} else if (xml_is(xml, "br") || xml_is(xml, "cr")) {
		if (word->begun)
			document_break(word->document, false);
	} else if (xml_is(xml, "noBreakHyphen")) {
		put(word, STR("-"));
	} else if (xml_is(xml, "sym")) {
		symbol(word);
	} else if (xml_is(xml, "checkBox")) {
		old_box(word);
	} else if (xml_is(xml, "ins") || xml_is(xml, "moveTo")) {
		word->document->changes++;
	} else if (xml_is(xml, "sdtPr")) {
		control(word);
	} else if (xml_is(xml, "sdtContent") && word->box >= 0) {
		put_box(word, word->box == 1);
		word->box = -1;
		xml_skip(xml);
	}
}

static void walk(struct word *word)
{
	struct xml *xml = &word->xml;
	bool text = false;
	enum xml_event event;

	while (!word->document->cut && (event = xml_next(xml)) != XML_OVER) {
		if (event == XML_WORDS) {
			if (text)
				put(word, xml_words(xml));
		} else if (event == XML_OPEN && ((xml_from(xml, "drawingml") && xml_is(xml, "blip")) ||
						 (xml_from(xml, "vml") && xml_is(xml, "imagedata")))) {
			word->document->images++;
		} else if (!xml_from(xml, "word")) {
			/* drawings: only what Word itself wrote into them is text */
			if (event == XML_OPEN && xml_is(xml, "Fallback"))
				xml_skip(xml);
		} else if (event == XML_OPEN) {
			text = xml_is(xml, "t");
			open_element(word);
		} else {
			text = false;
			if (xml_is(xml, "hyperlink") && word->link.len) {
				document_link(word->document, word->link_start, word->link, word->paragraph, 0);
				word->link = (struct str){ 0 };
			}
			if (xml_is(xml, "p") || xml_is(xml, "tc"))
				end_paragraph(word);
		}
	}
}

/* Where the links of the document lead: they stand in a part of their own. */
static void read_links(struct word *word, struct str bytes)
{
	struct xml xml;
	enum xml_event event;

	xml_open(&xml, bytes);
	while ((event = xml_next(&xml)) != XML_OVER) {
		struct str id, *target;

		if (event != XML_OPEN || !xml_is(&xml, "Relationship"))
			continue;
		id = arena_str(&word->arena, str_from(xml_attribute(&xml, "Id")));
		target = ARENA_NEW(&word->arena, struct str);
		*target = arena_str(&word->arena, str_from(xml_attribute(&xml, "Target")));
		if (id.len && target->len)
			map_set(&word->links, id, target);
	}
	xml_dispose(&xml);
}

int word_read(struct document *document, struct str bytes)
{
	enum { PARTS = 4 };
	struct archive_part parts[PARTS] = {
		{ .name = "word/document.xml" }, { .name = "word/numbering.xml" }, { .name = "word/styles.xml" },
		{ .name = "word/_rels/document.xml.rels" },
	};
	struct word word = { .document = document, .box = -1 };
	const char *wrong;

	for (int i = 0; i < PARTS; i++)
		buf_init(&parts[i].bytes);
	wrong = archive_unpack(bytes, parts, PARTS);
	if (!wrong && parts[0].bytes.len == 0)
		wrong = "está dañado: no trae word/document.xml, que es su texto";
	if (!wrong) {
		numbering_init(&word.numbering);
		numbering_read(&word.numbering, buf_str(&parts[1].bytes), buf_str(&parts[2].bytes));
		arena_init(&word.arena);
		map_init(&word.links);
		if (parts[3].bytes.len)
			read_links(&word, buf_str(&parts[3].bytes));
		xml_open(&word.xml, buf_str(&parts[0].bytes));
		walk(&word);
		end_paragraph(&word);
		wrong = word.xml.wrong;
		xml_dispose(&word.xml);
		numbering_dispose(&word.numbering);
		map_dispose(&word.links);
		arena_dispose(&word.arena);
	}
	for (int i = 0; i < PARTS; i++)
		buf_dispose(&parts[i].bytes);
	document->reason = str_from(wrong);
	return wrong ? -1 : 0;
}
