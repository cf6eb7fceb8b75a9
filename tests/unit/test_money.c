/*
 * test_money.c -- pesos, exactly.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/money.h"
#include "unit.h"

static void test_parse(void **state)
{
	static const struct {
		const char *text;
		int64_t centavos;
	} good[] = {
		{ "250000", 25000000 }, { "250000.5", 25000050 },
		{ "250000.50", 25000050 }, { "$250,000.00", 25000000 },
		{ "$ 250,000.00 MXN", 25000000 }, { "250000MXN", 25000000 },
		{ "0", 0 }, { "0.01", 1 }, { "1,234,567.89", 123456789 },
		{ "1000000000000000", 100000000000000000 },
		{ "1,000,000,000,000,000.00", 100000000000000000 },
		{ "999999999999999.99", 99999999999999999 },
		{ "007", 700 },
	};
	static const char *const bad[] = {
		"", "$", "MXN", ".", ".5", "5.", "-5", "+5", "5,00", "5,0000",
		"1234,567", ",123", "123,", "1,,234", "1.234.567", "5.001",
		"1e5", "0x10", "5 000", "$$5", "5 USD", "5 pesos", "1,234.5,6",
		"1000000000000000.01", "1000000000000001", "1,000,000,000,000,001",
		"99999999999999999999999999", "999,999,999,999,999,999,999,999",
		"5.-1", "5. 1", "$-5", " 5", "5 ", "no-consta", "5\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		int64_t centavos = -1;

		if (!money_parse(str_from(good[i].text), &centavos))
			fail_msg("refused: <%s>", good[i].text);
		assert_true(centavos == good[i].centavos);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		int64_t centavos = -1;

		if (money_parse(str_from(bad[i]), &centavos))
			fail_msg("let through: <%s>", bad[i]);
		assert_true(centavos == -1);
	}
	assert_false(money_parse(STR("5\0"), &(int64_t){ 0 }));
	assert_false(money_parse(str_make(NULL, 0), &(int64_t){ 0 }));
}

static void check(int64_t centavos, const char *shown, const char *plain)
{
	struct buf out;

	buf_init(&out);
	money_put(&out, centavos);
	assert_text(buf_str(&out), shown);
	buf_clear(&out);
	money_put_plain(&out, centavos);
	assert_text(buf_str(&out), plain);
	buf_dispose(&out);
}

static void test_put(void **state)
{
	(void)state;
	check(25000000, "$250,000.00", "250000.00");
	check(0, "$0.00", "0.00");
	check(5, "$0.05", "0.05");
	check(99999, "$999.99", "999.99");
	check(100000, "$1,000.00", "1000.00");
	check(123456789, "$1,234,567.89", "1234567.89");
	check(-123456, "-$1,234.56", "-1234.56");
	check(INT64_MAX, "$92,233,720,368,547,758.07", "92233720368547758.07");
	check(INT64_MIN, "-$92,233,720,368,547,758.08", "-92233720368547758.08");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_put),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
