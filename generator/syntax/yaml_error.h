/*
 * yaml_error.h -- libyaml's complaints, in words that help an author.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef YAML_ERROR_H
#define YAML_ERROR_H

#include <stdbool.h>

#include "base/str.h"

struct yaml_error {
	const char *problem;	/* the library's words */
	const char *text;	/* ours, in Spanish */
	const char *hint;
	bool at_context;	/* the mistake is where the construct began */
};

/* What to say of PROBLEM (may be NULL); NEXT is the byte found there. */
const struct yaml_error *yaml_error_find(const char *problem, char next);

#endif
