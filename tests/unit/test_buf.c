/*
 * test_buf.c -- text that grows, always followed by a NUL.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/buf.h"
#include "unit.h"

static void test_empty(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf);
	assert_string_equal(buf.ptr, "");
	assert_text(buf_str(&buf), "");
	buf_clear(&buf);
	buf_put(&buf, NULL, 0);
	buf_put_str(&buf, str_make(NULL, 0));
	assert_string_equal(buf.ptr, "");
	buf_dispose(&buf);
	assert_string_equal(buf.ptr, "");
	buf_dispose(&buf);
}

static void test_put(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf);
	for (int i = 0; i < 100000; i++) {
		buf_put_char(&buf, (char)('a' + i % 26));
		if (buf.ptr[buf.len])
			fail();
	}
	assert_int_equal(buf.len, 100000);
	assert_memory_equal(buf.ptr + 26 * 1000, "abcdefghijklmnopqrstuvwxyz", 26);
	buf_clear(&buf);
	assert_string_equal(buf.ptr, "");
	buf_put_text(&buf, "uno");
	buf_put(&buf, "\0", 1);
	buf_put_str(&buf, STR("dos"));
	assert_true(str_equal(buf_str(&buf), STR("uno\0dos")));
	buf_dispose(&buf);
}

static void test_print(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf);
	buf_printf(&buf, "%s", "");
	assert_string_equal(buf.ptr, "");
	/* Every length around the room that there is. */
	for (int len = 0; len < 300; len++) {
		buf_dispose(&buf);
		buf_printf(&buf, "%*s", len, "");
		assert_int_equal(buf.len, len);
		assert_int_equal(strlen(buf.ptr), len);
		buf_printf(&buf, "%d%*s.", len, len, "");
		assert_int_equal(strlen(buf.ptr), buf.len);
		assert_int_equal(buf.ptr[buf.len - 1], '.');
	}
	buf_dispose(&buf);
}

static void test_reserve(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf);
	buf_reserve(&buf, 0);
	assert_string_equal(buf.ptr, "");
	buf_reserve(&buf, 1000);
	assert_true(buf.room > 1000);
	memset(buf.ptr, 'x', 1000);
	buf.len = 1000;
	buf_put_char(&buf, '!');
	assert_int_equal(buf.len, 1001);
	buf_dispose(&buf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_put),
		cmocka_unit_test(test_print),
		cmocka_unit_test(test_reserve),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
