/*
 * form.c -- a content file to be filled in, made from the field table.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "form.h"

#include "base/escape.h"
#include "wrap.h"

#define WIDTH 100		/* columns of a comment */

static void put_indent(struct buf *out, unsigned depth)
{
	for (unsigned i = 0; i < depth; i++)
		buf_put_text(out, "  ");
}

void form_put_comment(struct buf *out, unsigned depth, struct str text)
{
	struct buf prefix;

	buf_init(&prefix);
	put_indent(&prefix, depth);
	buf_put_text(&prefix, "# ");
	wrap_put(out, buf_str(&prefix), text, WIDTH);
	buf_dispose(&prefix);
}

/* ---- what is known ---- */

static const struct form_value *known_value(const struct form *form, const struct field *field)
{
	for (size_t i = 0; form && i < form->known_count; i++)
		if (str_equal(field->key, str_from(form->known[i].key)))
			return &form->known[i];
	return NULL;
}

/* Of an earlier evaluation only units and their people are copied: who follows
   it up (1.4) and who answers for the fund (5.6). All else is of its own year,
   and what was copied and not looked at would be told as a fact of the new one. */
static bool is_copied(enum record_type_id type, int field)
{
	switch (type) {
	case RECORD_EVALUATION:
		return field == EVALUATION_PERSONS || field == EVALUATION_PROGRAMME;
	case RECORD_PROGRAMME_DATA:
		return field == PROGRAMME_DATA_UNITS;
	default:
		return true;
	}
}

/* Field FIELD of RECORD has something to copy, and no law took it out. */
static bool says(const struct form *form, const struct record *record, int field)
{
	uint8_t state = record->slots[field].state;

	return (state == STATE_VALUE || state == STATE_NONE || state == STATE_BLANK ||
		state == STATE_RESERVED) &&
	       !evaluation_suppresses(form->last, record->type->id, field);
}

/* ---- a value as YAML ---- */

static void put_quoted(struct buf *out, struct str text)
{
	buf_put_char(out, '"');
	escape_yaml(out, text);
	buf_put_char(out, '"');
}

static void put_reference(struct buf *out, const struct reference *reference)
{
	if (!reference->words.ptr) {
		buf_put_str(out, reference->key);
		return;
	}
	buf_printf(out, "{clave: %.*s, texto: ", STR_ARG(reference->key));
	put_quoted(out, reference->words);
	buf_put_char(out, '}');
}

/* SLOT on one line: the kinds that a person or a unit has, but for records. */
static void put_slot(struct buf *out, enum field_kind kind, const struct slot *slot)
{
	if (slot->state == STATE_NONE)
		buf_put_text(out, "no-aplica");
	else if (slot->state == STATE_BLANK)
		buf_put_text(out, "\"\"");
	else if (slot->state == STATE_RESERVED)
		buf_put_text(out, "reservado");
	else if (kind == FIELD_REFERENCE)
		put_reference(out, slot->reference);
	else
		put_quoted(out, slot->text);
}

/* ---- fields ---- */

static bool is_group(const struct field *field)
{
	return field->kind == FIELD_RECORD || field->kind == FIELD_RECORDS;
}

static void put_fields(struct buf *out, const struct form *form, const struct record_type *type,
		       const struct record *last, unsigned depth);

/* "# 1.2 Fecha de inicio de la evaluación: aaaa-mm-dd ..." */
static void put_help(struct buf *out, const struct field *field, unsigned depth)
{
	struct buf text;

	buf_init(&text);
	if (field->number.len)
		buf_printf(&text, "%.*s ", STR_ARG(field->number));
	buf_printf(&text, "%.*s: %.*s", STR_ARG(field->label), STR_ARG(field->help));
	if (field->choice_count && field->kind != FIELD_OPEN_CHOICE) {
		buf_put_text(&text, " Una de:");
		for (size_t i = 0; i < field->choice_count; i++)
			buf_printf(&text, "%s %.*s", i ? "," : "", STR_ARG(field->choices[i].value));
		buf_put_char(&text, '.');
	}
	form_put_comment(out, depth, buf_str(&text));
	buf_dispose(&text);
}

