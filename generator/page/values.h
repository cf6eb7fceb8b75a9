/*
 * values.h -- what templates can print, told to theme authors and held to it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * values.def describes every value. From it comes the manual; against it each
 * page can be checked, so that the manual says neither more nor less than the
 * pages give; and so can the names that a theme's templates use.
 */
#ifndef GENERATOR_PAGE_VALUES_H
#define GENERATOR_PAGE_VALUES_H

#include "base/buf.h"
#include "base/map.h"
#include "theme/theme.h"

/*
 * Hold the value ROOT of a page made with TEMPLATE, and SHARED, which all
 * pages see, against the description; append a line for each fault that SEEN
 * does not hold yet: "inicio.matriz.filas: falta". SEEN's keys are in ARENA.
 */
void values_check(struct buf *out, struct map *seen, struct arena *arena,
		  const char *template, struct value root, struct value shared);

/* Warn of names in the templates of these pages that none of them has: see
   theme/shape.h. */
void values_check_names(struct theme *theme, const char *const *templates, size_t count,
			struct diag *diag);

#endif
