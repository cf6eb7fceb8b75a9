/*
 * test_recurrence.c -- what comes back over the years, and what looking for it costs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model/recurrence.h"
#include "syntax/markdown.h"
#include "unit.h"

/* How many others one item is compared with, at most (alike.h). */
#define COMPARED 32

/* --- A content folder in memory. */

struct file {
	struct str path, text;
};

struct folder {
	struct arena arena;
	VEC(struct file) files;
};

static int by_path(const void *a, const void *b)
{
	return str_compare(((const struct file *)a)->path, ((const struct file *)b)->path);
}

static int list_files(void *context, struct source_list *out, struct arena *arena, struct diag *diag)
{
	struct folder *folder = context;

	(void)diag;
	qsort(folder->files.at, folder->files.count, sizeof *folder->files.at, by_path);
	out->count = folder->files.count;
	out->at = ARENA_ARRAY(arena, out->count, struct source_entry);
	for (size_t i = 0; i < out->count; i++) {
		out->at[i].path = folder->files.at[i].path;
		out->at[i].shown = folder->files.at[i].path;
		out->at[i].size = folder->files.at[i].text.len;
	}
	return 0;
}

static int read_file(void *context, const struct source_entry *entry, struct buf *out, struct diag *diag)
{
	struct folder *folder = context;
	struct file key = { .path = entry->path };
	struct file *file = bsearch(&key, folder->files.at, folder->files.count,
				    sizeof *folder->files.at, by_path);

	(void)diag;
	buf_put_str(out, file->text);
	return 0;
}

static void add_file(struct folder *folder, struct str path, struct str text)
{
	vec_push(&folder->files, ((struct file){ path, text }));
}

static void folder_init(struct folder *folder)
{
	*folder = (struct folder){ 0 };
	arena_init(&folder->arena);
	add_file(folder, STR("sitio.yaml"),
		 STR("formato: 1\ntitulo: T\nente: m\npublicador: P\n"));
	add_file(folder, STR("entes/m.md"), STR("---\nnombre: Municipio\n---\n"));
	add_file(folder, STR("fondos/f.md"), STR("---\nsiglas: F\nnombre: Fondo\n---\n"));
	add_file(folder, STR("fondos/g.md"), STR("---\nsiglas: G\nnombre: Otro\n---\n"));
}

static void folder_dispose(struct folder *folder)
{
	vec_dispose(&folder->files);
	arena_dispose(&folder->arena);
}

/* An evaluation of FUND called YEAR/KEY whose front matter ends with MORE. */
static void add_evaluation(struct folder *folder, int year, const char *key, const char *fund,
			   const char *more, const char *body)
{
	add_file(folder, arena_printf(&folder->arena, "evaluaciones/%d/%s.md", year, key),
		 arena_printf(&folder->arena, "---\nnombre: N\nejercicio: %d\nfondo: %s\n%s---\n\n%s",
			      year, fund, more, body));
}

#define PUBLISHED "estado: publicada\n"

static struct site *read_site(struct folder *folder, bool checking)
{
	struct source_reader reader = { folder, list_files, read_file, NULL };
	struct site_options options = { .reader = &reader, .workers = 2, .checking = checking, .now = 0 };
	struct site_stages stages;
	struct diag *diag = diag_new();
	struct site *site;

	markdown_init();
	site = site_read(&options, &stages, diag);
	assert_non_null(site);
	diag_free(diag);
	return site;
}

/* --- What is found. */

/* One line for each: "2022/a 3.2 1 < 2021/a 2, 100". */
static void assert_recurs(struct folder *folder, bool checking, const char *text)
{
	struct site *site = read_site(folder, checking);
	struct arena arena;
	struct recurrence_list list;
	struct buf out;

	arena_init(&arena);
	buf_init(&out);
	list = site_recurrences(site, &arena);
	for (uint32_t i = 0; i < list.count; i++) {
		const struct recurrence *one = &list.at[i];

		buf_printf(&out, "%.*s %s %u < %.*s %u, %u\n", STR_ARG(one->evaluation->entry.key),
			   section_type(one->section)->number, one->item,
			   STR_ARG(one->earlier->entry.key), one->earlier_item, one->similarity);
		assert_ptr_equal(recurrence_find(&list, one->evaluation, one->section, one->item), one);
		assert_null(recurrence_find(&list, one->evaluation, one->section, one->item + 100));
	}
	assert_text(buf_str(&out), text);
	buf_dispose(&out);
	arena_dispose(&arena);
	site_free(site);
	folder_dispose(folder);
}

