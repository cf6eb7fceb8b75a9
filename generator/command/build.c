/*
 * build.c -- `diafano build`: content in, a whole site out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Everything that can be wrong in content or theme is known before the first
 * byte is written; what goes wrong later leaves the old site as it was.
 */
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fault.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/utf8.h"
#include "cache.h"
#include "output/output.h"
#include "project.h"

/* The one thing that cannot be an argument: a signal's handler has none. */
static volatile sig_atomic_t interrupted;

static void on_signal(int number)
{
	interrupted = number;
}

struct build {
	struct project *project;
	struct output *output;
	struct maker {
		struct arena scratch;
		struct buf out;
		int64_t render, write;	/* microseconds would be finer than the clock */
	} *makers;
	size_t *wanted;			/* items of the phase at hand */
	atomic_size_t done;
	atomic_bool failed;
	bool progress;
	int64_t drawn;
};

/* ---- progress, on a terminal only ---- */

static void draw_progress(struct build *build, unsigned worker)
{
	size_t done = atomic_fetch_add(&build->done, 1) + 1;
	int64_t now;

	if (!build->progress || worker != 0)
		return;
	now = clock_milliseconds();
	if (now - build->drawn < 100)
		return;
	build->drawn = now;
	fprintf(stderr, "\r%zu de %zu archivos", done, build->project->plan.items.count);
}

static void clear_progress(const struct build *build)
{
	if (build->progress)
		fputs("\r\033[K", stderr);
}

/* ---- one file ---- */

/* What those that come later tell of a file. */
static struct plan_made *made_of(struct build *build, const struct plan_item *item)
{
	struct plan *plan = &build->project->plan;

	return plan->made ? &plan->made[item - plan->items.at] : NULL;
}

static int digest_copied(struct build *build, const struct plan_item *item, int fd)
{
	struct plan_made *made = made_of(build, item);
	unsigned long long size = 0;

	if (!made)
		return 0;
	if (digest_file(made->digest, fd, &size) != 0) {
		diag_report(build->project->diag, DIAG_READ, (struct place){ .path = item->path }, STR(""),
			    "no se pudo leer lo que se escribió (error %d)", errno);
		return -1;
	}
	made->size = size;
	return 0;
}

static int copy_file(struct build *build, unsigned worker, const struct plan_item *item)
{
	struct project *project = build->project;
	struct source_entry source = { .path = item->source };
	int fd, status;

	source.shown = item->entry ? item->entry->path : item->source;
	fd = project->reader->open(project->reader->context, &source, project->diag);
	if (fd < 0)
		return -1;
	status = output_copy(build->output, worker, item->path, fd);
	if (status == 0)
		status = digest_copied(build, item, fd);
	close(fd);
	return status;
}

static int open_made(void *context, struct str path)
{
	struct build *build = context;

	return output_reopen(build->output, path);
}

/* A file of the open data: in memory, or through a file of its own. */
static int make_data(struct build *build, unsigned worker, const struct plan_item *item)
{
	struct project *project = build->project;
	char path[4096];
	struct data_sink sink = {
		.out = &build->makers[worker].out, .path = path, .fd = -1, .open = open_made, .context = build,
	};
	int status;

	buf_clear(sink.out);
	if (item->streamed && (sink.fd = output_scratch(build->output, path, sizeof path)) < 0)
		return -1;
	status = data_render(project->data, item, &sink, project->diag);
	if (status == 0 && item->streamed) {
		status = output_take(build->output, worker, item->path, path, sink.fd);
		if (status == 0)
			status = digest_copied(build, item, sink.fd);
	}
	if (sink.fd >= 0)
		close(sink.fd);
	return status;
}

/* Where the bytes of a blob go: a file, or nowhere once that failed. */
struct former_sink {
	int fd, error;
};

static void put_former(void *context, struct str bytes)
{
	struct former_sink *sink = context;

	while (bytes.len && !sink->error) {
		ssize_t put = write(sink->fd, bytes.ptr, bytes.len);

		if (put >= 0)
			bytes = str_slice(bytes, (size_t)put, (size_t)-1);
		else if (errno != EINTR)
			sink->error = errno;
	}
}

