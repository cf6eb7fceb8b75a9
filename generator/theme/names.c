/*
 * names.c -- the names in templates, held against what pages will have.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The walk of render.c, over shapes: a section is entered once, whatever the
 * number of its elements, and an inverted one always. What differs is how it
 * ends. A list may hold elements of its own kind, so that a partial that calls
 * itself would go on for ever; but then
 *
 * (1) an object that is in force twice is seen once: names are found in the
 *     inner one, and they are the same shape. So too a parent within itself:
 *     the outer one fills all the blocks that the inner one could;
 * (2) what is left of a state (template, objects in force, parents in force)
 *     is one of finitely many, and each is walked once.
 *
 * A theme may still be written to have more of them than anybody wants to
 * wait for: after NAME_STEPS operations the walk is given up, and nothing is said.
 */
#include "base/map.h"
#include "base/utf8.h"
#include "theme/shape.h"
#include "tree.h"

#define NAME_STEPS 1000000u
#define STATE_PARTS 512		/* objects and parents in force, at most */

struct scope {
	const struct scope *outer;
	const void *object;			/* NULL: has any name */
};

struct parent {
	const struct parent *outer;
	const struct call *call;
	const struct template *template;	/* where the call is written */
};

/* A name that was not found where it was met first. */
struct miss {
	const struct op *op;
	const struct template *template;
	const void **objects;			/* in force, the inner first */
	uint32_t count;
};

struct walk {
	const struct shape_book *book;
	struct template_set *set;
	const struct template *template;	/* whose body is walked */
	const struct scope *scope;
	const struct parent *parent;
	struct arena arena;
	struct map seen;			/* states */
	VEC(struct miss) misses;
	uint32_t steps;
	unsigned depth;
};

static void walk_body(struct walk *walk, const struct body *body);

/* ---- looking for a name ---- */

static struct str part_text(const struct part *part)
{
	return str_make(part->ptr, part->len);
}

static bool find_rest(const struct shape_book *book, const struct name *name,
		      struct shape *shape)
{
	for (uint32_t i = 1; i < name->count; i++) {
		if (shape->kind != SHAPE_OBJECT)
			return false;
		if (!shape->object)
			return true;
		if (!book->find(shape->object, part_text(&name->parts[i]), shape))
			return false;
	}
	return true;
}

/* t, tema and recurso: the linker looked into those (template.c), and within
   a section of one any name will do. */
static bool is_root(const struct template_set *set, const struct part *part)
{
	return set->root.kind == VALUE_OBJECT &&
	       value_find(set->root.as.object, part->ptr, part->len, part->hash);
}

static bool find_name(const struct walk *walk, const struct name *name,
		      struct shape *shape)
{
	for (const struct scope *scope = walk->scope; scope; scope = scope->outer) {
		bool may_be_absent;

		if (!scope->object)
			return true;
		if (!walk->book->find(scope->object, part_text(&name->parts[0]), shape))
			continue;
		may_be_absent = shape->may_be_absent;
		if (find_rest(walk->book, name, shape))
			return true;
		if (!may_be_absent)
			return false;
	}
	*shape = (struct shape){ .kind = name->count == 1 ? SHAPE_OBJECT : SHAPE_PLAIN };
	return is_root(walk->set, &name->parts[0]);
}

/* ---- what is in force ---- */

static bool holds(const void *const *list, uint32_t count, const void *item)
{
	for (uint32_t i = 0; i < count; i++)
		if (list[i] == item)
			return true;
	return false;
}

/* The objects in force, the inner first, each once: see (1). */
static uint32_t list_objects(const struct scope *scope, const void **list, uint32_t room)
{
	uint32_t count = 0;

	for (; scope && count < room; scope = scope->outer)
		if (!holds(list, count, scope->object))
			list[count++] = scope->object;
	return count;
}

/* The parents likewise, the outer first. */
static uint32_t list_parents(const struct parent *parent, const void **list, uint32_t room)
{
	uint32_t count;

	if (!parent)
		return 0;
	count = list_parents(parent->outer, list, room);
	if (count < room && !holds(list, count, parent->call))
		list[count++] = parent->call;
	return count;
}

/* Whether TARGET was not walked yet in this state: see (2). */
static bool is_new(struct walk *walk, const struct template *target)
{
	const void *parts[STATE_PARTS];
	uint32_t count = 0;
	struct str key;

	parts[count++] = target;
	count += list_objects(walk->scope, parts + count, STATE_PARTS / 2);
	parts[count++] = NULL;
	count += list_parents(walk->parent, parts + count, STATE_PARTS - count);
	key = str_make((const char *)parts, count * sizeof *parts);
	if (map_get(&walk->seen, key))
		return false;
	map_set(&walk->seen, arena_str(&walk->arena, key), walk);
	return true;
}

