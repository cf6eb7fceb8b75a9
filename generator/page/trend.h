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

/*
 * Recommendations of LIST that are open and that are closed, at the end of each
 * month, or of each year where that would be too many. One is open from the
 * day its evaluation finished until the last of its commitments was attended
 * or cancelled; one that was not accepted, and one of an evaluation that does
 * not say when it finished, is in no count, and the note says how many those are.
 */
struct value trend_recommendations(struct page *page, struct evaluation_list list);

/*
 * Days from finish to publication against the site's deadline: a dot for each
 * evaluation, or, where they are many, how many were published when.
 */
struct value trend_publication(struct page *page, struct evaluation_list list);

/* How many of LIST each unit answers for: the TREND_UNITS with most. */
#define TREND_UNITS 8
struct value trend_units(struct page *page, struct evaluation_list list);

#endif
