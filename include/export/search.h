/*
 * search.h -- the index that a reader's browser searches, as plain files.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Without a server, and from a folder on a disk, a page can load one thing
 * only: a script with an address. So the index is scripts, below
 * datos/buscar/, each one call of buscar_parte(NAME, DATA) with a literal that
 * recursos/buscar.js keeps; nothing is evaluated or compiled. From a server the
 * same files are asked for in parts (Range), of some hundred bytes; whoever does
 * not know how, or may not, gets the script: the answer is the same.
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
 *                the names of facets and of all other files, where in which file
 *                the words from which one on are, acronyms that mean the same,
 *                common words
 *   columnas     fund, year and entity of each evaluation, by runs, and how many
 *                bytes its text takes
 *   frases       what texts repeat: search_text.h
 *   unidades, evaluadores   loaded when that facet is opened
 *   p-N          blocks of the vocabulary: forms, grouped by stem, and the items
 *                that each is in; search_index.h
 *   e-N, t-N     the texts and addresses of entries and of evaluations
 *
 * All names but raiz.js end in a hash of what the file holds. So a page that was
 * opened before the site was published anew asks for what is there no more, and
 * notices; what it does get is what its root tells of.
 *
 * A query costs two trips: the blocks of the words typed, with columnas and
 * frases the first time, all at once; then, of each result that is shown, the
 * first line of its document and its own.
 *
 * A form is a word as it was written, in lower case and NFC, accents kept.
 * Forms are sorted without accents. Those that have one stem (Snowball), or
 * differ in accents alone, are one group and never in different blocks; so the
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
 * two common words still meet. The SEARCH_FIRST that it counts most in come
 * first, and are all that is asked for where a rare word decides, or while
 * nothing is counted and nobody asks for more. The vocabulary says how many
 * there were, and the page how many it looked at.
 *
 * What is suppressed is not indexed, nor are addresses of persons. The same
 * content gives the same bytes, whatever the number of workers.
 */
#ifndef EXPORT_SEARCH_H
#define EXPORT_SEARCH_H

#include "base/buf.h"
#include "base/diag.h"
#include "model/site.h"
#include "route/plan.h"
#include "route/route.h"

#define SEARCH_CUT 4096u
#define SEARCH_KEPT 2048u
#define SEARCH_FIRST 128u

struct search;

/*
 * Index SITE on WORKERS threads and add the files to PLAN. After the pages were
 * planned. SITE, ROUTE and PLAN must outlive the result; free it with
 * search_free(). Never NULL.
 */
struct search *search_new(const struct site *site, const struct route *route, unsigned workers,
			  struct plan *plan, struct diag *diag);
void search_free(struct search *search);

/* Append the bytes of ITEM, one of PLAN_SEARCH, to OUT; on any thread. */
void search_render(const struct search *search, const struct plan_item *item, struct buf *out);

#endif
