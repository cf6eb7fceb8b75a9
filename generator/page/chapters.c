/*
 * chapters.c -- every field of the official form, in its order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A table says where each field's slot is and what shape it has on the page;
 * labels, kinds and choices come from the field table of the model. A line
 * without a number of its own (IVA's note, the date of publication) has no
 * anchor; every number of the format has exactly one.
 */
#include "chapters.h"

#include <assert.h>
#include <stdio.h>

#include "base/money.h"
#include "html.h"

enum shape {
	DATUM,		/* one value */
	EXTRA,		/* the same, left out when there is nothing to say */
	GROUP,		/* a heading alone */
	PROSE,
	ITEMS,
	PERSONS,
	INSTRUMENT_MARKS,
	MARKS,		/* all choices, those that hold marked */
	AWARD_MARKS,
	UNIT_LIST,
	CONTACT_CARDS,
	COST,
	PROGRAMME_TITLE,
};

#define TOP (-1)

struct line {
	uint8_t chapter;
	uint8_t shape;
	int nested;		/* the field of the evaluation that holds it, or TOP */
	int field;
	const char *number;
	uint8_t heading;	/* what the form calls it, beside the field's label */
};

static const struct line lines[] = {
	{ 1, DATUM, TOP, EVALUATION_NAME, "1.1", HEADING_NONE },
	{ 1, DATUM, TOP, EVALUATION_START, "1.2", HEADING_NONE },
	{ 1, DATUM, TOP, EVALUATION_FINISH, "1.3", HEADING_NONE },
	{ 1, PERSONS, TOP, EVALUATION_PERSONS, "1.4", HEADING_NONE },
	{ 1, PROSE, TOP, SECTION_OBJECTIVE, "1.5", HEADING_OBJECTIVE },
	{ 1, ITEMS, TOP, SECTION_OBJECTIVES, "1.6", HEADING_OBJECTIVES },
	{ 1, GROUP, TOP, 0, "1.7", HEADING_METHOD },
	{ 1, INSTRUMENT_MARKS, TOP, EVALUATION_INSTRUMENTS, "", HEADING_NONE },
	{ 1, PROSE, TOP, SECTION_METHOD, "", HEADING_NONE },
	{ 2, ITEMS, TOP, SECTION_FINDINGS, "2.1", HEADING_FINDINGS },
	{ 2, GROUP, TOP, 0, "2.2", HEADING_SWOT },
	{ 2, ITEMS, TOP, SECTION_STRENGTHS, "2.2.1", HEADING_STRENGTHS },
	{ 2, ITEMS, TOP, SECTION_OPPORTUNITIES, "2.2.2", HEADING_OPPORTUNITIES },
	{ 2, ITEMS, TOP, SECTION_WEAKNESSES, "2.2.3", HEADING_WEAKNESSES },
	{ 2, ITEMS, TOP, SECTION_THREATS, "2.2.4", HEADING_THREATS },
	{ 3, ITEMS, TOP, SECTION_CONCLUSIONS, "3.1", HEADING_CONCLUSIONS },
	{ 3, ITEMS, TOP, SECTION_RECOMMENDATIONS, "3.2", HEADING_RECOMMENDATIONS },
	{ 4, DATUM, EVALUATION_EVALUATOR, EVALUATOR_DATA_COORDINATOR, "4.1", HEADING_NONE },
	{ 4, DATUM, EVALUATION_EVALUATOR, EVALUATOR_DATA_POST, "4.2", HEADING_NONE },
	{ 4, DATUM, EVALUATION_EVALUATOR, EVALUATOR_DATA_INSTITUTION, "4.3", HEADING_NONE },
	{ 4, DATUM, EVALUATION_EVALUATOR, EVALUATOR_DATA_COLLABORATORS, "4.4", HEADING_NONE },
	{ 4, DATUM, EVALUATION_EVALUATOR, EVALUATOR_DATA_EMAIL, "4.5", HEADING_NONE },
	{ 4, DATUM, EVALUATION_EVALUATOR, EVALUATOR_DATA_PHONE, "4.6", HEADING_NONE },
	{ 5, PROGRAMME_TITLE, EVALUATION_PROGRAMME, PROGRAMME_DATA_NAME, "5.1", HEADING_NONE },
	{ 5, DATUM, EVALUATION_PROGRAMME, PROGRAMME_DATA_ACRONYM, "5.2", HEADING_NONE },
	{ 5, DATUM, EVALUATION_PROGRAMME, PROGRAMME_DATA_COORDINATOR, "5.3", HEADING_NONE },
	{ 5, MARKS, EVALUATION_PROGRAMME, PROGRAMME_DATA_POWER, "5.4", HEADING_NONE },
	{ 5, MARKS, EVALUATION_PROGRAMME, PROGRAMME_DATA_SCOPE, "5.5", HEADING_NONE },
	{ 5, GROUP, TOP, 0, "5.6", HEADING_UNITS_AND_HOLDERS },
	{ 5, UNIT_LIST, EVALUATION_PROGRAMME, PROGRAMME_DATA_UNITS, "5.6.1", HEADING_UNITS },
	{ 5, CONTACT_CARDS, EVALUATION_PROGRAMME, PROGRAMME_DATA_UNITS, "5.6.2", HEADING_HOLDERS },
	{ 6, AWARD_MARKS, EVALUATION_CONTRACTING, CONTRACTING_AWARD, "6.1", HEADING_NONE },
	{ 6, EXTRA, EVALUATION_CONTRACTING, CONTRACTING_OTHER, "", HEADING_NONE },
	{ 6, DATUM, EVALUATION_CONTRACTING, CONTRACTING_UNIT, "6.2", HEADING_NONE },
	{ 6, COST, EVALUATION_CONTRACTING, CONTRACTING_COST, "6.3", HEADING_NONE },
	{ 6, EXTRA, EVALUATION_CONTRACTING, CONTRACTING_NOTE, "", HEADING_NONE },
	{ 6, EXTRA, EVALUATION_CONTRACTING, CONTRACTING_CONTRACT, "", HEADING_NONE },
	{ 6, DATUM, EVALUATION_CONTRACTING, CONTRACTING_FINANCING, "6.4", HEADING_NONE },
	{ 7, DATUM, EVALUATION_DIFFUSION, DIFFUSION_EVALUATION, "7.1", HEADING_NONE },
	{ 7, DATUM, EVALUATION_DIFFUSION, DIFFUSION_FORM, "7.2", HEADING_NONE },
	{ 7, DATUM, EVALUATION_DIFFUSION, DIFFUSION_DATE, "", HEADING_NONE },
};

