/*
 * confine.c -- a child process with the doors closed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * (1) The pipe is descriptor CHANNEL in the child, and there is no other.
 * (2) The first byte the child writes is the mask of what holds it; the last
 *     one is FINISHED. A child that dies on the way leaves no such byte.
 */
#include "confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CHANNEL 0
#define FINISHED '\n'
#define MEMORY_STATUS 70	/* of memory_exhausted() */

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

/* ---- the child: limits ---- */

static int limit(int what, rlim_t value)
{
	struct rlimit both = { value, value };

	return setrlimit((__rlimit_resource_t)what, &both);
}

/* The addresses this process has, in bytes; 0 when /proc does not say. */
static size_t address_space(void)
{
	char text[64] = "";
	int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	ssize_t got = fd < 0 ? -1 : read(fd, text, sizeof text - 1);

	if (fd >= 0)
		close(fd);
	return got > 0 ? (size_t)strtoul(text, NULL, 10) * (size_t)sysconf(_SC_PAGESIZE) : 0;
}

/* A process that has no standard streams and no file but the pipe. */
static int leave_files(int channel)
{
	if (channel != CHANNEL && dup2(channel, CHANNEL) < 0)
		return -1;
	/* sanitizers have something to say at the end */
	for (int fd = CHANNEL + 1; fd < (SANITIZED ? 2 : 3); fd++)
		close(fd);
#ifdef SYS_close_range
	if (syscall(SYS_close_range, 3u, ~0u, 0u) == 0)
		return 0;
#endif
	for (int fd = 3; fd < 65536; fd++)
		close(fd);
	return 0;
}

static unsigned limit_resources(const struct confine_limits *limits, size_t space)
{
	unsigned force = 0;

	if (limit(RLIMIT_CORE, 0) == 0 && limit(RLIMIT_FSIZE, 0) == 0 &&
	    limit(RLIMIT_CPU, limits->seconds) == 0 && limit(RLIMIT_NOFILE, 0) == 0)
		force |= CONFINED_RESOURCES;
	if (!SANITIZED && space && limit(RLIMIT_AS, space + limits->memory) == 0)
		force |= CONFINED_MEMORY;
	return force;
}

/* ---- the child: system calls ---- */

#if defined(__x86_64__)
#define OUR_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OUR_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifdef OUR_ARCHITECTURE

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (unsigned)offsetof(struct seccomp_data, field))
#define ANSWER(what) BPF_STMT(BPF_RET | BPF_K, (what))
#define REFUSE ANSWER(SECCOMP_RET_ERRNO | (EPERM & SECCOMP_RET_DATA))
#define ALLOW(call)							\
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 1), ANSWER(SECCOMP_RET_ALLOW)

/* What a program needs that only computes. It may make memory executable: the
   loader of libraries does. */
static int filter_calls(void)
{
	struct sock_filter rules[] = {
		LOAD(arch),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OUR_ARCHITECTURE, 1, 0),
		ANSWER(SECCOMP_RET_KILL_PROCESS),
		LOAD(nr),
		ALLOW(SYS_mmap), ALLOW(SYS_munmap), ALLOW(SYS_mremap), ALLOW(SYS_mprotect),
		ALLOW(SYS_madvise), ALLOW(SYS_brk), ALLOW(SYS_futex), ALLOW(SYS_exit),
		ALLOW(SYS_exit_group), ALLOW(SYS_rt_sigaction), ALLOW(SYS_rt_sigprocmask),
		ALLOW(SYS_rt_sigreturn), ALLOW(SYS_sigaltstack), ALLOW(SYS_clock_gettime),
		ALLOW(SYS_gettimeofday), ALLOW(SYS_getpid), ALLOW(SYS_gettid), ALLOW(SYS_getrandom),
		ALLOW(SYS_sched_yield), ALLOW(SYS_sched_getaffinity), ALLOW(SYS_getrusage),
		ALLOW(SYS_uname), ALLOW(SYS_sysinfo), ALLOW(SYS_restart_syscall), ALLOW(SYS_close),
		/* abort() sends a signal to its own thread: to others of this process at most */
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_tgkill, 0, 4),
		LOAD(args[0]),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)getpid(), 0, 1),
		ANSWER(SECCOMP_RET_ALLOW),
		REFUSE,
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_write, 0, 4),
		LOAD(args[0]),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, CHANNEL, 1, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SANITIZED ? 2 : CHANNEL, 0, 1),
		ANSWER(SECCOMP_RET_ALLOW),
		REFUSE,
	};
	struct sock_fprog program = { sizeof rules / sizeof rules[0], rules };

	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

