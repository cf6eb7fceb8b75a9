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
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
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

/* ---- in other circumstances ---- */

/* The kernel of a container that lets nobody filter calls. */
static int refuse_filters(void)
{
	struct sock_filter rules[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (unsigned)offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_prctl, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (unsigned)offsetof(struct seccomp_data, args[0])),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PR_SET_SECCOMP, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (EINVAL & SECCOMP_RET_DATA)),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof rules / sizeof rules[0], rules };

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 ? prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) : -1;
}

static int be_nobody(void)
{
	return geteuid() == 0 ? setgid(65534) || setuid(65534) : 0;
}

/* In a process of its own, after CHANGE: 0 when the doors hold; 77 when CHANGE
   could not be. */
static int doors_hold_after(int (*change)(void), bool filtered)
{
	pid_t child = fork();
	struct buf out;
	unsigned force = 0;
	char path[] = "/tmp/diafano-confine-none";
	int status = 0;

	if (child == 0) {
		if (change() != 0)
			_exit(77);
		buf_init(&out);
		if (run(reach_out, path, &out, &force) != CONFINE_DONE || out.len || !(force & CONFINED_RESOURCES) ||
		    (!filtered && (force & CONFINED_CALLS)))
			_exit(1);
		_exit(run(spin, NULL, &out, &force) == CONFINE_TIME ? 0 : 2);
	}
	waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void test_circumstances(void **state)
{
	int status = doors_hold_after(be_nobody, true);

	(void)state;
	assert_true(status == 0 || status == 77);
	status = doors_hold_after(refuse_filters, false);
	assert_true(status == 0 || status == 77);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_speaks),
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_doors),
		cmocka_unit_test(test_circumstances),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
