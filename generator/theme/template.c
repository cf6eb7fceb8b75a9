/*
 * template.c -- a set of templates: filling it, and tying it together.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>

#include "base/escape.h"
#include "base/utf8.h"
#include "tree.h"

struct template_set *template_set_new(enum template_rules rules)
{
	struct template_set *set = memory_alloc(sizeof *set);

	*set = (struct template_set){ .rules = rules };
	arena_init(&set->arena);
	map_init(&set->by_name);
	return set;
}

void template_set_free(struct template_set *set)
{
	if (!set)
		return;
	vec_dispose(&set->templates);
	map_dispose(&set->by_name);
	arena_dispose(&set->arena);
	free(set);
}

int template_set_add(struct template_set *set, struct str name,
		     struct place place, struct str source, struct diag *diag)
{
	struct template *template;

	if (map_get(&set->by_name, name))
		return 0;
	template = ARENA_NEW(&set->arena, struct template);
	template->set = set;
	template->name = arena_str(&set->arena, name);
	template->path = place.path;
	map_set(&set->by_name, template->name, template);
	vec_push(&set->templates, template);
	return template_compile(template, place,
				arena_str(&set->arena, source), diag);
}

void template_set_root(struct template_set *set, struct value root)
{
	set->root = root;
}

const struct template *template_set_find(const struct template_set *set,
					 struct str name)
{
	return map_get(&set->by_name, name);
}

struct place template_place(const struct template *template,
			    const struct op *op)
{
	return (struct place){
		.path = template->path, .line = op->line,
		.column = op->column, .length = op->length,
	};
}

/* --- Linking. --- */

struct linker {
	struct template_set *set;
	const struct template *template;
	struct diag *diag;
	size_t unknown;
	int status;
};

static void link_body(struct linker *linker, struct body *body);

void template_set_nearest(const struct template_set *set, struct str name,
			  struct buf *out)
{
	struct str best = { NULL, 0 };
	unsigned limit = name.len < 6 ? 2 : 3;

	for (size_t i = 0; i < set->templates.count; i++) {
		struct str other = set->templates.at[i]->name;
		unsigned distance = text_distance(name, other, limit);

		if (distance <= limit && distance) {
			best = other;
			limit = distance - 1;
		}
	}
	if (best.ptr)
		buf_printf(out, "¿quiso decir «%.*s»?", STR_ARG(best));
}

static void report_unknown(struct linker *linker, const struct op *op)
{
	struct str name = op->as.call->target_name;
	struct buf hint;

	buf_init(&hint);
	if (++linker->unknown <= DIAG_PER_FILE)
		template_set_nearest(linker->set, name, &hint);
	linker->status = -1;
	diag_report(linker->diag, DIAG_TEMPLATE_UNKNOWN,
		    template_place(linker->template, op), buf_str(&hint),
		    "no hay una plantilla «%.*s»; no se imprime nada",
		    STR_ARG(name_shown(name)));
	buf_dispose(&hint);
}

static const struct value *find_part(const struct value *object,
				     const struct part *part)
{
	if (!object || object->kind != VALUE_OBJECT)
		return NULL;
	return value_find(object->as.object, part->ptr, part->len, part->hash);
}

/* t.titulo: the root is known before any page is, so a slip shows here. */
static void check_name(struct linker *linker, const struct op *op,
		       struct name name)
{
	const struct value *object;
	const struct part *parts = name.parts;

	if (name.count < 2)
		return;
	object = find_part(&linker->set->root, &parts[0]);
	if (!object || object->kind != VALUE_OBJECT ||
	    find_part(object, &parts[1]))
		return;
	linker->status = -1;
	diag_report(linker->diag, DIAG_THEME_NAME,
		    template_place(linker->template, op), STR(""),
		    "el tema no tiene «%.*s.%.*s»; no se imprime nada",
		    STR_ARG(str_make(parts[0].ptr, parts[0].len)),
		    STR_ARG(name_shown(str_make(parts[1].ptr,
						parts[1].len))));
}

/*
 * A value of the root is the same on every page: it becomes part of the
 * source's text, escaped once. One of several lines stays a value, for values
 * are not indented.
 */
static void bind_value(struct linker *linker, struct op *op)
{
	const struct name *name = &op->as.name;
	const struct value *value;
	struct buf escaped;
	struct str text;

	if (name->count != 2 || linker->set->rules != TEMPLATE_SAFE)
		return;
	value = find_part(find_part(&linker->set->root, &name->parts[0]),
			  &name->parts[1]);
	if (!value || value->kind != VALUE_TEXT || op->kind != OP_VALUE)
		return;
	text = str_make(value->as.text, value->len);
	if (str_find_char(text, '\n') != (size_t)-1)
		return;
	buf_init(&escaped);
	escape_text(&escaped, text);
	op->kind = OP_TEXT;
	op->starts_line = false;
	op->as.text = arena_str(&linker->set->arena, buf_str(&escaped));
	buf_dispose(&escaped);
}

/* Whether text B may follow text A in one operation: where a line begins must
   still be told by a newline within the text, or by its starts_line. */
static bool may_join(const struct op *a, const struct op *b)
{
	struct str text = a->as.text;
	bool ends_line = text.len && text.ptr[text.len - 1] == '\n';

	if (a->kind != OP_TEXT || b->kind != OP_TEXT)
		return false;
	return b->starts_line ? ends_line && b->as.text.len : !ends_line;
}

