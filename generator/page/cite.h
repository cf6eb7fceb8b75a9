/*
 * cite.h -- how to cite an evaluation: in words, in APA, in BibTeX.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is cited is a version, at its own address, since the page of an
 * evaluation changes with it; where there is no past to tell versions apart it
 * is the page. The same facts stand at the foot of each printed sheet, so that
 * a page that was saved as PDF says where it came from.
 */
#ifndef PAGE_CITE_H
#define PAGE_CITE_H

#include "context.h"

struct edition;

/* "cita" of VALORES.md. EDITION may be NULL; PATH is what is cited, below the root. */
struct value citation_value(struct page *page, const struct evaluation *evaluation,
			    const struct edition *edition, struct str path);

#endif
