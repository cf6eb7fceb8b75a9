/*
 * swap.c -- put the finished folder where the site is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Three ways, the best first; output.h says what each of them promises.
 */
#define _GNU_SOURCE 1		/* renameat2 */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/str.h"
#include "staging.h"
#include "tree.h"

/* True when the site is still the folder that was inspected and locked. */
static bool is_still_there(const struct output *output)
{
	struct stat ours, there;

	return fstat(output->old, &ours) == 0 &&
	       fstatat(output->parent, output->name, &there,
		       AT_SYMLINK_NOFOLLOW) == 0 &&
	       ours.st_dev == there.st_dev && ours.st_ino == there.st_ino;
}

/* The kernel or the file system does not know what was asked; the filters of
   some containers say EPERM then. */
static bool is_unknown(int error)
{
	return error == EINVAL || error == ENOSYS || error == EOPNOTSUPP ||
	       error == EPERM;
}

/* Folders cannot be moved here, but what is in them perhaps can. */
static bool is_immovable(int error)
{
	return error == EBUSY || error == EXDEV;
}

static int place_first(struct output *output)
{
	if (renameat2(output->parent, output->stage_name, output->parent,
		      output->name, RENAME_NOREPLACE) == 0)
		return 0;
	if (!is_unknown(errno))
		return -1;
	/* Should a folder have appeared, this fails unless it is empty. */
	return renameat(output->parent, output->stage_name, output->parent,
			output->name);
}

static int exchange(struct output *output)
{
	return renameat2(output->parent, output->stage_name, output->parent,
			 output->name, RENAME_EXCHANGE);
}

static int rename_twice(struct output *output)
{
	int error;

	if (renameat(output->parent, output->name, output->parent,
		     output->aside_name))
		return -1;
	if (renameat(output->parent, output->stage_name, output->parent,
		     output->name) == 0)
		return 0;
	error = errno;
	(void)renameat(output->parent, output->aside_name, output->parent,
		       output->name);
	errno = error;
	return -1;
}

static int merge(int from, int to, const struct output *top, size_t *files);

