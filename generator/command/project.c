/*
 * project.c -- from a folder to a planned site.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "project.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/pool.h"
#include "export/export.h"
#include "export/search.h"
#include "export/telling.h"
#include "history/repository.h"
#include "model/lint.h"
#include "cache.h"
#include "revision.h"
#include "theme_path.h"


void project_begin(struct project *project, const struct options *options)
{
	*project = (struct project){ .options = options, .began = clock_milliseconds() };
	project->diag = diag_new();
	plan_init(&project->plan);
}

int project_open(struct project *project, const struct options *options)
{
	project_begin(project, options);
	if (chdir(options->directory) == 0)
		return 0;
	diag_report(project->diag, DIAG_READ, (struct place){ .path = str_from(options->directory) },
		    STR("-C DIR dice la raíz del proyecto, la carpeta que tiene content/"),
		    "no se puede entrar a la carpeta: %s (error %d)",
		    errno == ENOENT ? "no existe" : errno == ENOTDIR ? "no es una carpeta"
						 : "el sistema no lo permite", errno);
	return project_report(project);
}

/* Whoever needs it first opens it; in whatever state it is. */
static void open_repository(struct project *project)
{
	int64_t began = clock_milliseconds();

	if (project->repository)
		return;
	project->repository = repository_open(".", project->options->content,
					      project->options->at, project->diag);
	project->stages.history += clock_milliseconds() - began;
}

/* ---- today ---- */

/* SOURCE_DATE_EPOCH, or the time of the commit; -1: neither (site.h then takes
   the newest date of the content). */
static int64_t instant_of_today(struct project *project)
{
	const char *text = getenv("SOURCE_DATE_EPOCH");
	unsigned long long seconds;

	if (text && str_to_number(str_from(text), 253402300799ull, &seconds))
		return (int64_t)seconds;
	if (text && *text)
		diag_report(project->diag, DIAG_EPOCH, (struct place){ 0 },
			    STR("un número de segundos desde 1970, o quítela: «unset SOURCE_DATE_EPOCH»"),
			    "SOURCE_DATE_EPOCH no es un número de segundos; no se usa");
	open_repository(project);
	if (repository_state(project->repository) == REPOSITORY_READ)
		return repository_time(project->repository);
	return -1;
}

/* Someone says what day it is, for the whole run to depend on nothing else. */
static bool is_fixed_today(void)
{
	const char *text = getenv("SOURCE_DATE_EPOCH");

	return text && *text;
}

/* The content as of --at. Returns -1 after telling why it cannot be. */
static int open_revision(struct project *project)
{
	const struct options *options = project->options;
	enum repository_state state;

	open_repository(project);
	state = repository_state(project->repository);
	if (state == REPOSITORY_READ) {
		project->reader = revision_reader(project->repository, options->content);
		return 0;
	}
	if (diag_count(project->diag, SEVERITY_ERROR) == 0)
		diag_report(project->diag, DIAG_REVISION, (struct place){ 0 },
			    repository_words(state),
			    "no hay de dónde tomar «--at %s»; no se construye nada", options->at);
	return -1;
}

/* ---- content ---- */

static void override_url(struct project *project)
{
	struct record *record = project->site->record;

	if (!project->options->url || !record)
		return;
	record->slots[SITE_URL] = (struct slot){
		.state = STATE_VALUE, .text = str_from(project->options->url),
	};
}

/* The nearest folder above this one that holds a project, as "../..", in
   BUF; NULL when there is none. */
static const char *project_above(char *buf, size_t size, const char *content)
{
	size_t len = 0;

	for (int up = 0; up < 16 && len + strlen(content) + 16 < size; up++) {
		len += (size_t)snprintf(buf + len, size - len, up ? "/.." : "..");
		snprintf(buf + len, size - len, "/%s/sitio.yaml", content);
		if (access(buf, F_OK) == 0) {
			buf[len] = '\0';
			return buf;
		}
	}
	return NULL;
}

