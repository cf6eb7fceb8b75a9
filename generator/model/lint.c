/*
 * lint.c -- the table of checks, and what they all ask.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lint.h"

#include <stdlib.h>

#include "base/pool.h"
#include "base/utf8.h"
#include "internal.h"

/* ---- the table ---- */

struct lint_check {
	enum diag_id id;
	void (*run)(struct lint *lint);
	bool published;		/* what a draft does not owe yet */
};

static const struct lint_check checks[] = {
	{ DIAG_OFFICIAL_MISSING, lint_missing, true },
	{ DIAG_FIELD_BLANK, lint_blank, true },
	{ DIAG_NAME_FUND, lint_name_fund, false },
	{ DIAG_NAME_YEAR, lint_name_year, false },
	{ DIAG_NAME_OTHER_YEAR, lint_name_other_year, false },
	{ DIAG_NAME_TYPE, lint_name_type, false },
	{ DIAG_FUND_NAME, lint_fund_name, false },
	{ DIAG_ACRONYM_YEAR, lint_acronym_year, false },
	{ DIAG_ACRONYM_UNKNOWN, lint_acronym_unknown, false },
	{ DIAG_FUND_PERIOD, lint_fund_period, false },
	{ DIAG_DATE_FUTURE, lint_future, false },
	{ DIAG_DURATION, lint_duration, false },
	{ DIAG_FINISH_EARLY, lint_finish_early, false },
	{ DIAG_PUBLISHED_EARLY, lint_published_early, false },
	{ DIAG_PUBLISHED_LATE, lint_published_late, true },
	{ DIAG_PUBLISHED_UNKNOWN, lint_published_unknown, true },
	{ DIAG_TERM_PASSED, lint_term_passed, false },
	{ DIAG_POST_FOR_UNIT, lint_post_for_unit, false },
	{ DIAG_PHONE_FORM, lint_phone_form, false },
	{ DIAG_PHONE_PERSONAL, lint_phone_personal, false },
	{ DIAG_DOMAIN_ALIKE, lint_domain_alike, false },
	{ DIAG_DOMAIN_FOREIGN, lint_domain_foreign, false },
	{ DIAG_UNIT_TWICE, lint_unit_twice, false },
	{ DIAG_UNIT_ALONE, lint_unit_alone, false },
	{ DIAG_COORDINATOR_UNIT, lint_coordinator, false },
	{ DIAG_POWER_UNITS, lint_power, false },
	{ DIAG_EVALUATOR_SPELLING, lint_evaluator, false },
	{ DIAG_NO_MARK, lint_no_mark, false },
	{ DIAG_OTHER_UNTOLD, lint_other, false },
	{ DIAG_METHOD_MARKS, lint_method, false },
	{ DIAG_NO_ITEMS, lint_no_items, false },
	{ DIAG_ITEM_TWICE, lint_repeated, false },
	{ DIAG_ITEM_ALIKE, lint_alike, false },
	{ DIAG_NONE_AND_ITEMS, lint_none_and_items, false },
	{ DIAG_ITEM_OPPOSITE, lint_opposite, false },
	{ DIAG_NO_RECOMMENDATION, lint_no_recommendation, false },
	{ DIAG_TEXT_OF_OTHER, lint_text_of_other, false },
	{ DIAG_TEXT_DAMAGED, lint_damage, false },
	{ DIAG_PERCENTAGES, lint_percentages, false },
	{ DIAG_SUBNUMBER, lint_subnumber, false },
	{ DIAG_TAX_UNTOLD, lint_tax, false },
	{ DIAG_COST_SHARED, lint_shared, false },
	{ DIAG_SAME_ADDRESS, lint_same_address, false },
	{ DIAG_LINK_GENERIC, lint_generic, false },
	{ DIAG_LINK_PLAIN, lint_plain_http, false },
	{ DIAG_NO_ASM, lint_no_asm, true },
	{ DIAG_ASM_ALONE, lint_asm_alone, false },
};

/* What takes the whole site to see; run once. */
static const struct lint_check site_checks[] = {
	{ DIAG_COST_TWICE, lint_cost_twice, false },
	{ DIAG_EVALUATION_TWICE, lint_evaluation_twice, false },
	{ DIAG_RECURRENCE, lint_recurrence, false },
	{ DIAG_PROMISE_OWED, lint_owed, false },
};

#define COUNT_OF(array) (sizeof (array) / sizeof (array)[0])

/* ---- running them ---- */

struct run {
	struct lint *lints;	/* one for each worker */
	struct evaluation_list list;
};

static void lint_job(void *context, unsigned worker, size_t index)
{
	struct run *run = context;
	struct lint *lint = &run->lints[worker];
	const struct evaluation *evaluation = run->list.at[index];

	if (evaluation->withdrawn)
		return;
	lint->evaluation = evaluation;
	lint->record = evaluation->entry.record;
	for (size_t i = 0; i < COUNT_OF(checks); i++)
		if (!checks[i].published || !evaluation->entry.draft)
			checks[i].run(lint);
	arena_reset(&lint->arena);
}