static void note_miss(struct walk *walk, const struct op *op)
{
	const void *objects[STATE_PARTS];
	struct miss miss = { .op = op, .template = walk->template };

	((struct op *)(uintptr_t)op)->missed = true;
	miss.count = list_objects(walk->scope, objects, STATE_PARTS);
	miss.objects = ARENA_ARRAY(&walk->arena, miss.count, const void *);
	memcpy(miss.objects, objects, miss.count * sizeof *objects);
	vec_push(&walk->misses, miss);
}

/* ---- the walk ---- */

/* Look for NAME, which OP says; what is not found is noted once. */
static bool meet(struct walk *walk, const struct op *op, const struct name *name,
		 struct shape *shape)
{
	*shape = (struct shape){ .kind = SHAPE_PLAIN };
	if (!name->count)
		return true;
	if (find_name(walk, name, shape)) {
		((struct op *)(uintptr_t)op)->known = true;
		return true;
	}
	if (!op->missed)
		note_miss(walk, op);
	return false;
}

static void walk_section(struct walk *walk, const struct op *op)
{
	const struct section *section = op->as.section;
	struct scope inner = { .outer = walk->scope };
	struct shape shape;

	if (!meet(walk, op, &section->name, &shape))
		return;		/* never printed: what is in it says nothing */
	inner.object = shape.object;
	if (shape.kind == SHAPE_OBJECT || (shape.kind == SHAPE_LIST && shape.object))
		walk->scope = &inner;
	walk_body(walk, &section->body);
	walk->scope = inner.outer;
}

static void walk_call(struct walk *walk, const struct op *op)
{
	const struct call *call = op->as.call;
	const struct template *caller = walk->template;
	struct parent parent = { walk->parent, call, caller };
	struct shape shape;

	if (call->is_dynamic)
		meet(walk, op, &call->dynamic, &shape);
	if (!call->target)
		return;
	if (call->argument_count)
		walk->parent = &parent;
	walk->template = call->target;
	if (is_new(walk, call->target))
		walk_body(walk, &call->target->body);
	walk->template = caller;
	walk->parent = parent.outer;
}

/* As find_argument() and render_block(). */
static void walk_block(struct walk *walk, const struct block *block)
{
	const struct template *template = walk->template;
	const struct parent *inner = walk->parent;
	const struct body *body = &block->body;

	for (const struct parent *parent = inner; parent; parent = parent->outer)
		for (uint32_t i = 0; i < parent->call->argument_count; i++)
			if (str_equal(parent->call->arguments[i].name, block->name)) {
				body = &parent->call->arguments[i].body;
				walk->parent = parent->outer;
				walk->template = parent->template;
				break;
			}
	walk_body(walk, body);
	walk->parent = inner;
	walk->template = template;
}

static void walk_op(struct walk *walk, const struct op *op)
{
	struct shape shape;

	switch ((enum op_kind)op->kind) {
	case OP_TEXT:
		break;
	case OP_VALUE:
	case OP_RAW:
		if (!op->known)
			meet(walk, op, &op->as.name, &shape);
		break;
	case OP_SECTION:
		walk_section(walk, op);
		break;
	case OP_INVERTED:
		if (!op->known)
			meet(walk, op, &op->as.section->name, &shape);
		walk_body(walk, &op->as.section->body);
		break;
	case OP_CALL:
		walk_call(walk, op);
		break;
	case OP_BLOCK:
		walk_block(walk, op->as.block);
		break;
	}
}

/* Deeper than TEMPLATE_DEPTH no rendering comes. */
static void walk_body(struct walk *walk, const struct body *body)
{
	if (walk->depth == TEMPLATE_DEPTH || walk->steps >= NAME_STEPS)
		return;
	walk->steps += 1 + body->count;
	walk->depth++;
	for (uint32_t i = 0; i < body->count; i++)
		walk_op(walk, &body->ops[i]);
	walk->depth--;
}

static void walk_page(struct walk *walk, const struct shape_page *page)
{
	struct scope scopes[SHAPE_CONTEXTS];

	walk->template = template_set_find(walk->set, page->template);
	if (!walk->template)
		return;
	walk->scope = NULL;
	for (uint32_t i = 0; i < page->count && i < SHAPE_CONTEXTS; i++) {
		scopes[i] = (struct scope){ walk->scope, page->contexts[i] };
		walk->scope = &scopes[i];
	}
	walk_body(walk, &walk->template->body);
	walk->scope = NULL;
}

/* ---- what to say ---- */

struct nearest {
	struct str wanted, best;
	unsigned limit;
};

static void consider(void *context, struct str key)
{
	struct nearest *nearest = context;
	unsigned distance = text_distance(nearest->wanted, key, nearest->limit);

	if (distance && distance <= nearest->limit && distance < key.len) {
		nearest->best = key;
		nearest->limit = distance - 1;
	}
}

static const struct name *name_of(const struct op *op)
{
	if (op->kind == OP_SECTION || op->kind == OP_INVERTED)
		return &op->as.section->name;
	return op->kind == OP_CALL ? &op->as.call->dynamic : &op->as.name;
}

