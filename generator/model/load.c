/*
 * load.c -- every file of the content, read and parsed alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The folder a file is in says what it is (classify). Files are read on all
 * workers, each with its own arena; nothing is looked up across files here.
 * The YAML tree and the text of a file are gone when it is done: what stays is
 * its record and its packed prose.
 */
#include "base/clock.h"
#include "base/path.h"
#include "base/pool.h"
#include "body.h"
#include "internal.h"
#include "kept.h"
#include "model/alone.h"
#include "syntax/markdown.h"
#include "syntax/yaml.h"

/* Which record a file of each kind holds. */
static const enum record_type_id record_of_kind[ENTRY_KINDS] = {
	[ENTRY_EVALUATION] = RECORD_EVALUATION,
	[ENTRY_FUND] = RECORD_FUND,
	[ENTRY_YEAR] = RECORD_NONE,
	[ENTRY_UNIT] = RECORD_UNIT,
	[ENTRY_EVALUATOR] = RECORD_EVALUATOR,
	[ENTRY_ENTITY] = RECORD_ENTITY,
	[ENTRY_CONTRACT] = RECORD_CONTRACT,
	[ENTRY_PAGE] = RECORD_PAGE,
	[ENTRY_FOLLOW_UP] = RECORD_FOLLOW_UP,
	[ENTRY_PROGRAMME] = RECORD_PROGRAMME,
	[ENTRY_FILE] = RECORD_NONE,
};

struct folder {
	const char *name;
	enum entry_kind kind;
	const char *ending;
	bool by_year;		/* <folder>/<year>/<key> */
};

static const struct folder folders[] = {
	{ "evaluaciones", ENTRY_EVALUATION, ".md", true },
	{ "seguimiento", ENTRY_FOLLOW_UP, ".yaml", true },
	{ "pae", ENTRY_PROGRAMME, ".yaml", false },
	{ "fondos", ENTRY_FUND, ".md", false },
	{ "unidades", ENTRY_UNIT, ".md", false },
	{ "evaluadores", ENTRY_EVALUATOR, ".md", false },
	{ "entes", ENTRY_ENTITY, ".md", false },
	{ "contratos", ENTRY_CONTRACT, ".md", false },
	{ "paginas", ENTRY_PAGE, ".md", false },
};

enum { FOLDERS = sizeof folders / sizeof folders[0] };

static const char site_broken[] = "broken";
const char site_draft[] = "draft";

/* One file to parse, and what came of it. */
struct task {
	const struct source_entry *file;
	bool draft;
	enum entry_kind kind;
	struct str key;		/* absent: sitio.yaml */
	struct entry *entry;	/* NULL: it could not be used */
	struct record *record;
	void *body;		/* of an evaluation: malloc'd */
	bool alone;		/* of no site: the body goes to the arena too */
	bool unread;		/* the body passes a limit and was not parsed */
	struct kept *kept;	/* with a memory: the file in it */
	bool is_new;		/* and it was read just now */
};

struct load {
	struct site *site;
	const struct site_options *options;
	struct diag *diag;
	struct task *tasks;
	size_t count;
	struct scratch {
		struct buf text;
		struct buf prose;
		struct arena yaml;
		struct markdown_memory *markdown;
	} *scratch;		/* one for each worker */
};

/* ---- entries ---- */

void list_push(struct arena *arena, void ***at, uint32_t *count, void *item)
{
	if ((*count & (*count - 1)) == 0) {	/* 0 or a power of two: full */
		void **more = arena_array(arena, *count ? 2 * (size_t)*count : 1,
					  sizeof *more);

		if (*count)
			memcpy(more, *at, *count * sizeof *more);
		*at = more;
	}
	(*at)[(*count)++] = item;
}

static void entry_init(struct entry *entry, enum entry_kind kind, struct str key)
{
	entry->kind = kind;
	entry->key = key;
	entry->name = key;
	entry->brief = key;
}