/* Put OP behind the KEPT operations of BODY; returns how many there are. */
static uint32_t keep_op(struct linker *linker, struct body *body,
			uint32_t kept, struct op *op)
{
	struct op *last = kept ? &body->ops[kept - 1] : NULL;

	if (last && may_join(last, op)) {
		op->as.text = arena_printf(&linker->set->arena, "%.*s%.*s",
					   STR_ARG(last->as.text),
					   STR_ARG(op->as.text));
		op->starts_line = last->starts_line;
		return keep_op(linker, body, kept - 1, op);
	}
	memmove((void *)&body->ops[kept], op, sizeof *op);
	return kept + 1;
}

static void link_call(struct linker *linker, const struct op *op)
{
	struct call *call = op->as.call;

	for (uint32_t i = 0; i < call->argument_count; i++)
		link_body(linker, &call->arguments[i].body);
	if (call->is_dynamic) {
		check_name(linker, op, call->dynamic);
		return;
	}
	call->target = template_set_find(linker->set, call->target_name);
	if (!call->target && linker->set->rules == TEMPLATE_SAFE)
		report_unknown(linker, op);
}

static bool is_same_name(const struct name *a, const struct name *b)
{
	for (uint32_t i = 0; i < a->count && i < b->count; i++)
		if (!str_equal(str_make(a->parts[i].ptr, a->parts[i].len),
			       str_make(b->parts[i].ptr, b->parts[i].len)))
			return false;
	return a->count == b->count && a->count;
}

/* {{#x}}...{{x}}...{{/x}} need not look for x again. */
static void mark_own_values(struct section *section)
{
	for (uint32_t i = 0; i < section->body.count; i++) {
		struct op *op = &section->body.ops[i];

		if (op->kind == OP_VALUE || op->kind == OP_RAW)
			op->of_section = is_same_name(&op->as.name,
						      &section->name);
	}
}

static void link_op(struct linker *linker, struct op *op)
{
	switch ((enum op_kind)op->kind) {
	case OP_TEXT:
		break;
	case OP_VALUE:
	case OP_RAW:
		check_name(linker, op, op->as.name);
		bind_value(linker, op);
		break;
	case OP_SECTION:
	case OP_INVERTED:
		check_name(linker, op, op->as.section->name);
		link_body(linker, &op->as.section->body);
		mark_own_values(op->as.section);
		break;
	case OP_CALL:
		link_call(linker, op);
		break;
	case OP_BLOCK:
		link_body(linker, &op->as.block->body);
		break;
	}
}

/* {{#x}}...{{/x}}{{^x}}...{{/x}} looks for x once. */
static void mark_alternatives(struct body *body)
{
	for (uint32_t i = 1; i < body->count; i++) {
		struct op *op = &body->ops[i];

		if (op->kind == OP_INVERTED && op[-1].kind == OP_SECTION)
			op->of_section = is_same_name(&op->as.section->name,
						      &op[-1].as.section->name);
	}
}

static void link_body(struct linker *linker, struct body *body)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < body->count; i++) {
		link_op(linker, &body->ops[i]);
		kept = keep_op(linker, body, kept, &body->ops[i]);
	}
	body->count = kept;
	mark_alternatives(body);
}

/*
 * Cycles. Only calls outside of every section and block happen whatever the
 * data; a circle of those never ends. visit is 0 before, 1 while its calls
 * are followed, 2 after; the way down is a list of our own, not recursion,
 * for it may be as long as there are templates.
 */
enum { UNSEEN, OPEN, DONE };

struct step {
	struct template *template;
	uint32_t next;			/* operation to look at */
};

static void report_cycle(struct linker *linker, const struct step *step,
			 const struct op *op)
{
	linker->status = -1;
	diag_report(linker->diag, DIAG_TEMPLATE_LOOP,
		    template_place(step->template, op), STR(""),
		    "«%.*s» vuelve a incluir «%.*s» sin que nada lo detenga; "
		    "el tema no se usa", STR_ARG(step->template->name),
		    STR_ARG(op->as.call->target->name));
}

static void follow_calls(struct linker *linker, struct template *first)
{
	VEC(struct step) way = { 0 };
	struct step begin = { first, 0 };

	if (first->visit != UNSEEN)
		return;
	first->visit = OPEN;
	vec_push(&way, begin);
	while (way.count) {
		struct step *step = &way.at[way.count - 1];
		const struct body *body = &step->template->body;
		const struct op *op;
		struct step down = { 0 };

		if (step->next == body->count) {
			step->template->visit = DONE;
			way.count--;
			continue;
		}
		op = &body->ops[step->next++];
		if (op->kind != OP_CALL || !op->as.call->target)
			continue;
		down.template = map_get(&linker->set->by_name,
					op->as.call->target->name);
		if (down.template->visit == OPEN)
			report_cycle(linker, step, op);
		if (down.template->visit != UNSEEN)
			continue;
		down.template->visit = OPEN;
		vec_push(&way, down);
	}
	vec_dispose(&way);
}

int template_set_link(struct template_set *set, struct diag *diag)
{
	struct linker linker = { .set = set, .diag = diag };

	for (size_t i = 0; i < set->templates.count; i++) {
		linker.template = set->templates.at[i];
		link_body(&linker, &set->templates.at[i]->body);
	}
	for (size_t i = 0; i < set->templates.count; i++)
		follow_calls(&linker, set->templates.at[i]);
	return linker.status;
}