/* What a line finds in an evaluation. */
struct found {
	const struct line *line;
	const struct evaluation *evaluation;
	const struct field *field;
	const struct record *record;	/* that holds the slot; NULL when it is not there */
	const struct slot *slot;
	enum shown shown;
	const struct record *notice;	/* of a suppression */
};

static bool is_section(const struct line *line)
{
	return line->shape == PROSE || line->shape == ITEMS;
}

static const struct field *field_of(const struct line *line)
{
	const struct record_type *evaluation = record_type(RECORD_EVALUATION);

	if (is_section(line))
		return &evaluation->fields[section_type((enum section_id)line->field)->field];
	if (line->nested == TOP)
		return &evaluation->fields[line->field];
	return &record_type(evaluation->fields[line->nested].target)->fields[line->field];
}

static void key_path(char *out, size_t room, const struct line *line, const struct field *field)
{
	const struct record_type *evaluation = record_type(RECORD_EVALUATION);

	if (line->nested == TOP)
		snprintf(out, room, "%.*s", STR_ARG(field->key));
	else
		snprintf(out, room, "%.*s.%.*s", STR_ARG(evaluation->fields[line->nested].key),
			 STR_ARG(field->key));
}

static const struct record *notice_of(const struct found *found)
{
	char key[80], number[16];

	if (!has_suppressions(found->evaluation))
		return NULL;
	key_path(key, sizeof key, found->line, found->field);
	snprintf(number, sizeof number, "%.*s", STR_ARG(found->field->number));
	return suppression_of(found->evaluation,
			      found->line->number[0] ? found->line->number : number, key);
}

