/*
 * publish_rsync.c -- to another machine, by rsync over ssh.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was sent there last, and the time before, is remembered in .diafano/, as
 * links to the site's files: the other machine keeps one site, and going back sends
 * the one before again. Two sites are kept, never more. Names that begin with a dot at the top are the server's
 * own and are neither sent nor removed.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "cache.h"
#include "folder.h"
#include "plain_word.h"
#include "program.h"
#include "publish.h"

struct sent {
	struct str last, before;	/* in .diafano/, by the address */
};

/* "usuario@servidor:/ruta", and nothing that ssh, rsync or a far shell reads otherwise. */
static bool is_address(struct str target)
{
	struct str rest = target, host, user, path;
	size_t colon = str_find_char(target, ':'), at;

	if (colon == (size_t)-1)
		return false;
	host = str_slice(rest, 0, colon);
	path = str_slice(rest, colon + 1, (size_t)-1);
	at = str_find_char(host, '@');
	user = at == (size_t)-1 ? STR("x") : str_slice(host, 0, at);
	if (at != (size_t)-1)
		host = str_slice(host, at + 1, (size_t)-1);
	return is_plain_word(user, "._-") && is_plain_word(host, ".-") && is_plain_word(path, "/._-~") && !str_starts(path, STR("//"));
}

/* "usuario@servidor:/ruta" as the name of a folder. */
static struct str name_of(struct arena *arena, struct str target)
{
	struct buf name;
	struct str kept;

	buf_init(&name);
	for (size_t i = 0; i < target.len; i++)
		buf_put_char(&name, strchr("/:@", target.ptr[i]) ? '_' : target.ptr[i]);
	kept = arena_str(arena, buf_str(&name));
	buf_dispose(&name);
	return kept;
}

static int check(struct publication *publication)
{
	struct sent *sent = ARENA_NEW(&publication->arena, struct sent);

	if (!is_address(publication->target))
		return publication_refuse(publication, "no es una dirección de rsync por ssh", "usuario@servidor:/ruta/de/la/carpeta");
	sent->last = arena_printf(&publication->arena, CACHE_SENT "%.*s",
				  STR_ARG(name_of(&publication->arena, publication->target)));
	sent->before = arena_printf(&publication->arena, "%.*s-previo", STR_ARG(sent->last));
	publication->own = sent;
	return 0;
}

/* Run rsync from FOLDER; DRY only tells, into OUT. */
static int run(struct publication *publication, const char *folder, bool dry, struct buf *out)
{
	const char *from = arena_printf(&publication->arena, "%s%s/", folder[0] == '/' ? "" : "./", folder).ptr;
	const char *to = arena_printf(&publication->arena, "%.*s/", STR_ARG(publication->target)).ptr;
	const char *const arguments[] = {
		"rsync", "--recursive", "--times", "--checksum", "--delete-after", "--delay-updates", "--protect-args",
		"--chmod=D755,F644", "--exclude=/.*", "--out-format=%i %n", dry ? "--dry-run" : "--verbose", "--",
		from, to, NULL,
	};
	int status = program_run(arguments, NULL, out, publication->project->diag);

	if (status > 0)
		diag_report(publication->project->diag, DIAG_PROGRAM, publication->place,
			    STR("pruebe «ssh» a ese servidor; lo que dijo rsync está arriba"),
			    "rsync terminó con el error %d; lo publicado pudo quedar a medias", status);
	return status == 0 ? 0 : -1;
}

/* ">f+++++++++ a.html", ">f.st...... a.html", "*deleting   a.html" */
static void take_line(struct publication *publication, struct str line)
{
	size_t space = str_find_char(line, ' ');
	struct str how = str_slice(line, 0, space), path = str_trim(str_slice(line, space + 1, (size_t)-1));
	struct file_change change = { .path = arena_str(&publication->arena, path) };

	if (space == (size_t)-1 || path.len == 0 || path.ptr[path.len - 1] == '/')
		return;
	if (str_equal(how, STR("*deleting")))
		change.kind = '-';
	else if (str_starts(how, STR("<f+")) || str_starts(how, STR(">f+")))
		change.kind = '+';
	else if (str_starts(how, STR("<f")) || str_starts(how, STR(">f")))
		change.kind = '~';
	else
		return;
	vec_push(&publication->changes, change);
}

static int compare(struct publication *publication, bool back)
{
	struct sent *sent = publication->own;
	struct str rest, line;
	struct buf out;
	int status;

	if (back && access(sent->before.ptr, F_OK) != 0)
		return publication_refuse(publication, "en .diafano/ no queda una publicación anterior a la que volver", NO_BEFORE);
	buf_init(&out);
	status = run(publication, back ? sent->before.ptr : publication->site, true, &out);
	rest = buf_str(&out);
	while (status == 0 && str_cut(&rest, '\n', &line))
		take_line(publication, line);
	buf_dispose(&out);
	return status;
}

/* The site as it was sent, as links; that it cannot be is no reason to fail: it was sent. */
static void remember(struct publication *publication)
{
	struct sent *sent = publication->own;

	cache_open();
	publication->before = folder_time(sent->last.ptr);
	folder_remove(sent->before.ptr);
	if ((rename(sent->last.ptr, sent->before.ptr) != 0 && errno != ENOENT) ||
	    folder_copy(sent->last.ptr, publication->site, publication->site) != 0)
		diag_report(publication->project->diag, DIAG_LEFTOVER, (struct place){ .path = sent->last }, STR(""),
			    "se publicó, pero no se pudo guardar una copia a la cual volver (error %d)", errno);
	publication->has_before = access(sent->before.ptr, F_OK) == 0;
}

static int send(struct publication *publication)
{
	struct buf out;
	int status;

	buf_init(&out);
	status = run(publication, publication->site, false, &out);
	buf_dispose(&out);
	if (status == 0)
		remember(publication);
	return status;
}

static int back(struct publication *publication)
{
	struct sent *sent = publication->own;
	struct buf out;
	int status;

	buf_init(&out);
	publication->before = folder_time(sent->before.ptr);
	status = run(publication, sent->before.ptr, false, &out);
	buf_dispose(&out);
	if (status == 0 && folder_exchange(sent->last.ptr, sent->before.ptr) != 0)
		status = publication_refuse(publication, "se volvió a la anterior, y no se pudo anotar", "");
	return status;
}

const struct publisher rsync_publisher = {
	PUBLICATION_RSYNC, "por rsync, en", check, compare, send, back,
	"«diafano publish --back» vuelve a enviar la anterior", NULL,
};
