/*
 * test_diag.c -- diagnostics: gathered from threads, bounded, drawn.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/json.h"
#include "base/pool.h"
#include "base/utf8.h"
#include "unit.h"

static const struct str no_hint = STR_LITERAL("");

static struct place at(const char *path, uint32_t line, uint32_t column,
		       uint32_t length)
{
	return (struct place){ str_from(path), line, column, length };
}

/* Gives the same text for every path but "ausente.md", and counts. */
struct shelf {
	struct str text;
	int reads;
};

static int read_shelf(void *context, struct str path, struct buf *out)
{
	struct shelf *shelf = context;

	if (str_equal(path, STR("ausente.md")))
		return -1;
	shelf->reads++;
	buf_put_str(out, shelf->text);
	return 0;
}

/* What diag_print() prints; free it. */
static char *printed(struct diag *diag, bool colour, struct shelf *shelf)
{
	char *text = NULL;
	size_t size = 0;
	FILE *stream = open_memstream(&text, &size);

	assert_non_null(stream);
	diag_print(diag, stream, colour, shelf ? read_shelf : NULL, shelf);
	fclose(stream);
	return text;
}

static void assert_printed(struct diag *diag, struct str text, const char *want)
{
	struct shelf shelf = { text, 0 };
	char *got = printed(diag, false, &shelf);

	assert_string_equal(got, want);
	free(got);
}

/* One error at LINE and COLUMN of TEXT prints WANT under its head. */
static void assert_drawn(struct str text, uint32_t line, uint32_t column,
			 uint32_t length, const char *hint, const char *want)
{
	struct diag *diag = diag_new();
	struct shelf shelf = { text, 0 };
	char *got;

	diag_report(diag, DIAG_USAGE, at("x.md", line, column, length),
		    str_from(hint), "mal");
	got = printed(diag, false, &shelf);
	assert_non_null(strchr(got, '\n'));
	assert_string_equal(strchr(got, '\n') + 1, want);
	free(got);
	diag_free(diag);
}

static void test_kinds(void **state)
{
	(void)state;
	for (int id = 0; id < DIAG_COUNT; id++) {
		const struct diag_kind *kind = diag_kind((enum diag_id)id);

		/* Names are unique, and the table has Spanish in it. */
		assert_int_equal(diag_find(str_from(kind->name)), id);
		assert_true(strlen(kind->meaning) > 10);
		assert_non_null(kind->example);
		assert_in_range(kind->class, CLASS_CONTENT, CLASS_REPOSITORY);
	}
	assert_int_equal(diag_find(STR("no-existe")), DIAG_COUNT);
	assert_int_equal(diag_find(STR("")), DIAG_COUNT);
}

static void test_status(void **state)
{
	struct diag *diag = diag_new();

	(void)state;
	assert_int_equal(diag_status(diag, true), 0);
	diag_report(diag, DIAG_MORE, at("a", 0, 0, 0), no_hint, "nota");
	assert_int_equal(diag_status(diag, true), 0);
	diag_report(diag, DIAG_REPOSITORY, at("a", 0, 0, 0), no_hint, "aviso");
	assert_int_equal(diag_status(diag, false), 0);
	assert_int_equal(diag_status(diag, true), CLASS_REPOSITORY);
	diag_report(diag, DIAG_USAGE, at("a", 0, 0, 0), no_hint, "error");
	assert_int_equal(diag_status(diag, false), CLASS_USAGE);
	diag_report(diag, DIAG_READ, at("a", 0, 0, 0), no_hint, "error");
	diag_report(diag, DIAG_USAGE, at("b", 0, 0, 0), no_hint, "error");
	assert_int_equal(diag_status(diag, false), CLASS_IO);
	assert_int_equal(diag_status(diag, true), CLASS_REPOSITORY);
	assert_int_equal(diag_count(diag, SEVERITY_ERROR), 3);
	assert_int_equal(diag_count(diag, SEVERITY_WARNING), 4);
	assert_int_equal(diag_count(diag, SEVERITY_NOTE), 5);
	diag_free(diag);
	diag_free(NULL);
}

