/*
 * accepted.c -- findings of `check` that the publisher accepts, as its readers see them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is accepted is published: which remark, of which field, why and since
 * when. The remark's words are the first sentence of its meaning in diag.def.
 */
#include "base/diag.h"
#include "accepted.h"

/* A field by its number, or by its key with the groups before it; NULL: none. */
static const struct field *find_field(enum record_type_id id, struct str prefix, struct str name,
				      struct arena *arena)
{
	const struct record_type *type = record_type(id);

	for (size_t i = 0; i < type->count; i++) {
		const struct field *field = &type->fields[i], *nested;
		struct str path = arena_printf(arena, "%.*s%.*s", STR_ARG(prefix), STR_ARG(field->key));

		if (str_equal(name, path) || (field->number.len && str_equal(name, field->number)))
			return field;
		if (field->kind != FIELD_RECORD && field->kind != FIELD_RECORDS)
			continue;
		nested = find_field(field->target, arena_printf(arena, "%.*s.", STR_ARG(path)), name, arena);
		if (nested)
			return nested;
	}
	return NULL;
}

/* "fortaleza-3" as "Fortaleza 3"; the absent view for what is no item. */
static struct str item_words(struct page *page, const struct evaluation *evaluation, struct str name)
{
	for (int id = 0; id < SECTIONS; id++) {
		const struct section_type *type = section_type((enum section_id)id);
		struct str anchor = type->anchor ? str_from(type->anchor) : STR("-");

		if (str_starts(name, anchor) && entry_has_anchor(&evaluation->entry, name))
			return arena_printf(page->arena, "%s %.*s", type->singular,
					    STR_ARG(str_slice(name, anchor.len + 1, (size_t)-1)));
	}
	return (struct str){ 0 };
}

/* "#s-5-2", where the page has such a place. */
static struct str field_href(struct page *page, const struct evaluation *evaluation, const struct field *field)
{
	struct str href = arena_printf(page->arena, "#s-%.*s", STR_ARG(field->number));

	for (size_t i = 0; i < href.len; i++)
		if (href.ptr[i] == '.')
			((char *)(uintptr_t)href.ptr)[i] = '-';
	return field->number.len && entry_has_anchor(&evaluation->entry, str_slice(href, 1, (size_t)-1))
	       ? href : (struct str){ 0 };
}

/* What NAME names, as a link to it; false when it names nothing: all of it. */
static struct value place_value(struct page *page, const struct evaluation *evaluation, struct str name)
{
	struct str words = item_words(page, evaluation, name), href = { 0 };
	struct value link;

	if (name.len == 0)
		return value_bool(false);
	if (words.len) {
		href = arena_printf(page->arena, "#%.*s", STR_ARG(name));
	} else {
		const struct field *field = find_field(RECORD_EVALUATION, STR(""), name, page->arena);

		words = !field ? name : field->number.len
			? arena_printf(page->arena, "%.*s %.*s", STR_ARG(field->number), STR_ARG(field->label))
			: field->label;
		if (field)
			href = field_href(page, evaluation, field);
	}
	link = new_object(page);
	set_text(page, link, "texto", words);
	set_text(page, link, "href", href);
	return link;
}

/* The first sentence of what a remark means. */
static struct str first_sentence(enum diag_id id)
{
	struct str meaning = str_from(diag_kind(id)->meaning);
	size_t end = str_find(meaning, STR(". "));

	return end == (size_t)-1 ? meaning : str_slice(meaning, 0, end + 1);
}

struct value accepted_of(struct page *page, const struct evaluation *evaluation)
{
	struct slot_list list = record_list(evaluation->entry.record, EVALUATION_ACCEPTED);
	struct value rows = new_list(page), object;
	uint32_t count = 0;

	if (is_suppressed(evaluation, "", "aceptado"))
		return value_bool(false);
	for (uint32_t i = 0; i < list.count; i++) {
		const struct record *record = list.at[i].record;
		enum diag_id id = diag_find(record_text(record, ACCEPTANCE_ID));
		struct value row;

		if (id == DIAG_COUNT || !record_text(record, ACCEPTANCE_REASON).len)
			continue;
		row = new_object(page);
		set_text(page, row, "aviso", first_sentence(id));
		set(page, row, "lugar", place_value(page, evaluation,
						    str_trim(record_text(record, ACCEPTANCE_FIELD_NAME))));
		set_text(page, row, "motivo", record_text(record, ACCEPTANCE_REASON));
		set_date(page, row, "fecha", record_date(record, ACCEPTANCE_DATE));
		push(page, rows, row);
		count++;
	}
	if (!count)
		return value_bool(false);
	object = new_object(page);
	set(page, object, "filas", rows);
	return object;
}
