/*
 * serve.c -- `diafano serve`: the site as it is being written.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The site is kept in memory and a page is made when it is asked for. A save
 * makes a new project from the content as it is then, drafts too; when it is
 * ready it takes the place of the old one, which goes when nobody reads it.
 *
 * (1) `current` and every `readers` change under `lock` alone.
 * (2) There are at most two projects at a time: build() waits for the readers
 *     of the old one, who never take longer than to make a page.
 */
#include <malloc.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/path.h"
#include "model/memory.h"
#include "project.h"
#include "serve/serve.h"
#include "theme_path.h"

/* A project that is served. */
struct shown {
	struct project project;
	struct map items;	/* from a path to its place in the plan, plus 1 */
	unsigned readers;
};

struct preview {
	struct options options;
	pthread_mutex_t lock;
	pthread_cond_t left;	/* a reader went away */
	struct shown *current;	/* NULL until a site could be made */
	struct buf told;	/* of a build that made none: JSON */
	struct site_memory *memory;
	unsigned builds;
};

/* ---- a project to show ---- */

static void shown_free(struct shown *shown)
{
	if (!shown)
		return;
	map_dispose(&shown->items);
	project_close(&shown->project);
	free(shown);
}

static void file_items(struct shown *shown)
{
	const struct plan *plan = &shown->project.plan;

	map_init(&shown->items);
	for (size_t i = 0; i < plan->items.count; i++)
		map_set(&shown->items, plan->items.at[i].path, (void *)(uintptr_t)(i + 1));
}

/* The content as it is now; NULL when it cannot be shown, and PROJECT says why. */
static struct shown *shown_new(struct preview *preview)
{
	struct shown *shown = memory_alloc(sizeof *shown);
	struct project *project = &shown->project;

	*shown = (struct shown){ 0 };
	if (project_open(project, &preview->options) == 0) {
		project->memory = preview->memory;
		diag_keep(project->diag, SEVERITY_WARNING);
		if (project_read(project) == 0 && project_plan(project) == 0) {
			file_items(shown);
			return shown;
		}
	}
	project_report(project);
	buf_clear(&preview->told);
	{
		struct json json;

		json_init(&json, &preview->told);
		diag_put_json(project->diag, &json);
	}
	shown_free(shown);
	return NULL;
}

/* SHOWN takes the place of the old one, which is gone when this returns. */
static void replace(struct preview *preview, struct shown *shown)
{
	struct shown *old;

	pthread_mutex_lock(&preview->lock);
	old = preview->current;
	preview->current = shown;
	buf_clear(&preview->told);
	while (old && old->readers)
		pthread_cond_wait(&preview->left, &preview->lock);
	pthread_mutex_unlock(&preview->lock);
	shown_free(old);
}

static void print_built(struct preview *preview, const struct project *project)
{
	size_t errors = diag_count(project->diag, SEVERITY_ERROR);

	printf("%s en %lld ms: %zu archivos", preview->builds ? "hecho de nuevo" : "hecho",
	       (long long)(clock_milliseconds() - project->began), project->plan.items.count);
	if (errors)
		printf(", %zu %s", errors, errors == 1 ? "error" : "errores");
	putchar('\n');
	fflush(stdout);
}

static void print_failed(const struct preview *preview)
{
	puts(preview->current ? "no se pudo hacer de nuevo: se muestra el de antes; corrija lo dicho arriba y guarde"
			      : "no se pudo hacer: todavía no hay qué mostrar; corrija lo dicho arriba y guarde");
	fflush(stdout);
}

/* No site was made with it: the old one still needs the old one. */
static void drop_new_memory(struct preview *preview, struct site_memory *old)
{
	site_memory_free(preview->memory);
	preview->memory = old;
}

static void build(void *context)
{
	struct preview *preview = context;
	struct site_memory *old = preview->memory;
	struct shown *shown;

	if (site_memory_is_full(old))
		preview->memory = site_memory_new();
	shown = shown_new(preview);
	if (shown) {
		project_report(&shown->project);
		print_built(preview, &shown->project);
		replace(preview, shown);
		site_memory_settle(preview->memory);
	}
	if (!shown)
		print_failed(preview);
	if (preview->memory != old && shown)
		site_memory_free(old);
	else if (preview->memory != old)
		drop_new_memory(preview, old);
	preview->builds++;
}

/* ---- requests ---- */

static struct shown *enter(struct preview *preview)
{
	struct shown *shown;

	pthread_mutex_lock(&preview->lock);
	shown = preview->current;
	if (shown)
		shown->readers++;
	pthread_mutex_unlock(&preview->lock);
	return shown;
}

static void leave(struct preview *preview, struct shown *shown)
{
	pthread_mutex_lock(&preview->lock);
	if (--shown->readers == 0)
		pthread_cond_signal(&preview->left);
	pthread_mutex_unlock(&preview->lock);
}

static enum serve_found open_copy(struct project *project, const struct plan_item *item, int *fd)
{
	struct source_entry source = { .path = item->source };

	source.shown = item->entry ? item->entry->path : item->source;
	*fd = project->reader->open(project->reader->context, &source, project->diag);
	return *fd < 0 ? SERVE_MISSING : SERVE_FILE;
}

static enum serve_found make(struct shown *shown, struct str path, struct buf *out, int *fd)
{
	uintptr_t place = (uintptr_t)map_get(&shown->items, path);
	const struct plan_item *item;
	struct arena scratch;
	int status;

