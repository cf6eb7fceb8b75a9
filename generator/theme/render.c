/*
 * render.c -- a tree and values into text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A walk over the tree with three stacks, all of them on the C stack: the
 * contexts names are looked up in; the indentation in force; and the frames
 * of arguments that parents were called with.
 *
 * (1) A block is filled by the outermost frame that has an argument of its
 *     name, so that the template that was asked for has the last word.
 * (2) Within an argument the frames in force are those of the template it is
 *     written in, so it can neither fill itself nor be filled by the parent
 *     it fills.
 * (3) skip_line is set when the place of a block has printed the blanks of
 *     the line already that the argument begins with.
 * (4) in_plain is set while the body of a section is walked whose value is
 *     neither a list nor an object: the value is then the last context, and
 *     what its name means within the body.
 */
#include <stdio.h>

#include "base/escape.h"
#include "tree.h"

struct indent {
	const struct indent *outer;
	struct str text;
};

struct frame {
	const struct frame *outer;
	const struct call *call;
	const struct template *template;	/* where the call is written */
};

struct render {
	const struct template *template;	/* whose body is walked */
	struct value *contexts;
	size_t context_count, context_room;
	const struct indent *indent;
	const struct frame *frame;
	bool skip_line;
	bool in_plain;				/* see (4) */
	bool was_true;				/* the last section walked */
	unsigned depth;
	uint32_t steps;
	size_t begin;				/* of our part of out */
	struct buf *out;
	struct diag *diag;
};

static bool render_body(struct render *render, const struct body *body);

/* --- Mistakes that show with the data. --- */

/* Whether this is the first to tell of OP; later pages stay silent. */
static bool is_news(const struct op *op)
{
	/* The mark is the only part of a linked tree that changes. */
	return !atomic_exchange(&((struct op *)(uintptr_t)op)->told, true);
}

#define TELL(render, op, id, ...)					\
	do {								\
		if (is_news(op))					\
			diag_report((render)->diag, (id),		\
				    template_place((render)->template,	\
						   (op)),		\
				    STR(""), __VA_ARGS__);		\
	} while (0)

static bool is_strict(const struct render *render)
{
	return render->template->set->rules == TEMPLATE_SAFE;
}

/* "a.b" again, for a message. */
static struct str name_text(const struct name *name)
{
	const struct part *last;

	if (!name->count)
		return STR(".");
	last = &name->parts[name->count - 1];
	return name_shown(str_make(name->parts[0].ptr,
				   (size_t)(last->ptr + last->len -
					    name->parts[0].ptr)));
}

/* --- Names. --- */

static struct value resolve(const struct render *render,
			    const struct name *name)
{
	const struct part *part = name->parts;
	const struct value *value;

	if (!name->count)
		return render->context_count ?
		       render->contexts[render->context_count - 1] :
		       value_null();
	value = value_find_last(render->contexts, render->context_count,
				part->ptr, part->len, part->hash);
	for (uint32_t i = 1; value && i < name->count; i++) {
		part = &name->parts[i];
		if (value->kind != VALUE_OBJECT)
			return value_null();
		value = value_find(value->as.object, part->ptr, part->len,
				   part->hash);
	}
	return value ? *value : value_null();
}

/* --- Text. --- */

static void put_indent(struct buf *out, const struct indent *indent)
{
	if (!indent)
		return;
	put_indent(out, indent->outer);
	buf_put_str(out, indent->text);
}

/* INDENT with TEXT added, in *ROOM where that is something new. */
static const struct indent *add_indent(const struct indent *indent,
				       struct str text, struct indent *room)
{
	if (!text.len)
		return indent;
	*room = (struct indent){ indent, text };
	return room;
}

static void put_lines(struct render *render, const struct op *op)
{
	struct str rest = op->as.text;

	if (op->starts_line && !render->skip_line)
		put_indent(render->out, render->indent);
	if (op->starts_line)
		render->skip_line = false;
	if (!render->indent) {
		buf_put_str(render->out, rest);
		return;
	}
	while (rest.len) {
		size_t newline = str_find_char(rest, '\n');
		size_t len = newline == (size_t)-1 ? rest.len : newline + 1;

		buf_put(render->out, rest.ptr, len);
		rest = str_slice(rest, len, (size_t)-1);
		if (rest.len)
			put_indent(render->out, render->indent);
	}
}

