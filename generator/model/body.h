/*
 * body.h -- the prose of an evaluation, cut into the sections of the format.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef GENERATOR_MODEL_BODY_H
#define GENERATOR_MODEL_BODY_H

#include "base/arena.h"
#include "base/diag.h"
#include "model/site.h"

/*
 * Cut BODY, the tokens of a whole file, into SECTIONS (all zero before).
 *
 * A section begins at a heading whose first word is exactly a number of a
 * body section and goes on to the next one; other headings belong to it. Its
 * prose is a slice of BODY, its items are in ARENA. The states are told here:
 * nothing under the heading is blank; words that say there is none, alone, are
 * explicitly none; a section without a heading stays absent.
 *
 * Reported: a section twice, a heading that belongs to the front matter, text
 * before the first section, and written numbers that are not 1, 2, 3 ...
 */
void body_cut(struct section sections[SECTIONS], struct prose body,
	      struct arena *arena, struct str shown, struct diag *diag);

/* True when TEXT, plain, says that there is none of what a section lists whose
   noun has one of STEMS (section_type.none). */
bool body_says_none(struct str text, const char *stems);

#endif
