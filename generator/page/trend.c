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

/* --- Recommendations over time. */

#define PERIODS 40u		/* more months than this are told by year */

struct turn {
	struct date day;
	int32_t opened, closed;
};

static struct date finished(const struct evaluation *evaluation)
{
	return is_suppressed(evaluation, "1.3", "termino") ? (struct date){ 0 } : evaluation->clock.finish;
}

/* When the last of its commitments was closed; unset while one is open, and
   when that is on no record. */
static struct date closed_on(const struct recommendation *from)
{
	struct date last = { 0 };

	for (uint32_t i = 0; i < from->asm_count; i++) {
		struct date day = record_date(asm_latest(from->asms[i]), PROGRESS_DATE);

		if (asm_is_open(from->asms[i]) || !date_is_set(day))
			return (struct date){ 0 };
		if (date_compare(day, last) > 0)
			last = day;
	}
	return last;
}

struct turns {
	struct turn *at;
	uint32_t count;
	uint32_t rejected, undated;
};

static void add_turns(struct page *page, struct turns *turns, const struct evaluation *evaluation)
{
	uint32_t count;
	const struct recommendation *list = recommendations_of(page, evaluation, &count);
	struct date day = finished(evaluation), end;

	for (uint32_t i = 0; i < count; i++) {
		if (!list[i].item)
			continue;
		turns->rejected += list[i].rejected != NULL;
		turns->undated += !list[i].rejected && !date_is_set(day);
		if (list[i].rejected || !date_is_set(day))
			continue;
		turns->at[turns->count++] = (struct turn){ day, 1, 0 };
		end = closed_on(&list[i]);
		if (date_is_set(end))
			turns->at[turns->count++] = (struct turn){
				date_compare(end, day) < 0 ? day : end, -1, 1 };
	}
}

static int by_day(const void *a, const void *b)
{
	return date_compare(((const struct turn *)a)->day, ((const struct turn *)b)->day);
}

static struct turns turns_of(struct page *page, struct evaluation_list list)
{
	struct turns turns = { 0 };
	uint32_t room = 0, count;

	for (uint32_t i = 0; i < list.count; i++) {
		recommendations_of(page, list.at[i], &count);
		room += 2 * count;
	}
	turns.at = ARENA_ARRAY(page->arena, room, struct turn);
	for (uint32_t i = 0; i < list.count; i++)
		add_turns(page, &turns, list.at[i]);
	if (turns.count)
		qsort(turns.at, turns.count, sizeof *turns.at, by_day);
	return turns;
}

/* The period of DAY: a month or a year, counted from year 0. */
static int period_of(struct date day, bool monthly)
{
	return monthly ? day.year * 12 + day.month - 1 : day.year;
}

static struct date period_end(int period, bool monthly)
{
	struct date next = { (int16_t)(monthly ? (period + 1) / 12 : period + 1),
			     (int8_t)(monthly ? (period + 1) % 12 + 1 : 1), 1 };

	return date_add(next, -1, false);
}

static struct str period_name(struct page *page, struct date end, bool monthly)
{
	return monthly ? text_date(page->arena, end) : text_year(page->arena, end.year);
}

static struct chart_quantity quantity_of(struct page *page, int64_t count)
{
	return (struct chart_quantity){ count, text_number(page->arena, count) };
}

/* What stood at the end of each period from the first turn to the last; the
   last one ends with it. */
static uint32_t stand_of(struct page *page, const struct turns *turns, struct chart_point **points)
{
	struct date last = turns->at[turns->count - 1].day;
	bool monthly = period_of(last, true) - period_of(turns->at[0].day, true) < (int)PERIODS;
	int first = period_of(turns->at[0].day, monthly), count = period_of(last, monthly) - first + 1;
	int64_t open = 0, closed = 0;
	uint32_t next = 0;

	*points = ARENA_ARRAY(page->arena, (size_t)count, struct chart_point);
	for (int i = 0; i < count; i++) {
		struct date end = i + 1 < count ? period_end(first + i, monthly) : last;

		for (; next < turns->count && date_compare(turns->at[next].day, end) <= 0; next++) {
			open += turns->at[next].opened;
			closed += turns->at[next].closed;
		}
		(*points)[i] = (struct chart_point){
			.name = i + 1 < count ? period_name(page, end, monthly) : text_date(page->arena, last),
			.at = date_to_days(end),
			.series = { quantity_of(page, open), quantity_of(page, closed) },
		};
	}
	return (uint32_t)count;
}

