/*
 * watch.h -- what is saved below some folders.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files are told by name; when the folders themselves change (made, moved,
 * removed), or there are more events than the kernel keeps, everything counts as
 * changed. Of folders that cannot be watched nothing is told, and the caller
 * looks every now and then.
 */
#ifndef GENERATOR_SERVE_WATCH_H
#define GENERATOR_SERVE_WATCH_H

#include "base/arena.h"
#include "serve/serve.h"

struct watch;

struct watch *watch_new(const struct str *roots, size_t count);
void watch_free(struct watch *watch);

/* To poll for reading; another one after watch_take(). -1: there is none. */
int watch_descriptor(const struct watch *watch);

/* A root is not there, or cannot be watched: look again in a second. */
bool watch_is_partial(const struct watch *watch);

/* The kernel has no more watches to give: nothing is told of some folders. */
bool watch_is_blind(const struct watch *watch);

/* Read what is waiting; true when something that counts was changed. */
bool watch_read(struct watch *watch);

/* Look for roots that came to be; true when one did. */
bool watch_look(struct watch *watch);

/* What was read so far; the watch's, until watch_clear(). Renews the watches
   when the folders changed. */
struct serve_changes watch_take(struct watch *watch);
void watch_clear(struct watch *watch);

#endif