/* Bytes that were an attachment once, from the repository. */
static int make_former(struct build *build, unsigned worker, const struct plan_item *item)
{
	struct project *project = build->project;
	const struct holding *holding = &project->attachments->holdings[item->about];
	struct former_sink sink = { .fd = -1 };
	struct plan_made *made = made_of(build, item);
	char path[4096];
	int status = -1;

	sink.fd = output_scratch(build->output, path, sizeof path);
	if (sink.fd < 0)
		return -1;
	if (!attachment_take(project->attachments, holding, put_former, &sink)) {
		/* what was kept of it said that it could be read */
		unlink(CACHE_FILES);
		diag_report(project->diag, DIAG_READ, (struct place){ .path = item->path },
			    STR("«git fsck» dice qué falta; construya otra vez, y las páginas dirán que no está"),
			    "el repositorio ya no da los bytes de este archivo anterior");
	} else if (sink.error) {
		diag_report(project->diag, DIAG_WRITE, (struct place){ .path = item->path }, str_from(fault_cure(sink.error)),
			    "no se pudo escribir: %s (error %d)", fault_text(sink.error), sink.error);
	} else {
		status = output_take(build->output, worker, item->path, path, sink.fd);
		if (status == 0 && made)
			status = digest_copied(build, item, sink.fd);
	}
	close(sink.fd);
	return status;
}

/* The bytes in the worker's buffer are the file. */
static int put_file(struct build *build, unsigned worker, const struct plan_item *item)
{
	struct str bytes = buf_str(&build->makers[worker].out);
	struct plan_made *made = made_of(build, item);

	if (made) {
		digest_str(made->digest, bytes);
		made->size = bytes.len;
	}
	return output_file(build->output, worker, item->path, bytes);
}

static void make_job(void *context, unsigned worker, size_t number)
{
	struct build *build = context;
	struct maker *maker = &build->makers[worker];
	size_t index = build->wanted[number];
	const struct plan_item *item = &build->project->plan.items.at[index];
	int status;

	if (interrupted || atomic_load_explicit(&build->failed, memory_order_relaxed))
		return;
	if (item->maker == PLAN_COPY) {
		status = copy_file(build, worker, item);
	} else if (item->maker == PLAN_FORMER) {
		status = make_former(build, worker, item);
	} else {
		status = item->maker == PLAN_DATA ? make_data(build, worker, item) :
			 project_render(build->project, index, &maker->scratch, &maker->out);
		if (status == 0 && !item->streamed)
			status = put_file(build, worker, item);
	}
	if (status != 0)
		atomic_store(&build->failed, true);
	draw_progress(build, worker);
}

/* An item and where its turn is. */
struct turn {
	const struct plan_item *item;
	struct str folder;
	size_t index, depth;
};

static int compare_turns(const void *a, const void *b)
{
	const struct turn *x = a, *y = b;
	int order;

	if (x->item->streamed != y->item->streamed)
		return x->item->streamed ? -1 : 1;
	if (x->depth != y->depth)
		return x->depth > y->depth ? -1 : 1;
	order = str_compare(x->folder, y->folder);
	return order ? order : x->index < y->index ? -1 : 1;
}

/* The items of PHASE. What is long to make begins first; then folder by folder, the
   deepest first: the versions that were read for one page of an evaluation are at
   hand for the others, and what tells of many evaluations comes last. */
static size_t choose(struct build *build, enum plan_phase phase)
{
	const struct plan *plan = &build->project->plan;
	struct turn *turns = memory_alloc((plan->items.count + 1) * sizeof *turns);
	size_t count = 0;

	for (size_t i = 0; i < plan->items.count; i++) {
		const struct plan_item *item = &plan->items.at[i];
		struct turn turn = { .item = item, .folder = path_directory(item->path), .index = i };

		if (item->phase != phase)
			continue;
		for (size_t k = 0; k < turn.folder.len; k++)
			turn.depth += turn.folder.ptr[k] == '/';
		turns[count++] = turn;
	}
	if (count > 1)
		qsort(turns, count, sizeof *turns, compare_turns);
	for (size_t i = 0; i < count; i++)
		build->wanted[i] = turns[i].index;
	free(turns);
	return count;
}

