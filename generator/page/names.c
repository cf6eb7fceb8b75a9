/*
 * names.c -- the index of names, A to Z: every name and alias of the catalogues.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For who knows what a thing is called and not where it is kept; it needs no
 * script. Evaluations are not here: they have lists of their own.
 */
#include <stdlib.h>

#include "base/utf8.h"
#include "base/vec.h"
#include "html.h"

struct name {
	struct str text;
	struct str folded;	/* what it is sorted by */
	const struct entry *entry;
};

struct names {
	struct arena *arena;
	VEC(struct name) list;
};

static void add_name(struct names *names, struct str text, const struct entry *entry)
{
	struct name name = { text, { 0 }, entry };
	struct buf folded;

	if (!text.len)
		return;
	buf_init(&folded);
	utf8_put_unaccented(&folded, text);
	name.folded = arena_str(names->arena, buf_str(&folded));
	buf_dispose(&folded);
	vec_push(&names->list, name);
}

/* The texts of RECORD's list FIELD. */
static void add_list(struct names *names, const struct entry *entry, int field)
{
	struct slot_list list = record_list(entry->record, field);

	for (uint32_t i = 0; i < list.count; i++)
		add_name(names, list.at[i].text, entry);
}

static void add_fund(struct names *names, const struct entry *fund)
{
	struct slot_list other = record_list(fund->record, FUND_NAMES);

	if (!str_equal(fund->brief, fund->name))
		add_name(names, fund->brief, fund);
	for (uint32_t i = 0; i < other.count; i++) {
		add_name(names, record_text(other.at[i].record, FUND_NAME_NAME), fund);
		add_name(names, record_text(other.at[i].record, FUND_NAME_ACRONYM), fund);
	}
	add_list(names, fund, FUND_ALIAS);
}

static void add_entry(struct names *names, const struct entry *entry)
{
	add_name(names, entry->name, entry);
	if (!entry->record)
		return;
	if (entry->kind == ENTRY_FUND)
		add_fund(names, entry);
	else if (entry->kind == ENTRY_UNIT)
		add_list(names, entry, UNIT_ALIAS);
	else if (entry->kind == ENTRY_EVALUATOR)
		add_list(names, entry, EVALUATOR_ALIAS);
	else if (entry->kind == ENTRY_ENTITY)
		add_list(names, entry, ENTITY_ALIAS);
}

static int by_name(const void *a, const void *b)
{
	const struct name *x = a, *y = b;
	int order = str_compare(x->folded, y->folded);

	if (!order)
		order = str_compare(x->text, y->text);
	return order ? order : (x->entry->number > y->entry->number) -
			       (x->entry->number < y->entry->number);
}

/* The capital under which a name stands; '#' for what begins with no letter. */
static char letter_of(const struct name *name)
{
	char c = name->folded.len ? name->folded.ptr[0] : '#';

	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : '#';
}

static struct value letter_value(struct page *page, char letter)
{
	struct value value = new_object(page);
	struct str text = arena_str(page->arena, str_make(&letter, 1));

	set(page, value, "letra", value_text(letter == '#' ? STR("0–9") : text));
	set(page, value, "ancla", value_text(letter == '#' ? STR("l_0") :
					     TEXT_JOIN(page->arena, STR("l_"), text)));
	return value;
}

static struct value name_row(struct page *page, const struct name *name)
{
	struct value row = link_to(page, name->text, route_entry(page->route, name->entry));
	bool other = !str_equal(name->text, name->entry->name);

	set_text(page, row, "nombre", other ? name->entry->name : (struct str){ 0 });
	return row;
}

static bool is_repeated(const struct name *a, const struct name *b)
{
	return a->entry == b->entry && str_equal(a->text, b->text);
}

void names_fill(struct page *page)
{
	struct names names = { .arena = page->arena };
	struct value letters = new_list(page), rows = value_null();
	char last = '\0';

	for (enum entry_kind kind = ENTRY_FUND; kind <= ENTRY_CONTRACT; kind++)
		for (uint32_t i = 0; kind != ENTRY_YEAR && i < page->site->kinds[kind].count; i++)
			add_entry(&names, page->site->kinds[kind].at[i]);
	if (names.list.count > 1)
		qsort(names.list.at, names.list.count, sizeof *names.list.at, by_name);
	for (size_t i = 0; i < names.list.count; i++) {
		const struct name *name = &names.list.at[i];

		if (i && is_repeated(name, &names.list.at[i - 1]))
			continue;
		if (letter_of(name) != last) {
			struct value letter = letter_value(page, last = letter_of(name));

			rows = new_list(page);
			set(page, letter, "filas", rows);
			push(page, letters, letter);
		}
		push(page, rows, name_row(page, name));
	}
	vec_dispose(&names.list);
	page_head(page, STR("Índice de nombres"),
		  STR("Fondos, unidades, instancias evaluadoras, entes y contratos, por todos sus nombres."),
		  NAVIGATION_NONE);
	page_crumb(page, STR("Índice de nombres"), (struct str){ 0 });
	set(page, page->root, "letras", letters);
}