static void put_number(struct buf *out, int64_t number)
{
	uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
	char digits[24];
	size_t at = sizeof digits;

	do {
		digits[--at] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest);
	if (number < 0)
		digits[--at] = '-';
	buf_put(out, digits + at, sizeof digits - at);
}

static void put_text(struct render *render, const struct op *op,
		     struct value value)
{
	struct str text = str_make(value.as.text, value.len);

	if (op->kind == OP_RAW && !is_strict(render)) {
		buf_put_str(render->out, text);
		return;
	}
	if (op->kind == OP_RAW)
		TELL(render, op, DIAG_TEMPLATE_RAW,
		     "«%.*s» es texto, no HTML: se imprime escapado; "
		     "escriba {{%.*s}}", STR_ARG(name_text(&op->as.name)),
		     STR_ARG(name_text(&op->as.name)));
	escape_text(render->out, text);
}

/* A value that has no words of its own. */
static void tell_kind(struct render *render, const struct op *op, const char *what)
{
	if (is_strict(render))
		TELL(render, op, DIAG_TEMPLATE_KIND,
		     "«%.*s» es %s y no se puede imprimir tal cual; "
		     "no se imprime nada", STR_ARG(name_text(&op->as.name)), what);
}

static void put_value(struct render *render, const struct op *op)
{
	struct value value = op->of_section && render->in_plain ?
		render->contexts[render->context_count - 1] :
		resolve(render, &op->as.name);

	switch ((enum value_kind)value.kind) {
	case VALUE_NULL:
		break;
	case VALUE_BOOL:
		if (is_strict(render))
			tell_kind(render, op, "un sí o no");
		else
			buf_put_text(render->out, value.as.number ? "true" : "false");
		break;
	case VALUE_NUMBER:
		put_number(render->out, value.as.number);
		break;
	case VALUE_TEXT:
		put_text(render, op, value);
		break;
	case VALUE_HTML:
		buf_put(render->out, value.as.text, value.len);
		break;
	case VALUE_LIST:
		tell_kind(render, op, "una lista");
		break;
	case VALUE_OBJECT:
		tell_kind(render, op, "un grupo de valores");
		break;
	}
}

/* --- Sections. --- */

static bool render_in(struct render *render, const struct body *body,
		      struct value context, bool in_plain)
{
	bool outer = render->in_plain, good;

	render->in_plain = in_plain;
	render->contexts[render->context_count++] = context;
	good = render_body(render, body);
	render->context_count--;
	render->in_plain = outer;
	return good;
}

static bool render_items(struct render *render, const struct body *body,
			 const struct value_list *list)
{
	for (uint32_t i = 0; i < list->count; i++)
		if (!render_in(render, body, list->at[i], false))
			return false;
	return true;
}

static bool render_section(struct render *render,
			   const struct section *section)
{
	struct value value = resolve(render, &section->name);
	bool is_true = value_is_true(value), good = true;

	if (value.kind == VALUE_LIST)
		good = render_items(render, &section->body, value.as.list);
	else if (is_true)
		good = render_in(render, &section->body, value,
				 value.kind != VALUE_OBJECT);
	render->was_true = is_true;
	return good;
}

static bool render_inverted(struct render *render, const struct op *op)
{
	const struct section *section = op->as.section;

	if (op->of_section ? render->was_true :
	    value_is_true(resolve(render, &section->name)))
		return true;
	return render_body(render, &section->body);
}

/* --- Partials, parents and blocks. --- */

/* The template CALL names here and now, or NULL. */
static const struct template *target_of(struct render *render,
					const struct op *op)
{
	const struct call *call = op->as.call;
	const struct template *target;
	struct value value;
	struct str name;

	if (!call->is_dynamic)
		return call->target;
	value = resolve(render, &call->dynamic);
	if (value.kind != VALUE_TEXT || !value.len)
		return NULL;
	name = str_make(value.as.text, value.len);
	target = template_set_find(render->template->set, name);
	if (!target && is_strict(render))
		TELL(render, op, DIAG_TEMPLATE_UNKNOWN,
		     "«%.*s» pide la plantilla «%.*s», que no existe; "
		     "no se imprime nada",
		     STR_ARG(name_shown(call->target_name)),
		     STR_ARG(name_shown(name)));
	return target;
}

