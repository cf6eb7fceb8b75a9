/*
 * test_path.c -- names of files, as text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/path.h"
#include "unit.h"

static void test_parts(void **state)
{
	static const struct {
		const char *path, *directory, *name, *stem, *ending;
	} cases[] = {
		{ "a/b/c.md", "a/b", "c.md", "c", ".md" },
		{ "c.md", "", "c.md", "c", ".md" },
		{ "a/c", "a", "c", "c", "" },
		{ "a.b/c", "a.b", "c", "c", "" },
		{ "a.tar.gz", "", "a.tar.gz", "a.tar", ".gz" },
		{ ".git", "", ".git", ".git", "" },
		{ "a/.git.x", "a", ".git.x", ".git", ".x" },
		{ "a/b/", "a/b", "", "", "" },
		{ "/x", "/", "x", "x", "" },
		{ "/", "/", "", "", "" },
		{ "", "", "", "", "" },
		{ "x.", "", "x.", "x", "." },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str path = str_from(cases[i].path);

		assert_text(path_directory(path), cases[i].directory);
		assert_text(path_name(path), cases[i].name);
		assert_text(path_stem(path), cases[i].stem);
		assert_text(path_ending(path), cases[i].ending);
	}
	assert_null(path_directory(str_make(NULL, 0)).ptr);
}

static void test_join(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena);
	assert_text(path_join(&arena, STR("a/b"), STR("c")), "a/b/c");
	assert_text(path_join(&arena, STR("a/"), STR("c")), "a/c");
	assert_text(path_join(&arena, STR("a"), STR("/c")), "a/c");
	assert_text(path_join(&arena, STR("/"), STR("c")), "/c");
	assert_text(path_join(&arena, STR(""), STR("c")), "c");
	assert_text(path_join(&arena, STR("a"), STR("")), "a");
	assert_text(path_join(&arena, STR("a"), str_make(NULL, 0)), "a");
	assert_text(path_join(&arena, str_make(NULL, 0), str_make(NULL, 0)), "");
	arena_dispose(&arena);
}

static void test_resolve(void **state)
{
	static const struct {
		const char *from, *link, *want;	/* NULL: absent */
	} cases[] = {
		{ "a/b", "c.md", "a/b/c.md" },
		{ "a/b", "../c.md", "a/c.md" },
		{ "a/b", "../../c.md", "c.md" },
		{ "a/b", "../../../c.md", NULL },
		{ "a/b", "x/../../../../a/b/c", NULL },
		{ "a/b", "./c//d/./e", "a/b/c/d/e" },
		{ "a/b", "", "a/b" },
		{ "a/b", "../..", "" },
		{ "a/b", "..", "a" },
		{ "", "a", "a" },
		{ "", "..", NULL },
		{ "a", "/etc/passwd", NULL },
		{ "/a/b", "../../c", "/c" },
		{ "/a/b", "../../../c", NULL },
		{ "/a", "..", "/" },
		{ "a/b", "...", "a/b/..." },
		{ "a/b", "..c", "a/b/..c" },
		{ "../a", "b", NULL },
	};
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str got = path_resolve(&arena, str_from(cases[i].from),
					      str_from(cases[i].link));

		if (cases[i].want)
			assert_text(got, cases[i].want);
		else
			assert_null(got.ptr);
	}
	arena_dispose(&arena);
}

static void test_relative(void **state)
{
	static const struct {
		const char *from, *to, *want;
	} cases[] = {
		{ "a/b/c.html", "a/d.html", "../d.html" },
		{ "a/b/c.html", "a/b/d.html", "d.html" },
		{ "a/b/c.html", "a/b/c.html", "c.html" },
		{ "a/b/c.html", "x.html", "../../x.html" },
		{ "index.html", "a/b.html", "a/b.html" },
		{ "a/index.html", "ab/c.html", "../ab/c.html" },
		{ "ab/c.html", "a/c.html", "../a/c.html" },
		{ "index.html", "archivos/a:b.pdf", "archivos/a:b.pdf" },
		{ "index.html", "a:b.pdf", "./a:b.pdf" },
		{ "archivos/x.html", "archivos/a:b.pdf", "./a:b.pdf" },
		{ "a/x.html", "a:b.pdf", "../a:b.pdf" },
		{ "a/x.html", "a/", "./" },
		{ "a/b/x.html", "a/", "../" },
		{ "x.html", "", "./" },
	};
	struct buf out;

	(void)state;
	buf_init(&out);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		buf_clear(&out);
		path_put_relative(&out, str_from(cases[i].from),
				  str_from(cases[i].to));
		assert_text(buf_str(&out), cases[i].want);
	}
	buf_dispose(&out);
}

static void test_key(void **state)
{
	static const char *const good[] = {
		"a", "fortamun-df", "2022", "-", "con-x", "com", "com10", "comx",
		"indexes", "lpt",
	};
	static const char *const bad[] = {
		"", "index", "con", "prn", "aux", "nul", "com1", "com0", "lpt9",
		"A", "a.b", "a/b", "a b", "\xc3\xb1", "a_b", "..",
	};
	char longest[102];

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_true(path_is_key(str_from(good[i])));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(path_is_key(str_from(bad[i])));
	memset(longest, 'a', sizeof longest);
	assert_true(path_is_key(str_make(longest, 100)));
	assert_false(path_is_key(str_make(longest, 101)));
	assert_false(path_is_key(STR("a\0")));
	assert_false(path_is_key(str_make(NULL, 0)));
}

static void test_control(void **state)
{
	(void)state;
	assert_false(path_has_control(STR("año 2022/informe.pdf")));
	assert_false(path_has_control(STR("")));
	assert_true(path_has_control(STR("a\nb")));
	assert_true(path_has_control(STR("a\tb")));
	assert_true(path_has_control(STR("a\0b")));
	assert_true(path_has_control(STR("a\x7f")));
	assert_true(path_has_control(STR("\xc2\x9b" "31m")));
	assert_true(path_has_control(STR("\x9b" "31m")));
	assert_true(path_has_control(STR("a\xe2\x80\xae" "fdp.exe")));
	assert_true(path_has_control(STR("a\xe2\x80\xa8")));
	assert_true(path_has_control(STR("a\xe2\x80")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_join),
		cmocka_unit_test(test_resolve),
		cmocka_unit_test(test_relative),
		cmocka_unit_test(test_key),
		cmocka_unit_test(test_control),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