#else

static int filter_calls(void)
{
	return -1;
}

#endif

/* ---- the child ---- */

static void write_all(struct str bytes)
{
	while (bytes.len) {
		ssize_t put = write(CHANNEL, bytes.ptr, bytes.len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			_exit(1);
		bytes = str_slice(bytes, (size_t)put, (size_t)-1);
	}
}

static _Noreturn void live(const struct confine_job *job, const struct confine_limits *limits, int channel,
			   pid_t parent)
{
	struct buf out;
	size_t space;
	unsigned force;
	char byte;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	signal(SIGPIPE, SIG_DFL);
	signal(SIGXFSZ, SIG_DFL);
	signal(SIGXCPU, SIG_DFL);
	if (job->prepare)
		job->prepare(job->context);
	space = address_space();
	if (leave_files(channel) != 0)
		_exit(1);
	force = limit_resources(limits, space);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && filter_calls() == 0)
		force |= CONFINED_CALLS;
	if (!(force & CONFINED_RESOURCES))
		_exit(1);
	byte = (char)('0' + force);
	write_all((struct str){ &byte, 1 });
	buf_init(&out);
	job->work(job->context, &out);
	write_all(buf_str(&out));
	byte = FINISHED;
	write_all((struct str){ &byte, 1 });
	_exit(0);
}

/* ---- the parent ---- */

static int64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* Everything the child says; CONFINE_DONE at its end. */
static enum confine_end listen_to(int channel, const struct confine_limits *limits, struct buf *said)
{
	int64_t end = now() + (int64_t)limits->seconds * 2000;
	char bytes[1 << 16];

	for (;;) {
		struct pollfd wait = { channel, POLLIN, 0 };
		int64_t left = end - now();
		int ready = left > 0 ? poll(&wait, 1, (int)left) : 0;
		ssize_t got;

		if (ready < 0 && errno == EINTR)
			continue;
		if (ready <= 0)
			return ready == 0 ? CONFINE_TIME : CONFINE_SYSTEM;
		got = read(channel, bytes, sizeof bytes);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got == 0 ? CONFINE_DONE : CONFINE_SYSTEM;
		buf_put(said, bytes, (size_t)got);
		if (said->len > limits->output)
			return CONFINE_OUTPUT;
	}
}

static enum confine_end how_it_ended(enum confine_end heard, int status, const struct buf *said)
{
	if (heard != CONFINE_DONE)
		return heard;
	if (WIFSIGNALED(status))
		return WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL ? CONFINE_TIME : CONFINE_CRASH;
	if (WEXITSTATUS(status) == MEMORY_STATUS)
		return CONFINE_MEMORY;
	return WEXITSTATUS(status) == 0 && said->len >= 2 && said->ptr[said->len - 1] == FINISHED
		? CONFINE_DONE : CONFINE_CRASH;
}

enum confine_end confine_run(const struct confine_job *job, const struct confine_limits *limits,
			     struct buf *out, unsigned *force)
{
	struct buf said;
	enum confine_end end;
	int channel[2], status = 0;
	pid_t parent = getpid(), child;

	*force = 0;
	if (pipe2(channel, O_CLOEXEC) != 0)
		return CONFINE_SYSTEM;
	child = fork();
	if (child == 0)
		live(job, limits, channel[1], parent);
	close(channel[1]);
	if (child < 0) {
		close(channel[0]);
		return CONFINE_SYSTEM;
	}
	buf_init(&said);
	end = listen_to(channel[0], limits, &said);
	close(channel[0]);
	if (end != CONFINE_DONE)
		kill(child, SIGKILL);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	end = how_it_ended(end, status, &said);
	if (said.len && said.ptr[0] >= '0' && said.ptr[0] <= '7')
		*force = (unsigned)(said.ptr[0] - '0');
	if (end == CONFINE_DONE)
		buf_put_str(out, str_slice(buf_str(&said), 1, said.len - 2));
	buf_dispose(&said);
	return end;
}
