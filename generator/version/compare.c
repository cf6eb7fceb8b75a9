/*
 * compare.c -- down the field table, with both versions at once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A record that one version lacks is walked all the same, as one whose fields
 * are all absent: what it held is told field by field.
 */
#include "comparer.h"

#include <assert.h>

#include "base/money.h"
#include "base/path.h"
#include "base/utf8.h"
#include "match.h"

static void compare_fields(struct comparer *comparer, const struct record_type *type,
			   const struct record *old, const struct record *new);

/* ---- where we are ---- */

static void push_step(struct comparer *comparer, const struct field *field)
{
	assert(comparer->depth < COMPARER_DEPTH);
	comparer->path[comparer->depth++] = (struct change_step){ .field = field };
}

/* ---- values as text ---- */

/* How values are written: with keys, as the files have them, which is what is
   matched and measured; or as a reader of one of the two sides sees them. */
enum reading { READ_RAW, READ_OLD, READ_NEW };

static enum reading reading_of(const struct comparer *comparer, bool is_new)
{
	return !comparer->telling || !comparer->telling->name ? READ_RAW : is_new ? READ_NEW : READ_OLD;
}

static struct str catalogue_name(struct comparer *comparer, enum reading reading,
				 const struct field *field, struct str key)
{
	static const struct {
		enum record_type_id target;
		enum entry_kind kind;
	} kinds[] = {
		{ RECORD_FUND, ENTRY_FUND }, { RECORD_UNIT, ENTRY_UNIT }, { RECORD_UNIT_OR_ENTITY, ENTRY_UNIT },
		{ RECORD_UNIT_OR_ENTITY, ENTRY_ENTITY }, { RECORD_ENTITY, ENTRY_ENTITY },
		{ RECORD_EVALUATOR, ENTRY_EVALUATOR }, { RECORD_CONTRACT, ENTRY_CONTRACT },
		{ RECORD_EVALUATION, ENTRY_EVALUATION },
	};
	const struct telling *telling = comparer->telling;
	/* what a contract covers is an evaluation where it is not a record of its own */
	enum record_type_id target = field->kind == FIELD_COVERS ? RECORD_EVALUATION : field->target;
	struct str name = { 0 };

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0] && !name.len; i++)
		if (kinds[i].target == target)
			name = telling->name(telling->context, reading == READ_NEW, kinds[i].kind, key);
	return name;
}

static struct str reference_text(struct comparer *comparer, enum reading reading,
				 const struct field *field, const struct reference *reference)
{
	struct str name = { 0 };

	if (reference->words.len)
		return reference->words;
	if (reading != READ_RAW)
		name = catalogue_name(comparer, reading, field, reference->key);
	return name.len ? name : reference->key;
}

/* The value of a slot of a single kind, as a reader would read it. */
static struct str value_text(struct comparer *comparer, enum reading reading, const struct field *field,
			     const struct slot *slot)
{
	struct buf *out = &comparer->scratch;

	buf_clear(out);
	switch (field->kind) {
	case FIELD_NUMBER:
	case FIELD_NUMBERS:
	case FIELD_YEAR:
		buf_printf(out, "%lld", (long long)slot->number);
		break;
	case FIELD_MONEY:
		money_put(out, slot->number);
		break;
	case FIELD_DATE:
		date_put_official(out, slot->date);
		break;
	case FIELD_SCORE:
		return slot->score->words;
	case FIELD_CHOICE:
	case FIELD_CHOICES:
	case FIELD_OPEN_CHOICE:
		return slot->choice->label;
	case FIELD_REFERENCE:
	case FIELD_REFERENCES:
	case FIELD_COVERS:
		return reference_text(comparer, reading, field, slot->reference);
	default:
		return slot->text;
	}
	return arena_str(comparer->arena, buf_str(out));
}

static void find_lines(struct line_table *lines, struct str bytes)
{
	vec_push(&lines->starts, 0);
	for (size_t i = 0; i < bytes.len; i++)
		if (bytes.ptr[i] == '\n' || (bytes.ptr[i] == '\r' &&
					     (i + 1 == bytes.len || bytes.ptr[i + 1] != '\n')))
			vec_push(&lines->starts, i + 1);
}

/* The line a value that cannot be read stands on. */
static struct str source_line(struct line_table *lines, struct str bytes, uint32_t line)
{
	size_t from, end;

