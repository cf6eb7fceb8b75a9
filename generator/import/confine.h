/*
 * confine.h -- do something with hostile bytes in a child process that can do nothing else.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The child sees what the parent has in memory (fork, no exec) and gives back
 * bytes through a pipe, the only descriptor it has. What holds it, and where:
 *
 *   everywhere    CPU seconds, and the parent's clock behind them; no file
 *                 descriptor besides the pipe (RLIMIT_NOFILE 0: no file opens, no
 *                 socket); no file grows (RLIMIT_FSIZE 0); no core; no new
 *                 privileges; it dies with the parent. As root too.
 *   not in a      memory (RLIMIT_AS above what the parent had): the sanitizers
 *   sanitizer     reserve terabytes of addresses
 *   x86-64 and    a seccomp filter: an allowed list of system calls, write() to the
 *   arm64         pipe alone; any other call fails (EPERM): no open, socket, exec,
 *                 fork, kill of others, ptrace
 *
 * Where a container or the kernel refuses the filter the rest holds all the
 * same; then exec, fork and signals to processes of the same user are left, and
 * CONFINED_CALLS is not among what is told to be in force. Linux only.
 *
 * The bytes that come back are the child's word: whoever reads them checks them.
 */
#ifndef GENERATOR_IMPORT_CONFINE_H
#define GENERATOR_IMPORT_CONFINE_H

#include <stddef.h>

#include "base/buf.h"

enum confine_end {
	CONFINE_DONE,
	CONFINE_CRASH,		/* a signal, or an exit without a word */
	CONFINE_TIME,
	CONFINE_MEMORY,
	CONFINE_OUTPUT,		/* it said more than it may */
	CONFINE_SYSTEM,		/* no process or pipe could be had */
};

struct confine_limits {
	unsigned seconds;	/* of CPU; of the clock, twice that */
	size_t memory;		/* bytes above what the parent has */
	size_t output;		/* bytes */
};

/* What was in force, as bits. */
enum { CONFINED_RESOURCES = 1, CONFINED_MEMORY = 2, CONFINED_CALLS = 4 };

struct confine_job {
	void (*prepare)(void *context);			/* before the doors close: libraries; may be NULL */
	void (*work)(void *context, struct buf *out);
	void *context;
};

/*
 * Run JOB in a child and append what it put in OUT to OUT here. *FORCE: what
 * held it. Call it while no other thread runs: a child has only the caller's.
 */
enum confine_end confine_run(const struct confine_job *job, const struct confine_limits *limits,
			     struct buf *out, unsigned *force);

#endif
