/*
 * folder.h -- a folder of files that are served: listed, compared, copied, exchanged.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Symbolic links are neither followed nor copied. Paths are NUL-terminated.
 */
#ifndef GENERATOR_COMMAND_FOLDER_H
#define GENERATOR_COMMAND_FOLDER_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/vec.h"

struct folder_list {
	VEC(struct str) names;	/* of the files, in byte order, below the folder: "fondos/fais.html" */
};

/* The files below FOLDER, names in ARENA; those whose first name begins with a dot
   are passed over. False when it cannot be read. Free with vec_dispose(&list->names). */
bool folder_list(struct folder_list *list, struct arena *arena, const char *folder);

/* True when files A and B have the same bytes. */
bool folder_same_file(const char *a, const char *b);

/*
 * Make TO, which is not there yet, a copy of FROM, without the names at its
 * top that begin with a dot, but for .diafano. A file that is the same in LIKE (a folder of
 * the same disk, or NULL) becomes a link to that one and keeps its times, but for
 * .diafano, which has the time of the copy. Returns -1 with errno.
 */
int folder_copy(const char *to, const char *from, const char *like);

/* When FOLDER was made by folder_copy(), in seconds since 1970; 0: it is not known. */
int64_t folder_time(const char *folder);

/* Copy the names at the top of FROM that begin with a dot, which are its owner's
   and not of a site, to TO. Returns -1 with errno. */
int folder_copy_hidden(const char *to, const char *from);

/* Remove PATH and all that is below it; that it is not there is fine. */
int folder_remove(const char *path);

/* NEW takes the place of AT, and what was there that of NEW: at once where the
   disk can. Returns -1 with errno. */
int folder_exchange(const char *at, const char *new);

#endif
