/*
 * publish.c -- `diafano publish`: check, build, show, ask, send.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nothing is sent that has an error, and nothing before the user saw what
 * would change and said yes.
 */
#include "publish.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "folder.h"
#include "history/repository.h"
#include "program.h"
#include "web_server.h"

#define LINES_SHOWN 20		/* of each kind of change */
#define NAMES_SHOWN 10		/* of files that are in no commit */

static const struct publisher *const publishers[] = { &folder_publisher, &rsync_publisher, &git_publisher };

enum { PUBLISHERS = sizeof publishers / sizeof publishers[0] };

int publication_refuse(struct publication *publication, const char *why, const char *hint)
{
	diag_report(publication->project->diag, DIAG_PUBLICATION, publication->place, str_from(hint),
		    "«%.*s»: %s", STR_ARG(publication->target), why);
	return -1;
}

/* ---- what would change ---- */

static void add_change(struct publication *publication, char kind, struct str path)
{
	struct file_change change = { kind, path };

	vec_push(&publication->changes, change);
}

static bool is_same_file(struct publication *publication, const char *folder, const char *old, struct str name)
{
	return folder_same_file(arena_printf(&publication->arena, "%s/%.*s", folder, STR_ARG(name)).ptr,
				arena_printf(&publication->arena, "%s/%.*s", old, STR_ARG(name)).ptr);
}

int publication_compare(struct publication *publication, const char *folder, const char *old)
{
	struct folder_list now = { 0 }, then = { 0 };
	bool whole = folder_list(&now, &publication->arena, folder);
	size_t a = 0, b = 0;

	if (access(old, F_OK) == 0)
		whole &= folder_list(&then, &publication->arena, old);
	while (whole && (a < now.names.count || b < then.names.count)) {
		int order = a == now.names.count ? 1 : b == then.names.count ? -1
			  : str_compare(now.names.at[a], then.names.at[b]);

		if (order < 0)
			add_change(publication, '+', now.names.at[a++]);
		else if (order > 0)
			add_change(publication, '-', then.names.at[b++]);
		else if (b++, !is_same_file(publication, folder, old, now.names.at[a++]))
			add_change(publication, '~', now.names.at[a - 1]);
	}
	vec_dispose(&now.names);
	vec_dispose(&then.names);
	return whole ? 0 : publication_refuse(publication, "no se pudo leer lo que hay publicado", "");
}

static bool is_page(const struct file_change *change)
{
	return str_ends(change->path, STR(".html"));
}

/* How many changes of KIND there are, of pages or of other files. */
static size_t count_changes(const struct publication *publication, char kind, bool pages)
{
	size_t count = 0;

	for (size_t i = 0; i < publication->changes.count; i++)
		count += publication->changes.at[i].kind == kind && is_page(&publication->changes.at[i]) == pages;
	return count;
}

/* The pages by name, the first ones; of other files how many. */
static void print_kind(const struct publication *publication, char kind)
{
	size_t pages = count_changes(publication, kind, true), others = count_changes(publication, kind, false);
	size_t shown = 0;

	for (size_t i = 0; i < publication->changes.count && shown < LINES_SHOWN; i++) {
		const struct file_change *change = &publication->changes.at[i];

		if (change->kind != kind || !is_page(change))
			continue;
		printf("  %c %.*s\n", kind, STR_ARG(change->path));
		shown++;
	}
	if (pages > shown)
		printf("  %c ... y %zu %s más\n", kind, pages - shown, pages - shown == 1 ? "página" : "páginas");
	if (others)
		printf("  %c %zu %s (datos, estilo, adjuntos)\n", kind, others,
		       others == 1 ? "archivo que no es página" : "archivos que no son páginas");
}

static void print_changes(const struct publication *publication, const struct publisher *publisher)
{
	size_t added = count_changes(publication, '+', true), other = count_changes(publication, '~', true);
	size_t gone = count_changes(publication, '-', true);

	printf("%s %.*s:\n", publisher->word, STR_ARG(publication->shown));
	print_kind(publication, '+');
	print_kind(publication, '~');
	print_kind(publication, '-');
	printf("%zu %s, %zu %s, %zu %s\n", added, added == 1 ? "página nueva" : "páginas nuevas", other,
	       other == 1 ? "cambia" : "cambian", gone, gone == 1 ? "se retira" : "se retiran");
	fflush(stdout);
}

/* ---- yes or no ---- */

/* 1 yes, 0 no, -1 after saying that nobody is there to ask. */
static int ask(const struct options *options)
{
	char answer[16];

	if (options->yes)
		return 1;
	if (!isatty(STDIN_FILENO)) {
		usage_error("no hay a quién preguntar: --yes publica sin preguntar, --dry-run sólo muestra");
		return -1;
	}
	fputs("¿Publicar? [s/N] ", stdout);
	fflush(stdout);
	if (!fgets(answer, sizeof answer, stdin))
		return 0;
	return answer[0] == 's' || answer[0] == 'S';
}