static void test_print(void **state)
{
	struct diag *diag = diag_new();
	struct shelf shelf = { STR("uno\nfondo: fortamum\ntres"), 0 };
	char *got;

	(void)state;
	diag_report(diag, DIAG_USAGE, at("b.md", 2, 8, 8),
		    STR("¿quiso decir «fortamun»?"), "no hay un fondo «%s»", "fortamum");
	diag_report(diag, DIAG_REPOSITORY, at("b.md", 1, 1, 1), no_hint, "aviso");
	diag_report(diag, DIAG_USAGE, at("", 0, 0, 0), STR("pista"), "todo");
	diag_report(diag, DIAG_USAGE, at("a.md", 0, 0, 0), no_hint, "entero");
	diag_report(diag, DIAG_USAGE, at("ausente.md", 2, 3, 4), STR("pista"), "sin texto");
	diag_report(diag, DIAG_USAGE, at("b.md", 9, 1, 1), no_hint, "más allá");
	/* Said twice. */
	diag_report(diag, DIAG_REPOSITORY, at("b.md", 1, 1, 1), no_hint, "aviso");
	assert_int_equal(diag_count(diag, SEVERITY_NOTE), 6);
	got = printed(diag, false, &shelf);
	assert_string_equal(got,
		"diafano: error: todo [uso]\n"
		"      | pista\n"
		"a.md: error: entero [uso]\n"
		"ausente.md:2:3: error: sin texto [uso]\n"
		"      | pista\n"
		"b.md:1:1: advertencia: aviso [repositorio]\n"
		"    1 | uno\n"
		"      | ^\n"
		"b.md:2:8: error: no hay un fondo «fortamum» [uso]\n"
		"    2 | fondo: fortamum\n"
		"      |        ^~~~~~~~ ¿quiso decir «fortamun»?\n"
		"b.md:9:1: error: más allá [uso]\n");
	assert_int_equal(shelf.reads, 1);
	assert_null(strchr(got, '\033'));
	free(got);
	got = printed(diag, true, NULL);
	assert_non_null(strstr(got, "\033[1;31merror: \033[0m"));
	free(got);
	diag_free(diag);
}

static void test_draw(void **state)
{
	(void)state;
	/* Columns are bytes; the caret stands under the letter. */
	assert_drawn(STR("año: x"), 1, 7, 1, "", "    1 | año: x\n      |      ^\n");
	assert_drawn(STR("an\xcc\x83o x"), 1, 7, 1, "",
		     "    1 | an\xcc\x83o x\n      |     ^\n");
	assert_drawn(STR("漢字x"), 1, 4, 6, "", "    1 | 漢字x\n      |   ^~~\n");
	assert_drawn(STR("漢字x"), 1, 1, 1, "", "    1 | 漢字x\n      | ^\n");
	/* In the middle of a letter: under that letter. */
	assert_drawn(STR("aé"), 1, 3, 1, "", "    1 | aé\n      |  ^\n");
	assert_drawn(STR("\tx\ty"), 1, 2, 3, "",
		     "    1 |     x   y\n      |     ^~~~~\n");
	assert_drawn(STR("a\x1b[0m\x9b"), 1, 6, 1, "!",
		     "    1 | a<1B>[0m<9B>\n      |         ^ !\n");
	assert_drawn(STR("\xef\xbb\xbf---\r\nx"), 1, 4, 3, "",
		     "    1 | ---\n      | ^~~\n");
	/* Behind the end of the line; far behind; no column; no length. */
	assert_drawn(STR("ab\n"), 1, 3, 1, "", "    1 | ab\n      |   ^\n");
	assert_drawn(STR("ab\n"), 1, 4000000000u, 4000000000u, "",
		     "    1 | ab\n      |   ^\n");
	assert_drawn(STR("ab\n"), 1, 0, 0, "h", "    1 | ab\n      | h\n");
	assert_drawn(STR("ab\n"), 1, 0, 0, "", "    1 | ab\n");
	assert_drawn(STR("ab\ncd"), 1, 2, 9, "", "    1 | ab\n      |  ^\n");
	assert_drawn(STR("ab\n"), 2, 1, 1, "", "    2 | \n      | ^\n");
	assert_drawn(STR(""), 1, 1, 1, "", "    1 | \n      | ^\n");
	assert_drawn(STR("a\n\n\nd"), 4, 1, 1, "", "    4 | d\n      | ^\n");
	assert_drawn(STR("a"), 4000000000u, 1, 1, "", "");
}

/* Of a long line, what is around the caret, whatever its bytes are. */
static void test_long_line(void **state)
{
	enum { SIZE = 1 << 20 };
	static const char *const fills[] = {
		"a", "\xc3\xa1", "\xcc\x81", "\xff", "\x80", "\t",
		"\xe2\x80\xae", "\xf0\x9f\x98\x80", "\x1b",
	};
	char *line = malloc(SIZE);

	(void)state;
	assert_non_null(line);
	for (size_t i = 0; i < sizeof fills / sizeof *fills; i++) {
		size_t len = strlen(fills[i]), used = 0;

		for (; used + len <= SIZE; used += len)
			memcpy(line + used, fills[i], len);
		for (uint32_t column = 1; column < SIZE; column = column * 3 + 1) {
			struct diag *diag = diag_new();
			struct shelf shelf = { { line, used }, 0 };
			char *got;

			diag_report(diag, DIAG_USAGE, at("x", 1, column, 50),
				    no_hint, "mal");
			got = printed(diag, false, &shelf);
			assert_non_null(strchr(got, '^'));
			assert_non_null(strstr(got, "…"));
			assert_in_range(strlen(got), 50, 10000);
			assert_int_equal(utf8_valid_length(str_from(got)),
					 strlen(got));
			free(got);
			diag_free(diag);
		}
	}
	free(line);
}

