/*
 * folder.c -- the files of a theme, and nothing that is not in it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files are opened one name at a time below a folder that is open already,
 * never through a symbolic link: what is checked is what is read.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "base/utf8.h"
#include "folder.h"

#define NAME_MAX_BYTES 200

/* Where a walk is: an open folder, its name, and the path to tell. */
struct spot {
	int fd;
	struct str folder;	/* of the theme */
	struct str name;	/* below it */
	unsigned depth;
};

void theme_files_init(struct theme_files *files, struct arena *arena,
		      struct diag *diag)
{
	*files = (struct theme_files){ .arena = arena, .diag = diag };
	map_init(&files->by_name);
}

void theme_files_dispose(struct theme_files *files)
{
	vec_dispose(&files->list);
	map_dispose(&files->by_name);
}

#define COMPLAIN(files, id, file_path, ...)				\
	((files)->status = -1,						\
	 diag_report((files)->diag, (id),				\
		     (struct place){ .path = (file_path) }, STR(""),	\
		     __VA_ARGS__))

static void complain_read(struct theme_files *files, struct str path)
{
	COMPLAIN(files, DIAG_READ, path,
		 "el sistema no dejó leerlo: %s; el tema no se usa",
		 strerror(errno));
}

static bool has_folder(struct str name, const char *folder)
{
	return str_starts(name, str_from(folder));
}

static bool is_merged(struct str name)
{
	return !has_folder(name, "plantillas/") &&
	       !has_folder(name, "recursos/");
}

static bool is_textual(struct str name)
{
	static const struct str endings[] = {
		STR_LITERAL(".mustache"), STR_LITERAL(".txt"),
		STR_LITERAL(".css"), STR_LITERAL(".js"),
		STR_LITERAL(".svg"), STR_LITERAL(".json"),
		STR_LITERAL(".html"), STR_LITERAL(".xml"),
		STR_LITERAL(".webmanifest"),
	};

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (str_ends(name, endings[i]))
			return true;
	return false;
}

/* Read SIZE bytes of FD, or fewer if it ends before. False with errno. */
static bool read_all(struct theme_files *files, int fd, size_t size,
		     struct str *bytes)
{
	char *text = arena_alloc(files->arena, size + 1);
	size_t len = 0;

	while (len < size) {
		ssize_t got = read(fd, text + len, size - len);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return false;
		if (got == 0)
			break;
		len += (size_t)got;
	}
	*bytes = str_make(text, len);
	return true;
}

static bool check_text(struct theme_files *files, struct theme_file *file)
{
	size_t good = utf8_valid_length(file->bytes);
	struct place place = { .path = file->path, .line = 1, .column = 1 };

	if (good == file->bytes.len) {
		if (str_starts(file->bytes, STR("\xef\xbb\xbf")))
			file->bytes = str_slice(file->bytes, 3, (size_t)-1);
		return true;
	}
	for (size_t i = 0; i < good; i++) {
		place.column++;
		if (file->bytes.ptr[i] == '\n') {
			place.line++;
			place.column = 1;
		}
	}
	files->status = -1;
	diag_report(files->diag, DIAG_THEME_FILE, place, STR(""),
		    "aquí hay bytes que no son texto en UTF-8; "
		    "el tema no se usa");
	return false;
}

static void add_file(struct theme_files *files, int fd, size_t size,
		     struct str name, struct str path)
{
	bool is_asset = has_folder(name, "recursos/");
	size_t limit = is_asset ? THEME_ASSET_BYTES : THEME_TEMPLATE_BYTES;
	struct theme_file *file;

	if (!is_merged(name) && map_get(&files->by_name, name))
		return;
	if (size > limit || files->total + size > THEME_BYTES) {
		COMPLAIN(files, DIAG_THEME_FILE, path,
			 "es demasiado grande: aquí caben %zu KiB, y %zu en "
			 "todo el tema; el tema no se usa", limit >> 10,
			 THEME_BYTES >> 10);
		return;
	}
	if (files->list.count >= THEME_FILES) {
		if (!files->too_many)
			COMPLAIN(files, DIAG_THEME_FILE, path,
				 "el tema tiene más de %d archivos; no se usa",
				 THEME_FILES);
		files->too_many = true;
		return;
	}
	file = ARENA_NEW(files->arena, struct theme_file);
	file->name = name;
	file->path = path;
	if (!read_all(files, fd, size, &file->bytes)) {
		complain_read(files, path);
		return;
	}
	files->total += size;
	if (is_textual(name) && !check_text(files, file))
		return;
	vec_push(&files->list, file);
	if (!is_merged(name))
		map_set(&files->by_name, name, file);
}

/* Names become addresses and names of partials: they are kept plain. */
static bool is_plain_name(struct str name)
{
	if (!name.len || name.len > NAME_MAX_BYTES)
		return false;
	for (size_t i = 0; i < name.len; i++) {
		char c = name.ptr[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
		    !(c >= '0' && c <= '9') && c != '.' && c != '-' &&
		    c != '_')
			return false;
	}
	return true;
}

static void walk(struct theme_files *files, struct spot spot);

