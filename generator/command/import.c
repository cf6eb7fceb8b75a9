/*
 * import.c -- `diafano import`: published documents into content files.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nothing that exists is ever written over, and a document that cannot be
 * imported stops none of the others.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "base/utf8.h"
#include "import/import.h"
#include "file.h"
#include "key.h"
#include "project.h"

/* The evaluations that this run has written. */
struct made_list {
	struct arena arena;
	VEC(struct import_made) list;
};

struct import {
	struct project *project;
	struct made_list *made;
	struct import_result result;
	struct str source;	/* the document, as the user names it */
	enum import_status status;
	bool read;		/* its bytes could be had */
	bool written;		/* all of WROTE are */
	VEC(struct str) wrote;	/* the evaluation last */
};

/* ---- files ---- */

static struct place place_of(struct str path)
{
	return (struct place){ .path = path };
}

static int read_all(int fd, struct buf *out)
{
	char bytes[1 << 16];
	ssize_t got = 0;

	while (out->len <= import_limit() && (got = read(fd, bytes, sizeof bytes)) > 0)
		buf_put(out, bytes, (size_t)got);
	return got < 0 ? -1 : 0;
}

static void tell_unread(struct import *import, int error)
{
	struct str source = import->source;
	struct str hint = STR("");

	while (source.len > 1 && source.ptr[source.len - 1] == '/')
		source.len--;
	if (error == EISDIR)
		hint = arena_printf(&import->made->arena, "diga sus documentos: diafano import %.*s%s*.pdf",
				    STR_ARG(source), source.ptr[source.len - 1] == '/' ? "" : "/");
	else if (error == ENOENT)
		hint = STR("revise cómo está escrito el nombre; si lleva espacios, póngalo entre comillas");
	if (error == EISDIR || error == ENOENT || error == EINVAL)
		diag_report(import->project->diag, DIAG_READ, place_of(source), hint, "no se puede leer: %s",
			    error == ENOENT ? "no existe" : error == EISDIR ? "es una carpeta" : "no es un archivo");
	else
		diag_report(import->project->diag, DIAG_READ, place_of(source), hint,
			    "no se puede leer: el sistema no lo permite (error %d)", error);
}

