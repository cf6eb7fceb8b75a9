/*
 * chart.c -- pictures of numbers, drawn with integers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * (1) Across, everything is in hundredths of a percent of the width; down, in
 *     pixels. An SVG without a viewBox draws both as they are, at any width.
 * (2) 288 pixels is the narrowest place: what is printed has room there.
 */
#include "chart.h"

#include "base/escape.h"
#include "html.h"

#define WHOLE 10000		/* hundredths of a percent */
#define MARGIN 500		/* half of "2019" has room (2) */
#define GUTTER 1900		/* for the figures of the axis */
#define EDGE 200		/* the last name is wider than its column */
#define HEIGHT 150		/* of the plot */
#define HEAD 20			/* above it: a figure on the highest column */
#define FOOT 22			/* below it: the names */
#define NAMES 8			/* at most, side by side */
#define FIGURES 6		/* at most, on columns */
#define GLYPH 225		/* across, of a figure (2) */
#define SLOTS 5			/* at least: two columns are not two walls */
#define TICKS 4

/* --- Figures. */

struct str tick_count(struct page *page, int64_t value)
{
	return text_number(page->arena, value);
}

/* VALUE of UNIT with one decimal at most: "1.2", "250". */
static struct str text_tenths(struct page *page, int64_t value, int64_t unit)
{
	int64_t tenths = (value + unit / 20) / (unit / 10);
	struct str whole = text_number(page->arena, tenths / 10);

	if (tenths % 10 == 0 || tenths >= 1000)
		return whole;
	return TEXT_JOIN(page->arena, whole, STR("."), text_number(page->arena, tenths % 10));
}

struct str tick_money(struct page *page, int64_t centavos)
{
	static const int64_t thousand = 100000, million = 100000000;

	if (centavos >= million - thousand / 2)
		return TEXT_JOIN(page->arena, STR("$"), text_tenths(page, centavos, million), STR(" M"));
	if (centavos >= thousand)
		return TEXT_JOIN(page->arena, STR("$"), text_number(page->arena, (centavos + thousand / 2) / thousand),
				 STR(" mil"));
	return TEXT_JOIN(page->arena, STR("$"), text_number(page->arena, (centavos + 50) / 100));
}

struct str tick_percent(struct page *page, int64_t thousandths)
{
	return TEXT_JOIN(page->arena, text_tenths(page, thousandths, 10), STR(" %"));
}

/* 1, 2 or 5 and noughts: TICKS of them reach MAXIMUM. */
static int64_t step_to(int64_t maximum)
{
	static const int64_t leaps[] = { 2, 5, 10 };
	int64_t ten = 1;

	for (;;) {
		if (ten * TICKS >= maximum || ten > INT64_MAX / 100)
			return ten;
		for (size_t i = 0; i < sizeof leaps / sizeof *leaps; i++)
			if (ten * leaps[i] * TICKS >= maximum)
				return ten * leaps[i];
		ten *= 10;
	}
}

/* PART of WHOLE on a scale of LENGTH, without overflow. */
static int scaled(int64_t part, int64_t whole, int length)
{
	while (whole > INT64_MAX / WHOLE) {
		whole /= 2;
		part /= 2;
	}
	if (whole <= 0 || part <= 0)
		return 0;
	return (int)((part > whole ? whole : part) * length / whole);
}

/* --- Pieces of SVG. */

static void put_int(struct buf *out, int number)
{
	if (number < 0)
		buf_put_char(out, '-');
	put_number(out, (uint64_t)(number < 0 ? -number : number));
}

static void put_pixels(struct buf *out, const char *name, int pixels)
{
	buf_put_text(out, name);
	put_int(out, pixels);
	buf_put_char(out, '"');
}

static void put_across(struct buf *out, const char *name, int hundredths)
{
	buf_put_text(out, name);
	put_number(out, (uint64_t)(hundredths / 100));
	if (hundredths % 100) {
		buf_put_char(out, '.');
		buf_put_char(out, (char)('0' + hundredths / 10 % 10));
		if (hundredths % 10)
			buf_put_char(out, (char)('0' + hundredths % 10));
	}
	buf_put_text(out, "%\"");
}