static void make_all(struct build *build)
{
	struct project *project = build->project;
	unsigned workers = project->options->workers;
	int64_t began = clock_milliseconds(), paged;

	build->wanted = memory_alloc((project->plan.items.count + 1) * sizeof *build->wanted);
	build->makers = memory_alloc(workers * sizeof *build->makers);
	for (unsigned i = 0; i < workers; i++) {
		arena_init(&build->makers[i].scratch);
		buf_init(&build->makers[i].out);
	}
	pool_run(workers, choose(build, PHASE_PAGES), make_job, build);
	paged = clock_milliseconds();
	for (enum plan_phase phase = PHASE_PAGES + 1; phase < PHASES; phase++)
		pool_run(workers, choose(build, phase), make_job, build);
	clear_progress(build);
	for (unsigned i = 0; i < workers; i++) {
		arena_dispose(&build->makers[i].scratch);
		buf_dispose(&build->makers[i].out);
	}
	free(build->makers);
	free(build->wanted);
	project->stages.render = paged - began;
	project->stages.export = clock_milliseconds() - paged;
}

/* ---- the summary ---- */

static size_t count_pages(const struct project *project)
{
	size_t count = 0;

	for (size_t i = 0; i < project->plan.items.count; i++)
		count += project->plan.items.at[i].maker == PLAN_PAGE;
	return count;
}

/* How the new site took the place of the old one: a word for programs. */
static const char *way_word(enum output_way way)
{
	switch (way) {
	case OUTPUT_FIRST:	return "first";
	case OUTPUT_EXCHANGE:	return "exchange";
	case OUTPUT_TWO_RENAMES: return "two-renames";
	case OUTPUT_IN_PLACE:	return "in-place";
	}
	return "";
}

/* A reader of the site may have noticed these two. */
static bool is_next_best(enum output_way way)
{
	return way != OUTPUT_FIRST && way != OUTPUT_EXCHANGE;
}

#define NAMED 5		/* files that are named; the others are counted */

/* What lies in the folder and in no commit, or the other way round: the paths
   below the content folder, in their order, for free(); how many. */
static uint32_t list_uncommitted(const struct project *project, struct str **paths)
{
	const struct chronicle *chronicle = project->chronicle;
	size_t lives = chronicle ? (size_t)chronicle->count + chronicle->other_count : 0;
	uint32_t count = 0;

	*paths = memory_alloc((lives + 1) * sizeof **paths);
	for (size_t i = 0; i < lives; i++) {
		const struct life *life = i < chronicle->count ? chronicle->lives[i]
							       : chronicle->others[i - chronicle->count];

		if (life->working)
			(*paths)[count++] = life->working->path;
		else if (life->state == LIFE_UNSAVED && life->kind != ENTRY_FILE)
			(*paths)[count++] = life_latest(life)->path;
	}
	return count;
}

static void print_uncommitted(const struct project *project)
{
	struct str *paths;
	uint32_t count = list_uncommitted(project, &paths);
	struct buf out;

	buf_init(&out);
	for (uint32_t i = 0; i < count && i < NAMED; i++) {
		buf_printf(&out, "%s%s/", i ? ", " : "sin confirmar en git: ", project->options->content);
		utf8_put_visible(&out, paths[i]);
	}
	if (count > NAMED)
		buf_printf(&out, " y %u más", count - NAMED);
	if (count)
		printf("%s; las páginas lo dicen, y lo que no está confirmado no tiene número de versión\n", out.ptr);
	buf_dispose(&out);
	free(paths);
}

