/*
 * lost.h -- what versions were of, and nothing that is published is any more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A fund, a year, a unit, an evaluator, an entity or a contract that evaluations
 * named once keeps its page (page/past_plan.c). The list that stood beside that
 * page stays too: this tells whose. (Whose feeds stay, the chronicle tells.)
 */
#ifndef GENERATOR_EXPORT_LOST_H
#define GENERATOR_EXPORT_LOST_H

#include "export/export.h"

struct lost {
	enum entry_kind kind;
	struct str key;		/* the chronicle's */
};

/*
 * What versions named in their fields and the site has no more, each once, in
 * the order of the chronicle, in ARENA; *COUNT. Some of it may have been ordered
 * out: only what has a page is to be shown.
 */
const struct lost *lost_names(const struct export_inputs *inputs, struct arena *arena, uint32_t *count);

#endif