static void put_class(struct buf *out, const char *class)
{
	buf_put_text(out, " class=\"");
	buf_put_text(out, class);
	buf_put_char(out, '"');
}

static void put_line(struct buf *out, const char *class, int x, int y, int x2, int y2)
{
	buf_put_text(out, "<line");
	put_class(out, class);
	put_across(out, " x1=\"", x);
	put_pixels(out, " y1=\"", y);
	put_across(out, " x2=\"", x2);
	put_pixels(out, " y2=\"", y2);
	buf_put_text(out, "/>");
}

/* ANCHOR: "start", "middle", "end". */
static void put_label(struct buf *out, const char *class, int x, int y, const char *anchor, struct str text)
{
	buf_put_text(out, "<text");
	put_class(out, class);
	put_across(out, " x=\"", x);
	put_pixels(out, " y=\"", y);
	buf_put_text(out, " text-anchor=\"");
	buf_put_text(out, anchor);
	buf_put_text(out, "\">");
	escape_text(out, text);
	buf_put_text(out, "</text>");
}

/* A word over a place never leaves the picture. */
static void put_near(struct buf *out, const char *class, int x, int y, struct str text)
{
	bool left = x < WHOLE / 5, right = x > WHOLE - WHOLE / 5;

	put_label(out, class, left ? 0 : right ? WHOLE : x, y, left ? "start" : right ? "end" : "middle", text);
}

/* What a pointer that rests on a mark is told. */
static void put_told(struct buf *out, const struct chart_point *point)
{
	buf_put_text(out, "<title>");
	escape_text(out, point->name);
	if (point->series[0].text.len) {
		buf_put_text(out, ": ");
		escape_text(out, point->series[0].text);
	}
	buf_put_text(out, "</title>");
}

static void put_dot(struct buf *out, const struct chart_point *point, int x, int y, int radius)
{
	buf_put_text(out, "<circle");
	put_class(out, point->alarm ? "g-punto g-alarma" : "g-punto");
	put_across(out, " cx=\"", x);
	put_pixels(out, " cy=\"", y);
	put_pixels(out, " r=\"", radius);
	buf_put_char(out, '>');
	put_told(out, point);
	buf_put_text(out, "</circle>");
}

/* Upright, as far above MIDDLE as below it. */
static void put_stroke(struct buf *out, const struct chart_point *point, int x, int middle, int reach)
{
	buf_put_text(out, "<line");
	put_class(out, point->alarm ? "g-raya g-alarma" : "g-raya");
	put_across(out, " x1=\"", x);
	put_pixels(out, " y1=\"", middle - reach);
	put_across(out, " x2=\"", x);
	put_pixels(out, " y2=\"", middle + reach);
	buf_put_char(out, '>');
	put_told(out, point);
	buf_put_text(out, "</line>");
}

static void begin_picture(struct page *page, struct str id, int height)
{
	struct buf *out = &page->html;

	html_begin(page);
	buf_put_text(out, "<svg class=\"g\" width=\"100%\"");
	put_pixels(out, " height=\"", height);
	buf_put_text(out, " role=\"img\" aria-labelledby=\"");
	escape_text(out, id);
	buf_put_text(out, "\">");
}

static struct value end_picture(struct page *page)
{
	buf_put_text(&page->html, "</svg>");
	return html_end(page);
}

/* --- What the points say. */

static bool is_known(const struct chart_point *point, unsigned series)
{
	return point->series[series].text.len > 0;
}

static unsigned series_of(const struct chart *chart)
{
	return chart->series > 1 ? CHART_SERIES : 1;
}

/* A quantity that is not drawn can have a column in the table all the same. */
static unsigned columns_of(const struct chart *chart)
{
	return chart->columns[CHART_SERIES].len ? CHART_SERIES : 1;
}

static int64_t highest(const struct chart *chart)
{
	int64_t most = 1;

	for (uint32_t i = 0; i < chart->count; i++)
		for (unsigned j = 0; j < series_of(chart); j++)
			if (is_known(&chart->points[i], j) && chart->points[i].series[j].value > most)
				most = chart->points[i].series[j].value;
	return most;
}

