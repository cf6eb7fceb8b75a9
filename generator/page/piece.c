/*
 * piece.c -- the pieces that many pages repeat.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdio.h>

#include "html.h"
#include "past.h"

/* --- Evaluations in a table. */

static struct value links_of(struct page *page, struct entry_list list, bool brief)
{
	struct value links = new_list(page);

	for (uint32_t i = 0; i < list.count; i++)
		push(page, links, brief ? entry_brief(page, list.at[i]) : entry_link(page, list.at[i]));
	mark_last(page, links);
	return links;
}

/* A link with the words that were published; OTHERWISE when there are none. */
static struct value named(struct page *page, const struct slot *slot, struct value otherwise)
{
	const struct reference *reference = slot_has(slot) ? slot->reference : NULL;

	if (!reference || !reference->words.len || !reference->target)
		return otherwise;
	return link_to(page, reference->words, route_entry(page->route, reference->target));
}

static void set_choice(struct page *page, struct value object, const char *key,
		       const struct record *record, int field)
{
	const struct slot *slot = record_slot(record, field);

	set_text(page, object, key, slot_has(slot) ? slot->choice->label : (struct str){ 0 });
}

/* By evaluations of this site, or by what its file says it covers. */
bool contract_is_shared(const struct entry *contract)
{
	struct slot_list list = record_list(contract->record, CONTRACT_COVERS);

	if (contract->evaluations.count > 1)
		return true;
	for (uint32_t i = 0; i < list.count; i++)
		if (slot_has(&list.at[i]) && list.at[i].nested)
			return true;
	return false;
}

/* What a script sorts by. */
static struct str text_sortable(struct page *page, int64_t number)
{
	buf_clear(&page->link);
	if (number < 0)
		buf_put_char(&page->link, '-');
	put_number(&page->link, number < 0 ? 0 - (uint64_t)number : (uint64_t)number);
	return arena_str(page->arena, buf_str(&page->link));
}

static void set_cost(struct page *page, struct value row, const struct evaluation *evaluation)
{
	const struct record *record = record_nested(evaluation->entry.record, EVALUATION_CONTRACTING);
	const struct slot *slot = record_slot(record, CONTRACTING_COST);
	enum shown shown = slot ? shown_of(slot->state) : SHOWN_NOT_ON_RECORD;

	if (is_suppressed(evaluation, "6.3", "contratacion.costo"))
		shown = SHOWN_SUPPRESSED;
	else if (evaluation->cost >= 0)
		shown = SHOWN_VALUE;
	set_state(page, row, "costo_estado", shown);
	set_text(page, row, "costo", shown == SHOWN_VALUE ?
		 text_money(page->arena, evaluation->cost) : (struct str){ 0 });
	set_text(page, row, "costo_orden", shown == SHOWN_VALUE ?
		 text_sortable(page, evaluation->cost) : (struct str){ 0 });
	set_yes(page, row, "costo_compartido",
		evaluation->contract && contract_is_shared(evaluation->contract));
}

static void set_score(struct page *page, struct value row, const struct evaluation *evaluation)
{
	const struct slot *slot = record_slot(evaluation->entry.record, EVALUATION_SCORE);
	bool shown = slot_has(slot) && !is_suppressed(evaluation, "", "valoracion");

	set_text(page, row, "valoracion", shown ? slot->score->words : no_text());
	set_text(page, row, "valoracion_orden", shown && slot->score->maximum > 0 ?
		 text_sortable(page, slot->score->points * 1000000 / slot->score->maximum) : no_text());
}

struct date published_date(const struct evaluation *evaluation)
{
	struct date unknown = { 0 };

	return is_suppressed(evaluation, "", "difusion.fecha") ? unknown : evaluation->clock.published;
}

struct value evaluation_row(struct page *page, const struct evaluation *evaluation)
{
	struct value row = new_object(page);
	bool no_evaluator = is_suppressed(evaluation, "4.3", "evaluador.institucion");
	struct date finish = evaluation->clock.finish;