/* FIELD of TYPE as an example, all of it behind '#'. */
static void put_commented(struct buf *out, const struct record_type *type, int index, unsigned depth,
			  unsigned inner)
{
	const struct field *field = &type->fields[index];
	struct str example = field_example(type, index);
	const struct record_type *nested;
	bool first = true;

	put_indent(out, depth);
	buf_put_text(out, "# ");
	put_indent(out, inner);
	buf_printf(out, "%.*s:%s%.*s\n", STR_ARG(field->key), example.len ? " " : "", STR_ARG(example));
	if (!is_group(field))
		return;
	nested = record_type(field->target);
	for (size_t i = 0; i < nested->count; i++) {
		size_t start = out->len, room;

		if (is_group(&nested->fields[i]) && field->kind == FIELD_RECORDS &&
		    nested->fields[i].duty == DUTY_OPTIONAL && !field_is_official(&nested->fields[i]))
			continue;
		put_commented(out, nested, (int)i, depth, inner + (field->kind == FIELD_RECORDS ? 2 : 1));
		room = start + 2 * (size_t)depth + 2 + 2 * (size_t)inner + 2;
		if (field->kind == FIELD_RECORDS && first)
			out->ptr[room] = '-';	/* the first of an element: "  - nombre" */
		first = false;
	}
}

/* An element of a list copied from the earlier record. */
static void put_elements(struct buf *out, const struct form *form, const struct slot *slot,
			 unsigned depth)
{
	for (uint32_t i = 0; i < slot->list.count; i++) {
		const struct record *record = slot->list.at[i].record;
		bool first = true;

		for (size_t k = 0; k < record->type->count; k++) {
			const struct field *inner = &record->type->fields[k];
			const struct slot *value = &record->slots[k];

			if (!says(form, record, (int)k))
				continue;
			put_indent(out, depth + 1);
			buf_printf(out, "%s%.*s:", first ? "- " : "  ", STR_ARG(inner->key));
			first = false;
			if (inner->kind == FIELD_RECORDS && value->state == STATE_VALUE) {
				buf_put_char(out, '\n');
				put_elements(out, form, value, depth + 2);
				continue;
			}
			buf_put_char(out, ' ');
			put_slot(out, inner->kind, value);
			buf_put_char(out, '\n');
		}
	}
}

/* A value copied from the earlier record; false when there is none. */
static bool put_copied(struct buf *out, const struct form *form, const struct record *last,
		       int index, unsigned depth)
{
	const struct field *field = &last->type->fields[index];
	const struct slot *slot = &last->slots[index];

	if (!says(form, last, index))
		return false;
	put_indent(out, depth);
	buf_printf(out, "%.*s:", STR_ARG(field->key));
	if (field->kind == FIELD_RECORDS && slot->state == STATE_VALUE) {
		buf_printf(out, "   # como en %.*s: revise\n", STR_ARG(form->last->entry.key));
		put_elements(out, form, slot, depth);
		return true;
	}
	buf_put_char(out, ' ');
	put_slot(out, field->kind, slot);
	buf_printf(out, "   # como en %.*s: revise\n", STR_ARG(form->last->entry.key));
	return true;
}

static void put_unknown(struct buf *out, const struct record_type *type, int index, unsigned depth)
{
	const struct field *field = &type->fields[index];
	struct str example = field_example(type, index);

	if (field->duty == DUTY_OPTIONAL || (field->kind == FIELD_RECORDS && field->duty == DUTY_REQUIRED)) {
		put_commented(out, type, index, depth, 0);
		return;
	}
	if (field->kind == FIELD_RECORDS)
		put_commented(out, type, index, depth, 0);
	put_indent(out, depth);
	buf_printf(out, "%.*s:%s", STR_ARG(field->key), field->duty == DUTY_REQUIRED ? "" : " no-consta");
	if (example.len)
		buf_printf(out, "   # por ejemplo: %.*s", STR_ARG(example));
	buf_put_char(out, '\n');
}

/* One commitment, commented, that answers recommendation NUMBER of FOLLOWED. What only the
   entity knows of it stays behind a second '#'. */