/* The bytes of the document; -1 after saying why not. */
static int read_document(struct import *import, struct buf *out)
{
	struct diag *diag = import->project->diag;
	int fd = open(import->source.ptr, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	struct stat status;
	int error = 0;

	if (fd >= 0 && fstat(fd, &status) == 0 && !S_ISREG(status.st_mode))
		error = S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
	else if (fd < 0 || read_all(fd, out) != 0)
		error = errno;
	if (fd >= 0)
		close(fd);
	if (error) {
		tell_unread(import, error);
		return -1;
	}
	if (out->len == 0) {
		diag_report(diag, DIAG_IMPORT_UNREADABLE, place_of(import->source),
			    STR("pida el documento otra vez a quien lo tiene"), "está vacío; no se importó");
		return -1;
	}
	if (out->len > import_limit()) {
		diag_report(diag, DIAG_FILE_SIZE, place_of(import->source), STR(""),
			    "tiene más de %zu MB; no se lee", import_limit() >> 20);
		return -1;
	}
	return 0;
}

static struct str target_of(struct import *import, const struct import_file *file)
{
	return path_join(&import->result.arena, str_from(import->project->options->content), file->path);
}

/* The key behind "ente: " in the file TEXT of an evaluation; absent: it has none. */
static struct str entity_of(struct str text)
{
	size_t at = str_find(text, STR("\nente: "));

	if (at == (size_t)-1)
		return (struct str){ 0 };
	text = str_slice(text, at + 7, (size_t)-1);
	return str_slice(text, 0, str_find_char(text, '\n'));
}

/* Who comes behind must know that the address is taken, and by whom. */
static void remember(struct import *import)
{
	const struct import_file *file = &import->result.files.at[0];
	struct arena *arena = &import->made->arena;
	struct import_made made = { arena_str(arena, file->path), arena_str(arena, entity_of(file->text)) };

	vec_push(&import->made->list, made);
}

/* The catalogue files, and last the evaluation that names them. */
static void write_files(struct import *import)
{
	struct str evaluation = target_of(import, &import->result.files.at[0]);

	if (access(evaluation.ptr, F_OK) == 0) {
		diag_report(import->project->diag, DIAG_IMPORT_EXISTS, place_of(import->source),
			    STR("compárelos: para corregir una evaluación edite ese archivo; si es otra, impórtela con «--clave CLAVE»"),
			    "ya hay un archivo %.*s; no se toca y nada se escribe", STR_ARG(evaluation));
		return;
	}
	for (size_t i = import->result.files.count; i-- > 0;) {
		const struct import_file *file = &import->result.files.at[i];

		struct str target = target_of(import, file);
		int written = file_write_new(target, file->text, import->project->diag);

		if (written < 0)
			return;
		if (written == 0)
			vec_push(&import->wrote, target);
	}
	import->written = true;
	remember(import);
}

/* ---- one document ---- */

static void tell_status(struct import *import)
{
	struct diag *diag = import->project->diag;
	struct place place = place_of(import->source);

	switch (import->status) {
	case IMPORT_NO_READER:
		diag_report(diag, DIAG_IMPORT_READER, place,
			    STR("guárdelo como documento de Word (.docx) o como PDF (en Word o LibreOffice: «Guardar como») e impórtelo así"),
			    "es %s, que todavía no se lee; no se importó", import->result.format);
		break;
	case IMPORT_UNREADABLE:
		diag_report(diag, DIAG_IMPORT_UNREADABLE, place, import->result.hint, "%.*s; no se importó",
			    STR_ARG(import->result.reason));
		break;
	case IMPORT_NO_FORM:
		diag_report(diag, DIAG_IMPORT_FORM, place, import->result.hint.len ? import->result.hint
			    : STR("«diafano explain 1.1» muestra los rótulos del formato"),
			    "no se encontró ningún rótulo del formato CONAC; no se importó");
		break;
	case IMPORT_NO_YEAR:
		diag_report(diag, DIAG_IMPORT_YEAR, place, STR("dígalo: diafano import --ejercicio 2022 ..."),
			    "no dice de qué ejercicio fiscal es y de él depende dónde se guarda; no se escribió");
		break;
	case IMPORT_DONE:
		break;
	}
}

static void import_one(struct import *import)
{
	const struct options *options = import->project->options;
	struct import_options how = {
		.site = import->project->site, .name = path_name(import->source),
		.year = options->year, .fund = str_from(options->fund), .key = str_from(options->key),
		.made = import->made->list.at, .made_count = import->made->list.count,
	};
	struct buf bytes;

	buf_init(&bytes);
	import->read = read_document(import, &bytes) == 0;
	if (import->read) {
		import->status = import_document(&import->result, &how, buf_str(&bytes));
		tell_status(import);
		if (import->status == IMPORT_DONE)
			write_files(import);
	}
	buf_dispose(&bytes);
}

/* ---- the report ---- */

static void print_remarks(const struct import_result *result, enum import_level level, const char *word)
{
	for (size_t i = 0; i < result->remarks.count; i++) {
		const struct import_remark *remark = &result->remarks.at[i];
		struct buf visible;

		if (remark->level != level)
			continue;
		buf_init(&visible);
		utf8_put_visible(&visible, remark->text);
		printf("  %-7s %-6.*s ", word, STR_ARG(remark->number));
		if (remark->page)
			printf("página %u, ", remark->page);
		if (remark->line)
			printf("%s %u: ", result->line_word, remark->line);
		fputs(visible.ptr, stdout);
		/* of what is missing, all have the same to do: told once */
		if (level != IMPORT_MISSING && *import_kind_action(remark->kind))
			printf("; %s", import_kind_action(remark->kind));
		printf(" [%s]\n", import_kind_name(remark->kind));
		buf_dispose(&visible);
	}
}

/* The numbers of what was read, each once. */
static void print_read(const struct import_result *result)
{
	struct str last = { 0 };

	printf("  leído  ");
	for (size_t i = 0; i < result->remarks.count; i++) {
		const struct import_remark *remark = &result->remarks.at[i];

		if (remark->level != IMPORT_READ || str_equal(remark->number, last))
			continue;
		last = remark->number;
		printf(" %.*s", STR_ARG(last));
	}
	putchar('\n');
}

static size_t count_words(struct str text, struct str words)
{
	size_t count = 0;

	for (size_t at; (at = str_find(text, words)) != (size_t)-1; count++)
		text = str_slice(text, at + words.len, (size_t)-1);
	return count;
}

/* What was written beside the evaluation, and what to do now. */
static void print_next(const struct import *import)
{
	struct str target = import->wrote.at[import->wrote.count - 1];
	size_t comments = count_words(import->result.files.at[0].text, STR("\n# Revise")) +
			  count_words(import->result.files.at[0].text, STR(" # Revise"));

	for (size_t i = import->wrote.count - 1; i-- > 0;)
		printf("  se escribió %.*s\n", STR_ARG(import->wrote.at[i]));
	fputs("  ahora: ", stdout);
	if (comments == 1)
		printf("revise la línea «# Revise» de %.*s; después: ", STR_ARG(target));
	else if (comments)
		printf("revise las %zu líneas «# Revise» de %.*s; después: ", comments, STR_ARG(target));
	else if (import->wrote.count > 1)
		fputs("revise los archivos que se escribieron; después: ", stdout);
	/* not of all: what is wrong with other years' is for another day */
	printf("diafano check %.*s\n", STR_ARG(key_in_path(target)));
}

static void print_report(struct import *import)
{
	const struct import_result *result = &import->result;
	struct buf name;

	if (!import->read || import->status == IMPORT_NO_READER || import->status == IMPORT_NO_FORM ||
	    import->status == IMPORT_UNREADABLE)
		return;
	buf_init(&name);
	utf8_put_visible(&name, import->source);
	printf("%s (%s)", name.ptr, result->format);
	buf_dispose(&name);
	if (import->written)
		printf(" -> %.*s", STR_ARG(target_of(import, &result->files.at[0])));
	printf("\n  se %s %u %s y %u %s; faltan %u; dudosos %u\n", result->fields == 1 ? "leyó" : "leyeron",
	       result->fields, result->fields == 1 ? "campo" : "campos", result->items,
	       result->items == 1 ? "elemento" : "elementos",
	       import_count(result, IMPORT_MISSING), import_count(result, IMPORT_DOUBTFUL));
	if (result->fields)
		print_read(result);
	print_remarks(result, IMPORT_MISSING, "falta");
	if (import_count(result, IMPORT_MISSING))
		puts("          lo que falta, escríbalo si lo tiene de otra fuente; si no, déjelo: el sitio dice que no consta");
	print_remarks(result, IMPORT_DOUBTFUL, "dudoso");
	print_remarks(result, IMPORT_NOTE, "nota");
	if (import->written)
		print_next(import);
	fflush(stdout);
}

static void put_remarks(struct json *json, const char *key, const struct import_result *result,
			enum import_level level)
{
	json_key(json, key);
	json_open(json, '[');
	for (size_t i = 0; i < result->remarks.count; i++) {
		const struct import_remark *remark = &result->remarks.at[i];

		if (remark->level != level)
			continue;
		json_open(json, '{');
		json_key(json, "id");
		json_text(json, str_from(import_kind_name(remark->kind)));
		json_key(json, "field");
		json_text(json, remark->number);
		json_key(json, "line");
		json_number(json, remark->line);
		json_key(json, "page");
		json_number(json, remark->page);
		if (level != IMPORT_READ) {
			json_key(json, "text");
			json_text(json, remark->text);
			json_key(json, "hint");
			json_text(json, str_from(import_kind_action(remark->kind)));
		}
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void put_json(struct import *import, struct json *json)
{
	static const char *const words[] = { "importado", "sin-lector", "sin-formato", "sin-ejercicio", "ilegible" };
	const struct import_result *result = &import->result;

	json_open(json, '{');
	json_key(json, "source");
	json_text(json, import->source);
	json_key(json, "status");
	json_text(json, str_from(!import->read ? "sin-leer" : import->status == IMPORT_DONE && !import->written
				 ? "sin-escribir" : words[import->status]));
	if (import->read) {
		json_key(json, "format");
		json_text(json, str_from(result->format));
		json_key(json, "fields");
		json_number(json, result->fields);
		json_key(json, "items");
		json_number(json, result->items);
		json_key(json, "written");
		json_open(json, '[');
		for (size_t i = import->wrote.count; i-- > 0;)
			json_text(json, import->wrote.at[i]);
		json_close(json, ']');
		put_remarks(json, "read", result, IMPORT_READ);
		put_remarks(json, "missing", result, IMPORT_MISSING);
		put_remarks(json, "doubtful", result, IMPORT_DOUBTFUL);
		put_remarks(json, "notes", result, IMPORT_NOTE);
	}
	json_close(json, '}');
}

/* ---- all of them ---- */

/* One line of the terminal, which goes when the document is read. */
static void show_progress(int number, int count, struct str source)
{
	struct buf name;

	buf_init(&name);
	utf8_put_visible(&name, source);
	fprintf(stderr, "\r\033[K[%d/%d] %.60s", number, count, name.ptr);
	fflush(stderr);
	buf_dispose(&name);
}

static void import_all(struct project *project, struct json *json)
{
	const struct options *options = project->options;
	bool progress = options->word_count > 1 && isatty(STDERR_FILENO);

	struct made_list made = { 0 };
	int written = 0;

	arena_init(&made.arena);
	for (int i = 0; i < options->word_count; i++) {
		struct import import = { .project = project, .made = &made, .source = str_from(options->words[i]) };

		if (progress)
			show_progress(i + 1, options->word_count, import.source);
		import_one(&import);
		if (progress)
			fputs("\r\033[K", stderr);
		if (options->json)
			put_json(&import, json);
		else
			print_report(&import);
		written += import.written;
		if (import.read)
			import_dispose(&import.result);
		vec_dispose(&import.wrote);
	}
	vec_dispose(&made.list);
	arena_dispose(&made.arena);
	if (!options->json && options->word_count > 1)
		printf("se importaron %d de %d documentos\n", written, options->word_count);
}

/* What is wrong with the content is `check`'s to say: here only the documents count. */
static int read_catalogues(struct project *project)
{
	if (project_read(project) != 0)
		return -1;
	diag_free(project->diag);
	project->diag = diag_new();
	return 0;
}

static bool has_fund(const struct project *project)
{
	const char *fund = project->options->fund;

	return !fund || site_find(project->site, ENTRY_FUND, str_from(fund));
}

int import_run(const struct options *given)
{
	/* a draft has its address too: the next document must not get it */
	struct options all = *given, *options = &all;
	struct project project;
	int status;
	struct buf out;
	struct json json;

	if (given->key && given->word_count > 1)
		return usage_error("«--clave %s»: una clave es de un documento, y hay %d", given->key, given->word_count);
	all.drafts = true;
	status = project_open(&project, options);
	buf_init(&out);
	json_init(&json, &out);
	json_open(&json, '{');
	json_key(&json, "documents");
	json_open(&json, '[');
	if (status == 0) {
		if (read_catalogues(&project) == 0 && !has_fund(&project))
			status = usage_error("«--fondo %s»: no hay un fondo con esa clave en %s/fondos", options->fund, options->content);
		else if (project.site)
			import_all(&project, &json);
		status = status ? status : project_report(&project);
	}
	json_close(&json, ']');
	json_key(&json, "errors");
	json_number(&json, (int64_t)diag_count(project.diag, SEVERITY_ERROR));
	json_key(&json, "diagnostics");
	diag_put_json(project.diag, &json);
	json_close(&json, '}');
	buf_put_char(&out, '\n');
	if (options->json)
		fwrite(out.ptr, 1, out.len, stdout);
	buf_dispose(&out);
	project_close(&project);
	return status;
}