bool project_is_elsewhere(struct project *project)
{
	const struct options *options = project->options;
	const char *above = NULL;
	char path[4096], hint[4600];

	if (access(options->content, F_OK) == 0 || errno != ENOENT)
		return false;
	if (options->content[0] != '/')
		above = project_above(path, sizeof path, options->content);
	if (!above)
		snprintf(hint, sizeof hint, "vaya a la carpeta que tiene content/ o dígala con -C DIR; "
			 "si aún no hay, «diafano new sitio CLAVE» la comienza, con la clave de su ente");
	else if (strcmp(options->directory, ".") == 0)
		snprintf(hint, sizeof hint, "el proyecto está más arriba: use -C %s", above);
	else
		snprintf(hint, sizeof hint, "el proyecto está más arriba de esa carpeta, en %s", above);
	diag_report(project->diag, DIAG_READ, (struct place){ .path = str_from(options->content) },
		    str_from(hint), "no se puede abrir la carpeta del contenido: no existe (error %d)", ENOENT);
	return true;
}

int project_read(struct project *project)
{
	const struct options *options = project->options;
	struct site_options site_options = {
		.workers = options->workers, .drafts = options->drafts,
		.checking = project->checking && !project->publishing, .linting = project->linting, .memory = project->memory,
	};

	if (options->at) {
		if (open_revision(project) != 0)
			return -1;
	} else {
		if (project_is_elsewhere(project))
			return -1;
		project->reader = source_tree(".", options->content, project->diag);
		if (!project->reader)
			return -1;
	}
	site_options.now = instant_of_today(project);
	if (!options->at && !is_fixed_today())
		site_options.clock = (int64_t)time(NULL);
	site_options.reader = project->reader;
	project->site = site_read(&site_options, &project->stages.site, project->diag);
	if (!project->site)
		return -1;
	override_url(project);
	if (!project->checking)
		project_accept(project);
	return 0;
}

/* ---- the past ---- */

/* What made the facts of a cache: this very program. */
static struct str program_name(struct project *project)
{
	struct stat status = { 0 };

	stat("/proc/self/exe", &status);
	return arena_printf(&project->plan.arena, "%s %lld %lld.%09ld", DIAFANO_VERSION,
			    (long long)status.st_size, (long long)status.st_mtim.tv_sec,
			    status.st_mtim.tv_nsec);
}

/* What history_read() could not notice, since it opens no blob. */
static void report_unread(struct project *project)
{
	const struct chronicle *chronicle = project->chronicle;
	uint32_t missing = chronicle->unread - chronicle->damaged;

	if (missing)
		diag_report(project->diag, DIAG_HISTORY_GAP, (struct place){ 0 }, history_cure(HISTORY_PARTIAL),
			    "el repositorio es un clon parcial: le %s %u %s; las evaluaciones a las que les faltan quedan sin números ni páginas de versiones",
			    missing == 1 ? "falta" : "faltan", missing, missing == 1 ? "texto anterior" : "textos anteriores");
	if (chronicle->damaged)
		diag_report(project->diag, DIAG_HISTORY_GAP, (struct place){ 0 }, history_cure(HISTORY_DAMAGED),
			    "el repositorio está dañado: %u %s no se %s leer; las evaluaciones a las que les faltan quedan sin números ni páginas de versiones",
			    chronicle->damaged, chronicle->damaged == 1 ? "texto anterior" : "textos anteriores",
			    chronicle->damaged == 1 ? "puede" : "pueden");
}

/* The walk that is kept is that of the newest commit. */
static struct history *walk(struct project *project, bool cache)
{
	return cache && !project->options->at ? history_read_kept(project->repository, CACHE_WALK, project->diag)
					      : history_read(project->repository, project->diag);
}

