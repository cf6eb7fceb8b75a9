/*
 * watch.h -- what is saved below some folders.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * It tells that something was saved, not what: whoever reads the files sees
 * which ones changed. Of folders that cannot be watched nothing is told, and
 * the caller looks every now and then.
 */
#ifndef GENERATOR_SERVE_WATCH_H
#define GENERATOR_SERVE_WATCH_H

#include "base/arena.h"
#include "serve/serve.h"

struct watch;

struct watch *watch_new(const struct str *roots, size_t count);
void watch_free(struct watch *watch);

/* To poll for reading; another one after watch_renew(). -1: there is none. */
int watch_descriptor(const struct watch *watch);

/* A root is not there, or cannot be watched: look again in a second. */
bool watch_is_partial(const struct watch *watch);

/* The kernel has no more watches to give: nothing is told of some folders. */
bool watch_is_blind(const struct watch *watch);

/* Read what is waiting; true when something that counts was changed. */
bool watch_read(struct watch *watch);

/* Look for roots that came to be; true when one did. */
bool watch_look(struct watch *watch);

/* Before a build: when the folders changed, watch those that there are now. */
void watch_renew(struct watch *watch);

#endif
