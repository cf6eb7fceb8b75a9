/*
 * rows.c -- the rows of each table, in their order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "row.h"

bool walk_emit(struct walk *walk, struct row *row)
{
	walk->count++;
	if (!walk->each)
		return true;
	arena_reset(&walk->arena);
	row->tables = walk->tables;
	row->arena = &walk->arena;
	for (uint32_t i = 0; i < walk->table->count; i++) {
		const struct column *column = &walk->table->columns[i];

		walk->cells[i] = (struct cell){ .state = CELL_NOT_ON_RECORD };
		column->fill(row, column, &walk->cells[i]);
	}
	return walk->each(walk->context, walk->cells);
}

static bool start(const struct tables *tables, const struct table_rows *rows, table_row *each, void *context,
		  uint64_t *count)
{
	struct walk walk = {
		.tables = tables, .table = rows->table, .only = rows->only, .programme = rows->programme,
		.each = each, .context = context,
	};
	bool done;

	arena_init(&walk.arena);
	walk.cells = memory_alloc(walk.table->count * sizeof *walk.cells);
	done = table_type(walk.table->id)->walk(&walk);
	*count = walk.count;
	free(walk.cells);
	arena_dispose(&walk.arena);
	return done;
}

bool table_rows_walk(const struct tables *tables, const struct table_rows *rows, table_row *each, void *context)
{
	uint64_t count;

	return start(tables, rows, each, context, &count);
}

bool tables_walk(const struct tables *tables, enum table_id id, table_row *each, void *context)
{
	struct table_rows rows = tables_all(tables, id);

	return table_rows_walk(tables, &rows, each, context);
}

uint64_t tables_count(const struct tables *tables, enum table_id id)
{
	struct table_rows rows = tables_all(tables, id);
	uint64_t count;

	start(tables, &rows, NULL, NULL, &count);
	return count;
}

struct table_rows tables_all(const struct tables *tables, enum table_id id)
{
	return (struct table_rows){ .table = tables_at(tables, id) };
}

struct table_rows tables_list(const struct tables *tables, struct evaluation_list list)
{
	return (struct table_rows){ .table = &tables->list, .only = list };
}

struct table_rows tables_programme(const struct tables *tables, int year)
{
	return (struct table_rows){ .table = tables_at(tables, TABLE_PROMISES), .programme = year };
}

/* --- Evaluations and what is in them. */

/* A list has what it was given, be that none. */
static bool is_of_some(const struct walk *walk)
{
	return walk->only.at || walk->table == &walk->tables->list;
}

static uint32_t evaluation_count(const struct walk *walk)
{
	return is_of_some(walk) ? walk->only.count : walk->tables->site->kinds[ENTRY_EVALUATION].count;
}

static const struct evaluation *nth(const struct walk *walk, uint32_t i)
{
	return is_of_some(walk) ? walk->only.at[i] : entry_evaluation(walk->tables->site->kinds[ENTRY_EVALUATION].at[i]);
}

static struct row row_of(const struct evaluation *evaluation)
{
	return (struct row){
		.evaluation = evaluation, .entry = &evaluation->entry, .record = evaluation->entry.record,
		.within = true,
	};
}

/* EMIT the rows of each evaluation; FIELD is for it alone. */
typedef bool emit_rows(struct walk *walk, struct row row, int field);

static bool each_evaluation(struct walk *walk, emit_rows *emit, int field)
{
	for (uint32_t i = 0; i < evaluation_count(walk); i++)
		if (!emit(walk, row_of(nth(walk, i)), field))
			return false;
	return true;
}

static bool emit_evaluation(struct walk *walk, struct row row, int field)
{
	(void)field;
	return walk_emit(walk, &row);
}

bool walk_evaluations(struct walk *walk)
{
	return each_evaluation(walk, emit_evaluation, 0);
}

static bool emit_sections(struct walk *walk, struct row row, int field)
{
	(void)field;
	for (int id = 0; id < SECTIONS; id++) {
		row.section = (enum section_id)id;
		if (!walk_emit(walk, &row))
			return false;
	}
	return true;
}

bool walk_sections(struct walk *walk)
{
	return each_evaluation(walk, emit_sections, 0);
}

/* A section that was taken out has no items left. */
static bool emit_items(struct walk *walk, struct row row, int field)
{
	(void)field;
	for (int id = 0; id < SECTIONS; id++) {
		row.section = (enum section_id)id;
		if (section_cell_state(row.evaluation, row.section) != CELL_VALUE)
			continue;
		for (row.number = 1; row.number <= row.evaluation->sections[id].count; row.number++)
			if (!walk_emit(walk, &row))
				return false;
	}
	return true;
}

