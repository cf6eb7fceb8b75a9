/*
 * output.c -- one run: find the site, make the staging folder, finish or give up.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define _GNU_SOURCE 1		/* statx */

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/fault.h"
#include "output/output.h"
#include "staging.h"
#include "tree.h"

const char *output_way_text(enum output_way way)
{
	switch (way) {
	case OUTPUT_FIRST:
		return "sitio nuevo";
	case OUTPUT_EXCHANGE:
		return "de una sola vez";
	case OUTPUT_TWO_RENAMES:
		return "en dos pasos: este disco no puede intercambiar carpetas";
	case OUTPUT_IN_PLACE:
		return "carpeta por carpeta: el sitio está en otro disco que su carpeta madre";
	}
	return "";
}

/* Refuse to touch the site; returns -1. */
static int refuse(struct output *output, enum diag_id id, struct str hint,
		  const char *text)
{
	if (!atomic_exchange(&output->failed, true))
		diag_report(output->diag, id, staging_place(output), hint, "%s",
			    text);
	return -1;
}

static char *text_printf(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

static char *text_printf(const char *format, ...)
{
	va_list arguments;
	char *text;

	va_start(arguments, format);
	if (vasprintf(&text, format, arguments) < 0)
		memory_exhausted();
	va_end(arguments);
	return text;
}

/*
 * The real path of the site's parent and the site's name in it. A site that
 * is a symbolic link is the folder it leads to; one that does not exist yet
 * has a parent that does.
 */
static int locate(struct output *output)
{
	char *path = text_printf("%s", output->site_dir);
	char *real, *slash;
	size_t len = strlen(path);
	struct stat st;

	while (len > 1 && path[len - 1] == '/')
		path[--len] = '\0';
	real = realpath(path, NULL);
	if (!real && errno == ENOENT && len && lstat(path, &st) != 0) {
		slash = strrchr(path, '/');
		output->name = text_printf("%s", slash ? slash + 1 : path);
		if (slash)
			slash[slash == path] = '\0';
		output->parent_path = realpath(slash ? path : ".", NULL);
	} else if (real) {
		slash = strrchr(real, '/');
		output->name = text_printf("%s", slash + 1);
		slash[slash == real] = '\0';
		output->parent_path = text_printf("%s", real);
	}
	free(real);
	free(path);
	return output->parent_path ? 0 : -1;
}

/* True when the site is the top of a mounted file system, which can neither
   be renamed nor linked into from beside. */
static bool is_mounted(const struct output *output)
{
	struct stat above, site;
#ifdef STATX_ATTR_MOUNT_ROOT
	struct statx stx;

	if (statx(output->parent, output->name, AT_SYMLINK_NOFOLLOW, 0, &stx) == 0 &&
	    (stx.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT))
		return (stx.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
#endif
	return fstatat(output->parent, output->name, &site, AT_SYMLINK_NOFOLLOW) == 0 &&
	       fstat(output->parent, &above) == 0 && site.st_dev != above.st_dev;
}

/* A lock file may be unlinked by its last holder just before we lock it. */
static bool lock_is_current(const struct output *output)
{
	struct stat ours, there;

	return fstat(output->lock, &ours) == 0 &&
	       fstatat(output->parent, output->lock_name, &there,
		       AT_SYMLINK_NOFOLLOW) == 0 &&
	       ours.st_dev == there.st_dev && ours.st_ino == there.st_ino;
}

static int busy(struct output *output)
{
	if (errno != EWOULDBLOCK)
		return staging_fail(output, errno, STR(""));
	return refuse(output, DIAG_BUSY,
		      STR("espere a que termine y vuelva a intentarlo"),
		      "otra ejecución está construyendo este sitio; no se hizo nada");
}

/* Make this run the only one at the site: see (2). */
static int claim(struct output *output)
{
	if (output->mounted) {
		if (flock(output->old, LOCK_EX | LOCK_NB))
			return busy(output);
		output->claimed = true;
		return 0;
	}
	for (;;) {
		output->lock = openat(output->parent, output->lock_name,
				      O_RDWR | O_CREAT | O_NOFOLLOW |
				      O_NONBLOCK | O_CLOEXEC, 0666);
		if (output->lock < 0)
			return staging_fail(output, errno, STR(""));
		if (flock(output->lock, LOCK_EX | LOCK_NB))
			return busy(output);
		if (lock_is_current(output))
			break;
		close(output->lock);
	}
	output->claimed = true;
	return 0;
}

/* A run killed between its two renames left no site: put the old one back. */
static void recover(struct output *output)
{
	struct stat st;

	if (fstatat(output->parent, output->name, &st, AT_SYMLINK_NOFOLLOW) == 0 ||
	    fstatat(output->parent, output->aside_name, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
	    !S_ISDIR(st.st_mode))
		return;
	(void)renameat(output->parent, output->aside_name, output->parent,
		       output->name);
}

static int open_old(struct output *output)
{
	output->old = tree_open(output->parent, output->name);
	if (output->old >= 0 || errno == ENOENT)
		return 0;
	if (errno == ENOTDIR || errno == ELOOP)
		return refuse(output, DIAG_FOREIGN_FOLDER,
			      STR("elija otro nombre con --site"),
			      "el destino existe y no es una carpeta; no se tocó");
	return staging_fail(output, errno, STR(""));
}

/* Whose folder the site is; 0 when it may be replaced. */
static int inspect(struct output *output)
{
	enum tree_kind kind;
	char offender[NAME_MAX + 1];
	char text[2 * NAME_MAX];

	if (output->old < 0)
		return 0;
	if (tree_classify(&kind, offender, output->old, output->mounted))
		return staging_fail(output, errno, STR(""));
	if (kind == TREE_NEWER)
		return refuse(output, DIAG_FOREIGN_FOLDER,
			      STR("actualice diafano, o elija otra carpeta con --site"),
			      "la carpeta es de una versión más nueva de diafano; no se tocó");
	if (kind == TREE_FOREIGN) {
		snprintf(text, sizeof text,
			 "la carpeta contiene «%s», que no hizo este programa; no se tocó",
			 offender);
		return refuse(output, DIAG_FOREIGN_FOLDER,
			      STR("elija otra carpeta con --site, o vacíe esta"),
			      text);
	}
	if (faccessat(output->parent, output->name, W_OK | X_OK, AT_EACCESS))
		return staging_fail(output, errno, STR(""));
	return 0;
}

/* True when NAME, left beside the site, is surely a killed run's. */
static bool is_leftover(const struct output *output, const char *name)
{
	enum tree_kind kind = TREE_FOREIGN;
	char offender[NAME_MAX + 1];
	int fd = tree_open(output->home, name);

	if (fd < 0)
		return false;
	if (tree_classify(&kind, offender, fd, false))
		kind = TREE_FOREIGN;
	close(fd);
	return kind == TREE_OURS || kind == TREE_EMPTY;
}

/* Remove what killed runs left. What resists stays: it is in nobody's way. */
static void sweep(struct output *output, const char *prefix)
{
	struct tree_names names;

	if (tree_list(&names, output->home))
		return;
	for (size_t i = 0; i < names.count; i++)
		if ((tree_is_staging(names.at[i], prefix) ||
		     strcmp(names.at[i], output->aside_name) == 0) &&
		    is_leftover(output, names.at[i]))
			(void)tree_remove(output->home, names.at[i], NULL);
	tree_names_dispose(&names);
}

static void random_letters(char *out, size_t count)
{
	static const char letters[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	unsigned char bytes[16] = { 0 };

	assert(count <= sizeof bytes);
	(void)!getrandom(bytes, count, GRND_NONBLOCK);
	for (size_t i = 0; i < count; i++)
		out[i] = letters[bytes[i] % (sizeof letters - 1)];
}

/* The new folder looks as the old one did to those who serve it. */
static void keep_owner(const struct output *output)
{
	struct stat st;

	if (output->old < 0 || output->mounted || fstat(output->old, &st))
		return;
	if (fchown(output->stage, (uid_t)-1, st.st_gid) == 0)
		(void)!fchown(output->stage, st.st_uid, (gid_t)-1);
	(void)fchmod(output->stage, (st.st_mode & 07777) | 0700);
}

static int make_stage(struct output *output, const char *prefix)
{
	size_t len = strlen(prefix);

	output->stage_name = text_printf("%s......", prefix);
	for (int attempt = 0; ; attempt++) {
		random_letters(output->stage_name + len, 6);
		if (mkdirat(output->home, output->stage_name, 0777) == 0)
			break;
		if (errno != EEXIST || attempt == 100) {
			free(output->stage_name);
			output->stage_name = NULL;
			return staging_fail(output, errno, STR(""));
		}
	}
	output->stage = tree_open(output->home, output->stage_name);
	if (output->stage < 0 || tree_mark(output->stage))
		return staging_fail(output, errno, STR(""));
	keep_owner(output);
	return 0;
}

static int prepare(struct output *output)
{
	char *prefix;
	int status;

	if (locate(output))
		return staging_fail(output, errno, STR(""));
	if (!*output->name || strcmp(output->name, ".") == 0 ||
	    strcmp(output->name, "..") == 0)
		return refuse(output, DIAG_FOREIGN_FOLDER,
			      STR("elija otra carpeta con --site"),
			      "aquí no puede hacerse un sitio; no se tocó nada");
	output->aside_name = text_printf(".%s.diafano-anterior", output->name);
	output->lock_name = text_printf(".%s.diafano-lock", output->name);
	output->parent = open(output->parent_path,
			      O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (output->parent < 0)
		return staging_fail(output, errno, STR(""));
	output->mounted = is_mounted(output);
	if (output->mounted && open_old(output))
		return -1;
	if (claim(output))
		return -1;
	if (!output->mounted) {
		recover(output);
		if (open_old(output))
			return -1;
	}
	if (inspect(output))
		return -1;
	output->home = output->mounted ? output->old : output->parent;
	prefix = output->mounted ? text_printf(TREE_MARKER "-") :
				   text_printf(".%s.diafano-", output->name);
	sweep(output, prefix);
	status = make_stage(output, prefix);
	free(prefix);
	return status;
}

int output_open(struct output **output, const char *site_dir, unsigned workers,
		struct diag *diag)
{
	struct output *made = memory_alloc(sizeof *made);

	assert(workers > 0);
	*made = (struct output){
		.diag = diag, .site_dir = site_dir, .workers = workers,
		.parent = -1, .home = -1, .old = -1, .stage = -1, .lock = -1,
	};
	atomic_init(&made->failed, false);
	made->worker = aligned_alloc(alignof(struct staging_worker),
				     workers * sizeof *made->worker);
	if (!made->worker)
		memory_exhausted();
	for (unsigned i = 0; i < workers; i++) {
		made->worker[i] = (struct staging_worker){ .fresh = -1, .old = -1 };
		buf_init(&made->worker[i].folder);
	}
	*output = made;
	if (prepare(made) == 0)
		return 0;
	output_abandon(made);
	*output = NULL;
	return -1;
}

/* ---- what is there ---- */

#define LOOK_DEPTH 16		/* folders within folders; a site has four */

struct looking {
	void (*look)(void *context, struct str path);
	void *context;
	struct buf path;
};

static void look_into(struct looking *looking, int parent, const char *name, unsigned depth)
{
	struct tree_names names = { 0 };
	size_t len = looking->path.len;
	int folder = tree_open(parent, name);

	if (folder < 0)
		return;
	if (tree_list(&names, folder) == 0)
		for (size_t i = 0; i < names.count; i++) {
			struct stat status;

			looking->path.len = len;
			buf_put_char(&looking->path, '/');
			buf_put_text(&looking->path, names.at[i]);
			if (fstatat(folder, names.at[i], &status, AT_SYMLINK_NOFOLLOW) != 0)
				continue;
			if (S_ISDIR(status.st_mode) && depth < LOOK_DEPTH)
				look_into(looking, folder, names.at[i], depth + 1);
			else if (S_ISREG(status.st_mode))
				looking->look(looking->context, buf_str(&looking->path));
		}
	looking->path.len = len;
	tree_names_dispose(&names);
	close(folder);
}

void output_look_back(struct output *output, const char *folder,
		      void (*look)(void *context, struct str path), void *context)
{
	struct looking looking = { .look = look, .context = context };

	if (output->old < 0)
		return;
	buf_init(&looking.path);
	buf_put_text(&looking.path, folder);
	look_into(&looking, output->old, folder, 0);
	buf_dispose(&looking.path);
}

static void close_if_open(int fd)
{
	if (fd >= 0)
		close(fd);
}

static void leave_folders(struct output *output)
{
	for (unsigned i = 0; i < output->workers; i++) {
		struct staging_worker *worker = &output->worker[i];

		close_if_open(worker->fresh);
		close_if_open(worker->old);
		worker->fresh = worker->old = -1;
		worker->entered = false;
	}
}

static void output_free(struct output *output)
{
	leave_folders(output);
	for (unsigned i = 0; i < output->workers; i++) {
		buf_dispose(&output->worker[i].folder);
		free(output->worker[i].chunk);
	}
	if (output->claimed && output->lock >= 0)
		(void)unlinkat(output->parent, output->lock_name, 0);
	close_if_open(output->lock);
	close_if_open(output->stage);
	close_if_open(output->old);
	close_if_open(output->parent);
	free(output->parent_path);
	free(output->name);
	free(output->stage_name);
	free(output->aside_name);
	free(output->lock_name);
	free(output->worker);
	free(output);
}

/* What could not be removed is told: it takes room and has a hidden name. */
static void remove_rest(struct output *output, int folder, const char *name,
			size_t *files)
{
	if (tree_remove(folder, name, files) == 0)
		return;
	diag_report(output->diag, DIAG_LEFTOVER, staging_place(output), STR(""),
		    "quedó la carpeta «%s» a medio borrar: %s (error %d)", name,
		    fault_text(errno), errno);
}

void output_abandon(struct output *output)
{
	if (!output)
		return;
	if (output->stage_name)
		remove_rest(output, output->home, output->stage_name, NULL);
	output_free(output);
}

/* Dot files at the top are not in the plan and stay: see output.h. */
static int carry_dot_files(struct output *output)
{
	struct tree_names names;
	int status = 0;

	if (output->old < 0)
		return 0;
	if (tree_list(&names, output->old))
		return staging_fail(output, errno, STR(""));
	for (size_t i = 0; i < names.count && status == 0; i++)
		if (tree_is_carried(output->old, names.at[i]) &&
		    staging_carry(output, names.at[i]))
			status = staging_fail(output, errno,
					      str_from(names.at[i]));
	tree_names_dispose(&names);
	return status;
}

static void add_up(const struct output *output, struct output_summary *sum,
		   size_t *replaced)
{
	*sum = (struct output_summary){ 0 };
	*replaced = 0;
	for (unsigned i = 0; i < output->workers; i++) {
		const struct staging_worker *worker = &output->worker[i];

		sum->files += worker->sum.files;
		sum->written += worker->sum.written;
		sum->unchanged += worker->sum.unchanged;
		sum->bytes += worker->sum.bytes;
		*replaced += worker->replaced;
	}
}

int output_commit(struct output *output, struct output_summary *summary)
{
	struct output_summary sum;
	struct staging_remains remains = { 0 };
	size_t replaced, gone = 0;

	leave_folders(output);
	add_up(output, &sum, &replaced);
	if (atomic_load(&output->failed) || carry_dot_files(output) ||
	    staging_swap(output, &sum.way, &gone, &remains)) {
		output_abandon(output);
		return -1;
	}
	if (remains.name)
		remove_rest(output, remains.folder, remains.name, &gone);
	sum.removed = gone > replaced ? gone - replaced : 0;
	if (summary)
		*summary = sum;
	output_free(output);
	return 0;
}
