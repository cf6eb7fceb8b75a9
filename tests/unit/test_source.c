/*
 * test_source.c -- the content folder as bytes: names, links, texts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "heard.h"
#include "source/source.h"

static struct str shown = STR_LITERAL("x.md");

/* --- The folder. --- */

struct world {
	char root[64];
	int folder;		/* root/content */
	struct arena arena;
	struct diag *diag;
};

static int setup(void **state)
{
	struct world *world = memory_alloc(sizeof *world);
	int root;

	strcpy(world->root, "/tmp/diafano-source-XXXXXX");
	assert_non_null(mkdtemp(world->root));
	root = open(world->root, O_RDONLY | O_DIRECTORY);
	assert_int_equal(mkdirat(root, "content", 0755), 0);
	world->folder = openat(root, "content", O_RDONLY | O_DIRECTORY);
	assert_true(world->folder >= 0);
	close(root);
	arena_init(&world->arena);
	world->diag = diag_new();
	*state = world;
	return 0;
}

static int remove_one(const char *path, const struct stat *status, int type,
		      struct FTW *where)
{
	(void)status;
	(void)type;
	(void)where;
	return remove(path);
}

static int teardown(void **state)
{
	struct world *world = *state;

	close(world->folder);
	assert_int_equal(nftw(world->root, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
	diag_free(world->diag);
	arena_dispose(&world->arena);
	free(world);
	return 0;
}

static void make_folder(struct world *world, const char *path)
{
	assert_int_equal(mkdirat(world->folder, path, 0755), 0);
}

static void make_file(struct world *world, const char *path, const char *text)
{
	int fd = openat(world->folder, path, O_WRONLY | O_CREAT | O_EXCL, 0644);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

static struct source_list list(struct world *world, struct source_reader **reader)
{
	struct source_list out;

	*reader = source_tree(world->root, "content", world->diag);
	assert_non_null(*reader);
	assert_int_equal((*reader)->list((*reader)->context, &out, &world->arena,
					 world->diag), 0);
	return out;
}

/* The folder lists as LINES ("path size") and what is HEARD of it. */
static void check_list(struct world *world, const char *lines, const char *heard)
{
	struct source_reader *reader;
	struct source_list found = list(world, &reader);
	struct diag *diag = world->diag;
	struct buf out;

	buf_init(&out);
	for (size_t i = 0; i < found.count; i++) {
		const struct source_entry *entry = &found.at[i];

		assert_true(str_starts(entry->shown, STR("content/")));
		assert_true(str_ends(entry->shown, entry->path));
		buf_printf(&out, "%.*s %u\n", STR_ARG(entry->path),
			   (unsigned)entry->size);
	}
	source_tree_free(reader);
	assert_text(buf_str(&out), lines);
	buf_dispose(&out);
	world->diag = diag_new();
	assert_heard(diag, heard);
}

static void test_empty_folder(void **state)
{
	check_list(*state, "", "");
}

/* By bytes of the whole path: '-' and '.' come before '/'. */
static void test_order(void **state)
{
	struct world *world = *state;

	make_folder(world, "a");
	make_folder(world, "a/b");
	make_file(world, "a/b/c.md", "uno");
	make_file(world, "a/z", "");
	make_file(world, "a-b", "dos.");
	make_file(world, "a.md", "");
	make_file(world, "\xc3\xa1 b.md", "");
	check_list(world, "a-b 4\na.md 0\na/b/c.md 3\na/z 0\n\xc3\xa1 b.md 0\n", "");
}

static void test_leftovers(void **state)
{
	struct world *world = *state;

	make_folder(world, ".git");
	make_file(world, ".git/x", "");
	make_file(world, ".x.md.swp", "");
	make_file(world, "x.md~", "");
	make_file(world, "#x.md#", "");
	make_file(world, "x.swp", "");
	make_file(world, "x.md", "");
	check_list(world, "x.md 0\n", "");
}

static void test_links(void **state)
{
	struct world *world = *state;

	make_folder(world, "a");
	make_file(world, "x.md", "");
	assert_int_equal(symlinkat("..", world->folder, "a/loop"), 0);
	assert_int_equal(symlinkat("/etc/passwd", world->folder, "out.md"), 0);
	assert_int_equal(symlinkat("x.md", world->folder, "in.md"), 0);
	assert_int_equal(symlinkat("none", world->folder, "broken"), 0);
	assert_int_equal(symlinkat("self", world->folder, "self"), 0);
	assert_int_equal(mkfifoat(world->folder, "pipe", 0644), 0);
	check_list(world, "x.md 0\n",
		   "content/a/loop:0:0+0 enlace-simbolico\n"
		   "content/broken:0:0+0 enlace-simbolico\n"
		   "content/in.md:0:0+0 enlace-simbolico\n"
		   "content/out.md:0:0+0 enlace-simbolico\n"
		   "content/pipe:0:0+0 archivo-especial\n"
		   "content/self:0:0+0 enlace-simbolico\n");
}

static void test_names(void **state)
{
	struct world *world = *state;

	make_file(world, "a\nb.md", "");
	make_file(world, "a\033[31mb.md", "");
	make_file(world, "a\xff" "b.md", "");
	make_folder(world, "c\rd");
	make_file(world, "c\rd/e.md", "");
	make_file(world, "con espacios.md", "");
	check_list(world, "con espacios.md 0\n",
		   "content/a\\\\x0ab.md:0:0+0 nombre-ilegible\n"
		   "content/a\\\\x1b[31mb.md:0:0+0 nombre-ilegible\n"
		   "content/a\\\\xffb.md:0:0+0 nombre-ilegible\n"
		   "content/c\\\\x0dd:0:0+0 nombre-ilegible\n");
}

static void test_alike(void **state)
{
	struct world *world = *state;

	make_file(world, "\xc3\xa1.md", "");
	make_file(world, "a\xcc\x81.md", "");
	make_file(world, "\xc3\xa9.md", "");
	make_file(world, "K.md", "");
	make_file(world, "\xe2\x84\xaa.md", "");	/* the Kelvin sign */
	check_list(world, "K.md 0\na\xcc\x81.md 0\n\xc3\xa9.md 0\n",
		   "content/\xc3\xa1.md:0:0+0 nombres-iguales\n"
		   "content/\xe2\x84\xaa.md:0:0+0 nombres-iguales\n");
}

static void test_deep(void **state)
{
	struct world *world = *state;
	struct buf path, heard;

	buf_init(&path);
	buf_init(&heard);
	buf_put_text(&heard, "content");
	for (int i = 0; i < 25; i++) {
		buf_put_text(&path, i ? "/d" : "d");
		buf_put_text(&heard, "/d");
		make_folder(world, path.ptr);
	}
	buf_put_text(&path, "/x.md");
	make_file(world, path.ptr, "");
	buf_put_text(&heard, ":0:0+0 carpetas-muy-hondas\n");
	check_list(world, "", heard.ptr);
	buf_dispose(&path);
	buf_dispose(&heard);
}

static void test_unreadable(void **state)
{
	struct world *world = *state;
	struct source_reader *reader;
	struct source_list found;
	struct buf text;
	bool root = geteuid() == 0;

	make_folder(world, "a");
	make_file(world, "x.md", "uno");
	assert_int_equal(fchmodat(world->folder, "a", 0, 0), 0);
	assert_int_equal(fchmodat(world->folder, "x.md", 0, 0), 0);
	if (root) {		/* to whom nothing is unreadable */
		assert_int_equal(chmod(world->root, 0755), 0);
		assert_int_equal(seteuid(65534), 0);
	}
	check_list(world, "x.md 3\n", "content/a:0:0+0 no-se-puede-leer\n");
	found = list(world, &reader);
	buf_init(&text);
	assert_int_equal(reader->read(reader->context, &found.at[0], &text,
				      world->diag), -1);
	assert_int_equal(text.len, 0);
	buf_dispose(&text);
	source_tree_free(reader);
	if (root)
		assert_int_equal(seteuid(0), 0);
	fchmodat(world->folder, "a", 0755, 0);
}

static void test_read(void **state)
{
	struct world *world = *state;
	struct source_reader *reader;
	struct source_list found;
	struct buf text;
	int fd;

	make_folder(world, "a");
	make_file(world, "a/x.md", "uno");
	found = list(world, &reader);
	assert_int_equal(found.count, 1);
	buf_init(&text);
	buf_put_text(&text, "=");
	assert_int_equal(reader->read(reader->context, &found.at[0], &text,
				      world->diag), 0);
	assert_text(buf_str(&text), "=uno");
	fd = reader->open(reader->context, &found.at[0], world->diag);
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(diag_count(world->diag, SEVERITY_NOTE), 0);
	buf_dispose(&text);
	source_tree_free(reader);
}

/* What changes between listing and reading. */
static void test_changed(void **state)
{
	struct world *world = *state;
	struct source_reader *reader;
	struct source_list found;
	struct buf text;

	make_file(world, "gone", "");
	make_file(world, "grown", "x");
	make_file(world, "linked", "");
	make_file(world, "piped", "");
	found = list(world, &reader);
	unlinkat(world->folder, "gone", 0);
	unlinkat(world->folder, "grown", 0);
	unlinkat(world->folder, "linked", 0);
	unlinkat(world->folder, "piped", 0);
	make_file(world, "grown", "mucho m\xc3\xa1s que antes");
	assert_int_equal(symlinkat("/etc/passwd", world->folder, "linked"), 0);
	assert_int_equal(mkfifoat(world->folder, "piped", 0644), 0);
	buf_init(&text);
	for (size_t i = 0; i < found.count; i++)
		assert_int_equal(reader->read(reader->context, &found.at[i], &text,
					      world->diag), i == 1 ? 0 : -1);
	assert_text(buf_str(&text), "mucho m\xc3\xa1s que antes");
	assert_int_equal(diag_count(world->diag, SEVERITY_ERROR), 3);
	buf_dispose(&text);
	source_tree_free(reader);
}

static void test_huge(void **state)
{
	struct world *world = *state;
	struct source_reader *reader;
	struct source_list found;
	struct diag *diag;
	struct buf text;
	int fd;

	make_file(world, "x.md", "");
	fd = openat(world->folder, "x.md", O_WRONLY);
	assert_int_equal(ftruncate(fd, (off_t)1 << 40), 0);
	close(fd);
	found = list(world, &reader);
	assert_true(found.at[0].size == (uint64_t)1 << 40);
	buf_init(&text);
	assert_int_equal(reader->read(reader->context, &found.at[0], &text,
				      world->diag), 0);
	assert_int_equal(text.len, SOURCE_TEXT_MAX + 1);
	assert_int_equal(source_clean(&text, found.at[0].shown, world->diag), -1);
	buf_dispose(&text);
	diag = world->diag;
	world->diag = diag_new();
	assert_heard(diag, "content/x.md:0:0+0 archivo-demasiado-grande\n");
	source_tree_free(reader);
}

static void test_no_folder(void **state)
{
	struct world *world = *state;

	assert_null(source_tree(world->root, "none", world->diag));
	assert_null(source_tree("/nowhere/at/all", "content", world->diag));
	make_file(world, "x", "");
	assert_null(source_tree(world->root, "content/x", world->diag));
	assert_int_equal(diag_count(world->diag, SEVERITY_ERROR), 3);
	assert_int_equal(diag_status(world->diag, false), CLASS_IO);
	source_tree_free(NULL);
}

static void test_tidy(void **state)
{
	struct world *world = *state;
	struct source_reader *reader;
	struct source_list out;

	make_file(world, "x", "");
	reader = source_tree(world->root, "./content//", world->diag);
	reader->list(reader->context, &out, &world->arena, world->diag);
	assert_text(out.at[0].shown, "content/x");
	source_tree_free(reader);
	reader = source_tree(world->root, ".", world->diag);
	reader->list(reader->context, &out, &world->arena, world->diag);
	assert_text(out.at[0].shown, "content/x");
	assert_text(out.at[0].path, "content/x");
	source_tree_free(reader);
}

/* --- The texts. --- */

#define check_clean(bytes, want, heard) \
	check_clean_text(STR(bytes), (want), (heard), __FILE__, __LINE__)

/* BYTES become WANT, or are refused where that is NULL. */
static void check_clean_text(struct str bytes, const char *want,
			     const char *heard, const char *file, int line)
{
	struct diag *diag = diag_new();
	struct buf text;
	int status;

	buf_init(&text);
	buf_put_str(&text, bytes);
	status = source_clean(&text, shown, diag);
	assert_int_equal(status, want ? 0 : -1);
	if (want)
		unit_assert_text(buf_str(&text), want, file, line);
	buf_dispose(&text);
	heard_check(diag, heard, file, line);
}

static void test_clean(void **state)
{
	(void)state;
	check_clean("", "", "");
	check_clean("\xef\xbb\xbf", "", "");
	check_clean("\xef\xbb\xbf---\r\n", "---\n", "");
	check_clean("\xef\xbb\xbf\xef\xbb\xbf", "\xef\xbb\xbf", "");
	check_clean("a\r\nb\rc\r\r\nd\n\r", "a\nb\nc\n\nd\n\n", "");
	check_clean("\xc3\xa1\n\xf0\x9f\x98\x80", "\xc3\xa1\n\xf0\x9f\x98\x80", "");
	check_clean("a\n\xc3\xa1\0b", NULL, "x.md:2:3+1 byte-nulo\n");
	check_clean("a\r\nb\xe1", NULL, "x.md:2:2+1 utf8-invalido\n");
	check_clean("\xc0\xaf", NULL, "x.md:1:1+1 utf8-invalido\n");
	check_clean("\xed\xa0\x80", NULL, "x.md:1:1+1 utf8-invalido\n");
	check_clean("\xff\xfe" "a\0", NULL, "x.md:1:1+1 utf8-invalido\n");
	check_clean("\n\xe2\x82", NULL, "x.md:2:1+1 utf8-invalido\n");
}

#define check_split(text, front, front_line, body, body_line) \
	check_parts(STR(text), (front), (front_line), (body), (body_line), \
		    __FILE__, __LINE__)

static void check_parts(struct str text, const char *front, uint32_t front_line,
			const char *body, uint32_t body_line,
			const char *file, int line)
{
	struct diag *diag = diag_new();
	struct source_parts parts;

	assert_int_equal(source_split(&parts, text, shown, diag), 0);
	if (front)
		unit_assert_text(parts.front, front, file, line);
	else
		assert_null(parts.front.ptr);
	unit_assert_text(parts.body, body, file, line);
	assert_int_equal(parts.front_line, front_line);
	assert_int_equal(parts.body_line, body_line);
	heard_check(diag, "", file, line);
}

static void test_split(void **state)
{
	(void)state;
	check_split("---\na: b\nc: d\n---\n\n# e\n", "a: b\nc: d\n", 2, "\n# e\n", 5);
	check_split("--- \t\na: b\n---  \ne", "a: b\n", 2, "e", 4);
	check_split("---\n---\n", "", 2, "", 3);
	check_split("---\n---", "", 2, "", 3);
	check_split("---\na\n ---\n----\n---\n", "a\n ---\n----\n", 2, "", 6);
	check_split("", NULL, 0, "", 1);
	check_split("# a\n---\nb\n", NULL, 0, "# a\n---\nb\n", 1);
	check_split("\n---\na\n---\n", NULL, 0, "\n---\na\n---\n", 1);
	check_split("----\n", NULL, 0, "----\n", 1);
}

static void test_never_closed(void **state)
{
	static const struct str texts[] = {
		STR_LITERAL("---"), STR_LITERAL("---\n"), STR_LITERAL("---\na: b\n"),
		STR_LITERAL("---\na: b\n----\n"),
	};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct diag *diag = diag_new();
		struct source_parts parts;

		assert_int_equal(source_split(&parts, texts[i], shown, diag), -1);
		assert_heard(diag, "x.md:1:1+3 encabezado-sin-cerrar\n");
	}
}

#define IN_FOLDER(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(test_empty_folder),
		IN_FOLDER(test_order),
		IN_FOLDER(test_leftovers),
		IN_FOLDER(test_links),
		IN_FOLDER(test_names),
		IN_FOLDER(test_alike),
		IN_FOLDER(test_deep),
		IN_FOLDER(test_unreadable),
		IN_FOLDER(test_read),
		IN_FOLDER(test_changed),
		IN_FOLDER(test_huge),
		IN_FOLDER(test_no_folder),
		IN_FOLDER(test_tidy),
		cmocka_unit_test(test_clean),
		cmocka_unit_test(test_split),
		cmocka_unit_test(test_never_closed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
