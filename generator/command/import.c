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
#include "project.h"

struct import {
	struct project *project;
	struct import_result result;
	struct str source;	/* the document, as the user names it */
	enum import_status status;
	bool read;		/* its bytes could be had */
	bool written;
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
		diag_report(diag, DIAG_READ, place_of(import->source), STR(""), "no se puede leer: %s (error %d)",
			    error == ENOENT ? "no existe" : error == EISDIR ? "es una carpeta"
			    : error == EINVAL ? "no es un archivo" : "el sistema no lo permite", error);
		return -1;
	}
	if (out->len > import_limit()) {
		diag_report(diag, DIAG_FILE_SIZE, place_of(import->source), STR(""),
			    "tiene más de %zu MB; no se lee", import_limit() >> 20);
		return -1;
	}
	return 0;
}

/* Make the folders above PATH. */
static void make_folders(const char *path)
{
	char name[4096];

	for (size_t i = 1; i < sizeof name && path[i]; i++) {
		if (path[i] != '/')
			continue;
		memcpy(name, path, i);
		name[i] = '\0';
		mkdir(name, 0777);	/* that it is there already is fine; the rest shows below */
	}
}

static int write_all(int fd, struct str text)
{
	while (text.len) {
		ssize_t put = write(fd, text.ptr, text.len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return -1;
		text = str_slice(text, (size_t)put, (size_t)-1);
	}
	return 0;
}

/* Write a file that is not there yet: 0; 1 when it is; -1 after a diagnostic. */
static int write_new(struct import *import, struct str path, struct str text)
{
	int fd, failed;

	make_folders(path.ptr);
	fd = open(path.ptr, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
	if (fd < 0 && errno == EEXIST)
		return 1;
	failed = fd < 0 || write_all(fd, text) != 0;
	if (fd >= 0 && close(fd) != 0)
		failed = 1;
	if (!failed)
		return 0;
	diag_report(import->project->diag, DIAG_WRITE, place_of(path), STR(""), "no se pudo escribir (error %d)", errno);
	if (fd >= 0)
		unlink(path.ptr);
	return -1;
}

static struct str target_of(struct import *import, const struct import_file *file)
{
	return path_join(&import->result.arena, str_from(import->project->options->content), file->path);
}

/* The catalogue files, and last the evaluation that names them. */
static void write_files(struct import *import)
{
	struct str evaluation = target_of(import, &import->result.files.at[0]);

	if (access(evaluation.ptr, F_OK) == 0) {
		diag_report(import->project->diag, DIAG_IMPORT_EXISTS, place_of(import->source),
			    STR("bórrelo o cámbiele el nombre, e importe otra vez"),
			    "ya hay un archivo %.*s; no se toca y nada se escribe", STR_ARG(evaluation));
		return;
	}
	for (size_t i = import->result.files.count; i-- > 0;) {
		const struct import_file *file = &import->result.files.at[i];

		if (write_new(import, target_of(import, file), file->text) < 0)
			return;
	}
	import->written = true;
}

/* ---- one document ---- */

static void tell_status(struct import *import)
{
	struct diag *diag = import->project->diag;
	struct place place = place_of(import->source);

	switch (import->status) {
	case IMPORT_NO_READER:
		diag_report(diag, DIAG_IMPORT_READER, place,
			    STR("guárdelo como texto o HTML (en Word o LibreOffice: «Guardar como») e impórtelo así"),
			    "es %s, que todavía no se lee; no se importó", import->result.format);
		break;
	case IMPORT_UNREADABLE:
		diag_report(diag, DIAG_IMPORT_UNREADABLE, place, import->result.hint, "%.*s; no se importó",
			    STR_ARG(import->result.reason));
		break;
	case IMPORT_NO_FORM:
		diag_report(diag, DIAG_IMPORT_FORM, place, STR("«diafano explain 1.1» muestra los rótulos del formato"),
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
		.year = options->year, .fund = str_from(options->fund),
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

static unsigned count_level(const struct import_result *result, enum import_level level)
{
	unsigned count = 0;

	for (size_t i = 0; i < result->remarks.count; i++)
		count += result->remarks.at[i].level == level;
	return count;
}

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
		printf("%s [%s]\n", visible.ptr, import_kind_name(remark->kind));
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
	printf("\n  se leyeron %u campos y %u elementos; faltan %u; dudosos %u\n", result->fields, result->items,
	       count_level(result, IMPORT_MISSING), count_level(result, IMPORT_DOUBTFUL));
	if (result->fields)
		print_read(result);
	print_remarks(result, IMPORT_MISSING, "falta");
	print_remarks(result, IMPORT_DOUBTFUL, "dudoso");
	print_remarks(result, IMPORT_NOTE, "nota");
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
		for (size_t i = 0; import->written && i < result->files.count; i++)
			json_text(json, target_of(import, &result->files.at[i]));
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

	int written = 0;

	for (int i = 0; i < options->word_count; i++) {
		struct import import = { .project = project, .source = str_from(options->words[i]) };

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
	}
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

int import_run(const struct options *options)
{
	struct project project;
	int status = project_open(&project, options);
	struct buf out;
	struct json json;

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