static void put_uncommitted(const struct project *project, struct json *json)
{
	struct str *paths;
	uint32_t count = list_uncommitted(project, &paths);

	json_key(json, "uncommitted");
	json_open(json, '[');
	for (uint32_t i = 0; i < count; i++)
		json_text(json, paths[i]);
	json_close(json, ']');
	free(paths);
}

static void print_counts(struct project *project, const struct output_summary *summary)
{
	size_t errors = diag_count(project->diag, SEVERITY_ERROR);
	size_t warnings = diag_count(project->diag, SEVERITY_WARNING) - errors;
	int64_t elapsed = clock_milliseconds() - project->began;
	/* as seen from where the program was started */
	bool is_elsewhere = project->options->site[0] != '/' &&
			    strcmp(project->options->directory, ".") != 0;

	printf("%zu páginas, %zu archivos: %zu %s, %zu sin cambio, %zu %s\n",
	       count_pages(project), summary->files,
	       summary->written, summary->written == 1 ? "escrito" : "escritos", summary->unchanged,
	       summary->removed, summary->removed == 1 ? "retirado" : "retirados");
	if (warnings)
		printf("%zu %s\n", warnings, warnings == 1 ? "advertencia" : "advertencias");
	if (is_next_best(summary->way))
		printf("el sitio se cambió %s\n", output_way_text(summary->way));
	if (project->options->publishing)
		return;
	print_uncommitted(project);
	printf("en %lld.%02lld segundos; abra %s%s%s/index.html\n", (long long)elapsed / 1000,
	       (long long)elapsed % 1000 / 10, is_elsewhere ? project->options->directory : "",
	       is_elsewhere ? "/" : "", project->options->site);
}

static void print_json(struct project *project, const struct output_summary *summary)
{
	struct json json;
	struct buf out;

	buf_init(&out);
	json_init(&json, &out);
	json_open(&json, '{');
	json_key(&json, "pages");
	json_number(&json, summary ? (int64_t)count_pages(project) : 0);
	json_key(&json, "files");
	json_open(&json, '{');
	json_key(&json, "written");
	json_number(&json, summary ? (int64_t)summary->written : 0);
	json_key(&json, "unchanged");
	json_number(&json, summary ? (int64_t)summary->unchanged : 0);
	json_key(&json, "removed");
	json_number(&json, summary ? (int64_t)summary->removed : 0);
	json_close(&json, '}');
	json_key(&json, "way");
	if (summary)
		json_text(&json, str_from(way_word(summary->way)));
	else
		json_null(&json);
	put_uncommitted(project, &json);
	project_put_json(project, &json);
	json_close(&json, '}');
	buf_put_char(&out, '\n');
	fwrite(out.ptr, 1, out.len, stdout);
	buf_dispose(&out);
}

/* ---- the whole ---- */

static void catch_signals(void)
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESETHAND };

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
}

/* With --strict, warnings stop a build as errors do. */
static bool stops(const struct project *project)
{
	return diag_status(project->diag, project->options->strict) != 0;
}

/* ---- what must not be lost ---- */

struct losses {
	struct plan *plan;
	size_t count;
};

/* "evaluaciones/2021/uno/v12.html" */
static bool is_version(struct str path)
{
	struct str name = path_name(path);
	unsigned long long number;

	return str_starts(name, STR("v")) && str_ends(name, STR(".html")) &&
	       str_to_number(str_slice(name, 1, name.len - 6), UINT32_MAX, &number) && number;
}

/* "versiones/94a9ed…/informe.pdf": bytes that were an attachment once. */
static bool is_former(struct str path)
{
	return str_starts(path, STR("versiones/")) && str_find_char(str_slice(path, 10, (size_t)-1), '/') == OBJECT_ID_HEX - 1;
}

static void count_loss(void *context, struct str path)
{
	struct losses *losses = context;

	losses->count += (is_version(path) || is_former(path)) && !plan_has(losses->plan, path);
}

