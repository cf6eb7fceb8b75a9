/*
 * test_pool.c -- the same work for many things, on several threads.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdatomic.h>

#include "base/pool.h"
#include "unit.h"

struct tally {
	unsigned workers;
	unsigned char *done;			/* by index */
	atomic_bool busy[POOL_MAX];
	atomic_uint wrong;
};

static void job(void *context, unsigned worker, size_t index)
{
	struct tally *tally = context;

	if (worker >= tally->workers) {
		tally->wrong++;
		return;
	}
	/* One worker never does two things at once. */
	if (atomic_exchange(&tally->busy[worker], true))
		tally->wrong++;
	tally->done[index]++;
	atomic_store(&tally->busy[worker], false);
}

static void run(unsigned workers, size_t count)
{
	static unsigned char done[20000];
	struct tally tally = {
		.workers = workers < POOL_MAX ? workers : POOL_MAX,
		.done = done,
	};

	if (tally.workers == 0)
		tally.workers = 1;
	memset(done, 0, sizeof done);
	pool_run(workers, count, job, &tally);
	assert_int_equal(tally.wrong, 0);
	for (size_t i = 0; i < sizeof done; i++)
		assert_int_equal(done[i], i < count);
}

static void test_run(void **state)
{
	(void)state;
	run(1, 20000);
	run(2, 20000);
	run(8, 20000);
	run(8, 3);
	run(8, 0);
	run(0, 10);
	run(1000, 20000);
}

static void test_default(void **state)
{
	(void)state;
	assert_in_range(pool_default_workers(), 1, POOL_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_run),
		cmocka_unit_test(test_default),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
