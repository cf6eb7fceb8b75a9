/*
 * own.c -- the cells that no field has: identities, addresses, what is computed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Figures are those of the pages, by the same functions of the model.
 */
#include "row.h"

#define OWN(name) void own_##name(const struct row *row, const struct column *column, struct cell *cell)
#define UNUSED ((void)row, (void)column)

static void set_key(struct cell *cell, const struct entry *entry)
{
	cell_set_text(cell, entry ? entry->key : (struct str){ 0 });
}

/* By the hundred thousand: without printf. */
static struct str joined(const struct row *row, struct str a, const char *between, struct str b)
{
	size_t middle = strlen(between), len = a.len + middle + b.len;
	char *text = arena_alloc(row->arena, len + 1);

	memcpy(text, a.len ? a.ptr : "", a.len);
	memcpy(text + a.len, between, middle);
	memcpy(text + a.len + middle, b.len ? b.ptr : "", b.len);
	text[len] = '\0';
	return str_make(text, len);
}

/* --- Any entry. */

OWN(key)
{
	UNUSED;
	set_key(cell, row->entry);
}

OWN(page)
{
	UNUSED;
	cell_set_text(cell, route_entry(row->tables->route, row->entry));
}

OWN(name)
{
	UNUSED;
	cell_set_text(cell, row->entry->name);
}

OWN(text)
{
	UNUSED;
	cell_set_prose(row, cell, row->entry->body);
}

OWN(number)
{
	UNUSED;
	cell_set_number(cell, row->number);
}

OWN(outer)
{
	UNUSED;
	cell_set_number(cell, row->outer);
}

OWN(year)
{
	UNUSED;
	cell_set_number(cell, row->evaluation ? row->evaluation->year : entry_year(row->entry));
}

/* --- Evaluations. */

static bool is_out(const struct row *row, enum record_type_id type, int field)
{
	return evaluation_suppresses(row->evaluation, type, field);
}

OWN(evaluation)
{
	UNUSED;
	set_key(cell, &row->evaluation->entry);
}

OWN(due)
{
	UNUSED;
	if (is_out(row, RECORD_EVALUATION, EVALUATION_FINISH))
		cell->state = CELL_SUPPRESSED;
	else
		cell_set_date(cell, row->evaluation->clock.due);
}

/* Both ends of the term may be told. */
static bool has_term(const struct row *row, struct cell *cell)
{
	const struct clock *clock = &row->evaluation->clock;

	if (is_out(row, RECORD_EVALUATION, EVALUATION_FINISH) || is_out(row, RECORD_DIFFUSION, DIFFUSION_DATE)) {
		cell->state = CELL_SUPPRESSED;
		return false;
	}
	return date_is_set(clock->finish) && date_is_set(clock->published);
}

OWN(days)
{
	UNUSED;
	if (has_term(row, cell) && row->evaluation->clock.days >= 0)
		cell_set_number(cell, row->evaluation->clock.days);
}

OWN(late)
{
	UNUSED;
	if (has_term(row, cell) && date_is_set(row->evaluation->clock.due))
		cell_set_number(cell, row->evaluation->clock.late);
}

OWN(previous)
{
	UNUSED;
	set_key(cell, row->evaluation->previous ? &row->evaluation->previous->entry : NULL);
}

OWN(position)
{
	UNUSED;
	if (row->evaluation->follow_up)
		cell_set_text(cell, record_text(row->evaluation->follow_up->record, FOLLOW_UP_POSITION));
}

/* The site's own, where an evaluation names none. */
OWN(entity)
{
	UNUSED;
	set_key(cell, row->promise ? row->promise->entity : row->evaluation->entity);
}

OWN(entity_words)
{
	fill_field(row, column, cell);
	if (cell->state == CELL_NOT_ON_RECORD && row->evaluation->entity)
		cell_set_text(cell, row->evaluation->entity->name);
}

/* 5.1 may be left out: the funds' own names then. */
OWN(programme_name)
{
	struct entry_list funds = row->evaluation->funds;
	struct str names = { 0 };

	fill_field(row, column, cell);
	if (cell->state != CELL_NOT_ON_RECORD)
		return;
	for (uint32_t i = 0; i < funds.count; i++)
		names = i ? joined(row, names, "; ", funds.at[i]->name) : funds.at[i]->name;
	cell_set_text(cell, names);
}

OWN(fund)
{
	UNUSED;
	set_key(cell, row->evaluation->funds.at[row->number - 1]);
}

