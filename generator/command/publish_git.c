/*
 * publish_git.c -- as a commit on a branch of a repository, by the git program.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The site becomes a tree in the project's own repository, through an index of
 * its own: neither the working tree nor the user's index are touched. The
 * commit follows the one that the branch has, and is pushed without force, so
 * that nobody's work is lost; going back is one more commit, of the tree before.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "plain_word.h"
#include "program.h"
#include "publish.h"

struct branch {
	struct str remote;	/* a name, an address or a path */
	struct str ref;		/* "refs/heads/publicado" */
	struct str old;		/* what the branch has; empty: there is none */
	struct str tree;	/* of what is to be published */
	bool is_named;		/* "origin": git knows its address */
};

static bool is_remote(struct str remote)
{
	/* "ext::sh -c ..." and its like run programs */
	return is_plain_word(remote, "/._-~:@") && str_find(remote, STR("::")) == (size_t)-1;
}

static bool is_branch(struct str name)
{
	return is_plain_word(name, "/._-") && str_find(name, STR("..")) == (size_t)-1 && name.ptr[0] != '/' &&
	       name.ptr[name.len - 1] != '/' && !str_ends(name, STR(".lock")) && str_find(name, STR("//")) == (size_t)-1;
}

/* Run git with ARGUMENTS; what it prints, without the line's end, in *SAID (may be NULL). */
static int git(struct publication *publication, const char *const *arguments, const char *const *variables,
	       struct str *said)
{
	struct buf out;
	int status;

	buf_init(&out);
	status = program_run(arguments, variables, &out, publication->project->diag);
	if (said)
		*said = arena_str(&publication->arena, str_trim(buf_str(&out)));
	buf_dispose(&out);
	return status;
}

/* ADDRESS without the name and the password that it may carry. */
static struct str without_password(struct arena *arena, struct str address)
{
	size_t start = str_find(address, STR("://")), at;

	if (start == (size_t)-1)
		return address;
	at = str_find_char(str_slice(address, start + 3, (size_t)-1), '@');
	if (at == (size_t)-1)
		return address;
	return arena_printf(arena, "%.*s%.*s", (int)start + 3, address.ptr,
			    STR_ARG(str_slice(address, start + 3 + at + 1, (size_t)-1)));
}

/* "publicado de origin (https://...)": where it really goes. */
static void name_place(struct publication *publication)
{
	struct branch *branch = publication->own;
	const char *const look[] = { "git", "ls-remote", "--get-url", "--", branch->remote.ptr, NULL };
	struct arena *arena = &publication->arena;
	struct str url = { 0 };

	if (git(publication, look, NULL, &url) != 0)
		url = (struct str){ 0 };
	branch->is_named = url.len && !str_equal(url, branch->remote);
	publication->shown = arena_printf(arena, "%.*s de %.*s", STR_ARG(publication->target),
					  STR_ARG(without_password(arena, branch->remote)));
	if (branch->is_named)
		publication->shown = arena_printf(arena, "%.*s (%.*s)", STR_ARG(publication->shown),
						  STR_ARG(without_password(arena, url)));
}

static int check(struct publication *publication)
{
	struct branch *branch = ARENA_NEW(&publication->arena, struct branch);
	struct str remote = record_text(publication->record, PUBLICATION_REMOTE);

	branch->remote = arena_str(&publication->arena, remote.len ? remote : STR("origin"));
	if (!is_branch(publication->target))
		return publication_refuse(publication, "no es el nombre de una rama", "rama: publicado");
	if (!is_remote(branch->remote))
		return publication_refuse(publication, "el remoto no es un nombre, una dirección ni una ruta", "remoto: origin");
	publication->own = branch;
	name_place(publication);
	branch->ref = arena_printf(&publication->arena, "refs/heads/%.*s", STR_ARG(publication->target));
	return 0;
}

static int fail(struct publication *publication, const char *what)
{
	diag_report(publication->project->diag, DIAG_PROGRAM, publication->place,
		    STR("lo que dijo git está arriba; lo publicado queda como estaba"), "git no pudo %s", what);
	return -1;
}

/* What the branch has there, fetched; nothing when there is none. */
static int fetch(struct publication *publication)
{
	struct branch *branch = publication->own;
	const char *const look[] = { "git", "ls-remote", "--exit-code", "--", branch->remote.ptr, branch->ref.ptr, NULL };
	const char *const get[] = { "git", "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--",
				    branch->remote.ptr, branch->ref.ptr, NULL };
	struct str said;
	int status = git(publication, look, NULL, &said);

	branch->old = STR("");
	if (status == 2)
		return 0;	/* no such branch */
	if (status != 0)
		return status < 0 ? -1 : fail(publication, "preguntar qué hay en la rama");
	branch->old = arena_str(&publication->arena, str_slice(said, 0, strcspn(said.ptr, "\t ")));
	if (git(publication, get, NULL, NULL) != 0)
		return fail(publication, "traer lo publicado");
	return 0;
}

