/*
 * write.c -- one file into the staging folder: linked, or written anew.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each worker keeps the folder it was in last open, in the new site and in the
 * old one, so that a file costs no look-up of its path.
 */
#define _GNU_SOURCE 1		/* copy_file_range, O_PATH */

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/path.h"
#include "output/output.h"
#include "staging.h"
#include "tree.h"

#define OPEN_FOLDER (O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
#define OPEN_NEW (O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC)
#define OPEN_OLD (O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)

/* Where the bytes of a file come from: memory, or a descriptor. */
struct supply {
	struct str bytes;
	int source;		/* -1: BYTES */
	uint64_t size;
	const char *scratch;	/* SOURCE's own name, to be moved; NULL: copy */
};

/* What the old site has at a path. */
enum match { MATCH_NONE, MATCH_OTHER, MATCH_SAME };

/* "a/b/c": no empty part, no "." or "..", no NUL. */
static bool is_plain(struct str path)
{
	struct str part;
	size_t parts = 0, slashes = 0;

	if (path.len == 0 || memchr(path.ptr, '\0', path.len))
		return false;
	for (size_t i = 0; i < path.len; i++)
		slashes += path.ptr[i] == '/';
	while (str_cut(&path, '/', &part)) {
		if (part.len == 0 || str_equal(part, STR(".")) ||
		    str_equal(part, STR("..")))
			return false;
		parts++;
	}
	return parts == slashes + 1;
}

/* Make the folder PATH below the staging folder, and those above it. */
static int make_folder(int stage, char *path)
{
	char *slash;
	int status;

	if (mkdirat(stage, path, 0777) == 0 || errno == EEXIST)
		return 0;
	if (errno != ENOENT || (slash = strrchr(path, '/')) == NULL)
		return -1;
	*slash = '\0';
	status = make_folder(stage, path);
	*slash = '/';
	if (status == 0 && mkdirat(stage, path, 0777) && errno != EEXIST)
		status = -1;
	return status;
}

/* The folder PATH of the old site, or -1: part by part, so that no symbolic
   link on the way leads out of it. PATH is cut up and mended again. */
static int open_old_folder(int old, char *path)
{
	int fd = openat(old, ".", OPEN_FOLDER);

	for (char *part = path, *end; fd >= 0 && part; part = end) {
		int next;

		end = strchr(part, '/');
		if (end)
			*end = '\0';
		next = openat(fd, part, OPEN_FOLDER);
		close(fd);
		fd = next;
		if (end)
			*end++ = '/';
	}
	return fd;
}

static void leave(struct staging_worker *worker)
{
	if (!worker->entered)
		return;
	close(worker->fresh);
	if (worker->old >= 0)
		close(worker->old);
	worker->fresh = worker->old = -1;
	worker->entered = false;
}

/* Bring WORKER into the folder PATH ("" is the top); -1 with errno. */
static int enter(struct output *output, struct staging_worker *worker,
		 struct str path)
{
	if (worker->entered && str_equal(buf_str(&worker->folder), path))
		return 0;
	leave(worker);
	buf_clear(&worker->folder);
	buf_put_str(&worker->folder, path.len ? path : STR("."));
	if (path.len && make_folder(output->stage, worker->folder.ptr))
		return -1;
	worker->fresh = openat(output->stage, worker->folder.ptr, OPEN_FOLDER);
	if (worker->fresh < 0)
		return -1;
	if (output->old >= 0)
		worker->old = open_old_folder(output->old, worker->folder.ptr);
	if (path.len == 0)
		buf_clear(&worker->folder);
	worker->entered = true;
	return 0;
}

static char *chunk_of(struct staging_worker *worker)
{
	if (!worker->chunk)
		worker->chunk = memory_alloc(2 * STAGING_CHUNK);
	return worker->chunk;
}

/* Read LEN bytes at OFFSET, fewer only at the end of the file; -1. */
static ssize_t read_whole(int fd, char *to, size_t len, uint64_t offset)
{
	size_t have = 0;

	while (have < len) {
		ssize_t got = pread(fd, to + have, len - have,
				    (off_t)(offset + have));

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		have += (size_t)got;
	}
	return (ssize_t)have;
}

