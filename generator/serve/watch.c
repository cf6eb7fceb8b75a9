/*
 * watch.c -- what is saved below some folders, by inotify.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * (1) A watch is put on a folder before it is listed: what appears in between
 *     is told twice, never lost.
 * (2) When a folder is made, moved or removed all watches are made anew.
 */
#include "watch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/vec.h"

#define DEPTH_MAX 24
#define EVENTS (IN_CLOSE_WRITE | IN_MODIFY | IN_ATTRIB | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | \
		IN_DELETE_SELF | IN_MOVE_SELF)

struct watch {
	const struct str *roots;
	size_t root_count;
	int fd;
	bool partial;
	bool blind;		/* the kernel has no more watches to give */
	bool stale;		/* a folder changed: see (2) */
	struct arena names;	/* of the folders */
	VEC(struct str) folders;	/* that are watched */
};

/* Hidden files, and what editors leave behind, are not of the content. */
static bool is_leftover(const char *name)
{
	size_t len = strlen(name);

	return name[0] == '.' || name[0] == '#' || (len && name[len - 1] == '~') ||
	       (len > 4 && strcmp(name + len - 4, ".swp") == 0);
}

static void add_tree(struct watch *watch, const char *path, unsigned depth);

static void add_below(struct watch *watch, const char *path, unsigned depth)
{
	DIR *folder = opendir(path);
	struct dirent *found;

	while (folder && (found = readdir(folder)) != NULL) {
		char name[PATH_MAX];
		struct stat status;

		if (is_leftover(found->d_name) || (found->d_type != DT_DIR && found->d_type != DT_UNKNOWN))
			continue;
		if (snprintf(name, sizeof name, "%s/%s", path, found->d_name) < (int)sizeof name &&
		    lstat(name, &status) == 0 && S_ISDIR(status.st_mode))
			add_tree(watch, name, depth + 1);
	}
	if (folder)
		closedir(folder);
}

/* Links are followed for a root alone. */
static void add_tree(struct watch *watch, const char *path, unsigned depth)
{
	int number = inotify_add_watch(watch->fd, path, EVENTS | IN_ONLYDIR | (depth ? IN_DONT_FOLLOW : 0));

	if (number < 0) {
		watch->partial = true;
		watch->blind |= errno == ENOSPC || errno == ENOMEM;
		return;
	}
	vec_push(&watch->folders, arena_str(&watch->names, str_from(path)));
	if (depth < DEPTH_MAX)
		add_below(watch, path, depth);
}

static void begin(struct watch *watch)
{
	watch->partial = watch->blind = false;
	watch->stale = false;
	watch->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	for (size_t i = 0; i < watch->root_count && watch->fd >= 0; i++)
		add_tree(watch, watch->roots[i].ptr, 0);
	if (watch->fd < 0)
		watch->partial = watch->blind = true;
}

static void end(struct watch *watch)
{
	if (watch->fd >= 0)
		close(watch->fd);
	vec_clear(&watch->folders);
	arena_reset(&watch->names);
}

struct watch *watch_new(const struct str *roots, size_t count)
{
	struct watch *watch = memory_alloc(sizeof *watch);

	*watch = (struct watch){ .roots = roots, .root_count = count };
	arena_init(&watch->names);
	begin(watch);
	return watch;
}

void watch_free(struct watch *watch)
{
	if (!watch)
		return;
	end(watch);
	vec_dispose(&watch->folders);
	arena_dispose(&watch->names);
	free(watch);
}

int watch_descriptor(const struct watch *watch)
{
	return watch->fd;
}

bool watch_is_partial(const struct watch *watch)
{
	return watch->partial;
}

bool watch_is_blind(const struct watch *watch)
{
	return watch->blind;
}

/* True when EVENT counts. */
static bool take_event(struct watch *watch, const struct inotify_event *event)
{
	if (event->mask & IN_IGNORED)
		return false;
	if (event->mask & (IN_Q_OVERFLOW | IN_DELETE_SELF | IN_MOVE_SELF)) {
		watch->stale = true;
		return true;
	}
	if (event->len == 0 || is_leftover(event->name))
		return false;
	if (event->mask & IN_ISDIR) {
		if (event->mask & IN_ATTRIB)
			return false;
		watch->stale = true;
		return true;
	}
	return true;
}

bool watch_read(struct watch *watch)
{
	_Alignas(struct inotify_event) char bytes[64 << 10];
	bool any = false;
	ssize_t got;

	while (watch->fd >= 0 && (got = read(watch->fd, bytes, sizeof bytes)) > 0) {
		for (char *at = bytes; at < bytes + got;) {
			const struct inotify_event *event = (const struct inotify_event *)at;

			any |= take_event(watch, event);
			at += sizeof *event + event->len;
		}
	}
	return any;
}

/* How many of the roots are folders. */
static size_t count_roots(const struct watch *watch)
{
	size_t count = 0;
	struct stat status;

	for (size_t i = 0; i < watch->root_count; i++)
		count += stat(watch->roots[i].ptr, &status) == 0 && S_ISDIR(status.st_mode);
	return count;
}

static size_t watched_roots(const struct watch *watch)
{
	size_t count = 0;

	for (size_t i = 0; i < watch->root_count; i++)
		for (size_t k = 0; k < watch->folders.count; k++)
			if (str_equal(watch->folders.at[k], watch->roots[i])) {
				count++;
				break;
			}
	return count;
}

bool watch_look(struct watch *watch)
{
	if (!watch->partial || count_roots(watch) == watched_roots(watch))
		return false;
	watch->stale = true;
	return true;
}

void watch_renew(struct watch *watch)
{
	if (!watch->stale)
		return;
	end(watch);
	begin(watch);
}
