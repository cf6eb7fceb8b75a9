/*
 * repository.c -- the commit that is built.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "history/repository.h"

#include <git2.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* The library's last words; they may be missing or old, so only right after a
   failure, and only as an addition. */
static const char *last_words(void)
{
	const git_error *error = git_error_last();

	return error && error->message ? error->message : "sin más detalle";
}

static void report_open(int code, struct diag *diag)
{
	if (code == GIT_EOWNER)
		diag_report(diag, DIAG_REPOSITORY, (struct place){ 0 },
			    STR("git config --global --add safe.directory <carpeta del proyecto>"),
			    "el repositorio es de otro usuario y git no deja leerlo; se sigue sin él");
	else
		diag_report(diag, DIAG_REPOSITORY, (struct place){ 0 }, STR(""),
			    "no se pudo abrir el repositorio (%s); se sigue sin él", last_words());
}

/* What lies at PATH, a name ".git" in some folder, once the library found no
   repository: 0 when it is right, for there is none. */
static int why_not_found(const char *path)
{
	struct stat status;
	char *head = NULL;
	bool has_head;

	if (lstat(path, &status) != 0)
		return 0;
	/* without a global configuration a foreign repository is "not found" */
	if (status.st_uid != geteuid())
		return GIT_EOWNER;
	if (!S_ISDIR(status.st_mode))
		return GIT_ENOTFOUND;	/* a file that leads to nowhere */
	has_head = asprintf(&head, "%s/HEAD", path) >= 0 && lstat(head, &status) == 0;
	free(head);
	return has_head ? GIT_ENOTFOUND : 0;
}

/* The library found no repository at ROOT or above: is there none? */
static enum repository_state check_not_found(const char *root, struct diag *diag)
{
	char *folder = realpath(root, NULL);
	size_t len = folder ? strlen(folder) : 0;
	int why = 0;

	while (len > 0 && !why) {
		char *path = NULL;

		if (asprintf(&path, "%.*s/.git", (int)len, folder) >= 0)
			why = why_not_found(path);
		free(path);
		while (len > 0 && folder[--len] != '/')
			;
	}
	free(folder);
	if (why == GIT_EOWNER)
		report_open(why, diag);
	else if (why)
		diag_report(diag, DIAG_REPOSITORY, (struct place){ 0 }, STR(""),
			    "hay un .git que git no reconoce como repositorio; se sigue sin él");
	return why ? REPOSITORY_UNUSABLE : REPOSITORY_NONE;
}

/* CONTENT of the project at ROOT as a path within the work tree WORKDIR: true
   and *PATH (malloc'd) when it lies there. */
static bool path_in_workdir(const char *root, const char *content,
			    const char *workdir, char **path)
{
	char *joined = NULL, *whole = NULL, *base = realpath(workdir, NULL);
	size_t len = base ? strlen(base) : 0;
	bool inside = false;

	*path = NULL;
	if (base && asprintf(&joined, "%s/%s", root, content) >= 0)
		whole = realpath(content[0] == '/' ? content : joined, NULL);
	if (whole && strncmp(whole, base, len) == 0 && whole[len] == '/') {
		*path = strdup(whole + len + 1);
		inside = *path != NULL;
	}
	free(joined);
	free(whole);
	free(base);
	return inside;
}

/* The commit that HEAD names. An unborn HEAD is no mistake: NONE. */
static enum repository_state head_commit(git_repository *repository, git_commit **commit,
					 struct diag *diag)
{
	git_object *object = NULL;
	int code = git_revparse_single(&object, repository, "HEAD^{commit}");

	if (code == 0) {
		*commit = (git_commit *)object;
		return REPOSITORY_READ;
	}
	if (git_repository_head_unborn(repository) == 1)
		return REPOSITORY_NONE;
	diag_report(diag, DIAG_REPOSITORY, (struct place){ 0 }, STR(""),
		    "no se pudo leer el último commit (%s); se sigue sin él", last_words());
	return REPOSITORY_UNUSABLE;
}

static bool commit_holds(git_commit *commit, const char *path)
{
	git_tree *tree = NULL;
	git_tree_entry *entry = NULL;
	bool holds = git_commit_tree(&tree, commit) == 0 &&
		     git_tree_entry_bypath(&entry, tree, path) == 0;

	git_tree_entry_free(entry);
	git_tree_free(tree);
	return holds;
}

enum repository_state repository_head_time(const char *root, const char *content,
					   int64_t *seconds, struct diag *diag)
{
	enum repository_state state = REPOSITORY_NONE;
	git_repository *repository = NULL;
	git_commit *commit = NULL;
	char *path = NULL;
	int code;

	git_libgit2_init();
	code = git_repository_open_ext(&repository, root, 0, NULL);
	if (code == GIT_ENOTFOUND) {
		state = check_not_found(root, diag);
		goto out;
	}
	if (code != 0) {
		report_open(code, diag);
		state = REPOSITORY_UNUSABLE;
		goto out;
	}
	if (!git_repository_workdir(repository) ||
	    !path_in_workdir(root, content, git_repository_workdir(repository), &path))
		goto out;
	state = head_commit(repository, &commit, diag);
	if (state != REPOSITORY_READ)
		goto out;
	if (commit_holds(commit, path))
		*seconds = git_commit_time(commit);
	else
		state = REPOSITORY_NONE;
out:
	free(path);
	git_commit_free(commit);
	git_repository_free(repository);
	git_libgit2_shutdown();
	return state;
}
