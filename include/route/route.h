/*
 * route.h -- every address of the site, decided once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An address is the path of a file below the site's root: "fondos/fais.html".
 * route_new() works out that of every entry when the model is complete;
 * afterwards pages and exports only ask. Links are made relative to the file
 * they stand in, so that a copy of the site works wherever it lies.
 *
 * Nothing here knows what a page holds. Which files there will be is in
 * plan.h.
 */
#ifndef ROUTE_ROUTE_H
#define ROUTE_ROUTE_H

#include "base/arena.h"
#include "base/buf.h"
#include "model/site.h"

#define ROUTE_ROWS 100		/* of one page of a long list */

struct route;

/* The addresses of SITE, which must outlive them. Free with route_free(). */
struct route *route_new(const struct site *site);
void route_free(struct route *route);

/*
 * Where ENTRY is. A yearly programme gives the page of its year, an
 * attachment its file. The absent view for what has no page: a follow-up, and
 * an entry whose key could not be the name of a file.
 */
struct str route_entry(const struct route *route, const struct entry *entry);

/* Whether PATH may stand in a link as it is: only those of attachments and of
   their versions, which the author named, need escaping. */
bool route_is_plain(struct str path);

/* Where the list of all entries of KIND begins: "fondos/index.html"; the
   absent view for kinds that have none. */
struct str route_index(enum entry_kind kind);

/* Where an entry of KIND called KEY was, or would be. In ARENA; the absent
   view when KEY cannot be an address. */
struct str route_former(struct arena *arena, enum entry_kind kind, struct str key);

/* Page NUMBER (from 1) of the list that begins at PATH: "fondos/fais-2.html".
   PATH itself for 1, else in ARENA. */
struct str route_page(struct arena *arena, struct str path, uint32_t number);

/* How many pages ROWS rows take; one when there are none. */
uint32_t route_pages(uint32_t rows);

/* The page of the programme of YEAR, in ARENA: "pae/2022.html". */
struct str route_programme(struct arena *arena, int year);

/* What goes with PAGE and differs from it by its ending, in ARENA: "fondos/fais.csv" for
   "fondos/fais.html" and ".csv"; absent for what is no page. */
struct str route_with_ending(struct arena *arena, struct str page, const char *ending);

/*
 * What lies beside the page of the evaluation called KEY, in the folder that
 * has its name; in ARENA, absent when KEY cannot be an address. A version
 * stays where it was published: KEY is its identity at that time, and numbers
 * are the places of editions (version/chronicle.h).
 *
 *	route_beside(arena, key, "historial.html")
 *	route_version(arena, key, 2)		.../v2.html
 *	route_comparison(arena, key, 1, 2)	.../cambios-1-2.html
 *	route_comparison(arena, key, 1, 0)	.../cambios-1-actual.html
 *
 * A version without a place (0) has no address: absent, as is what would
 * compare it.
 */
struct str route_beside(struct arena *arena, struct str key, const char *name);
struct str route_version(struct arena *arena, struct str key, uint32_t number);
struct str route_comparison(struct arena *arena, struct str key, uint32_t from, uint32_t to);

/*
 * Years side by side; in ARENA. ENTITY may be NULL. Keys have hyphens too, so
 * that two pairs could ask for one address: who plans the pages looks.
 *
 *	route_years(arena, fund, entity, 2019, 2022)	comparar/fortamun-puebla-2019-2022.html
 *	route_across(arena, fund, 2022)			comparar/fortamun-2022.html
 */
struct str route_years(struct arena *arena, const struct entry *fund, const struct entry *entity,
		       int from, int to);
struct str route_across(struct arena *arena, const struct entry *fund, int year);

/* What changed on the site in a month, in ARENA: "cambios/2024-03.html". */
struct str route_month(struct arena *arena, int year, int month);

/*
 * Of the attachment at PATH ("archivos/2022/Informe.pdf"), the page of all the
 * bytes that were ever there, and where former bytes are, by their BLOB and the
 * NAME of the file; in ARENA.
 *
 *	route_attachment(arena, path)		versiones/archivos/2022/informe.pdf.html
 *	route_bytes(arena, blob, name)		versiones/94a9ed…/Informe.pdf
 *
 * Nothing of an author's is ever below versiones/, so that no attachment can take
 * such an address; the first folder is "archivos" or 40 digits, so that neither
 * can one of these take one of those. Paths that only letter case tells apart are
 * one address for many machines, and have one page. Absent for what cannot be a
 * file: a part that is empty, "." or "..", too long, or has control characters.
 */
struct str route_attachment(struct arena *arena, struct str path);
struct str route_bytes(struct arena *arena, struct str blob, struct str name);

/* The public address of the site without '/' at its end, or the absent view. */
struct str route_url(const struct route *route);

#endif
