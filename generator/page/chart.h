/*
 * chart.h -- small pictures of numbers: inline SVG, and the table behind it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *	struct chart_point points[] = {
 *		{ .name = STR("2021"), .series = { { 125000000, STR("$1,250,000.00") } } },
 *		{ .name = STR("2022"), .series = { { 0 } } },		(not on record)
 *	};
 *	set(page, root, "costos", chart_value(page, &(struct chart){
 *		.kind = CHART_COLUMNS, .title = STR("Costo de cada evaluación, por ejercicio"),
 *		.columns = { STR("Ejercicio"), STR("Costo") }, .tick = tick_money,
 *		.points = points, .count = 2 }));
 *
 * The value is what templates call a chart (themes/VALORES.md): title, picture
 * and every row of the table, so that whoever cannot see the picture, or wants
 * the figures, has all of them. A point without a value is drawn as "?" or
 * left out of the picture, and says so in its row.
 *
 * A picture is as wide as where it stands: places along it are hundredths of
 * its width and heights are pixels, so that letters are as big on a phone as on
 * a wall. Colours and letters are the theme's, by class: nothing is inline. It
 * is put together from integers alone: the same facts are the same bytes.
 */
#ifndef PAGE_CHART_H
#define PAGE_CHART_H

#include "context.h"

enum chart_kind {
	CHART_COLUMNS,		/* one beside the other, in the order given */
	CHART_STEPS,		/* quantities over days: each lasts until the next point */
	CHART_TIMELINE,		/* dots on a line of days, the bigger the more; strokes where there are many */
	CHART_STRIP,		/* dots along a scale that begins at 0, piled up */
	CHART_BARS,		/* lying in the rows of the table: long names have room */
};

#define CHART_SERIES 2
#define CHART_DENSE 60	/* points: more dots on a line are one cloud */

struct chart_quantity {
	int64_t value;
	struct str text;	/* as people read it; absent: not on record */
};

struct chart_point {
	struct str name;	/* the first cell of its row */
	struct str href;	/* where the name leads, from this page; or absent */
	int64_t at;		/* STEPS, TIMELINE: days since 1970 (date_to_days()); STRIP: the quantity */
	struct chart_quantity series[CHART_SERIES];	/* 0 and up */
	struct str brief;	/* of the first, short enough to stand on a column; or absent */
	bool blank;		/* COLUMNS: a place without a column or a row, a year that has none */
	bool alarm;		/* late, say: drawn full where the others are hollow */
};

/* A quantity in a few letters, for the axis. */
typedef struct str chart_tick(struct page *page, int64_t value);
chart_tick tick_count;		/* "1,200" */
chart_tick tick_money;		/* centavos: "$1.2 M", "$250 mil" */
chart_tick tick_percent;	/* thousandths: "85 %" */

struct chart {
	enum chart_kind kind;
	struct str title;	/* what is shown; says "por ejercicio", "en días" */
	struct str note;	/* or absent */
	struct str columns[1 + CHART_SERIES];	/* heads of the table; the series' names. The last may be absent */
	unsigned series;	/* STEPS: how many are drawn; 0 and 1: one */
	chart_tick *tick;	/* NULL: tick_count */
	int64_t full;		/* the end of the scale, when it is known: of a score; else 0 */
	bool limited;		/* a deadline: at LIMIT of a STRIP or a TIMELINE, a marker */
	int64_t limit;
	struct str limit_text;
	const struct chart_point *points;
	uint32_t count;		/* STEPS and TIMELINE: ordered by day */
};

/* "4 mar 2024", for a place without room. */
struct str text_day(struct arena *arena, struct date date);

/* In the page's arena; false when no point has a value. Borrows the texts. */
struct value chart_value(struct page *page, const struct chart *chart);

#endif