struct entry *entry_new(struct site *site, enum entry_kind kind, struct str key)
{
	struct entry *entry = arena_alloc(&site->arena, kind == ENTRY_EVALUATION
					  ? sizeof(struct evaluation) : sizeof *entry);

	entry_init(entry, kind, key);
	map_set(&site->keys[kind], entry->key, entry);
	LIST_PUSH(&site->arena, &site->kinds[kind], entry);
	return entry;
}

static int compare_entries(const void *a, const void *b)
{
	const struct entry *x = *(struct entry *const *)a;
	const struct entry *y = *(struct entry *const *)b;

	return str_compare(x->key, y->key);
}

void site_number(struct site *site)
{
	uint32_t count = 0, next = 0;

	for (int kind = 0; kind < ENTRY_KINDS; kind++)
		count += site->kinds[kind].count;
	site->entries = ARENA_ARRAY(&site->arena, count, struct entry *);
	site->count = count;
	for (int kind = 0; kind < ENTRY_KINDS; kind++) {
		if (site->kinds[kind].count > 1)
			qsort(site->kinds[kind].at, site->kinds[kind].count,
			      sizeof *site->kinds[kind].at, compare_entries);
		for (uint32_t i = 0; i < site->kinds[kind].count; i++) {
			struct entry *entry = site->kinds[kind].at[i];

			entry->number = next;
			site->entries[next++] = entry;
		}
	}
}

/* ---- which file is what ---- */

static const struct folder *folder_of(struct str path, struct str *rest)
{
	struct str name;

	*rest = path;
	if (!str_cut(rest, '/', &name) || rest->len == 0)
		return NULL;
	for (int i = 0; i < FOLDERS; i++)
		if (str_equal(name, str_from(folders[i].name)))
			return &folders[i];
	return NULL;
}

/* "2022/fortamun-df", "fortamun", "2022-municipio-de-ejemplo". */
static bool key_is_good(const struct folder *folder, struct str key)
{
	int year;

	if (folder->kind == ENTRY_PROGRAMME)
		return path_is_key(key) && year_parse(str_slice(key, 0, 4), &year) &&
		       (key.len == 4 || key.ptr[4] == '-');
	if (!folder->by_year)
		return path_is_key(key);
	return key.len > 5 && key.ptr[4] == '/' && year_parse(str_slice(key, 0, 4), &year) &&
	       path_is_key(str_slice(key, 5, (size_t)-1));
}

struct str content_path(struct arena *arena, enum entry_kind kind, struct str key)
{
	if (kind == ENTRY_FILE)
		return key;
	for (int i = 0; i < FOLDERS; i++)
		if (folders[i].kind == kind)
			return arena_printf(arena, "%s/%.*s%s", folders[i].name, STR_ARG(key),
					    folders[i].ending);
	return (struct str){ 0 };
}

/* Files at the top of the content that are for its authors, not for the site. */
static bool is_aside(struct str path)
{
	return str_starts(path, STR("README")) || str_starts(path, STR("LEEME")) ||
	       str_starts(path, STR("tema/"));
}

enum entry_kind entry_place(struct str path, struct str *key)
{
	const struct folder *folder;
	struct str rest;

	*key = path;
	if (str_starts(path, STR("archivos/")))
		return ENTRY_FILE;
	folder = folder_of(path, &rest);
	*key = (struct str){ 0 };
	if (!folder || !str_ends(rest, str_from(folder->ending)))
		return ENTRY_KINDS;
	rest = str_slice(rest, 0, rest.len - strlen(folder->ending));
	if (!key_is_good(folder, rest))
		return ENTRY_KINDS;
	*key = rest;
	return folder->kind;
}

enum record_type_id entry_record_type(enum entry_kind kind)
{
	return record_of_kind[kind];
}

static void report_place(struct load *load, const struct source_entry *file,
			 enum diag_id id, const char *hint, const char *message)
{
	diag_report(load->diag, id, (struct place){ .path = file->shown },
		    str_from(hint), "%s", message);
}

