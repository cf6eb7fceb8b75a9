/*
 * trend.c -- charts of facts: by year, over time, against the deadline.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "trend.h"

#include "chart.h"

/* --- By fiscal year. */

/* The evaluations of one year, next to one another in a list by year. */
struct year_part {
	int year;
	struct evaluation_list list;
};

/* A span of years that is longer is told without those that have none. */
#define SPAN 30

/*
 * The years of LIST, which has the newest first: the oldest first, those between
 * that have no evaluation too, with an empty list. *COUNT of them.
 */
static struct year_part *parts_of(struct page *page, struct evaluation_list list, uint32_t *count)
{
	struct year_part *parts;
	uint32_t at = 0;
	bool whole;

	*count = 0;
	for (uint32_t i = 0; i < list.count; i++)
		*count += i == 0 || list.at[i]->year != list.at[i - 1]->year;
	whole = list.count && list.at[0]->year - list.at[list.count - 1]->year < SPAN;
	if (whole)
		*count = (uint32_t)(list.at[0]->year - list.at[list.count - 1]->year) + 1;
	parts = ARENA_ARRAY(page->arena, *count, struct year_part);
	for (uint32_t i = 0; whole && i < *count; i++)
		parts[i].year = list.at[list.count - 1]->year + (int)i;
	for (uint32_t i = 0; i < list.count; i++) {
		struct evaluation_list *part;

		at += i > 0 && list.at[i]->year != list.at[i - 1]->year;
		part = &parts[whole ? (uint32_t)(list.at[i]->year - parts[0].year) : *count - 1 - at].list;
		if (!whole)
			parts[*count - 1 - at].year = list.at[i]->year;
		if (part->count++ == 0)
			part->at = list.at + i;
	}
	return parts;
}

/* Years are named with a link to their only evaluation. */
static struct chart_point point_of(struct page *page, const struct year_part *part)
{
	struct chart_point point = { .name = text_year(page->arena, part->year), .blank = !part->list.count };

	if (part->list.count == 1)
		point.href = page_href(page, route_entry(page->route, &part->list.at[0]->entry));
	return point;
}

typedef void measure(struct page *page, const struct year_part *part, struct chart_point *point);

static struct value by_year(struct page *page, struct evaluation_list list, measure *fill, struct chart *chart)
{
	uint32_t count, known = 0;
	struct year_part *parts = parts_of(page, list, &count);
	struct chart_point *points = ARENA_ARRAY(page->arena, count, struct chart_point);

	for (uint32_t i = 0; i < count; i++) {
		points[i] = point_of(page, &parts[i]);
		fill(page, &parts[i], &points[i]);
		known += points[i].series[0].text.len > 0;
	}
	chart->kind = CHART_COLUMNS;
	chart->points = points;
	chart->count = count;
	return known > 1 ? chart_value(page, chart) : value_bool(false);
}

static void measure_cost(struct page *page, const struct year_part *part, struct chart_point *point)
{
	int64_t cost;

	if (!known_cost(page, part->list, &cost))
		return;
	point->series[0] = (struct chart_quantity){ cost, text_money(page->arena, cost) };
	point->brief = tick_money(page, cost);
}

struct value trend_cost(struct page *page, struct evaluation_list list)
{
	return by_year(page, list, measure_cost, &(struct chart){
		.title = page_word(page, "grafica_costo"),
		.note = shares_a_contract(list) ? page_word(page, "grafica_costo_nota") : no_text(),
		.columns = { page_word(page, "ejercicio"), page_word(page, "costo_titulo") },
		.tick = tick_money,
	});
}

static bool has_score(const struct evaluation *evaluation)
{
	const struct slot *slot = record_slot(evaluation->entry.record, EVALUATION_SCORE);

	return slot_has(slot) && slot->score->maximum > 0 && !is_suppressed(evaluation, "", "valoracion");
}

static const struct score *score_of(const struct evaluation *evaluation)
{
	return record_slot(evaluation->entry.record, EVALUATION_SCORE)->score;
}

/* In thousandths of the maximum. */
static int64_t share_of(const struct score *score)
{
	return (score->points * 1000 + score->maximum / 2) / score->maximum;
}

static void measure_score(struct page *page, const struct year_part *part, struct chart_point *point)
{
	const struct score *only = NULL;
	int64_t sum = 0, count = 0;

	for (uint32_t i = 0; i < part->list.count; i++) {
		if (!has_score(part->list.at[i]))
			continue;
		only = score_of(part->list.at[i]);
		sum += share_of(only);
		count++;
	}
	if (!count)
		return;
	sum = (sum + count / 2) / count;
	point->series[0] = (struct chart_quantity){ sum, tick_percent(page, sum) };
	point->series[1].text = count == 1 ? only->words :
		TEXT_JOIN(page->arena, page_word(page, "promedio_de"), STR(" "), text_number(page->arena, count));
	point->brief = tick_percent(page, sum);
}

struct value trend_score(struct page *page, struct evaluation_list list)
{
	return by_year(page, list, measure_score, &(struct chart){
		.title = page_word(page, "grafica_valoracion"),
		.note = page_word(page, "grafica_valoracion_nota"),
		.columns = { page_word(page, "ejercicio"), page_word(page, "del_maximo"), page_word(page, "valoracion") },
		.tick = tick_percent,
		.full = 1000,
	});
}
