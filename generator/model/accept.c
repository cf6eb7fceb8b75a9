/*
 * accept.c -- findings that the publisher accepts, with a reason.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Some findings are the document's own and cannot be mended: it is published
 * as it is. `aceptado` in an evaluation's file names the finding and its
 * field, as `supresiones` names fields: by number, by keys, or by the anchor
 * of an item. What is accepted is where it was found: the lines of that field.
 */
#include "base/utf8.h"
#include "internal.h"
#include "model/lint.h"

/* Of one acceptance. */
struct scope {
	struct diag *diag;
	const struct evaluation *evaluation;
	enum diag_id id;
	struct str name;	/* what it names; empty: the whole file */
	struct str reason;
	bool known;		/* there is such a field or item */
	size_t found;
};

static void accept_lines(struct scope *scope, uint32_t from, uint32_t to)
{
	scope->known = true;
	scope->found += diag_accept(scope->diag, scope->id, scope->evaluation->entry.path, from, to, scope->reason);
}

/* ---- the body ---- */

/* The last line of the section that begins at LINE: the next one begins there. */
static uint32_t section_end(const struct evaluation *evaluation, uint32_t line)
{
	uint32_t end = UINT32_MAX;

	for (int id = 0; id < SECTIONS; id++)
		if (evaluation->sections[id].line > line && evaluation->sections[id].line - 1 < end)
			end = evaluation->sections[id].line - 1;
	return end;
}

static void accept_item(struct scope *scope, const struct section *section, uint32_t item)
{
	accept_lines(scope, section->items[item - 1].line,
		     item < section->count ? section->items[item].line - 1
					   : section_end(scope->evaluation, section->line));
}

/* "fortaleza-3" */
static void accept_anchor(struct scope *scope)
{
	for (int id = 0; id < SECTIONS; id++) {
		const char *anchor = section_type((enum section_id)id)->anchor;
		size_t len = anchor ? strlen(anchor) : 0;
		unsigned long long item;

		if (anchor && str_starts(scope->name, str_from(anchor)) && scope->name.len > len + 1 &&
		    scope->name.ptr[len] == '-' &&
		    str_to_number(str_slice(scope->name, len + 1, (size_t)-1), UINT32_MAX, &item) &&
		    item >= 1 && item <= scope->evaluation->sections[id].count)
			accept_item(scope, &scope->evaluation->sections[id], (uint32_t)item);
	}
}

/* ---- the fields ---- */

/* "5" and "5.6" name "5.6.2"; so with keys. */
static bool names(struct str rule, struct str name)
{
	return name.len && str_starts(name, rule) &&
	       (name.len == rule.len || name.ptr[rule.len] == '.');
}

static void accept_section(struct scope *scope, size_t field)
{
	for (int id = 0; id < SECTIONS; id++) {
		const struct section *section = &scope->evaluation->sections[id];

		if (section_type((enum section_id)id)->field == (int)field && section->line)
			accept_lines(scope, section->line, section_end(scope->evaluation, section->line));
	}
}

/* PREFIX ends with a dot, or is empty. */
static void accept_fields(struct scope *scope, const struct record *record, struct str prefix, bool within)
{
	struct buf path;

	buf_init(&path);
	for (size_t i = 0; i < record->type->count; i++) {
		const struct field *field = &record->type->fields[i];
		const struct slot *slot = &record->slots[i];
		bool named;

		buf_clear(&path);
		buf_put_str(&path, prefix);
		buf_put_str(&path, field->key);
		named = within || names(scope->name, field->number) || names(scope->name, buf_str(&path));
		scope->known |= named;
		if (named && field->key.ptr[0] == '#')
			accept_section(scope, i);
		else if (named && slot->line)
			accept_lines(scope, slot->line, slot->line);
		if (!slot_has(slot))
			continue;
		buf_put_char(&path, '.');
		if (field->kind == FIELD_RECORD)
			accept_fields(scope, slot->record, buf_str(&path), named);
		else if (field->kind == FIELD_RECORDS)
			for (uint32_t k = 0; k < slot->list.count; k++)
				accept_fields(scope, slot->list.at[k].record, buf_str(&path), named);
		if (named && field->kind == FIELD_RECORD)
			accept_lines(scope, slot->record->line, slot->record->line);
	}
	buf_dispose(&path);
}

