/*
 * tree.h -- a compiled template: what the compiler makes and the renderer
 * walks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A template is a body: operations in order, some of which hold bodies. All
 * lives in the set's arena.
 *
 * Indentation. A partial that stands alone on its line is indented as a
 * whole: its indentation goes before each line of its source, not of what
 * values print. So each place where a line of the source begins is known to
 * the tree: within a text after each of its newlines, and before it when
 * starts_line is set (an empty text marks a line that begins with a tag).
 * Lines of standalone tags print nothing and have no such mark. The lines
 * of a block lose the block's own indentation when compiled, and receive
 * that of the place where the block is put.
 */
#ifndef THEME_TREE_H
#define THEME_TREE_H

#include <stdatomic.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/map.h"
#include "base/str.h"
#include "base/vec.h"
#include "theme/template.h"

struct part {
	const char *ptr;
	uint32_t len, hash;
};

/* "a.b" is two parts; "." is none. */
struct name {
	const struct part *parts;
	uint32_t count;
};

struct op;

struct body {
	struct op *ops;
	uint32_t count;
	bool starts_line;	/* its first line is a whole one */
};

enum op_kind {
	OP_TEXT,
	OP_VALUE,
	OP_RAW,
	OP_SECTION,
	OP_INVERTED,
	OP_CALL,		/* a partial, or a parent */
	OP_BLOCK,
};

struct section {
	struct name name;
	struct body body;
};

struct argument {
	struct str name;
	struct body body;
};

struct call {
	struct str target_name;
	struct name dynamic;		/* when is_dynamic */
	const struct template *target;	/* NULL: unknown, or dynamic */
	struct str indent;
	struct argument *arguments;
	uint32_t argument_count;
	bool is_dynamic;
	bool standalone;
};

struct block {
	struct str name;
	struct body body;		/* when nobody fills it */
	struct str indent;		/* of its lines, within the enclosing */
	bool standalone;		/* its tag prints no line of its own */
};

struct op {
	uint8_t kind;			/* enum op_kind */
	bool starts_line : 1;		/* OP_TEXT */
	bool of_section : 1;		/* OP_VALUE, OP_RAW: the name is that of the
					   section it stands in directly;
					   OP_INVERTED: of the one just before */
	bool known : 1, missed : 1;	/* its name was found, and not found,
					   before any page: names.c */
	atomic_bool told;		/* its mistake was reported */
	uint32_t line, column, length;
	union {
		struct str text;
		struct name name;	/* OP_VALUE, OP_RAW */
		struct section *section;
		struct call *call;
		struct block *block;
	} as;
};

struct template {
	struct template_set *set;
	struct str name;
	struct str path;
	struct body body;
	uint8_t visit;			/* see template.c, "Cycles" */
};

struct template_set {
	struct arena arena;
	struct map by_name;
	VEC(struct template *) templates;
	struct value root;
	enum template_rules rules;
};

/* Compile SOURCE (of the set's arena) into TEMPLATE->body. As
   template_set_add(). */
int template_compile(struct template *template, struct place place,
		     struct str source, struct diag *diag);

/* S, or its beginning when it is too long for a message. */
static inline struct str name_shown(struct str s)
{
	if (s.len <= 80)
		return s;
	s.len = 80;
	while (s.len && ((unsigned char)s.ptr[s.len] & 0xc0) == 0x80)
		s.len--;
	return s;
}

/* Append "¿quiso decir «x»?" to OUT when a template's name is near NAME. */
void template_set_nearest(const struct template_set *set, struct str name,
			  struct buf *out);

struct shape_book;
struct shape_page;

/* See shape.h. */
void template_set_check_names(struct template_set *set,
			      const struct shape_page *pages, size_t count,
			      const struct shape_book *book, struct diag *diag);

/* Where OP of TEMPLATE is written. */
struct place template_place(const struct template *template,
			    const struct op *op);

#endif