	if (lines->starts.count == 0)
		find_lines(lines, bytes);
	if (line == 0 || line > lines->starts.count)
		return (struct str){ 0 };
	from = lines->starts.at[line - 1];
	end = line < lines->starts.count ? lines->starts.at[line] : bytes.len;
	return str_trim(str_slice(bytes, from, end - from));
}

static struct str wrong_text(struct comparer *comparer, bool is_new, const struct slot *slot)
{
	if (is_new)
		return source_line(&comparer->new_lines, comparer->new->bytes, slot->line);
	return source_line(&comparer->old_lines, comparer->old->bytes, slot->line);
}

static struct str slot_text(struct comparer *comparer, enum reading reading, const struct field *field,
			    const struct slot *slot, bool is_new)
{
	if (slot->state == STATE_WRONG)
		return wrong_text(comparer, is_new, slot);
	if (slot->state != STATE_VALUE)
		return (struct str){ 0 };
	return value_text(comparer, reading, field, slot);
}

/* CHANGE has been measured by its raw texts; what is shown of them are OLD and
   NEW. Runs are made anew of those, and of two that read alike there are none. */
static void show_change(struct comparer *comparer, struct change *change, struct str old, struct str new)
{
	struct change shown = { 0 };

	change->old_raw = change->old_text;
	change->new_raw = change->new_text;
	change->old_named = !str_equal(old, change->old_text);
	change->new_named = !str_equal(new, change->new_text);
	if (!change->old_named && !change->new_named)
		return;
	change->old_text = old;
	change->new_text = new;
	if (!change->runs)
		return;
	if (!comparer_alike(comparer, old, new))
		words_compare(&comparer->vocabulary, words_of_text(&comparer->vocabulary, old),
			      words_of_text(&comparer->vocabulary, new), &shown);
	change->runs = shown.runs;
	change->run_count = shown.run_count;
	change->similarity = shown.similarity;
}

/* ---- one value ---- */

/* Absent and not on record are one state where the page prints both alike. */
static enum state shown_state(const struct field *field, const struct slot *slot)
{
	if (slot->state == STATE_NOT_ON_RECORD && field->duty != DUTY_OPTIONAL)
		return STATE_ABSENT;
	return (enum state)slot->state;
}

static void compare_single(struct comparer *comparer, const struct field *field,
			   const struct slot *old, const struct slot *new)
{
	enum state before = shown_state(field, old), after = shown_state(field, new);
	struct str old_text = slot_text(comparer, READ_RAW, field, old, false);
	struct str new_text = slot_text(comparer, READ_RAW, field, new, true);
	struct change change;
	bool keys_differ = false;

	if (field->kind == FIELD_REFERENCE && slot_has(old) && slot_has(new))
		keys_differ = !str_equal(old->reference->key, new->reference->key);
	if (before == after && !keys_differ && comparer_alike(comparer, old_text, new_text))
		return;
	change = comparer_change(comparer, before == after ? CHANGE_VALUE : CHANGE_STATE, PART_FIELD);
	change.old_state = (enum state)old->state;
	change.new_state = (enum state)new->state;
	change.old_text = old_text;
	change.new_text = new_text;
	if (field->kind == FIELD_REFERENCE) {
		change.old_key = slot_has(old) ? old->reference->key : (struct str){ 0 };
		change.new_key = slot_has(new) ? new->reference->key : (struct str){ 0 };
	}
	if (before == STATE_VALUE && after == STATE_VALUE &&
	    (field->kind == FIELD_TEXT || field->kind == FIELD_REFERENCE))
		words_compare(&comparer->vocabulary, words_of_text(&comparer->vocabulary, old_text),
			      words_of_text(&comparer->vocabulary, new_text), &change);
	else
		comparer_measure(comparer, &change);
	if (field->kind == FIELD_REFERENCE && comparer->telling)
		show_change(comparer, &change, slot_text(comparer, reading_of(comparer, false), field, old, false),
			    slot_text(comparer, reading_of(comparer, true), field, new, true));
	comparer_push(comparer, change);
}

/* ---- lists ---- */

#define IDENTITY_FIELDS 3