static void put_left_out(struct page *page, struct buf *out, uint32_t count, const char *word)
{
	if (!count)
		return;
	buf_put_text(out, out->len ? " " : "");
	buf_put_str(out, page_word(page, word));
	buf_put_char(out, ' ');
	buf_put_str(out, text_number(page->arena, count));
	buf_put_char(out, '.');
}

static struct str left_out(struct page *page, const struct turns *turns)
{
	struct buf *out = &page->link;

	buf_clear(out);
	buf_put_str(out, page_word(page, "grafica_recomendaciones_nota"));
	put_left_out(page, out, turns->rejected, "sin_contar_rechazadas");
	put_left_out(page, out, turns->undated, "sin_contar_sin_fecha");
	return arena_str(page->arena, buf_str(out));
}

struct value trend_recommendations(struct page *page, struct evaluation_list list)
{
	struct turns turns = turns_of(page, list);
	struct chart_point *points;
	uint32_t count;
	bool closed = false;

	for (uint32_t i = 0; i < turns.count; i++)
		closed |= turns.at[i].closed > 0;
	if (!closed)
		return value_bool(false);
	count = stand_of(page, &turns, &points);
	return chart_value(page, &(struct chart){
		.kind = CHART_STEPS,
		.title = page_word(page, "grafica_recomendaciones"),
		.note = left_out(page, &turns),
		.columns = { page_word(page, "al_cierre_de"), page_word(page, "abiertas"), page_word(page, "cerradas") },
		.series = 2,
		.points = points,
		.count = count,
	});
}

/* --- Days to publication. */

#define DOTS 60u		/* more are counted by range */

/* Days from finish to publication, as the site counts them; -1: not known, or taken out. */
static int days_of(const struct evaluation *evaluation)
{
	return date_is_set(finished(evaluation)) && date_is_set(published_date(evaluation)) ?
	       evaluation->clock.days : -1;
}

static struct str text_days(struct page *page, int days)
{
	return TEXT_JOIN(page->arena, text_number(page->arena, days), STR(" "),
			 page_word(page, days == 1 ? "dia" : "dias"));
}

static int deadline_of(const struct page *page)
{
	return (int)record_number(record_nested(page->site->record, SITE_DEADLINE), DEADLINE_DAYS, 0);
}

static struct str deadline_text(struct page *page, int days)
{
	return TEXT_JOIN(page->arena, page_word(page, "plazo"), STR(": "), text_days(page, days));
}

static struct value publication_dots(struct page *page, struct evaluation_list list, int deadline)
{
	struct chart_point *points = ARENA_ARRAY(page->arena, list.count, struct chart_point);

	for (uint32_t i = 0; i < list.count; i++) {
		const struct evaluation *evaluation = list.at[i];
		int days = days_of(evaluation);

		points[i] = (struct chart_point){
			.name = evaluation_title(page, evaluation),
			.href = page_href(page, route_entry(page->route, &evaluation->entry)),
			.at = days,
			.series = { { days, days < 0 ? no_text() : text_days(page, days) } },
			.alarm = days >= 0 && evaluation->clock.late > 0,
		};
	}
	return chart_value(page, &(struct chart){
		.kind = CHART_STRIP,
		.title = page_word(page, "grafica_publicacion"),
		.note = page_word(page, "grafica_publicacion_nota"),
		.columns = { page_word(page, "evaluacion_titulo"), page_word(page, "dias_a_publicacion") },
		.limited = deadline > 0,
		.limit = deadline,
		.limit_text = deadline_text(page, deadline),
		.points = points,
		.count = list.count,
	});
}

static const struct {
	int until;		/* days after the deadline */
	const char *word;
} lateness[] = {
	{ 0, "rango_a_tiempo" }, { 30, "rango_30" }, { 90, "rango_90" }, { 365, "rango_365" }, { INT32_MAX, "rango_mas" },
};

