/*
 * pool.c -- the same work for many things, on several threads.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each worker takes the next index that nobody has taken yet, so that a slow
 * thing holds up one worker only.
 */
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <unistd.h>

#include "base/pool.h"

/* The same for every worker, so that how deep a text may nest does not depend
   on which thread reads it. */
#define STACK_SIZE ((size_t)8 << 20)

struct pool {
	atomic_size_t next;
	size_t count;
	pool_job *job;
	void *context;
};

struct worker {
	struct pool *pool;
	pthread_t thread;
	unsigned number;
};

static void work(struct worker *worker)
{
	struct pool *pool = worker->pool;

	for (;;) {
		size_t index = atomic_fetch_add_explicit(&pool->next, 1,
							 memory_order_relaxed);

		if (index >= pool->count)
			return;
		pool->job(pool->context, worker->number, index);
	}
}

static void *thread_main(void *argument)
{
	work(argument);
	return NULL;
}

/* Start workers 1..COUNT-1; returns the number after the last that runs. */
static unsigned start(struct worker *workers, unsigned count)
{
	pthread_attr_t attributes;
	sigset_t all, before;
	unsigned i;

	if (pthread_attr_init(&attributes))
		return 1;
	pthread_attr_setstacksize(&attributes, STACK_SIZE);
	/* Signals are for the caller's thread: new ones inherit the mask. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	for (i = 1; i < count; i++)
		if (pthread_create(&workers[i].thread, &attributes, thread_main,
				   &workers[i]))
			break;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attributes);
	return i;
}

void pool_run(unsigned workers, size_t count, pool_job *job, void *context)
{
	struct pool pool = { .count = count, .job = job, .context = context };
	struct worker crew[POOL_MAX];
	unsigned running;

	if (workers > POOL_MAX)
		workers = POOL_MAX;
	if (workers > count)
		workers = (unsigned)count;
	atomic_init(&pool.next, 0);
	for (unsigned i = 0; i < POOL_MAX; i++)
		crew[i] = (struct worker){ .pool = &pool, .number = i };
	running = workers > 1 ? start(crew, workers) : 1;
	work(&crew[0]);
	for (unsigned i = 1; i < running; i++)
		pthread_join(crew[i].thread, NULL);
}

unsigned pool_default_workers(void)
{
	cpu_set_t allowed;
	long count;

	if (sched_getaffinity(0, sizeof allowed, &allowed) == 0)
		count = CPU_COUNT(&allowed);
	else
		count = sysconf(_SC_NPROCESSORS_ONLN);
	if (count < 1)
		return 1;
	return count > POOL_MAX ? POOL_MAX : (unsigned)count;
}