void site_lint(struct site *site, struct date clock, struct diag *diag)
{
	unsigned workers = site->internal->workers;
	struct run run = { memory_alloc(workers * sizeof *run.lints), site->evaluations };

	for (unsigned i = 0; i < workers; i++) {
		run.lints[i] = (struct lint){ .site = site, .diag = diag, .clock = clock };
		arena_init(&run.lints[i].arena);
		buf_init(&run.lints[i].buf);
	}
	pool_run(workers, run.list.count, lint_job, &run);
	for (size_t i = 0; i < COUNT_OF(site_checks); i++)
		site_checks[i].run(&run.lints[0]);
	for (unsigned i = 0; i < workers; i++) {
		arena_dispose(&run.lints[i].arena);
		buf_dispose(&run.lints[i].buf);
	}
	free(run.lints);
}

/* ---- what the checks look at ---- */

const struct slot *lint_slot(const struct lint *lint, const struct record *record, int field)
{
	if (!record || evaluation_suppresses(lint->evaluation, record->type->id, field))
		return NULL;
	return record_slot(record, field);
}

const struct record *lint_nested(const struct lint *lint, const struct record *record, int field)
{
	const struct slot *slot = lint_slot(lint, record, field);

	return slot_has(slot) ? slot->record : NULL;
}

struct str lint_text(const struct lint *lint, const struct record *record, int field)
{
	const struct slot *slot = lint_slot(lint, record, field);

	return slot_has(slot) ? slot->text : (struct str){ 0 };
}

struct slot_list lint_list(const struct lint *lint, const struct record *record, int field)
{
	const struct slot *slot = lint_slot(lint, record, field);

	return slot_has(slot) ? slot->list : (struct slot_list){ 0 };
}

const struct section *lint_section(const struct lint *lint, enum section_id id)
{
	const struct section *section = &lint->evaluation->sections[id];

	if (section->state != STATE_VALUE || evaluation_item_suppression(lint->evaluation, id, 0))
		return NULL;
	return section;
}

struct prose lint_item(const struct lint *lint, enum section_id id, uint32_t item)
{
	const struct section *section = &lint->evaluation->sections[id];

	if (evaluation_item_suppression(lint->evaluation, id, item))
		return (struct prose){ 0 };
	return (struct prose){ section->prose.ptr + section->items[item - 1].offset,
			       section->items[item - 1].length };
}

struct place lint_item_place(const struct lint *lint, enum section_id id, uint32_t item)
{
	return (struct place){ lint->evaluation->entry.path,
			       lint->evaluation->sections[id].items[item - 1].line, 1, 0 };
}

struct str lint_plain(struct lint *lint, struct prose prose)
{
	buf_clear(&lint->buf);
	prose_put_plain(&lint->buf, prose);
	return arena_str(&lint->arena, buf_str(&lint->buf));
}

struct str lint_folded(struct lint *lint, struct str text)
{
	buf_clear(&lint->buf);
	utf8_put_unaccented(&lint->buf, text);
	return arena_str(&lint->arena, buf_str(&lint->buf));
}

/* A byte of a word: letters beyond ASCII have nothing but such bytes. */
static bool is_word_byte(struct str text, size_t at)
{
	unsigned char c = (unsigned char)text.ptr[at];

	return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool lint_has_words(struct str text, struct str needle)
{
	size_t from = 0, at;

	if (needle.len == 0)
		return false;
	while ((at = str_find(str_slice(text, from, (size_t)-1), needle)) != (size_t)-1) {
		size_t start = from + at, end = start + needle.len;

		if ((start == 0 || !is_word_byte(text, start - 1)) &&
		    (end == text.len || !is_word_byte(text, end)))
			return true;
		from = start + 1;
	}
	return false;
}

void lint_each(struct lint *lint, const struct record *record, lint_visitor *see, void *context)
{
	for (size_t i = 0; i < record->type->count; i++) {
		enum field_kind kind = record->type->fields[i].kind;
		const struct slot *slot = lint_slot(lint, record, (int)i);

		if (!slot)
			continue;
		see(lint, record, (int)i, context);
		if (!slot_has(slot))
			continue;
		if (kind == FIELD_RECORD)
			lint_each(lint, slot->record, see, context);
		else if (kind == FIELD_RECORDS)
			for (uint32_t k = 0; k < slot->list.count; k++)
				lint_each(lint, slot->list.at[k].record, see, context);
	}
}

/* ---- persons ---- */

struct lint_persons lint_persons(struct lint *lint)
{
	struct slot_list followers = lint_list(lint, lint->record, EVALUATION_PERSONS);
	const struct record *programme = lint_nested(lint, lint->record, EVALUATION_PROGRAMME);
	struct slot_list units = lint_list(lint, programme, PROGRAMME_DATA_UNITS);
	struct lint_persons persons = { 0 };
	uint32_t most = followers.count;

	for (uint32_t i = 0; i < units.count; i++)
		most += lint_list(lint, units.at[i].record, PROGRAMME_UNIT_CONTACTS).count;
	persons.at = ARENA_ARRAY(&lint->arena, most, struct lint_person);
	for (uint32_t i = 0; i < followers.count; i++)
		persons.at[persons.count++] = (struct lint_person){
			followers.at[i].record, PERSON_NAME, PERSON_EMAIL, PERSON_PHONE };
	for (uint32_t i = 0; i < units.count; i++) {
		struct slot_list contacts = lint_list(lint, units.at[i].record, PROGRAMME_UNIT_CONTACTS);

		for (uint32_t k = 0; k < contacts.count; k++)
			persons.at[persons.count++] = (struct lint_person){
				contacts.at[k].record, CONTACT_NAME, CONTACT_EMAIL, CONTACT_PHONE };
	}
	return persons;
}