/* Across a mount point within the site there is only copying. */
static int copy_across(int from, int to, const char *name)
{
	static const char fresh[] = TREE_MARKER "-copia";
	int source = openat(from, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	int status, error;

	if (source < 0)
		return -1;
	(void)unlinkat(to, fresh, 0);
	status = staging_copy(source, to, fresh);
	if (status == 0)
		status = renameat(to, fresh, to, name);
	error = errno;
	if (status)
		(void)unlinkat(to, fresh, 0);
	close(source);
	errno = error;
	return status;
}

static int merge_folder(int from, int to, const char *name, size_t *files)
{
	int sub_from, sub_to = -1, status = -1, error;

	if (mkdirat(to, name, 0777) && errno != EEXIST)
		return -1;
	sub_from = tree_open(from, name);
	if (sub_from >= 0)
		sub_to = tree_open(to, name);
	if (sub_to >= 0)
		status = merge(sub_from, sub_to, NULL, files);
	error = errno;
	if (sub_from >= 0)
		close(sub_from);
	if (sub_to >= 0)
		close(sub_to);
	errno = error;
	return status;
}

/* Put entry NAME of FROM into TO, over what is there. COUNTED: a file that
   gives way is one of the plan, no dot file at the top. */
static int place(int from, int to, const char *name, bool counted,
		 size_t *files)
{
	struct stat ours, theirs;
	bool there = fstatat(to, name, &theirs, AT_SYMLINK_NOFOLLOW) == 0;

	if (fstatat(from, name, &ours, AT_SYMLINK_NOFOLLOW))
		return -1;
	if (there && ours.st_ino == theirs.st_ino && ours.st_dev == theirs.st_dev)
		return 0;	/* unchanged, and linked: counted with FROM */
	if (there && renameat2(from, name, to, name, RENAME_EXCHANGE) == 0)
		return 0;
	if (there && S_ISDIR(ours.st_mode) != S_ISDIR(theirs.st_mode) &&
	    tree_remove(to, name, files))
		return -1;
	if (there && !S_ISDIR(ours.st_mode) && !S_ISDIR(theirs.st_mode))
		*files += counted;
	if (!(there && S_ISDIR(ours.st_mode)) &&
	    renameat(from, name, to, name) == 0)
		return 0;
	if (S_ISDIR(ours.st_mode))
		return merge_folder(from, to, name, files);
	return is_immovable(errno) ? copy_across(from, to, name) : -1;
}

static bool has_name(const struct tree_names *names, const char *name)
{
	size_t low = 0, high = names->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(name, names->at[middle]);

		if (order == 0)
			return true;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}

/* What is at the top of a site and in no plan, and stays all the same. */
static bool stays(int to, const char *name, const struct output *top)
{
	if (!top)
		return false;
	return strcmp(name, TREE_MARKER) == 0 || tree_is_carried(to, name) ||
	       strcmp(name, top->stage_name) == 0 ||
	       (top->mounted && strcmp(name, "lost+found") == 0);
}

/* Make the folder TO hold what FROM holds, entry by entry. TOP is set at the
   site's top, where the marker comes first: should the run be killed on the
   way, the next one knows the site as its own. */
static int merge(int from, int to, const struct output *top, size_t *files)
{
	struct tree_names fresh, old = { 0 };
	int status = 0, error;

	if (tree_list(&fresh, from))
		return -1;
	if (top)
		status = tree_mark(to);
	for (size_t i = 0; i < fresh.count && status == 0; i++)
		if (!top || strcmp(fresh.at[i], TREE_MARKER) != 0)
			status = place(from, to, fresh.at[i],
				       !top || fresh.at[i][0] != '.', files);
	if (status == 0)
		status = tree_list(&old, to);
	for (size_t i = 0; i < old.count && status == 0; i++)
		if (!has_name(&fresh, old.at[i]) && !stays(to, old.at[i], top))
			status = tree_remove(to, old.at[i], files);
	error = errno;
	tree_names_dispose(&fresh);
	tree_names_dispose(&old);
	errno = error;
	return status;
}

static int mixed(struct output *output, int error)
{
	if (!atomic_exchange(&output->failed, true))
		diag_report(output->diag, DIAG_WRITE,
			    (struct place){ .path = str_from(output->site_dir) },
			    STR("vuelva a construir el sitio antes de publicarlo"),
			    "el sitio se cambiaba carpeta por carpeta y no se pudo terminar: %s (error %d); quedó una mezcla del anterior y del nuevo",
			    fault_text(error), error);
	return -1;
}

static int swap_in_place(struct output *output, size_t *files,
			 struct staging_remains *remains)
{
	*remains = (struct staging_remains){ output->home, output->stage_name };
	if (merge(output->stage, output->old, output, files))
		return mixed(output, errno);
	return 0;
}

/* The best way that works; -1 with errno when none but in place is left. */
static int swap_whole(struct output *output, enum output_way *way,
		      struct staging_remains *remains)
{
	if (output->old < 0) {
		*way = OUTPUT_FIRST;
		return place_first(output);
	}
	*way = OUTPUT_EXCHANGE;
	*remains = (struct staging_remains){ output->parent, output->stage_name };
	if (exchange(output) == 0)
		return 0;
	if (!is_unknown(errno))
		return -1;
	*way = OUTPUT_TWO_RENAMES;
	remains->name = output->aside_name;
	return rename_twice(output);
}

int staging_swap(struct output *output, enum output_way *way, size_t *files,
		 struct staging_remains *remains)
{
	if (output->old >= 0 && !is_still_there(output))
		return staging_fail(output, ESTALE, STR(""));
	if (!output->mounted) {
		if (swap_whole(output, way, remains) == 0)
			return 0;
		if (output->old < 0 || !is_immovable(errno))
			return staging_fail(output, errno, STR(""));
	}
	*way = OUTPUT_IN_PLACE;
	return swap_in_place(output, files, remains);
}
