/*
 * test_date.c -- days: reading, counting, the site's offset.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/date.h"
#include "unit.h"

static struct date day(int year, int month, int number)
{
	return (struct date){ (int16_t)year, (int8_t)month, (int8_t)number };
}

static void assert_date(struct date got, int year, int month, int number)
{
	assert_int_equal(got.year, year);
	assert_int_equal(got.month, month);
	assert_int_equal(got.day, number);
}

static void test_parse(void **state)
{
	static const struct {
		const char *text;
		enum date_error error;
		int year, month, day;
	} cases[] = {
		{ "2022-09-15", DATE_OK, 2022, 9, 15 },
		{ "15/09/2022", DATE_OK, 2022, 9, 15 },
		{ "5/9/2022", DATE_OK, 2022, 9, 5 },
		{ "2022-9-5", DATE_OK, 2022, 9, 5 },
		{ "2024-02-29", DATE_OK, 2024, 2, 29 },
		{ "2000-02-29", DATE_OK, 2000, 2, 29 },
		{ "2999-12-31", DATE_OK, 2999, 12, 31 },
		{ "1900-01-01", DATE_OK, 1900, 1, 1 },
		{ "1900-02-29", DATE_IMPOSSIBLE, 0, 0, 0 },
		{ "2023-02-29", DATE_IMPOSSIBLE, 0, 0, 0 },
		{ "30/02/2022", DATE_IMPOSSIBLE, 0, 0, 0 },
		{ "31/04/2022", DATE_IMPOSSIBLE, 0, 0, 0 },
		{ "2022-13-01", DATE_IMPOSSIBLE, 0, 0, 0 },
		{ "2022-00-01", DATE_IMPOSSIBLE, 0, 0, 0 },
		{ "2022-01-00", DATE_IMPOSSIBLE, 0, 0, 0 },
		{ "0022-01-01", DATE_IMPOSSIBLE, 0, 0, 0 },
		{ "3000-01-01", DATE_IMPOSSIBLE, 0, 0, 0 },
		{ "15/09/22", DATE_SHORT_YEAR, 0, 0, 0 },
		{ "22-09-15", DATE_FORM, 0, 0, 0 },
		{ "15-09-2022", DATE_FORM, 0, 0, 0 },
		{ "2022/09/15", DATE_FORM, 0, 0, 0 },
		{ "2022-09", DATE_FORM, 0, 0, 0 },
		{ "2022-09-15-1", DATE_FORM, 0, 0, 0 },
		{ "2022-09-15T00:00", DATE_FORM, 0, 0, 0 },
		{ "2022-009-15", DATE_FORM, 0, 0, 0 },
		{ "2022--15", DATE_FORM, 0, 0, 0 },
		{ "-2022-09-15", DATE_FORM, 0, 0, 0 },
		{ "15/09/202", DATE_FORM, 0, 0, 0 },
		{ "15/09-2022", DATE_FORM, 0, 0, 0 },
		{ " 2022-09-15", DATE_FORM, 0, 0, 0 },
		{ "", DATE_FORM, 0, 0, 0 },
		{ "hoy", DATE_FORM, 0, 0, 0 },
		{ "99999999999999999999-01-01", DATE_FORM, 0, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct date out = { 0 };

		assert_int_equal(date_parse(str_from(cases[i].text), &out),
				 cases[i].error);
		assert_date(out, cases[i].year, cases[i].month, cases[i].day);
	}
}

/* Every day from year 1 to 9999, one after the other. */
static void test_days(void **state)
{
	struct date last = date_from_days(-719163);

	(void)state;
	assert_date(last, 1, 1, 1);	/* before the first: the first */
	for (int32_t days = -719162; days <= 2932896; days++) {
		struct date now = date_from_days(days);

		if (date_to_days(now) != days)
			fail_msg("day %d is not itself", (int)days);
		if (days > -719162 && date_compare(last, now) >= 0)
			fail_msg("day %d is not after the one before", (int)days);
		last = now;
	}
	assert_date(last, 9999, 12, 31);
	assert_date(date_from_days(INT32_MAX), 9999, 12, 31);
	assert_date(date_from_days(0), 1970, 1, 1);
	assert_int_equal(date_to_days(day(2000, 3, 1)), 11017);
	assert_int_equal(date_to_days((struct date){ 0 }), INT32_MIN);
	assert_false(date_is_set(date_from_days(INT32_MIN)));
}

static void test_weekday(void **state)
{
	(void)state;
	assert_int_equal(date_weekday(day(1970, 1, 1)), 3);
	assert_int_equal(date_weekday(day(2022, 9, 15)), 3);
	assert_int_equal(date_weekday(day(2024, 2, 29)), 3);
	assert_int_equal(date_weekday(day(1900, 1, 1)), 0);
	assert_int_equal(date_weekday(day(2026, 11, 22)), 6);
}

