/*
 * context.c -- values, texts and addresses that all page kinds use.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "context.h"

#include <inttypes.h>

#include "base/escape.h"
#include "base/money.h"
#include "base/path.h"

void set_number(struct page *page, struct value object, const char *key, int64_t number)
{
	value_set(page->arena, object, key, value_text(text_number(page->arena, number)));
}

void set_count(struct page *page, struct value object, const char *key, int64_t number)
{
	if (number > 0)
		set_number(page, object, key, number);
	else
		set_yes(page, object, key, false);
}

void set_days(struct page *page, struct value object, const char *key, int64_t number)
{
	set_count(page, object, key, number);
	set_yes(page, object, arena_printf(page->arena, "%s_uno", key).ptr, number == 1);
}

struct value new_object(struct page *page)
{
	return value_object(page->arena);
}

struct value new_list(struct page *page)
{
	return value_list(page->arena);
}

void push(struct page *page, struct value list, struct value item)
{
	value_push(page->arena, list, item);
}

void set_rows(struct page *page, struct value object, const char *key, struct value list)
{
	struct value rows = value_bool(false);

	if (value_count(list)) {
		rows = new_object(page);
		set(page, rows, "filas", list);
	}
	set(page, object, key, rows);
}

void add_chart(struct page *page, struct value charts, struct value chart)
{
	if (value_is_true(chart))
		push(page, charts, chart);
}

void mark_last(struct page *page, struct value list)
{
	uint32_t count = list.as.list->count;

	for (uint32_t i = 0; i < count; i++)
		set_yes(page, list.as.list->at[i], "ultimo", i + 1 == count);
}

struct str text_join(struct arena *arena, const struct str *parts, size_t count)
{
	size_t len = 0;
	char *text, *at;

	for (size_t i = 0; i < count; i++)
		len += parts[i].len;
	text = at = arena_alloc(arena, len + 1);
	for (size_t i = 0; i < count; i++) {
		if (parts[i].len)
			memcpy(at, parts[i].ptr, parts[i].len);
		at += parts[i].len;
	}
	return str_make(text, len);
}

void put_number(struct buf *out, uint64_t number)
{
	char digits[24];
	size_t at = sizeof digits;

	do
		digits[--at] = (char)('0' + number % 10);
	while (number /= 10);
	buf_put(out, digits + at, sizeof digits - at);
}

struct str page_word(const struct page *page, const char *key)
{
	struct str word = theme_string(page->pages->in.theme, str_from(key));

	return word.len ? word : str_from(key);
}

struct str text_counted(struct page *page, const char *word, uint64_t number)
{
	buf_clear(&page->link);
	buf_put_text(&page->link, word);
	buf_put_char(&page->link, ' ');
	put_number(&page->link, number);
	return arena_str(page->arena, buf_str(&page->link));
}

struct str text_number(struct arena *arena, int64_t number)
{
	char digits[32], text[48];
	size_t length = 0, count;
	uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;

	count = 0;
	do {
		if (count && count % 3 == 0)
			digits[length++] = ',';
		digits[length++] = (char)('0' + rest % 10);
		rest /= 10;
		count++;
	} while (rest);
	count = 0;
	if (number < 0)
		text[count++] = '-';
	while (length)
		text[count++] = digits[--length];
	return arena_str(arena, str_make(text, count));
}

struct str text_money(struct arena *arena, int64_t centavos)
{
	struct buf buf;
	struct str text;

	buf_init(&buf);
	money_put(&buf, centavos);
	text = arena_str(arena, buf_str(&buf));
	buf_dispose(&buf);
	return text;
}

#define DATE_ROOM 48		/* for "15 de septiembre de 2023" */

/* Dates and numbers are printed by the ten thousand: without printf. */
static char *put_digits(char *at, unsigned number, unsigned width)
{
	for (unsigned i = width; i-- > 0; number /= 10)
		at[i] = (char)('0' + number % 10);
	return at + width;
}

static char *put_word(char *at, const char *word)
{
	size_t len = strlen(word);

	memcpy(at, word, len + 1);
	return at + len;
}

/* AT has room for the longest date. */
static char *put_date(char *at, struct date date)
{
	static const char *const months[] = {
		"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio",
		"agosto", "septiembre", "octubre", "noviembre", "diciembre",
	};

	at = put_digits(at, (unsigned)date.day, date.day < 10 ? 1 : 2);
	at = put_word(put_word(put_word(at, " de "), months[date.month - 1]), " de ");
	return put_digits(at, (unsigned)date.year, 4);
}

