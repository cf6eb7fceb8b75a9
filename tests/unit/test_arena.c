/*
 * test_arena.c -- memory given back at once: alignment, zeroes, big blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdalign.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "unit.h"

static bool is_zero(const char *ptr, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (ptr[i])
			return false;
	return true;
}

static void test_alloc(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (int round = 0; round < 3; round++) {
		size_t sum = 0;

		for (size_t size = 0; size < 3000; size++) {
			char *ptr = arena_alloc(&arena, size);

			assert_non_null(ptr);
			assert_int_equal((uintptr_t)ptr % alignof(max_align_t), 0);
			assert_true(is_zero(ptr, size));
			memset(ptr, 0xff, size);
			sum += size;
		}
		assert_int_equal(arena.used, sum);
		arena_reset(&arena);
		assert_int_equal(arena.used, 0);
	}
	arena_dispose(&arena);
	assert_null(arena.head);
}

static void test_big(void **state)
{
	struct arena arena;
	char *small, *next, *big;

	(void)state;
	arena_init(&arena);
	big = arena_alloc(&arena, (size_t)5 << 20);
	assert_true(is_zero(big, (size_t)5 << 20));
	arena_reset(&arena);
	small = arena_alloc(&arena, 16);
	memset(small, 'x', 16);
	big = arena_alloc(&arena, (size_t)3 << 20);
	memset(big, 0xff, (size_t)3 << 20);
	next = arena_alloc(&arena, 16);
	assert_true(is_zero(next, 16));
	assert_memory_equal(small, "xxxxxxxxxxxxxxxx", 16);
	arena_dispose(&arena);
	arena_reset(&arena);
	arena_dispose(&arena);
}

static void test_text(void **state)
{
	struct arena arena;
	struct str text;

	(void)state;
	arena_init(&arena);
	assert_null(arena_str(&arena, str_make(NULL, 0)).ptr);
	text = arena_str(&arena, STR(""));
	assert_text(text, "");
	assert_int_equal(text.ptr[0], '\0');
	text = arena_str(&arena, str_slice(STR("abcdef"), 1, 3));
	assert_text(text, "bcd");
	assert_int_equal(text.ptr[3], '\0');
	assert_text(arena_printf(&arena, "%s-%d", "a", 7), "a-7");
	assert_text(arena_printf(&arena, "%s", ""), "");
	text = arena_printf(&arena, "%*s", 200000, "x");
	assert_int_equal(text.len, 200000);
	assert_int_equal(text.ptr[199999], 'x');
	arena_dispose(&arena);
}

/* Ask for what cannot be, in a process of its own; returns how that ends. */
static int status_of(size_t count, size_t size)
{
	pid_t child = fork();
	int status = 0;

	assert_true(child >= 0);
	if (child == 0) {
		struct arena arena;

		arena_init(&arena);
		close(2);
		arena_array(&arena, count, size);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void test_exhausted(void **state)
{
	(void)state;
	assert_int_equal(status_of(10, 10), 0);
	assert_int_equal(status_of(SIZE_MAX, 2), 70);
	assert_int_equal(status_of(SIZE_MAX / 2, 3), 70);
	assert_int_equal(status_of(SIZE_MAX, 1), 70);
	assert_int_equal(status_of(0, SIZE_MAX), 0);
	assert_int_equal(status_of(SIZE_MAX, 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_alloc),
		cmocka_unit_test(test_big),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_exhausted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
