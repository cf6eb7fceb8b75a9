/*
 * numbering.c -- the numbers of Word's lists.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "numbering.h"

#include <stdlib.h>

#include "xml.h"

void numbering_init(struct numbering *numbering)
{
	arena_init(&numbering->arena);
	map_init(&numbering->lists);
	map_init(&numbering->uses);
	map_init(&numbering->styles);
}

void numbering_dispose(struct numbering *numbering)
{
	map_dispose(&numbering->lists);
	map_dispose(&numbering->uses);
	map_dispose(&numbering->styles);
	arena_dispose(&numbering->arena);
}

/* ---- definitions ---- */

static enum number_format format_named(const char *name)
{
	static const struct {
		const char *name;
		enum number_format format;
	} formats[] = {
		{ "decimal", NUMBER_DECIMAL }, { "decimalZero", NUMBER_DECIMAL }, { "ordinal", NUMBER_DECIMAL },
		{ "lowerLetter", NUMBER_LOWER }, { "upperLetter", NUMBER_UPPER }, { "lowerRoman", NUMBER_ROMAN },
		{ "upperRoman", NUMBER_UPPER_ROMAN }, { "bullet", NUMBER_BULLET }, { "none", NUMBER_NONE },
	};

	for (size_t i = 0; name && i < sizeof formats / sizeof formats[0]; i++)
		if (strcmp(name, formats[i].name) == 0)
			return formats[i].format;
	return NUMBER_DECIMAL;
}

static int small_number(const char *text, int most)
{
	long number = text ? strtol(text, NULL, 10) : 0;

	return number < 0 ? 0 : number > most ? most : (int)number;
}

static struct str attribute(struct numbering *numbering, struct xml *xml, const char *name)
{
	return arena_str(&numbering->arena, str_from(xml_attribute(xml, name)));
}

static struct number_list *new_list(struct numbering *numbering)
{
	struct number_list *list = ARENA_NEW(&numbering->arena, struct number_list);

	for (int i = 0; i < NUMBERING_LEVELS; i++)
		list->levels[i] = (struct number_level){ .format = NUMBER_NONE, .start = 1 };
	return list;
}

/* Within a w:lvl. */
static void read_level(struct numbering *numbering, struct xml *xml, struct number_level *level)
{
	if (xml_is(xml, "numFmt"))
		level->format = format_named(xml_attribute(xml, "val"));
	else if (xml_is(xml, "lvlText"))
		level->text = attribute(numbering, xml, "val");
	else if (xml_is(xml, "start"))
		level->start = small_number(xml_attribute(xml, "val"), 30000);
}

static struct number_use *new_use(struct numbering *numbering, struct xml *xml)
{
	struct number_use *use = ARENA_NEW(&numbering->arena, struct number_use);
	struct str key = attribute(numbering, xml, "numId");

	if (key.len)
		map_set(&numbering->uses, key, use);
	return use;
}

static void read_definitions(struct numbering *numbering, struct str bytes)
{
	struct number_list *list = NULL;
	struct number_use *use = NULL;
	struct number_level unused = { 0 }, *level = NULL;
	enum xml_event event;
	int override = 0;
	struct xml xml;

	xml_open(&xml, bytes);
	while ((event = xml_next(&xml)) != XML_OVER) {
		if (event == XML_CLOSE && xml_is(&xml, "abstractNum"))
			list = NULL;
		if (event != XML_OPEN)
			continue;
		if (xml_is(&xml, "abstractNum")) {
			struct str key = attribute(numbering, &xml, "abstractNumId");

			list = new_list(numbering);
			if (key.len)
				map_set(&numbering->lists, key, list);
		} else if (xml_is(&xml, "num")) {
			use = new_use(numbering, &xml);
		} else if (xml_is(&xml, "abstractNumId") && use) {
			struct str key = attribute(numbering, &xml, "val");

			use->list = key.len ? map_get(&numbering->lists, key) : NULL;
		} else if (xml_is(&xml, "lvlOverride")) {
			override = small_number(xml_attribute(&xml, "ilvl"), NUMBERING_LEVELS - 1);
		} else if (xml_is(&xml, "startOverride") && use) {
			use->restart[override] = small_number(xml_attribute(&xml, "val"), 30000);
		} else if (xml_is(&xml, "lvl")) {
			int which = small_number(xml_attribute(&xml, "ilvl"), NUMBERING_LEVELS - 1);

			level = list ? &list->levels[which] : &unused;
		} else if (level) {
			read_level(numbering, &xml, level);
		}
	}
	xml_dispose(&xml);
}