OWN(unit)
{
	UNUSED;
	if (is_out(row, RECORD_PROGRAMME_UNIT, PROGRAMME_UNIT_UNIT))
		cell->state = CELL_SUPPRESSED;
	else
		set_key(cell, record_target(row->holder, PROGRAMME_UNIT_UNIT));
}

/* --- Sections and items. */

OWN(section)
{
	UNUSED;
	cell_set_text(cell, str_from(section_type(row->section)->number));
}

OWN(section_name)
{
	UNUSED;
	cell_set_text(cell, str_from(section_type(row->section)->plural));
}

OWN(section_anchor)
{
	struct str anchor = joined(row, STR("s"), "-", str_from(section_type(row->section)->number));

	UNUSED;
	for (char *at = (char *)anchor.ptr; *at; at++)
		if (*at == '.')
			*at = '-';
	cell_set_text(cell, anchor);
}

OWN(section_state)
{
	UNUSED;
	cell_set_text(cell, section_state_word(section_cell_state(row->evaluation, row->section)));
}

OWN(section_count)
{
	UNUSED;
	cell_set_number(cell, section_cell_state(row->evaluation, row->section) == CELL_VALUE ?
			row->evaluation->sections[row->section].count : 0);
}

OWN(section_text)
{
	const struct section *section = &row->evaluation->sections[row->section];
	struct buf buf;

	UNUSED;
	cell->state = section_cell_state(row->evaluation, row->section);
	if (cell->state != CELL_VALUE && cell->state != CELL_NONE)
		return;
	buf_init(&buf);
	section_put_rest(&buf, section, section_type(row->section)->anchor != NULL);
	cell->text = arena_str(row->arena, str_trim(buf_str(&buf)));
	buf_dispose(&buf);
	if (cell->text.len)
		cell->state = CELL_VALUE;
	else if (cell->state == CELL_VALUE)
		cell->state = CELL_NONE;
}

static struct str item_anchor(const struct row *row)
{
	return arena_printf(row->arena, "%s-%u", section_type(row->section)->anchor, row->number);
}

OWN(item_anchor)
{
	UNUSED;
	cell_set_text(cell, item_anchor(row));
}

OWN(item_id)
{
	UNUSED;
	cell_set_text(cell, joined(row, row->evaluation->entry.key, "#", item_anchor(row)));
}

OWN(item_page)
{
	UNUSED;
	cell_set_text(cell, joined(row, route_entry(row->tables->route, &row->evaluation->entry), "#",
				   item_anchor(row)));
}

static const struct item *item_of(const struct row *row)
{
	const struct section *section = &row->evaluation->sections[row->section];

	return row->number <= section->count ? &section->items[row->number - 1] : NULL;
}

OWN(item_text)
{
	const struct section *section = &row->evaluation->sections[row->section];
	const struct item *item = item_of(row);

	UNUSED;
	if (evaluation_item_suppression(row->evaluation, row->section, row->number))
		cell->state = CELL_SUPPRESSED;
	else if (item)
		cell_set_prose(row, cell, (struct prose){ section->prose.ptr + item->offset, item->length });
}

OWN(item_written)
{
	const struct item *item = item_of(row);

	UNUSED;
	if (item && item->written >= 0)
		cell_set_number(cell, item->written);
}

/* --- Recommendations and what answers them. */

OWN(answer)
{
	UNUSED;
	cell_set_text(cell, row->recommendation->asm_count ? STR("con-asm") :
		      row->recommendation->rejected ? STR("no-aceptada") : STR("sin-respuesta"));
}

static struct str asm_id(const struct row *row, const struct record *record)
{
	return joined(row, row->evaluation->entry.key, "#", record_text(record, ASM_KEY));
}

OWN(asms)
{
	struct str *at = ARENA_ARRAY(row->arena, row->recommendation->asm_count, struct str);

	UNUSED;
	for (uint32_t i = 0; i < row->recommendation->asm_count; i++)
		at[i] = asm_id(row, row->recommendation->asms[i]);
	cell->state = row->recommendation->asm_count ? CELL_VALUE : CELL_NOT_ON_RECORD;
	cell->list.at = at;
	cell->list.count = row->recommendation->asm_count;
}

OWN(open_asms)
{
	int64_t open = 0;

	UNUSED;
	for (uint32_t i = 0; i < row->recommendation->asm_count; i++)
		open += asm_is_open(row->recommendation->asms[i]);
	cell_set_number(cell, open);
}

