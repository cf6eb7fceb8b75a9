/*
 * values.h -- what templates can print, told to theme authors and held to it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * values.def describes every value. From it comes the manual; against it each
 * page can be checked, so that the manual says neither more nor less than the
 * pages give.
 */
#ifndef GENERATOR_PAGE_VALUES_H
#define GENERATOR_PAGE_VALUES_H

#include "base/buf.h"
#include "base/map.h"
#include "theme/value.h"

/*
 * Hold the value ROOT of a page made with TEMPLATE, and SHARED, which all
 * pages see, against the description; append a line for each fault that SEEN
 * does not hold yet: "inicio.matriz.filas: falta". SEEN's keys are in ARENA.
 */
void values_check(struct buf *out, struct map *seen, struct arena *arena,
		  const char *template, struct value root, struct value shared);

#endif