/* The former bytes of attachments. */
static void remember_files(struct project *project, bool cache)
{
	const struct attachment_inputs inputs = {
		.repository = project->repository, .is_committed = project->options->at != NULL,
		.workers = project->options->workers, .file = cache ? CACHE_FILES : NULL,
		.keep = !project->options->at,
	};

	project->attachments = attachments_read(project->chronicle, &inputs, project->diag);
	if (project->attachments->missing)
		diag_report(project->diag, DIAG_HISTORY_GAP, (struct place){ 0 }, history_cure(HISTORY_PARTIAL),
			    "el repositorio es un clon parcial: le faltan %u de los archivos que hubo en archivos/; sus páginas lo dicen",
			    project->attachments->missing);
	if (project->attachments->damaged)
		diag_report(project->diag, DIAG_HISTORY_GAP, (struct place){ 0 }, history_cure(HISTORY_DAMAGED),
			    "el repositorio está dañado: %u de los archivos que hubo en archivos/ no se pueden leer; sus páginas lo dicen",
			    project->attachments->damaged);
}

void project_remember(struct project *project)
{
	const struct options *options = project->options;
	struct chronicle_inputs inputs = { .workers = options->workers };
	int64_t began = clock_milliseconds();
	bool cache;

	if (options->no_history)
		return;
	open_repository(project);
	if (repository_state(project->repository) != REPOSITORY_READ)
		return;
	began = clock_milliseconds();
	cache = project->looking ? access(CACHE_FACTS, F_OK) == 0 : cache_open();
	if (!project->history)
		project->history = walk(project, cache);
	project->stages.history += clock_milliseconds() - began;
	began = clock_milliseconds();
	inputs.repository = project->repository;
	inputs.history = project->history;
	inputs.site = project->site;
	inputs.source = project->reader;
	inputs.is_committed = options->at != NULL;
	inputs.file = cache ? CACHE_FACTS : NULL;
	inputs.keep = !options->at && !project->looking;
	inputs.program = program_name(project);
	project->chronicle = chronicle_read(&inputs, project->diag);
	report_unread(project);
	if (!project->looking)
		remember_files(project, cache);
	project->stages.compare = clock_milliseconds() - began;
}

bool project_knows_past(const struct project *project, struct str *cure)
{
	const struct chronicle *chronicle = project->chronicle;

	*cure = STR("");
	if (!chronicle)
		return false;
	if (project->history->gap != HISTORY_WHOLE)
		*cure = history_cure(project->history->gap);
	else if (chronicle->unread)
		*cure = history_cure(chronicle->damaged ? HISTORY_DAMAGED : HISTORY_PARTIAL);
	else if (project->attachments && (project->attachments->damaged || project->attachments->missing))
		*cure = history_cure(project->attachments->damaged ? HISTORY_DAMAGED : HISTORY_PARTIAL);
	return !cure->len;
}

/* Why a page shows no past, or not all of it; "" when it shows all. */
static struct str history_sentence(const struct project *project)
{
	if (project->chronicle && project->chronicle->gap_words.len)
		return project->chronicle->gap_words;
	if (project->chronicle && project->chronicle->unread)
		return history_unread_words(project->chronicle->damaged > 0);
	if (project->chronicle)
		return STR("");
	if (project->options->no_history || !project->repository)
		return STR("Este sitio se hizo sin su historial de versiones.");
	return repository_words(repository_state(project->repository));
}

/* ---- attachments ---- */

static void digest_job(void *context, unsigned worker, size_t index)
{
	struct project *project = context;
	struct entry *entry = project->site->kinds[ENTRY_FILE].at[index];
	struct source_entry source = { .path = entry->key, .shown = entry->path };
	unsigned long long size = 0;
	int fd = project->reader->open(project->reader->context, &source, project->diag);

	(void)worker;
	if (fd < 0)
		return;
	if (digest_file(project->digests[index], fd, &size) != 0)
		diag_report(project->diag, DIAG_READ, (struct place){ .path = entry->path },
			    STR(""), "no se pudo leer (error %d)", errno);
	close(fd);
	entry->size = size;
}

