/*
 * export.h -- the site as data: what is made from facts without a theme.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * So far what search engines ask for: sitemap.xml (only when the site says
 * its public address: a map of relative addresses means nothing) and
 * robots.txt. export_plan() comes after everything else was planned, because
 * the map lists the plan.
 */
#ifndef EXPORT_EXPORT_H
#define EXPORT_EXPORT_H

#include "base/buf.h"
#include "base/diag.h"
#include "route/plan.h"
#include "route/route.h"

/* Add the exports to PLAN. A site of more than 50,000 pages gets an index of
   maps: sitemap.xml, sitemap-1.xml ... */
void export_plan(struct plan *plan, const struct route *route, struct diag *diag);

/* Append the bytes of ITEM, one of PLAN_EXPORT, to OUT. */
void export_render(const struct plan *plan, const struct route *route,
		   const struct plan_item *item, struct buf *out);

#endif