static void put_commitment(struct buf *out, const struct evaluation *followed, uint32_t number)
{
	const struct record_type *type = record_type(RECORD_ASM);
	const struct section *section = &followed->sections[SECTION_RECOMMENDATIONS];
	const struct item *item = &section->items[number - 1];
	struct buf text;

	buf_init(&text);
	prose_put_plain(&text, (struct prose){ section->prose.ptr + item->offset, item->length });
	buf_printf(out, "#   - clave: asm-%u\n#     texto: ", number);
	put_quoted(out, buf_str(&text));
	buf_printf(out, "\n#     recomendaciones: [%u]\n", number);
	buf_dispose(&text);
	for (int i = 0; i < ASM_PROGRESS; i++) {
		struct str key = type->fields[i].key;

		if (i != ASM_KEY && i != ASM_TEXT && i != ASM_RECOMMENDATIONS)
			buf_printf(out, "#     # %.*s: %.*s\n", STR_ARG(key), STR_ARG(field_example(type, i)));
	}
}

static bool is_told(const struct evaluation *followed, uint32_t number)
{
	return !evaluation_item_suppression(followed, SECTION_RECOMMENDATIONS, number);
}

/* A commitment for each recommendation that may be printed. False where there is none. */
static bool put_commitments(struct buf *out, const struct evaluation *followed)
{
	uint32_t count = followed ? followed->sections[SECTION_RECOMMENDATIONS].count : 0, put = 0;

	for (uint32_t number = 1; number <= count; number++) {
		if (!is_told(followed, number))
			continue;
		if (!put++) {
			form_put_comment(out, 0, STR("Uno por cada recomendación: quite el primer # de «asm:» y de los que el ente aceptó, "
				"escriba en «texto» a qué se compromete y borre los demás."));
			buf_put_text(out, "# asm:\n");
		}
		put_commitment(out, followed, number);
	}
	return put > 0;
}

static void put_field(struct buf *out, const struct form *form, const struct record_type *type, int index,
		      const struct record *last, unsigned depth)
{
	const struct field *field = &type->fields[index];
	const struct form_value *known = depth == 0 ? known_value(form, field) : NULL;
	const struct slot *slot;

	if (last && !is_copied(type->id, index))
		last = NULL;
	slot = last ? &last->slots[index] : NULL;
	if (depth == 0)
		buf_put_char(out, '\n');
	put_help(out, field, depth);
	if (known) {
		put_indent(out, depth);
		buf_printf(out, "%.*s: %.*s\n", STR_ARG(field->key), STR_ARG(known->yaml));
	} else if (field->kind == FIELD_RECORD && field->duty != DUTY_OPTIONAL) {
		put_indent(out, depth);
		buf_printf(out, "%.*s:\n", STR_ARG(field->key));
		put_fields(out, form, record_type(field->target),
			   slot && slot->state == STATE_VALUE && says(form, last, index) ? slot->record : NULL,
			   depth + 1);
	} else if (type->id == RECORD_FOLLOW_UP && index == FOLLOW_UP_ASM && put_commitments(out, form->followed)) {
		return;
	} else if (!last || !put_copied(out, form, last, index, depth)) {
		put_unknown(out, type, index, depth);
	}
}

static void put_fields(struct buf *out, const struct form *form, const struct record_type *type,
		       const struct record *last, unsigned depth)
{
	for (size_t i = 0; i < type->count; i++)
		if (type->fields[i].key.ptr[0] != '#')
			put_field(out, form, type, (int)i, last, depth);
}

void form_put_fields(struct buf *out, const struct form *form)
{
	put_fields(out, form, record_type(form->type), form->last ? form->last->entry.record : NULL, 0);
}

void form_put_sections(struct buf *out)
{
	for (int id = 0; id < SECTIONS; id++) {
		const struct section_type *section = section_type((enum section_id)id);
		const struct field *field = &record_type(RECORD_EVALUATION)->fields[section->field];

		buf_printf(out, "\n# %s %.*s\n\nno-consta\n", section->number, STR_ARG(field->label));
	}
}