	if (!place)
		return SERVE_MISSING;
	item = &shown->project.plan.items.at[place - 1];
	if (item->maker == PLAN_COPY)
		return open_copy(&shown->project, item, fd);
	arena_init(&scratch);
	status = project_render(&shown->project, place - 1, &scratch, out);
	arena_dispose(&scratch);
	return status == 0 ? SERVE_BYTES : SERVE_MISSING;
}

/* What only a build makes: the past, the search and the data. */
static bool is_of_build(struct str path)
{
	static const char *const starts[] = { "cambios", "datos", "data.json", "buscar" };
	size_t slashes = 0;

	for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
		if (str_starts(path, str_from(starts[i])))
			return true;
	for (size_t i = 0; i < path.len; i++)
		slashes += path.ptr[i] == '/';
	return str_ends(path, STR(".xml")) || (str_starts(path, STR("evaluaciones/")) && slashes > 2);
}

static void put_of_build(struct buf *out)
{
	buf_put_text(out, "<!DOCTYPE html>\n<html lang=\"es-MX\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
		"<title>No está en la vista previa</title></head><body><h1>Esto no está en la vista previa</h1>"
		"<p>El historial, la búsqueda y los datos abiertos los hace <code>diafano build</code>: compile el sitio y ábralo "
		"en la carpeta <code>site/</code>.</p><p><a href=\"/\">Al inicio</a></p></body></html>\n");
}

static enum serve_found get(void *context, struct str path, struct buf *out, int *fd)
{
	struct preview *preview = context;
	struct shown *shown = enter(preview);
	enum serve_found found = SERVE_MISSING;

	if (shown) {
		found = make(shown, path, out, fd);
		leave(preview, shown);
		if (found == SERVE_MISSING)
			buf_clear(out);
		if (found == SERVE_MISSING && is_of_build(path))
			put_of_build(out);
	}
	return found;
}

static void tell(void *context, struct buf *out)
{
	struct preview *preview = context;
	struct shown *shown = enter(preview);
	bool failed;

	pthread_mutex_lock(&preview->lock);
	failed = preview->told.len > 0;
	if (failed)
		buf_put_str(out, buf_str(&preview->told));
	pthread_mutex_unlock(&preview->lock);
	if (!failed && shown) {
		struct json json;

		json_init(&json, out);
		diag_put_json(shown->project.diag, &json);
	} else if (!failed) {
		buf_put_text(out, "[]");
	}
	if (shown)
		leave(preview, shown);
}

static void ready(void *context, const char *address)
{
	(void)context;
	printf("abra %s en el navegador (sin historial, búsqueda ni datos abiertos: ésos los hace «diafano build»); Ctrl-C termina\n",
	       address);
	fflush(stdout);
}

/* ---- the command ---- */

#define FOLDERS_MAX 8

/* The content and, where themes may be, the folders that hold them. */
static size_t folders_to_watch(struct str folders[FOLDERS_MAX], struct arena *arena,
			       const struct options *options)
{
	struct str paths[THEME_PATHS];
	size_t count = theme_paths(paths, arena, STR("gobierno-abierto"), options->content), kept = 0;

	folders[kept++] = str_from(options->content);
	for (size_t i = 1; i < count; i++)	/* the first is within the content */
		folders[kept++] = arena_str(arena, path_directory(paths[i]));
	return kept;
}

static int run(struct preview *preview, struct diag *diag)
{
	const struct options *options = &preview->options;
	const struct serve_site site = { preview, build, get, tell, ready };
	struct str folders[FOLDERS_MAX];
	struct arena arena;
	struct serve_options how = {
		.host = options->host, .port = options->port < 0 ? 8000 : (unsigned)options->port,
		.port_is_fixed = options->port >= 0, .folders = folders,
	};
	int status;

	arena_init(&arena);
	how.folder_count = folders_to_watch(folders, &arena, options);
	status = serve_run(&how, &site, diag);
	arena_dispose(&arena);
	return status;
}

/*
 * Each save makes a site as large as the one that goes: what free() gives back to the
 * system is asked for again at the next save, page by page.
 */
static void keep_pages(void)
{
	mallopt(M_MMAP_THRESHOLD, 32 << 20);	/* the largest that it takes */
	mallopt(M_TRIM_THRESHOLD, 1 << 30);
}

int serve_command_run(const struct options *options)
{
	struct preview preview = { .options = *options };
	struct project project;
	int status = project_open(&project, options);

	preview.options.drafts = true;
	/* what was published before and the tables take longer than an author waits for a page */
	preview.options.no_history = preview.options.no_data = preview.options.no_search = true;
	preview.options.directory = ".";	/* where project_open() went */
	pthread_mutex_init(&preview.lock, NULL);
	pthread_cond_init(&preview.left, NULL);
	buf_init(&preview.told);
	preview.memory = site_memory_new();
	keep_pages();
	if (status == 0) {
		if (!project_is_elsewhere(&project))
			run(&preview, project.diag);
		status = project_report(&project);
	}
	shown_free(preview.current);
	site_memory_free(preview.memory);
	buf_dispose(&preview.told);
	pthread_cond_destroy(&preview.left);
	pthread_mutex_destroy(&preview.lock);
	project_close(&project);
	return status;
}