/* Decide what FILE is; false when it is not to be parsed. */
static bool classify(struct load *load, const struct source_entry *file,
		     struct task *task)
{
	const struct folder *folder;
	struct str rest;

	*task = (struct task){ .file = file };
	if (str_equal(file->path, STR("sitio.yaml")))
		return true;
	if (str_starts(file->path, STR("archivos/"))) {
		struct entry *entry = entry_new(load->site, ENTRY_FILE, file->path);

		entry->path = file->shown;
		entry->size = file->size;
		entry->name = path_name(file->path);
		entry->brief = entry->name;
		map_set(&load->site->internal->paths, entry->path, entry);
		return false;
	}
	if (is_aside(file->path))
		return false;
	folder = folder_of(file->path, &rest);
	if (!folder || !str_ends(rest, str_from(folder->ending))) {
		report_place(load, file, DIAG_FILE_PLACE, "",
			     "no es parte del formato de contenido; no se publica");
		return false;
	}
	task->kind = folder->kind;
	task->key = str_slice(rest, 0, rest.len - strlen(folder->ending));
	if (!key_is_good(folder, task->key)) {
		report_place(load, file, DIAG_FILE_NAME,
			     folder->by_year ? "evaluaciones/<ejercicio>/<clave>.md, con minúsculas sin acento, cifras y guiones"
					     : "minúsculas sin acento, cifras y guiones",
			     "el nombre no sirve de clave; el archivo no se publica");
		return false;
	}
	return true;
}

/* ---- one file ---- */

static struct str first_text(const struct record *record, int a, int b)
{
	struct str text = record_text(record, a);

	return text.len ? text : b < 0 ? text : record_text(record, b);
}

static void name_entry(struct entry *entry)
{
	struct str name = { 0 }, brief = { 0 };

	switch (entry->kind) {
	case ENTRY_EVALUATION:
		name = record_text(entry->record, EVALUATION_NAME);
		break;
	case ENTRY_FUND:
		name = first_text(entry->record, FUND_NAME, FUND_ACRONYM);
		brief = record_text(entry->record, FUND_ACRONYM);
		break;
	case ENTRY_UNIT:
		name = record_text(entry->record, UNIT_NAME);
		break;
	case ENTRY_EVALUATOR:
		name = record_text(entry->record, EVALUATOR_NAME);
		break;
	case ENTRY_ENTITY:
		name = record_text(entry->record, ENTITY_NAME);
		break;
	case ENTRY_CONTRACT:
		name = record_text(entry->record, CONTRACT_NAME);
		break;
	case ENTRY_PAGE:
		name = record_text(entry->record, PAGE_TITLE);
		break;
	default:
		break;
	}
	if (name.len)
		entry->name = name;
	entry->brief = brief.len ? brief : entry->name;
}

static void parse_body(struct load *load, struct task *task, struct entry *entry,
		       const struct source_parts *parts, struct arena *arena,
		       struct buf *prose, struct markdown_memory *memory)
{
	buf_clear(prose);
	if (markdown_parse_in(memory, prose, parts->body, parts->body_line, task->file->shown,
			   load->diag) != 0) {
		task->unread = true;
		return;
	}
	if (entry->kind == ENTRY_EVALUATION && !task->alone) {
		struct evaluation *evaluation = (struct evaluation *)entry;

		task->body = memory_copy(prose->ptr, prose->len);
		body_cut(evaluation->sections, (struct prose){ task->body, prose->len },
			 arena, task->file->shown, load->diag);
		return;
	}
	entry->body.ptr = arena_alloc(arena, prose->len);
	memcpy((void *)entry->body.ptr, prose->ptr, prose->len);
	entry->body.len = prose->len;
	if (entry->kind == ENTRY_EVALUATION)
		body_cut(((struct evaluation *)entry)->sections, entry->body, arena,
			 task->file->shown, load->diag);
}

static bool is_unwanted_draft(struct load *load, const struct record *record)
{
	return !load->options->drafts && !load->options->checking &&
	       record_is(record, EVALUATION_STATUS, "borrador");
}

