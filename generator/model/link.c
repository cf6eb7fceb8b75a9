/*
 * link.c -- from keys to entries, and back again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * First every reference of every record is pointed at its entry; a catalogue
 * key without a file gets an entry of its own, and its author a warning, once
 * for each key. Then the entries are numbered anew, the evaluations learn
 * their own fund, year, units ..., and each of these learns its evaluations:
 * newest first, because the evaluations are visited in that order.
 */
#include "base/utf8.h"
#include "internal.h"

struct linker {
	struct site *site;
	struct diag *diag;
};

/* ---- references ---- */

/* The known key of KIND that is most like KEY, as a hint. */
static struct str nearest_key(struct linker *linker, enum entry_kind kind, struct str key)
{
	unsigned best = key.len < 16 ? 1 + (unsigned)key.len / 4 : 5;
	struct str nearest = { 0 };

	for (uint32_t i = 0; i < linker->site->kinds[kind].count; i++) {
		struct entry *entry = linker->site->kinds[kind].at[i];
		unsigned distance;

		if (!entry->path.ptr)
			continue;
		distance = text_distance(key, entry->key, best);
		if (distance < best) {
			best = distance;
			nearest = entry->key;
		}
	}
	if (!nearest.ptr)
		return STR("");
	return arena_printf(&linker->site->arena, "¿quiso decir «%.*s»?", STR_ARG(nearest));
}

static const char *folder_word(enum entry_kind kind)
{
	switch (kind) {
	case ENTRY_FUND:	return "fondos";
	case ENTRY_UNIT:	return "unidades";
	case ENTRY_EVALUATOR:	return "evaluadores";
	case ENTRY_ENTITY:	return "entes";
	case ENTRY_CONTRACT:	return "contratos";
	default:		return "evaluaciones";
	}
}

static struct entry *imply(struct linker *linker, enum entry_kind kind,
			   const struct reference *reference, struct place place)
{
	struct str hint = nearest_key(linker, kind, reference->key);
	struct entry *entry = entry_new(linker->site, kind, reference->key);

	if (reference->words.len) {
		entry->name = reference->words;
		entry->brief = reference->words;
	}
	if (map_get(&linker->site->internal->left_out[kind], reference->key))
		return entry;	/* its file has a mistake, told there */
	diag_report(linker->diag, DIAG_ENTRY_UNKNOWN, place, hint,
		    "no existe content/%s/%.*s.md; se hace una página con lo que se sabe",
		    folder_word(kind), STR_ARG(reference->key));
	return entry;
}

/* In a site of one evaluation, what was there is looked for where it was. */
static struct entry *find(struct linker *linker, enum entry_kind kind, struct str key)
{
	struct entry *entry = site_find(linker->site, kind, key);

	return entry ? entry : site_recall(linker->site, kind, key);
}

static void resolve(struct linker *linker, const struct field *field,
		    struct slot *slot, struct str path)
{
	struct place place = { path, slot->line, slot->column, slot->length };
	struct reference *reference = slot->reference;
	enum entry_kind kind = target_kind(field->target);
	struct entry *entry = find(linker, kind, reference->key);

	if (!entry && field->target == RECORD_UNIT_OR_ENTITY)
		entry = find(linker, ENTRY_ENTITY, reference->key);
	if (entry && entry->draft && linker->site->internal->drafts_aside)
		entry = NULL;
	if (!entry && kind == ENTRY_EVALUATION &&
	    map_get(&linker->site->internal->left_out[kind], reference->key)) {
		slot->state = STATE_WRONG;	/* broken, and told there; or not published yet */
		return;
	}
	if (!entry && kind == ENTRY_EVALUATION) {
		diag_report(linker->diag, DIAG_EVALUATION_UNKNOWN, place,
			    nearest_key(linker, kind, reference->key),
			    "no hay una evaluación «%.*s»; queda sin enlace",
			    STR_ARG(reference->key));
		slot->state = STATE_WRONG;
		return;
	}
	reference->target = entry ? entry : imply(linker, kind, reference, place);
}

static void resolve_record(struct linker *linker, struct record *record);

static void resolve_slot(struct linker *linker, const struct field *field,
			 struct slot *slot, struct str path);

/* What a contract covers; an evaluation that is not published is left out. */
static void resolve_covers(struct linker *linker, const struct field *field,
			   struct slot_list *list, struct str path)
{
	struct field one = *field;
	uint32_t kept = 0;