static bool has_month(struct date date)
{
	return date_is_set(date) && date.month >= 1 && date.month <= 12;
}

struct str text_date(struct arena *arena, struct date date)
{
	char text[DATE_ROOM];

	if (!has_month(date))
		return (struct str){ 0 };
	return arena_str(arena, str_make(text, (size_t)(put_date(text, date) - text)));
}

struct str text_year(struct arena *arena, int year)
{
	char text[4];

	put_digits(text, (unsigned)year, 4);
	return arena_str(arena, str_make(text, 4));
}

struct value date_value(struct arena *arena, struct date date)
{
	struct value object;
	char *iso, *official, *words, *end;

	if (!date_is_set(date))
		return value_bool(false);
	iso = arena_alloc(arena, 11 + 11 + DATE_ROOM);
	official = iso + 11;
	words = end = official + 11;
	put_digits(put_word(put_digits(put_word(put_digits(iso, (unsigned)date.year, 4), "-"),
				       (unsigned)date.month, 2), "-"), (unsigned)date.day, 2);
	put_digits(put_word(put_digits(put_word(put_digits(official, (unsigned)date.day, 2), "/"),
				       (unsigned)date.month, 2), "/"), (unsigned)date.year, 4);
	if (has_month(date))
		end = put_date(words, date);
	object = value_object(arena);
	value_set(arena, object, "iso", value_text(str_make(iso, 10)));
	value_set(arena, object, "larga", value_text(str_make(words, (size_t)(end - words))));
	value_set(arena, object, "oficial", value_text(str_make(official, 10)));
	return object;
}

/* Cut at a space where there is one, never within a character. */
static size_t cut_at(struct str text, size_t limit)
{
	size_t at = limit;

	while (at > limit / 2 && text.ptr[at] != ' ')
		at--;
	if (at == limit / 2)
		for (at = limit; at > 0 && ((unsigned char)text.ptr[at] & 0xc0) == 0x80;)
			at--;
	return at;
}

static struct str text_cut(struct arena *arena, struct str text, size_t limit)
{
	text.len = cut_at(text, limit);
	return TEXT_JOIN(arena, text, STR("…"));
}

struct str text_plain(struct arena *arena, struct prose prose, size_t limit)
{
	struct buf buf;
	struct str text;

	buf_init(&buf);
	prose_put_plain(&buf, prose);
	text = str_trim(buf_str(&buf));
	text = limit && text.len > limit ? text_cut(arena, text, limit) : arena_str(arena, text);
	buf_dispose(&buf);
	return text;
}

/* Most links lead out of the folder of the page, whose way is up and down. */
static bool is_up_and_down(const struct page *page, struct str path)
{
	return page->absolute || (page->folder.len && !str_starts(path, page->folder));
}

void page_put_href(struct page *page, struct buf *out, struct str path)
{
	if (!is_up_and_down(page, path)) {
		path_put_relative(out, page->path, path);
		return;
	}
	buf_put_str(out, page->up);
	buf_put_str(out, path);
}

struct str page_href_anchor(struct page *page, struct str path, const char *anchor, unsigned number)
{
	if (!path.ptr)
		return path;
	buf_clear(&page->link);
	if (page->absolute || !anchor || !str_equal(path, page->path))
		page_put_href(page, &page->link, path);
	if (anchor) {
		buf_put_char(&page->link, '#');
		buf_put_text(&page->link, anchor);
	}
	if (anchor && number) {
		buf_put_char(&page->link, '-');
		put_number(&page->link, number);
	}
	return arena_str(page->arena, buf_str(&page->link));
}

struct str page_href(struct page *page, struct str path)
{
	if (path.ptr && is_up_and_down(page, path))
		return TEXT_JOIN(page->arena, page->up, path);
	return page_href_anchor(page, path, NULL, 0);
}

struct value link_to(struct page *page, struct str text, struct str path)
{
	struct value link = new_object(page);

	set(page, link, "texto", value_text(text));
	set_text(page, link, "href", page_href(page, path));
	return link;
}

struct str entry_name(const struct entry *entry)
{
	if (entry->kind == ENTRY_EVALUATION &&
	    is_suppressed((const struct evaluation *)entry, "1.1", "nombre"))
		return entry->key;
	return entry->name;
}

struct value entry_link(struct page *page, const struct entry *entry)
{
	return link_to(page, entry_name(entry), route_entry(page->route, entry));
}

struct value entry_brief(struct page *page, const struct entry *entry)
{
	struct str text = entry->kind == ENTRY_EVALUATION ? entry_name(entry) : entry->brief;

