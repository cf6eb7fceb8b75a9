/*
 * test_alone.c -- one evaluation as it was, with what it named then.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model/alone.h"
#include "syntax/markdown.h"
#include "unit.h"
#include "version/compare.h"

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

/* Every kind of value that a file can have. */
#define WHOLE "---\nnombre: Una\nejercicio: 2021\nfondo: [fais, {clave: fone, texto: El otro}]\n" \
	      "tipo: de las que no hay\nvaloracion: 21.25/23\nestado: publicada\ninicio: 2021-03-04\n" \
	      "antes: [2020/otra]\n" \
	      "evaluador:\n  institucion: firma\n  colaboradores: [Una persona, Otra]\n  correo: a@ejemplo.example\n" \
	      "contratacion:\n  costo: 1,234.50\n" \
	      "programa:\n  poder: [ejecutivo]\n  ambito: [municipal]\n  coordinador: obras\n  unidades:\n" \
	      "    - unidad: obras\n      titulares: [{nombre: Alguien, correo: reservado}]\n" \
	      "difusion:\n  evaluacion: archivos/informe.pdf\n---\n\n"

static void a_copy_stands_alone(void **state)
{
	struct arena first, second, work;
	struct version_text old = { .bytes = STR(WHOLE BODY) }, new = { .bytes = STR(WHOLE BODY) };
	struct entry *copy;
	struct memory memory = { 0 };
	struct site_past past = { .recall = recall, .context = &memory };
	struct comparison *comparison;
	struct site *site;

	(void)state;
	arena_init(&first);
	arena_init(&second);
	arena_init(&work);
	copy = entry_copy(&second, &parse(&first, WHOLE BODY)->entry);
	arena_dispose(&first);
	new.entry = copy;
	old.entry = &parse(&work, WHOLE BODY)->entry;
	comparison = compare_versions(&work, &old, &new);
	assert_int_equal(comparison->kind, COMPARE_SAME);
	assert_int_equal(comparison->count, 0);
	assert_text(copy->path, "evaluaciones/2021/una.md");
	assert_text(copy->record->slots[EVALUATION_TYPE].choice->label, "de las que no hay");
	assert_text(record_list(record_nested(copy->record, EVALUATION_EVALUATOR),
				EVALUATOR_DATA_COLLABORATORS).at[1].text, "Otra");
	assert_text(copy->record->slots[EVALUATION_SCORE].score->words, "21.25/23");
	/* and can be linked, as what it was copied from could */
	memory.fais = memory.fone = (struct entry){ .name = STR("Un fondo"), .brief = STR("F") };
	site = site_alone(entry_evaluation(copy), &past);
	assert_int_equal(entry_evaluation(copy)->funds.count, 2);
	site_free(site);
	arena_dispose(&second);
	arena_dispose(&work);
}

static void all_that_it_names(void **state)
{
	struct arena arena;
	struct named_list names;
	struct buf out;

	(void)state;
	arena_init(&arena);
	buf_init(&out);
	names = entry_names(&arena, &parse(&arena, WHOLE BODY)->entry);
	for (uint32_t i = 0; i < names.count; i++)
		buf_printf(&out, "%d%s %.*s\n", (int)names.at[i].kind, names.at[i].or_entity ? "?" : "", STR_ARG(names.at[i].key));
	assert_text(buf_str(&out), "4 firma\n3? obras\n3 obras\n10 archivos/informe.pdf\n1 fais\n1 fone\n"
		    "11 ../../fondos/fone.md\n11 ../../fondos/nadie.md\n11 ../2020/una.md\n");
	buf_dispose(&out);
	arena_dispose(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_names_what_was_there),
		cmocka_unit_test(the_site_is_that_of_then),
		cmocka_unit_test(paths_lead_back),
		cmocka_unit_test(a_copy_stands_alone),
		cmocka_unit_test(all_that_it_names),
	};

	markdown_init();
	return cmocka_run_group_tests_name("alone", tests, NULL, NULL);
}