static void accept_whole(struct scope *scope)
{
	const struct entry *follow_up = scope->evaluation->follow_up;

	accept_lines(scope, 0, UINT32_MAX);
	if (follow_up)
		scope->found += diag_accept(scope->diag, scope->id, follow_up->path, 0, UINT32_MAX, scope->reason);
}

/* ---- what does not hold ---- */

/* The id most like WORD, as a hint, or "". */
static struct str nearest_id(struct arena *arena, struct str word)
{
	unsigned best = 1 + (unsigned)(word.len < 16 ? word.len : 16) / 4;
	const char *nearest = NULL;

	for (int id = 0; id < DIAG_COUNT; id++) {
		const char *name = diag_kind((enum diag_id)id)->name;
		unsigned distance = text_distance(word, str_from(name), best);

		if (distance < best) {
			best = distance;
			nearest = name;
		}
	}
	return nearest ? arena_printf(arena, "¿quiso decir «%s»?", nearest)
		       : STR("«diafano explain» los enumera");
}

static void tell(struct diag *diag, const struct record *record, int field, struct str hint, const char *message,
		 struct str word)
{
	diag_report(diag, DIAG_ACCEPTED_NOTHING, record_place(record, record_slot(record, field)), hint,
		    "%s: «%.*s»", message, STR_ARG(word));
}

static void accept_one(struct site *site, const struct evaluation *evaluation, const struct record *record,
		       bool checking, struct diag *diag)
{
	struct scope scope = { .diag = diag, .evaluation = evaluation };
	struct str word = record_text(record, ACCEPTANCE_ID);
	bool error;

	scope.id = diag_find(word);
	scope.name = str_trim(record_text(record, ACCEPTANCE_FIELD_NAME));
	scope.reason = record_text(record, ACCEPTANCE_REASON);
	if (word.len == 0 || scope.reason.len == 0)
		return;		/* told as it was read */
	error = scope.id != DIAG_COUNT && diag_kind(scope.id)->severity == SEVERITY_ERROR;
	if (scope.id == DIAG_COUNT || error || scope.id == DIAG_ACCEPTED_NOTHING) {
		if (checking && error)
			tell(diag, record, ACCEPTANCE_ID, STR("corríjalo, y quite esta línea"),
			     "un error no se acepta", word);
		else if (checking && scope.id == DIAG_ACCEPTED_NOTHING)
			tell(diag, record, ACCEPTANCE_ID, STR("quite lo que ese aviso señala"),
			     "de éste no se hace excepción", word);
		else if (checking)
			tell(diag, record, ACCEPTANCE_ID, nearest_id(&site->arena, word),
			     "no hay un aviso con ese nombre", word);
		return;
	}
	if (scope.name.len == 0) {
		accept_whole(&scope);
	} else {
		accept_anchor(&scope);
		accept_fields(&scope, evaluation->entry.record, STR(""), false);
	}
	if (!checking || scope.found)
		return;
	if (!scope.known)
		tell(diag, record, ACCEPTANCE_FIELD_NAME,
		     STR("un número del formato (5.2), una clave (programa.siglas) o un elemento (fortaleza-3)"),
		     "el registro no tiene ese campo", scope.name);
	else
		tell(diag, record, ACCEPTANCE_ID, STR("quítelo de «aceptado»"), "ahí no se da ese aviso", word);
}

void site_accept(struct site *site, bool checking, struct diag *diag)
{
	for (uint32_t i = 0; i < site->evaluations.count; i++) {
		const struct evaluation *evaluation = site->evaluations.at[i];
		struct slot_list list = record_list(evaluation->entry.record, EVALUATION_ACCEPTED);

		for (uint32_t k = 0; k < list.count; k++)
			accept_one(site, evaluation, list.at[k].record, checking, diag);
	}
}
