/*
 * repository.c -- opens the repository of a project, and recognises every shape it may have.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "internal.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"

#define SHALLOW_BYTES (16u << 20)

const char *repository_last_words(void)
{
	const git_error *error = git_error_last();

	return error && error->message ? error->message : "sin más detalle";
}

/* ---- words ---- */

struct str repository_words(enum repository_state state)
{
	switch (state) {
	case REPOSITORY_READ:
		return STR("");
	case REPOSITORY_NONE:
		return STR("Este contenido no está en un repositorio de git: no hay registro de sus versiones.");
	case REPOSITORY_BARE:
		return STR("El repositorio no tiene carpeta de trabajo: no se puede saber qué versiones tuvo este contenido.");
	case REPOSITORY_OUTSIDE:
		return STR("El contenido está fuera de la carpeta del repositorio: no hay registro de sus versiones.");
	case REPOSITORY_UNBORN:
		return STR("El repositorio todavía no tiene ningún commit: la historia comenzará con el primero.");
	case REPOSITORY_UNCOMMITTED:
		return STR("El contenido todavía no está en ningún commit: la historia comenzará con el primero que lo incluya.");
	case REPOSITORY_FOREIGN:
		return STR("El repositorio es de otro usuario y no se pudo leer: la historia no se muestra.");
	case REPOSITORY_SHA256:
		return STR("El repositorio usa identidades SHA-256, que todavía no se pueden leer: la historia no se muestra.");
	case REPOSITORY_EXTENSION:
		return STR("El repositorio usa una extensión de git que no se reconoce: la historia no se muestra.");
	case REPOSITORY_REVISION:
		return STR("El repositorio no tiene la revisión que se pidió.");
	case REPOSITORY_UNUSABLE:
		return STR("El repositorio está dañado y no se pudo leer: la historia no se muestra.");
	}
	return STR("");
}

/* ---- what did not open ---- */

/* True when the repository at DIRECTORY, or the one it is a working tree of,
   names SHA-256 as its format: the file is read without opening the rest. */
static bool is_sha256(const char *directory)
{
	static const char *const places[] = { "config", "../../config" };
	bool found = false;

	for (size_t i = 0; i < sizeof places / sizeof *places && !found; i++) {
		git_config *config = NULL, *level = NULL;
		const char *format = NULL;
		char *path = NULL;

		if (asprintf(&path, "%s/%s", directory, places[i]) < 0)
			memory_exhausted();
		if (access(path, R_OK) == 0 && git_config_open_ondisk(&config, path) == 0 &&
		    git_config_snapshot(&level, config) == 0 &&
		    git_config_get_string(&format, level, "extensions.objectformat") == 0)
			found = strcmp(format, "sha256") == 0;
		git_config_free(level);
		git_config_free(config);
		free(path);
	}
	return found;
}

static bool belongs_to_other(const char *directory)
{
	struct stat status;

	return stat(directory, &status) == 0 && status.st_uid != geteuid();
}

/* The command for the repository whose .git folder, or bare one, is DIRECTORY:
   git knows it by its working tree. */
static void put_safe(struct buf *out, const char *directory)
{
	struct str path = str_from(directory);

	while (path.len > 1 && str_ends(path, STR("/")))
		path.len--;
	if (str_ends(path, STR("/.git")))
		path.len -= path.len > 5 ? 5 : 4;
	buf_put_text(out, "git config --global --add safe.directory '");
	for (size_t i = 0; i < path.len; i++) {
		if (path.ptr[i] == '\'')
			buf_put_text(out, "'\\'");
		buf_put_char(out, path.ptr[i]);
	}
	buf_put_char(out, '\'');
}

/*
 * The library answers GIT_ENOTFOUND both where there is no repository and where
 * there is one that is someone else's and no safe.directory is configured: it
 * is asked again, only for the place (hazard 14).
 */
static enum repository_state why_not_open(const char *root, int code, bool none,
					  const char *words, struct diag *diag)
{
	git_buf directory = { 0 };
	enum repository_state state = REPOSITORY_UNUSABLE;
	struct place nowhere = { 0 };
	struct buf cure;

	if (git_repository_discover(&directory, root, 0, NULL) != 0) {
		git_buf_dispose(&directory);
		if (none || access(root, F_OK) != 0)
			return REPOSITORY_NONE;
		diag_report(diag, DIAG_REPOSITORY, nowhere, STR(""),
			    "no se pudo abrir el repositorio (%s); se sigue sin él", words);
		return REPOSITORY_UNUSABLE;
	}
	if (code == GIT_EOWNER || (code == GIT_ENOTFOUND && belongs_to_other(directory.ptr))) {
		buf_init(&cure);
		put_safe(&cure, directory.ptr);
		diag_report(diag, DIAG_REPOSITORY, nowhere, buf_str(&cure),
			    "el repositorio es de otro usuario y git no deja leerlo; se sigue sin él");
		buf_dispose(&cure);
		state = REPOSITORY_FOREIGN;
	} else if (is_sha256(directory.ptr)) {
		diag_report(diag, DIAG_REPOSITORY, nowhere, STR(""),
			    "el repositorio usa identidades SHA-256, que todavía no se pueden leer; se sigue sin él");
		state = REPOSITORY_SHA256;
	} else if (strstr(words, "extension")) {
		diag_report(diag, DIAG_REPOSITORY, nowhere, STR(""),
			    "el repositorio usa una extensión de git que no se reconoce (%s); se sigue sin él", words);
		state = REPOSITORY_EXTENSION;
	} else {
		diag_report(diag, DIAG_REPOSITORY, nowhere, STR(""),
			    "no se pudo abrir el repositorio (%s); se sigue sin él", words);
	}
	git_buf_dispose(&directory);
	return state;
}