/* The comments that an import left and nobody has looked at: only `check` asks. */
static void tell_pending(struct load *load, const struct source_parts *parts, struct str shown)
{
	struct str rest = parts->front, line;
	uint32_t number = parts->front_line, first = 0;
	unsigned count = 0;

	for (; str_cut(&rest, '\n', &line); number++) {
		if (!str_starts(str_trim(line), STR("# Revise")))
			continue;
		first = first ? first : number;
		count++;
	}
	if (count)
		diag_report(load->diag, DIAG_REVIEW_PENDING, (struct place){ shown, first, 1, 0 },
			    STR("compare cada una con el documento, corrija el dato y borre el comentario"),
			    count == 1 ? "queda %u línea «# Revise»" : "quedan %u líneas «# Revise»", count);
}

/* Parse front matter and body of the clean text in SCRATCH. */
static void parse_text(struct load *load, struct task *task, struct arena *arena,
		       struct scratch *scratch)
{
	struct source_parts parts = { .front = buf_str(&scratch->text), .front_line = 1 };
	struct str shown = task->file->shown;
	const struct yaml_node *root;
	enum record_type_id type = task->key.ptr ? record_of_kind[task->kind] : RECORD_SITE;
	struct entry *entry;

	if (str_ends(shown, STR(".md"))) {
		if (source_split(&parts, buf_str(&scratch->text), shown, load->diag) != 0)
			return;
		if (!parts.front.ptr) {
			diag_report(load->diag, DIAG_FRONT_MISSING,
				    (struct place){ shown, 1, 1, 0 },
				    STR("la primera línea del archivo es ---"),
				    "el archivo no comienza con sus datos; no se publica");
			return;
		}
	}
	if (load->options->checking)
		tell_pending(load, &parts, shown);
	root = yaml_parse(&scratch->yaml, parts.front, parts.front_line, shown, load->diag);
	if (!root)
		return;
	task->record = record_read(arena, record_type(type), root, shown, load->diag);
	task->draft = task->key.ptr && task->kind == ENTRY_EVALUATION &&
		      is_unwanted_draft(load, task->record);
	if (!task->key.ptr || task->draft)
		return;
	entry = arena_alloc(arena, task->kind == ENTRY_EVALUATION
				   ? sizeof(struct evaluation) : sizeof(struct entry));
	entry_init(entry, task->kind, task->key);
	entry->path = shown;
	entry->record = task->record;
	entry->draft = task->kind == ENTRY_EVALUATION &&
		       record_is(task->record, EVALUATION_STATUS, "borrador");
	name_entry(entry);
	if (parts.body.ptr)
		parse_body(load, task, entry, &parts, arena, &scratch->prose,
			   scratch->markdown);
	task->entry = entry;
}

static void read_file(struct load *load, struct task *task, struct arena *arena,
		      struct scratch *scratch)
{
	const struct source_reader *reader = load->options->reader;

	buf_clear(&scratch->text);
	arena_reset(&scratch->yaml);
	if (reader->read(reader->context, task->file, &scratch->text, load->diag) != 0 ||
	    source_clean(&scratch->text, task->file->shown, load->diag) != 0)
		return;
	parse_text(load, task, arena, scratch);
}

/* A file that could not be read as data, and has the line that makes a draft. */
static bool looks_like_draft(struct str text)
{
	struct str line, word;

	while (str_cut(&text, '\n', &line))
		if (str_starts(line, STR("estado:"))) {
			line = str_slice(line, strlen("estado:"), (size_t)-1);
			str_cut(&line, '#', &word);
			return str_equal(str_trim(word), STR("borrador"));
		}
	return false;
}

/* Nobody publishes this file: its mistakes are `check`'s to tell one by one. */
static void report_draft(struct load *load, const struct task *task, struct diag *heard)
{
	size_t errors = diag_count(heard, SEVERITY_ERROR);

	if (errors)
		report_place(load, task->file, DIAG_DRAFT_WRONG, "«diafano check» dice dónde; corríjalo antes de publicarlo",
			     errors == 1 ? "es un borrador y tiene un error; no se publica, y no detiene al resto"
					 : "es un borrador y tiene errores; no se publica, y no detienen al resto");
}

