/*
 * name.h -- names in a request: whose host is meant, what kind of file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef GENERATOR_SERVE_NAME_H
#define GENERATOR_SERVE_NAME_H

#include <stdbool.h>

#include "base/str.h"

/*
 * True when HOST, as a request's Host header has it ("localhost:8000"), can
 * only mean this machine: an address in figures, localhost, or OWN, the name
 * that the user told. Any other name could be made to point here by whoever
 * owns it. The absent view is false.
 */
bool name_is_own(struct str host, struct str own);

/* "text/html; charset=utf-8" of "index.html". */
const char *name_type(struct str path);

#endif
