/*
 * test_digest.c -- SHA-256 of texts and files.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdio.h>
#include <unistd.h>

#include "base/digest.h"
#include "unit.h"

/* The values of FIPS 180-2, appendix B, and of no text at all. */
#define OF_NOTHING "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define OF_ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define OF_MILLION "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"

static void test_text(void **state)
{
	char hex[DIGEST_HEX];

	(void)state;
	digest_str(hex, STR("abc"));
	assert_string_equal(hex, OF_ABC);
	digest_str(hex, STR(""));
	assert_string_equal(hex, OF_NOTHING);
	digest_str(hex, str_make(NULL, 0));
	assert_string_equal(hex, OF_NOTHING);
}

static void test_file(void **state)
{
	unsigned long long size = 7;
	char hex[DIGEST_HEX];
	FILE *file = tmpfile();
	int fd;

	(void)state;
	assert_non_null(file);
	fd = fileno(file);
	assert_int_equal(digest_file(hex, fd, &size), 0);
	assert_string_equal(hex, OF_NOTHING);
	assert_int_equal(size, 0);
	for (int i = 0; i < 1000000; i++)
		putc('a', file);
	assert_int_equal(fflush(file), 0);
	/* From the start, wherever the file stands. */
	assert_int_equal(digest_file(hex, fd, &size), 0);
	assert_string_equal(hex, OF_MILLION);
	assert_int_equal(size, 1000000);
	assert_int_equal(digest_file(hex, fd, NULL), 0);
	assert_string_equal(hex, OF_MILLION);
	fclose(file);
	assert_int_equal(digest_file(hex, -1, &size), -1);
	assert_int_equal(size, 1000000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
