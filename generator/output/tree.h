/*
 * tree.h -- look at a folder, and remove one that is ours.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nothing here follows a symbolic link, and nothing here decides what may be
 * removed: the callers do, by tree_classify().
 */
#ifndef GENERATOR_OUTPUT_TREE_H
#define GENERATOR_OUTPUT_TREE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

/* The file that says whose folder this is, and its first line. */
#define TREE_MARKER ".diafano"

enum tree_kind {
	TREE_EMPTY,	/* nothing, or only what keeps an empty folder in git */
	TREE_OURS,	/* it carries our marker, and nothing of others */
	TREE_NEWER,	/* the marker of a format that is not known here */
	TREE_FOREIGN,
};

/*
 * What the open folder FD is. OFFENDER receives the name of an entry that
 * makes it foreign. MOUNTED: it is the top of a file system, where lost+found
 * is nobody's. Returns -1 with errno.
 */
int tree_classify(enum tree_kind *kind, char offender[NAME_MAX + 1], int fd,
		  bool mounted);

/* Write the marker into the folder FD unless it is there; -1 with errno. */
int tree_mark(int fd);

/*
 * True for the names of staging folders: PREFIX and six letters or digits.
 */
bool tree_is_staging(const char *name, const char *prefix);

/* True when the folder PARENT has a plain file NAME that begins with a dot. */
bool tree_is_carried(int parent, const char *name);

/* Open folder NAME of PARENT for reading, not following a link; -1, errno. */
int tree_open(int parent, const char *name);

/*
 * Remove NAME, whatever it is, with all below it; its marker goes last, so
 * that what a killed run leaves is still recognised. *FILES (may be NULL) is
 * increased by each that is no folder, but for dot files at the top. A folder
 * where another disk is mounted is left alone. Goes on after a failure and
 * returns -1 with the errno of the first.
 */
int tree_remove(int parent, const char *name, size_t *files);

/* The names in folder FD (without "." and ".."), in byte order. */
struct tree_names {
	char **at;
	size_t count, room;
};

int tree_list(struct tree_names *names, int fd);	/* -1 with errno */
void tree_names_dispose(struct tree_names *names);

#endif
