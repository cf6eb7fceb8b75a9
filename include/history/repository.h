/*
 * repository.h -- the project's repository: which commit is built, its files, their bytes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A repository is opened for one content folder of one project, at one
 * revision. Every shape a clone may have is a state with words of its own, so
 * that a page can say why it shows no history; none of them stops a build. The
 * walk through the past is history.h; this file knows one commit and the
 * working tree. libgit2's header is included in this room alone.
 *
 * Paths are those below the content folder ("fondos/fone.md"), as in source.h.
 * A repository belongs to one thread at a time; for others, make a
 * repository_reader each.
 *
 * Nothing that differs from one machine to the next is used: no replacement
 * objects, no grafts, no mailmap but the one in the commit.
 */
#ifndef HISTORY_REPOSITORY_H
#define HISTORY_REPOSITORY_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/str.h"

/* The identity of a blob or a commit: SHA-1. All zero is "none". */
#define OBJECT_ID_HEX 41	/* 40 digits and a NUL */

struct object_id {
	unsigned char bytes[20];
};

bool object_id_equal(const struct object_id *a, const struct object_id *b);
bool object_id_is_none(const struct object_id *id);
void object_id_hex(char hex[OBJECT_ID_HEX], const struct object_id *id);

enum repository_state {
	REPOSITORY_READ,	/* open, at a commit that holds the content */
	/* Not mistakes, and nothing is reported: */
	REPOSITORY_NONE,	/* the project is in no repository */
	REPOSITORY_BARE,	/* it lies within one that has no working tree */
	REPOSITORY_OUTSIDE,	/* the content folder lies outside the working tree */
	REPOSITORY_UNBORN,	/* there is no commit yet */
	REPOSITORY_UNCOMMITTED,	/* the commit does not hold the content folder */
	/* Reported, once, when it is opened: */
	REPOSITORY_FOREIGN,	/* someone else's, and git refuses to read it */
	REPOSITORY_SHA256,	/* of SHA-256 identities, which libgit2 cannot read */
	REPOSITORY_EXTENSION,	/* of a form that libgit2 does not know */
	REPOSITORY_REVISION,	/* --at names no commit of it: an error */
	REPOSITORY_UNUSABLE,	/* damaged: it or its commit cannot be read */
};

struct repository;

/*
 * Open the repository of the project at ROOT ("." for the working directory)
 * for the folder CONTENT (relative to ROOT, or absolute), at revision AT: a
 * commit, a branch, a tag, or whatever else git accepts; NULL is HEAD.
 *
 * Never returns NULL: ask for the state before anything else, and call no
 * other function of a repository that is not REPOSITORY_READ (but free it).
 * Yours, free with repository_free().
 */
struct repository *repository_open(const char *root, const char *content,
				   const char *at, struct diag *diag);
void repository_free(struct repository *repository);

enum repository_state repository_state(const struct repository *repository);

/* Why there is no history, as a sentence in Spanish for a page; "" for
   REPOSITORY_READ. A literal. */
struct str repository_words(enum repository_state state);

/* The commit that is built, and its committer's seconds since 1970. */
const struct object_id *repository_commit(const struct repository *repository);
int64_t repository_time(const struct repository *repository);

/* ---- the bytes of a blob ---- */

enum blob_state {
	BLOB_READ,
	BLOB_TOO_LARGE,		/* over the caller's limit */
	BLOB_MISSING,		/* a partial clone did not fetch it */
	BLOB_DAMAGED,		/* not there, not a blob, or not what its identity says */
};

/* A way to the objects for one thread; NULL when the repository cannot be
   opened again. It must not outlive REPOSITORY. */
struct repository_reader;

struct repository_reader *repository_reader_new(const struct repository *repository);
void repository_reader_free(struct repository_reader *reader);

/*
 * Append the bytes of blob ID to OUT, if they are at most LIMIT. They are
 * checked against ID, so that what is shown under an identity has it; OUT is
 * as it was for any state but BLOB_READ. Nothing is kept: read each blob once.
 */
enum blob_state repository_read_blob(struct repository_reader *reader,
				     const struct object_id *id, size_t limit,
				     struct buf *out);

/*
 * The same without a copy: TAKE is called once with the bytes, checked as
 * above, which are gone when it returns; not at all for any state but
 * BLOB_READ. So of a large one no more is held than git itself needs.
 */
enum blob_state repository_take_blob(struct repository_reader *reader,
				     const struct object_id *id, size_t limit,
				     void (*take)(void *context, struct str bytes), void *context);

/* Whether blob ID is there, and how long it says it is; nothing of it is read,
   so that it may be damaged all the same. *SIZE is 0 for any state but BLOB_READ. */
enum blob_state repository_measure_blob(struct repository_reader *reader,
					const struct object_id *id, uint64_t *size);

/* ---- the content folder as of the commit ---- */

enum revision_kind {
	REVISION_FILE,
	REVISION_LINK,		/* a symbolic link: its blob is the target */
	REVISION_MODULE,	/* a submodule: BLOB is a commit of another repository */
};

struct revision_file {
	struct str path;
	struct object_id blob;
	uint64_t size;		/* UINT64_MAX when the blob is not there */
	enum revision_kind kind;
};

struct revision {
	struct revision_file *at;	/* in byte order of path */
	size_t count;
};

/*
 * List everything below the content folder, in ARENA. SIZES asks for sizes as
 * well, which costs a look at each blob; without it they are UINT64_MAX.
 * Returns 0, or -1 after one diagnostic when a folder cannot be read.
 */
int repository_list(struct repository *repository, struct revision *out, bool sizes,
		    struct arena *arena, struct diag *diag);

/* ---- the working tree against the commit ---- */

enum working_state {
	WORKING_SAME,		/* what the commit has */
	WORKING_CHANGED,
	WORKING_NEW,		/* not in the commit, whether "added" or not */
	WORKING_DELETED,	/* in the commit, not in the folder */
	WORKING_UNKNOWN,	/* cannot be read */
};

struct working_file {
	struct str path;
	enum working_state state;
	struct object_id committed;	/* none for WORKING_NEW */
	struct object_id blob;		/* of the file as git would store it; none
					   for WORKING_DELETED and _UNKNOWN */
};

struct working {
	struct working_file *at;	/* in byte order of path */
	size_t count;
	size_t differing;	/* how many are not WORKING_SAME */
};

/*
 * Compare the COUNT files of the content folder named by PATHS (in byte order:
 * what the source lists) with the plain files of the commit, by their bytes.
 * Line endings are converted as .gitattributes asks, other filters are not
 * run. A file that the index proves untouched (size, times, inode, and older
 * than the index) is not read again; nothing is written. PATHS are borrowed.
 * Returns 0, or -1 after one diagnostic when the commit cannot be listed.
 */
int repository_compare(struct repository *repository, const struct str *paths, size_t count,
		       struct working *out, struct arena *arena, struct diag *diag);

/* ---- in one call ---- */

/*
 * The time of the commit that HEAD names, for the project whose root folder is
 * ROOT, when that commit holds the folder CONTENT. *SECONDS is set for
 * REPOSITORY_READ alone.
 */
enum repository_state repository_head_time(const char *root, const char *content,
					   int64_t *seconds, struct diag *diag);

#endif