static bool has_any(const struct chart *chart)
{
	for (uint32_t i = 0; i < chart->count; i++)
		for (unsigned j = 0; j < series_of(chart); j++)
			if (is_known(&chart->points[i], j))
				return true;
	return false;
}

/* --- The axis of quantities. */

static int64_t top_of(const struct chart *chart)
{
	int64_t most = chart->full ? chart->full : highest(chart), step = step_to(most);

	return chart->full ? most : (most + step - 1) / step * step;
}

static int height_of(int64_t value, int64_t top)
{
	return HEAD + HEIGHT - scaled(value, top, HEIGHT);
}

static struct str tick_text(struct page *page, const struct chart *chart, int64_t value)
{
	return (chart->tick ? chart->tick : tick_count)(page, value);
}

static void put_grid(struct page *page, const struct chart *chart, int64_t top)
{
	int64_t step = step_to(top);

	for (int64_t value = step; value <= top; value += step) {
		int y = height_of(value, top);

		put_line(&page->html, "g-malla", GUTTER, y, WHOLE, y);
		put_label(&page->html, "g-texto", GUTTER - 120, y + 4, "end", tick_text(page, chart, value));
	}
}

/* --- Columns. */

static void put_column(struct page *page, const struct chart_point *point, int64_t top, int x, int width)
{
	struct buf *out = &page->html;
	int y = height_of(point->series[0].value, top), floor = HEAD + HEIGHT;

	if (!is_known(point, 0)) {
		put_label(out, "g-nada", x + width / 2, floor - 6, "middle", STR("?"));
		return;
	}
	buf_put_text(out, "<rect");
	put_class(out, point->alarm ? "g-barra g-alarma" : "g-barra");
	put_across(out, " x=\"", x);
	put_pixels(out, " y=\"", y < floor ? y : floor - 1);
	put_across(out, " width=\"", width);
	put_pixels(out, " height=\"", y < floor ? floor - y : 1);
	buf_put_char(out, '>');
	put_told(out, point);
	buf_put_text(out, "</rect>");
}

static bool is_named(const struct chart *chart, uint32_t i)
{
	uint32_t every = (chart->count + NAMES - 1) / NAMES;

	return (chart->count - 1 - i) % every == 0;
}

static struct str figure_of(const struct chart_point *point)
{
	return point->brief.len ? point->brief : point->series[0].text;
}

/* Whether each column may carry its figure: none runs into the next one. */
static bool has_figures(const struct chart *chart, int slot)
{
	if (chart->count > FIGURES)
		return false;
	for (uint32_t i = 1; i < chart->count; i++) {
		const struct chart_point *before = &chart->points[i - 1], *point = &chart->points[i];
		size_t glyphs = figure_of(before).len + figure_of(point).len;

		if (is_known(before, 0) && is_known(point, 0) && glyphs * GLYPH / 2 > (size_t)slot)
			return false;
	}
	return true;
}

static struct value columns_picture(struct page *page, const struct chart *chart, struct str id)
{
	int slots = (int)(chart->count < SLOTS ? SLOTS : chart->count);
	bool figures = has_figures(chart, WHOLE / slots);
	int64_t top = top_of(chart);
	int left = figures ? 0 : GUTTER;
	int slot = (WHOLE - left - (figures ? 0 : EDGE)) / slots, width = slot * 13 / 20;

	begin_picture(page, id, HEAD + HEIGHT + FOOT);
	if (!figures)
		put_grid(page, chart, top);
	for (uint32_t i = 0; i < chart->count; i++) {
		const struct chart_point *point = &chart->points[i];
		int x = left + slot * (int)i + (slot - width) / 2;

		if (!point->blank)
			put_column(page, point, top, x, width);
		if (figures && is_known(point, 0))
			put_label(&page->html, "g-cifra", x + width / 2, height_of(point->series[0].value, top) - 6,
				  "middle", figure_of(point));
		if (is_named(chart, i))
			put_label(&page->html, "g-texto", x + width / 2, HEAD + HEIGHT + 17, "middle", point->name);
	}
	put_line(&page->html, "g-eje", left, HEAD + HEIGHT, WHOLE, HEAD + HEIGHT);
	return end_picture(page);
}