static void test_same_and_nearly(void **state)
{
	struct folder folder;

	(void)state;
	folder_init(&folder);
	add_evaluation(&folder, 2020, "a", "f", PUBLISHED, "# 3.2\n\n"
		"1. Publicar el padrón de obras.\n"
		"2. Se recomienda fortalecer las fichas técnicas de indicadores del Fondo, añadiendo el nivel Actividades.\n");
	add_evaluation(&folder, 2021, "a", "f", PUBLISHED, "# 2.2.3\n\n1. Falta capacitar al personal.\n\n# 3.2\n\n"
		"1. Se recomienda fortalecer las fichas técnicas de los indicadores del Fondo e incluir el nivel de Actividades.\n"
		"2. Capacitar al personal que opera el Fondo.\n"
		"3. PUBLICAR EL PADRON, de **obras**\n");
	add_evaluation(&folder, 2023, "a", "f", PUBLISHED, "# 2.2.3\n\n1. Falta capacitar al personal\n\n# 3.2\n\n"
		"1. Publicar el padrón de obras.\n");
	assert_recurs(&folder, false,
		"2023/a 2.2.3 1 < 2021/a 1, 100\n"
		"2023/a 3.2 1 < 2021/a 3, 100\n"	/* the newest that said it, not the first */
		"2021/a 3.2 1 < 2020/a 2, 83\n"
		"2021/a 3.2 3 < 2020/a 1, 100\n");
}

static void test_what_is_not_held_together(void **state)
{
	struct folder folder;

	(void)state;
	folder_init(&folder);
	add_evaluation(&folder, 2020, "a", "f", PUBLISHED, "# 3.2\n\n1. Publicar el padrón de obras.\n");
	add_evaluation(&folder, 2021, "otro-fondo", "g", PUBLISHED, "# 3.2\n\n1. Publicar el padrón de obras.\n");
	add_evaluation(&folder, 2021, "otro-ente", "f", PUBLISHED "ente: otro\n", "# 3.2\n\n1. Publicar el padrón de obras.\n");
	add_evaluation(&folder, 2020, "b", "f", PUBLISHED, "# 3.2\n\n1. Publicar el padrón de obras.\n");
	add_evaluation(&folder, 2022, "otra-seccion", "f", PUBLISHED, "# 2.1\n\n1. Publicar el padrón de obras.\n");
	add_evaluation(&folder, 2023, "ninguna", "f", PUBLISHED, "# 3.2\n\nNo se emiten recomendaciones.\n");
	add_evaluation(&folder, 2024, "ninguna", "f", PUBLISHED, "# 3.2\n\nNo se emiten recomendaciones.\n");
	assert_recurs(&folder, false, "");
}

/* Taken out by law, withdrawn, or a draft that nobody may see yet. */
static void test_what_may_not_be_shown(void **state)
{
	struct folder folder;

	(void)state;
	folder_init(&folder);
	add_evaluation(&folder, 2019, "a", "f", PUBLISHED, "# 3.2\n\n1. Publicar el padrón de obras.\n2. Capacitar al personal.\n");
	add_evaluation(&folder, 2020, "a", "f", PUBLISHED "supresiones:\n  - {campo: recomendacion-1, motivo: m, fecha: 2024-01-01}\n",
		"# 3.2\n\n1. Publicar el padrón de obras.\n");
	add_evaluation(&folder, 2021, "a", "f", "estado: retirada\nretiro: {fecha: 2024-01-01, motivo: m}\n",
		"# 3.2\n\n1. Publicar el padrón de obras.\n");
	add_evaluation(&folder, 2022, "a", "f", "estado: borrador\n", "# 3.2\n\n1. Publicar el padrón de obras.\n2. Capacitar al personal.\n");
	add_evaluation(&folder, 2023, "a", "f", PUBLISHED, "# 3.2\n\n1. Capacitar al personal.\n");
	assert_recurs(&folder, true,
		"2023/a 3.2 1 < 2019/a 2, 100\n"
		"2022/a 3.2 1 < 2019/a 1, 100\n"
		"2022/a 3.2 2 < 2019/a 2, 100\n");
}

/* --- What it costs: comparisons are counted, not seconds. */

#define ITEMS 50		/* of each evaluation */
#define WORDS 18		/* of each item */

