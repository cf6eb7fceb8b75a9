/*
 * tree.c -- look at a folder, and remove one that is ours.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define _GNU_SOURCE 1		/* O_PATH, DT_DIR */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/vec.h"
#include "tree.h"

#define MARKER_WORD "diafano "
#define MARKER_FORMAT 1
#define DEPTH_MAX 64		/* folders open at once while removing */

static bool is_dots(const char *name)
{
	return name[0] == '.' &&
	       (!name[1] || (name[1] == '.' && !name[2]));
}

int tree_open(int parent, const char *name)
{
	return openat(parent, name,
		      O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* A stream of its own over folder FD, from its start. */
static DIR *open_stream(int fd)
{
	int copy = tree_open(fd, ".");
	DIR *stream = copy < 0 ? NULL : fdopendir(copy);

	if (!stream && copy >= 0)
		close(copy);
	return stream;
}

static bool is_folder(int parent, const struct dirent *entry)
{
	struct stat st;

	if (entry->d_type != DT_UNKNOWN)
		return entry->d_type == DT_DIR;
	return fstatat(parent, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	       S_ISDIR(st.st_mode);
}

bool tree_is_carried(int parent, const char *name)
{
	struct stat st;

	return name[0] == '.' && strcmp(name, TREE_MARKER) != 0 &&
	       fstatat(parent, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	       S_ISREG(st.st_mode);
}

bool tree_is_staging(const char *name, const char *prefix)
{
	size_t len = strlen(prefix);
	const char *end = name + len;

	if (strncmp(name, prefix, len) != 0 || strlen(end) != 6)
		return false;
	for (; *end; end++)
		if (!((*end >= '0' && *end <= '9') ||
		      (*end >= 'A' && *end <= 'Z') ||
		      (*end >= 'a' && *end <= 'z')))
			return false;
	return true;
}

/* The format the marker in FD names, 0 when there is none of ours; -1. */
static int marker_format(int fd)
{
	char text[64];
	char *end;
	ssize_t len;
	unsigned long format;
	struct stat st;
	int file = openat(fd, TREE_MARKER,
			  O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

	if (file < 0)
		return errno == ENOENT || errno == ELOOP || errno == ENXIO ? 0 : -1;
	len = fstat(file, &st) == 0 && S_ISREG(st.st_mode) ?
	      read(file, text, sizeof text - 1) : 0;
	close(file);
	if (len < 0)
		return -1;
	text[len] = '\0';
	if (strncmp(text, MARKER_WORD, strlen(MARKER_WORD)) != 0)
		return 0;
	format = strtoul(text + strlen(MARKER_WORD), &end, 10);
	if (format == 0 || *end != '\n')
		return 0;
	return format > MARKER_FORMAT ? MARKER_FORMAT + 1 : MARKER_FORMAT;
}

int tree_mark(int fd)
{
	static const char text[] =
		MARKER_WORD "1\n"
		"Esta carpeta la hace el programa diafano: lo que se ponga\n"
		"aquí a mano se pierde cuando el sitio se vuelve a construir.\n";
	int file;
	ssize_t len;

	if (marker_format(fd) > 0)
		return 0;
	file = openat(fd, TREE_MARKER,
		      O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
	if (file < 0)
		return -1;
	len = write(file, text, sizeof text - 1);
	if (len >= 0 && (size_t)len < sizeof text - 1)
		errno = ENOSPC;
	if (close(file) || len < (ssize_t)sizeof text - 1)
		return -1;
	return 0;
}

/* True when the folder NAME is a killed run's: marked, or not yet. */
static bool is_ours(int parent, const char *name)
{
	struct tree_names names;
	int fd = tree_open(parent, name);
	bool ours = fd >= 0 && marker_format(fd) > 0;

	if (fd >= 0 && !ours && tree_list(&names, fd) == 0) {
		ours = names.count == 0;
		tree_names_dispose(&names);
	}
	if (fd >= 0)
		close(fd);
	return ours;
}

/* True when NAME is an empty file: a run was killed as it made its marker. */
static bool is_half_marker(int fd, const char *name)
{
	struct stat st;

	return strcmp(name, TREE_MARKER) == 0 &&
	       fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	       S_ISREG(st.st_mode) && st.st_size == 0;
}

/* True when entry NAME of an unmarked folder is nothing that must be kept. */
static bool is_neutral(int fd, const char *name, bool mounted)
{
	if (is_half_marker(fd, name))
		return true;
	if (strcmp(name, ".gitignore") == 0 || strcmp(name, ".gitkeep") == 0)
		return tree_is_carried(fd, name);
	if (!mounted)
		return false;
	if (strcmp(name, "lost+found") == 0)
		return true;
	return tree_is_staging(name, TREE_MARKER "-") && is_ours(fd, name);
}

/* True when NAME at the top of a site of ours is somebody else's. */
static bool is_guest(int fd, const char *name, bool mounted)
{
	return name[0] == '.' && strcmp(name, TREE_MARKER) != 0 &&
	       !tree_is_carried(fd, name) && !is_neutral(fd, name, mounted);
}

int tree_classify(enum tree_kind *kind, char offender[NAME_MAX + 1], int fd,
		  bool mounted)
{
	struct tree_names names;
	int format = marker_format(fd);

	if (format < 0 || tree_list(&names, fd))
		return -1;
	*kind = format > MARKER_FORMAT ? TREE_NEWER :
		format ? TREE_OURS : TREE_EMPTY;
	offender[0] = '\0';
	for (size_t i = 0; i < names.count; i++) {
		const char *name = names.at[i];

		if (format ? !is_guest(fd, name, mounted) :
			     is_neutral(fd, name, mounted))
			continue;
		*kind = TREE_FOREIGN;
		snprintf(offender, NAME_MAX + 1, "%s", name);
		break;
	}
	tree_names_dispose(&names);
	return 0;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int tree_list(struct tree_names *names, int fd)
{
	DIR *stream = open_stream(fd);
	struct dirent *entry;
	int error;

	*names = (struct tree_names){ 0 };
	if (!stream)
		return -1;
	while (errno = 0, (entry = readdir(stream)) != NULL) {
		size_t size = strlen(entry->d_name) + 1;

		if (is_dots(entry->d_name))
			continue;
		vec_push(names, memcpy(memory_alloc(size), entry->d_name, size));
	}
	error = errno;
	closedir(stream);
	if (error) {
		tree_names_dispose(names);
		errno = error;
		return -1;
	}
	if (names->count)
		qsort(names->at, names->count, sizeof *names->at, compare_names);
	return 0;
}

void tree_names_dispose(struct tree_names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->at[i]);
	vec_dispose(names);
}

/* What one removal knows on its way down. */
struct removal {
	int top;		/* the folder that is being removed */
	dev_t disk;		/* that it lies on: others are not ours to empty */
	unsigned lifted;	/* folders that were too deep, moved to the top */
	size_t files;
	int error;		/* the first, 0 for none */
};

static bool removal_failed(struct removal *removal)
{
	if (errno != ENOENT && !removal->error)
		removal->error = errno;
	return false;
}

/* A folder of ours that somebody made read-only is made writable again. */
static int open_writable(int parent, const char *name, struct stat *st)
{
	int fd = tree_open(parent, name);

	if (fd < 0 && errno == EACCES &&
	    fchmodat(parent, name, 0700, 0) == 0)
		fd = tree_open(parent, name);
	if (fd < 0)
		return -1;
	if (fstat(fd, st)) {
		close(fd);
		return -1;
	}
	if ((st->st_mode & 0300) != 0300)
		(void)fchmod(fd, 0700);
	return fd;
}

static bool empty_folder(struct removal *removal, DIR *stream, unsigned depth);

/* Bring the folder NAME, which lies too deep, to the top of the tree. */
static bool lift(struct removal *removal, int parent, const char *name)
{
	char fresh[48];

	snprintf(fresh, sizeof fresh, TREE_MARKER "-hondo-%u", removal->lifted++);
	return renameat(parent, name, removal->top, fresh) == 0 ||
	       removal_failed(removal);
}

/* The folder NAME as a stream, unless something is mounted there. */
static DIR *open_removed(const struct removal *removal, int parent,
			 const char *name)
{
	struct stat st;
	int fd = open_writable(parent, name, &st);
	DIR *stream = NULL;

	if (fd < 0)
		return NULL;
	if (st.st_dev != removal->disk)
		errno = EBUSY;
	else
		stream = fdopendir(fd);
	if (!stream)
		close(fd);	/* leaves errno: nothing was written */
	return stream;
}

static bool remove_folder(struct removal *removal, int parent, const char *name,
			  unsigned depth)
{
	DIR *stream;
	bool whole;

	if (depth > DEPTH_MAX)
		return lift(removal, parent, name);
	stream = open_removed(removal, parent, name);
	if (!stream)
		return removal_failed(removal);
	whole = empty_folder(removal, stream, depth);
	closedir(stream);
	if (whole && unlinkat(parent, name, AT_REMOVEDIR))
		whole = removal_failed(removal);
	return whole;
}

static bool remove_entry(struct removal *removal, int parent,
			 const struct dirent *entry, unsigned depth)
{
	if (is_folder(parent, entry))
		return remove_folder(removal, parent, entry->d_name, depth + 1);
	if (unlinkat(parent, entry->d_name, 0))
		return removal_failed(removal);
	if (depth || entry->d_name[0] != '.')
		removal->files++;
	return true;
}

/* Remove all that is in STREAM, at the top all but the marker. Lifted folders
   appear at the top while it is read: one more round finds those. */
static bool empty_folder(struct removal *removal, DIR *stream, unsigned depth)
{
	int fd = dirfd(stream);
	struct dirent *entry;
	unsigned lifted;
	bool whole = true;

	for (;;) {
		lifted = removal->lifted;
		while ((entry = readdir(stream)) != NULL)
			if (!is_dots(entry->d_name) &&
			    (depth || strcmp(entry->d_name, TREE_MARKER) != 0))
				whole &= remove_entry(removal, fd, entry, depth);
		if (depth || !whole || lifted == removal->lifted)
			return whole;
		rewinddir(stream);
	}
}

static void remove_top(struct removal *removal, int parent, const char *name)
{
	struct stat st;
	DIR *stream = NULL;

	removal->top = open_writable(parent, name, &st);
	if (removal->top >= 0)
		stream = fdopendir(removal->top);
	if (!stream) {
		removal_failed(removal);
		if (removal->top >= 0)
			close(removal->top);
		return;
	}
	removal->disk = st.st_dev;
	if (empty_folder(removal, stream, 0) &&
	    ((unlinkat(removal->top, TREE_MARKER, 0) && errno != ENOENT) ||
	     unlinkat(parent, name, AT_REMOVEDIR)))
		removal_failed(removal);
	closedir(stream);
}

int tree_remove(int parent, const char *name, size_t *files)
{
	struct removal removal = { .top = -1 };

	if (unlinkat(parent, name, 0) == 0) {
		if (files)
			++*files;
		return 0;
	}
	if (errno != EISDIR && errno != EPERM)
		return -1;
	remove_top(&removal, parent, name);
	if (files)
		*files += removal.files;
	errno = removal.error;
	return removal.error ? -1 : 0;
}
