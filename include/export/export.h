/*
 * export.h -- the site as data: what is made from facts without a theme.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What search engines ask for: sitemap.xml (only when the site says its public
 * address: a map of relative addresses means nothing) and robots.txt. And what
 * changed, where there is a past to tell: Atom feeds of the site (cambios.xml),
 * of each fund, unit and entity (fondos/<clave>.xml), of each evaluation, with
 * a Memento TimeMap beside it (.../cambios.xml, .../timemap.link). export_plan() comes after everything else was planned, because
 * the map lists the plan.
 */
#ifndef EXPORT_EXPORT_H
#define EXPORT_EXPORT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "route/plan.h"
#include "route/route.h"
#include "version/chronicle.h"

struct export_inputs {
	const struct site *site;
	const struct route *route;
	const struct chronicle *chronicle;	/* NULL: no past to tell */
	struct tellings *tellings;	/* one for each of its happenings; NULL without it */
};

/* Add the exports to PLAN. A site of more than 50,000 pages gets an index of
   maps: sitemap.xml, sitemap-1.xml ... */
void export_plan(const struct export_inputs *inputs, struct plan *plan, struct diag *diag);

/*
 * Append the bytes of ITEM, one of PLAN_EXPORT, to OUT. SCRATCH is the worker's
 * own, and is reset here before it is used.
 */
void export_render(const struct export_inputs *inputs, const struct plan *plan,
		   const struct plan_item *item, struct arena *scratch, struct buf *out);

#endif