static int write_whole(int fd, const char *from, size_t len)
{
	while (len) {
		ssize_t put = write(fd, from, len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return -1;
		from += put;
		len -= (size_t)put;
	}
	return 0;
}

/* True when the file OLD, of the same size, holds what SUPPLY gives. Pages
   that differ mostly do so in their head: that is looked at first. */
static bool same_bytes(int old, const struct supply *supply, char *chunk)
{
	for (uint64_t at = 0; at < supply->size; ) {
		size_t step = at ? STAGING_CHUNK : STAGING_HEAD;
		size_t want = supply->size - at < step ?
			      (size_t)(supply->size - at) : step;
		const char *theirs = chunk + STAGING_CHUNK;

		if (read_whole(old, chunk, want, at) != (ssize_t)want)
			return false;
		if (supply->source < 0)
			theirs = supply->bytes.ptr + at;
		else if (read_whole(supply->source, chunk + STAGING_CHUNK,
				    want, at) != (ssize_t)want)
			return false;
		if (memcmp(chunk, theirs, want) != 0)
			return false;
		at += want;
	}
	return true;
}

static enum match compare(struct staging_worker *worker, const char *name,
			  const struct supply *supply)
{
	enum match match = MATCH_OTHER;
	struct stat st;
	int fd;

	if (worker->old < 0)
		return MATCH_NONE;
	fd = openat(worker->old, name, OPEN_OLD);
	if (fd < 0)
		return errno == ENOENT ? MATCH_NONE : MATCH_OTHER;
	if (fstat(fd, &st) == 0) {
		if (S_ISDIR(st.st_mode))
			match = MATCH_NONE;
		else if (S_ISREG(st.st_mode) &&
			 (uint64_t)st.st_size == supply->size &&
			 same_bytes(fd, supply, chunk_of(worker)))
			match = MATCH_SAME;
	}
	close(fd);
	return match;
}

/* What copy_file_range() answers where it cannot work at all. */
static bool is_no_copier(int error)
{
	return error == EXDEV || error == EINVAL || error == ENOSYS ||
	       error == EOPNOTSUPP || error == EPERM || error == EBADF;
}

/* 0, or -1 with errno; *READING tells whose fault it was. */
static int copy_bytes(int to, int source, uint64_t *copied, char *chunk,
		      bool *reading)
{
	off_t at = 0;
	ssize_t got;

	*reading = false;
	do {
		got = copy_file_range(source, &at, to, NULL, 1 << 30, 0);
	} while (got > 0 || (got < 0 && errno == EINTR));
	if (got < 0 && !is_no_copier(errno))
		return -1;
	/* Also after an "end" that some file systems only pretend. */
	for (;;) {
		got = read_whole(source, chunk, STAGING_CHUNK, (uint64_t)at);
		*reading = got < 0;
		if (got <= 0)
			break;
		if (write_whole(to, chunk, (size_t)got))
			return -1;
		at += got;
	}
	*copied = (uint64_t)at;
	return got < 0 ? -1 : 0;
}

/* Make NAME in the folder FRESH; 0, or -1 with errno. */
static int make_file(int fresh, const char *name, struct supply *supply,
		     struct staging_worker *worker, bool *reading)
{
	int fd, status, error;

	*reading = false;
	if (supply->scratch)
		return renameat(AT_FDCWD, supply->scratch, fresh, name);
	fd = openat(fresh, name, OPEN_NEW, 0666);
	if (fd < 0)
		return -1;
	if (supply->source < 0)
		status = write_whole(fd, supply->bytes.ptr, supply->bytes.len);
	else
		status = copy_bytes(fd, supply->source, &supply->size,
				    chunk_of(worker), reading);
	error = errno;
	if (close(fd) && status == 0 && errno != EINTR) {
		status = -1;
		error = errno;
	}
	errno = error;
	return status;
}

static int source_unreadable(struct output *output, struct str path)
{
	int error = errno;

	if (!atomic_exchange(&output->failed, true))
		diag_report(output->diag, DIAG_READ,
			    (struct place){ .path = str_from(output->site_dir) },
			    STR(""),
			    "no se pudo leer lo que se copia a «%.*s»: %s (error %d); el sitio anterior queda como estaba",
			    STR_ARG(path), fault_text(error), error);
	return -1;
}

static int put(struct output *output, unsigned number, struct str path,
	       struct supply *supply)
{
	struct staging_worker *worker = &output->worker[number];
	struct str folder = path_directory(path), last = path_name(path);
	char name[NAME_MAX + 1];
	enum match match;
	bool reading;

	if (last.len > NAME_MAX)
		return staging_fail(output, ENAMETOOLONG, path);
	memcpy(name, last.ptr, last.len);
	name[last.len] = '\0';
	if (enter(output, worker, folder))
		return staging_fail(output, errno, path);
	match = compare(worker, name, supply);
	worker->replaced += match != MATCH_NONE &&
			    (folder.len || name[0] != '.');
	if (match == MATCH_SAME &&
	    linkat(worker->old, name, worker->fresh, name, 0) == 0) {
		worker->sum.unchanged++;
		if (supply->scratch && unlink(supply->scratch))
			return staging_fail(output, errno, path);
	}
	else if (make_file(worker->fresh, name, supply, worker, &reading) == 0)
		worker->sum.written++;
	else
		return reading ? source_unreadable(output, path) :
				 staging_fail(output, errno, path);
	worker->sum.files++;
	worker->sum.bytes += supply->size;
	return 0;
}

int output_file(struct output *output, unsigned worker, struct str path,
		struct str bytes)
{
	struct supply supply = { bytes, -1, bytes.len, NULL };

	assert(worker < output->workers && is_plain(path));
	assert(!str_equal(path, STR(TREE_MARKER)));
	if (atomic_load_explicit(&output->failed, memory_order_relaxed))
		return -1;
	return put(output, worker, path, &supply);
}

static int put_open_file(struct output *output, unsigned worker, struct str path,
			 int source, const char *scratch)
{
	struct supply supply = { STR(""), source, 0, scratch };
	struct stat st;

	assert(worker < output->workers && is_plain(path));
	assert(!str_equal(path, STR(TREE_MARKER)));
	if (atomic_load_explicit(&output->failed, memory_order_relaxed))
		return -1;
	if (fstat(source, &st))
		return source_unreadable(output, path);
	if (!S_ISREG(st.st_mode)) {
		errno = EINVAL;
		return source_unreadable(output, path);
	}
	supply.size = (uint64_t)st.st_size;
	return put(output, worker, path, &supply);
}

int output_copy(struct output *output, unsigned worker, struct str path,
		int source)
{
	return put_open_file(output, worker, path, source, NULL);
}

int output_take(struct output *output, unsigned worker, struct str path,
		const char *scratch, int source)
{
	return put_open_file(output, worker, path, source, scratch);
}

/* The staging folder is ours alone: a number is a name nobody else takes. Not
   mkstemp(), whose files are for nobody else to read. */
int output_scratch(struct output *output, char *path, size_t size)
{
	int fd = -1;

	errno = ENAMETOOLONG;
	if (snprintf(path, size, "%s/%s%s%s/.datos-%u", output->parent_path,
		     output->mounted ? output->name : "", output->mounted ? "/" : "",
		     output->stage_name, atomic_fetch_add(&output->scratches, 1)) < (int)size)
		fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
	return fd >= 0 ? fd : staging_fail(output, errno, STR(""));
}

int output_reopen(struct output *output, struct str path)
{
	char name[PATH_MAX];

	assert(is_plain(path));
	if (path.len >= sizeof name) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(name, path.ptr, path.len);
	name[path.len] = '\0';
	return openat(output->stage, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
}

int staging_copy(int source, int to, const char *name)
{
	struct supply supply = { STR(""), source, 0, NULL };
	struct staging_worker worker = { .fresh = -1, .old = -1 };
	bool reading;
	int status = make_file(to, name, &supply, &worker, &reading);
	int error = errno;

	free(worker.chunk);
	errno = error;
	return status;
}

int staging_carry(struct output *output, const char *name)
{
	int source, status, error;

	if (linkat(output->old, name, output->stage, name, 0) == 0 ||
	    errno == EEXIST)
		return 0;
	source = openat(output->old, name, OPEN_OLD);
	if (source < 0)
		return -1;
	status = staging_copy(source, output->stage, name);
	error = errno;
	close(source);
	errno = error;
	return status;
}
