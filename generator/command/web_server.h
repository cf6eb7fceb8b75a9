/*
 * web_server.h -- the configuration of a web server for a published site.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef GENERATOR_COMMAND_WEB_SERVER_H
#define GENERATOR_COMMAND_WEB_SERVER_H

#include "model/record.h"

/* True when there is a configuration for NAME: "nginx", "apache". */
bool web_server_is_known(const char *name);

/*
 * Print that of NAME. The server's name and the folder are those of SITE (the
 * record of sitio.yaml, or NULL), where it says them in words that can stand
 * in a configuration; else there is an example to be changed.
 */
void web_server_print(const char *name, const struct record *site);

#endif