static void test_window(void **state)
{
	char line[300], want[600];

	(void)state;
	memset(line, 'a', sizeof line);
	line[199] = 'B';
	snprintf(want, sizeof want, "    1 | …%.*sB%.*s…\n      | %*s\n",
		 60, line, 38, line, 62, "^");
	assert_drawn(str_make(line, sizeof line), 1, 200, 1, "", want);
	snprintf(want, sizeof want, "    1 | %.*s…\n      |     ^~~\n", 100, line);
	assert_drawn(str_make(line, sizeof line), 1, 5, 3, "", want);
}

static void test_hostile_text(void **state)
{
	struct diag *diag = diag_new();
	char *big = malloc(100001);

	(void)state;
	assert_non_null(big);
	memset(big, 'x', 100000);
	big[100000] = '\0';
	diag_report(diag, DIAG_USAGE, at("a\nb\x1b.md", 0, 0, 0),
		    STR("\xe2\x80\xae"), "%s", "uno\ndos\x1b[2J\xff");
	assert_printed(diag, STR(""),
		"a<0A>b<1B>.md: error: uno<0A>dos<1B>[2J<FF> [uso]\n"
		"      | <U+202E>\n");
	diag_free(diag);
	diag = diag_new();
	diag_report(diag, DIAG_USAGE, at("a", 0, 0, 0), str_make(big, 100000),
		    "ñ%s", big);
	memset(big, 'y', 100000);	/* copied, and bounded */
	memcpy(big + 1, "x", 1);
	{
		char *got = printed(diag, false, NULL);

		assert_in_range(strlen(got), 2000, 2100);
		assert_non_null(strstr(got, "xx… [uso]"));
		assert_null(strchr(got, 'y'));
		free(got);
	}
	free(big);
	diag_free(diag);
	diag = diag_new();
	diag_report(diag, DIAG_USAGE, (struct place){ 0 }, str_make(NULL, 0),
		    "%s", "");
	assert_printed(diag, STR(""), "diafano: error:  [uso]\n");
	diag_free(diag);
}

/* Of a flood the gravest stay, in whatever order they came. */
static void test_flood(void **state)
{
	enum { COUNT = 2000 };
	char *first = NULL;

	(void)state;
	for (int order = 0; order < 3; order++) {
		struct diag *diag = diag_new();
		char *got, text[64];
		size_t lines = 0;

		for (int i = 0; i < COUNT; i++) {
			static const int steps[] = { 1, COUNT - 1, 7 };
			int k = i * steps[order] % COUNT;

			diag_report(diag, k == COUNT - 1 ? DIAG_USAGE : DIAG_REPOSITORY,
				    at("a", (uint32_t)k + 1, 0, 0), no_hint, "aviso");
			diag_report(diag, DIAG_USAGE, at("b", 0, 0, 0), no_hint, "b");
		}
		assert_int_equal(diag_count(diag, SEVERITY_NOTE), COUNT + 1);
		got = printed(diag, false, NULL);
		for (const char *c = got; *c; c++)
			lines += *c == '\n';
		assert_int_equal(lines, DIAG_PER_FILE + 2);
		snprintf(text, sizeof text, "a:%d: error: aviso", COUNT);
		assert_non_null(strstr(got, text));
		assert_non_null(strstr(got, "a:199: "));
		assert_null(strstr(got, "a:200: "));
		assert_non_null(strstr(got, "\na: nota: hay 1800 avisos más de este "
				       "archivo, que no se muestran [hay-mas]\nb: "));
		if (first)
			assert_string_equal(got, first);
		free(first);
		first = got;
		diag_free(diag);
	}
	free(first);
}

static bool is_of(void *context, enum diag_id id, struct place place, struct str message)
{
	(void)id;
	return str_equal(place.path, str_from(context)) || str_find(message, STR("«a»")) != (size_t)-1;
}