/* --- The axis of days. */

struct days {
	int64_t first, last;
	int left;		/* where the first is */
};

static struct days days_of(const struct chart *chart, int left)
{
	struct days days = { chart->points[0].at, chart->points[chart->count - 1].at, left };

	if (chart->limited && chart->limit < days.first)
		days.first = chart->limit;
	if (chart->limited && chart->limit > days.last)
		days.last = chart->limit;
	return days;
}

static int place_of_day(const struct days *days, int64_t day)
{
	int width = WHOLE - MARGIN - days->left;

	if (days->last == days->first)
		return days->left + width / 2;
	return days->left + scaled(day - days->first, days->last - days->first, width);
}

static const char *const months[] = { "ene", "feb", "mar", "abr", "may", "jun",
				      "jul", "ago", "sep", "oct", "nov", "dic" };

static struct str month_text(struct page *page, int64_t day)
{
	struct date date = date_from_days((int32_t)day);

	return TEXT_JOIN(page->arena, str_from(months[date.month - 1]), STR(" "), text_year(page->arena, date.year));
}

struct str text_day(struct arena *arena, struct date date)
{
	return TEXT_JOIN(arena, text_number(arena, date.day), STR(" "), str_from(months[date.month - 1]), STR(" "),
			 text_year(arena, date.year));
}

#define MONTHS_APART 45		/* days: nearer ends of an axis need their day */

/* First and last month, and between them each first of January that has room. */
static void put_days(struct page *page, const struct days *days, int y)
{
	struct buf *out = &page->html;
	int from = date_from_days((int32_t)days->first).year, until = date_from_days((int32_t)days->last).year;
	int every = (until - from) / 4 + 1, place = place_of_day(days, days->last);
	bool near = days->last - days->first <= MONTHS_APART;
	struct str first = near ? text_day(page->arena, date_from_days((int32_t)days->first))
				: month_text(page, days->first);
	struct str last = near ? text_day(page->arena, date_from_days((int32_t)days->last))
			       : month_text(page, days->last);

	put_line(out, "g-eje", days->left > MARGIN ? days->left : 0, y, WHOLE, y);
	put_label(out, "g-texto", days->left > MARGIN ? days->left : 0, y + 17, "start", first);
	if (days->last > days->first)
		put_label(out, "g-texto", WHOLE, y + 17, "end", last);
	for (int year = from + 1; year <= until; year++) {
		int x = place_of_day(days, date_to_days((struct date){ (int16_t)year, 1, 1 }));

		put_line(out, "g-eje", x, y, x, y + 5);
		if ((year - from) % every == 0 && x > days->left + 2600 && x < place - 2600)
			put_label(out, "g-texto", x, y + 17, "middle", text_year(page->arena, year));
	}
}

static void put_limit(struct page *page, const struct chart *chart, int x, int y, int y2)
{
	if (!chart->limited)
		return;
	put_line(&page->html, "g-limite", x, y + 5, x, y2);
	if (x < WHOLE / 5)
		put_label(&page->html, "g-texto", x, y, "start", chart->limit_text);
	else
		put_near(&page->html, "g-texto", x, y, chart->limit_text);
}

/* --- Steps. */

static void put_steps(struct page *page, const struct chart *chart, const struct days *days, int64_t top,
		      unsigned series)
{
	const char *class = series ? "g-paso g-serie-2" : "g-paso g-serie-1";
	int x = 0, y = -1;

	for (uint32_t i = 0; i < chart->count; i++) {
		const struct chart_point *point = &chart->points[i];
		int next = place_of_day(days, point->at), to = height_of(point->series[series].value, top);

		if (!is_known(point, series))
			continue;
		if (y >= 0)
			put_line(&page->html, class, x, y, next, y);
		if (y >= 0 && y != to)
			put_line(&page->html, class, next, y, next, to);
		x = next;
		y = to;
	}
	if (y >= 0)
		put_line(&page->html, class, x, y, WHOLE, y);
}