	for (uint32_t i = 0; i < list->count; i++) {
		one.kind = list->at[i].nested ? FIELD_RECORD : FIELD_REFERENCE;
		one.target = RECORD_EVALUATION;
		resolve_slot(linker, &one, &list->at[i], path);
		if (slot_has(&list->at[i]))
			list->at[kept++] = list->at[i];
	}
	list->count = kept;
}

static void resolve_slot(struct linker *linker, const struct field *field,
			 struct slot *slot, struct str path)
{
	struct field one = *field;

	if (slot->state != STATE_VALUE)
		return;
	switch (field->kind) {
	case FIELD_REFERENCE:
		resolve(linker, field, slot, path);
		break;
	case FIELD_RECORD:
		resolve_record(linker, slot->record);
		break;
	case FIELD_REFERENCES:
		one.kind = FIELD_REFERENCE;
		for (uint32_t i = 0; i < slot->list.count; i++)
			resolve_slot(linker, &one, &slot->list.at[i], path);
		break;
	case FIELD_RECORDS:
		for (uint32_t i = 0; i < slot->list.count; i++)
			resolve_record(linker, slot->list.at[i].record);
		break;
	case FIELD_COVERS:
		resolve_covers(linker, field, &slot->list, path);
		break;
	default:
		break;
	}
}

static void resolve_record(struct linker *linker, struct record *record)
{
	for (size_t i = 0; i < record->type->count; i++)
		resolve_slot(linker, &record->type->fields[i], &record->slots[i],
			     record->path);
}

static void resolve_all(struct linker *linker)
{
	struct site *site = linker->site;

	if (site->record)
		resolve_record(linker, site->record);
	for (int kind = 0; kind < ENTRY_KINDS; kind++) {
		/* entries made on the way have no record, so their order is free */
		for (uint32_t i = 0; i < site->kinds[kind].count; i++)
			if (site->kinds[kind].at[i]->record)
				resolve_record(linker, site->kinds[kind].at[i]->record);
	}
}

/* ---- the evaluations' own facts ---- */

static void add_once(struct arena *arena, struct entry_list *list, struct entry *entry)
{
	if (!entry)
		return;
	for (uint32_t i = 0; i < list->count; i++)
		if (list->at[i] == entry)
			return;
	LIST_PUSH(arena, list, entry);
}

static struct entry *year_entry(struct site *site, int year)
{
	struct str key = arena_printf(&site->arena, "%d", year);
	struct entry *entry = site_find(site, ENTRY_YEAR, key);

	return entry ? entry : entry_new(site, ENTRY_YEAR, key);
}

static void set_clock(struct site *site, struct evaluation *evaluation)
{
	const struct record *record = evaluation->entry.record;
	const struct record *deadline = record_nested(site->record, SITE_DEADLINE);
	const struct record *diffusion = record_nested(record, EVALUATION_DIFFUSION);
	struct clock *clock = &evaluation->clock;
	int64_t days = record_number(deadline, DEADLINE_DAYS, -1);
	bool working = record_is(deadline, DEADLINE_COUNTING, "habiles");

	clock->start = record_date(record, EVALUATION_START);
	clock->finish = record_date(record, EVALUATION_FINISH);
	clock->published = record_date(diffusion, DIFFUSION_DATE);
	clock->days = -1;
	if (date_is_set(clock->finish) && days >= 0 && days <= 3660)
		clock->due = date_add(clock->finish, (int)days, working);
	if (date_is_set(clock->finish) && date_is_set(clock->published))
		clock->days = date_between(clock->finish, clock->published, working);
	if (date_is_set(clock->due) && date_is_set(clock->published) &&
	    date_compare(clock->published, clock->due) > 0)
		clock->late = date_between(clock->due, clock->published, working);
}

static void set_facts(struct site *site, struct evaluation *evaluation)
{
	const struct record *record = evaluation->entry.record;
	const struct record *programme = record_nested(record, EVALUATION_PROGRAMME);
	const struct record *contracting = record_nested(record, EVALUATION_CONTRACTING);
	struct slot_list funds = record_list(record, EVALUATION_FUND);
	struct slot_list units = record_list(programme, PROGRAMME_DATA_UNITS);

	evaluation->year = entry_year(&evaluation->entry);
	evaluation->year_entry = year_entry(site, evaluation->year);
	for (uint32_t i = 0; i < funds.count; i++)
		add_once(&site->arena, &evaluation->funds, funds.at[i].reference->target);
	for (uint32_t i = 0; i < units.count; i++)
		add_once(&site->arena, &evaluation->units,
			 record_target(units.at[i].record, PROGRAMME_UNIT_UNIT));
	evaluation->entity = record_target(record, EVALUATION_ENTITY);
	if (!evaluation->entity)
		evaluation->entity = record_target(site->record, SITE_ENTITY);
	evaluation->evaluator = record_target(record_nested(record, EVALUATION_EVALUATOR),
					      EVALUATOR_DATA_INSTITUTION);
	evaluation->contract = record_target(contracting, CONTRACTING_CONTRACT);
	evaluation->cost = record_number(contracting, CONTRACTING_COST, -1);
	evaluation->withdrawn = record_is(record, EVALUATION_STATUS, "retirada");
	set_clock(site, evaluation);
}