static struct found find(const struct evaluation *evaluation, const struct line *line)
{
	const struct record *record = evaluation->entry.record;
	struct found found = { .line = line, .evaluation = evaluation };

	if (line->shape == GROUP)
		return found;
	found.field = field_of(line);
	found.record = line->nested == TOP ? record : record_nested(record, line->nested);
	if (is_section(line)) {
		found.shown = shown_of(evaluation->sections[line->field].state);
	} else {
		found.slot = record_slot(found.record, line->field);
		found.shown = found.slot ? shown_of(found.slot->state) : SHOWN_NOT_ON_RECORD;
	}
	found.notice = notice_of(&found);
	if (found.notice)
		found.shown = SHOWN_SUPPRESSED;
	return found;
}

/* --- Parts of a field. */

static struct str anchor_of(struct page *page, const char *number)
{
	size_t len = strlen(number);
	char *at;

	if (!len)
		return no_text();
	at = arena_alloc(page->arena, len + 3);
	at[0] = 's';
	at[1] = '-';
	for (size_t i = 0; i < len; i++)
		at[i + 2] = number[i] == '.' ? '-' : number[i];
	return str_make(at, len + 2);
}

static struct value begin_field(struct page *page, const struct found *found, bool fourth)
{
	const struct line *line = found->line;
	struct value object = new_object(page);
	const struct heading *heading = format_heading((enum heading_id)line->heading);
	struct str label = heading->label;

	if (!label.len && found->field)
		label = found->field->label;
	set(page, object, "numero", value_text(str_from(line->number)));
	set(page, object, "etiqueta", value_text(label));
	set_text(page, object, "ancla", anchor_of(page, line->number));
	set_words(page, object, "nivel", fourth ? "4" : "3");
	set_yes(page, object, fourth ? "es_cuarto" : "es_tercero", true);
	if (heading->brief.len) {
		set_yes(page, object, "en_indice", true);
		set(page, object, "corta", value_text(heading->brief));
	}
	if (line->shape == GROUP) {
		set_yes(page, object, "es_grupo", true);
		return object;
	}
	set_state(page, object, "estado", found->shown);
	if (found->notice)
		set(page, object, "aviso", notice_value(page, found->notice));
	return object;
}

/* The policy of the site on the addresses of persons. */
static enum shown contact_shown(struct page *page, const struct field *field, const struct slot *slot)
{
	enum shown shown = slot ? shown_of(slot->state) : SHOWN_NOT_ON_RECORD;

	if (shown == SHOWN_VALUE && field->kind == FIELD_EMAIL &&
	    !contact_is_public(page->site, slot->text))
		return SHOWN_RESERVED;
	return shown;
}

/* One line of a card; NOTICE may be NULL. */
static void add_datum(struct page *page, struct value data, const struct field *field,
		      const struct slot *slot, const struct record *notice)
{
	struct value datum = new_object(page);
	enum shown shown = notice ? SHOWN_SUPPRESSED : contact_shown(page, field, slot);

	html_begin(page);
	if (shown == SHOWN_VALUE)
		html_put_slot(page, field, slot);
	set(page, datum, "numero", value_text(field->number));
	set(page, datum, "etiqueta", value_text(field->label));
	set_state(page, datum, "estado", shown);
	set(page, datum, "valor", html_end(page));
	set(page, datum, "aviso", notice_value(page, notice));
	push(page, data, datum);
}

static bool is_worth_a_line(const struct field *field, const struct slot *slot)
{
	return field->duty != DUTY_OPTIONAL || slot->state != STATE_ABSENT;
}

/* All fields of RECORD that are not records, each a line. PREFIX is the key
   path that suppressions may name. */