/* The site's folder as a tree. */
static int make_tree(struct publication *publication)
{
	struct branch *branch = publication->own;
	char index[] = "/tmp/diafano-indice-XXXXXX";
	const char *tree = arena_printf(&publication->arena, "--work-tree=%s", publication->site).ptr;
	const char *const add[] = { "git", "-c", "core.autocrlf=false", "-c", "core.safecrlf=false", "-c", "core.attributesFile=/dev/null",
				    "-c", "core.excludesFile=/dev/null", tree, "add", "--all", "--force", "--", ".", NULL };
	const char *const write[] = { "git", "write-tree", NULL };
	const char *variables[] = { NULL, NULL };
	int status = -1;

	if (!mkdtemp(index))
		return fail(publication, "preparar un índice");
	variables[0] = arena_printf(&publication->arena, "GIT_INDEX_FILE=%s/index", index).ptr;
	if (git(publication, add, variables, NULL) == 0 && git(publication, write, variables, &branch->tree) == 0)
		status = 0;
	unlink(variables[0] + strlen("GIT_INDEX_FILE="));
	rmdir(index);
	return status == 0 ? 0 : fail(publication, "guardar el sitio");
}

/* The tree of the commit before. */
static int find_before(struct publication *publication)
{
	struct branch *branch = publication->own;
	const char *spec = arena_printf(&publication->arena, "%.*s~1^{tree}", STR_ARG(branch->old)).ptr;
	const char *const parse[] = { "git", "rev-parse", "--quiet", "--verify", spec, NULL };

	if (!branch->old.len || git(publication, parse, NULL, &branch->tree) != 0)
		return publication_refuse(publication, "no hay una publicación anterior a la que volver", NO_BEFORE);
	return 0;
}

/* "A\0name\0M\0name\0": what git tells with -z. */
static void take_changes(struct publication *publication, struct str rest)
{
	struct str how, path;

	while (str_cut(&rest, '\0', &how) && how.len && str_cut(&rest, '\0', &path)) {
		struct file_change change = { how.ptr[0] == 'A' ? '+' : how.ptr[0] == 'D' ? '-' : '~', path };

		if (path.len && path.ptr[0] != '.')
			vec_push(&publication->changes, change);
	}
}

static int compare(struct publication *publication, bool back)
{
	static const char empty_tree[] = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
	struct branch *branch = publication->own;
	const char *diff[] = { "git", "diff-tree", "-r", "-z", "--name-status", "--no-renames", NULL, NULL, NULL };
	struct buf out;
	int status;

	if (fetch(publication) != 0 || (back ? find_before(publication) : make_tree(publication)) != 0)
		return -1;
	diff[6] = branch->old.len ? branch->old.ptr : empty_tree;
	diff[7] = branch->tree.ptr;
	buf_init(&out);
	status = program_run(diff, NULL, &out, publication->project->diag);
	if (status == 0)
		take_changes(publication, arena_str(&publication->arena, buf_str(&out)));
	buf_dispose(&out);
	return status == 0 ? 0 : fail(publication, "comparar con lo publicado");
}

static int push(struct publication *publication, const char *words)
{
	struct branch *branch = publication->own;
	const char *commit[] = { "git", "commit-tree", "-m", words, branch->tree.ptr, NULL, NULL, NULL };
	struct str made;
	int status;

	if (branch->old.len) {
		commit[5] = "-p";
		commit[6] = branch->old.ptr;
	}
	if (git(publication, commit, NULL, &made) != 0)
		return fail(publication, "hacer el commit");
	{
		const char *spec = arena_printf(&publication->arena, "%.*s:%.*s", STR_ARG(made), STR_ARG(branch->ref)).ptr;
		const char *const send[] = { "git", "push", "--quiet", "--", branch->remote.ptr, spec, NULL };

		status = git(publication, send, NULL, NULL);
	}
	return status == 0 ? 0 : fail(publication, "enviar la rama");
}

/* When the commit SPEC was made, or 0. */
static int64_t time_of(struct publication *publication, const char *spec)
{
	const char *const show[] = { "git", "show", "--no-patch", "--format=%ct", spec, "--", NULL };
	unsigned long long seconds;
	struct str said;

	return git(publication, show, NULL, &said) == 0 && str_to_number(said, INT64_MAX, &seconds) ? (int64_t)seconds : 0;
}

static int send(struct publication *publication)
{
	struct branch *branch = publication->own;

	publication->has_before = branch->old.len > 0;
	if (publication->has_before)
		publication->before = time_of(publication, branch->old.ptr);
	return push(publication, "Publica el sitio");
}

static int back(struct publication *publication)
{
	const struct branch *branch = publication->own;

	publication->before = time_of(publication, arena_printf(&publication->arena, "%.*s~1", STR_ARG(branch->old)).ptr);
	return push(publication, "Vuelve a la publicación anterior");
}

/* A push to a remote with a name moves its branch here too. */
static void after(const struct publication *publication)
{
	const struct branch *branch = publication->own;

	if (branch->is_named)
		printf("«git log %.*s/%.*s» muestra lo publicado\n", STR_ARG(branch->remote), STR_ARG(publication->target));
	else
		printf("«git ls-remote %.*s %.*s» dice qué commit es\n", STR_ARG(branch->remote), STR_ARG(publication->target));
}

const struct publisher git_publisher = {
	PUBLICATION_BRANCH, "en la rama", check, compare, send, back,
	"«diafano publish --back» hace un commit más, con la publicación anterior", after,
};