static void digest_files(struct project *project)
{
	uint32_t count = project->site->kinds[ENTRY_FILE].count;

	project->digests = calloc(count + 1, sizeof *project->digests);
	if (!project->digests)
		memory_exhausted();
	pool_run(project->options->workers, count, digest_job, project);
}

/* ---- theme and plan ---- */

static struct str theme_name(const struct project *project)
{
	struct str name = record_text(project->site->record, SITE_THEME);

	if (project->options->theme)
		return str_from(project->options->theme);
	return name.len ? name : STR("gobierno-abierto");
}

static int open_theme(struct project *project)
{
	struct str paths[THEME_PATHS], name = theme_name(project);
	struct str language = record_text(project->site->record, SITE_LANGUAGE);
	size_t count = theme_paths(paths, &project->plan.arena, name, project->options->content);

	return theme_open(&project->theme, paths, count,
			  language.len ? language : STR("es-MX"), project->diag);
}

/* A theme of text alone has no page to search on. */
static bool has_search(const struct project *project)
{
	return !project->options->no_search && !project->checking &&
	       theme_has_template(project->theme, STR("buscar"));
}

static void index_words(struct project *project)
{
	int64_t began = clock_milliseconds();

	if (has_search(project))
		project->search = search_new(project->site, project->route, project->options->workers,
					     &project->plan, project->diag);
	project->stages.index = clock_milliseconds() - began;
}

int project_plan(struct project *project)
{
	int64_t began = clock_milliseconds();
	struct page_inputs inputs = { .site = project->site };

	if (open_theme(project) != 0)
		return -1;
	page_check_names(project->theme, project->diag);
	digest_files(project);
	project->route = route_new(project->site);
	inputs.route = project->route;
	inputs.theme = project->theme;
	inputs.digests = project->digests;
	inputs.chronicle = project->chronicle;
	inputs.history_words = history_sentence(project);
	inputs.attachments = project->attachments;
	inputs.workers = project->options->workers;
	inputs.has_search = has_search(project);
	project->exports = (struct export_inputs){
		.site = project->site, .route = project->route, .chronicle = project->chronicle,
		.tellings = project->chronicle ? tellings_new(project->chronicle->happening_count) : NULL,
	};
	if (!project->options->no_data)
		project->data = data_new(&project->exports, &project->plan, project->diag);
	inputs.data = project->data;
	inputs.has_data_pages = project->data && theme_has_template(project->theme, STR("datos")) &&
				theme_has_template(project->theme, STR("cifras"));
	project->pages = pages_new(&inputs, &project->plan, project->diag);
	index_words(project);
	if (project->data)
		data_plan_past(project->data, &project->exports, project->diag);
	export_plan(&project->exports, &project->plan, project->diag);
	if (project->data)
		plan_want_digests(&project->plan);
	project->stages.plan = clock_milliseconds() - began - project->stages.index;
	return 0;
}

int project_render(struct project *project, size_t index, struct arena *scratch,
		   struct buf *out)
{
	const struct plan_item *item = &project->plan.items.at[index];

	buf_clear(out);
	switch (item->maker) {
	case PLAN_PAGE:
		return page_render(project->pages, item, scratch, out, project->diag);
	case PLAN_EXPORT:
		export_render(&project->exports, &project->plan, item, scratch, out);
		return 0;
	case PLAN_SEARCH:
		search_render(project->search, item, out);
		return 0;
	case PLAN_BYTES:
		buf_put_str(out, item->bytes);
		return 0;
	case PLAN_COPY:
	case PLAN_DATA:
	case PLAN_FORMER:
		return 0;
	}
	return 0;
}

/* ---- what is said at the end ---- */

/* The text of a message's file as of --at; false for whatever is not of the
   content. */