/* A draft that nobody wants stops nothing, whatever is wrong with it. */
static void read_task(struct load *load, struct task *task, struct arena *arena,
		      struct scratch *scratch)
{
	struct load own = *load;

	if (task->kind != ENTRY_EVALUATION || !task->key.ptr || load->options->drafts || load->options->checking) {
		read_file(load, task, arena, scratch);
		return;
	}
	own.diag = diag_new();
	read_file(&own, task, arena, scratch);
	task->draft = task->draft || (!task->record && looks_like_draft(buf_str(&scratch->text)));
	if (task->draft)
		report_draft(load, task, own.diag);
	else
		diag_copy(load->diag, own.diag);
	diag_free(own.diag);
}

/* Read TASK's file into a memory's ARENA. */
static struct kept *read_kept(struct load *load, const struct task *task, struct arena *arena,
			      struct scratch *scratch)
{
	struct kept *kept = memory_alloc(sizeof *kept);
	struct load own = *load;
	struct task parsed = { .file = &kept->file, .kind = task->kind };

	*kept = (struct kept){ .file = *task->file, .heard = diag_new() };
	kept->file.shown = arena_str(arena, task->file->shown);
	kept->file.path = str_slice(kept->file.shown, kept->file.shown.len - task->file->path.len, (size_t)-1);
	if (task->key.ptr)	/* a part of the path */
		parsed.key = str_make(kept->file.path.ptr + (task->key.ptr - task->file->path.ptr), task->key.len);
	own.diag = kept->heard;
	read_task(&own, &parsed, arena, scratch);
	kept->entry = parsed.entry;
	kept->record = parsed.record;
	kept->draft = parsed.draft;
	kept->body = parsed.body;
	return kept;
}

/* With a memory: from it, or into it and then from it. */
static void recall_task(struct load *load, struct task *task, unsigned worker)
{
	struct arena *arena = &load->site->internal->arenas[worker];

	task->kept = memory_find(load->options->memory, task->file);
	if (!task->kept) {
		task->kept = read_kept(load, task, &load->options->memory->arenas[worker], &load->scratch[worker]);
		task->is_new = true;
	}
	diag_copy(load->diag, task->kept->heard);
	task->draft = task->kept->draft;
	if (task->kept->entry) {
		task->entry = kept_entry(arena, task->kept);
		task->record = task->entry->record;
	} else if (task->kept->record) {
		task->record = record_copy(arena, task->kept->record);
	}
}

static void parse_task(void *context, unsigned worker, size_t index)
{
	struct load *load = context;

	if (load->options->memory)
		recall_task(load, &load->tasks[index], worker);
	else
		read_task(load, &load->tasks[index], &load->site->internal->arenas[worker],
			  &load->scratch[worker]);
}

struct entry *entry_parse(struct arena *arena, struct markdown_memory *memory,
			  enum entry_kind kind, struct str key, struct str shown,
			  struct str bytes, struct diag *diag)
{
	struct site_options options = { .drafts = true };
	struct load load = { .options = &options, .diag = diag };
	struct source_entry file = { .shown = arena_str(arena, shown) };
	struct task task = { .file = &file, .kind = kind, .alone = true };
	struct scratch scratch = { .markdown = memory };

	task.key = arena_str(arena, key);
	buf_init(&scratch.text);
	buf_init(&scratch.prose);
	arena_init(&scratch.yaml);
	buf_put_str(&scratch.text, bytes);
	if (source_clean(&scratch.text, file.shown, diag) == 0)
		parse_text(&load, &task, arena, &scratch);
	buf_dispose(&scratch.text);
	buf_dispose(&scratch.prose);
	arena_dispose(&scratch.yaml);
	return task.unread ? NULL : task.entry;
}