OWN(reason)
{
	UNUSED;
	cell_set_text(cell, record_text(row->recommendation->rejected, REJECTED_REASON));
}

OWN(asm_id)
{
	UNUSED;
	cell_set_text(cell, asm_id(row, row->record));
}

OWN(holder_asm)
{
	UNUSED;
	cell_set_text(cell, asm_id(row, row->holder));
}

OWN(asm_state)
{
	const struct slot *slot = record_slot(asm_latest(row->record), PROGRESS_STATUS);

	UNUSED;
	if (slot_has(slot))
		cell_set_text(cell, slot->choice->value);
}

OWN(asm_open)
{
	UNUSED;
	cell_set_number(cell, asm_is_open(row->record));
}

OWN(asm_overdue)
{
	struct date due = record_date(row->record, ASM_DUE), today = row->tables->site->today;

	UNUSED;
	cell_set_number(cell, asm_is_open(row->record) && date_is_set(due) && date_is_set(today) &&
			date_compare(due, today) < 0);
}

/* --- Catalogues. */

OWN(count)
{
	UNUSED;
	cell_set_number(cell, row->entry->evaluations.count);
}

static void set_year(const struct row *row, struct cell *cell, bool last)
{
	struct evaluation_list list = row->entry->evaluations;
	int found = 0;

	for (uint32_t i = 0; i < list.count; i++)
		if (!found || (last ? list.at[i]->year > found : list.at[i]->year < found))
			found = list.at[i]->year;
	if (found)
		cell_set_number(cell, found);
}

OWN(first_year)
{
	UNUSED;
	set_year(row, cell, false);
}

OWN(last_year)
{
	UNUSED;
	set_year(row, cell, true);
}

/* Costs that the law took out do not come back within a sum. */
static int64_t cost_of(const struct row *row, uint32_t *unknown)
{
	struct evaluation_list all = row->entry->evaluations;
	struct evaluation_list known = { ARENA_ARRAY(row->arena, all.count, struct evaluation *), 0 };
	int64_t cost;

	for (uint32_t i = 0; i < all.count; i++)
		if (!evaluation_suppresses(all.at[i], RECORD_CONTRACTING, CONTRACTING_COST))
			known.at[known.count++] = all.at[i];
	cost = evaluations_cost(known, unknown);
	*unknown += all.count - known.count;
	return *unknown < all.count ? cost : -1;
}

OWN(cost)
{
	uint32_t unknown;
	int64_t cost = cost_of(row, &unknown);

	UNUSED;
	if (cost >= 0)
		cell_set_number(cell, cost);
}

OWN(unknown_cost)
{
	uint32_t unknown;

	UNUSED;
	cost_of(row, &unknown);
	cell_set_number(cell, unknown);
}

/* Who speaks of it, each once: mentions of one source stand together. */
OWN(mentions)
{
	struct mention_list list = row->entry->mentions;
	const struct entry *last = NULL;
	int64_t count = 0;

	UNUSED;
	for (uint32_t i = 0; i < list.count; i++) {
		struct evaluation *from = entry_evaluation(list.at[i].from);

		if (list.at[i].from == last ||
		    (from && list.at[i].section < SECTIONS &&
		     evaluation_item_suppression(from, (enum section_id)list.at[i].section, list.at[i].item)))
			continue;
		last = list.at[i].from;
		count++;
	}
	cell_set_number(cell, count);
}

/* --- What a contract covers: an identity, or a fund and a year. */

static const struct slot *covered(const struct row *row)
{
	return &record_list(row->entry->record, CONTRACT_COVERS).at[row->number - 1];
}

OWN(covered_key)
{
	UNUSED;
	if (covered(row)->nested)
		cell->state = CELL_NONE;
	else
		set_key(cell, covered(row)->reference->target);
}

OWN(covered_fund)
{
	UNUSED;
	if (covered(row)->nested)
		set_key(cell, record_target(covered(row)->record, COVERED_FUND));
	else
		cell->state = CELL_NONE;
}

OWN(covered_year)
{
	UNUSED;
	if (covered(row)->nested)
		cell_set_number(cell, record_number(covered(row)->record, COVERED_YEAR, 0));
	else
		cell->state = CELL_NONE;
}

/* --- Promises. */

OWN(programme)
{
	UNUSED;
	set_key(cell, row->promise->programme);
}