static struct value steps_picture(struct page *page, const struct chart *chart, struct str id)
{
	int64_t top = top_of(chart);
	struct days days = days_of(chart, GUTTER);

	begin_picture(page, id, HEAD + HEIGHT + FOOT);
	put_grid(page, chart, top);
	put_limit(page, chart, place_of_day(&days, chart->limit), 12, HEAD + HEIGHT);
	for (unsigned i = series_of(chart); i-- > 0;)
		put_steps(page, chart, &days, top, i);
	put_days(page, &days, HEAD + HEIGHT);
	return end_picture(page);
}

/* --- Dots. */

static int root_of(int64_t square)
{
	int root = 0;

	while ((int64_t)(root + 1) * (root + 1) <= square)
		root++;
	return root;
}

#define LARGEST 14
#define MIDDLE 40

static struct value timeline_picture(struct page *page, const struct chart *chart, struct str id)
{
	int64_t most = highest(chart);
	struct days days = days_of(chart, MARGIN);

	begin_picture(page, id, MIDDLE + LARGEST + 6 + FOOT);
	put_limit(page, chart, place_of_day(&days, chart->limit), 12, MIDDLE + LARGEST + 6);
	put_line(&page->html, "g-malla", 0, MIDDLE, WHOLE, MIDDLE);
	for (uint32_t i = 0; i < chart->count; i++) {
		const struct chart_point *point = &chart->points[i];
		int64_t value = is_known(point, 0) ? point->series[0].value : 0;
		int area = scaled(value, most, LARGEST * LARGEST), reach = scaled(value, most, LARGEST);

		if (chart->count > CHART_DENSE)	/* so many dots would be one cloud */
			put_stroke(&page->html, point, place_of_day(&days, point->at), MIDDLE, reach < 2 ? 2 : reach);
		else
			put_dot(&page->html, point, place_of_day(&days, point->at), MIDDLE,
				area < 9 ? 3 : root_of(area));
	}
	put_days(page, &days, MIDDLE + LARGEST + 6);
	return end_picture(page);
}

#define BINS 32
#define DOT 4

static int place_on(int64_t value, int64_t end)
{
	return MARGIN + scaled(value, end, WHOLE - 2 * MARGIN);
}

static int bin_of(int64_t value, int64_t end)
{
	return scaled(value, end, BINS - 1);
}

static int64_t end_of_strip(const struct chart *chart)
{
	int64_t end = chart->limited ? chart->limit : 1, step;

	for (uint32_t i = 0; i < chart->count; i++)
		if (is_known(&chart->points[i], 0) && chart->points[i].at > end)
			end = chart->points[i].at;
	step = step_to(end);
	return (end + step - 1) / step * step;
}

/* The highest pile of dots. */
static unsigned pile_of(const struct chart *chart, int64_t end, unsigned piles[BINS])
{
	unsigned most = 1;

	memset(piles, 0, BINS * sizeof *piles);
	for (uint32_t i = 0; i < chart->count; i++)
		if (is_known(&chart->points[i], 0) && ++piles[bin_of(chart->points[i].at, end)] > most)
			most = piles[bin_of(chart->points[i].at, end)];
	memset(piles, 0, BINS * sizeof *piles);
	return most;
}

static struct value strip_picture(struct page *page, const struct chart *chart, struct str id)
{
	unsigned piles[BINS];
	int64_t end = end_of_strip(chart), step = step_to(end);
	unsigned most = pile_of(chart, end, piles), gap = most > 16 ? 3 : 2 * DOT + 1;
	int floor = HEAD + 8 + (int)((most < 4 ? 4 : most) * gap);

	begin_picture(page, id, floor + FOOT);
	put_limit(page, chart, place_on(chart->limit, end), 12, floor);
	for (uint32_t i = 0; i < chart->count; i++) {
		const struct chart_point *point = &chart->points[i];
		int bin;

		if (!is_known(point, 0))
			continue;
		bin = bin_of(point->at, end);
		put_dot(&page->html, point, place_on(point->at, end),
			floor - DOT - 2 - (int)(piles[bin]++ * gap), DOT);
	}
	put_line(&page->html, "g-eje", 0, floor, WHOLE, floor);
	for (int64_t value = 0; value <= end; value += step)
		put_label(&page->html, "g-texto", place_on(value, end), floor + 17, "middle",
			  tick_text(page, chart, value));
	return end_picture(page);
}

