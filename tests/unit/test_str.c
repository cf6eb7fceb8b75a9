/*
 * test_str.c -- views: comparing, finding, cutting, numbers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdio.h>

#include "unit.h"

static const struct str absent = { NULL, 0 };

static void test_compare(void **state)
{
	(void)state;
	assert_true(str_compare(STR("a"), STR("b")) < 0);
	assert_true(str_compare(STR("ab"), STR("a")) > 0);
	assert_int_equal(str_compare(STR("a"), STR("a")), 0);
	assert_int_equal(str_compare(absent, STR("")), 0);
	assert_true(str_compare(absent, STR("a")) < 0);
	assert_true(str_compare(STR("z"), STR("\xc3\xa1")) < 0);
	assert_true(str_compare(STR("a\0b"), STR("a\0c")) < 0);
	assert_true(str_equal(absent, STR("")));
	assert_false(str_equal(STR("a\0b"), STR("a\0c")));
}

static void test_ends(void **state)
{
	(void)state;
	assert_true(str_starts(STR("abc"), STR("ab")));
	assert_true(str_starts(STR("abc"), STR("")));
	assert_true(str_starts(absent, STR("")));
	assert_false(str_starts(STR("ab"), STR("abc")));
	assert_true(str_ends(STR("abc"), STR("bc")));
	assert_true(str_ends(absent, absent));
	assert_false(str_ends(STR("bc"), STR("abc")));
	assert_false(str_ends(STR("abc"), STR("ab")));
}

static void test_find(void **state)
{
	(void)state;
	assert_int_equal(str_find(STR("abcbc"), STR("bc")), 1);
	assert_int_equal(str_find(STR("abc"), STR("")), 0);
	assert_true(str_find(STR("abc"), STR("abcd")) == (size_t)-1);
	assert_true(str_find(absent, STR("x")) == (size_t)-1);
	assert_int_equal(str_find(STR("a\0b"), STR("\0b")), 1);
	assert_int_equal(str_find_char(STR("a\0b"), 'b'), 2);
	assert_true(str_find_char(absent, 'b') == (size_t)-1);
}

static void test_slice(void **state)
{
	(void)state;
	assert_text(str_slice(STR("abcd"), 1, 2), "bc");
	assert_text(str_slice(STR("abcd"), 1, (size_t)-1), "bcd");
	assert_text(str_slice(STR("abcd"), 9, 1), "");
	assert_null(str_slice(absent, 3, 4).ptr);
	assert_text(str_trim(STR(" \t\r\n a b \v\f ")), "a b");
	assert_text(str_trim(STR("  ")), "");
	assert_null(str_trim(absent).ptr);
}

static void test_cut(void **state)
{
	struct str rest = STR("a,,b,"), piece;

	(void)state;
	assert_true(str_cut(&rest, ',', &piece));
	assert_text(piece, "a");
	assert_true(str_cut(&rest, ',', &piece));
	assert_text(piece, "");
	assert_true(str_cut(&rest, ',', &piece));
	assert_text(piece, "b");
	assert_true(str_cut(&rest, ',', &piece));
	assert_text(piece, "");
	assert_false(str_cut(&rest, ',', &piece));
	assert_false(str_cut(&rest, ',', &piece));
	rest = STR("");
	assert_true(str_cut(&rest, ',', &piece));
	assert_text(piece, "");
	assert_false(str_cut(&rest, ',', &piece));
	rest = absent;
	assert_false(str_cut(&rest, ',', &piece));
}

static bool number(const char *text, unsigned long long max)
{
	unsigned long long out = 77;
	bool good = str_to_number(str_from(text), max, &out);

	if (!good)
		assert_int_equal(out, 77);
	else
		assert_true(out <= max);
	return good;
}

static void test_number(void **state)
{
	unsigned long long out;

	(void)state;
	assert_true(str_to_number(STR("0042"), 42, &out));
	assert_int_equal(out, 42);
	assert_true(str_to_number(STR("18446744073709551615"), UINT64_MAX, &out));
	assert_true(out == UINT64_MAX);
	assert_false(number("18446744073709551616", UINT64_MAX));
	assert_false(number("99999999999999999999999999", UINT64_MAX));
	assert_false(number("43", 42));
	assert_true(number("0", 0));
	assert_false(number("1", 0));
	assert_false(number("5", 4));
	assert_true(number("19", 19));
	assert_false(number("20", 19));
	assert_false(number("", 9));
	assert_false(number("-1", 9));
	assert_false(number("+1", 9));
	assert_false(number(" 1", 9));
	assert_false(number("1 ", 9));
	assert_false(number("0x1", 99));
	assert_false(str_to_number(STR("1\0"), 99, &out));
	assert_false(str_to_number(absent, 99, &out));
}

static int precision(int len, const char *text)
{
	assert_non_null(text);
	return len;
}

static void test_argument(void **state)
{
	char text[16];

	(void)state;
	snprintf(text, sizeof text, "[%.*s]", STR_ARG(absent));
	assert_string_equal(text, "[]");
	assert_null(str_from(NULL).ptr);
	/* A view too long for a printf precision is cut, never negative. */
	assert_int_equal(precision(STR_ARG(str_make("", (size_t)5 << 30))),
			 0x7fffffff);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_compare),
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_slice),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_number),
		cmocka_unit_test(test_argument),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