/* ---- the whole ---- */

/* The one way that sitio.yaml names; NULL after a diagnostic. */
static const struct publisher *choose(struct publication *publication)
{
	const struct record *site = publication->project->site->record;
	const struct publisher *chosen = NULL;
	unsigned count = 0;

	publication->record = record_nested(site, SITE_PUBLICATION);
	for (int i = 0; i < PUBLISHERS; i++) {
		struct str target = record_text(publication->record, publishers[i]->field);

		if (!target.len)
			continue;
		count++;
		chosen = publishers[i];
		publication->target = arena_str(&publication->arena, target);
		publication->place = record_place(publication->record, record_slot(publication->record, chosen->field));
	}
	if (count == 1)
		return chosen;
	diag_report(publication->project->diag, DIAG_PUBLICATION, record_place(site, NULL),
		    STR("publicacion: {carpeta: /ruta} o {rsync: \"usuario@servidor:/ruta\"} o {rama: publicado}"),
		    count ? "sitio.yaml dice más de una manera de publicar; deje una" : "sitio.yaml no dice dónde se publica");
	return NULL;
}

/* "2026-11-27 12:30", in the site's zone, of the publication before; absent: not known. */
static struct str when_before(struct publication *publication)
{
	if (publication->before <= 0)
		return (struct str){ 0 };
	return date_minute(&publication->arena, publication->before, publication->project->site->zone);
}

/* What stands now, where, and what can be done next. */
static void print_end(struct publication *publication, const struct publisher *publisher)
{
	struct str url = record_text(publication->project->site->record, SITE_URL);
	struct str when = when_before(publication);

	if (publication->project->options->back)
		printf("se volvió: %s %.*s está ahora la publicación %s%.*s; «diafano publish --back» la cambia otra vez por la que había\n",
		       publisher->word, STR_ARG(publication->shown), when.ptr ? "del " : "anterior", STR_ARG(when));
	else
		printf("publicado %s %.*s\n", publisher->word, STR_ARG(publication->shown));
	if (url.len)
		printf("véalo en %.*s\n", STR_ARG(url));
	if (publisher->after)
		publisher->after(publication);
	if (!publication->project->options->back && publication->has_before)
		printf("%s%s%.*s\n", publisher->back_hint, when.ptr ? ", del " : "", STR_ARG(when));
}

static int transfer(struct publication *publication, const struct publisher *publisher)
{
	const struct options *options = publication->project->options;
	int yes;

	if (publisher->compare(publication, options->back) != 0)
		return 5;	/* what was reported has the last word */
	if (publication->changes.count == 0) {
		printf("nada cambió: %s %.*s ya está este sitio\n", publisher->word, STR_ARG(publication->shown));
		return 0;
	}
	print_changes(publication, publisher);
	if (options->dry_run)
		return 0;
	yes = ask(options);
	if (yes <= 0) {
		if (yes == 0)
			puts("no se publicó nada");
		return yes < 0 ? 2 : 0;
	}
	if ((options->back ? publisher->back : publisher->send)(publication) != 0)
		return 5;
	print_end(publication, publisher);
	return 0;
}

/* What there is to be said is said; messages from now on are of the publication. */
static int say(struct project *project)
{
	int status = project_report(project);

	diag_free(project->diag);
	project->diag = diag_new();
	return status;
}

/* The site of a content without an error; else the exit status. FOUND: what `check` would say of it. */
static int make_site(struct project *project, struct diag *found)
{
	struct options own = *project->options;
	size_t warnings = diag_count(found, SEVERITY_WARNING);

	if (diag_count(found, SEVERITY_ERROR)) {
		int status;

		diag_copy(project->diag, found);
		status = say(project);
		fputs("no se publica mientras haya errores: corríjalos, y «diafano check» dice si queda alguno\n", stderr);
		return status;
	}
	if (warnings)
		printf("%zu %s, que no lo %s; «diafano check» %s dice\n", warnings, warnings == 1 ? "advertencia" : "advertencias",
		       warnings == 1 ? "impide" : "impiden", warnings == 1 ? "la" : "las");
	own.directory = ".";	/* where project_open() went */
	own.publishing = true;
	return build_run(&own);
}

/* ---- what is in no commit ---- */

/* "?? content/a.md\0 M content/b.md\0": the names, the first ones. */
static void put_names(struct buf *out, struct str rest)
{
	struct str entry;
	size_t count = 0;

	while (str_cut(&rest, '\0', &entry) && entry.len > 3) {
		if (count < NAMES_SHOWN)
			buf_printf(out, "%s%.*s", count ? ", " : "", STR_ARG(str_slice(entry, 3, (size_t)-1)));
		count++;
	}
	if (count > NAMES_SHOWN)
		buf_printf(out, " y %zu más", count - NAMES_SHOWN);
}