/* An evaluation that a contract covers is of that contract, though it does not
   say so itself. */
static void set_contracts(struct site *site)
{
	for (uint32_t i = 0; i < site->kinds[ENTRY_CONTRACT].count; i++) {
		struct entry *contract = site->kinds[ENTRY_CONTRACT].at[i];
		struct slot_list covers = record_list(contract->record, CONTRACT_COVERS);

		for (uint32_t k = 0; k < covers.count; k++) {
			struct evaluation *evaluation = NULL;

			if (!covers.at[k].nested && slot_has(&covers.at[k]))
				evaluation = entry_evaluation(covers.at[k].reference->target);
			if (evaluation && !evaluation->contract)
				evaluation->contract = contract;
		}
	}
}

/* ---- reverse edges ---- */

static void file_under(struct site *site, struct entry *entry, struct evaluation *evaluation)
{
	struct evaluation_list *list;

	if (!entry || entry->kind == ENTRY_EVALUATION)
		return;
	list = &entry->evaluations;
	if (list->count == 0 || list->at[list->count - 1] != evaluation)
		LIST_PUSH(&site->arena, list, evaluation);
}

/* File EVALUATION under everything that one of RECORD's fields names. */
static void file_record(struct site *site, const struct record *record,
			struct evaluation *evaluation)
{
	if (!record)
		return;
	for (size_t i = 0; i < record->type->count; i++) {
		const struct slot *slot = &record->slots[i];
		enum field_kind kind = record->type->fields[i].kind;

		if (slot->state != STATE_VALUE ||
		    evaluation_suppresses(evaluation, record->type->id, (int)i))
			continue;
		if (kind == FIELD_REFERENCE)
			file_under(site, slot->reference->target, evaluation);
		else if (kind == FIELD_RECORD)
			file_record(site, slot->record, evaluation);
		else if (kind == FIELD_REFERENCES)
			for (uint32_t k = 0; k < slot->list.count; k++)
				file_under(site, slot->list.at[k].reference->target, evaluation);
		else if (kind == FIELD_RECORDS)
			for (uint32_t k = 0; k < slot->list.count; k++)
				file_record(site, slot->list.at[k].record, evaluation);
	}
}

static int newest_first(const void *a, const void *b)
{
	const struct evaluation *x = *(struct evaluation *const *)a;
	const struct evaluation *y = *(struct evaluation *const *)b;

	if (x->year != y->year)
		return x->year < y->year ? 1 : -1;
	return str_compare(x->entry.key, y->entry.key);
}

static void file_evaluations(struct site *site)
{
	uint32_t count = site->kinds[ENTRY_EVALUATION].count;
	struct evaluation **order = ARENA_ARRAY(&site->arena, count, struct evaluation *);

	for (uint32_t i = 0; i < count; i++)
		order[i] = entry_evaluation(site->kinds[ENTRY_EVALUATION].at[i]);
	if (count > 1)
		qsort(order, count, sizeof *order, newest_first);
	site->evaluations = (struct evaluation_list){ order, count };
	for (uint32_t i = 0; i < count; i++) {
		file_under(site, order[i]->year_entry, order[i]);
		file_under(site, order[i]->entity, order[i]);
		if (!evaluation_suppresses(order[i], RECORD_CONTRACTING, CONTRACTING_CONTRACT))
			file_under(site, order[i]->contract, order[i]);
		file_record(site, order[i]->entry.record, order[i]);
	}
}

/* ---- neighbours ---- */

static uint32_t number_or_none(const struct entry *entry)
{
	return entry ? entry->number : UINT32_MAX;
}

static struct entry *first_fund(const struct evaluation *evaluation)
{
	return evaluation->funds.count ? evaluation->funds.at[0] : NULL;
}