static struct value record_data(struct page *page, const struct evaluation *evaluation,
				const struct record *record, const char *prefix)
{
	struct value data = new_list(page);
	bool any = has_suppressions(evaluation);

	for (size_t i = 0; i < record->type->count; i++) {
		const struct field *field = &record->type->fields[i];
		const struct record *notice = NULL;
		char key[80];

		if (!is_worth_a_line(field, &record->slots[i]))
			continue;
		if (any) {
			snprintf(key, sizeof key, "%s.%.*s", prefix, STR_ARG(field->key));
			notice = suppression_of(evaluation, "", key);
		}
		add_datum(page, data, field, &record->slots[i], notice);
	}
	return data;
}

/* What heads a card; all of it may be absent. */
struct card_head {
	struct str title, path;
	const char *role;	/* a word of the theme: "enlace", "titular" */
};

static void push_card(struct page *page, struct value cards, const struct card_head *head, struct value data)
{
	struct value card = new_object(page);

	set_text(page, card, "titulo", head->title);
	set_text(page, card, "href", page_href(page, head->path));
	set_yes(page, card, "es_titular", head->role && strcmp(head->role, "titular") == 0);
	set_yes(page, card, "es_enlace", head->role && strcmp(head->role, "enlace") == 0);
	set(page, card, "datos", data);
	push(page, cards, card);
}

/* --- Shapes. */

static void fill_datum(struct page *page, struct value object, const struct found *found)
{
	set_yes(page, object, "es_dato", true);
	if (found->shown != SHOWN_VALUE)
		return;
	html_begin(page);
	html_put_slot(page, found->field, found->slot);
	set(page, object, "valor", html_end(page));
}

static void fill_cost(struct page *page, struct value object, const struct found *found)
{
	const struct slot *tax = record_slot(found->record, CONTRACTING_TAX);

	set_yes(page, object, "es_dato", true);
	if (found->shown != SHOWN_VALUE)
		return;
	assert(found->slot);
	html_begin(page);
	money_put(&page->html, found->slot->number);
	if (slot_has(tax)) {
		buf_put_text(&page->html, " (");
		buf_put_str(&page->html, tax->choice->label);
		buf_put_char(&page->html, ')');
	}
	set(page, object, "valor", html_end(page));
}

/* The published name leads to the fund, where it is one. 5.1 may be left out:
   the fund's own name then. */
static void fill_programme_title(struct page *page, struct value object, struct found *found)
{
	struct entry_list funds = found->evaluation->funds;

	if (found->notice || (found->slot && found->slot->state != STATE_ABSENT) || !funds.count) {
		fill_datum(page, object, found);
		if (found->shown != SHOWN_VALUE || funds.count != 1)
			return;
		html_begin(page);
		assert(found->slot);
		html_put_link(page, found->slot->text, route_entry(page->route, funds.at[0]));
		set(page, object, "valor", html_end(page));
		return;
	}
	set_yes(page, object, "es_dato", true);
	set_state(page, object, "estado", SHOWN_VALUE);
	html_begin(page);
	for (uint32_t i = 0; i < funds.count; i++) {
		if (i)
			buf_put_text(&page->html, "; ");
		html_put_entry(page, funds.at[i]);
	}
	set(page, object, "valor", html_end(page));
}

static void fill_section(struct page *page, struct value object, const struct found *found)
{
	const struct section *section = &found->evaluation->sections[found->line->field];
	const struct section_type *type = section_type((enum section_id)found->line->field);
	bool items = found->line->shape == ITEMS && section->count > 0;
	struct html_body body = { .level = 5 };

	set_yes(page, object, items ? "es_lista" : "es_prosa", true);
	if (type->anchor && type->id != SECTION_OBJECTIVES && page->item->kind == KIND_EVALUATION)
		set_text(page, object, "glosa", glossary_href(page, type->anchor));
	if (items)
		set_number(page, object, "cuantos", section->count);
	if (found->shown == SHOWN_SUPPRESSED || section->prose.len == 0)
		return;
	if (items) {
		body.items = type;
		if (has_suppressions(found->evaluation))
			body.evaluation = found->evaluation;
	}
	html_begin(page);
	html_put_prose(page, section->prose, &body);
	set(page, object, "valor", html_end(page));
}