static bool read_committed(struct project *project, struct str path, struct buf *out)
{
	struct str content = str_from(project->options->content);
	struct source_entry entry = { .shown = path };
	struct diag *silent;
	bool read;

	if (!project->options->at || !project->reader || !str_starts(path, content) ||
	    path.len <= content.len + 1)
		return false;
	entry.path = str_slice(path, content.len + 1, (size_t)-1);
	silent = diag_new();
	read = project->reader->read(project->reader->context, &entry, out, silent) == 0;
	diag_free(silent);
	return read;
}

static int read_line_source(void *context, struct str path, struct buf *out)
{
	struct str whole = path;
	char name[4096];
	char bytes[1 << 16];
	FILE *file;
	size_t got;

	if (read_committed(context, path, out))
		return 0;
	if (whole.len == 0 || whole.len >= sizeof name)
		return -1;
	memcpy(name, whole.ptr, whole.len);
	name[whole.len] = '\0';
	file = fopen(name, "rb");
	if (!file)
		return -1;
	while (out->len < SOURCE_TEXT_MAX && (got = fread(bytes, 1, sizeof bytes, file)) > 0)
		buf_put(out, bytes, got);
	fclose(file);
	return 0;
}

void project_accept(struct project *project)
{
	if (!project->site || project->accepted)
		return;
	project->accepted = true;
	/* without addresses not everything was looked at */
	site_accept(project->site, project->linting && project->route, project->diag);
}

int project_report(struct project *project)
{
	const char *colour = getenv("NO_COLOR");

	project_accept(project);
	if (!project->options->json)
		diag_print(project->diag, stderr,
			   isatty(STDERR_FILENO) && !(colour && *colour),
			   read_line_source, project);
	return diag_status(project->diag, project->options->strict);
}

static int64_t peak_kilobytes(void)
{
	struct rusage usage;

	return getrusage(RUSAGE_SELF, &usage) == 0 ? usage.ru_maxrss : 0;
}

static void put_stages(const struct project *project, struct json *json)
{
	json_key(json, "stages");
	json_open(json, '{');
	json_key(json, "read");
	json_number(json, project->stages.site.read);
	json_key(json, "parse");
	json_number(json, project->stages.site.parse);
	json_key(json, "link");
	json_number(json, project->stages.site.link);
	json_key(json, "plan");
	json_number(json, project->stages.plan);
	json_key(json, "index");
	json_number(json, project->stages.index);
	json_key(json, "history");
	json_number(json, project->stages.history);
	json_key(json, "compare");
	json_number(json, project->stages.compare);
	json_key(json, "render");
	json_number(json, project->stages.render);
	json_key(json, "write");
	json_number(json, project->stages.write);
	json_key(json, "export");
	json_number(json, project->stages.export);
	json_key(json, "total");
	json_number(json, clock_milliseconds() - project->began);
	json_close(json, '}');
}

void project_put_json(struct project *project, struct json *json)
{
	json_key(json, "errors");
	json_number(json, (int64_t)diag_count(project->diag, SEVERITY_ERROR));
	json_key(json, "warnings");
	json_number(json, (int64_t)(diag_count(project->diag, SEVERITY_WARNING) -
				    diag_count(project->diag, SEVERITY_ERROR)));
	put_stages(project, json);
	json_key(json, "peak_kb");
	json_number(json, peak_kilobytes());
	json_key(json, "diagnostics");
	diag_put_json(project->diag, json);
}

void project_close(struct project *project)
{
	pages_free(project->pages);
	tellings_free(project->exports.tellings);
	attachments_free(project->attachments);
	chronicle_free(project->chronicle);
	history_free(project->history);
	data_free(project->data);
	search_free(project->search);
	plan_dispose(&project->plan);
	route_free(project->route);
	free(project->digests);
	site_free(project->site);
	/* messages borrow the names of a theme's files: diag before theme */
	diag_free(project->diag);
	theme_free(project->theme);
	if (project->options->at)
		revision_free(project->reader);
	else
		source_tree_free(project->reader);
	repository_free(project->repository);
}
