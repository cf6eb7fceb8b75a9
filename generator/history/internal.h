/*
 * internal.h -- what the files of this room share: an open repository, and objects as bytes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Commits and trees are read as the bytes they are and parsed here, not by
 * libgit2: a walk looks at each tree once, entry by entry, next to another one,
 * and needs neither a list of them nor a copy. libgit2's own cache of objects
 * is off; struct store keeps what a walk comes back to, within bounds.
 */
#ifndef HISTORY_INTERNAL_H
#define HISTORY_INTERNAL_H

#include <git2.h>

#include "base/vec.h"
#include "history/repository.h"

struct repository {
	enum repository_state state;
	git_repository *git;
	git_odb *odb;
	char *content;		/* below the top of the working tree; "" is the top */
	struct object_id commit;
	struct object_id tree;	/* the commit's */
	int64_t time;
	struct object_id *shallow;	/* in order: commits whose parents were left out */
	size_t shallow_count;
};

bool repository_shallow_at(const struct repository *repository, const struct object_id *commit);

/* True when objects may be absent without anything being wrong. */
bool repository_is_partial(const struct repository *repository);

/* libgit2's last words (hazard 5): right after a failure, or not at all. */
const char *repository_last_words(void);

/* ---- objects ---- */

enum object_state { OBJECT_READ, OBJECT_MISSING, OBJECT_DAMAGED };

#define STORE_SLOTS 4096
#define STORE_BYTES (64u << 20)

struct store {
	git_odb *odb;
	struct {
		struct object_id id;
		git_odb_object *object;
	} slots[STORE_SLOTS];
	size_t bytes;
};

struct store *store_new(git_odb *odb);
void store_free(struct store *store);

/* A reference of the caller's own to object ID of TYPE; git_odb_object_free(). */
enum object_state store_get(struct store *store, git_odb_object **out,
			    const struct object_id *id, git_object_t type);

/* The same without keeping it. */
enum object_state object_read(git_odb_object **out, git_odb *odb,
			      const struct object_id *id, git_object_t type);

static inline struct str object_bytes(const git_odb_object *object)
{
	return str_make((const char *)git_odb_object_data((git_odb_object *)object),
			git_odb_object_size((git_odb_object *)object));
}

/* ---- trees ---- */

enum entry_kind { ENTRY_FOLDER, ENTRY_PLAIN, ENTRY_LINK, ENTRY_MODULE };

struct entry {
	struct str name;
	struct object_id id;
	enum entry_kind kind;
};

/*
 * Take the next entry off *REST. Returns 1, 0 at the end, -1 when the bytes
 * are no tree: a mode or a name that cannot be, or no room for an identity.
 */
int tree_next(struct str *rest, struct entry *out);

/* The order of a tree's entries: bytes, a folder's name as if it ended in '/'. */
int tree_order(const struct entry *a, const struct entry *b);

/* The entry at PATH ("a/b") of the tree ROOT. *OUT has id none, kind FOLDER
   when there is none; "" is ROOT itself. */
enum object_state tree_find(struct store *store, const struct object_id *root,
			    struct str path, struct entry *out);

/* ---- commits ---- */

#define COMMIT_PARENTS_MAX 64

struct commit {
	git_odb_object *object;	/* owns the texts */
	struct object_id id, tree;
	struct object_id parents[COMMIT_PARENTS_MAX];	/* the first ones */
	uint16_t parent_count;	/* of parents[] */
	struct str author, committer;	/* "Name <address> seconds zone" */
	struct str message;
};

enum object_state commit_read(struct commit *out, git_odb *odb, const struct object_id *id);
void commit_dispose(struct commit *commit);

#define NO_TIME INT64_MIN

struct signature {
	struct str name, address;
	int64_t time;		/* NO_TIME when it cannot be read */
	int16_t offset;
};

struct signature signature_parse(struct str line);

/* TEXT of a commit as valid UTF-8, appended to OUT: as it is when it is that,
   else from Latin-1, which is what old tools wrote without saying. */
void commit_put_text(struct buf *out, struct str text);

static inline struct object_id id_from(const git_oid *oid)
{
	struct object_id id;

	memcpy(id.bytes, oid->id, sizeof id.bytes);
	return id;
}

static inline git_oid id_to(const struct object_id *id)
{
	git_oid oid = { { 0 } };

	memcpy(oid.id, id->bytes, sizeof oid.id);
	return oid;
}

#endif
