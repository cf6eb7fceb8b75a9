/*
 * test_output.c -- the new site takes its place at once, or not at all.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What changes the process (killing, mounting, filtering system calls) runs in
 * a child of its own: 0 is success, CANNOT a machine that does not allow it.
 */
#define _GNU_SOURCE 1

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <grp.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/json.h"
#include "base/pool.h"
#include "output/output.h"

#define CANNOT 77

/* For code that also runs in children, where cmocka's asserts cannot. */
#define CHECK(condition)						\
	do {								\
		if (!(condition)) {					\
			fprintf(stderr, "%s:%d: %s (errno %d)\n",	\
				__FILE__, __LINE__, #condition, errno);	\
			abort();					\
		}							\
	} while (0)

struct page {
	const char *path;
	const char *text;
};

static const struct page before[] = {
	{ "index.html", "portada 1" },
	{ "fondos/fone.html", "fone" },
	{ "fondos/fais.html", "fais 1" },
	{ "viejo/hondo/a.html", "se va" },
	{ "tema/x.css", "" },
	{ NULL, NULL },
};

static const struct page after[] = {
	{ "index.html", "portada 2" },
	{ "fondos/fone.html", "fone" },
	{ "fondos/fais.html", "fais 2" },
	{ "fondos/nuevo.html", "nuevo" },
	{ "tema/x.css", "" },
	{ NULL, NULL },
};

static char *room;		/* the folder of this test: "/tmp/diafano-XXXXXX" */

static int set_up(void **state)
{
	(void)state;
	room = strdup("/tmp/diafano-output-XXXXXX");
	return mkdtemp(room) && chdir(room) == 0 ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *st, int kind,
		      struct FTW *walk)
{
	(void)st;
	(void)kind;
	(void)walk;
	return remove(path);
}

static int tear_down(void **state)
{
	(void)state;
	CHECK(chdir("/") == 0);
	(void)nftw(room, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(room);
	return 0;
}

static void put(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	CHECK(file);
	CHECK(fputs(text, file) >= 0);
	CHECK(fclose(file) == 0);
}

static bool exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

static bool holds(const char *path, const char *text)
{
	char have[4096];
	FILE *file = fopen(path, "r");
	size_t len;

	if (!file)
		return false;
	len = fread(have, 1, sizeof have, file);
	fclose(file);
	return len == strlen(text) && memcmp(have, text, len) == 0;
}

static size_t entries(const char *path)
{
	DIR *dir = opendir(path);
	size_t count = 0;

	CHECK(dir);
	while (readdir(dir))
		count++;
	closedir(dir);
	return count - 2;
}

/* Every page of the list and nothing else of the other list. */
static bool is_site(const char *site, const struct page *pages)
{
	const struct page *others = pages == before ? after : before;
	char path[512];

	for (const struct page *page = pages; page->path; page++) {
		snprintf(path, sizeof path, "%s/%s", site, page->path);
		if (!holds(path, page->text))
			return false;
	}
	for (const struct page *page = others; page->path; page++) {
		const struct page *same = pages;

		while (same->path && strcmp(same->path, page->path) != 0)
			same++;
		snprintf(path, sizeof path, "%s/%s", site, page->path);
		if (!same->path && exists(path))
			return false;
	}
	return true;
}

static bool said(struct diag *diag, const char *id)
{
	struct buf out;
	struct json json;
	bool found;

	buf_init(&out);
	json_init(&json, &out);
	diag_put_json(diag, &json);
	found = str_find(buf_str(&out), str_from(id)) != (size_t)-1;
	if (!found)
		fprintf(stderr, "%s\n", out.ptr);
	buf_dispose(&out);
	return found;
}

/* One whole build; WANT is the id of the expected diagnostic, or NULL. */
static int build_saying(const char *site, const struct page *pages,
			struct output_summary *sum, const char *want)
{
	struct diag *diag = diag_new();
	struct output *output;
	int status = output_open(&output, site, 1, diag);

	if (status == 0) {
		for (; pages->path && status == 0; pages++)
			status = output_file(output, 0, str_from(pages->path),
					     str_from(pages->text));
		if (output_commit(output, sum))
			status = -1;
	} else
		CHECK(output == NULL);
	CHECK((status == 0) == (diag_count(diag, SEVERITY_ERROR) == 0));
	CHECK(diag_count(diag, SEVERITY_ERROR) <= 1);
	if (want)
		CHECK(said(diag, want));
	diag_free(diag);
	return status;
}

static int build(const char *site, const struct page *pages,
		 struct output_summary *sum)
{
	return build_saying(site, pages, sum, NULL);
}

/* Run JOB in a process of its own; its status, 128 and more for a signal. */
static int in_child(int (*job)(void))
{
	int status;
	pid_t child;

	fflush(NULL);
	child = fork();
	if (child == 0)
		_exit(job());
	CHECK(child > 0 && waitpid(child, &status, 0) == child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void run_child(int (*job)(void))
{
	int status = in_child(job);

	if (status == CANNOT) {
		print_message("this machine does not allow it: not tested\n");
		skip();
	}
	assert_int_equal(status, 0);
}

static void first_build(void **state)
{
	struct output_summary sum;

	(void)state;
	assert_int_equal(build("site", before, &sum), 0);
	assert_true(is_site("site", before));
	assert_int_equal(sum.files, 5);
	assert_int_equal(sum.written, 5);
	assert_int_equal(sum.unchanged, 0);
	assert_int_equal(sum.removed, 0);
	assert_int_equal(sum.bytes, 24);
	assert_int_equal(sum.way, OUTPUT_FIRST);
	assert_true(exists("site/.diafano"));
	assert_int_equal(entries("."), 1);
}

static void second_build_links(void **state)
{
	struct output_summary sum;
	struct stat old, new;
	struct timespec past[2] = { { 1000, 5 }, { 1000, 5 } };

	(void)state;
	assert_int_equal(build("site", before, &sum), 0);
	assert_int_equal(utimensat(AT_FDCWD, "site/fondos/fone.html", past, 0), 0);
	assert_int_equal(stat("site/fondos/fone.html", &old), 0);
	assert_int_equal(build("./site//", before, &sum), 0);
	assert_int_equal(stat("site/fondos/fone.html", &new), 0);
	assert_int_equal(old.st_ino, new.st_ino);
	assert_int_equal(new.st_mtim.tv_sec, 1000);
	assert_int_equal(new.st_nlink, 1);
	assert_int_equal(sum.unchanged, 5);
	assert_int_equal(sum.written, 0);
	assert_int_equal(sum.way, OUTPUT_EXCHANGE);
	assert_int_equal(entries("."), 1);
}

static void changes_and_removals_are_counted(void **state)
{
	struct output_summary sum;

	(void)state;
	assert_int_equal(build("site", before, &sum), 0);
	put("site/intruso.html", "x");
	assert_int_equal(build("site", after, &sum), 0);
	assert_true(is_site("site", after));
	assert_false(exists("site/viejo"));
	assert_false(exists("site/intruso.html"));
	assert_int_equal(sum.files, 5);
	assert_int_equal(sum.written, 3);
	assert_int_equal(sum.unchanged, 2);
	assert_int_equal(sum.removed, 2);
}

static void foreign_folders_are_refused(void **state)
{
	(void)state;
	assert_int_equal(mkdir("ajena", 0755), 0);
	put("ajena/tesis.txt", "mía");
	put("archivo", "tampoco");
	assert_int_equal(symlink("nada", "roto"), 0);
	assert_int_equal(build_saying("ajena", after, NULL, "carpeta-ajena"), -1);
	assert_int_equal(build_saying("archivo", after, NULL, "carpeta-ajena"), -1);
	assert_int_equal(build_saying("roto", after, NULL, "no-se-puede-escribir"), -1);
	assert_int_equal(build_saying("no/hay", after, NULL, "no-se-puede-escribir"), -1);
	assert_int_equal(build_saying(".", after, NULL, "carpeta-ajena"), -1);
	assert_int_equal(build_saying("/", after, NULL, "carpeta-ajena"), -1);
	assert_int_equal(build_saying("", after, NULL, "no-se-puede-escribir"), -1);
	assert_true(holds("ajena/tesis.txt", "mía"));
	assert_true(holds("archivo", "tampoco"));
	assert_int_equal(entries("ajena"), 1);
	assert_int_equal(entries("."), 3);
	put("ajena/.diafano", "no es nuestro");
	assert_int_equal(build_saying("ajena", after, NULL, "carpeta-ajena"), -1);
	put("ajena/.diafano", "diafano 999\n");
	assert_int_equal(build_saying("ajena", after, NULL, "carpeta-ajena"), -1);
}

static void dot_files_are_carried_over(void **state)
{
	struct output_summary sum;

	(void)state;
	assert_int_equal(mkdir("site", 0755), 0);
	put("site/.gitignore", "*\n");
	put("site/.gitkeep", "");
	assert_int_equal(build("site", before, &sum), 0);
	assert_int_equal(sum.removed, 0);
	assert_true(holds("site/.gitignore", "*\n"));
	put("site/.htaccess", "Require all granted\n");
	assert_int_equal(build("site", after, &sum), 0);
	assert_int_equal(sum.removed, 1);
	assert_true(is_site("site", after));
	assert_true(holds("site/.gitignore", "*\n"));
	assert_true(exists("site/.gitkeep"));
	assert_true(holds("site/.htaccess", "Require all granted\n"));
	assert_int_equal(mkdir("site/.git", 0755), 0);
	assert_int_equal(build_saying("site", before, NULL, "carpeta-ajena"), -1);
	assert_true(is_site("site", after));
	assert_true(exists("site/.git"));
}

static void links_in_the_old_site_are_not_followed(void **state)
{
	struct output_summary sum;
	struct stat st;

	(void)state;
	assert_int_equal(build("site", before, &sum), 0);
	assert_int_equal(mkdir("fuera", 0755), 0);
	put("fuera/fone.html", "fone");
	put("fuera/portada", "portada 1");
	assert_int_equal(unlink("site/index.html"), 0);
	assert_int_equal(symlink("../fuera/portada", "site/index.html"), 0);
	assert_int_equal(rename("site/fondos", "apartado"), 0);
	assert_int_equal(symlink("../fuera", "site/fondos"), 0);
	assert_int_equal(build("site", before, &sum), 0);
	assert_true(is_site("site", before));
	assert_int_equal(lstat("site/index.html", &st), 0);
	assert_true(S_ISREG(st.st_mode));
	assert_int_equal(lstat("site/fondos", &st), 0);
	assert_true(S_ISDIR(st.st_mode));
	assert_int_equal(stat("fuera/fone.html", &st), 0);
	assert_int_equal(st.st_nlink, 1);
	assert_int_equal(entries("fuera"), 2);
	assert_int_equal(sum.written, 3);
}

static void a_linked_site_stays_a_link(void **state)
{
	struct output_summary sum;
	struct stat st;

	(void)state;
	assert_int_equal(mkdir("disco", 0755), 0);
	assert_int_equal(mkdir("disco/publico", 0755), 0);
	assert_int_equal(symlink("disco/publico", "site"), 0);
	assert_int_equal(build("site", before, &sum), 0);
	assert_int_equal(build("site", after, &sum), 0);
	assert_int_equal(lstat("site", &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_true(is_site("disco/publico", after));
	assert_int_equal(entries("disco"), 1);
	assert_int_equal(entries("."), 2);
}

static void one_run_at_a_time(void **state)
{
	struct diag *diag = diag_new();
	struct output *output;

	(void)state;
	assert_int_equal(build("site", before, NULL), 0);
	assert_int_equal(output_open(&output, "site", 1, diag), 0);
	assert_int_equal(build_saying("site", after, NULL, "ocupado"), -1);
	assert_int_equal(build("sitio", after, NULL), 0);
	output_abandon(output);
	assert_true(is_site("site", before));
	assert_int_equal(build("site", after, NULL), 0);
	assert_int_equal(entries("."), 2);
	diag_free(diag);
}

static void abandoning_changes_nothing(void **state)
{
	struct diag *diag = diag_new();
	struct output *output;

	(void)state;
	output_abandon(NULL);
	assert_int_equal(build("site", before, NULL), 0);
	assert_int_equal(output_open(&output, "site", 2, diag), 0);
	assert_int_equal(output_file(output, 0, STR("index.html"), STR("otro")), 0);
	assert_int_equal(output_file(output, 1, STR("fondos/fone.html"), STR("fone")), 0);
	output_abandon(output);
	assert_true(is_site("site", before));
	assert_int_equal(entries("."), 1);
	diag_free(diag);
}

static void files_and_folders_trade_places(void **state)
{
	static const struct page one[] = {
		{ "a", "archivo" }, { "b/c/d", "d" }, { NULL, NULL } };
	static const struct page two[] = {
		{ "a/x", "x" }, { "b/c", "archivo" }, { NULL, NULL } };
	static const struct page both[] = {
		{ "a", "1" }, { "a/x", "2" }, { NULL, NULL } };
	static const struct page twice[] = {
		{ "a", "1" }, { "a", "1" }, { NULL, NULL } };
	struct output_summary sum;

	(void)state;
	assert_int_equal(build("site", one, &sum), 0);
	assert_int_equal(build("site", two, &sum), 0);
	assert_int_equal(sum.removed, 2);
	assert_true(holds("site/a/x", "x"));
	assert_true(holds("site/b/c", "archivo"));
	assert_int_equal(build("site", one, &sum), 0);
	assert_true(holds("site/a", "archivo"));
	assert_true(holds("site/b/c/d", "d"));
	assert_int_equal(build_saying("site", both, &sum, "no-se-puede-escribir"), -1);
	assert_int_equal(build_saying("site", twice, &sum, "no-se-puede-escribir"), -1);
	assert_true(holds("site/a", "archivo"));
	assert_int_equal(entries("."), 1);
}

static void odd_names(void **state)
{
	char longest[256], longer[257];
	const struct page pages[] = {
		{ "con espacio/y\nsalto", "1" },
		{ "año/ñandú.html", "2" },
		{ "an\xcc\x83o/x", "3" },
		{ "-rf", "4" },
		{ "...", "5" },
		{ "\\\"'$(x)", "6" },
		{ longest, "7" },
		{ ".nojekyll", "8" },
		{ NULL, NULL },
	};
	const struct page too_long[] = { { longer, "1" }, { NULL, NULL } };
	struct output_summary sum;

	(void)state;
	memset(longest, 'l', 255);
	memset(longer, 'l', 256);
	longest[255] = longer[256] = '\0';
	assert_int_equal(build("si tio\n", pages, &sum), 0);
	assert_int_equal(build("si tio\n", pages, &sum), 0);
	assert_int_equal(sum.unchanged, 8);
	assert_int_equal(sum.removed, 0);
	assert_true(holds("si tio\n/con espacio/y\nsalto", "1"));
	assert_true(holds("si tio\n/an\xcc\x83o/x", "3"));
	assert_int_equal(build_saying("si tio\n", too_long, &sum,
				      "no-se-puede-escribir"), -1);
	assert_int_equal(build_saying(longest, pages, &sum,
				      "no-se-puede-escribir"), -1);
	assert_int_equal(entries("."), 1);
}

static int copy_to(const char *source, struct output_summary *sum,
		   const char *want)
{
	struct diag *diag = diag_new();
	struct output *output;
	int fd = open(source, O_RDONLY);
	int status;

	CHECK(fd >= 0);
	CHECK(output_open(&output, "site", 1, diag) == 0);
	status = output_copy(output, 0, STR("archivos/x.pdf"), fd);
	CHECK(lseek(fd, 0, SEEK_CUR) == 0);
	if (output_commit(output, sum))
		status = -1;
	if (want)
		CHECK(said(diag, want));
	close(fd);
	diag_free(diag);
	return status;
}

/* Make datos/x.csv of TEXT in a scratch file; one more scratch file is never taken. */
static void take(const char *text, struct output_summary *sum)
{
	struct diag *diag = diag_new();
	struct output *output;
	char path[4096], other[4096];
	int fd, idle;

	CHECK(output_open(&output, "site", 1, diag) == 0);
	fd = output_scratch(output, path, sizeof path);
	idle = output_scratch(output, other, sizeof other);
	CHECK(fd >= 0 && idle >= 0 && strcmp(path, other) != 0);
	CHECK(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
	CHECK(output_take(output, 0, STR("datos/x.csv"), path, fd) == 0);
	CHECK(access(path, F_OK) != 0 && errno == ENOENT);
	CHECK(unlink(other) == 0);
	CHECK(output_commit(output, sum) == 0);
	close(fd);
	close(idle);
	diag_free(diag);
}

static void scratch_files_are_moved_or_linked(void **state)
{
	struct output_summary sum;
	struct stat made, again;
	char text[16] = "";
	FILE *file;

	(void)state;
	umask(022);
	take("a,b\r\n", &sum);
	assert_int_equal(sum.written, 1);
	assert_int_equal(sum.bytes, 5);
	assert_int_equal(stat("site/datos/x.csv", &made), 0);
	assert_int_equal(made.st_mode & 0777, 0644);
	take("a,b\r\n", &sum);
	assert_int_equal(sum.unchanged, 1);
	assert_int_equal(stat("site/datos/x.csv", &again), 0);
	assert_int_equal(again.st_ino, made.st_ino);
	take("c,d\r\n", &sum);
	assert_int_equal(sum.written, 1);
	file = fopen("site/datos/x.csv", "r");
	assert_non_null(file);
	assert_int_equal(fread(text, 1, sizeof text, file), 5);
	assert_string_equal(text, "c,d\r\n");
	fclose(file);
}

static void attachments_are_copied_or_linked(void **state)
{
	struct output_summary sum;
	struct stat source, made, again;
	FILE *file = fopen("x.pdf", "w");

	(void)state;
	assert_non_null(file);
	for (int i = 0; i < 100000; i++)
		fprintf(file, "%d\n", i);
	fclose(file);
	assert_int_equal(copy_to("x.pdf", &sum, NULL), 0);
	assert_int_equal(stat("x.pdf", &source), 0);
	assert_int_equal(stat("site/archivos/x.pdf", &made), 0);
	assert_int_equal(made.st_size, source.st_size);
	assert_int_equal(sum.bytes, source.st_size);
	assert_true(made.st_ino != source.st_ino);
	assert_int_equal(copy_to("x.pdf", &sum, NULL), 0);
	assert_int_equal(sum.unchanged, 1);
	assert_int_equal(stat("site/archivos/x.pdf", &again), 0);
	assert_int_equal(made.st_ino, again.st_ino);
	file = fopen("x.pdf", "r+");
	assert_non_null(file);
	assert_int_equal(fseek(file, -3, SEEK_END), 0);
	fputc('y', file);
	fclose(file);
	assert_int_equal(copy_to("x.pdf", &sum, NULL), 0);
	assert_int_equal(sum.written, 1);
	assert_int_equal(system("cmp -s x.pdf site/archivos/x.pdf"), 0);
	assert_int_equal(copy_to("/dev/null", &sum, "no-se-puede-leer"), -1);
	assert_int_equal(system("cmp -s x.pdf site/archivos/x.pdf"), 0);
}

struct crowd {
	struct output *output;
	int round;
};

static void write_one(void *context, unsigned worker, size_t index)
{
	struct crowd *crowd = context;
	char path[64], text[64];

	snprintf(path, sizeof path, "e/%zu/%zu/p.html", index % 7, index);
	snprintf(text, sizeof text, "%zu %d", index,
		 index % 10 ? 0 : crowd->round);
	if (output_file(crowd->output, worker, str_from(path), str_from(text)))
		abort();
}

static void many_threads(void **state)
{
	struct diag *diag = diag_new();
	struct output_summary sum = { 0 };

	(void)state;
	for (int round = 0; round < 3; round++) {
		struct crowd crowd = { .round = round };

		assert_int_equal(output_open(&crowd.output, "site", 8, diag), 0);
		pool_run(8, round == 2 ? 1000 : 2000, write_one, &crowd);
		assert_int_equal(output_commit(crowd.output, &sum), 0);
	}
	assert_int_equal(sum.files, 1000);
	assert_int_equal(sum.written, 100);
	assert_int_equal(sum.unchanged, 900);
	assert_int_equal(sum.removed, 1000);
	assert_true(holds("site/e/0/7/p.html", "7 0"));
	assert_true(holds("site/e/3/10/p.html", "10 2"));
	diag_free(diag);
}

static void leftovers_are_told_from_others_folders(void **state)
{
	char deep[16];

	(void)state;
	assert_int_equal(build("site", before, NULL), 0);
	assert_int_equal(build(".site.diafano-aB3dE9", before, NULL), 0);
	assert_int_equal(mkdir(".site.diafano-XXXXXX", 0755), 0);
	assert_int_equal(mkdir(".site.diafano-ajena1", 0755), 0);
	put(".site.diafano-ajena1/tesis.txt", "mía");
	assert_int_equal(mkdir(".site.diafano-abc", 0755), 0);
	assert_int_equal(mkdir(".site.diafano-mia.1x", 0755), 0);
	assert_int_equal(symlink("site", ".site.diafano-enlac1"), 0);
	/* A tree deeper than the folders one may hold open. */
	assert_int_equal(chdir(".site.diafano-aB3dE9"), 0);
	for (int i = 0; i < 3000; i++) {
		snprintf(deep, sizeof deep, "%d", i);
		assert_int_equal(mkdir("x", 0755), 0);
		put(deep, deep);
		assert_int_equal(chdir("x"), 0);
	}
	assert_int_equal(chdir(room), 0);
	assert_int_equal(build("site", after, NULL), 0);
	assert_false(exists(".site.diafano-aB3dE9"));
	assert_false(exists(".site.diafano-XXXXXX"));
	assert_true(exists(".site.diafano-ajena1/tesis.txt"));
	assert_true(exists(".site.diafano-abc"));
	assert_true(exists(".site.diafano-mia.1x"));
	assert_true(exists(".site.diafano-enlac1"));
	assert_true(is_site("site", after));
}

/* --- Killing. */

static int update(void)
{
	return build("site", after, NULL) == 0 ? 0 : 1;
}

/* Make the kernel answer ERROR to every exchange of folders from now on. */
static int forbid_exchange(int error)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_renameat2, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, args[4])),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (unsigned)error),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof code / sizeof *code, code };

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

/*
 * Let a child run JOB and kill it at its COUNTth stop: two for each system
 * call, entering (odd) and leaving. Returns 1 when it was killed, 0 when it had ended, or -1 where a
 * child may not be followed.
 */
static int kill_at(unsigned count, int (*job)(void))
{
	pid_t child;
	int status;

	fflush(NULL);
	child = fork();
	if (child == 0) {
		if (ptrace(PTRACE_TRACEME, 0, NULL, NULL))
			_exit(CANNOT);
		raise(SIGSTOP);
		_exit(job());
	}
	CHECK(child > 0 && waitpid(child, &status, 0) == child);
	if (!WIFSTOPPED(status))
		return -1;
	while (count--) {
		CHECK(ptrace(PTRACE_SYSCALL, child, NULL, NULL) == 0);
		CHECK(waitpid(child, &status, 0) == child);
		if (WIFEXITED(status)) {
			CHECK(WEXITSTATUS(status) == 0);
			return 0;
		}
		CHECK(WIFSTOPPED(status));
	}
	kill(child, SIGKILL);
	CHECK(waitpid(child, &status, 0) == child);
	return 1;
}

/* Whatever a killed run left is put in order by the next one that opens. */
static void settle(void)
{
	struct diag *diag = diag_new();
	struct output *output;

	CHECK(output_open(&output, "site", 1, diag) == 0);
	output_abandon(output);
	CHECK(entries(".") == 1);
	diag_free(diag);
}

static void kill_everywhere(int (*job)(void), bool at_once)
{
	unsigned count = 1, old = 0, new = 0;
	int killed;

	/* On the disk, leaving a call and entering the next are the same. */
	for (;; count += 2) {
		assert_int_equal(build("site", before, NULL), 0);
		killed = kill_at(count, job);
		if (killed < 0)
			skip();
		if (at_once)
			assert_true(is_site("site", before) ||
				    is_site("site", after));
		settle();
		if (is_site("site", before))
			old++;
		else if (is_site("site", after))
			new++;
		else
			fail_msg("a mixture after %u system calls", count / 2);
		if (!killed)
			break;
	}
	assert_true(old > 20 && new > 20);
}

static void killed_at_every_system_call(void **state)
{
	(void)state;
	kill_everywhere(update, true);
}

static int update_in_two_steps(void)
{
	return forbid_exchange(EINVAL) ? CANNOT : update();
}

static void killed_between_two_renames(void **state)
{
	(void)state;
	if (in_child(update_in_two_steps) == CANNOT)
		skip();
	kill_everywhere(update_in_two_steps, false);
}

static int busy_update(void)
{
	struct diag *diag = diag_new();
	struct crowd crowd = { .round = 1 };

	CHECK(output_open(&crowd.output, "site", 2, diag) == 0);
	pool_run(2, 2000, write_one, &crowd);
	return output_commit(crowd.output, NULL) == 0 ? 0 : 1;
}

static void killed_at_any_time(void **state)
{
	unsigned seed = 1;
	int status;

	(void)state;
	for (int i = 0; i < 40; i++) {
		pid_t child;

		assert_int_equal(build("site", before, NULL), 0);
		fflush(NULL);
		child = fork();
		if (child == 0)
			_exit(busy_update());
		usleep((useconds_t)rand_r(&seed) % 60000);
		kill(child, SIGKILL);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(is_site("site", before) ||
			    (holds("site/e/5/1999/p.html", "1999 0") &&
			     !exists("site/index.html")));
		settle();
	}
}

/* --- The next best ways. */

static int two_renames(void)
{
	struct output_summary sum;

	CHECK(build("site", before, NULL) == 0);
	if (forbid_exchange(EINVAL))
		return CANNOT;
	CHECK(build("site", after, &sum) == 0);
	CHECK(sum.way == OUTPUT_TWO_RENAMES && sum.removed == 1);
	CHECK(is_site("site", after) && entries(".") == 1);
	CHECK(build("otro", after, &sum) == 0 && sum.way == OUTPUT_FIRST);
	return 0;
}

static void swap_by_two_renames(void **state)
{
	(void)state;
	run_child(two_renames);
}

static int in_place(void)
{
	static const struct page turned[] = {
		{ "fondos", "ahora un archivo" },
		{ "index.html/x", "ahora una carpeta" },
		{ NULL, NULL },
	};
	struct output_summary sum;

	CHECK(build("site", before, NULL) == 0);
	put("site/.gitignore", "*\n");
	if (forbid_exchange(EXDEV))
		return CANNOT;
	CHECK(build("site", after, &sum) == 0);
	CHECK(sum.way == OUTPUT_IN_PLACE);
	CHECK(sum.removed == 1 && sum.unchanged == 2 && sum.written == 3);
	CHECK(is_site("site", after) && entries(".") == 1);
	CHECK(holds("site/.gitignore", "*\n"));
	CHECK(build("site", turned, &sum) == 0);
	CHECK(holds("site/fondos", "ahora un archivo"));
	CHECK(holds("site/index.html/x", "ahora una carpeta"));
	CHECK(entries("site") == 4);
	return 0;
}

static void swap_in_place(void **state)
{
	(void)state;
	run_child(in_place);
}

/* --- Disks. */

/* A file system of SIZE at PATH that is gone when this process ends. */
static bool mount_here(const char *path, const char *options)
{
	static bool apart;
	uid_t user = geteuid();
	char map[64];

	CHECK(mkdir(path, 0755) == 0 || errno == EEXIST);
	if (!apart) {
		if (unshare(CLONE_NEWNS)) {
			if (unshare(CLONE_NEWUSER | CLONE_NEWNS))
				return false;
			snprintf(map, sizeof map, "0 %u 1\n", (unsigned)user);
			put("/proc/self/uid_map", map);
		}
		if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
			return false;
		apart = true;
	}
	return mount("none", path, "tmpfs", 0, options) == 0;
}

static int full_disk(void)
{
	static char big[300000];
	const struct page large[] = {
		{ "index.html", "nueva" }, { "a.html", big }, { "b.html", big },
		{ "c.html", big }, { "d.html", big }, { NULL, NULL } };

	memset(big, 'x', sizeof big - 1);
	if (!mount_here("disco", "size=1m"))
		return CANNOT;
	CHECK(build("disco/site", before, NULL) == 0);
	CHECK(build_saying("disco/site", large, NULL, "no queda espacio") == -1);
	CHECK(is_site("disco/site", before));
	CHECK(entries("disco") == 1);
	CHECK(build("disco/site", after, NULL) == 0);
	return 0;
}

static int full_of_files(void)
{
	if (!mount_here("disco", "nr_inodes=14"))
		return CANNOT;
	CHECK(build("disco/site", before, NULL) == 0);
	CHECK(build_saying("disco/site", after, NULL, "no queda espacio") == -1);
	CHECK(is_site("disco/site", before));
	CHECK(entries("disco") == 1);
	return 0;
}

static void a_full_disk(void **state)
{
	(void)state;
	run_child(full_disk);
	run_child(full_of_files);
}

static int mounted_site(void)
{
	struct output_summary sum;
	struct stat old, new;

	if (!mount_here("site", "size=4m"))
		return CANNOT;
	CHECK(mkdir("site/lost+found", 0700) == 0);
	CHECK(mkdir("site/.diafano-aaaaaa", 0700) == 0);
	CHECK(build("site", before, &sum) == 0 && sum.way == OUTPUT_IN_PLACE);
	CHECK(is_site("site", before) && entries(".") == 1);
	CHECK(stat("site/fondos/fone.html", &old) == 0);
	CHECK(build("site", after, &sum) == 0 && sum.way == OUTPUT_IN_PLACE);
	CHECK(sum.removed == 1 && sum.unchanged == 2 && sum.written == 3);
	CHECK(is_site("site", after));
	CHECK(stat("site/fondos/fone.html", &new) == 0);
	CHECK(old.st_ino == new.st_ino);
	CHECK(exists("site/lost+found") && !exists("site/viejo"));
	CHECK(entries("site") == 5);	/* lost+found .diafano index fondos tema */
	put("site/.diafano", "otro");
	CHECK(build_saying("site", before, NULL, "carpeta-ajena") == -1);
	CHECK(is_site("site", after));
	return 0;
}

static int mounted_within(void)
{
	struct output_summary sum;

	CHECK(build("site", before, NULL) == 0);
	if (!mount_here("site/fondos", "size=4m"))
		return CANNOT;
	put("site/fondos/suyo", "mío");
	/* The kernel moves a folder that holds a mount point; what is mounted
	   is not emptied with the old site. */
	CHECK(build_saying("site", after, &sum, "resto") == 0);
	CHECK(is_site("site", after) && sum.way == OUTPUT_EXCHANGE);
	CHECK(system("grep -q mío .site.diafano-*/fondos/suyo") == 0);
	CHECK(build("site", before, &sum) == 0);
	CHECK(is_site("site", before) && entries(".") == 2);
	return 0;
}

static void a_mount_point(void **state)
{
	(void)state;
	run_child(mounted_site);
	run_child(mounted_within);
}

static int read_only_disk(void)
{
	if (!mount_here("disco", "size=1m"))
		return CANNOT;
	CHECK(build("disco/site", before, NULL) == 0);
	CHECK(mount("none", "disco", NULL, MS_REMOUNT | MS_RDONLY, NULL) == 0);
	CHECK(build_saying("disco/site", after, NULL, "solo lectura") == -1);
	CHECK(is_site("disco/site", before));
	return 0;
}

/* As somebody for whom permissions hold. */
static int read_only_folders(void)
{
	CHECK(chmod(room, 0777) == 0);
	if (geteuid() == 0 &&
	    (setgroups(0, NULL) || setgid(65534) || setuid(65534)))
		return CANNOT;
	CHECK(build("site", before, NULL) == 0);
	CHECK(chmod("site", 0555) == 0);
	CHECK(build_saying("site", after, NULL, "no hay permiso") == -1);
	CHECK(is_site("site", before) && entries(".") == 1);
	CHECK(chmod("site", 0755) == 0);
	CHECK(mkdir("p", 0755) == 0 && build("p/site", before, NULL) == 0);
	CHECK(chmod("p", 0555) == 0);
	CHECK(build_saying("p/site", after, NULL, "no hay permiso") == -1);
	CHECK(is_site("p/site", before));
	CHECK(chmod("p", 0755) == 0);
	CHECK(chmod("site/fondos", 0555) == 0);
	CHECK(chmod("site/viejo/hondo", 0) == 0);
	CHECK(chmod("site/index.html", 0) == 0);
	CHECK(build("site", after, NULL) == 0);
	CHECK(is_site("site", after) && entries(".") == 2);
	return 0;
}

static void read_only(void **state)
{
	(void)state;
	run_child(read_only_folders);
	run_child(read_only_disk);
}

static void the_folder_keeps_its_mode(void **state)
{
	struct stat st;

	(void)state;
	assert_int_equal(build("site", before, NULL), 0);
	assert_int_equal(chmod("site", 02750), 0);
	assert_int_equal(build("site", after, NULL), 0);
	assert_int_equal(stat("site", &st), 0);
	assert_int_equal(st.st_mode & 07777, 02750);
}

static void a_site_exchanged_under_way_is_not_touched(void **state)
{
	struct diag *diag = diag_new();
	struct output *output;

	(void)state;
	assert_int_equal(build("site", before, NULL), 0);
	assert_int_equal(output_open(&output, "site", 1, diag), 0);
	assert_int_equal(rename("site", "guardado"), 0);
	assert_int_equal(mkdir("site", 0755), 0);
	put("site/tesis.txt", "mía");
	assert_int_equal(output_commit(output, NULL), -1);
	assert_true(holds("site/tesis.txt", "mía"));
	assert_true(is_site("guardado", before));
	assert_int_equal(output_open(&output, "otro", 1, diag), 0);
	assert_int_equal(mkdir("otro", 0755), 0);
	put("otro/tesis.txt", "mía");
	assert_int_equal(output_commit(output, NULL), -1);
	assert_true(holds("otro/tesis.txt", "mía"));
	assert_int_equal(entries("."), 3);
	diag_free(diag);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(first_build),
		TEST(second_build_links),
		TEST(changes_and_removals_are_counted),
		TEST(foreign_folders_are_refused),
		TEST(dot_files_are_carried_over),
		TEST(links_in_the_old_site_are_not_followed),
		TEST(a_linked_site_stays_a_link),
		TEST(one_run_at_a_time),
		TEST(abandoning_changes_nothing),
		TEST(files_and_folders_trade_places),
		TEST(odd_names),
		TEST(scratch_files_are_moved_or_linked),
		TEST(attachments_are_copied_or_linked),
		TEST(many_threads),
		TEST(leftovers_are_told_from_others_folders),
		TEST(killed_at_every_system_call),
		TEST(killed_between_two_renames),
		TEST(killed_at_any_time),
		TEST(swap_by_two_renames),
		TEST(swap_in_place),
		TEST(a_full_disk),
		TEST(a_mount_point),
		TEST(read_only),
		TEST(the_folder_keeps_its_mode),
		TEST(a_site_exchanged_under_way_is_not_touched),
	};

	umask(022);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