	if (is_suppressed(evaluation, "1.3", "termino"))
		finish = (struct date){ 0 };
	set(page, row, "nombre", value_text(entry_name(&evaluation->entry)));
	set_text(page, row, "href", page_href(page, route_entry(page->route, &evaluation->entry)));
	set(page, row, "ejercicio", evaluation->year_entry ? entry_link(page, evaluation->year_entry) :
	    value_bool(false));
	set(page, row, "fondos", links_of(page, evaluation->funds, true));
	set_entry(page, row, "ente", evaluation->entity);
	set_entry(page, row, "evaluador", no_evaluator ? NULL : evaluation->evaluator);
	if (is_suppressed(evaluation, "", "tipo"))
		set_yes(page, row, "tipo", false);
	else
		set_choice(page, row, "tipo", evaluation->entry.record, EVALUATION_TYPE);
	set_cost(page, row, evaluation);
	set_score(page, row, evaluation);
	set_date(page, row, "publicada", published_date(evaluation));
	set_date(page, row, "termino", finish);
	/* against the date of publication, not today's: what is told of it does not change with the days */
	set_days(page, row, "tarde", date_is_set(finish) && date_is_set(published_date(evaluation)) ? evaluation->clock.late : 0);
	set_yes(page, row, "retirada", evaluation->withdrawn);
	set_yes(page, row, "borrador", evaluation->entry.draft);
	return row;
}

struct value evaluation_rows(struct page *page, struct evaluation_list list, uint32_t first)
{
	struct value rows = new_list(page);

	for (uint32_t i = first; i < list.count && i - first < ROUTE_ROWS; i++)
		push(page, rows, evaluation_row(page, list.at[i]));
	return rows;
}

struct value evaluation_brief(struct page *page, const struct evaluation *evaluation)
{
	struct value row = new_object(page);

	set(page, row, "nombre", value_text(entry_name(&evaluation->entry)));
	set_text(page, row, "href", page_href(page, route_entry(page->route, &evaluation->entry)));
	set(page, row, "ejercicio", value_text(text_year(page->arena, evaluation->year)));
	return row;
}

struct str evaluation_overline(struct page *page, const struct evaluation *evaluation, const char *separator)
{
	struct buf *text = &page->link;

	buf_clear(text);
	for (uint32_t i = 0; i < evaluation->funds.count; i++) {
		buf_put_text(text, i ? ", " : "");
		buf_put_str(text, evaluation->funds.at[i]->brief);
	}
	buf_put_text(text, text->len ? separator : "");
	put_number(text, (unsigned)evaluation->year);
	if (evaluation->entity) {
		buf_put_text(text, " · ");
		buf_put_str(text, evaluation->entity->name);
	}
	return arena_str(page->arena, buf_str(text));
}

struct str evaluation_title(struct page *page, const struct evaluation *evaluation)
{
	return evaluation_overline(page, evaluation, " ");
}

bool shares_a_contract(struct evaluation_list list)
{
	for (uint32_t i = 0; i < list.count; i++)
		if (list.at[i]->contract && list.at[i]->contract->evaluations.count > 1)
			return true;
	return false;
}

/* Costs that the law took out do not come back within a sum. */
static struct evaluation_list with_known_cost(struct page *page, struct evaluation_list list)
{
	struct evaluation_list known = { ARENA_ARRAY(page->arena, list.count, struct evaluation *), 0 };

	for (uint32_t i = 0; i < list.count; i++)
		if (!is_suppressed(list.at[i], "6.3", "contratacion.costo"))
			known.at[known.count++] = list.at[i];
	return known;
}

bool known_cost(struct page *page, struct evaluation_list list, int64_t *cost)
{
	struct evaluation_list known = with_known_cost(page, list);
	uint32_t unknown = 0;
	int64_t sum = evaluations_cost(known, &unknown);

	if (known.count <= unknown)
		return false;
	*cost = sum;
	return true;
}

/* A contract was paid, whatever became of the report: the sum holds it, and
   says so. */
