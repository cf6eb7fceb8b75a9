/*
 * serve.c -- save, build, tell: the loop between the watch and the server.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "serve/serve.h"

#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "server.h"
#include "watch.h"

#define QUIET_MS 15		/* saves that follow one another within this are one */
#define PATIENCE_MS 300		/* but whoever never stops saving is served too */
#define BEAT_MS 20000
#define LOOK_MS 1000
#define BLIND_MS 2000

struct loop {
	const struct serve_site *site;
	struct server *server;
	struct watch *watch;
	int signals;
};

/* Wait for what is saved, LIMIT milliseconds at most. Returns -1 when it is time to end. */
static int wait_for(struct loop *loop, int limit)
{
	struct pollfd waiting[] = {
		{ .fd = loop->signals, .events = POLLIN },
		{ .fd = watch_descriptor(loop->watch), .events = POLLIN },
	};

	if (poll(waiting, 2, limit) < 0)
		return 0;
	return waiting[0].revents ? -1 : 0;
}

/* Read on while saves follow one another at once. */
static int wait_for_quiet(struct loop *loop)
{
	int64_t began = clock_milliseconds();

	do {
		if (wait_for(loop, QUIET_MS) != 0)
			return -1;
	} while (watch_read(loop->watch) && clock_milliseconds() - began < PATIENCE_MS);
	return 0;
}

static void build(struct loop *loop)
{
	watch_renew(loop->watch);
	/* a new generation, also when the old site stays: there is something to tell */
	loop->site->build(loop->site->context);
	server_renew(loop->server);
}

static int pause_of(const struct loop *loop)
{
	if (watch_is_blind(loop->watch))
		return BLIND_MS;
	return watch_is_partial(loop->watch) ? LOOK_MS : BEAT_MS;
}

static void run(struct loop *loop)
{
	int64_t beaten = clock_milliseconds();

	while (wait_for(loop, pause_of(loop)) == 0) {
		bool any = watch_read(loop->watch);

		any |= watch_look(loop->watch);
		if (any && wait_for_quiet(loop) != 0)
			return;
		if (any || watch_is_blind(loop->watch))
			build(loop);
		if (clock_milliseconds() - beaten >= BEAT_MS) {
			beaten = clock_milliseconds();
			server_beat(loop->server);
		}
	}
}

/* Signals come through a descriptor, for every thread that is started from now on. */
static int open_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGPIPE);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	sigdelset(&set, SIGPIPE);
	return signalfd(-1, &set, SFD_CLOEXEC);
}

int serve_run(const struct serve_options *options, const struct serve_site *site,
	      struct diag *diag)
{
	struct loop loop = { .site = site, .signals = open_signals() };
	int status = -1;

	loop.watch = watch_new(options->folders, options->folder_count);
	site->build(site->context);
	loop.server = server_start(options, site, diag);
	if (loop.server) {
		site->ready(site->context, server_address(loop.server));
		run(&loop);
		server_stop(loop.server);
		status = 0;
	}
	watch_free(loop.watch);
	if (loop.signals >= 0)
		close(loop.signals);
	return status;
}