static uint32_t next_number(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* An item of a few hundred words of office that everybody uses, beginning as
   all do. TWIN (0: none) makes an item that says the same as another of that
   number, but for its end. */
static void put_item(struct buf *out, uint32_t number, uint32_t twin)
{
	uint32_t seed = (twin ? twin : number) * 2654435761u;

	buf_put_text(out, "1. Se recomienda al municipio");
	for (int i = 0; i < WORDS; i++) {
		uint32_t a = next_number(&seed) % 400, b = next_number(&seed) % 400;

		buf_printf(out, " palabra%u", a < b ? a : b);	/* some much more often than others */
	}
	buf_printf(out, twin ? " otra vez.\n" : " este año.\n");
}

/* COUNT items in one series; every tenth is the one of the year before again.
   Returns how many comparisons it took, and in *FOUND how many came back. */
static uint64_t comparisons_of(uint32_t count, uint32_t *found, uint32_t *twins)
{
	struct folder folder;
	struct recurrence_list list;
	struct site *site;
	struct arena arena;
	struct buf body;
	uint64_t comparisons;

	folder_init(&folder);
	buf_init(&body);
	arena_init(&arena);
	*twins = 0;
	for (uint32_t first = 0; first < count; first += ITEMS) {
		buf_clear(&body);
		buf_put_text(&body, "# 3.2\n\n");
		for (uint32_t i = 0; i < ITEMS; i++) {
			bool twin = first > 0 && i % 10 == 0;

			/* of the year before, one that is nobody's twin itself */
			put_item(&body, first + i + 1, twin ? first - ITEMS + i + 2 : 0);
			*twins += twin;
		}
		add_evaluation(&folder, (int)(2000 + first / ITEMS), "a", "f", PUBLISHED, body.ptr);
	}
	site = read_site(&folder, false);
	list = site_recurrences(site, &arena);
	*found = list.count;
	comparisons = list.comparisons;
	for (uint32_t i = 0; i < list.count; i++) {
		assert_int_equal(list.at[i].item % 10, 1);
		assert_int_equal(list.at[i].earlier_item, list.at[i].item + 1);
		assert_int_equal(list.at[i].earlier->year, list.at[i].evaluation->year - 1);
	}
	site_free(site);
	buf_dispose(&body);
	arena_dispose(&arena);
	folder_dispose(&folder);
	return comparisons;
}

static void test_comparisons_grow_with_the_items(void **state)
{
	uint32_t found, twins;
	uint64_t few, many;

	(void)state;
	few = comparisons_of(1000, &found, &twins);
	assert_int_equal(found, twins);
	assert_true(few <= 1000 * COMPARED);
	many = comparisons_of(10000, &found, &twins);
	assert_int_equal(found, twins);
	assert_true(many <= 10000 * COMPARED);
	print_message("%llu comparisons of 1,000 items, %llu of 10,000\n",
		      (unsigned long long)few, (unsigned long long)many);
}

/* Ten thousand times the same words, and as many that differ in one alone:
   nobody is compared with everybody, and each is found. */
static void test_nothing_but_the_same(void **state)
{
	struct folder folder;
	struct recurrence_list list;
	struct site *site;
	struct arena arena;
	struct buf body;

	(void)state;
	for (int different = 0; different < 2; different++) {
		folder_init(&folder);
		buf_init(&body);
		arena_init(&arena);
		for (uint32_t first = 0; first < 5000; first += ITEMS) {
			buf_clear(&body);
			buf_put_text(&body, "# 3.2\n\n");
			for (uint32_t i = 0; i < ITEMS; i++)
				buf_printf(&body, "1. Se recomienda publicar el padrón de obras del Fondo %u.\n",
					   different ? first + i : 0);
			add_evaluation(&folder, (int)(2000 + first / ITEMS), "a", "f", PUBLISHED, body.ptr);
		}
		site = read_site(&folder, false);
		list = site_recurrences(site, &arena);
		assert_int_equal(list.count, 5000 - ITEMS);
		assert_true(list.comparisons <= 5000 * COMPARED);
		site_free(site);
		buf_dispose(&body);
		arena_dispose(&arena);
		folder_dispose(&folder);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_and_nearly),
		cmocka_unit_test(test_what_is_not_held_together),
		cmocka_unit_test(test_what_may_not_be_shown),
		cmocka_unit_test(test_comparisons_grow_with_the_items),
		cmocka_unit_test(test_nothing_but_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
