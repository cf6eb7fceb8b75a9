/*
 * folder.c -- a folder of files that are served: listed, compared, copied, exchanged.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"

#define DEPTH_MAX 64
#define MARKER ".diafano"

/* "A/B" in NAME; false when it is too long. */
static bool join(char name[PATH_MAX], const char *a, const char *b)
{
	return snprintf(name, PATH_MAX, "%s%s%s", a, *a && *b ? "/" : "", b) < PATH_MAX;
}

static bool is_dots(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* ---- lists ---- */

struct walk {
	struct folder_list *list;
	struct arena *arena;
	const char *folder;
};

static bool list_below(struct walk *walk, const char *below, unsigned depth)
{
	char path[PATH_MAX], name[PATH_MAX];
	struct dirent *found;
	struct stat status;
	bool whole = true;
	DIR *folder = join(path, walk->folder, below) ? opendir(path) : NULL;

	while (folder && (found = readdir(folder)) != NULL) {
		if (is_dots(found->d_name) || (depth == 0 && found->d_name[0] == '.'))
			continue;
		if (!join(name, below, found->d_name) || !join(path, walk->folder, name) || lstat(path, &status) != 0)
			whole = false;
		else if (S_ISDIR(status.st_mode) && depth < DEPTH_MAX)
			whole &= list_below(walk, name, depth + 1);
		else if (S_ISREG(status.st_mode))
			vec_push(&walk->list->names, arena_str(walk->arena, str_from(name)));
	}
	if (folder)
		closedir(folder);
	return folder && whole;
}

static int by_name(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

bool folder_list(struct folder_list *list, struct arena *arena, const char *folder)
{
	struct walk walk = { list, arena, folder };
	bool whole = list_below(&walk, "", 0);

	if (list->names.count)
		qsort(list->names.at, list->names.count, sizeof(struct str), by_name);
	return whole;
}

/* ---- files ---- */

bool folder_same_file(const char *a, const char *b)
{
	int one = open(a, O_RDONLY | O_NOFOLLOW | O_CLOEXEC), two = open(b, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	struct stat first, second;
	bool same = one >= 0 && two >= 0 && fstat(one, &first) == 0 && fstat(two, &second) == 0 &&
		    S_ISREG(first.st_mode) && S_ISREG(second.st_mode) && first.st_size == second.st_size;

	if (same && (first.st_dev != second.st_dev || first.st_ino != second.st_ino)) {
		char left[16384], right[16384];
		ssize_t got;

		while (same && (got = read(one, left, sizeof left)) > 0)
			same = read(two, right, (size_t)got) == got && memcmp(left, right, (size_t)got) == 0;
	}
	if (one >= 0)
		close(one);
	if (two >= 0)
		close(two);
	return same;
}

static int copy_bytes(int to, int from)
{
	char bytes[1 << 16];
	ssize_t got;

	while ((got = read(from, bytes, sizeof bytes)) > 0)
		for (ssize_t put = 0, wrote; put < got; put += wrote)
			if ((wrote = write(to, bytes + put, (size_t)(got - put))) <= 0)
				return -1;
	return got < 0 ? -1 : 0;
}

static int copy_file(const char *to, const char *from, const char *like)
{
	int source, target, status;

	if (like && folder_same_file(from, like) && link(like, to) == 0)
		return 0;
	source = open(from, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (source < 0)
		return -1;
	target = open(to, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
	status = target < 0 ? -1 : copy_bytes(target, source);
	if (target >= 0 && close(target) != 0)
		status = -1;
	close(source);
	return status;
}

/* ---- trees ---- */

enum which { WHICH_ALL, WHICH_SITE, WHICH_HIDDEN };

static bool is_wanted(const char *name, enum which which)
{
	bool hidden = name[0] == '.';

	if (is_dots(name))
		return false;
	if (which == WHICH_SITE)
		return !hidden || strcmp(name, MARKER) == 0;
	return which == WHICH_ALL || (hidden && strcmp(name, MARKER) != 0);
}

static int copy_tree(const char *to, const char *from, const char *like, enum which which, unsigned depth)
{
	char target[PATH_MAX], source[PATH_MAX], model[PATH_MAX];
	struct dirent *found;
	struct stat status;
	int failed = 0;
	DIR *folder = opendir(from);

	if (!folder)
		return -1;
	while (!failed && (found = readdir(folder)) != NULL) {
		if (!is_wanted(found->d_name, which))
			continue;
		failed = !join(target, to, found->d_name) || !join(source, from, found->d_name) ||
			 (like && !join(model, like, found->d_name)) || lstat(source, &status) != 0;
		if (failed || S_ISLNK(status.st_mode))
			continue;
		if (S_ISDIR(status.st_mode))
			failed = depth >= DEPTH_MAX || mkdir(target, 0755) != 0 ||
				 copy_tree(target, source, like ? model : NULL, WHICH_ALL, depth + 1) != 0;
		else if (S_ISREG(status.st_mode))
			/* the marker's time is that of the copy: folder_time() */
			failed = copy_file(target, source, like && strcmp(found->d_name, MARKER) != 0 ? model : NULL) != 0;
	}
	closedir(folder);
	return failed ? -1 : 0;
}

int folder_copy(const char *to, const char *from, const char *like)
{
	return mkdir(to, 0755) != 0 ? -1 : copy_tree(to, from, like, WHICH_SITE, 0);
}

int64_t folder_time(const char *folder)
{
	char name[PATH_MAX];
	struct stat status;

	return join(name, folder, MARKER) && lstat(name, &status) == 0 ? (int64_t)status.st_mtim.tv_sec : 0;
}

int folder_copy_hidden(const char *to, const char *from)
{
	return copy_tree(to, from, NULL, WHICH_HIDDEN, 0);
}

static int remove_tree(const char *path, unsigned depth)
{
	char name[PATH_MAX];
	struct dirent *found;
	DIR *folder = depth < DEPTH_MAX ? opendir(path) : NULL;
	int failed = 0;

	while (folder && (found = readdir(folder)) != NULL)
		if (!is_dots(found->d_name) && join(name, path, found->d_name) &&
		    unlink(name) != 0)
			failed |= remove_tree(name, depth + 1);
	if (folder)
		closedir(folder);
	return rmdir(path) != 0 || failed ? -1 : 0;
}

int folder_remove(const char *path)
{
	struct stat status;

	if (lstat(path, &status) != 0)
		return errno == ENOENT ? 0 : -1;
	return S_ISDIR(status.st_mode) ? remove_tree(path, 0) : unlink(path);
}

/* Where the disk cannot exchange: for an instant there is nothing at AT. */
static int exchange_by_turns(const char *at, const char *new)
{
	char aside[PATH_MAX];

	if (snprintf(aside, sizeof aside, "%s.paso", new) >= (int)sizeof aside || rename(at, aside) != 0)
		return -1;
	if (rename(new, at) != 0) {
		int error = errno;

		rename(aside, at);
		errno = error;
		return -1;
	}
	return rename(aside, new);
}

int folder_exchange(const char *at, const char *new)
{
	if (renameat2(AT_FDCWD, new, AT_FDCWD, at, RENAME_EXCHANGE) == 0)
		return 0;
	if (errno == ENOENT && access(at, F_OK) != 0)
		return rename(new, at);
	if (errno == EINVAL || errno == ENOSYS || errno == ENOTSUP)
		return exchange_by_turns(at, new);
	return -1;
}
