/*
 * abreast.h -- years side by side: which pairs there are, and where.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A series is the evaluations of one first fund and one entity. Each two years
 * of a series have a page, comparar/FUND-ENTITY-YEAR-YEAR.html: all pairs, not
 * neighbours alone, because an address that was cited must not go away when
 * another year is published, before, between or after. Pairs grow with the
 * square of the years of one series, which are few, and not with the site.
 *
 * One year of a fund that several entities have evaluated has a page across
 * them, comparar/FUND-YEAR.html.
 *
 * What was withdrawn is compared with nothing: its conclusions no longer stand.
 */
#ifndef PAGE_ABREAST_H
#define PAGE_ABREAST_H

#include "context.h"

struct abreast;

/* The series and pairs of the site; in the arena of PAGES. */
struct abreast *abreast_of(struct pages *pages);

/* Whether there is any page of them. */
bool has_abreast(const struct abreast *abreast);
void abreast_dispose(struct abreast *abreast);

/* Links to the years that EVALUATION can be compared with, and to the page
   across entities: "comparar" of VALORES.md, or false. */
struct value abreast_of_evaluation(struct page *page, const struct evaluation *evaluation);

/* The same for a fund (its years across entities, its series) and for a year
   (its funds across entities). */
struct value abreast_of_entry(struct page *page, const struct entry *entry);

#endif