static void test_add(void **state)
{
	struct date friday = day(2022, 9, 16), saturday = day(2022, 9, 17);

	(void)state;
	assert_date(date_add(day(2022, 8, 31), 30, false), 2022, 9, 30);
	assert_date(date_add(day(2024, 2, 28), 1, false), 2024, 2, 29);
	assert_date(date_add(friday, 1, true), 2022, 9, 19);
	assert_date(date_add(friday, 5, true), 2022, 9, 23);
	assert_date(date_add(friday, 0, true), 2022, 9, 16);
	assert_date(date_add(friday, -5, true), 2022, 9, 9);
	assert_date(date_add(saturday, 1, true), 2022, 9, 19);
	assert_date(date_add(saturday, -1, true), 2022, 9, 16);
	assert_date(date_add(saturday, 0, true), 2022, 9, 17);
	assert_date(date_add(friday, INT32_MAX, true), 9999, 12, 31);
	assert_date(date_add(friday, INT32_MIN, false), 1, 1, 1);
	assert_false(date_is_set(date_add((struct date){ 0 }, 5, true)));
}

/* Adding what lies between leads there, and a plain count agrees. */
static void test_between(void **state)
{
	int32_t first = date_to_days(day(2022, 8, 29));

	(void)state;
	for (int32_t a = first; a < first + 21; a++) {
		int count = 0;

		for (int32_t b = a; b < first + 60; b++) {
			struct date from = date_from_days(a), to = date_from_days(b);

			if (b > a && date_weekday(to) < 5)
				count++;
			assert_int_equal(date_between(from, to, false), b - a);
			assert_int_equal(date_between(to, from, false), a - b);
			assert_int_equal(date_between(from, to, true), count);
			if (date_weekday(to) < 5 && count)
				assert_int_equal(date_to_days(
					date_add(from, count, true)), b);
			if (date_weekday(from) < 5 && b > a)
				assert_int_equal(date_to_days(date_add(to,
					date_between(to, from, true), true)), a);
		}
	}
	assert_int_equal(date_between(day(2022, 1, 1), (struct date){ 0 }, true), 0);
}

static void test_instant(void **state)
{
	int minutes = 0;

	(void)state;
	assert_date(date_from_instant(0, 0), 1970, 1, 1);
	assert_date(date_from_instant(0, -360), 1969, 12, 31);
	assert_date(date_from_instant(-1, 0), 1969, 12, 31);
	assert_date(date_from_instant(86399, 1), 1970, 1, 2);
	assert_date(date_from_instant(1663210800, -360), 2022, 9, 14);
	assert_date(date_from_instant(1663221600, -360), 2022, 9, 15);
	assert_date(date_from_instant(253402214399, 840), 9999, 12, 31);
	assert_date(date_from_instant(-62135510399, -840), 1, 1, 1);
	/* no date rather than a wrong one */
	assert_false(date_is_set(date_from_instant(253402214400, 0)));
	assert_false(date_is_set(date_from_instant(INT64_MAX, 840)));
	assert_false(date_is_set(date_from_instant(INT64_MIN, -840)));
	assert_int_equal(date_second_of_day(0, 0), 0);
	assert_int_equal(date_second_of_day(-1, 0), 86399);
	assert_int_equal(date_second_of_day(0, -360), 64800);
	assert_int_equal(date_second_of_day(86399, 1), 59);
	assert_int_equal(date_second_of_day(INT64_MAX, 840), 55807 + 840 * 60 - 86400);
	assert_int_equal(date_second_of_day(INT64_MIN, -840), 2 * 86400 - 55808 - 840 * 60);
	assert_true(date_parse_offset(STR("-06:00"), &minutes));
	assert_int_equal(minutes, -360);
	assert_true(date_parse_offset(STR("+05:30"), &minutes));
	assert_int_equal(minutes, 330);
	assert_true(date_parse_offset(STR("Z"), &minutes));
	assert_int_equal(minutes, 0);
	assert_true(date_parse_offset(STR("+14:00"), &minutes));
	assert_false(date_parse_offset(STR("+14:01"), &minutes));
	assert_false(date_parse_offset(STR("06:00"), &minutes));
	assert_false(date_parse_offset(STR("-6:00"), &minutes));
	assert_false(date_parse_offset(STR("-06:60"), &minutes));
	assert_false(date_parse_offset(STR("-06-00"), &minutes));
	assert_false(date_parse_offset(STR("z"), &minutes));
	assert_false(date_parse_offset(STR(""), &minutes));
}

static void test_put(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out);
	date_put_iso(&out, day(2022, 9, 5));
	date_put_official(&out, day(2022, 9, 5));
	date_put_iso(&out, (struct date){ 0 });
	date_put_official(&out, (struct date){ 0 });
	assert_text(buf_str(&out), "2022-09-0505/09/2022");
	buf_dispose(&out);
	assert_true(date_compare((struct date){ 0 }, day(1900, 1, 1)) < 0);
	assert_true(date_compare(day(2022, 2, 1), day(2022, 1, 31)) > 0);
	assert_int_equal(date_compare(day(2022, 2, 1), day(2022, 2, 1)), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_days),
		cmocka_unit_test(test_weekday),
		cmocka_unit_test(test_add),
		cmocka_unit_test(test_between),
		cmocka_unit_test(test_instant),
		cmocka_unit_test(test_put),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