#define RANGES (sizeof lateness / sizeof *lateness)

static struct value publication_ranges(struct page *page, struct evaluation_list list, int deadline)
{
	struct chart_point points[RANGES + 1] = { { .at = 0 } };
	int64_t counts[RANGES + 1] = { 0 };

	for (uint32_t i = 0; i < list.count; i++) {
		size_t range = 0;

		while (list.at[i]->clock.late > lateness[range].until)
			range++;
		counts[days_of(list.at[i]) < 0 ? RANGES : range]++;
	}
	for (size_t i = 0; i <= RANGES; i++) {
		points[i].name = page_word(page, i < RANGES ? lateness[i].word : "rango_no_consta");
		points[i].series[0] = quantity_of(page, counts[i]);
		points[i].alarm = i > 0 && i < RANGES;
	}
	return chart_value(page, &(struct chart){
		.kind = CHART_BARS,
		.title = TEXT_JOIN(page->arena, page_word(page, "grafica_rangos"), STR(" ("),
				   deadline_text(page, deadline), STR(")")),
		.columns = { page_word(page, "cuando"), page_word(page, "evaluaciones_titulo") },
		.points = points,
		.count = RANGES + 1,
	});
}

struct value trend_publication(struct page *page, struct evaluation_list list)
{
	int deadline = deadline_of(page);
	uint32_t known = 0;

	for (uint32_t i = 0; i < list.count; i++)
		known += days_of(list.at[i]) >= 0;
	if (known < 2 || (list.count > DOTS && deadline <= 0))
		return value_bool(false);
	return list.count > DOTS ? publication_ranges(page, list, deadline) : publication_dots(page, list, deadline);
}

/* --- By unit. */

struct share {
	const struct entry *unit;
	uint32_t count;
};

static int by_share(const void *a, const void *b)
{
	const struct share *x = a, *y = b;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return x->unit->number < y->unit->number ? -1 : x->unit->number > y->unit->number;
}

/* How many of LIST each unit has, most first; *COUNT units. */
static struct share *shares_of(struct page *page, struct evaluation_list list, uint32_t *count)
{
	const struct site *site = page->site;
	uint32_t units = site->kinds[ENTRY_UNIT].count, used = 0;
	struct share *shares = ARENA_ARRAY(page->arena, units, struct share);

	for (uint32_t i = 0; i < units; i++)
		shares[i].unit = site->kinds[ENTRY_UNIT].at[i];
	for (uint32_t i = 0; i < list.count; i++)
		for (uint32_t j = 0; j < list.at[i]->units.count && !is_suppressed(list.at[i], "5.6.1", "programa.unidades"); j++)
			shares[list.at[i]->units.at[j]->number - shares[0].unit->number].count++;
	for (uint32_t i = 0; i < units; i++)
		if (shares[i].count)
			shares[used++] = shares[i];
	if (used)
		qsort(shares, used, sizeof *shares, by_share);
	*count = used;
	return shares;
}

struct value trend_units(struct page *page, struct evaluation_list list)
{
	uint32_t count, shown;
	struct share *shares = shares_of(page, list, &count);
	struct chart_point *points;

	shown = count < TREND_UNITS ? count : TREND_UNITS;
	points = ARENA_ARRAY(page->arena, shown, struct chart_point);
	for (uint32_t i = 0; i < shown; i++) {
		points[i].name = shares[i].unit->name;
		points[i].href = page_href(page, route_entry(page->route, shares[i].unit));
		points[i].series[0] = quantity_of(page, shares[i].count);
	}
	if (shown < 3 || shares[0].count < 2)
		return value_bool(false);
	return chart_value(page, &(struct chart){
		.kind = CHART_BARS,
		.title = page_word(page, "grafica_unidades"),
		.note = count > shown ? TEXT_JOIN(page->arena, page_word(page, "grafica_unidades_nota"), STR(" "),
						  text_number(page->arena, count), STR(".")) : no_text(),
		.columns = { page_word(page, "unidad"), page_word(page, "evaluaciones_titulo") },
		.points = points,
		.count = shown,
	});
}