static void fill_persons(struct page *page, struct value object, const struct found *found)
{
	struct value cards = new_list(page);
	struct slot_list list = record_list(found->record, EVALUATION_PERSONS);

	set_yes(page, object, "es_ficha", true);
	if (found->shown == SHOWN_VALUE)
		for (uint32_t i = 0; i < list.count; i++)
			if (slot_has(&list.at[i]))
				push_card(page, cards, &(struct card_head){ 0 },
					  record_data(page, found->evaluation, list.at[i].record, "seguimiento"));
	set_rows(page, object, "fichas", cards);
}

static void fill_instruments(struct page *page, struct value object, const struct found *found)
{
	struct value cards = new_list(page);

	set_yes(page, object, "es_ficha", true);
	if (found->shown == SHOWN_VALUE && found->slot)
		push_card(page, cards, &(struct card_head){ 0 },
			  record_data(page, found->evaluation, found->slot->record, "instrumentos"));
	set_rows(page, object, "fichas", cards);
}

static bool holds(const struct slot *slot, enum field_kind kind, const struct choice *choice)
{
	if (!slot_has(slot))
		return false;
	if (kind == FIELD_CHOICE)
		return slot->choice == choice;
	for (uint32_t i = 0; i < slot->list.count; i++)
		if (slot_has(&slot->list.at[i]) && slot->list.at[i].choice == choice)
			return true;
	return false;
}

/* "6.1.3" */
static const char *option_number(struct page *page, const char *field, size_t option)
{
	buf_clear(&page->link);
	buf_put_text(&page->link, field);
	buf_put_char(&page->link, '.');
	put_number(&page->link, option);
	return arena_str(page->arena, buf_str(&page->link)).ptr;
}

static void fill_marks(struct page *page, struct value object, const struct found *found, bool numbered)
{
	const struct field *field = found->field;
	struct value options = new_list(page);

	assert(field);
	for (size_t i = 0; i < field->choice_count; i++) {
		struct value option = new_object(page);
		const char *number = numbered ? option_number(page, found->line->number, i + 1) : "";

		set(page, option, "numero", value_text(str_from(number)));
		set(page, option, "etiqueta", value_text(field->choices[i].label));
		set_text(page, option, "ancla", anchor_of(page, number));
		set_yes(page, option, "marcada", found->shown == SHOWN_VALUE &&
			holds(found->slot, field->kind, &field->choices[i]));
		push(page, options, option);
	}
	mark_last(page, options);
	set_rows(page, object, "opciones", options);
}

static void fill_units(struct page *page, struct value object, const struct found *found)
{
	struct slot_list list = record_list(found->record, PROGRAMME_DATA_UNITS);

	set_yes(page, object, "es_prosa", true);
	if (found->shown != SHOWN_VALUE)
		return;
	html_begin(page);
	buf_put_text(&page->html, "<ol class=\"unidades\">\n");
	for (uint32_t i = 0; i < list.count; i++) {
		const struct slot *unit;

		if (!slot_has(&list.at[i]))
			continue;
		unit = record_slot(list.at[i].record, PROGRAMME_UNIT_UNIT);
		if (!slot_has(unit))
			continue;
		buf_put_text(&page->html, "<li>");
		html_put_reference(page, unit->reference);
		buf_put_text(&page->html, "</li>\n");
	}
	buf_put_text(&page->html, "</ol>\n");
	set(page, object, "valor", html_end(page));
}

static struct str unit_words(const struct record *unit)
{
	const struct slot *slot = record_slot(unit, PROGRAMME_UNIT_UNIT);

	if (!slot_has(slot))
		return (struct str){ 0 };
	if (slot->reference->words.len)
		return slot->reference->words;
	return slot->reference->target ? slot->reference->target->name : slot->reference->key;
}

/* The holder and the contact persons of one unit. Who is named as a contact is
   not made a holder: the holder is then not on record. */
