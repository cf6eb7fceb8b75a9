/*
 * staging.h -- what the parts of this room share: one run's staging folder.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * True from output_open() to the end:
 *
 * (1) STAGE holds what this run made and hard links to files of OLD; no
 *     symbolic link is in it, and no file of it is ever opened for writing
 *     but the one that was just created.
 * (2) Only the holder of the lock makes, swaps or removes anything beside the
 *     site; so a staging folder that was there before is a killed run's.
 * (3) After the first failure nothing more is made, and the commit fails.
 */
#ifndef GENERATOR_OUTPUT_STAGING_H
#define GENERATOR_OUTPUT_STAGING_H

#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/types.h>

#include "base/buf.h"
#include "output/output.h"

#define STAGING_CHUNK (64u << 10)
#define STAGING_HEAD (4u << 10)

/* One thread's own: the folder it wrote to last, and what it counted. */
struct staging_worker {
	alignas(64) struct buf folder;	/* its path; so that neighbours are cheap */
	bool entered;		/* the next two are of that folder */
	int fresh;		/* in the new site, -1 */
	int old;		/* in the old site, -1: not there */
	char *chunk;		/* 2 * STAGING_CHUNK, made on first use */
	struct output_summary sum;
	size_t replaced;	/* paths where the old site had a file, too */
};

struct output {
	struct diag *diag;
	const char *site_dir;	/* as the user named it */
	char *parent_path;
	char *name;		/* of the site in its parent */
	char *stage_name;	/* of the staging folder in HOME */
	char *aside_name;	/* of the old site between two renames */
	char *lock_name;
	int parent;
	int home;		/* where the staging folder lies: PARENT, or OLD
				   when the site is a mount point */
	int old;		/* the old site, -1: none */
	int stage;
	int lock;		/* -1 when OLD itself is locked */
	bool mounted;
	bool claimed;		/* the lock is ours */
	atomic_bool failed;
	atomic_uint scratches;		/* made so far */
	unsigned workers;
	struct staging_worker *worker;
};

/* The site's folder, for what is said of it. */
struct place staging_place(const struct output *output);

/*
 * Say once that WHAT (a path within the site, or "" for the site itself) could
 * not be written, because of ERROR; returns -1.
 */
int staging_fail(struct output *output, int error, struct str what);

/* Take the dot file NAME of the old site into the new one; -1 with errno. */
int staging_carry(struct output *output, const char *name);

/* Copy the open file SOURCE to a new file NAME in the folder TO; -1, errno. */
int staging_copy(int source, int to, const char *name);

/*
 * Put the finished STAGE where the site is; *FILES is increased by the files
 * that went away on the way. The old site, or what is left of it, is then at
 * *REMAINS in PARENT or HOME (NULL: nothing). Returns -1 after a diagnostic,
 * with the old site in its place.
 */
struct staging_remains {
	int folder;
	const char *name;
};

int staging_swap(struct output *output, enum output_way *way, size_t *files,
		 struct staging_remains *remains);

#endif