static void set_withdrawn(struct page *page, struct value totals, struct evaluation_list list)
{
	uint32_t count = 0;
	bool cost = false;

	for (uint32_t i = 0; i < list.count; i++) {
		count += list.at[i]->withdrawn;
		cost |= list.at[i]->withdrawn && list.at[i]->cost >= 0 &&
			!is_suppressed(list.at[i], "6.3", "contratacion.costo");
	}
	set_count(page, totals, "retiradas", count);
	set_yes(page, totals, "una_retirada", count == 1);
	set_yes(page, totals, "costo_con_retiradas", cost);
}

struct value totals_of(struct page *page, struct evaluation_list list)
{
	struct value totals = new_object(page);
	struct evaluation_list known = with_known_cost(page, list);
	uint32_t unknown = 0;
	int64_t cost = evaluations_cost(known, &unknown);

	set_number(page, totals, "evaluaciones", list.count);
	set_yes(page, totals, "una", list.count == 1);
	set_withdrawn(page, totals, list);
	set_text(page, totals, "costo", known.count > unknown ? text_money(page->arena, cost) :
		 (struct str){ 0 });
	set_count(page, totals, "sin_costo", (int64_t)unknown + (list.count - known.count));
	set_yes(page, totals, "compartidos", shares_a_contract(list));
	return totals;
}

struct str years_of(struct arena *arena, struct evaluation_list list)
{
	int first = 0, last = 0;

	for (uint32_t i = 0; i < list.count; i++) {
		if (!first || list.at[i]->year < first)
			first = list.at[i]->year;
		if (list.at[i]->year > last)
			last = list.at[i]->year;
	}
	if (!first)
		return (struct str){ 0 };
	return first == last ? arena_printf(arena, "%d", first) :
	       arena_printf(arena, "%d–%d", first, last);
}

/* --- What the law took out. */

struct value notice_value(struct page *page, const struct record *notice)
{
	struct value object;

	if (!notice)
		return value_bool(false);
	object = new_object(page);
	set_text(page, object, "motivo", record_text(notice, SUPPRESSION_REASON));
	set_date(page, object, "fecha", record_date(notice, SUPPRESSION_DATE));
	return object;
}

/* --- Long lists. */

void set_more(struct page *page, struct value object, uint32_t total, size_t shown)
{
	set_count(page, object, "mas", (int64_t)total - (int64_t)shown);
}

static bool is_near(uint32_t number, uint32_t current, uint32_t total)
{
	return number == 1 || number == total || (number + 3 > current && number < current + 3);
}

void set_paging(struct page *page, struct value object, struct str path, uint32_t rows)
{
	uint32_t current = page->item->page ? page->item->page : 1, total = route_pages(rows);
	struct value paging, numbers;

	if (total < 2) {
		set_yes(page, object, "paginado", false);
		return;
	}
	paging = new_object(page);
	numbers = new_list(page);
	set_number(page, paging, "actual", current);
	set_number(page, paging, "total", total);
	set_text(page, paging, "anterior", current > 1 ?
		 page_href(page, route_page(page->arena, path, current - 1)) : (struct str){ 0 });
	set_text(page, paging, "siguiente", current < total ?
		 page_href(page, route_page(page->arena, path, current + 1)) : (struct str){ 0 });
	for (uint32_t number = 1; number <= total; number++) {
		struct value link;

		if (!is_near(number, current, total))
			continue;
		link = link_to(page, text_number(page->arena, number), route_page(page->arena, path, number));
		set_yes(page, link, "actual", number == current);
		push(page, numbers, link);
	}
	mark_last(page, numbers);
	set(page, paging, "numeros", numbers);
	set(page, object, "paginado", paging);
}

/* --- Who mentions an entry. */

/* The items of a section that says there is none, or that the law took out,
   have no address of their own: the section has. */
struct str item_href(struct page *page, const struct evaluation *evaluation, unsigned section, uint32_t item)
{
	const struct section_type *type = section_type((enum section_id)section);
	struct str path = route_entry(page->route, &evaluation->entry);
	char anchor[24];