OWN(programme_year)
{
	UNUSED;
	cell_set_number(cell, row->promise->programme_year);
}

OWN(kept)
{
	UNUSED;
	set_key(cell, row->promise->evaluation ? &row->promise->evaluation->entry : NULL);
}

/* The name of an evaluation may be taken out. */
OWN(kept_words)
{
	const struct evaluation *kept = row->promise->evaluation;

	UNUSED;
	if (!kept)
		return;
	if (evaluation_suppresses(kept, RECORD_EVALUATION, EVALUATION_NAME))
		cell->state = CELL_SUPPRESSED;
	else
		cell_set_text(cell, kept->entry.name);
}

OWN(promise_late)
{
	struct date due = record_date(row->record, PROMISE_DUE), today = row->tables->site->today;
	bool late = !row->promise->evaluation && date_is_set(due) && date_is_set(today) &&
		    date_compare(today, due) > 0;

	UNUSED;
	cell_set_number(cell, late ? date_between(due, today, false) : 0);
}

/* --- Mentions. */

OWN(from_kind)
{
	UNUSED;
	cell_set_text(cell, str_from(entry_kind_word(row->mention->from->kind)));
}

OWN(from_key)
{
	UNUSED;
	set_key(cell, row->mention->from);
}

OWN(to_kind)
{
	UNUSED;
	cell_set_text(cell, str_from(entry_kind_word(row->entry->kind)));
}

OWN(to_key)
{
	UNUSED;
	set_key(cell, row->entry);
}

OWN(mention_section)
{
	UNUSED;
	cell->state = CELL_NONE;
	if (row->mention->section < SECTIONS && row->mention->from->kind == ENTRY_EVALUATION)
		cell_set_text(cell, str_from(section_type((enum section_id)row->mention->section)->number));
}

OWN(mention_item)
{
	UNUSED;
	cell->state = CELL_NONE;
	if (row->mention->item)
		cell_set_number(cell, row->mention->item);
}

/* --- Versions. */

OWN(life)
{
	UNUSED;
	cell_set_text(cell, row->life->key);
}

OWN(version_key)
{
	UNUSED;
	cell_set_text(cell, row->edition->key);
}

OWN(version_day)
{
	UNUSED;
	if (!row->edition->undated)
		cell_set_date(cell, chronicle_day(row->tables->chronicle, row->edition->commit));
}

OWN(version_author)
{
	UNUSED;
	if (row->edition->author)
		cell_set_text(cell, row->edition->author->author);
}

OWN(version_status)
{
	UNUSED;
	cell_set_text(cell, version_state_word(row->edition->status));
}

/* A name that was taken out of the evaluation is out of its versions. */
OWN(version_name)
{
	struct evaluation *now = entry_evaluation(row->life->entry);

	UNUSED;
	if (now && evaluation_suppresses(now, RECORD_EVALUATION, EVALUATION_NAME))
		cell->state = CELL_SUPPRESSED;
	else
		cell_set_text(cell, row->edition->name);
}

OWN(version_kind)
{
	UNUSED;
	if (row->edition->change.known)
		cell_set_text(cell, version_kind_word(row->edition->change.kind));
}

OWN(version_summary)
{
	UNUSED;
	if (row->edition->change.known)
		cell_set_text(cell, row->edition->change.summary);
}

OWN(version_added)
{
	UNUSED;
	if (row->edition->change.known)
		cell_set_number(cell, row->edition->change.words_added);
}

OWN(version_removed)
{
	UNUSED;
	if (row->edition->change.known)
		cell_set_number(cell, row->edition->change.words_removed);
}

OWN(version_same)
{
	UNUSED;
	cell->state = CELL_NONE;
	if (row->edition->same_as)
		cell_set_number(cell, row->edition->same_as);
}

OWN(version_commit)
{
	const struct history_commit *commit = row->edition->commit;
	struct buf text;

	UNUSED;
	if (!commit)
		return;
	buf_init(&text);
	for (size_t i = 0; i < sizeof commit->id.bytes; i++)
		buf_printf(&text, "%02x", commit->id.bytes[i]);
	cell_set_text(cell, arena_str(row->arena, buf_str(&text)));
	buf_dispose(&text);
}

OWN(version_swhid)
{
	struct buf text;

	UNUSED;
	buf_init(&text);
	edition_put_swhid(&text, row->edition);
	cell_set_text(cell, arena_str(row->arena, buf_str(&text)));
	buf_dispose(&text);
}
