/*
 * suppression.c -- what was taken out of an evaluation by law.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An order names a field by its official number ("5.6.2", and "5" for all of
 * a chapter), by its path of keys ("evaluador.correo"), or an item by its
 * anchor ("hallazgo-2"). A name that covers nothing would leave in the open
 * what a judge ordered out: it is an error, and no site is built.
 */
#include "base/utf8.h"
#include "internal.h"

/* ---- what an order covers ---- */

/* "5" and "5.6" cover "5.6.2"; so with keys. */
static bool covers(struct str rule, struct str name)
{
	if (name.len == 0 || rule.len == 0 || !str_starts(name, rule))
		return false;
	return name.len == rule.len || name.ptr[rule.len] == '.';
}

static struct str rule_of(const struct record *suppression)
{
	return str_trim(record_text(suppression, SUPPRESSION_FIELD_NAME));
}

/* The first order of LIST that covers one of two names. */
static const struct record *find_order(struct slot_list list, struct str a, struct str b)
{
	for (uint32_t i = 0; i < list.count; i++) {
		struct str rule = rule_of(list.at[i].record);

		if (covers(rule, a) || covers(rule, b))
			return list.at[i].record;
	}
	return NULL;
}

static bool holds_records(const struct field *field)
{
	return field->kind == FIELD_RECORD || field->kind == FIELD_RECORDS;
}

/* True when a record of type HOLDER may hold, at any depth, one of TYPE. */
static bool leads_to(enum record_type_id holder, enum record_type_id type)
{
	const struct record_type *table = record_type(holder);

	if (holder == type)
		return true;
	for (size_t i = 0; i < table->count; i++)
		if (holds_records(&table->fields[i]) && leads_to(table->fields[i].target, type))
			return true;
	return false;
}

/* Put the keys that lead from a record of HOLDER to one of TYPE, each with a
   dot behind it. */
static void put_path(struct buf *out, enum record_type_id holder, enum record_type_id type)
{
	const struct record_type *table = record_type(holder);

	for (size_t i = 0; holder != type && i < table->count; i++) {
		const struct field *field = &table->fields[i];

		if (!holds_records(field) || !leads_to(field->target, type))
			continue;
		buf_put_str(out, field->key);
		buf_put_char(out, '.');
		put_path(out, field->target, type);
		return;
	}
}

static struct slot_list orders_of(const struct evaluation *evaluation)
{
	return record_list(evaluation->entry.record, EVALUATION_SUPPRESSIONS);
}

const struct record *evaluation_suppression(const struct evaluation *evaluation,
					    enum record_type_id type, int field)
{
	struct slot_list list = orders_of(evaluation);
	const struct field *table = record_type(type)->fields;
	const struct record *found;
	struct buf path;

	if (list.count == 0)
		return NULL;
	buf_init(&path);
	put_path(&path, RECORD_EVALUATION, type);
	buf_put_str(&path, table[field].key);
	found = find_order(list, table[field].number, buf_str(&path));
	buf_dispose(&path);
	return found;
}

const struct record *evaluation_item_suppression(const struct evaluation *evaluation,
						 enum section_id section, uint32_t item)
{
	const struct section_type *type = section_type(section);
	struct slot_list list = orders_of(evaluation);
	const struct record *found;
	struct buf anchor;

	if (list.count == 0)
		return NULL;
	found = evaluation_suppression(evaluation, RECORD_EVALUATION, type->field);
	if (found || !type->anchor || item == 0)
		return found;
	buf_init(&anchor);
	buf_printf(&anchor, "%s-%u", type->anchor, item);
	found = find_order(list, buf_str(&anchor), STR(""));
	buf_dispose(&anchor);
	return found;
}

bool evaluation_suppresses(const struct evaluation *evaluation, enum record_type_id type, int field)
{
	return evaluation_suppression(evaluation, type, field) != NULL;
}

/* ---- which names there are ---- */

/* What gives a record its place and its state cannot be taken out of it. */
static bool is_fixed(enum record_type_id type, int field)
{
	if (type != RECORD_EVALUATION)
		return false;
	switch (field) {
	case EVALUATION_YEAR:
	case EVALUATION_FUND:
	case EVALUATION_ENTITY:
	case EVALUATION_PROGRAMME_YEAR:
	case EVALUATION_STATUS:
	case EVALUATION_RETIREMENT:
	case EVALUATION_FORMER:
	case EVALUATION_SUPPRESSIONS:
		return true;
	default:
		return false;
	}
}

/* Parts of what the official format prints as one: taken out as a whole. */
static bool is_part(enum record_type_id type, int field)
{
	return type == RECORD_INSTRUMENTS || (type == RECORD_CONTRACTING && field == CONTRACTING_TAX);
}

/* A name that RULE might mean, and what is written to mean it. */
struct name {
	struct str path;	/* "programa.unidades.enlaces.correo" */
	struct str key;		/* "correo" */
	struct str written;	/* "5.6.2"; the absent view: it cannot be taken out */
};