/* What names a record among its like. */
static const struct {
	enum record_type_id type;
	int fields[IDENTITY_FIELDS];
} identities[] = {
	{ RECORD_PERSON, { PERSON_NAME, -1, -1 } },
	{ RECORD_CONTACT, { CONTACT_NAME, -1, -1 } },
	{ RECORD_PROGRAMME_UNIT, { PROGRAMME_UNIT_UNIT, -1, -1 } },
	{ RECORD_SUPPRESSION, { SUPPRESSION_FIELD_NAME, SUPPRESSION_VERSION, -1 } },
	{ RECORD_ASM, { ASM_KEY, -1, -1 } },
	{ RECORD_PROGRESS, { PROGRESS_DATE, -1, -1 } },
	{ RECORD_REJECTED, { REJECTED_RECOMMENDATION, -1, -1 } },
	{ RECORD_PROMISE, { PROMISE_FUND, PROMISE_YEAR, PROMISE_TYPE } },
	{ RECORD_FUND_NAME, { FUND_NAME_NAME, -1, -1 } },
	{ RECORD_COVERED, { COVERED_FUND, COVERED_YEAR, -1 } },
};

/* The fields that name a record of TYPE; the first one alone has no entry. */
static const int *identity_fields(const struct record_type *type)
{
	static const int first[IDENTITY_FIELDS] = { 0, -1, -1 };

	for (size_t i = 0; i < sizeof identities / sizeof identities[0]; i++)
		if (identities[i].type == type->id)
			return identities[i].fields;
	return first;
}

static struct str record_identity(struct comparer *comparer, const struct record *record)
{
	const int *fields = identity_fields(record->type);
	struct buf out;
	struct str identity = { 0 };

	buf_init(&out);
	for (int i = 0; i < IDENTITY_FIELDS && fields[i] >= 0; i++) {
		const struct slot *slot = record_slot(record, fields[i]);
		const struct field *field = &record->type->fields[fields[i]];
		struct str text;

		if (!slot_has(slot))
			break;
		text = field->kind == FIELD_REFERENCE ? slot->reference->key
						      : value_text(comparer, READ_RAW, field, slot);

		utf8_put_folded(&out, text);
		buf_put_char(&out, '\n');
	}
	if (out.len)
		identity = arena_str(comparer->arena, buf_str(&out));
	buf_dispose(&out);
	return identity;
}

/* How a reader would call a record: the first of the fields that name it. */
static struct str record_name(struct comparer *comparer, const struct record *record)
{
	int field = identity_fields(record->type)[0];
	const struct slot *slot = record_slot(record, field);

	if (!slot_has(slot))
		return (struct str){ 0 };
	return value_text(comparer, reading_of(comparer, true), &record->type->fields[field], slot);
}

static bool is_list(enum field_kind kind)
{
	return kind == FIELD_KEYS || kind == FIELD_NUMBERS || kind == FIELD_CHOICES ||
	       kind == FIELD_TEXTS || kind == FIELD_REFERENCES || kind == FIELD_RECORDS ||
	       kind == FIELD_COVERS;
}

static bool is_record(const struct field *field, const struct slot *slot)
{
	return field->kind == FIELD_RECORDS || slot->nested;
}

static void put_record(struct comparer *comparer, enum reading reading, struct buf *out,
		       const struct record *record);

/* One element of a list as text; a record as "Nombre: X; Teléfono: Y". */
static void put_element(struct comparer *comparer, enum reading reading, struct buf *out,
			const struct field *field, const struct slot *slot)
{
	if (is_record(field, slot))
		put_record(comparer, reading, out, slot->record);
	else
		buf_put_str(out, value_text(comparer, reading, field, slot));
}

static void put_slot(struct comparer *comparer, enum reading reading, struct buf *out,
		     const struct field *field, const struct slot *slot)
{
	buf_put_str(out, field->label);
	buf_put_text(out, ": ");
	if (slot->state != STATE_VALUE) {
		buf_put_text(out, state_words((enum state)slot->state));
	} else if (is_list(field->kind)) {
		for (uint32_t i = 0; i < slot->list.count; i++) {
			if (i > 0)
				buf_put_text(out, " / ");
			put_element(comparer, reading, out, field, &slot->list.at[i]);
		}
	} else if (field->kind == FIELD_RECORD) {
		put_record(comparer, reading, out, slot->record);
	} else {
		buf_put_str(out, value_text(comparer, reading, field, slot));
	}
}

static void put_record(struct comparer *comparer, enum reading reading, struct buf *out,
		       const struct record *record)
{
	bool first = true;

	for (size_t i = 0; i < record->type->count; i++) {
		if (record->slots[i].state == STATE_ABSENT)
			continue;
		if (!first)
			buf_put_text(out, "; ");
		put_slot(comparer, reading, out, &record->type->fields[i], &record->slots[i]);
		first = false;
	}
}