	if (item && type->anchor && item <= evaluation->sections[section].count &&
	    !is_suppressed(evaluation, type->number, ""))
		return page_href_anchor(page, path, type->anchor, item);
	snprintf(anchor, sizeof anchor, "s-%s", type->number);
	for (char *at = anchor; *at; at++)
		if (*at == '.')
			*at = '-';
	return page_href_anchor(page, path, anchor, 0);
}

/* FROM is an evaluation. */
static struct value mention_place(struct page *page, const struct mention *mention)
{
	const struct evaluation *evaluation = entry_evaluation(mention->from);
	const struct section_type *type;
	struct value link = new_object(page);

	type = section_type((enum section_id)mention->section);
	if (mention->item && mention->item <= evaluation->sections[mention->section].count)
		set(page, link, "texto", value_text(text_counted(page, type->singular, mention->item)));
	else
		set(page, link, "texto", value_text(TEXT_JOIN(page->arena, str_from(type->number), STR(" "),
							      str_from(type->plural))));
	set_text(page, link, "href", item_href(page, evaluation, mention->section, mention->item));
	return link;
}

static bool is_same_place(const struct mention *a, const struct mention *b)
{
	return a->from == b->from && a->section == b->section && a->item == b->item;
}

static bool is_hidden(const struct mention *mention)
{
	struct evaluation *evaluation = entry_evaluation(mention->from);
	char anchor[48];
	const struct section_type *type;

	if (!evaluation || mention->section >= SECTIONS || !has_suppressions(evaluation))
		return false;
	type = section_type((enum section_id)mention->section);
	snprintf(anchor, sizeof anchor, "%s-%u", type->anchor ? type->anchor : "", mention->item);
	return is_suppressed(evaluation, type->number, anchor);
}

/* What one source says stands together: where that ends, from FIRST on. *SHOWN
   is whether any place of it was left in. */
static uint32_t source_end(struct mention_list list, uint32_t first, bool *shown)
{
	uint32_t i = first;

	*shown = false;
	for (; i < list.count && list.at[i].from == list.at[first].from; i++)
		*shown = *shown || !is_hidden(&list.at[i]);
	return i;
}

uint32_t mention_sources(const struct entry *entry)
{
	uint32_t sources = 0;
	bool shown;

	for (uint32_t i = 0; i < entry->mentions.count;) {
		i = source_end(entry->mentions, i, &shown);
		sources += shown;
	}
	return sources;
}

/* Mentions FIRST to END are of one source. A page that is prose from top to
   bottom has no places to tell apart. */
static struct value mention_row(struct page *page, struct mention_list list, uint32_t first, uint32_t end)
{
	struct value row = new_object(page), places = new_list(page);
	bool apart = entry_evaluation(list.at[first].from) != NULL;

	for (uint32_t i = first; apart && i < end; i++)
		if (list.at[i].section < SECTIONS && !is_hidden(&list.at[i]) &&
		    (i == first || !is_same_place(&list.at[i], &list.at[i - 1])))
			push(page, places, mention_place(page, &list.at[i]));
	mark_last(page, places);
	set(page, row, "fuente", entry_link(page, list.at[first].from));
	set(page, row, "lugares", places);
	set_yes(page, row, "hay_lugares", value_count(places) > 0);
	return row;
}

void set_mentions(struct page *page, const struct entry *entry)
{
	struct value mentions = new_object(page), rows = new_list(page);
	struct mention_list list = entry->mentions;
	uint32_t sources = 0, i = 0, skipped = page->item->page > 1 ? (page->item->page - 1) * ROUTE_ROWS : 0;
	bool paged = entry->kind != ENTRY_EVALUATION, shown;

	while (i < list.count) {
		uint32_t first = i;

		i = source_end(list, first, &shown);
		if (!shown)
			continue;
		if (!paged || (sources >= skipped && sources - skipped < ROUTE_ROWS))
			push(page, rows, mention_row(page, list, first, i));
		sources++;
	}
	set_number(page, mentions, "total", sources);
	set(page, mentions, "filas", rows);
	if (paged && value_count(rows))
		set_paging(page, mentions, route_entry(page->route, entry), sources);
	else
		set_yes(page, mentions, "paginado", false);
	set(page, page->root, "menciones", value_count(rows) ? mentions : value_bool(false));
}