/* A checkout that does not know the past must not undo the site that did. */
static bool would_lose_versions(struct build *build)
{
	struct project *project = build->project;
	struct losses losses = { .plan = &project->plan };
	struct str cure;

	if (project->options->no_history || project_knows_past(project, &cure))
		return false;
	output_look_back(build->output, "evaluaciones", count_loss, &losses);
	output_look_back(build->output, "versiones", count_loss, &losses);
	if (losses.count)
		diag_report(project->diag, DIAG_VERSIONS_LOST, (struct place){ 0 }, cure,
			    "«%s» tiene %zu %s que no %s hacerse otra vez con esta copia del repositorio; no se tocó nada (con «--no-history» se hace sin versiones)",
			    project->options->site, losses.count,
			    losses.count == 1 ? "versión publicada" : "versiones publicadas",
			    losses.count == 1 ? "puede" : "pueden");
	return losses.count > 0;
}

/* Make and commit the planned site; true when it is in place. */
static bool write_site(struct project *project, struct output_summary *summary)
{
	struct build build = {
		.project = project,
		.progress = isatty(STDERR_FILENO) && !project->options->json,
	};
	int64_t began;

	if (output_open(&build.output, project->options->site, project->options->workers,
			project->diag) != 0)
		return false;
	if (would_lose_versions(&build)) {
		output_abandon(build.output);
		return false;
	}
	make_all(&build);
	began = clock_milliseconds();
	if (interrupted || atomic_load(&build.failed) || stops(project)) {
		output_abandon(build.output);
		return false;
	}
	if (output_commit(build.output, summary) != 0)
		return false;
	project->stages.write = clock_milliseconds() - began;
	return true;
}

/* The whole path of PATH or, where it is not there yet, of the folder it would
   be in; free it. NULL when there is neither. */
static char *whole_path(const char *path)
{
	struct str parent = path_directory(str_from(path));
	char *whole = realpath(path, NULL), *text;

	if (whole || asprintf(&text, "%.*s", STR_ARG(parent)) < 0)
		return whole;
	whole = realpath(*text ? text : ".", NULL);
	free(text);
	return whole;
}

/* A site within the content would be content at the next build. */
static bool site_is_within_content(const struct options *options)
{
	char *site = whole_path(options->site), *content = realpath(options->content, NULL);
	size_t len = content ? strlen(content) : 0;
	bool within = site && content && strncmp(site, content, len) == 0 &&
		      (site[len] == '/' || site[len] == '\0');

	free(site);
	free(content);
	return within;
}

/* Content with mistakes is not worth its past: nothing will be made of it. */
static bool plan_site(struct project *project)
{
	if (project_read(project) != 0)
		return false;
	if (!stops(project) && !interrupted)
		project_remember(project);
	return project_plan(project) == 0;
}

static void print_unmade(const struct project *project)
{
	fputs("el sitio queda como estaba\n", stderr);
	if (interrupted)
		return;
	if (diag_count(project->diag, SEVERITY_ERROR))
		fputs("corrija los errores; «diafano check» dice si queda alguno\n", stderr);
	else if (project->options->strict)
		fputs("corrija lo que se advierte; «diafano check --strict» dice si queda algo\n", stderr);
}

int build_run(const struct options *options)
{
	struct project project;
	struct output_summary summary = { 0 };
	bool made = false;
	int status = project_open(&project, options);

	if (status == 0 && site_is_within_content(options)) {
		project_close(&project);
		return usage_error("«--site %s» está dentro del contenido; elija otra carpeta",
				   options->site);
	}
	catch_signals();
	/* remarks that ask for no change are for who checks */
	diag_keep(project.diag, SEVERITY_WARNING);
	if (status == 0) {
		if (plan_site(&project) && !stops(&project) && !interrupted)
			made = write_site(&project, &summary);
		status = project_report(&project);
		if (interrupted)
			status = 130;
	}
	if (options->json)
		print_json(&project, made ? &summary : NULL);
	else if (made)
		print_counts(&project, &summary);
	else
		print_unmade(&project);
	project_close(&project);
	return status;
}