	return link_to(page, text, route_entry(page->route, entry));
}

void page_crumb(struct page *page, struct str text, struct str path)
{
	push(page, page->crumbs, link_to(page, text, path));
}

void page_sets_today(struct page *page)
{
	set(page, page->root, "hoy", page->pages->today);
}

static struct str full_title(struct page *page, struct str title)
{
	struct str site = page->pages->title;

	if (str_equal(title, site))
		return title;
	return TEXT_JOIN(page->arena, title, STR(" · "), site);
}

/* Number 2 and on of a list is not its first page. */
static struct str numbered(struct page *page, struct str title)
{
	enum page_kind kind = page->item->kind;
	bool is_list = kind == KIND_EVALUATIONS || kind == KIND_INDEX || kind == KIND_ENTRY ||
		       kind == KIND_REGISTER || kind == KIND_FREE || kind == KIND_GLOSSARY ||
		       kind == KIND_ABREAST_INDEX || kind == KIND_TIMELINE || kind == KIND_MONTH;

	if (!is_list || page->item->page < 2)
		return title;
	return TEXT_JOIN(page->arena, title, STR(" ("), page_word(page, "titulo_pagina"), STR(" "),
			 text_number(page->arena, page->item->page), STR(")"));
}

void page_short_title(struct page *page, struct str title)
{
	title = numbered(page, title);
	set(page, page->root, "titulo_completo", value_text(full_title(page, title)));
	set(page, value_get(page->root, STR("og")), "titulo", value_text(title));
}

/* Of a page of an attachment its author chose the name. */
static struct str escaped_path(struct page *page)
{
	struct buf out;
	struct str path;

	if (route_is_plain(page->path))
		return page->path;
	buf_init(&out);
	escape_url_path(&out, page->path);
	path = arena_str(page->arena, buf_str(&out));
	buf_dispose(&out);
	return path;
}

void page_head(struct page *page, struct str title, struct str description, unsigned section)
{
	struct value root = page->root, og = new_object(page);
	struct str url = route_url(page->route);
	bool article = page->item->kind == KIND_EVALUATION;

	if (url.ptr && !page->absolute)
		url = TEXT_JOIN(page->arena, url, STR("/"),
				str_equal(page->path, STR("index.html")) ? STR("") : escaped_path(page));
	else
		url = (struct str){ 0 };
	set(page, root, "titulo", value_text(title));
	set_text(page, root, "descripcion", description);
	set_text(page, root, "canonica", url);
	set_words(page, og, "tipo", article ? "article" : "website");
	set_text(page, og, "descripcion", description);
	set_text(page, og, "url", url);
	set(page, og, "sitio", value_text(page->pages->title));
	set(page, root, "og", og);
	page_short_title(page, title);
	set(page, root, "navegacion", page->pages->navigation[section]);
}

enum shown shown_of(uint8_t state)
{
	switch ((enum state)state) {
	case STATE_VALUE: return SHOWN_VALUE;
	case STATE_NONE: return SHOWN_NONE;
	case STATE_BLANK: return SHOWN_BLANK;
	case STATE_RESERVED: return SHOWN_RESERVED;
	case STATE_WRONG: return SHOWN_WRONG;
	case STATE_ABSENT:
	case STATE_NOT_ON_RECORD: break;
	}
	return SHOWN_NOT_ON_RECORD;
}

/* "5" and "5.6" cover "5.6.2"; so with keys. */
static bool covers(struct str rule, struct str name)
{
	if (name.len == 0 || rule.len == 0 || !str_starts(name, rule))
		return false;
	return name.len == rule.len || name.ptr[rule.len] == '.';
}

/* The version is not looked at: until the history tells which one this is,
   what was ordered out of any version stays out. */
const struct record *suppression_of(const struct evaluation *evaluation,
				    const char *number, const char *key)
{
	struct slot_list list = record_list(evaluation->entry.record, EVALUATION_SUPPRESSIONS);

	for (uint32_t i = 0; i < list.count; i++) {
		struct str rule;

		if (!slot_has(&list.at[i]))
			continue;
		rule = str_trim(record_text(list.at[i].record, SUPPRESSION_FIELD_NAME));
		if (covers(rule, str_from(number)) || covers(rule, str_from(key)))
			return list.at[i].record;
	}
	return NULL;
}

bool is_suppressed(const struct evaluation *evaluation, const char *number, const char *key)
{
	return suppression_of(evaluation, number, key) != NULL;
}
