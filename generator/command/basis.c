/*
 * basis.c -- labels of the form, and citations of the site's own file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The program holds no article of any law: what is cited is what sitio.yaml
 * says, and where there is no project only the key is named.
 */
#include "basis.h"

#include <stdio.h>

#include "model/lint.h"
#include "source/source.h"
#include "syntax/yaml.h"

/* ---- the official format ---- */

static struct str label_of(struct str number)
{
	unsigned long long chapter;

	if (str_to_number(number, 7, &chapter) && chapter)
		return format_chapter((int)chapter);
	if (str_equal(number, STR("1.7")))
		return format_heading(HEADING_METHOD)->label;
	if (str_equal(number, STR("5.6.1")))
		return format_heading(HEADING_UNITS)->label;
	if (str_equal(number, STR("5.6.2")))
		return format_heading(HEADING_HOLDERS)->label;
	for (int pass = 0; pass < 2; pass++)	/* the evaluation's own fields first */
		for (int id = 0; id < RECORD_TYPES; id++) {
			const struct record_type *type = record_type((enum record_type_id)id);

			for (size_t i = 0; (pass || id == RECORD_EVALUATION) && i < type->count; i++)
				if (str_equal(type->fields[i].number, number))
					return type->fields[i].label;
		}
	return STR("");
}

static void put_numbers(struct buf *out, struct str numbers)
{
	struct str rest = numbers, number;

	while (str_cut(&rest, ' ', &number))
		if (number.len)
			buf_printf(out, "  Formato CONAC, %.*s %.*s\n", STR_ARG(number), STR_ARG(label_of(number)));
}

/* ---- sitio.yaml ---- */

/* The record of the project's sitio.yaml, in ARENA; NULL when there is none. */
static const struct record *read_site(struct arena *arena, const struct options *options)
{
	struct str path = arena_printf(arena, "%s/%s/sitio.yaml", options->directory, options->content);
	struct diag *silent = diag_new();
	const struct record *record = NULL;
	const struct yaml_node *node;
	FILE *file = fopen(path.ptr, "rb");
	char bytes[1 << 14];
	struct buf text;
	size_t got;

	buf_init(&text);
	while (file && text.len < SOURCE_TEXT_MAX && (got = fread(bytes, 1, sizeof bytes, file)) > 0)
		buf_put(&text, bytes, got);
	if (file && source_clean(&text, path, silent) == 0) {
		node = yaml_parse(arena, arena_str(arena, buf_str(&text)), 1, path, silent);
		if (node && node->kind == YAML_MAP)
			record = record_read(arena, record_type(RECORD_SITE), node, path, silent);
	}
	if (file)
		fclose(file);
	buf_dispose(&text);
	diag_free(silent);
	return record;
}

static void put_deadline(struct buf *out, const struct record *deadline)
{
	int64_t days = record_number(deadline, DEADLINE_DAYS, -1);
	struct str citation = record_text(deadline, DEADLINE_CITATION);

	if (days >= 0)
		buf_printf(out, ": %lld %s%s", (long long)days, days == 1 ? "día" : "días",
			   record_is(deadline, DEADLINE_COUNTING, "habiles") ? " hábiles" : "");
	if (citation.len)
		buf_printf(out, "; «%.*s»", STR_ARG(citation));
}

/* What FIELD of the site says, as far as one line has room for it. */
static void put_value(struct buf *out, const struct record *site, int field)
{
	const struct slot *slot = record_slot(site, field);

	if (!slot_has(slot))
		return;
	switch (record_type(RECORD_SITE)->fields[field].kind) {
	case FIELD_RECORD:
		put_deadline(out, slot->record);
		break;
	case FIELD_CHOICE:
		buf_printf(out, ": %.*s", STR_ARG(slot->choice->value));
		break;
	case FIELD_URL:
		buf_printf(out, ": %.*s", STR_ARG(slot->text));
		break;
	case FIELD_TEXTS:
		for (uint32_t i = 0; i < slot->list.count; i++)
			buf_printf(out, "%s%.*s", i ? ", " : ": ", STR_ARG(slot->list.at[i].text));
		break;
	default:
		break;
	}
}

void basis_put(struct buf *out, enum diag_id id, const struct options *options)
{
	const struct clause *clause = diag_clause(id);
	struct arena arena;

	if (!clause)
		return;
	put_numbers(out, str_from(clause->numbers));
	if (clause->site_field < 0)
		return;
	arena_init(&arena);
	buf_printf(out, "  sitio.yaml, «%.*s»",
		   STR_ARG(record_type(RECORD_SITE)->fields[clause->site_field].key));
	put_value(out, read_site(&arena, options), clause->site_field);
	buf_put_char(out, '\n');
	arena_dispose(&arena);
}