/* ---- all files ---- */

static void parse_all(struct load *load, unsigned workers)
{
	load->scratch = memory_alloc(workers * sizeof *load->scratch);
	for (unsigned i = 0; i < workers; i++) {
		buf_init(&load->scratch[i].text);
		buf_init(&load->scratch[i].prose);
		arena_init(&load->scratch[i].yaml);
		load->scratch[i].markdown = markdown_memory_new();
	}
	pool_run(workers, load->count, parse_task, load);
	for (unsigned i = 0; i < workers; i++) {
		buf_dispose(&load->scratch[i].text);
		buf_dispose(&load->scratch[i].prose);
		arena_dispose(&load->scratch[i].yaml);
		markdown_memory_free(load->scratch[i].markdown);
	}
	free(load->scratch);
}

/* TASK's file makes no entry, or none that counts; remember that it is there. */
static void leave_out(struct load *load, const struct task *task, bool draft)
{
	struct site_internal *internal = load->site->internal;
	void *why = (void *)(uintptr_t)(draft ? site_draft : site_broken);

	if (!task->key.ptr)
		return;
	map_set(&internal->left_out[task->kind], task->key, why);
	map_set(&internal->left_out_paths, task->file->shown, why);
}

/* Move what was parsed into the site, in the order of the files. */
static void adopt(struct load *load)
{
	struct site *site = load->site;

	for (size_t i = 0; i < load->count; i++) {
		struct task *task = &load->tasks[i];
		struct entry *entry = task->entry;

		if (!task->key.ptr) {
			site->internal->site_seen = true;
			site->record = task->record;
		}
		if (!entry) {
			leave_out(load, task, task->draft);
			continue;
		}
		if (entry->draft && site->internal->drafts_aside)
			leave_out(load, task, true);
		map_set(&site->keys[entry->kind], entry->key, entry);
		map_set(&site->internal->paths, entry->path, entry);
		LIST_PUSH(&site->arena, &site->kinds[entry->kind], entry);
	}
}

static void keep_files(struct load *load)
{
	struct site *site = load->site;

	site->internal->memory = load->options->memory;
	site->internal->kept = ARENA_ARRAY(&site->arena, site->kinds[ENTRY_EVALUATION].count, struct kept *);
	for (size_t i = 0; i < load->count; i++) {
		struct task *task = &load->tasks[i];

		if (task->is_new)
			memory_put(load->options->memory, task->kept);
		if (task->entry && task->kind == ENTRY_EVALUATION)
			site->internal->kept[task->entry->number] = task->kept;
	}
}

/* Bodies in the order of the evaluations, which are sorted by key by then. */
static void keep_bodies(struct load *load)
{
	struct site *site = load->site;

	site->internal->bodies = ARENA_ARRAY(&site->arena,
					     site->kinds[ENTRY_EVALUATION].count, void *);
	for (size_t i = 0; i < load->count; i++) {
		struct task *task = &load->tasks[i];

		if (task->body && task->entry)
			site->internal->bodies[task->entry->number] = task->body;
		else
			free(task->body);
	}
}

int site_load(struct site *site, const struct site_options *options,
	      struct site_stages *stages, struct diag *diag)
{
	struct load load = { .site = site, .options = options, .diag = diag };
	struct source_list files = { 0 };
	int64_t began = clock_milliseconds(), listed;

	if (options->reader->list(options->reader->context, &files, &site->arena, diag) != 0)
		return -1;
	listed = clock_milliseconds();
	load.tasks = memory_alloc((files.count + 1) * sizeof *load.tasks);
	for (size_t i = 0; i < files.count; i++)
		if (classify(&load, &files.at[i], &load.tasks[load.count]))
			load.count++;
	parse_all(&load, site->internal->workers);
	adopt(&load);
	site_number(site);
	keep_bodies(&load);
	if (options->memory)
		keep_files(&load);
	free(load.tasks);
	stages->read = listed - began;
	stages->parse = clock_milliseconds() - listed;
	return 0;
}