static void read_styles(struct numbering *numbering, struct str bytes)
{
	struct number_style *style = NULL;
	enum xml_event event;
	struct xml xml;

	xml_open(&xml, bytes);
	while ((event = xml_next(&xml)) != XML_OVER) {
		struct str key;

		if (event != XML_OPEN)
			continue;
		if (xml_is(&xml, "style")) {
			style = ARENA_NEW(&numbering->arena, struct number_style);
			key = attribute(numbering, &xml, "styleId");
			if (key.len)
				map_set(&numbering->styles, key, style);
		} else if (style && xml_is(&xml, "basedOn")) {
			struct number_style *base;

			key = attribute(numbering, &xml, "val");
			base = key.len ? map_get(&numbering->styles, key) : NULL;
			if (base && !style->use.len)
				*style = *base;
		} else if (style && xml_is(&xml, "numId")) {
			style->use = attribute(numbering, &xml, "val");
		} else if (style && xml_is(&xml, "ilvl")) {
			style->level = small_number(xml_attribute(&xml, "val"), NUMBERING_LEVELS - 1);
		}
	}
	xml_dispose(&xml);
}

void numbering_read(struct numbering *numbering, struct str definitions, struct str styles)
{
	if (definitions.len)
		read_definitions(numbering, definitions);
	if (styles.len)
		read_styles(numbering, styles);
}

/* ---- numbers ---- */

static void put_roman(struct buf *out, int number, bool upper)
{
	static const struct {
		int value;
		const char *lower, *upper;
	} signs[] = {
		{ 1000, "m", "M" }, { 900, "cm", "CM" }, { 500, "d", "D" }, { 400, "cd", "CD" }, { 100, "c", "C" },
		{ 90, "xc", "XC" }, { 50, "l", "L" }, { 40, "xl", "XL" }, { 10, "x", "X" }, { 9, "ix", "IX" },
		{ 5, "v", "V" }, { 4, "iv", "IV" }, { 1, "i", "I" },
	};

	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
		for (; number >= signs[i].value; number -= signs[i].value)
			buf_put_text(out, upper ? signs[i].upper : signs[i].lower);
}

void number_put(struct buf *out, int number, enum number_format format)
{
	switch (format) {
	case NUMBER_LOWER:
	case NUMBER_UPPER:
		/* a, b ... z, aa, bb, as word processors count */
		for (int i = 0; i <= (number - 1) / 26 && i < 10 && number > 0; i++)
			buf_put_char(out, (char)((format == NUMBER_LOWER ? 'a' : 'A') + (number - 1) % 26));
		break;
	case NUMBER_ROMAN:
	case NUMBER_UPPER_ROMAN:
		put_roman(out, number > 4000 ? 4000 : number, format == NUMBER_UPPER_ROMAN);
		break;
	case NUMBER_DECIMAL:
		buf_printf(out, "%d", number);
		break;
	case NUMBER_BULLET:
	case NUMBER_NONE:
		break;
	}
}

/* The text of LEVEL with the numbers of its list in it. */
static void put_pattern(struct buf *out, const struct number_list *list, const struct number_level *level)
{
	struct str text = str_slice(level->text, 0, 60);

	for (size_t i = 0; i < text.len; i++) {
		int which = i + 1 < text.len ? text.ptr[i + 1] - '1' : -1;

		if (text.ptr[i] == '%' && which >= 0 && which < NUMBERING_LEVELS) {
			const struct number_level *part = &list->levels[which];

			number_put(out, part->next ? part->next - 1 : part->start, part->format);
			i++;
		} else {
			buf_put_char(out, text.ptr[i]);
		}
	}
}

void numbering_put(struct numbering *numbering, struct buf *out, struct str key, int at)
{
	struct number_use *use = key.len ? map_get(&numbering->uses, key) : NULL;
	struct number_level *level;

	if (!use || !use->list || at < 0 || at >= NUMBERING_LEVELS)
		return;
	for (int i = 0; i < NUMBERING_LEVELS && !use->begun; i++)
		if (use->restart[i])
			use->list->levels[i].next = use->restart[i];
	use->begun = true;
	level = &use->list->levels[at];
	if (level->format == NUMBER_BULLET) {
		buf_put_text(out, "- ");
		return;
	}
	if (level->format == NUMBER_NONE && !level->text.len)
		return;
	if (!level->next)
		level->next = level->start;
	level->next++;
	for (int i = at + 1; i < NUMBERING_LEVELS; i++)
		use->list->levels[i].next = 0;
	put_pattern(out, use->list, level);
	buf_put_char(out, ' ');
}