static struct str element_text(struct comparer *comparer, enum reading reading, const struct field *field,
			       const struct slot *slot)
{
	struct buf out;
	struct str text;

	buf_init(&out);
	put_element(comparer, reading, &out, field, slot);
	text = arena_str(comparer->arena, buf_str(&out));
	buf_dispose(&out);
	return text;
}

static const struct reference *element_reference(const struct field *field, const struct slot *slot)
{
	if (field->kind == FIELD_REFERENCES || (field->kind == FIELD_COVERS && !slot->nested))
		return slot->reference;
	return NULL;
}

struct element {
	const struct slot *slot;
	struct str text, key;
};

struct elements {
	struct element *at;
	struct blocks blocks;
};

static struct elements read_elements(struct comparer *comparer, const struct field *field,
				     struct slot_list list)
{
	struct elements elements = { 0 };

	elements.at = ARENA_ARRAY(comparer->arena, list.count, struct element);
	elements.blocks.at = ARENA_ARRAY(comparer->arena, list.count, struct block);
	elements.blocks.count = list.count;
	for (uint32_t i = 0; i < list.count; i++) {
		struct element *element = &elements.at[i];
		struct block *block = &elements.blocks.at[i];
		const struct reference *reference = element_reference(field, &list.at[i]);

		element->slot = &list.at[i];
		element->text = element_text(comparer, READ_RAW, field, element->slot);
		if (reference)
			element->key = block->identity = reference->key;
		else if (is_record(field, element->slot))
			block->identity = record_identity(comparer, element->slot->record);
		/* another promise is no new wording of the one that was withdrawn */
		block->named = is_record(field, element->slot) && element->slot->record->type->id == RECORD_PROMISE;
		block->words = words_of_text(&comparer->vocabulary, element->text);
		block->number = i + 1;
	}
	return elements;
}

/* ELEMENT of a list of FIELD as it is told; only of those that are: names are read for it. */
static struct str shown_element(struct comparer *comparer, const struct field *field,
				const struct element *element, bool is_new)
{
	return element ? element_text(comparer, reading_of(comparer, is_new), field, element->slot) : (struct str){ 0 };
}

/* An element that is on one side alone, or that is no record. */
static void push_element(struct comparer *comparer, const struct element *old,
			 const struct element *new, const struct match *match, enum change_kind kind)
{
	struct change_step *step = &comparer->path[comparer->depth - 1];
	struct change change;

	step->old_number = old ? match->old_at + 1 : 0;
	step->new_number = new ? match->new_at + 1 : 0;
	change = comparer_change(comparer, kind, PART_ELEMENT);
	*step = (struct change_step){ .field = step->field };
	change.moved = match->moved && old && new;
	change.old_number = old ? match->old_at + 1 : 0;
	change.new_number = new ? match->new_at + 1 : 0;
	change.old_count = old != NULL;
	change.new_count = new != NULL;
	change.old_state = old ? STATE_VALUE : STATE_ABSENT;
	change.new_state = new ? STATE_VALUE : STATE_ABSENT;
	if (old) {
		change.old_text = old->text;
		change.old_key = old->key;
	}
	if (new) {
		change.new_text = new->text;
		change.new_key = new->key;
	}
	if (kind == CHANGE_REWORDED || kind == CHANGE_VALUE)
		words_compare(&comparer->vocabulary, words_of_text(&comparer->vocabulary, old->text),
			      words_of_text(&comparer->vocabulary, new->text), &change);
	else if (kind != CHANGE_MOVED)
		comparer_measure(comparer, &change);
	if (comparer->telling)
		show_change(comparer, &change, shown_element(comparer, step->field, old, false),
			    shown_element(comparer, step->field, new, true));
	comparer_push(comparer, change);
}

static void compare_records(struct comparer *comparer, const struct element *old,
			    const struct element *new, const struct match *match)
{
	struct change_step *step = &comparer->path[comparer->depth - 1];

	if (match->moved)
		push_element(comparer, old, new, match, CHANGE_MOVED);
	step->old_number = match->old_at + 1;
	step->new_number = match->new_at + 1;
	step->name = record_name(comparer, new->slot->record);
	compare_fields(comparer, new->slot->record->type, old->slot->record, new->slot->record);
	*step = (struct change_step){ .field = step->field };
}

