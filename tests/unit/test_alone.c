/*
 * test_alone.c -- one evaluation as it was, with what it named then.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model/alone.h"
#include "syntax/markdown.h"
#include "unit.h"

#define HEAD "---\nnombre: Una\nejercicio: 2021\nfondo: fais\nestado: publicada\n" \
	     "programa:\n  unidades:\n    - unidad: obras\n" \
	     "difusion:\n  evaluacion: archivos/informe.pdf\n---\n\n"
#define BODY "# 2.1 Hallazgos\n1. El FAIS y [el otro](../../fondos/fone.md#a), " \
	     "y [nadie](../../fondos/nadie.md), y https://ejemplo.mx/a.\n" \
	     "2. Véase [la anterior](../2020/una.md#hallazgo-2) y [arriba](#hallazgo-1).\n"

/* What a catalogue had once; what was asked for is counted. */
struct memory {
	struct arena *arena;
	struct entry fais, fone, obras, file;
	struct evaluation before;
	unsigned asked;
};

static const struct entry *recall(void *context, enum entry_kind kind, struct str key)
{
	struct memory *memory = context;

	memory->asked++;
	if (kind == ENTRY_FUND && str_equal(key, STR("fais")))
		return &memory->fais;
	if (kind == ENTRY_FUND && str_equal(key, STR("fone")))
		return &memory->fone;
	if (kind == ENTRY_EVALUATION && str_equal(key, STR("2020/una")))
		return &memory->before.entry;
	return kind == ENTRY_FILE ? &memory->file : NULL;
}

static struct evaluation *parse(struct arena *arena, const char *bytes)
{
	struct diag *diag = diag_new();
	struct entry *entry = entry_parse(arena, NULL, ENTRY_EVALUATION, STR("2021/una"),
					  STR("evaluaciones/2021/una.md"), str_from(bytes), diag);

	diag_free(diag);
	assert_non_null(entry);
	return entry_evaluation(entry);
}

/* The links of PROSE: where each leads and its fragment, or its address. */
static void put_links(struct buf *out, const struct site *site, struct prose prose)
{
	struct prose_reader reader = prose_read(prose);
	struct prose_token token;

	while (prose_next(&reader, &token)) {
		struct str key = STR("-");

		if (token.kind != PROSE_LINK || token.close)
			continue;
		if (token.target)
			key = site->entries[token.target - 1]->key;
		buf_printf(out, "%.*s|%.*s\n", STR_ARG(key), STR_ARG(token.text));
	}
}

static void it_names_what_was_there(void **state)
{
	struct arena arena;
	struct memory memory = { 0 };
	struct site_past past = { recall, &memory, NULL, NULL };
	struct evaluation *evaluation;
	struct site *site;
	struct buf links;

	(void)state;
	arena_init(&arena);
	buf_init(&links);
	memory.fais = (struct entry){ .name = STR("El fondo de entonces"), .brief = STR("FAIS") };
	memory.fone = (struct entry){ .name = STR("Otro"), .brief = STR("FONE") };
	memory.file.size = 12;
	evaluation = parse(&arena, HEAD BODY);
	site = site_alone(evaluation, &past);
	assert_text(evaluation->funds.at[0]->name, "El fondo de entonces");
	assert_text(evaluation->units.at[0]->name, "obras");	/* no file: made up */
	assert_text(evaluation->year_entry->key, "2021");
	assert_non_null(site_find(site, ENTRY_FILE, STR("archivos/informe.pdf")));
	put_links(&links, site, evaluation->sections[SECTION_FINDINGS].prose);
	/* no mention of FAIS is woven, nor a link to what was not there */
	assert_text(buf_str(&links), "fone|a\n-|https://ejemplo.mx/a\n2020/una|hallazgo-2\n2021/una|hallazgo-1\n");
	assert_int_equal(evaluation->sections[SECTION_FINDINGS].count, 2);
	site_free(site);
	buf_dispose(&links);
	arena_dispose(&arena);
}

static void the_site_is_that_of_then(void **state)
{
	struct arena arena;
	struct memory memory = { 0 };
	struct site_past past = { .recall = recall, .context = &memory };
	struct evaluation *evaluation;
	struct site *site;

	(void)state;
	arena_init(&arena);
	past.record = site_record_parse(&arena, STR("formato: 1\ntitulo: Viejo\nente: mio\npublicador: Otro\n"
						    "huso: \"-07:00\"\n"));
	past.record_now = site_record_parse(&arena, STR("formato: 1\ntitulo: Nuevo\nente: tuyo\npublicador: Uno\n"
							"url: https://ejemplo.mx/\n"));
	evaluation = parse(&arena, HEAD BODY);
	site = site_alone(evaluation, &past);
	assert_text(evaluation->entity->key, "mio");
	assert_int_equal(site->zone, -420);
	assert_text(record_text(site->record, SITE_TITLE), "Nuevo");
	assert_text(record_text(site->record, SITE_URL), "https://ejemplo.mx/");
	assert_text(record_text(site->record, SITE_PUBLISHER), "Otro");
	/* shared by all versions, and so left as it was */
	assert_null(past.record->slots[SITE_ENTITY].reference->target);
	site_free(site);
	assert_null(site_record_parse(&arena, STR("{ [")));
	arena_dispose(&arena);
}

static void paths_lead_back(void **state)
{
	struct str key;
	struct arena arena;

	(void)state;
	arena_init(&arena);
	assert_int_equal(entry_place(STR("evaluaciones/2021/una.md"), &key), ENTRY_EVALUATION);
	assert_text(content_path(&arena, ENTRY_EVALUATION, key), "evaluaciones/2021/una.md");
	assert_text(content_path(&arena, ENTRY_FILE, STR("archivos/a/b.pdf")), "archivos/a/b.pdf");
	assert_null(content_path(&arena, ENTRY_YEAR, STR("2021")).ptr);
	arena_dispose(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_names_what_was_there),
		cmocka_unit_test(the_site_is_that_of_then),
		cmocka_unit_test(paths_lead_back),
	};

	markdown_init();
	return cmocka_run_group_tests_name("alone", tests, NULL, NULL);
}