static struct value picture_of(struct page *page, const struct chart *chart, struct str id)
{
	switch (chart->kind) {
	case CHART_COLUMNS: return columns_picture(page, chart, id);
	case CHART_STEPS: return steps_picture(page, chart, id);
	case CHART_TIMELINE: return timeline_picture(page, chart, id);
	case CHART_STRIP: return strip_picture(page, chart, id);
	case CHART_BARS: break;
	}
	return value_bool(false);
}

/* --- The table behind. */

/* A bar that lies in its row: the row tells all, the bar only shows it. */
static struct value bar_of(struct page *page, const struct chart *chart, const struct chart_point *point, int64_t top)
{
	struct buf *out = &page->html;
	int width = scaled(point->series[0].value, top, WHOLE);

	if (chart->kind != CHART_BARS || !is_known(point, 0))
		return value_bool(false);
	html_begin(page);
	buf_put_text(out, "<svg class=\"g-fila\" width=\"100%\" height=\"10\" aria-hidden=\"true\" focusable=\"false\"><rect");
	put_class(out, point->alarm ? "g-barra g-alarma" : "g-barra");
	put_across(out, " width=\"", width < 50 && point->series[0].value > 0 ? 50 : width);
	buf_put_text(out, " height=\"10\"/></svg>");
	return html_end(page);
}

static struct value row_of(struct page *page, const struct chart *chart, const struct chart_point *point, int64_t top)
{
	struct value row = new_object(page), cells = new_list(page);

	for (unsigned i = 0; i < columns_of(chart); i++) {
		struct value cell = new_object(page);

		set_text(page, cell, "texto", point->series[i].text);
		set_text(page, cell, "titulo", chart->columns[1 + i]);
		push(page, cells, cell);
	}
	set_text(page, row, "texto", point->name);
	set_text(page, row, "href", point->href);
	set(page, row, "celdas", cells);
	set(page, row, "barra", bar_of(page, chart, point, top));
	set_yes(page, row, "alarma", point->alarm);
	return row;
}

static struct value legend_of(struct page *page, const struct chart *chart)
{
	struct value list = new_list(page);

	for (unsigned i = 0; i < chart->series && chart->series > 1; i++) {
		struct value line = new_object(page);

		set(page, line, "clase", value_text(i ? STR("g-serie-2") : STR("g-serie-1")));
		set_text(page, line, "texto", chart->columns[1 + i]);
		push(page, list, line);
	}
	return value_count(list) ? list : value_bool(false);
}

struct value chart_value(struct page *page, const struct chart *chart)
{
	struct value object, heads, rows;
	int64_t top;
	struct str id;

	if (!has_any(chart))
		return value_bool(false);
	object = new_object(page);
	heads = new_list(page);
	rows = new_list(page);
	top = chart->full ? chart->full : highest(chart);
	id = text_counted(page, "p_grafica", ++page->charts);
	id = TEXT_JOIN(page->arena, STR("p_grafica_"), str_slice(id, strlen("p_grafica "), (size_t)-1));
	for (unsigned i = 0; i <= columns_of(chart); i++) {
		struct value head = new_object(page);

		set_text(page, head, "texto", chart->columns[i]);
		set_yes(page, head, "cifra", i > 0);
		push(page, heads, head);
	}
	for (uint32_t i = 0; i < chart->count; i++)
		if (!chart->points[i].blank)
			push(page, rows, row_of(page, chart, &chart->points[i], top));
	set(page, object, "ancla", value_text(id));
	set_text(page, object, "titulo", chart->title);
	set_text(page, object, "nota", chart->note);
	set(page, object, "imagen", picture_of(page, chart, id));
	set(page, object, "leyenda", legend_of(page, chart));
	set(page, object, "columnas", heads);
	set(page, object, "filas", rows);
	set_text(page, object, "limite", chart->limited ? chart->limit_text : no_text());
	return object;
}