bool walk_items(struct walk *walk)
{
	return each_evaluation(walk, emit_items, 0);
}

static bool emit_funds(struct walk *walk, struct row row, int field)
{
	(void)field;
	for (row.number = 1; row.number <= row.evaluation->funds.count; row.number++)
		if (!walk_emit(walk, &row))
			return false;
	return true;
}

bool walk_evaluation_funds(struct walk *walk)
{
	return each_evaluation(walk, emit_funds, 0);
}

/* The records of LIST that have a value, numbered by their places in it. */
static bool emit_list(struct walk *walk, struct row row, struct slot_list list)
{
	for (uint32_t i = 0; i < list.count; i++) {
		if (!slot_has(&list.at[i]))
			continue;
		row.record = list.at[i].record;
		row.number = i + 1;
		if (!walk_emit(walk, &row))
			return false;
	}
	return true;
}

/* Those of the list FIELD of HOLDER, which is taken out as a whole. */
static bool emit_records(struct walk *walk, struct row row, const struct record *holder, int field)
{
	return !holder || evaluation_suppresses(row.evaluation, holder->type->id, field) ||
	       emit_list(walk, row, record_list(holder, field));
}

static bool emit_parts(struct walk *walk, struct row row, int field)
{
	return emit_records(walk, row, row.record, field);
}

bool walk_persons(struct walk *walk)
{
	return each_evaluation(walk, emit_parts, EVALUATION_PERSONS);
}

static bool is_programme_hidden(const struct evaluation *evaluation)
{
	return evaluation_suppresses(evaluation, RECORD_EVALUATION, EVALUATION_PROGRAMME) ||
	       evaluation_suppresses(evaluation, RECORD_PROGRAMME_DATA, PROGRAMME_DATA_UNITS);
}

static bool emit_units(struct walk *walk, struct row row, int field)
{
	return is_programme_hidden(row.evaluation) ||
	       emit_records(walk, row, record_nested(row.record, EVALUATION_PROGRAMME), field);
}

bool walk_programme_units(struct walk *walk)
{
	return each_evaluation(walk, emit_units, PROGRAMME_DATA_UNITS);
}

static bool emit_contacts(struct walk *walk, struct row row, int field)
{
	struct slot_list units = record_list(record_nested(row.record, EVALUATION_PROGRAMME), PROGRAMME_DATA_UNITS);

	for (uint32_t i = 0; i < units.count && !is_programme_hidden(row.evaluation); i++) {
		if (!slot_has(&units.at[i]))
			continue;
		row.outer = i + 1;
		row.holder = units.at[i].record;
		if (!emit_records(walk, row, row.holder, field))
			return false;
	}
	return true;
}

bool walk_contacts(struct walk *walk)
{
	return each_evaluation(walk, emit_contacts, PROGRAMME_UNIT_CONTACTS);
}

/* Records that say something of the evaluation, and are not of its document. */
static bool emit_notes(struct walk *walk, struct row row, int field)
{
	row.within = false;
	return emit_records(walk, row, row.record, field);
}

bool walk_suppressions(struct walk *walk)
{
	return each_evaluation(walk, emit_notes, EVALUATION_SUPPRESSIONS);
}

bool walk_acceptances(struct walk *walk)
{
	return each_evaluation(walk, emit_notes, EVALUATION_ACCEPTED);
}

/* --- What was recommended and done. */

bool walk_recommendations(struct walk *walk)
{
	const struct site *site = walk->tables->site;

	for (uint32_t i = 0; i < site->recommendation_count; i++) {
		const struct recommendation *recommendation = &site->recommendations[i];
		struct row row = row_of(recommendation->evaluation);

		row.recommendation = recommendation;
		row.section = SECTION_RECOMMENDATIONS;
		row.number = recommendation->item;
		if (row.number && section_cell_state(row.evaluation, row.section) == CELL_VALUE &&
		    !walk_emit(walk, &row))
			return false;
	}
	return true;
}

static struct slot_list asms_of(struct row row)
{
	return row.evaluation->follow_up ? record_list(row.evaluation->follow_up->record, FOLLOW_UP_ASM) :
	       (struct slot_list){ 0 };
}

static bool emit_asms(struct walk *walk, struct row row, int field)
{
	(void)field;
	row.within = false;
	return emit_list(walk, row, asms_of(row));
}

bool walk_asms(struct walk *walk)
{
	return each_evaluation(walk, emit_asms, 0);
}

