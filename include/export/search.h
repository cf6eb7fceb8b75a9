/*
 * search.h -- the index that a reader's browser searches, as plain files.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Without a server, and from a folder on a disk, a page can load one thing
 * only: a script with an address. So the index is scripts, below
 * datos/buscar/, each one call of buscar_parte(NAME, DATA) with a literal that
 * recursos/buscar.js keeps; nothing is fetched, evaluated or compiled.
 *
 * What is found is an item: a finding, a SWOT entry, a conclusion, a
 * recommendation, an objective, a paragraph of the prose sections, a
 * commitment; and, as item 0, a whole document: an evaluation by its heading
 * (names, fund, year, entity, persons, cost), or an entry of a catalogue.
 * Documents are numbered: entries first, then evaluations from the oldest year
 * to the newest, by key. What is added of a new year so leaves the files of
 * old texts as they are.
 *
 *   raiz.js      loaded with the page: how many documents and items there are,
 *                the names of facets, which part holds which words (the first
 *                word of each), acronyms that mean the same, common words
 *   columnas.js  fund, year, entity and evaluator of each evaluation, by runs
 *   unidades.js  its units; loaded when that facet is opened
 *   p-WORD.js    a part of the vocabulary, from WORD on: its forms, grouped by
 *                stem, and the items that each is in
 *   t-N.js       the texts and addresses of some documents, compressed
 *
 * A query costs two trips: the parts of the words typed, and columnas.js, all
 * at once; then the texts of the results that are shown.
 *
 * A form is a word as it was written, in lower case and NFC, accents kept.
 * Forms are sorted without accents. Those that have one stem (Snowball), or
 * differ in accents alone, are one group and never in different parts; so the
 * browser finds the group of a typed word without knowing how to stem, counts
 * the same form more than its sisters, and completes a prefix by reading on.
 * search_word.h says what a word is; buscar.js reads words in the same way.
 *
 * Items are ranked by BM25. The part of it that does not depend on the query,
 * how much a form counts in an item, is made here in sixteenths, with lengths
 * compared with a fixed length and not with the mean: the index of an
 * evaluation so depends on that evaluation alone. A form in more than
 * SEARCH_CUT items lists the SEARCH_KEPT that it counts most in; among equals,
 * the same documents are kept for every form, spread over all, so that
 * two common words still meet. The vocabulary says how many there were.
 *
 * What is suppressed is not indexed, nor are addresses of persons. The same
 * content gives the same bytes, whatever the number of workers.
 */
#ifndef EXPORT_SEARCH_H
#define EXPORT_SEARCH_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "model/site.h"
#include "route/plan.h"
#include "route/route.h"

#define SEARCH_CUT 4096u
#define SEARCH_KEPT 2048u

struct search;

/*
 * Index SITE on WORKERS threads and add the files to PLAN. After the pages were
 * planned. SITE, ROUTE and PLAN must outlive the result; free it with
 * search_free(). Never NULL.
 */
struct search *search_new(const struct site *site, const struct route *route, unsigned workers,
			  struct plan *plan, struct diag *diag);
void search_free(struct search *search);

/* Append the bytes of ITEM, one of PLAN_SEARCH, to OUT; on any thread. SCRATCH
   is the worker's own, and is reset here. */
void search_render(const struct search *search, const struct plan_item *item,
		   struct arena *scratch, struct buf *out);

#endif
