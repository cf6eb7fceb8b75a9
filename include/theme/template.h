/*
 * template.h -- the template language: Mustache, compiled once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The language is that of the published Mustache specification, with its
 * optional inheritance ({{<parent}}, {{$block}}) and dynamic names
 * ({{>*name}}), without lambdas. Beyond what the specification settles:
 *
 * - {{{x}}} and {{&x}} print HTML that the generator made, and numbers. Of
 *   text they are an error: it is reported and printed escaped.
 * - {{x}} of HTML prints it as it is; of a list, an object or a yes or no it
 *   is an error, and prints nothing.
 * - A block nested in an argument belongs to the template it is written in:
 *   an argument never fills itself.
 * - A partial that names no template is an error where it is written.
 *
 * A set is made once: add every template, link, render from many threads. A
 * linked set is not changed by rendering, but for a mark at each place whose
 * mistake was told already, so that one mistake is one diagnostic whatever
 * the number of pages.
 *
 * All is bounded: tags nest TEMPLATE_NESTING deep in a source, bodies
 * TEMPLATE_DEPTH deep in a rendering (partials that call themselves through
 * a section are lawful, as long as the data ends), one rendering takes
 * TEMPLATE_STEPS bodies and puts out TEMPLATE_OUTPUT bytes at most.
 */
#ifndef THEME_TEMPLATE_H
#define THEME_TEMPLATE_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/str.h"
#include "theme/value.h"

#define TEMPLATE_NESTING 64
#define TEMPLATE_DEPTH 256
#define TEMPLATE_STEPS 20000000u
#define TEMPLATE_OUTPUT ((size_t)256 << 20)

enum template_rules {
	TEMPLATE_SAFE,
	TEMPLATE_TO_THE_LETTER,	/* {{{x}}} of any text, {{x}} of true and
				   false, unknown partials are empty: for
				   the specification's own tests */
};

struct template_set;
struct template;

struct template_set *template_set_new(enum template_rules rules);
void template_set_free(struct template_set *set);

/*
 * Compile SOURCE as the template NAME (which is copied, as SOURCE is). PLACE
 * tells where its first byte was read: path and, for a piece of a file, line
 * and column; 0 means 1. The path is borrowed for the set's life. A name
 * added twice keeps its first source.
 *
 * Returns 0, or -1 after one or more diagnostics; the template is then empty.
 */
int template_set_add(struct template_set *set, struct str name,
		     struct place place, struct str source,
		     struct diag *diag);

/*
 * What every template of the set sees below its own contexts: an object,
 * borrowed for the set's life. Call it before template_set_link(), which
 * then reports a dotted name ({{t.titulo}}) that begins with an object of
 * ROOT and is not in it, and makes those that name a text of it part of the
 * template: no context hides them.
 */
void template_set_root(struct template_set *set, struct value root);

/*
 * Find what each partial and parent names. Reports those that name nothing
 * and templates that include themselves with no section or block in between,
 * which could never end. Returns 0, or -1 after diagnostics.
 */
int template_set_link(struct template_set *set, struct diag *diag);

/* The template called NAME, or NULL. The set's. */
const struct template *template_set_find(const struct template_set *set,
					 struct str name);

/*
 * Append TEMPLATE, filled with COUNT contexts (the last is looked at first,
 * the set's root after all), to OUT.
 *
 * Returns 0, or -1 after a diagnostic when it had to stop halfway. Mistakes
 * that need no stop are reported and rendering goes on.
 */
int template_render(const struct template *template,
		    const struct value *contexts, size_t count,
		    struct buf *out, struct diag *diag);

#endif