static void compare_elements(struct comparer *comparer, const struct field *field,
			     const struct element *old, const struct element *new,
			     const struct match *match)
{
	bool same;

	if (!old || !new) {
		push_element(comparer, old, new, match, old ? CHANGE_REMOVED : CHANGE_ADDED);
	} else if (is_record(field, old->slot) && is_record(field, new->slot)) {
		compare_records(comparer, old, new, match);
	} else {
		same = str_equal(old->key, new->key) && comparer_alike(comparer, old->text, new->text);
		if (!same)
			push_element(comparer, old, new, match,
				     old->key.ptr ? CHANGE_VALUE : CHANGE_REWORDED);
		else if (match->moved)
			push_element(comparer, old, new, match, CHANGE_MOVED);
	}
}

static void compare_list(struct comparer *comparer, const struct field *field,
			 const struct slot *old, const struct slot *new)
{
	struct elements before = read_elements(comparer, field, slot_has(old) ? old->list : (struct slot_list){ 0 });
	struct elements after = read_elements(comparer, field, slot_has(new) ? new->list : (struct slot_list){ 0 });
	struct matches matches = { 0 };

	match_blocks(&matches, &comparer->vocabulary, before.blocks, after.blocks, true);
	for (size_t i = 0; i < matches.count; i++) {
		const struct match *match = &matches.at[i];

		compare_elements(comparer, field, match->old_count ? &before.at[match->old_at] : NULL,
				 match->new_count ? &after.at[match->new_at] : NULL, match);
	}
	vec_dispose(&matches);
}

/* ---- any field ---- */

/* The state of a list or a record as a whole, where it is not told by what is
   in it: said to be none, blank, not to be read. */
static void compare_state(struct comparer *comparer, const struct field *field,
			  const struct slot *old, const struct slot *new)
{
	enum state before = shown_state(field, old), after = shown_state(field, new);
	struct str old_text = { 0 }, new_text = { 0 };
	struct change change;

	if (before == STATE_WRONG)
		old_text = wrong_text(comparer, false, old);
	if (after == STATE_WRONG)
		new_text = wrong_text(comparer, true, new);
	if (before == after && str_equal(old_text, new_text))
		return;
	if ((before == STATE_VALUE && new->state == STATE_ABSENT) ||
	    (after == STATE_VALUE && old->state == STATE_ABSENT))
		return;
	change = comparer_change(comparer, CHANGE_STATE, PART_FIELD);
	change.old_state = (enum state)old->state;
	change.new_state = (enum state)new->state;
	change.old_text = old_text;
	change.new_text = new_text;
	comparer_push(comparer, change);
}

static void compare_slot(struct comparer *comparer, const struct field *field,
			 const struct slot *old, const struct slot *new)
{
	if (old->ordered || new->ordered)
		return;
	if (!is_list(field->kind) && field->kind != FIELD_RECORD) {
		compare_single(comparer, field, old, new);
		return;
	}
	compare_state(comparer, field, old, new);
	if (!slot_has(old) && !slot_has(new))
		return;
	if (field->kind == FIELD_RECORD)
		compare_fields(comparer, record_type(field->target),
			       slot_has(old) ? old->record : NULL, slot_has(new) ? new->record : NULL);
	else
		compare_list(comparer, field, old, new);
}

/* ---- an entry ---- */

static int section_of_field(const struct record_type *type, size_t field)
{
	if (type->id != RECORD_EVALUATION || type->fields[field].key.ptr[0] != '#')
		return -1;
	for (int id = 0; id < SECTIONS; id++)
		if (section_type((enum section_id)id)->field == (int)field)
			return id;
	return -1;
}

static void compare_fields(struct comparer *comparer, const struct record_type *type,
			   const struct record *old, const struct record *new)
{
	static const struct slot absent;

	for (size_t i = 0; i < type->count; i++) {
		int section = section_of_field(type, i);

		push_step(comparer, &type->fields[i]);
		if (section >= 0) {
			const struct evaluation *before = (const struct evaluation *)comparer->old->entry;
			const struct evaluation *after = (const struct evaluation *)comparer->new->entry;

			comparer->section = section;
			compare_section(comparer, &before->sections[section], &after->sections[section],
					section_type((enum section_id)section)->anchor != NULL);
			comparer->section = -1;
		} else {
			compare_slot(comparer, &type->fields[i], old ? &old->slots[i] : &absent,
				     new ? &new->slots[i] : &absent);
		}
		comparer->depth--;
	}
}