/* The thing called NAME in the folder of SPOT, whatever it is. */
static void visit(struct theme_files *files, const struct spot *spot,
		  const char *name)
{
	struct spot inner = {
		.folder = spot->folder, .depth = spot->depth + 1,
		.name = path_join(files->arena, spot->name,
				  arena_str(files->arena, str_from(name))),
	};
	struct str path = path_join(files->arena, spot->folder, inner.name);
	struct stat status;

	inner.fd = openat(spot->fd, name,
			  O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (inner.fd < 0 && errno == ENOENT)
		return;
	if (inner.fd < 0 && errno == ELOOP) {
		COMPLAIN(files, DIAG_THEME_FILE, path,
			 "es un enlace simbólico, y en un tema no se siguen; "
			 "el tema no se usa");
		return;
	}
	if (inner.fd < 0 || fstat(inner.fd, &status) != 0) {
		complain_read(files, path);
	} else if (S_ISDIR(status.st_mode)) {
		walk(files, inner);	/* closes it */
		return;
	} else if (!S_ISREG(status.st_mode)) {
		COMPLAIN(files, DIAG_THEME_FILE, path,
			 "no es un archivo ni una carpeta; el tema no se usa");
	} else if (is_merged(inner.name) ||
		   has_folder(inner.name, "recursos/") ||
		   str_ends(inner.name, STR(".mustache"))) {
		add_file(files, inner.fd, (size_t)status.st_size, inner.name,
			 path);
	}
	if (inner.fd >= 0)
		close(inner.fd);
}

static bool is_passed_over(const char *name)
{
	return name[0] == '.' || name[strlen(name) - 1] == '~';
}

static void walk(struct theme_files *files, struct spot spot)
{
	struct str path = path_join(files->arena, spot.folder, spot.name);
	DIR *folder = fdopendir(spot.fd);
	struct dirent *entry = NULL;
	bool go_on = spot.depth <= THEME_FOLDERS;

	if (!folder) {
		complain_read(files, path);
		close(spot.fd);
		return;
	}
	if (!go_on)
		COMPLAIN(files, DIAG_THEME_FILE, path,
			 "hay más de %d carpetas una dentro de otra; "
			 "el tema no se usa", THEME_FOLDERS);
	while (go_on && !files->too_many) {
		errno = 0;
		entry = readdir(folder);
		if (!entry && errno)
			complain_read(files, path);
		if (!entry)
			break;
		if (is_passed_over(entry->d_name))
			continue;
		if (is_plain_name(str_from(entry->d_name)))
			visit(files, &spot, entry->d_name);
		else
			COMPLAIN(files, DIAG_THEME_FILE, path,
				 "hay un archivo «%s»: los nombres de un tema "
				 "llevan sólo letras sin acento, números, "
				 "punto, guion y guion bajo; el tema no se usa",
				 entry->d_name);
	}
	closedir(folder);
}

/* idioma/es-MX.txt, then idioma/es.txt. */
static void visit_language(struct theme_files *files, const struct spot *top,
			   struct str language)
{
	struct str general = str_slice(language, 0,
				       str_find_char(language, '-'));
	struct spot spot = *top;
	struct str name;

	spot.name = STR("idioma");
	spot.depth = 1;
	spot.fd = openat(top->fd, "idioma", O_RDONLY | O_DIRECTORY |
			 O_NOFOLLOW | O_CLOEXEC);
	if (spot.fd < 0) {
		if (errno != ENOENT)
			complain_read(files, path_join(files->arena,
						       top->folder,
						       spot.name));
		return;
	}
	files->has_languages = true;
	name = arena_printf(files->arena, "%.*s.txt", STR_ARG(language));
	if (is_plain_name(name))
		visit(files, &spot, name.ptr);
	name = arena_printf(files->arena, "%.*s.txt", STR_ARG(general));
	if (general.len < language.len && is_plain_name(name))
		visit(files, &spot, name.ptr);
	close(spot.fd);
}

bool theme_files_read(struct theme_files *files, struct str folder,
		      struct str language)
{
	struct spot spot = {
		.folder = arena_str(files->arena, folder), .name = STR(""),
	};

	spot.fd = open(spot.folder.ptr, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (spot.fd < 0) {
		if (errno != ENOENT && errno != ENOTDIR)
			complain_read(files, spot.folder);
		return errno != ENOENT && errno != ENOTDIR;
	}
	visit(files, &spot, "tema.txt");
	visit_language(files, &spot, language);
	visit(files, &spot, "plantillas");
	visit(files, &spot, "recursos");
	close(spot.fd);
	return true;
}

bool theme_files_read_below(struct theme_files *files, struct str folder,
			    struct str name, struct str language)
{
	struct str parent = path_directory(folder);
	struct spot spot = { .name = STR("") };

	if (!parent.len)
		return false;
	spot.folder = path_join(files->arena, parent, name);
	spot.fd = open(spot.folder.ptr, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (spot.fd < 0)
		return false;
	visit_language(files, &spot, language);
	visit(files, &spot, "plantillas");
	visit(files, &spot, "recursos");
	close(spot.fd);
	return true;
}

static int compare_files(const void *a, const void *b)
{
	const struct theme_file *const *left = a, *const *right = b;

	return str_compare((*left)->name, (*right)->name);
}

void theme_files_sort(struct theme_files *files)
{
	struct theme_file **at = files->list.at;
	size_t merged = 0;

	/* What is merged moves to the front in the order it came. */
	for (size_t i = 0; i < files->list.count; i++) {
		struct theme_file *file = at[i];

		if (!is_merged(file->name))
			continue;
		memmove(at + merged + 1, at + merged,
			(i - merged) * sizeof *at);
		at[merged++] = file;
	}
	if (files->list.count > merged)
		qsort(at + merged, files->list.count - merged, sizeof *at,
		      compare_files);
}
