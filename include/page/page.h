/*
 * page.h -- the pages of the site: which there are, and the bytes of each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *	struct pages *pages = pages_new(&inputs, &plan, diag);
 *	... export_plan(&plan, ...); stop here when there are errors
 *	for each item of the plan whose maker is PLAN_PAGE, on any thread:
 *		page_render(pages, item, &arena, &out, diag);
 *	pages_free(pages);
 *
 * A page kind is a line of a table (pages.c): its template, which pages of it
 * there are, and what turns the facts into the values that the template
 * prints. themes/VALORES.md tells theme authors those values.
 *
 * Rendering reads the site and changes nothing: the same page is the same
 * bytes on any thread, in any order.
 */
#ifndef PAGE_PAGE_H
#define PAGE_PAGE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/digest.h"
#include "model/site.h"
#include "route/plan.h"
#include "route/route.h"
#include "theme/theme.h"
#include "version/attachment.h"
#include "version/chronicle.h"

struct data;

struct page_inputs {
	const struct site *site;
	const struct route *route;
	const struct theme *theme;
	/* The SHA-256 of each attachment, in the order of
	   site->kinds[ENTRY_FILE]; NULL, or "" for one, shows none. Borrowed: may
	   be filled in between planning and rendering. */
	char (*digests)[DIGEST_HEX];
	/* The published past, or NULL when there is none to show; then, and where
	   it is not whole, the words say why ("" when all is there). */
	const struct chronicle *chronicle;
	struct str history_words;
	const struct attachments *attachments;	/* of the same past; NULL: there is none */
	unsigned workers;	/* for planning; 0: one */
	const struct data *data;	/* export/data.h: whose files PLAN has already; NULL: none are made */
	bool has_data_pages;		/* and the theme has pages for them */
	/* There will be an index for buscar.html to search: include/export/search.h. */
	bool has_search;
	/* There will be data beside each evaluation and below datos/: include/export/data.h. */
};

struct pages;

/*
 * Add every page, theme asset and attachment to PLAN, and make ready what the
 * pages share. The inputs and PLAN must outlive the result; free it with
 * pages_free(). Templates that are missing and addresses taken twice are
 * reported; never NULL.
 */
struct pages *pages_new(const struct page_inputs *inputs, struct plan *plan,
			struct diag *diag);
void pages_free(struct pages *pages);

/*
 * Append the bytes of ITEM, one of PLAN_PAGE, to OUT. SCRATCH is the worker's
 * own, and is reset here before it is used. Returns -1 after a diagnostic when
 * the template could not be followed to its end.
 */
int page_render(const struct pages *pages, const struct plan_item *item,
		struct arena *scratch, struct buf *out, struct diag *diag);

/*
 * Warn of names in THEME's templates that no page made with them has. Once,
 * before anything is rendered.
 */
void page_check_names(struct theme *theme, struct diag *diag);

/*
 * For theme authors: the manual of all values (Markdown, Spanish), and a check
 * that ITEM's page gives just those. page_check() appends a line for each
 * fault that SEEN does not hold yet; SEEN's keys live in ARENA. SCRATCH as in
 * page_render().
 */
void page_put_manual(struct buf *out);
void page_check(const struct pages *pages, const struct plan_item *item, struct arena *scratch,
		struct buf *out, struct map *seen, struct arena *arena, struct diag *diag);

#endif
