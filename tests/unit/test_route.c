/*
 * test_route.c -- addresses, and the plan that keeps them apart.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "heard.h"
#include "route/plan.h"
#include "route/route.h"
#include "unit.h"

static void pages_of_a_list(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena);
	assert_text(route_page(&arena, STR("fondos/fais.html"), 1), "fondos/fais.html");
	assert_text(route_page(&arena, STR("fondos/fais.html"), 2), "fondos/fais-2.html");
	assert_text(route_page(&arena, STR("fondos/index.html"), 13), "fondos/index-13.html");
	assert_int_equal(route_pages(0), 1);
	assert_int_equal(route_pages(ROUTE_ROWS), 1);
	assert_int_equal(route_pages(ROUTE_ROWS + 1), 2);
	assert_text(route_programme(&arena, 2022), "pae/2022.html");
	arena_dispose(&arena);
}

static void keys_become_addresses(void **state)
{
	static const struct {
		enum entry_kind kind;
		const char *key, *path;
	} cases[] = {
		{ ENTRY_FUND, "fais", "fondos/fais.html" },
		{ ENTRY_YEAR, "2022", "ejercicios/2022.html" },
		{ ENTRY_EVALUATION, "2022/fais", "evaluaciones/2022/fais.html" },
		{ ENTRY_PROGRAMME, "2022", "pae/2022.html" },
		{ ENTRY_EVALUATION, "fais", NULL },
		{ ENTRY_EVALUATION, "2022/", NULL },
		{ ENTRY_EVALUATION, "2022/../x", NULL },
		{ ENTRY_EVALUATION, "22/fais", NULL },
		{ ENTRY_EVALUATION, "2022/a/b", NULL },
		{ ENTRY_FUND, "../fais", NULL },
		{ ENTRY_FUND, "index", NULL },
		{ ENTRY_FUND, "con", NULL },
		{ ENTRY_FUND, "A", NULL },
		{ ENTRY_FUND, "a b", NULL },
		{ ENTRY_FUND, "javascript:alert(1)", NULL },
		{ ENTRY_FUND, "", NULL },
		{ ENTRY_FOLLOW_UP, "2022/fais", NULL },
	};
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str path = route_former(&arena, cases[i].kind, str_from(cases[i].key));

		if (cases[i].path)
			assert_text(path, cases[i].path);
		else
			assert_null(path.ptr);
	}
	arena_dispose(&arena);
}

static int add(struct plan *plan, const char *path, const char *by, struct diag *diag)
{
	struct plan_item item = { .path = str_from(path) };
	struct place place = { .path = str_from(by), .line = 3, .column = 1 };

	return plan_add(plan, &item, place, diag);
}

static void the_past_has_addresses(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena);
	assert_text(route_beside(&arena, STR("2022/fais"), "historial.html"),
		    "evaluaciones/2022/fais/historial.html");
	assert_text(route_version(&arena, STR("2022/fais"), 12), "evaluaciones/2022/fais/v12.html");
	assert_text(route_comparison(&arena, STR("2022/fais"), 1, 2),
		    "evaluaciones/2022/fais/cambios-1-2.html");
	assert_text(route_comparison(&arena, STR("2022/fais"), 1, 0),
		    "evaluaciones/2022/fais/cambios-1-actual.html");
	assert_text(route_month(&arena, 2024, 3), "cambios/2024-03.html");
	assert_text(route_attachment(&arena, STR("archivos/2022/Informe.PDF")), "versiones/archivos/2022/informe.pdf.html");
	assert_text(route_attachment(&arena, STR("archivos/a.html/b")), "versiones/archivos/a.html_/b.html");
	assert_text(route_attachment(&arena, STR("archivos/a.html_/b")), "versiones/archivos/a.html__/b.html");
	assert_text(route_bytes(&arena, STR("94a9ed"), STR("Informe.PDF")), "versiones/94a9ed/Informe.PDF");
	assert_null(route_attachment(&arena, STR("archivos/../x")).ptr);
	assert_null(route_attachment(&arena, STR("archivos//x")).ptr);
	assert_null(route_attachment(&arena, STR("fondos/x.md")).ptr);
	assert_null(route_bytes(&arena, STR("94a9ed"), STR("..")).ptr);
	assert_null(route_version(&arena, STR("2022/../x"), 1).ptr);
	assert_null(route_beside(&arena, STR("x"), "historial.html").ptr);
	arena_dispose(&arena);
}

static void an_address_is_claimed_once(void **state)
{
	struct diag *diag = diag_new();
	struct plan plan;

	(void)state;
	plan_init(&plan);
	assert_int_equal(add(&plan, "fondos/a.html", "content/fondos/a.md", diag), 0);
	assert_int_equal(add(&plan, "fondos/b.html", "content/fondos/b.md", diag), 0);
	assert_int_equal(add(&plan, "fondos/a.html", "content/fondos/c.md", diag), -1);
	assert_int_equal(add(&plan, "Fondos/B.html", "content/fondos/d.md", diag), -1);
	assert_int_equal(plan.items.count, 2);
	assert_heard(diag, "content/fondos/c.md:3:1+0 direccion-repetida\n"
			   "content/fondos/d.md:3:1+0 direccion-repetida\n");
	plan_dispose(&plan);
}

static void nothing_leaves_the_site(void **state)
{
	static const char *const paths[] = { "", "/etc/passwd", "../x", "a/../../x", "a//b", "a/.", "./a" };
	struct diag *diag = diag_new();
	struct plan plan;

	(void)state;
	plan_init(&plan);
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		assert_int_equal(add(&plan, paths[i], "x", diag), -1);
	assert_int_equal(plan.items.count, 0);
	assert_int_equal(diag_count(diag, SEVERITY_ERROR), sizeof paths / sizeof *paths);
	diag_free(diag);
	plan_dispose(&plan);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_of_a_list),
		cmocka_unit_test(keys_become_addresses),
		cmocka_unit_test(the_past_has_addresses),
		cmocka_unit_test(an_address_is_claimed_once),
		cmocka_unit_test(nothing_leaves_the_site),
	};

	return cmocka_run_group_tests_name("route", tests, NULL, NULL);
}