/* git commits for nobody unknown, and its way of saying so is not everybody's. */
static bool is_somebody(struct project *project)
{
	const char *const look[] = { "git", "config", "--get-regexp", "^user\\.(name|email)$", NULL };
	struct str rest, line;
	struct buf said;
	bool name = getenv("GIT_COMMITTER_NAME"), email = getenv("GIT_COMMITTER_EMAIL") || getenv("EMAIL");

	buf_init(&said);
	program_run(look, NULL, &said, project->diag);
	for (rest = buf_str(&said); str_cut(&rest, '\n', &line);) {
		name |= str_starts(line, STR("user.name "));
		email |= str_starts(line, STR("user.email "));
	}
	buf_dispose(&said);
	return name && email;
}

static int refuse_uncommitted(struct project *project, struct str names)
{
	struct buf hint;

	buf_init(&hint);
	if (!is_somebody(project))
		buf_put_text(&hint, "diga primero a git quién es usted, con «git config user.name \"Su nombre\"» y «git config user.email su@correo»; después ");
	buf_printf(&hint, "«git add %s» y «git commit -m \"Qué cambió\"» lo guardan; «diafano publish --uncommitted» publica sin guardarlo",
		   project->options->content);
	diag_report(project->diag, DIAG_UNCOMMITTED, (struct place){ 0 }, buf_str(&hint),
		    "no se publica lo que no está en un commit: %.*s", STR_ARG(names));
	buf_dispose(&hint);
	return -1;
}

/* What is published has to be in the history, where there is one. */
static int check_committed(struct project *project)
{
	const struct options *options = project->options;
	const char *const look[] = { "git", "-c", "core.fsmonitor=false", "status", "--porcelain", "-z", "--no-renames",
				     "--untracked-files=all", "--", options->content, NULL };
	int64_t seconds;
	enum repository_state state;
	struct buf said, names;
	int status = 0;

	if (options->at || options->back || options->dry_run || options->uncommitted)
		return 0;
	state = repository_head_time(".", options->content, &seconds, project->diag);
	if (state == REPOSITORY_NONE)
		puts("este proyecto no está en un repositorio de git: de lo que publique no queda historial («git init» lo comienza)");
	if (state == REPOSITORY_UNBORN || state == REPOSITORY_UNCOMMITTED)
		return refuse_uncommitted(project, str_from(options->content));
	if (state != REPOSITORY_READ)
		return 0;
	buf_init(&said);
	buf_init(&names);
	if (program_run(look, NULL, &said, project->diag) != 0)
		status = -1;
	put_names(&names, buf_str(&said));
	if (status == 0 && names.len)
		status = refuse_uncommitted(project, buf_str(&names));
	buf_dispose(&names);
	buf_dispose(&said);
	return status;
}

static int publish(struct project *project)
{
	struct publication publication = { .project = project, .site = project->options->site };
	const struct publisher *publisher;
	struct diag *found;
	int status = 0;

	/* why nothing is published is not to be looked for below what is only worth a look */
	project_accept(project);
	found = project->diag;
	project->diag = diag_new();
	arena_init(&publication.arena);
	publisher = choose(&publication);
	if (publisher && publisher->check(&publication) == 0 && check_committed(project) == 0) {
		if (!publication.shown.ptr)
			publication.shown = publication.target;
		if (!project->options->back)
			status = make_site(project, found);
		if (status == 0)
			status = transfer(&publication, publisher);
	}
	if (status == 0 || status == 5)
		status = say(project);
	diag_free(found);
	vec_dispose(&publication.changes);
	arena_dispose(&publication.arena);
	return status;
}

/* The configuration of a server: what can be read of the site goes into it. */
static int print_server(struct project *project)
{
	const char *server = project->options->server;

	if (!web_server_is_known(server))
		return usage_error("«--server %s»: se conocen nginx y apache", server);
	project_read(project);
	web_server_print(server, project->site ? project->site->record : NULL);
	return 0;
}

int publish_run(const struct options *options)
{
	struct project project;
	int status = project_open(&project, options);

	diag_keep(project.diag, SEVERITY_WARNING);
	if (status == 0 && options->server) {
		status = print_server(&project);
	} else if (status == 0) {
		project.checking = true;	/* what `check` would find counts */
		project.linting = true;
		project.publishing = true;	/* but not of drafts */
		status = project_read(&project) == 0 && project_plan(&project) == 0 ? publish(&project)
										    : project_report(&project);
	}
	project_close(&project);
	return status;
}
