/*
 * test_confine.c -- what a child process may not do, tried one by one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each work is a document's reader gone wrong. What a filter of system calls
 * alone holds is asked only where it is in force (containers may refuse it).
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit.h"

#include "../../generator/import/confine.h"

static const struct confine_limits small = { .seconds = 1, .memory = 64u << 20, .output = 100000 };

static enum confine_end run(void (*work)(void *, struct buf *), void *context, struct buf *out, unsigned *force)
{
	struct confine_job job = { NULL, work, context };

	buf_clear(out);
	return confine_run(&job, &small, out, force);
}

static char hello[] = "hola", nothing[] = "";

static void speak(void *context, struct buf *out)
{
	buf_put_text(out, context);
}

static void die(void *context, struct buf *out)
{
	(void)context;
	buf_put_text(out, "mitad");
	signal(SIGSEGV, SIG_DFL);
	raise(SIGSEGV);
}

static void leave(void *context, struct buf *out)
{
	(void)context;
	(void)out;
	_exit(0);
}

static void spin(void *context, struct buf *out)
{
	(void)context;
	(void)out;
	for (volatile unsigned i = 0; ; i++)
		;
}

static void wait_forever(void *context, struct buf *out)
{
	(void)context;
	(void)out;
	for (;;)
		pause();
}

static void flood(void *context, struct buf *out)
{
	(void)context;
	for (int i = 0; i < 20000; i++)
		buf_put_text(out, "0123456789");
}

static void hoard(void *context, struct buf *out)
{
	(void)context;
	for (size_t i = 0; i < 1000; i++)
		buf_reserve(out, 1u << 20 << (i < 10 ? i : 10));
}

static void report(struct buf *out, const char *what, int result)
{
	if (result >= 0)
		buf_printf(out, "%s=%d ", what, result);
}

/* What each of them could do; nothing is said of what failed. */
static void reach_out(void *context, struct buf *out)
{
	const char *path = context;

	report(out, "create", open(path, O_WRONLY | O_CREAT, 0666));
	report(out, "read", open("/etc/passwd", O_RDONLY));
	report(out, "socket", socket(AF_INET, SOCK_STREAM, 0));
	report(out, "local", socket(AF_UNIX, SOCK_STREAM, 0));
	report(out, "dup", dup(0));
	report(out, "stdout", (int)write(1, "x", 1));
	report(out, "third", (int)write(3, "x", 1));
}

static void break_out(void *context, struct buf *out)
{
	const char *path = context;
	char name[] = "true", *words[] = { name, NULL };
	pid_t child;

	report(out, "folder", mkdir(path, 0777));
	report(out, "kill", kill(getppid(), 0));
	child = fork();
	if (child == 0)
		_exit(0);
	report(out, "fork", child);
	execv("/bin/true", words);
}

static void test_speaks(void **state)
{
	struct buf out;
	unsigned force;

	(void)state;
	buf_init(&out);
	assert_int_equal(run(speak, hello, &out, &force), CONFINE_DONE);
	assert_text(buf_str(&out), "hola");
	assert_true(force & CONFINED_RESOURCES);
	assert_int_equal(run(speak, nothing, &out, &force), CONFINE_DONE);
	assert_text(buf_str(&out), "");
	buf_dispose(&out);
}

static void test_ends(void **state)
{
	struct buf out;
	unsigned force;

	(void)state;
	buf_init(&out);
	assert_int_equal(run(die, NULL, &out, &force), CONFINE_CRASH);
	assert_text(buf_str(&out), "");
	assert_int_equal(run(leave, NULL, &out, &force), CONFINE_CRASH);
	assert_int_equal(run(spin, NULL, &out, &force), CONFINE_TIME);
	assert_int_equal(run(wait_forever, NULL, &out, &force), CONFINE_TIME);
	assert_int_equal(run(flood, NULL, &out, &force), CONFINE_OUTPUT);
	run(speak, nothing, &out, &force);
	if (force & CONFINED_MEMORY)
		assert_int_equal(run(hoard, NULL, &out, &force), CONFINE_MEMORY);
	buf_dispose(&out);
}

static void test_doors(void **state)
{
	struct buf out;
	unsigned force;
	char path[] = "/tmp/diafano-confine-XXXXXX";

	(void)state;
	buf_init(&out);
	assert_non_null(mkdtemp(path));
	assert_int_equal(rmdir(path), 0);
	assert_int_equal(run(reach_out, path, &out, &force), CONFINE_DONE);
	assert_text(buf_str(&out), "");
	assert_int_equal(access(path, F_OK), -1);
	if (force & CONFINED_CALLS) {
		assert_int_equal(run(break_out, path, &out, &force), CONFINE_DONE);
		assert_text(buf_str(&out), "");
		assert_int_equal(access(path, F_OK), -1);
	}
	buf_dispose(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_speaks),
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_doors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
