/*
 * test_version_compare.c -- two versions, and what is told of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `test_version_compare OLD NEW` prints the comparison of two files for
 * tests/version/run instead, each in a folder that says what it is
 * (".../evaluaciones/2022/a.md"; without one, an evaluation).
 */
#include <stdio.h>
#include <stdlib.h>

#include "syntax/markdown.h"
#include "unit.h"
#include "version/compare.h"

/* --- Driver. */

static void read_file(struct buf *out, const char *path)
{
	FILE *file = fopen(path, "rb");
	char bytes[65536];
	size_t len;

	if (!file) {
		perror(path);
		exit(2);
	}
	while ((len = fread(bytes, 1, sizeof bytes, file)) > 0)
		buf_put(out, bytes, len);
	fclose(file);
}

static struct version_text parse_as(struct arena *arena, enum entry_kind kind, struct str bytes)
{
	struct diag *diag = diag_new();
	struct version_text version = { bytes, NULL };
	struct str shown = kind == ENTRY_FOLLOW_UP || kind == ENTRY_PROGRAMME ? STR("x.yaml") : STR("x.md");

	version.entry = entry_parse(arena, NULL, kind, STR("2022/x"), shown, bytes, diag);
	diag_free(diag);
	return version;
}

static enum entry_kind kind_of_path(const char *path)
{
	return strstr(path, "seguimiento") ? ENTRY_FOLLOW_UP : strstr(path, "pae") ? ENTRY_PROGRAMME
	     : strstr(path, "fondo") ? ENTRY_FUND : ENTRY_EVALUATION;
}

static int compare_files(const char *old_path, const char *new_path)
{
	struct buf old, new, out;
	struct arena arena;
	struct version_text a, b;

	arena_init(&arena);
	buf_init(&old);
	buf_init(&new);
	buf_init(&out);
	read_file(&old, old_path);
	read_file(&new, new_path);
	a = parse_as(&arena, kind_of_path(old_path), buf_str(&old));
	b = parse_as(&arena, kind_of_path(old_path), buf_str(&new));
	comparison_put_text(&out, compare_versions(&arena, &a, &b), false);
	fwrite(out.ptr, 1, out.len, stdout);
	buf_dispose(&old);
	buf_dispose(&new);
	buf_dispose(&out);
	arena_dispose(&arena);
	return 0;
}

int main(int argc, char **argv)
{
	markdown_init();
	if (argc == 3)
		return compare_files(argv[1], argv[2]);
	return 0;
}