/* By first fund and entity, then by year: a series is a run of equals. */
static int compare_series(const struct evaluation *x, const struct evaluation *y)
{
	uint32_t a = number_or_none(first_fund(x)), b = number_or_none(first_fund(y));

	if (a != b)
		return a < b ? -1 : 1;
	a = number_or_none(x->entity);
	b = number_or_none(y->entity);
	return a == b ? 0 : a < b ? -1 : 1;
}

int evaluations_in_series(const void *a, const void *b)
{
	const struct evaluation *x = *(struct evaluation *const *)a;
	const struct evaluation *y = *(struct evaluation *const *)b;
	int order = compare_series(x, y);

	if (order == 0)
		order = (x->year > y->year) - (x->year < y->year);
	return order ? order : str_compare(x->entry.key, y->entry.key);
}

bool evaluations_same_series(const struct evaluation *a, const struct evaluation *b)
{
	return compare_series(a, b) == 0;
}

static void set_neighbours(struct site *site)
{
	uint32_t count = site->kinds[ENTRY_EVALUATION].count;
	struct evaluation **order = memory_alloc((count + 1) * sizeof *order);

	for (uint32_t i = 0; i < count; i++)
		order[i] = entry_evaluation(site->kinds[ENTRY_EVALUATION].at[i]);
	if (count > 1)
		qsort(order, count, sizeof *order, evaluations_in_series);
	for (uint32_t i = 0; i < count; i++) {
		uint32_t year = i;	/* the first one of its year in the series */

		if (!first_fund(order[i]))
			continue;
		while (year > 0 && compare_series(order[year - 1], order[i]) == 0 &&
		       order[year - 1]->year == order[i]->year)
			year--;
		if (year == 0 || compare_series(order[year - 1], order[i]) != 0)
			continue;
		order[i]->previous = order[year - 1];
		/* of several in a year the first is the next one of those before */
		if (year == i)
			for (uint32_t k = i; k > 0; k--) {
				if (order[k - 1]->year != order[i - 1]->year ||
				    compare_series(order[k - 1], order[i]) != 0)
					break;
				order[k - 1]->next = order[i];
			}
	}
	free(order);
}

/* Parts of funds, units under units, units of entities. */
static void file_children(struct site *site)
{
	for (uint32_t i = 0; i < site->kinds[ENTRY_FUND].count; i++) {
		struct entry *fund = site->kinds[ENTRY_FUND].at[i];
		struct entry *whole = record_target(fund->record, FUND_PART_OF);

		if (whole)
			LIST_PUSH(&site->arena, &whole->children, fund);
	}
	for (uint32_t i = 0; i < site->kinds[ENTRY_UNIT].count; i++) {
		struct entry *unit = site->kinds[ENTRY_UNIT].at[i];
		struct entry *parent = record_target(unit->record, UNIT_PARENT);
		struct entry *entity = record_target(unit->record, UNIT_ENTITY);

		if (parent)
			LIST_PUSH(&site->arena, &parent->children, unit);
		if (entity)
			LIST_PUSH(&site->arena, &entity->children, unit);
	}
}

/* Years that a programme promises for have a page too. */
static void imply_years(struct site *site)
{
	for (uint32_t i = 0; i < site->kinds[ENTRY_PROGRAMME].count; i++) {
		const struct record *record = site->kinds[ENTRY_PROGRAMME].at[i]->record;
		struct slot_list promises = record_list(record, PROGRAMME_PROMISES);

		for (uint32_t k = 0; k < promises.count; k++) {
			int64_t year = record_number(promises.at[k].record, PROMISE_YEAR, 0);

			if (year)
				year_entry(site, (int)year);
		}
	}
}

void site_link(struct site *site, struct diag *diag)
{
	struct linker linker = { site, diag };

	resolve_all(&linker);
	for (uint32_t i = 0; i < site->kinds[ENTRY_EVALUATION].count; i++)
		set_facts(site, entry_evaluation(site->kinds[ENTRY_EVALUATION].at[i]));
	imply_years(site);
	site_number(site);
	set_contracts(site);
	file_evaluations(site);
	set_neighbours(site);
	file_children(site);
}

void site_link_alone(struct site *site, struct evaluation *evaluation, struct diag *diag)
{
	struct linker linker = { site, diag };

	if (site->record)
		resolve_record(&linker, site->record);
	resolve_record(&linker, evaluation->entry.record);
	set_facts(site, evaluation);
	site_recall_links(site, evaluation);
	site_number(site);
}
