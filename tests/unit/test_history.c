/*
 * test_history.c -- what history/ answers where there is no git to ask; tests/history/run has the rest.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "heard.h"
#include "history/history.h"
#include "unit.h"

static int setup(void **state)
{
	static char path[64];

	snprintf(path, sizeof path, "/tmp/test-history-XXXXXX");
	*state = mkdtemp(path);
	return *state ? 0 : -1;
}

static int teardown(void **state)
{
	char command[128];

	snprintf(command, sizeof command, "rm -rf '%s'", (char *)*state);
	return system(command);
}

static void put_file(const char *root, const char *name, const char *text)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", root, name);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void put_folder(const char *root, const char *name)
{
	char path[256];

	snprintf(path, sizeof path, "%s/%s", root, name);
	assert_int_equal(mkdir(path, 0755), 0);
}

static void check_open(const char *root, const char *at, enum repository_state wanted,
		       const char *heard)
{
	struct diag *diag = diag_new();
	struct repository *repository = repository_open(root, "content", at, diag);

	assert_int_equal(repository_state(repository), wanted);
	repository_free(repository);
	assert_heard(diag, heard);
}

/* As little of a repository as is one. */
static void put_repository(const char *root, const char *config)
{
	put_folder(root, "content");
	put_folder(root, ".git");
	put_folder(root, ".git/objects");
	put_folder(root, ".git/refs");
	put_file(root, ".git/HEAD", "ref: refs/heads/main\n");
	put_file(root, ".git/config", config);
}

static void test_none(void **state)
{
	struct diag *diag = diag_new();
	int64_t seconds = 7;

	check_open(*state, NULL, REPOSITORY_NONE, "");
	check_open("/nonexistent/folder", NULL, REPOSITORY_NONE, "");
	assert_int_equal(repository_head_time(*state, "content", &seconds, diag), REPOSITORY_NONE);
	assert_true(seconds == 7);
	assert_heard(diag, "");
}

static void test_unborn(void **state)
{
	put_repository(*state, "");
	check_open(*state, NULL, REPOSITORY_UNBORN, "");
	check_open(*state, "main", REPOSITORY_REVISION, ":0:0+0 revision-desconocida\n");
	check_open(*state, "0123456789012345678901234567890123456789", REPOSITORY_REVISION,
		   ":0:0+0 revision-desconocida\n");
}

static void test_outside(void **state)
{
	struct diag *diag = diag_new();
	struct repository *repository;

	put_repository(*state, "");
	repository = repository_open(*state, "/usr", NULL, diag);
	assert_int_equal(repository_state(repository), REPOSITORY_OUTSIDE);
	repository_free(repository);
	assert_heard(diag, "");
}

static void test_formats(void **state)
{
	put_repository(*state, "[core]\n\trepositoryformatversion = 1\n"
			       "[extensions]\n\tobjectformat = sha256\n");
	check_open(*state, NULL, REPOSITORY_SHA256, ":0:0+0 repositorio\n");
	put_file(*state, ".git/config", "[core]\n\trepositoryformatversion = 1\n"
					"[extensions]\n\trefstorage = reftable\n");
	check_open(*state, NULL, REPOSITORY_EXTENSION, ":0:0+0 repositorio\n");
	put_file(*state, ".git/config", "[core]\n\trepositoryformatversion = 7\n");
	check_open(*state, NULL, REPOSITORY_UNUSABLE, ":0:0+0 repositorio\n");
	put_file(*state, ".git/config", "[core\n");
	check_open(*state, NULL, REPOSITORY_UNUSABLE, ":0:0+0 repositorio\n");
	put_file(*state, ".git/config", "[core]\n\trepositoryformatversion = 1\n"
					"[extensions]\n\tworktreeConfig = true\n\tpartialClone = origin\n");
	check_open(*state, NULL, REPOSITORY_UNBORN, "");
}

static void test_damaged_head(void **state)
{
	put_repository(*state, "");
	put_file(*state, ".git/HEAD", "0123456789012345678901234567890123456789\n");
	check_open(*state, NULL, REPOSITORY_UNUSABLE, ":0:0+0 repositorio\n");
}

static void test_words(void **state)
{
	(void)state;
	assert_int_equal(repository_words(REPOSITORY_READ).len, 0);
	for (int i = REPOSITORY_NONE; i <= REPOSITORY_UNUSABLE; i++)
		assert_true(str_ends(repository_words((enum repository_state)i), STR(".")));
	assert_int_equal(history_words(HISTORY_WHOLE).len, 0);
	for (int i = HISTORY_SHALLOW; i <= HISTORY_DAMAGED; i++)
		assert_true(str_ends(history_words((enum history_gap)i), STR(".")));
}

static void test_small(void **state)
{
	struct object_id id = { { 0x01, 0xab, 0xff } }, none = { { 0 } };
	char hex[OBJECT_ID_HEX];

	(void)state;
	object_id_hex(hex, &id);
	assert_string_equal(hex, "01abff0000000000000000000000000000000000");
	assert_true(object_id_is_none(&none));
	assert_false(object_id_is_none(&id));
	assert_false(object_id_equal(&id, &none));
	assert_text(history_subject(STR("uno\n\ndos")), "uno");
	assert_text(history_subject(STR("uno \r\ndos")), "uno");
	assert_text(history_subject(STR("")), "");
}

#define IN_FOLDER(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(test_none),
		IN_FOLDER(test_unborn),
		IN_FOLDER(test_outside),
		IN_FOLDER(test_formats),
		IN_FOLDER(test_damaged_head),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_small),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