static void push_unit_cards(struct page *page, struct value cards, const struct found *found,
			    const struct record *unit)
{
	const struct record_type *type = record_type(RECORD_PROGRAMME_UNIT);
	const struct entry *target = record_target(unit, PROGRAMME_UNIT_UNIT);
	struct slot_list contacts = record_list(unit, PROGRAMME_UNIT_CONTACTS);
	struct card_head head = { unit_words(unit), { 0 }, "titular" };
	struct value data = new_list(page);

	if (target)
		head.path = route_entry(page->route, target);
	add_datum(page, data, &type->fields[PROGRAMME_UNIT_HOLDER], record_slot(unit, PROGRAMME_UNIT_HOLDER),
		  suppression_of(found->evaluation, "", "programa.unidades.titular"));
	push_card(page, cards, &head, data);
	head.role = "enlace";
	for (uint32_t i = 0; i < contacts.count; i++) {
		if (!slot_has(&contacts.at[i]))
			continue;
		data = record_data(page, found->evaluation, contacts.at[i].record,
				   "programa.unidades.enlaces");
		push_card(page, cards, &head, data);
	}
}

static void fill_contacts(struct page *page, struct value object, const struct found *found)
{
	struct slot_list list = record_list(found->record, PROGRAMME_DATA_UNITS);
	struct value cards = new_list(page);

	set_yes(page, object, "es_ficha", true);
	if (found->shown == SHOWN_VALUE)
		for (uint32_t i = 0; i < list.count; i++)
			if (slot_has(&list.at[i]))
				push_unit_cards(page, cards, found, list.at[i].record);
	set_rows(page, object, "fichas", cards);
}

static void fill_shape(struct page *page, struct value object, struct found *found)
{
	switch ((enum shape)found->line->shape) {
	case DATUM:
	case EXTRA: fill_datum(page, object, found); break;
	case GROUP: break;
	case PROSE:
	case ITEMS: fill_section(page, object, found); break;
	case PERSONS: fill_persons(page, object, found); break;
	case INSTRUMENT_MARKS: fill_instruments(page, object, found); break;
	case MARKS: fill_marks(page, object, found, false); break;
	case AWARD_MARKS: fill_marks(page, object, found, true); break;
	case UNIT_LIST: fill_units(page, object, found); break;
	case CONTACT_CARDS: fill_contacts(page, object, found); break;
	case COST: fill_cost(page, object, found); break;
	case PROGRAMME_TITLE: fill_programme_title(page, object, found); break;
	}
}

/* Fields of a group stand one heading lower. */
static bool is_fourth(const struct line *line)
{
	return (line->number[0] && line->number[3] == '.') ||
	       (line->shape == INSTRUMENT_MARKS) ||
	       (line->shape == PROSE && !line->number[0]) ||
	       (line->chapter == 6 && !line->number[0]);
}

static void add_field(struct page *page, struct value fields, const struct evaluation *evaluation,
		      const struct line *line)
{
	struct found found = find(evaluation, line);
	struct value object;

	if (line->shape == EXTRA && (!found.slot || found.slot->state == STATE_ABSENT))
		return;
	object = begin_field(page, &found, is_fourth(line));
	fill_shape(page, object, &found);
	push(page, fields, object);
}

static struct value begin_chapter(struct page *page, struct value chapters, unsigned number)
{
	struct value chapter = new_object(page), fields = new_list(page);
	static const char *const numbers[] = { "", "1", "2", "3", "4", "5", "6", "7" };

	set_words(page, chapter, "numero", numbers[number]);
	set(page, chapter, "titulo", value_text(format_chapter((int)number)));
	set(page, chapter, "ancla", value_text(anchor_of(page, numbers[number])));
	set(page, chapter, "campos", fields);
	set_yes(page, chapter, "hay_indice", number <= 3);
	push(page, chapters, chapter);
	return fields;
}

struct value chapters_value(struct page *page, const struct evaluation *evaluation)
{
	struct value chapters = new_list(page), fields = value_null();
	unsigned chapter = 0;

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		if (lines[i].chapter != chapter) {
			chapter = lines[i].chapter;
			fields = begin_chapter(page, chapters, chapter);
		}
		add_field(page, fields, evaluation, &lines[i]);
	}
	return chapters;
}
