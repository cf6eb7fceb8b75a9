/*
 * test_vec.c -- a growing array of any type.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/vec.h"
#include "unit.h"

struct pair {
	int first;
	double second;
};

static void test_push(void **state)
{
	VEC(struct pair) pairs = { 0 };

	(void)state;
	for (int i = 0; i < 10000; i++)
		vec_push(&pairs, ((struct pair){ i, i / 2.0 }));
	assert_int_equal(pairs.count, 10000);
	assert_true(pairs.room >= pairs.count);
	for (int i = 0; i < 10000; i++)
		assert_int_equal(pairs.at[i].first, i);
	vec_clear(&pairs);
	assert_int_equal(pairs.count, 0);
	vec_push(&pairs, ((struct pair){ 7, 0 }));
	assert_int_equal(pairs.at[0].first, 7);
	vec_dispose(&pairs);
	assert_null(pairs.at);
	vec_dispose(&pairs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_push),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
