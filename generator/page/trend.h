/*
 * trend.h -- the facts that people would rather look at than read, as charts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each gives a chart (chart.h), or false where a picture would say no more
 * than a sentence does: of one year, say. What the law took out of an
 * evaluation is as unknown here as it is on its page. Words are the theme's.
 */
#ifndef PAGE_TREND_H
#define PAGE_TREND_H

#include "context.h"

/* What the evaluations of LIST cost, by fiscal year; contracts once a year. */
struct value trend_cost(struct page *page, struct evaluation_list list);

/* How they were scored, by fiscal year: the mean of a year that has several. */
struct value trend_score(struct page *page, struct evaluation_list list);

#endif