struct search {
	struct str rule;
	struct arena *arena;
	bool known;		/* RULE may be written */
	bool fixed;		/* RULE names what cannot be taken out */
	struct buf alike;	/* «5.6.2» or «1.4»: fields of that key */
	struct str nearest;
	unsigned distance;
};

static void see_name(struct search *search, const struct name *name)
{
	unsigned distance;

	if (str_equal(search->rule, name->path)) {
		search->known |= str_equal(name->path, name->written);
		search->fixed |= !name->written.ptr;
	}
	if (!name->written.ptr)
		return;
	if (str_equal(search->rule, name->key) || str_equal(search->rule, name->path)) {
		struct str quoted = arena_printf(search->arena, "«%.*s»", STR_ARG(name->written));

		if (str_find(buf_str(&search->alike), quoted) == (size_t)-1)
			buf_printf(&search->alike, "%s%.*s", search->alike.len ? " o " : "",
				   STR_ARG(quoted));
	}
	distance = text_distance(search->rule, name->path, search->distance);
	if (distance < search->distance) {
		search->distance = distance;
		search->nearest = name->written;
	}
}

/* WHOLE: what is written for a part of a list, whose parts have no name. */
static void see_type(struct search *search, enum record_type_id id, struct str prefix, struct str whole)
{
	const struct record_type *type = record_type(id);

	for (size_t i = 0; i < type->count; i++) {
		const struct field *field = &type->fields[i];
		struct name name = { .key = field->key };

		name.path = arena_printf(search->arena, "%.*s%.*s", STR_ARG(prefix), STR_ARG(field->key));
		if (field->key.ptr[0] == '#')
			name.written = name.key = field->number;
		else if (!is_fixed(id, (int)i))
			name.written = whole.ptr || is_part(id, (int)i)
				       ? (field->number.len ? field->number : whole) : name.path;
		search->known |= field->number.len && name.written.ptr &&
				 str_equal(search->rule, field->number);
		search->known |= field->key.ptr[0] == '#' && str_equal(search->rule, field->key);
		see_name(search, &name);
		if (holds_records(field) && !is_fixed(id, (int)i))
			see_type(search, field->target,
				 arena_printf(search->arena, "%.*s.", STR_ARG(name.path)),
				 field->kind == FIELD_RECORDS ? field->number : whole);
	}
}

/* Chapters and groups, which cover what is in them. */
static bool is_group(struct str rule)
{
	return str_equal(rule, STR("1")) || str_equal(rule, STR("2")) ||
	       str_equal(rule, STR("2.2")) || str_equal(rule, STR("3"));
}

/* The section whose items have anchors like RULE, or NULL. */
static const struct section_type *section_of_anchor(struct str rule)
{
	for (int id = 0; id < SECTIONS; id++) {
		const struct section_type *type = section_type((enum section_id)id);

		if (type->anchor && str_starts(rule, str_from(type->anchor)))
			return type;
	}
	return NULL;
}

static struct str hint_of(struct search *search, const struct evaluation *evaluation)
{
	const struct section_type *section = section_of_anchor(search->rule);
	struct str rule = search->rule;

	if (search->fixed)
		return STR("de ese campo dependen el lugar y el estado del registro: no se suprime");
	if (section)
		return arena_printf(search->arena, "toda la sección es «%s»; sus elementos van de %s-1 a %s-%u",
				    section->number, section->anchor, section->anchor,
				    evaluation->sections[section->id].count);
	if (search->alike.len)
		return arena_printf(search->arena, "lo más pequeño que se suprime es %.*s",
				    STR_ARG(buf_str(&search->alike)));
	if (str_starts(rule, STR("6.1.")))
		return STR("¿quiso decir «6.1»?");
	if (search->nearest.ptr)
		return arena_printf(search->arena, "¿quiso decir «%.*s»?", STR_ARG(search->nearest));
	return STR("un número del formato (5.6.2), una clave (evaluador.correo) o un elemento (hallazgo-2)");
}

void suppression_check(struct arena *arena, const struct evaluation *evaluation,
		       const struct record *suppression, struct diag *diag)
{
	struct search search = { .rule = rule_of(suppression), .arena = arena };
	const struct section_type *section = section_of_anchor(search.rule);

	if (search.rule.len == 0)
		return;		/* told as it was read */
	if (is_group(search.rule) ||
	    (section && entry_has_anchor(&evaluation->entry, search.rule)))
		return;
	search.distance = 1 + (unsigned)(search.rule.len < 16 ? search.rule.len : 16) / 4;
	buf_init(&search.alike);
	see_type(&search, RECORD_EVALUATION, STR(""), (struct str){ 0 });
	if (!search.known)
		diag_report(diag, DIAG_SUPPRESSION_UNKNOWN,
			    record_place(suppression, record_slot(suppression, SUPPRESSION_FIELD_NAME)),
			    hint_of(&search, evaluation),
			    "«%.*s» no es algo que se pueda suprimir: el dato quedaría a la vista",
			    STR_ARG(search.rule));
	buf_dispose(&search.alike);
}