/* ---- where the content lies ---- */

/* CONTENT as the system knows it (malloc'd); where it is not there now, as a
   revision may still have it, by its name. */
static char *whole_content(const char *root, const char *content)
{
	char *joined = NULL, *whole, *base;

	if (asprintf(&joined, "%s/%s", root, content) < 0)
		memory_exhausted();
	whole = realpath(content[0] == '/' ? content : joined, NULL);
	free(joined);
	if (whole || content[0] == '/')
		return whole;
	base = realpath(root, NULL);
	if (base) {
		struct arena arena;
		struct str path;

		arena_init(&arena);
		path = path_resolve(&arena, str_from(base), str_from(content));
		whole = path.ptr ? strndup(path.ptr, path.len) : NULL;
		arena_dispose(&arena);
	}
	free(base);
	return whole;
}

static bool place_content(struct repository *repository, const char *root, const char *content)
{
	char *top = realpath(git_repository_workdir(repository->git), NULL);
	char *whole = whole_content(root, content);
	size_t len = top ? strlen(top) : 0;

	if (len == 1)
		len = 0;	/* "/" itself */
	if (top && whole && strncmp(whole, top, len) == 0 &&
	    (whole[len] == '/' || whole[len] == '\0')) {
		const char *below = whole + len + (whole[len] == '/');

		repository->content = strdup(below);
		if (!repository->content)
			memory_exhausted();
	}
	free(whole);
	free(top);
	return repository->content;
}

/* ---- shallow and partial clones ---- */

static int compare_ids(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct object_id));
}

static void read_shallow(struct repository *repository)
{
	VEC(struct object_id) ids = { 0 };
	char *path = NULL, line[128];
	FILE *file;

	if (asprintf(&path, "%s/shallow", git_repository_commondir(repository->git)) < 0)
		memory_exhausted();
	file = fopen(path, "re");
	while (file && fgets(line, sizeof line, file) && ids.count < SHALLOW_BYTES / 41) {
		git_oid oid;

		if (strlen(line) >= 40 && git_oid_fromstrn(&oid, line, 40) == 0)
			vec_push(&ids, id_from(&oid));
	}
	if (file)
		fclose(file);
	free(path);
	if (ids.count)
		qsort(ids.at, ids.count, sizeof *ids.at, compare_ids);
	repository->shallow = ids.at;
	repository->shallow_count = ids.count;
}

bool repository_shallow_at(const struct repository *repository, const struct object_id *commit)
{
	return repository->shallow_count &&
	       bsearch(commit, repository->shallow, repository->shallow_count,
		       sizeof *repository->shallow, compare_ids);
}

static bool is_promise(struct str name)
{
	return str_equal(name, STR("extensions.partialclone")) ||
	       (str_starts(name, STR("remote.")) && str_ends(name, STR(".promisor")));
}

bool repository_is_partial(const struct repository *repository)
{
	git_config *config = NULL;
	git_config_iterator *iterator = NULL;
	git_config_entry *entry;
	bool partial = false;

	/* All of them, compared here: the library's regular expressions leak. */
	if (git_repository_config(&config, repository->git) == 0 &&
	    git_config_iterator_new(&iterator, config) == 0)
		while (!partial && git_config_next(&entry, iterator) == 0)
			partial = is_promise(str_from(entry->name));
	git_config_iterator_free(iterator);
	git_config_free(config);
	return partial;
}

/* ---- the revision ---- */

static enum repository_state no_commit(struct repository *repository, const char *at, int code,
				       struct diag *diag)
{
	const char *words = repository_last_words();

	if (!at && git_repository_head_unborn(repository->git) == 1)
		return REPOSITORY_UNBORN;
	if (!at) {
		diag_report(diag, DIAG_REPOSITORY, (struct place){ 0 }, STR(""),
			    "no se pudo leer el último commit (%s); se sigue sin él", words);
		return REPOSITORY_UNUSABLE;
	}
	diag_report(diag, DIAG_REVISION, (struct place){ 0 }, STR("git log --oneline"),
		    code == GIT_EAMBIGUOUS ? "«%s» puede ser más de un commit; escriba más cifras"
					   : "no hay ningún commit «%s» en el repositorio", at);
	return REPOSITORY_REVISION;
}

/* A whole identity and HEAD are not looked up by the library, which refuses
   commits that git itself reads (a date that is none, for one). */
