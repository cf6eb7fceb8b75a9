/*
 * server.h -- answers browsers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * GET and HEAD of the site's pages, the reload script, and one address where a
 * page waits until there is something new (script.h). A request that waits
 * holds no thread. Every answer is made in memory before its first byte
 * is sent, so a slow reader holds up nobody.
 */
#ifndef GENERATOR_SERVE_SERVER_H
#define GENERATOR_SERVE_SERVER_H

#include "serve/serve.h"

struct server;

/* Start to answer for SITE; NULL after a diagnostic. */
struct server *server_start(const struct serve_options *options,
			    const struct serve_site *site, struct diag *diag);

/* Answer those who wait, and free SERVER. */
void server_stop(struct server *server);

/* The address to open, as "http://127.0.0.1:8000/"; the server's. */
const char *server_address(const struct server *server);

/* Tell whoever waits that there is a new site. */
void server_renew(struct server *server);

/* Answer those who wait that nothing is new: a connection whose other end is
   gone is noticed only so. */
void server_beat(struct server *server);

#endif
