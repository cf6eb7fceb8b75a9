/*
 * revision.c -- the files of the commit that is built, and the working tree beside them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "internal.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>


#define DEPTH_MAX 64
#define FILES_MAX 5000000u

struct listing {
	struct repository *repository;
	struct store *store;
	struct arena *arena;
	struct buf path;
	VEC(struct revision_file) files;
	unsigned entries;	/* left: a tree may name another many times */
	bool sizes;
};

static uint64_t size_of(struct listing *listing, const struct entry *entry)
{
	git_oid oid = id_to(&entry->id);
	git_object_t type;
	size_t size;

	if (!listing->sizes || entry->kind == ENTRY_MODULE ||
	    git_odb_read_header(&size, &type, listing->repository->odb, &oid) != 0)
		return UINT64_MAX;
	return size;
}

static void put_file(struct listing *listing, const struct entry *entry)
{
	static const enum revision_kind kinds[] = {
		[ENTRY_PLAIN] = REVISION_FILE, [ENTRY_LINK] = REVISION_LINK,
		[ENTRY_MODULE] = REVISION_MODULE,
	};
	struct revision_file file = {
		.path = arena_str(listing->arena, buf_str(&listing->path)), .blob = entry->id,
		.size = size_of(listing, entry), .kind = kinds[entry->kind],
	};

	vec_push(&listing->files, file);
}

static bool list_level(struct listing *listing, const struct object_id *id, unsigned depth)
{
	git_odb_object *object = NULL;
	struct entry entry, before = { 0 };
	struct str rest;
	int more = -1;

	if (depth > DEPTH_MAX)
		return true;
	if (store_get(listing->store, &object, id, GIT_OBJECT_TREE) != OBJECT_READ)
		return false;
	rest = object_bytes(object);
	while (listing->entries && (more = tree_next(&rest, &entry)) == 1) {
		size_t len = listing->path.len;

		listing->entries--;
		if (before.name.ptr && tree_order(&before, &entry) >= 0) {
			more = -1;
			break;
		}
		before = entry;
		if (len)
			buf_put_char(&listing->path, '/');
		buf_put_str(&listing->path, entry.name);
		if (entry.kind != ENTRY_FOLDER) {
			put_file(listing, &entry);
		} else if (!list_level(listing, &entry.id, depth + 1)) {
			more = -1;
			break;
		}
		listing->path.len = len;
	}
	git_odb_object_free(object);
	return more == 0;
}

int repository_list(struct repository *repository, struct revision *out, bool sizes,
		    struct arena *arena, struct diag *diag)
{
	struct listing listing = {
		.repository = repository, .arena = arena, .entries = FILES_MAX, .sizes = sizes,
		.store = store_new(repository->odb),
	};
	struct entry entry;
	bool good;

	buf_init(&listing.path);
	*out = (struct revision){ 0 };
	good = tree_find(listing.store, &repository->tree, str_from(repository->content),
			 &entry) == OBJECT_READ && list_level(&listing, &entry.id, 0);
	if (good) {
		out->count = listing.files.count;
		out->at = arena_array(arena, out->count + 1, sizeof *out->at);
		if (out->count)
			memcpy(out->at, listing.files.at, out->count * sizeof *out->at);
	} else {
		diag_report(diag, DIAG_REPOSITORY, (struct place){ 0 }, STR("git fsck"),
			    "una carpeta del contenido no se puede leer en el commit: al repositorio le falta un objeto, o está dañado");
	}
	vec_dispose(&listing.files);
	buf_dispose(&listing.path);
	store_free(listing.store);
	return good ? 0 : -1;
}

/* ---- the working tree ---- */

struct comparing {
	struct repository *repository;
	git_index *index;	/* NULL: every file is read */
	struct timespec index_time;
	const char *top;	/* of the working tree, with a '/' at its end */
	struct buf path;	/* below top */
	struct buf whole;
};

/*
 * The index says what git saw of a file the last time, and it is still so: the
 * same size, times and inode, and last changed before the index was written
 * (what was changed in that same second might have kept its size).
 */
static bool index_proves(const struct comparing *comparing, const struct stat *status,
			 struct object_id *blob)
{
	const git_index_entry *entry = comparing->index
		? git_index_get_bypath(comparing->index, comparing->path.ptr, 0) : NULL;

