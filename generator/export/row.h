/*
 * row.h -- between the parts of the tables: what a row is about, and its cells.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef GENERATOR_EXPORT_ROW_H
#define GENERATOR_EXPORT_ROW_H

#include "export/table.h"

struct tables {
	const struct site *site;
	const struct route *route;
	const struct chronicle *chronicle;
	struct table at[TABLES];
	struct table list;		/* of evaluations on a page */
	struct arena arena;
};

/* Which of these are set depends on the table. */
struct row {
	const struct tables *tables;
	struct arena *arena;		/* the row's: cells' texts live here */
	const struct record *record;	/* whose fields the columns are */
	const struct evaluation *evaluation;
	bool within;			/* RECORD is a part of EVALUATION: orders may cover it */
	const struct entry *entry;
	enum section_id section;
	uint32_t number;		/* from 1, within what holds it */
	uint32_t outer;			/* of what holds it */
	const struct record *holder;
	const struct recommendation *recommendation;
	const struct promise *promise;
	const struct mention *mention;
	const struct life *life;
	const struct edition *edition;
};

/* What a column of a field is: the value, or a part of one. */
enum column_part {
	PART_VALUE,
	PART_WORDS,	/* of a reference: as it was published */
	PART_POINTS,	/* of a score */
	PART_MAXIMUM,
	PART_COUNT,	/* of a list of records */
};

/* The cell of a field: column->path and part. */
void fill_field(const struct row *row, const struct column *column, struct cell *cell);

/* The state of SLOT of FIELD of a record of TYPE, the policy on contacts obeyed. */
enum cell_state slot_cell_state(const struct site *site, enum record_type_id type,
				const struct field *field, const struct slot *slot);

/* More than a field, or none, tells it. */
static inline bool column_is_computed(const struct column *column)
{
	return column->fill != fill_field && !column->key;
}

/* --- For those that are computed. */

void cell_set_text(struct cell *cell, struct str text);	/* not on record when absent or empty */
void cell_set_number(struct cell *cell, int64_t number);
void cell_set_date(struct cell *cell, struct date date);
void cell_set_list(const struct row *row, struct cell *cell, const struct entry_list *list);
void cell_set_prose(const struct row *row, struct cell *cell, struct prose prose);

/* The columns of every table that no field has, in table.c's order. */
struct own_column {
	const char *name;	/* NULL: the fields of the record go here; "": the end */
	enum column_type type;
	cell_fill *fill;
	enum { OWN_PLAIN, OWN_GIVEN, OWN_KEY } duty;
	enum table_id leads_to;
	const char *label, *help;
};

/* A walk: rows.c. */
struct walk {
	const struct tables *tables;
	const struct table *table;
	struct arena arena;
	struct cell *cells;
	struct evaluation_list only;	/* at NULL: all */
	int programme;			/* 0: all */
	table_row *each;		/* NULL: rows are only counted */
	void *context;
	uint64_t count;
};

typedef bool walk_rows(struct walk *walk);

struct table_type {
	const char *name, *title, *help;
	enum record_type_id record;
	const char *page;
	walk_rows *walk;
	const struct own_column *columns;
};

const struct table_type *table_type(enum table_id id);

/* Words of the table of versions. */
struct str version_state_word(enum edition_status status);
struct str version_kind_word(enum comparison_kind kind);

/* "con-contenido": of the table of sections. */
struct str section_state_word(enum cell_state state);

/* Fill the cells of ROW and hand them on. */
bool walk_emit(struct walk *walk, struct row *row);

/* rows.c: one for each shape of table. */
walk_rows walk_evaluations, walk_sections, walk_items, walk_recommendations, walk_asms,
	  walk_progress, walk_evaluation_funds, walk_persons, walk_programme_units, walk_contacts,
	  walk_suppressions, walk_acceptances, walk_entries, walk_fund_names, walk_covered, walk_promises, walk_mentions,
	  walk_versions;

/* own.c: what is computed. */
cell_fill own_key, own_page, own_due, own_days, own_late, own_previous, own_position, own_entity, own_entity_words,
	  own_programme_name, own_evaluation, own_year, own_number, own_outer, own_fund, own_unit,
	  own_section, own_section_name, own_section_anchor, own_section_state, own_section_count,
	  own_section_text, own_item_id, own_item_anchor, own_item_page, own_item_text, own_item_written,
	  own_answer, own_asms, own_open_asms, own_reason, own_asm_id, own_asm_state, own_asm_open,
	  own_asm_overdue, own_holder_asm, own_name, own_text, own_count, own_first_year, own_last_year,
	  own_cost, own_unknown_cost, own_mentions, own_covered_key, own_covered_fund, own_covered_year,
	  own_programme, own_programme_year, own_kept, own_kept_words, own_promise_late, own_from_kind, own_from_key,
	  own_to_kind, own_to_key, own_mention_section, own_mention_item,
	  own_life, own_version_key, own_version_day, own_version_author, own_version_status,
	  own_version_kind, own_version_summary, own_version_added, own_version_removed, own_version_same,
	  own_version_name, own_version_commit, own_version_swhid;

#endif