/* --- Promises of the yearly programme. */

int promise_days_late(const struct site *site, const struct promise *promise)
{
	struct date due = record_date(promise->record, PROMISE_DUE);

	if (promise->evaluation || !date_is_set(due) || !date_is_set(site->today) ||
	    date_compare(site->today, due) <= 0)
		return 0;
	return date_between(due, site->today, false);
}

static struct value year_link(struct page *page, int year)
{
	struct str text = text_year(page->arena, year);
	struct entry *entry = site_find(page->site, ENTRY_YEAR, text);

	return link_to(page, text, entry ? route_entry(page->route, entry) : (struct str){ 0 });
}

struct value promise_value(struct page *page, const struct promise *promise)
{
	struct value object = new_object(page);
	int late = promise_days_late(page->site, promise);
	struct evaluation *kept = promise->evaluation;

	set(page, object, "fondo", named(page, record_slot(promise->record, PROMISE_FUND),
					 promise->fund ? entry_brief(page, promise->fund) : value_bool(false)));
	set(page, object, "ejercicio", year_link(page, promise->year));
	set_entry(page, object, "ente", promise->entity);
	set(page, object, "pae", link_to(page, text_year(page->arena, promise->programme_year),
					 route_programme(page->arena, promise->programme_year)));
	set_choice(page, object, "tipo", promise->record, PROMISE_TYPE);
	set_date(page, object, "prevista", record_date(promise->record, PROMISE_DUE));
	set_entry(page, object, "evaluacion", kept ? &kept->entry : NULL);
	set_yes(page, object, "publicada", kept != NULL);
	set_yes(page, object, "pendiente", !kept);
	set_yes(page, object, "atrasada", late > 0);
	set_days(page, object, "dias", late);
	set(page, object, "situacion_orden", value_text(text_sortable(page, kept ? -1 : late)));
	set_date(page, object, "fecha_publicada", kept ? published_date(kept) : (struct date){ 0 });
	set_yes(page, object, "retirada", kept && kept->withdrawn);
	return object;
}

/* --- What the entity committed itself to. */

bool asm_is_overdue(const struct site *site, const struct record *record)
{
	struct date due = record_date(record, ASM_DUE);

	return asm_is_open(record) && date_is_set(due) && date_is_set(site->today) &&
	       date_compare(due, site->today) < 0;
}

static void set_progress_state(struct page *page, struct value object, const struct record *progress)
{
	const struct slot *slot = record_slot(progress, PROGRESS_STATUS);

	set_text(page, object, "estado_texto", slot_has(slot) ? slot->choice->label : (struct str){ 0 });
	set(page, object, "estado_clave", value_text(slot_has(slot) ? slot->choice->value :
						     STR("sin-avances")));
}

static struct value progress_value(struct page *page, const struct record *progress)
{
	struct value object = new_object(page);
	const struct slot *percentage = record_slot(progress, PROGRESS_PERCENTAGE);
	struct str evidence = record_text(progress, PROGRESS_EVIDENCE);

	set_date(page, object, "fecha", record_date(progress, PROGRESS_DATE));
	set_progress_state(page, object, progress);
	set_text(page, object, "porcentaje", slot_has(percentage) ?
		 text_number(page->arena, percentage->number) : (struct str){ 0 });
	html_begin(page);
	if (evidence.len)
		html_put_url(page, evidence);
	set(page, object, "evidencia", html_end(page));
	set_text(page, object, "nota", record_text(progress, PROGRESS_NOTE));
	return object;
}

/* A key of the site's own as words: «muy-alta» is «muy alta». */
static struct str spaced(struct page *page, struct str key)
{
	char *text = ARENA_ARRAY(page->arena, key.len, char);

	for (size_t i = 0; i < key.len; i++)
		text[i] = key.ptr[i] == '-' ? ' ' : key.ptr[i];
	return str_make(text, key.len);
}

