/*
 * test_map.c -- from text to a pointer, and the hash behind it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdio.h>

#include "base/arena.h"
#include "base/map.h"
#include "unit.h"

static void test_small(void **state)
{
	struct map map;
	int one, two;

	(void)state;
	map_init(&map);
	assert_null(map_get(&map, STR("a")));
	assert_null(map_set(&map, STR("a"), &one));
	assert_ptr_equal(map_get(&map, STR("a")), &one);
	assert_null(map_get(&map, STR("b")));
	assert_null(map_get(&map, STR("")));
	assert_null(map_get(&map, str_make(NULL, 0)));
	assert_ptr_equal(map_set(&map, STR("a"), &two), &one);
	assert_ptr_equal(map_get(&map, STR("a")), &two);
	assert_int_equal(map.count, 1);
	assert_null(map_set(&map, STR(""), &one));
	assert_ptr_equal(map_get(&map, STR("")), &one);
	assert_null(map_set(&map, STR("a\0"), &one));
	assert_ptr_equal(map_get(&map, STR("a")), &two);
	map_dispose(&map);
	assert_null(map_get(&map, STR("a")));
}

static void test_many(void **state)
{
	enum { COUNT = 50000 };
	struct arena arena;
	struct map map = { 0 };
	struct str *keys;

	(void)state;
	arena_init(&arena);
	keys = ARENA_ARRAY(&arena, COUNT, struct str);
	for (int i = 0; i < COUNT; i++) {
		keys[i] = arena_printf(&arena, "%d/clave-%d", i % 7, i);
		assert_null(map_set(&map, keys[i], &keys[i]));
	}
	assert_int_equal(map.count, COUNT);
	for (int i = 0; i < COUNT; i++)
		assert_ptr_equal(map_get(&map, keys[i]), &keys[i]);
	assert_null(map_get(&map, STR("0/clave-50001")));
	map_dispose(&map);
	arena_dispose(&arena);
}

/* Each byte counts, at every length, and so does the length. */
static void test_hash(void **state)
{
	char text[64] = { 0 };

	(void)state;
	for (size_t len = 0; len < sizeof text; len++) {
		uint64_t hash = hash_str(str_make(text, len));

		if (len)
			assert_true(hash != hash_str(str_make(text, len - 1)));
		for (size_t i = 0; i < len; i++) {
			text[i] = 1;
			assert_true(hash != hash_str(str_make(text, len)));
			text[i] = 0;
		}
	}
	assert_true(hash_str(str_make(NULL, 0)) == hash_str(STR("")));
	/* The same on every machine: these numbers are written down. */
	assert_true(hash_str(STR("")) == UINT64_C(0x42038ef9ec70bd1b));
	assert_true(hash_str(STR("evaluaciones/2022/fortamun-df")) ==
		    UINT64_C(0x79aa4f51e59e79bc));
}

/* Short keys and low bits, of which the map lives: near to what chance gives. */
static void test_spread(void **state)
{
	enum { COUNT = 65536 };
	static unsigned char seen[COUNT];
	size_t used = 0;

	(void)state;
	for (unsigned i = 0; i < COUNT; i++) {
		char key[16];
		int len = snprintf(key, sizeof key, "%u", i);
		size_t slot = hash_str(str_make(key, (size_t)len)) % COUNT;

		used += !seen[slot];
		seen[slot] = 1;
	}
	assert_in_range(used, COUNT * 62 / 100, COUNT * 65 / 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_small),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_hash),
		cmocka_unit_test(test_spread),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