/* Where a name fails. */
struct fault {
	uint32_t part;
	const void *const *objects;	/* that have no such part: all, of the first; */
	uint32_t count;			/* none, when what is before it is no object */
	struct shape before;		/* what that is */
};

static void find_fault(struct fault *fault, const struct walk *walk, const struct miss *miss,
		       const struct name *name)
{
	struct shape *shape = &fault->before;

	*fault = (struct fault){ .objects = miss->objects, .count = miss->count };
	for (uint32_t i = 0; !fault->part && i < miss->count; i++) {
		*shape = (struct shape){ .object = miss->objects[i], .kind = SHAPE_OBJECT };
		while (shape->kind == SHAPE_OBJECT && shape->object && fault->part + 1 < name->count &&
		       walk->book->find(shape->object, part_text(&name->parts[fault->part]), shape))
			fault->part++;
	}
	if (fault->part) {
		fault->objects = &shape->object;
		fault->count = shape->kind == SHAPE_OBJECT && shape->object;
	}
}

/* NAME with BEST in the place of a part, as OP would say it. */
static void put_better(struct buf *out, const struct op *op, const struct name *name, uint32_t part,
		       struct str best)
{
	buf_put_text(out, op->kind == OP_RAW ? "{{{" : op->kind == OP_SECTION ? "{{#" :
		     op->kind == OP_INVERTED ? "{{^" : op->kind == OP_CALL ? "{{>*" : "{{");
	for (uint32_t i = 0; i < name->count; i++)
		buf_printf(out, "%s%.*s", i ? "." : "", STR_ARG(i == part ? best : part_text(&name->parts[i])));
	buf_put_text(out, op->kind == OP_RAW ? "}}}" : "}}");
}

static void put_hint(struct buf *out, const struct walk *walk, const struct miss *miss)
{
	const struct name *name = name_of(miss->op);
	struct nearest nearest = { 0 };
	struct fault fault;
	struct str owner;

	find_fault(&fault, walk, miss, name);
	nearest.wanted = part_text(&name->parts[fault.part]);
	owner = walk->book->owner(nearest.wanted);
	if (fault.part && fault.before.kind == SHAPE_LIST) {
		struct str list = part_text(&name->parts[fault.part - 1]);

		buf_printf(out, "«%.*s» es una lista: {{#%.*s}}…{{/%.*s}} la recorre",
			   STR_ARG(list), STR_ARG(list), STR_ARG(list));
		return;
	}
	/* what exists elsewhere was hardly meant to be something else */
	nearest.limit = owner.ptr || nearest.wanted.len < 3 ? 1 : nearest.wanted.len < 6 ? 2 : 3;
	for (uint32_t i = 0; i < fault.count; i++)
		if (fault.objects[i])
			walk->book->each(fault.objects[i], consider, &nearest);
	if (nearest.best.ptr) {
		buf_put_text(out, "¿quiso decir ");
		put_better(out, miss->op, name, fault.part, nearest.best);
		buf_put_char(out, '?');
	} else if (owner.ptr) {
		buf_printf(out, "«%.*s» lo tiene «%.*s», y aquí no se está dentro de uno: véase VALORES.md",
			   STR_ARG(nearest.wanted), STR_ARG(owner));
	}
}

static void report_miss(const struct walk *walk, const struct miss *miss, bool with_hint, struct diag *diag)
{
	static const char *const outcome[] = {
		[OP_SECTION] = "esta parte nunca se imprime",
		[OP_INVERTED] = "esta parte se imprime siempre",
	};
	const struct op *op = miss->op;
	const struct name *name = name_of(op);
	const struct part *last = &name->parts[name->count - 1];
	struct buf hint;

	buf_init(&hint);
	if (with_hint)
		put_hint(&hint, walk, miss);
	diag_report(diag, DIAG_TEMPLATE_NAME, template_place(miss->template, op), buf_str(&hint),
		    "ninguna página que llega aquí tiene «%.*s»; %s",
		    STR_ARG(name_shown(str_make(name->parts[0].ptr, (size_t)(last->ptr + last->len - name->parts[0].ptr)))),
		    op->kind == OP_SECTION || op->kind == OP_INVERTED ? outcome[op->kind] : "no se imprime nada");
	buf_dispose(&hint);
}

void template_set_check_names(struct template_set *set, const struct shape_page *pages, size_t count,
			      const struct shape_book *book, struct diag *diag)
{
	struct walk walk = { .book = book, .set = set };
	uint32_t told = 0;

	arena_init(&walk.arena);
	map_init(&walk.seen);
	for (size_t i = 0; i < count; i++)
		walk_page(&walk, &pages[i]);
	for (size_t i = 0; walk.steps < NAME_STEPS && i < walk.misses.count; i++)
		if (!walk.misses.at[i].op->known)
			report_miss(&walk, &walk.misses.at[i], ++told <= DIAG_PER_FILE, diag);
	vec_dispose(&walk.misses);
	map_dispose(&walk.seen);
	arena_dispose(&walk.arena);
}
