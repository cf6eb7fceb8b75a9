/*
 * pool.h -- the same work for many things, on several threads.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The order in which things are done is not known; results are stored by
 * index, so that the outcome does not depend on it.
 */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include <stddef.h>

#define POOL_MAX 64

/* One thing: WORKER is 0..workers-1 and never runs two at once, so that it
   may index arenas and buffers; INDEX is 0..count-1. */
typedef void pool_job(void *context, unsigned worker, size_t index);

/* Call JOB for each of COUNT things on WORKERS threads (the caller is one)
   and return when all are done. Threads that cannot be started are done
   without. */
void pool_run(unsigned workers, size_t count, pool_job *job, void *context);

/* How many processors this process may use, 1..POOL_MAX. */
unsigned pool_default_workers(void);

#endif
