/*
 * publish_folder.c -- into a folder of this machine, or of a disk of the network.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The new site is copied beside the folder and takes its place at once; what
 * was there is kept beside it, under a name that is not served, until the next
 * time. Files that are the same are links to those that were there, and
 * keep their times.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/path.h"
#include "folder.h"
#include "publish.h"

struct places {
	struct str at;		/* the folder, links resolved */
	struct str fresh;	/* beside it: the new site on its way */
	struct str before;	/* beside it: the one before */
	int lock;		/* of the folder that holds them */
};

static int fail(struct publication *publication, struct str path, const char *what, const char *state)
{
	int error = errno;

	diag_report(publication->project->diag, DIAG_WRITE, (struct place){ .path = path }, str_from(fault_cure(error)),
		    "%s: %s (error %d); %s", what, fault_text(error), error, state);
	return -1;
}

static const char as_it_was[] = "lo publicado queda como estaba";

/* The folder itself, or where it will be; the absent view when its parent is not there. */
static struct str whole(struct arena *arena, struct str target)
{
	char *found = realpath(target.ptr, NULL), *parent = NULL;
	struct str path = { 0 };

	if (!found) {
		struct str above = path_directory(target);

		parent = realpath(above.len ? arena_str(arena, above).ptr : target.ptr[0] == '/' ? "/" : ".", NULL);
	}
	if (found)
		path = arena_str(arena, str_from(found));
	else if (parent)
		path = arena_printf(arena, "%s/%.*s", strcmp(parent, "/") == 0 ? "" : parent, STR_ARG(path_name(target)));
	free(found);
	free(parent);
	return path;
}

static bool is_within(struct str inner, struct str outer)
{
	return str_starts(inner, outer) && (inner.len == outer.len || inner.ptr[outer.len] == '/');
}

/* What is published must not be what it is made from. */
static bool is_entangled(struct publication *publication, struct str at)
{
	const struct options *options = publication->project->options;
	struct str others[] = {
		whole(&publication->arena, str_from(options->site)), whole(&publication->arena, str_from(options->content)),
	};

	for (int i = 0; i < 2; i++)
		if (others[i].ptr && (is_within(at, others[i]) || is_within(others[i], at)))
			return true;
	return false;
}

/* A folder that a site may take the place of: one of ours, an empty one, or none. */
static bool is_ours(struct publication *publication, struct str at)
{
	struct folder_list list = { 0 };
	bool is;

	if (access(arena_printf(&publication->arena, "%.*s/.diafano", STR_ARG(at)).ptr, F_OK) == 0 ||
	    access(at.ptr, F_OK) != 0)
		return true;
	is = folder_list(&list, &publication->arena, at.ptr) && list.names.count == 0;
	vec_dispose(&list.names);
	return is;
}

static int check(struct publication *publication)
{
	struct places *places = ARENA_NEW(&publication->arena, struct places);
	struct str target = publication->target, name, above;

	while (target.len > 1 && target.ptr[target.len - 1] == '/')
		target.len--;
	target = arena_str(&publication->arena, target);
	places->at = whole(&publication->arena, target);
	if (!places->at.ptr)
		return publication_refuse(publication, "no existe la carpeta que la contiene", "créela, o corrija la ruta");
	name = path_name(places->at);
	if (name.len == 0 || is_entangled(publication, places->at))
		return publication_refuse(publication, "es la del sitio o la del contenido, o las contiene", "elija otra, fuera del proyecto");
	if (!is_ours(publication, places->at)) {
		diag_report(publication->project->diag, DIAG_FOREIGN_FOLDER, (struct place){ .path = places->at },
			    STR("vacíela, o elija otra"), "tiene archivos que no publicó este programa; no se toca");
		return -1;
	}
	above = arena_str(&publication->arena, path_directory(places->at));
	places->fresh = arena_printf(&publication->arena, "%.*s/.%.*s.diafano-nuevo", STR_ARG(above), STR_ARG(name));
	places->before = arena_printf(&publication->arena, "%.*s/.%.*s.diafano-previo", STR_ARG(above), STR_ARG(name));
	publication->shown = places->at;
	/* said before the site is made and shown, not after */
	if (!publication->project->options->dry_run && faccessat(AT_FDCWD, above.len ? above.ptr : "/", W_OK | X_OK, AT_EACCESS) != 0)
		return fail(publication, above, "no se puede publicar: el sitio nuevo se prepara en esta carpeta, junto al que está", as_it_was);
	places->lock = open(above.len ? above.ptr : "/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	publication->own = places;
	if (places->lock < 0 || flock(places->lock, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
		return 0;
	diag_report(publication->project->diag, DIAG_BUSY, (struct place){ .path = places->at }, STR(""),
		    "otra ejecución publica ahí en este momento");
	return -1;
}

static int compare(struct publication *publication, bool back)
{
	struct places *places = publication->own;

	if (back && access(places->before.ptr, F_OK) != 0)
		return publication_refuse(publication, "no hay una publicación anterior a la que volver", NO_BEFORE);
	return publication_compare(publication, back ? places->before.ptr : publication->site, places->at.ptr);
}

static int send(struct publication *publication)
{
	struct places *places = publication->own;
	bool first = access(places->at.ptr, F_OK) != 0;

	if (folder_remove(places->fresh.ptr) != 0 ||
	    folder_copy(places->fresh.ptr, publication->site, first ? NULL : places->at.ptr) != 0 ||
	    (!first && folder_copy_hidden(places->fresh.ptr, places->at.ptr) != 0)) {
		int status = fail(publication, places->fresh, "no se pudo copiar el sitio nuevo", as_it_was);

		folder_remove(places->fresh.ptr);
		return status;
	}
	if (folder_exchange(places->at.ptr, places->fresh.ptr) != 0) {
		int status = fail(publication, places->at, "el sitio nuevo no pudo tomar su lugar", as_it_was);

		folder_remove(places->fresh.ptr);
		return status;
	}
	publication->has_before = !first;
	publication->before = folder_time(places->fresh.ptr);
	/* the new one is served; what was there becomes the one before */
	if (!first && (folder_remove(places->before.ptr) != 0 || rename(places->fresh.ptr, places->before.ptr) != 0))
		return fail(publication, places->before, "no se pudo guardar el sitio anterior", "el nuevo está en su lugar");
	return 0;
}

static int back(struct publication *publication)
{
	struct places *places = publication->own;

	publication->before = folder_time(places->before.ptr);
	return folder_exchange(places->at.ptr, places->before.ptr) == 0
		? 0 : fail(publication, places->at, "no se pudo volver a la anterior", as_it_was);
}

const struct publisher folder_publisher = {
	PUBLICATION_FOLDER, "en la carpeta", check, compare, send, back,
	"«diafano publish --back» vuelve a la anterior", NULL,
};