/* What is left of some files is counted as it is, a flood of one of them too. */
static void test_within(void **state)
{
	struct diag *diag = diag_new();
	size_t rest[SEVERITY_ERROR + 1];
	char *got;

	(void)state;
	for (uint32_t i = 0; i < 300; i++) {
		diag_report(diag, DIAG_ITEM_TWICE, at("a", i + 1, 0, 0), no_hint, "nota");
		diag_report(diag, DIAG_USAGE, at("b", i + 1, 0, 0), no_hint, "error");
	}
	diag_report(diag, DIAG_TAX_UNTOLD, at("b", 1, 0, 0), no_hint, "como «a»");
	diag_report(diag, DIAG_TAX_UNTOLD, at("c", 7, 0, 0), no_hint, "de c");
	diag_report(diag, DIAG_TAX_UNTOLD, at("a", 7, 0, 0), no_hint, "de a");
	diag_report(diag, DIAG_TAX_UNTOLD, at("a", 8, 0, 0), no_hint, "queda");
	assert_int_equal(diag_accept(diag, DIAG_TAX_UNTOLD, STR("c"), 7, 7, STR("así es")), 1);
	assert_int_equal(diag_accept(diag, DIAG_TAX_UNTOLD, STR("a"), 7, 7, STR("así es")), 1);
	assert_int_equal(diag_status(diag, false), CLASS_USAGE);
	diag_within(diag, is_of, (void *)"a", rest);
	assert_int_equal(diag_status(diag, false), 0);
	assert_int_equal(diag_accepted(diag), 1);
	assert_int_equal(diag_count(diag, SEVERITY_NOTE), 302);
	assert_int_equal(diag_count(diag, SEVERITY_WARNING), 2);
	assert_int_equal(rest[SEVERITY_ERROR], 300);
	assert_int_equal(rest[SEVERITY_NOTE] + rest[SEVERITY_WARNING], 0);
	got = printed(diag, false, NULL);
	assert_non_null(strstr(got, "a:8: "));
	assert_non_null(strstr(got, "a: nota: hay 101 avisos más"));
	assert_non_null(strstr(got, "b:1: "));
	assert_null(strstr(got, "b:2: "));
	free(got);
	diag_free(diag);
}

static void report_one(void *context, unsigned worker, size_t index)
{
	char message[32];

	(void)worker;
	snprintf(message, sizeof message, "aviso %zu", index % 1000);
	diag_report(context, index % 3 ? DIAG_USAGE : DIAG_REPOSITORY,
		    at(index % 2 ? "a" : "b", (uint32_t)index % 500, 1, 1),
		    no_hint, "%s", message);
}

static void test_threads(void **state)
{
	char *first = NULL;

	(void)state;
	for (unsigned workers = 1; workers <= 8; workers *= 2) {
		struct diag *diag = diag_new();
		char *got;

		pool_run(workers, 6000, report_one, diag);
		got = printed(diag, false, NULL);
		if (first)
			assert_string_equal(got, first);
		free(first);
		first = got;
		diag_free(diag);
	}
	free(first);
}

static void test_json(void **state)
{
	struct diag *diag = diag_new();
	struct json json;
	struct buf out;

	(void)state;
	buf_init(&out);
	json_init(&json, &out);
	diag_put_json(diag, &json);
	assert_text(buf_str(&out), "[]");
	diag_report(diag, DIAG_REPOSITORY, at("a\xff.md", 3, 4, 5), STR("h"), "«m»");
	buf_clear(&out);
	json_init(&json, &out);
	diag_put_json(diag, &json);
	assert_text(buf_str(&out),
		"[\n  {\n"
		"    \"path\": \"a\xef\xbf\xbd.md\",\n"
		"    \"line\": 3,\n"
		"    \"column\": 4,\n"
		"    \"length\": 5,\n"
		"    \"severity\": \"advertencia\",\n"
		"    \"id\": \"repositorio\",\n"
		"    \"message\": \"«m»\",\n"
		"    \"hint\": \"h\"\n"
		"  }\n]");
	for (uint32_t i = 0; i < 201; i++)
		diag_report(diag, DIAG_USAGE, at("b", i, 0, 0), no_hint, "m");
	buf_clear(&out);
	json_init(&json, &out);
	diag_put_json(diag, &json);
	assert_non_null(strstr(out.ptr, "hay un aviso más de este archivo"));
	buf_dispose(&out);
	diag_free(diag);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_status),
		cmocka_unit_test(test_print),
		cmocka_unit_test(test_draw),
		cmocka_unit_test(test_long_line),
		cmocka_unit_test(test_window),
		cmocka_unit_test(test_hostile_text),
		cmocka_unit_test(test_flood),
		cmocka_unit_test(test_within),
		cmocka_unit_test(test_threads),
		cmocka_unit_test(test_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