static bool render_call(struct render *render, const struct op *op)
{
	const struct call *call = op->as.call;
	const struct template *target = target_of(render, op);
	const struct template *caller = render->template;
	const struct indent *outer = render->indent;
	struct frame frame = { render->frame, call, caller };
	struct indent indent;
	bool good;

	if (!target)
		return true;
	render->indent = call->standalone ?
		add_indent(outer, call->indent, &indent) : NULL;
	if (call->argument_count)
		render->frame = &frame;
	render->template = target;
	good = render_body(render, &target->body);
	render->template = caller;
	render->frame = frame.outer;
	render->indent = outer;
	return good;
}

/* See (1). */
static const struct body *find_argument(const struct frame *frame,
					struct str name,
					const struct frame **owner)
{
	const struct body *found = NULL;

	for (; frame; frame = frame->outer) {
		const struct call *call = frame->call;

		for (uint32_t i = 0; i < call->argument_count; i++) {
			if (!str_equal(call->arguments[i].name, name))
				continue;
			found = &call->arguments[i].body;
			*owner = frame;
			break;
		}
	}
	return found;
}

static bool render_block(struct render *render, const struct block *block)
{
	const struct frame *owner = NULL;
	const struct body *body = find_argument(render->frame, block->name,
						&owner);
	struct render outer = *render;
	struct indent indent;
	bool good;

	if (owner) {
		render->frame = owner->outer;
		render->template = owner->template;
	} else {
		body = &block->body;
	}
	render->indent = add_indent(outer.indent, block->indent, &indent);
	if (block->standalone && !body->starts_line)
		put_indent(render->out, render->indent);
	render->skip_line = !block->standalone && body->starts_line;
	good = render_body(render, body);
	render->skip_line = false;
	render->indent = outer.indent;
	render->frame = outer.frame;
	render->template = outer.template;
	return good;
}

/* --- Bodies. --- */

/* Whether the bounds allow one more body; OP is what asked for it. */
static bool within_bounds(struct render *render)
{
	const char *what = NULL;

	if (render->depth >= TEMPLATE_DEPTH)
		what = "las plantillas se incluyen unas a otras sin fin";
	else if (render->context_count >= render->context_room)
		what = "hay demasiadas secciones unas dentro de otras";
	else if (++render->steps > TEMPLATE_STEPS)
		what = "la página tiene demasiadas partes";
	else if (render->out->len - render->begin > TEMPLATE_OUTPUT)
		what = "la página es demasiado larga";
	else
		return true;
	diag_report(render->diag, DIAG_TEMPLATE_LOOP,
		    (struct place){ .path = render->template->path },
		    STR(""), "%s (en la plantilla «%.*s»); la página queda "
		    "sin terminar", what, STR_ARG(render->template->name));
	return false;
}

static bool render_op(struct render *render, const struct op *op)
{
	switch ((enum op_kind)op->kind) {
	case OP_TEXT:
		if (render->indent || render->skip_line)
			put_lines(render, op);
		else
			buf_put_str(render->out, op->as.text);
		return true;
	case OP_VALUE:
	case OP_RAW:
		put_value(render, op);
		return true;
	case OP_SECTION:
		return render_section(render, op->as.section);
	case OP_INVERTED:
		return render_inverted(render, op);
	case OP_CALL:
		return render_call(render, op);
	case OP_BLOCK:
		return render_block(render, op->as.block);
	}
	return true;
}

static bool render_body(struct render *render, const struct body *body)
{
	bool good = within_bounds(render);

	render->depth++;
	for (uint32_t i = 0; good && i < body->count; i++)
		good = render_op(render, &body->ops[i]);
	render->depth--;
	return good;
}

#define ROOT_CONTEXTS 8

int template_render(const struct template *template,
		    const struct value *contexts, size_t count,
		    struct buf *out, struct diag *diag)
{
	struct value stack[1 + ROOT_CONTEXTS + TEMPLATE_DEPTH + 1];
	struct render render = {
		.template = template, .contexts = stack,
		.context_room = sizeof stack / sizeof *stack,
		.out = out, .begin = out->len, .diag = diag,
	};

	stack[render.context_count++] = template->set->root;
	for (size_t i = 0; i < count && i < ROOT_CONTEXTS; i++)
		stack[render.context_count++] = contexts[i];
	return render_body(&render, &template->body) ? 0 : -1;
}