static int resolve(struct repository *repository, const char *at, struct object_id *out)
{
	git_object *object = NULL, *peeled = NULL;
	git_oid oid;
	int code = 0;

	if (!at) {
		code = git_reference_name_to_id(&oid, repository->git, "HEAD");
	} else if (strlen(at) != OBJECT_ID_HEX - 1 || git_oid_fromstr(&oid, at) != 0) {
		code = git_revparse_single(&object, repository->git, at);
		if (code == 0)
			code = git_object_peel(&peeled, object, GIT_OBJECT_COMMIT);
		if (code == 0)
			oid = *git_object_id(peeled);
	}
	if (code == 0)
		*out = id_from(&oid);
	git_object_free(peeled);
	git_object_free(object);
	return code;
}

static enum repository_state find_commit(struct repository *repository, const char *at,
					 struct diag *diag)
{
	struct commit commit;
	int code = resolve(repository, at, &repository->commit);

	if (code != 0)
		return no_commit(repository, at, code, diag);
	git_error_clear();	/* what is said below is of this reading, or nothing */
	if (commit_read(&commit, repository->odb, &repository->commit) != OBJECT_READ)
		return no_commit(repository, at, GIT_ERROR, diag);
	repository->tree = commit.tree;
	repository->time = signature_parse(commit.committer).time;
	commit_dispose(&commit);
	return REPOSITORY_READ;
}

static enum repository_state find_content(struct repository *repository, const char *at,
					  struct diag *diag)
{
	struct store *store = store_new(repository->odb);
	struct entry entry;
	enum object_state state = tree_find(store, &repository->tree,
					    str_from(repository->content), &entry);

	store_free(store);
	if (state != OBJECT_READ) {
		diag_report(diag, DIAG_REPOSITORY, (struct place){ 0 }, STR("git fsck"),
			    "no se pudo leer la carpeta del contenido en el commit: al repositorio le falta un objeto, o está dañado; se sigue sin él");
		return REPOSITORY_UNUSABLE;
	}
	if (entry.kind == ENTRY_FOLDER && !object_id_is_none(&entry.id))
		return REPOSITORY_READ;
	if (!at)
		return REPOSITORY_UNCOMMITTED;
	diag_report(diag, DIAG_REVISION, (struct place){ 0 }, STR(""),
		    "el commit «%s» no tiene la carpeta «%s»", at, repository->content);
	return REPOSITORY_REVISION;
}

/* ---- opening ---- */

/*
 * Settings of the library for the whole process; they are the same at each
 * call. Its cache and its own check of each object's identity cost more than
 * the walk (hazard 10): blobs are checked where they are read. The two
 * extensions change nothing for who only reads.
 */
static void set_library(void)
{
	static const char *extensions[] = { "worktreeconfig", "partialclone", "preciousobjects" };

	git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0);
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
	git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions, sizeof extensions / sizeof *extensions);
}

static enum repository_state open_it(struct repository *repository, const char *root,
				     const char *content, const char *at, struct diag *diag)
{
	enum repository_state state;
	int code = git_repository_open_ext(&repository->git, root, 0, NULL);

	if (code != 0) {
		const git_error *error = git_error_last();
		/* Else it is of the system: a .git that leads nowhere. */
		bool none = code == GIT_ENOTFOUND && (!error || error->klass == GIT_ERROR_REPOSITORY);
		char words[300];

		snprintf(words, sizeof words, "%s", repository_last_words());
		return why_not_open(root, code, none, words, diag);
	}
	if (!git_repository_workdir(repository->git))
		return REPOSITORY_BARE;
	if (!place_content(repository, root, content))
		return REPOSITORY_OUTSIDE;
	if (git_repository_odb(&repository->odb, repository->git) != 0) {
		diag_report(diag, DIAG_REPOSITORY, (struct place){ 0 }, STR(""),
			    "no se pudo abrir el repositorio (%s); se sigue sin él", repository_last_words());
		return REPOSITORY_UNUSABLE;
	}
	read_shallow(repository);
	state = find_commit(repository, at, diag);
	return state == REPOSITORY_READ ? find_content(repository, at, diag) : state;
}

struct repository *repository_open(const char *root, const char *content,
				   const char *at, struct diag *diag)
{
	struct repository *repository = memory_alloc(sizeof *repository);

	memset(repository, 0, sizeof *repository);
	git_libgit2_init();
	set_library();
	repository->state = open_it(repository, root, content, at, diag);
	return repository;
}

void repository_free(struct repository *repository)
{
	if (!repository)
		return;
	free(repository->shallow);
	free(repository->content);
	git_odb_free(repository->odb);
	git_repository_free(repository->git);
	git_libgit2_shutdown();
	free(repository);
}

enum repository_state repository_state(const struct repository *repository)
{
	return repository->state;
}

const struct object_id *repository_commit(const struct repository *repository)
{
	return &repository->commit;
}

int64_t repository_time(const struct repository *repository)
{
	return repository->time;
}

enum repository_state repository_head_time(const char *root, const char *content,
					   int64_t *seconds, struct diag *diag)
{
	struct repository *repository = repository_open(root, content, NULL, diag);
	enum repository_state state = repository_state(repository);

	if (state == REPOSITORY_READ)
		*seconds = repository_time(repository);
	repository_free(repository);
	return state;
}