	if (!entry || (entry->mode & S_IFMT) != S_IFREG ||
	    entry->file_size != (uint32_t)status->st_size ||
	    entry->mtime.seconds != (int32_t)status->st_mtim.tv_sec ||
	    entry->mtime.nanoseconds != (uint32_t)status->st_mtim.tv_nsec ||
	    entry->ctime.seconds != (int32_t)status->st_ctim.tv_sec ||
	    entry->ctime.nanoseconds != (uint32_t)status->st_ctim.tv_nsec ||
	    entry->ino != (uint32_t)status->st_ino)
		return false;
	if (status->st_mtim.tv_sec >= comparing->index_time.tv_sec ||
	    status->st_ctim.tv_sec >= comparing->index_time.tv_sec)
		return false;
	*blob = id_from(&entry->id);
	return true;
}

static bool working_blob(struct comparing *comparing, struct object_id *blob)
{
	struct stat status;
	git_oid oid;

	buf_clear(&comparing->whole);
	buf_put_text(&comparing->whole, comparing->top);
	buf_put_str(&comparing->whole, buf_str(&comparing->path));
	if (lstat(comparing->whole.ptr, &status) != 0 || !S_ISREG(status.st_mode))
		return false;
	if (index_proves(comparing, &status, blob))
		return true;
	/* Without an index the library does not know which line ends to convert. */
	if (git_repository_hashfile(&oid, comparing->repository->git, comparing->whole.ptr,
				    GIT_OBJECT_BLOB, comparing->path.ptr) != 0 &&
	    git_odb_hashfile(&oid, comparing->whole.ptr, GIT_OBJECT_BLOB) != 0)
		return false;
	*blob = id_from(&oid);
	return true;
}

static struct working_file compare_file(struct comparing *comparing, struct str path,
					const struct revision_file *committed)
{
	struct working_file file = { .path = path, .state = WORKING_UNKNOWN };

	if (committed)
		file.committed = committed->blob;
	buf_clear(&comparing->path);
	buf_put_text(&comparing->path, comparing->repository->content);
	if (comparing->path.len)
		buf_put_char(&comparing->path, '/');
	buf_put_str(&comparing->path, path);
	if (!working_blob(comparing, &file.blob))
		return file;
	if (!committed)
		file.state = WORKING_NEW;
	else if (object_id_equal(&file.blob, &file.committed))
		file.state = WORKING_SAME;
	else
		file.state = WORKING_CHANGED;
	return file;
}

static void open_index(struct comparing *comparing)
{
	struct stat status;

	if (git_repository_index(&comparing->index, comparing->repository->git) != 0 ||
	    !git_index_path(comparing->index) ||
	    stat(git_index_path(comparing->index), &status) != 0) {
		git_index_free(comparing->index);
		comparing->index = NULL;
		return;
	}
	comparing->index_time = status.st_mtim;
}

static void put_working(struct working *out, struct working_file file)
{
	out->at[out->count++] = file;
	out->differing += file.state != WORKING_SAME;
}

/* Both lists are in byte order: side by side. */
static void compare_lists(struct comparing *comparing, const struct revision *revision,
			  const struct str *paths, size_t count, struct working *out)
{
	size_t i = 0, j = 0;

	while (i < count || j < revision->count) {
		const struct revision_file *file = j < revision->count ? &revision->at[j] : NULL;
		int order;

		if (file && file->kind != REVISION_FILE) {
			j++;
			continue;
		}
		order = !file ? -1 : i == count ? 1 : str_compare(paths[i], file->path);
		if (order > 0)
			put_working(out, (struct working_file){ .path = file->path,
				.state = WORKING_DELETED, .committed = file->blob });
		else
			put_working(out, compare_file(comparing, paths[i], order ? NULL : file));
		i += order <= 0;
		j += order >= 0;
	}
}

int repository_compare(struct repository *repository, const struct str *paths, size_t count,
		       struct working *out, struct arena *arena, struct diag *diag)
{
	struct comparing comparing = {
		.repository = repository, .top = git_repository_workdir(repository->git),
	};
	struct revision revision;

	*out = (struct working){ 0 };
	if (repository_list(repository, &revision, false, arena, diag) != 0)
		return -1;
	buf_init(&comparing.path);
	buf_init(&comparing.whole);
	open_index(&comparing);
	out->at = arena_array(arena, count + revision.count + 1, sizeof *out->at);
	compare_lists(&comparing, &revision, paths, count, out);
	git_index_free(comparing.index);
	buf_dispose(&comparing.path);
	buf_dispose(&comparing.whole);
	return 0;
}