static bool emit_progress(struct walk *walk, struct row row, int field)
{
	struct slot_list list = asms_of(row);

	row.within = false;
	for (uint32_t i = 0; i < list.count; i++) {
		if (!slot_has(&list.at[i]))
			continue;
		row.holder = list.at[i].record;
		if (!emit_list(walk, row, record_list(row.holder, field)))
			return false;
	}
	return true;
}

bool walk_progress(struct walk *walk)
{
	return each_evaluation(walk, emit_progress, ASM_PROGRESS);
}

/* The place of PROMISE in the file of its programme. */
static uint32_t promise_number(const struct promise *promise)
{
	struct slot_list list = record_list(promise->programme->record, PROGRAMME_PROMISES);

	for (uint32_t i = 0; i < list.count; i++)
		if (list.at[i].record == promise->record)
			return i + 1;
	return 0;
}

bool walk_promises(struct walk *walk)
{
	const struct site *site = walk->tables->site;
	struct row row = { 0 };

	for (uint32_t i = 0; i < site->promise_count; i++) {
		row.promise = &site->promises[i];
		if (walk->programme && row.promise->programme_year != walk->programme)
			continue;
		row.record = row.promise->record;
		row.number = promise_number(row.promise);
		if (!walk_emit(walk, &row))
			return false;
	}
	return true;
}

/* --- Catalogues. */

static enum entry_kind kind_of(enum table_id id)
{
	switch (id) {
	case TABLE_FUNDS: return ENTRY_FUND;
	case TABLE_YEARS: return ENTRY_YEAR;
	case TABLE_UNITS: return ENTRY_UNIT;
	case TABLE_EVALUATORS: return ENTRY_EVALUATOR;
	case TABLE_ENTITIES: return ENTRY_ENTITY;
	default: return ENTRY_CONTRACT;
	}
}

bool walk_entries(struct walk *walk)
{
	enum entry_kind kind = kind_of(walk->table->id);
	const struct site *site = walk->tables->site;

	for (uint32_t i = 0; i < site->kinds[kind].count; i++) {
		struct row row = { .entry = site->kinds[kind].at[i] };

		row.record = row.entry->record;
		if (!walk_emit(walk, &row))
			return false;
	}
	return true;
}

bool walk_fund_names(struct walk *walk)
{
	const struct site *site = walk->tables->site;

	for (uint32_t i = 0; i < site->kinds[ENTRY_FUND].count; i++) {
		struct row row = { .entry = site->kinds[ENTRY_FUND].at[i] };

		if (!emit_list(walk, row, record_list(row.entry->record, FUND_NAMES)))
			return false;
	}
	return true;
}

/* The record, or NULL for an identity: own.c looks again. */
bool walk_covered(struct walk *walk)
{
	const struct site *site = walk->tables->site;

	for (uint32_t i = 0; i < site->kinds[ENTRY_CONTRACT].count; i++) {
		struct row row = { .entry = site->kinds[ENTRY_CONTRACT].at[i] };
		struct slot_list list = record_list(row.entry->record, CONTRACT_COVERS);

		for (row.number = 1; row.number <= list.count; row.number++)
			if (slot_has(&list.at[row.number - 1]) && !walk_emit(walk, &row))
				return false;
	}
	return true;
}

static bool is_hidden(const struct mention *mention)
{
	struct evaluation *evaluation = entry_evaluation(mention->from);

	return evaluation && mention->section < SECTIONS &&
	       evaluation_item_suppression(evaluation, (enum section_id)mention->section, mention->item);
}

bool walk_mentions(struct walk *walk)
{
	const struct site *site = walk->tables->site;
	struct row row = { 0 };

	for (uint32_t i = 0; i < site->count; i++) {
		row.entry = site->entries[i];
		for (uint32_t j = 0; j < row.entry->mentions.count; j++) {
			row.mention = &row.entry->mentions.at[j];
			if (is_hidden(row.mention))
				continue;
			row.number++;
			if (!walk_emit(walk, &row))
				return false;
		}
	}
	return true;
}

/* --- Versions: of evaluations that are gone, too; not those that have no number. */

bool walk_versions(struct walk *walk)
{
	const struct chronicle *chronicle = walk->tables->chronicle;
	struct row row = { 0 };

	for (uint32_t i = 0; chronicle && i < chronicle->count; i++) {
		row.life = chronicle->lives[i];
		for (uint32_t j = 0; !row.life->incomplete && j < row.life->count; j++) {
			row.edition = &row.life->editions[j];
			row.number = row.edition->number;
			if (!walk_emit(walk, &row))
				return false;
		}
	}
	return true;
}