struct value asm_value(struct page *page, const struct record *record)
{
	struct value object = new_object(page), list = new_list(page);
	struct slot_list progress = record_list(record, ASM_PROGRESS);
	const struct slot *unit = record_slot(record, ASM_UNIT);

	set_text(page, object, "clave", record_text(record, ASM_KEY));
	set_text(page, object, "texto", record_text(record, ASM_TEXT));
	set_choice(page, object, "clasificacion", record, ASM_CLASS);
	set_text(page, object, "prioridad", spaced(page, record_text(record, ASM_PRIORITY)));
	set_entry(page, object, "unidad", slot_has(unit) ? unit->reference->target : NULL);
	if (slot_has(unit) && unit->reference->words.len)
		set(page, object, "unidad", named(page, unit, value_bool(false)));
	set_date(page, object, "compromiso", record_date(record, ASM_DUE));
	set_progress_state(page, object, asm_latest(record));
	set_yes(page, object, "abierto", asm_is_open(record));
	for (uint32_t i = 0; i < progress.count; i++)
		if (slot_has(&progress.at[i]))
			push(page, list, progress_value(page, progress.at[i].record));
	set(page, object, "avances", list);
	set_yes(page, object, "hay_avances", value_count(list) > 0);
	set_yes(page, object, "ancla", false);
	set(page, object, "alteraciones", past_alterations(page, record->path, record_text(record, ASM_KEY)));
	return object;
}

struct value rejected_value(struct page *page, const struct record *rejected)
{
	struct value object;

	if (!rejected)
		return value_bool(false);
	object = new_object(page);
	set_text(page, object, "motivo", record_text(rejected, REJECTED_REASON));
	return object;
}

const struct recommendation *recommendations_of(const struct page *page,
						const struct evaluation *evaluation,
						uint32_t *count)
{
	uint32_t first = 0, last;

	/* a version's number is one of its own small site */
	if (!page->own_site)
		first = page->pages->recommendations[evaluation->entry.number];
	*count = 0;
	if (!first)
		return NULL;
	for (last = first - 1; last < page->site->recommendation_count &&
	     page->site->recommendations[last].evaluation == evaluation;)
		last++;
	*count = last - (first - 1);
	return &page->site->recommendations[first - 1];
}

struct str recommendation_text(struct page *page, const struct recommendation *recommendation,
			       size_t limit)
{
	const struct evaluation *evaluation = recommendation->evaluation;
	const struct section *section = &evaluation->sections[SECTION_RECOMMENDATIONS];
	char anchor[40];

	if (recommendation->item == 0 || recommendation->item > section->count)
		return (struct str){ 0 };
	if (has_suppressions(evaluation)) {
		snprintf(anchor, sizeof anchor, "recomendacion-%u", recommendation->item);
		if (is_suppressed(evaluation, "3.2", "#3.2") || is_suppressed(evaluation, "", anchor))
			return (struct str){ 0 };
	}
	return text_plain(page->arena, (struct prose){
		section->prose.ptr + section->items[recommendation->item - 1].offset,
		section->items[recommendation->item - 1].length }, limit);
}

/* --- Contracts. */

struct value covered_outside(struct page *page, const struct entry *contract)
{
	struct slot_list list = record_list(contract->record, CONTRACT_COVERS);
	struct value rows = new_list(page);

	for (uint32_t i = 0; i < list.count; i++) {
		const struct record *covered;
		struct value row;

		if (!slot_has(&list.at[i]) || !list.at[i].nested)
			continue;
		covered = list.at[i].record;
		if (!record_target(covered, COVERED_FUND))
			continue;
		row = new_object(page);
		set(page, row, "fondo", entry_brief(page, record_target(covered, COVERED_FUND)));
		set(page, row, "ejercicio", value_text(arena_printf(page->arena, "%lld",
			(long long)record_number(covered, COVERED_YEAR, 0))));
		push(page, rows, row);
	}
	mark_last(page, rows);
	return rows;
}
