/*
 * shape.h -- what a template will be able to print, before there is a page.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who fills templates knows which names each kind of page has. He describes
 * them here as shapes, and the templates are walked as rendering would walk
 * them, over shapes instead of values: a name that nothing on the way can have
 * is told where it is written. {{titlo}} prints nothing, in silence, and is
 * otherwise found by who looks for it alone.
 */
#ifndef THEME_SHAPE_H
#define THEME_SHAPE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/str.h"
#include "theme/theme.h"

enum shape_kind {
	SHAPE_PLAIN,		/* a text, HTML, a number, a yes or no */
	SHAPE_OBJECT,
	SHAPE_LIST,
};

/* Of one value. */
struct shape {
	/* What it has, or each element of the list has: the describer's own.
	   NULL: elements that are no objects. Compared, never looked into. */
	const void *object;
	uint8_t kind;
	bool may_be_absent;	/* a name that is looked for further out then */
};

/* The describer. */
struct shape_book {
	/* What KEY is within OBJECT, or false. */
	bool (*find)(const void *object, struct str key, struct shape *shape);
	/* TELL of each key of OBJECT. */
	void (*each)(const void *object,
		     void (*tell)(void *context, struct str key), void *context);
	/* The name of an object, in words, that has KEY; or the absent view. */
	struct str (*owner)(struct str key);
};

/* A kind of page: its template, which the theme may lack, and what its
   contexts have, in the order of template_render(). */
#define SHAPE_CONTEXTS 4
struct shape_page {
	struct str template;
	const void *contexts[SHAPE_CONTEXTS];
	uint32_t count;
};

/*
 * Warn of names that no page has where they are written. A template that
 * several pages use may name what only one of them has; a part of it that is
 * never printed for a page (a section of a name it has not) says nothing of
 * that page. What is not reached from PAGES (a partial nobody includes, or
 * that only {{>*name}} may) is not looked at, and a theme that would take more
 * than a moment is not judged at all: there is never a false warning.
 *
 * Before any page is rendered: it leaves marks in the templates.
 */
void theme_check_names(struct theme *theme, const struct shape_page *pages,
		       size_t count, const struct shape_book *book,
		       struct diag *diag);

#endif