static bool can_be_compared(const struct version_text *old, const struct version_text *new)
{
	return old->entry && new->entry && old->entry->record && new->entry->record &&
	       old->entry->kind == new->entry->kind &&
	       old->entry->record->type == new->entry->record->type;
}

static void compare_entries(struct comparer *comparer)
{
	const struct entry *old = comparer->old->entry, *new = comparer->new->entry;

	compare_fields(comparer, new->record->type, old->record, new->record);
	if (new->kind != ENTRY_EVALUATION)
		compare_prose(comparer, old->body, new->body, false);
}

/* ---- the whole ---- */

static struct change_tally *tally_of(struct comparison *comparison, const struct change *change)
{
	const struct field *field = change->depth ? change->path[0].field : NULL;
	struct change_tally *tally;

	for (uint32_t i = comparison->tally_count; i-- > 0;)
		if (comparison->tallies[i].field == field)
			return &comparison->tallies[i];
	tally = &comparison->tallies[comparison->tally_count++];
	*tally = (struct change_tally){ .field = field, .section = change->section };
	return tally;
}

static void add_up(struct comparer *comparer, struct comparison *comparison)
{
	size_t most = 1;

	if (comparison->count && comparer->new->entry && comparer->new->entry->record)
		most += comparer->new->entry->record->type->count;
	comparison->tallies = ARENA_ARRAY(comparer->arena, most, struct change_tally);
	for (uint32_t i = 0; i < comparison->count; i++) {
		const struct change *change = &comparison->changes[i];
		struct change_tally *tally = tally_of(comparison, change);

		if (change->part == PART_ITEM) {
			tally->items[change->kind]++;
			tally->restyled |= change->restyled;
		} else if (change->part == PART_PARAGRAPH || change->part == PART_LINE) {
			tally->paragraphs++;
		} else {
			tally->fields++;
		}
		comparison->words_added += change->words_added;
		comparison->words_removed += change->words_removed;
	}
}

static void finish(struct comparer *comparer, struct comparison *comparison)
{
	comparison->count = (uint32_t)comparer->changes.count;
	comparison->changes = ARENA_ARRAY(comparer->arena, comparison->count, struct change);
	if (comparison->count)
		memcpy(comparison->changes, comparer->changes.at,
		       comparison->count * sizeof *comparison->changes);
	comparison->kind = comparison->count ? COMPARE_SUBSTANCE : COMPARE_FORM;
	add_up(comparer, comparison);
}

struct comparison *compare_versions(struct arena *arena,
				    const struct version_text *old,
				    const struct version_text *new)
{
	return compare_told(arena, old, new, NULL);
}

static struct str folder_of(const struct version_text *text)
{
	return text->entry ? path_directory(text->entry->path) : STR("");
}

struct comparison *compare_told(struct arena *arena, const struct version_text *old,
				const struct version_text *new, const struct telling *telling)
{
	struct comparison *comparison = ARENA_NEW(arena, struct comparison);
	struct comparer comparer = { .arena = arena, .old = old, .new = new, .telling = telling, .section = -1 };

	if (str_equal(old->bytes, new->bytes) && str_equal(old->hidden_bytes, new->hidden_bytes))
		return comparison;
	vocabulary_init(&comparer.vocabulary, arena);
	comparer.vocabulary.telling = telling;
	comparer.vocabulary.folders[0] = folder_of(old);
	comparer.vocabulary.folders[1] = folder_of(new);
	buf_init(&comparer.scratch);
	comparison->as_text = !can_be_compared(old, new);
	if (comparison->as_text)
		compare_text(&comparer);
	else
		compare_entries(&comparer);
	finish(&comparer, comparison);
	if (comparison->as_text ? !str_equal(old->hidden_bytes, new->hidden_bytes)
				: !str_equal(old->hidden_fields, new->hidden_fields))
		comparison->unseen = UNSEEN_CONTACT;
	vocabulary_dispose(&comparer.vocabulary);
	buf_dispose(&comparer.scratch);
	vec_dispose(&comparer.changes);
	vec_dispose(&comparer.old_lines.starts);
	vec_dispose(&comparer.new_lines.starts);
	return comparison;
}
