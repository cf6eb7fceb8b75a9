/*
 * repository.h -- what git knows of the project.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * So far one thing: when the commit that is built was made. libgit2's header
 * is included in this room alone.
 */
#ifndef HISTORY_REPOSITORY_H
#define HISTORY_REPOSITORY_H

#include <stdint.h>

#include "base/diag.h"

enum repository_state {
	REPOSITORY_NONE,	/* the project is in no repository, or its
				   content is not in the commit: not a mistake */
	REPOSITORY_READ,
	REPOSITORY_UNUSABLE,	/* there is one; a diagnostic says what is wrong */
};

/*
 * The time of the commit that HEAD names, in seconds since 1970, for the
 * project whose root folder is ROOT, when that commit holds the folder CONTENT
 * (relative to ROOT). *SECONDS is set for REPOSITORY_READ alone.
 */
enum repository_state repository_head_time(const char *root, const char *content,
					   int64_t *seconds, struct diag *diag);

#endif
