/*
 * tree.c -- the working tree as a reader.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Folders are opened relative to one another and nothing is followed, so that
 * a link can neither lead out of the content nor round in a circle. What is
 * wrong with one name is reported and the walk goes on.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/map.h"
#include "base/path.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "source/source.h"

#define DEPTH_MAX 24
#define SETTLE_MS 100
#define READ_AT_ONCE (64u << 10)

struct tree {
	struct source_reader reader;
	int folder;		/* the open content folder */
	struct buf content;	/* as messages name it, "" for the project itself */
};

struct walk {
	struct arena *arena;
	struct diag *diag;
	struct buf path;	/* "content/fondos/fone.md", as we go */
	size_t prefix;		/* bytes of "content/" */
	VEC(struct source_entry) entries;
	int64_t now;		/* milliseconds since 1970 */
};

/* The system's own words are English and depend on the locale. */
static const char *reason(int error)
{
	switch (error) {
	case EACCES:
	case EPERM:
		return "no hay permiso para leer";
	case ENOENT:
		return "no existe";
	case ENOTDIR:
		return "no es una carpeta";
	case EISDIR:
		return "es una carpeta";
	case ELOOP:
		return "es un enlace simbólico";
	case EIO:
		return "el disco da error";
	case EMFILE:
	case ENFILE:
		return "hay demasiados archivos abiertos a la vez";
	case ENAMETOOLONG:
		return "la ruta es demasiado larga";
	case ESTALE:
		return "el disco de red dejó de responder";
	default:
		return "el sistema no lo permite";
	}
}

static void report_errno(struct diag *diag, struct str shown, const char *what)
{
	int error = errno;

	diag_report(diag, DIAG_READ, (struct place){ .path = shown },
		    error == EACCES ? STR("chmod a+rX da el permiso") : STR(""),
		    "no se puede %s: %s (error %d)", what, reason(error), error);
}

/* The place named by the walk's path, which changes under our feet. */
static struct place place_here(struct walk *walk)
{
	return (struct place){ .path = arena_str(walk->arena, buf_str(&walk->path)) };
}

/* Hidden files, and what editors leave behind. */
static bool is_leftover(struct str name)
{
	return str_starts(name, STR(".")) || str_starts(name, STR("#")) ||
	       str_ends(name, STR("~")) || str_ends(name, STR(".swp")) ||
	       str_ends(name, STR(".swo"));
}

/* NAME with what no terminal should get written as \xNN. */
static void put_visible(struct buf *out, struct str name)
{
	for (size_t i = 0; i < name.len; i++) {
		unsigned char c = (unsigned char)name.ptr[i];

		if (c < 0x20 || c >= 0x7f)
			buf_printf(out, "\\x%02x", c);
		else
			buf_put_char(out, (char)c);
	}
}

/* Only called for names that are not fit to be shown as they are: NAME is the
   end of the path WHOLE. */
static void report_name(struct arena *arena, struct diag *diag, struct str whole,
			struct str name, const char *what)
{
	struct buf shown;
	size_t start;

	buf_init(&shown);
	buf_put_str(&shown, str_slice(whole, 0, whole.len - name.len));
	start = shown.len;
	put_visible(&shown, name);
	diag_report(diag, DIAG_NAME_BYTES,
		    (struct place){ .path = arena_str(arena, buf_str(&shown)) },
		    STR("cámbiele el nombre: sin saltos de línea, en UTF-8"),
		    "el nombre «%s» %s; queda fuera", shown.ptr + start, what);
	buf_dispose(&shown);
}

/* NAME is the end of the path WHOLE, whose other names are fit. */
static bool name_is_fit(struct arena *arena, struct diag *diag, struct str whole,
			struct str name)
{
	if (utf8_valid_length(name) != name.len) {
		report_name(arena, diag, whole, name, "no es UTF-8");
		return false;
	}
	if (path_has_control(name)) {
		report_name(arena, diag, whole, name, "lleva caracteres de control");
		return false;
	}
	return true;
}

static void walk_folder(struct walk *walk, int fd, unsigned depth);

static void enter_folder(struct walk *walk, int parent, const char *name,
			 unsigned depth)
{
	int fd;

	if (depth >= DEPTH_MAX) {
		diag_report(walk->diag, DIAG_FOLDER_DEPTH, place_here(walk), STR(""),
			    "hay más de %d carpetas una dentro de otra; ésta no se mira",
			    DEPTH_MAX);
		return;
	}
	fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		report_errno(walk->diag, place_here(walk).path, "abrir la carpeta");
	else
		walk_folder(walk, fd, depth + 1);
}

/* A number that changes when the file does. The clock of the disk ticks slowly: a file that
   changed just now could change again within a tick, and has none. */
static uint64_t stamp_of(const struct walk *walk, const struct stat *status)
{
	const uint64_t parts[] = {
		(uint64_t)status->st_size, (uint64_t)status->st_ino, (uint64_t)status->st_dev,
		(uint64_t)status->st_mtim.tv_sec, (uint64_t)status->st_mtim.tv_nsec,
		(uint64_t)status->st_ctim.tv_sec, (uint64_t)status->st_ctim.tv_nsec,
	};
	int64_t changed = (int64_t)status->st_ctim.tv_sec * 1000 + status->st_ctim.tv_nsec / 1000000;
	uint64_t stamp = hash_str(str_make((const char *)parts, sizeof parts));

	if (changed + SETTLE_MS > walk->now)
		return 0;
	return stamp ? stamp : 1;
}

static void add_file(struct walk *walk, const struct stat *status)
{
	struct source_entry entry = {
		.size = (uint64_t)status->st_size, .stamp = stamp_of(walk, status),
	};

	entry.shown = arena_str(walk->arena, buf_str(&walk->path));
	entry.path = str_slice(entry.shown, walk->prefix, SIZE_MAX);
	vec_push(&walk->entries, entry);
}

/* One name of the folder PARENT; the walk's path ends in it. */
static void visit(struct walk *walk, int parent, const char *name, unsigned depth)
{
	struct stat status;

	if (!name_is_fit(walk->arena, walk->diag, buf_str(&walk->path), str_from(name)))
		return;
	if (fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) < 0) {
		report_errno(walk->diag, place_here(walk).path, "leer");
		return;
	}
	if (S_ISDIR(status.st_mode))
		enter_folder(walk, parent, name, depth);
	else if (S_ISREG(status.st_mode))
		add_file(walk, &status);
	else if (S_ISLNK(status.st_mode))
		diag_report(walk->diag, DIAG_SYMLINK, place_here(walk),
			    STR("ponga en su lugar el archivo o la carpeta"),
			    "los enlaces simbólicos no se siguen; queda fuera");
	else
		diag_report(walk->diag, DIAG_FILE_SPECIAL, place_here(walk), STR(""),
			    "no es un archivo ni una carpeta; queda fuera");
}

/* Takes FD. */
static void walk_folder(struct walk *walk, int fd, unsigned depth)
{
	size_t length = walk->path.len;
	struct dirent *found;
	DIR *folder = fdopendir(fd);

	if (!folder) {
		report_errno(walk->diag, place_here(walk).path, "leer la carpeta");
		close(fd);
		return;
	}
	while ((void)(errno = 0), (found = readdir(folder))) {
		if (is_leftover(str_from(found->d_name)))
			continue;
		if (length)
			buf_put_char(&walk->path, '/');
		buf_put_text(&walk->path, found->d_name);
		visit(walk, fd, found->d_name, depth);
		walk->path.len = length;
	}
	if (errno)
		report_errno(walk->diag, place_here(walk).path, "leer la carpeta");
	closedir(folder);
}

static int by_path(const void *a, const void *b)
{
	const struct source_entry *first = a, *second = b;

	return str_compare(first->path, second->path);
}

static bool is_ascii(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.ptr[i] >= 0x80)
			return false;
	return true;
}

static bool all_ascii(const struct source_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		if (!is_ascii(list->at[i].path))
			return false;
	return true;
}

/* Leave out, of paths that look alike, all but the first. */
static void drop_alike(struct source_list *list, struct arena *arena,
		       struct diag *diag)
{
	struct map seen;
	struct buf form;
	size_t kept = 0;

	if (all_ascii(list))
		return;
	map_init(&seen);
	buf_init(&form);
	for (size_t i = 0; i < list->count; i++) {
		struct source_entry *entry = &list->at[i], *other;
		struct str key;

		buf_clear(&form);
		utf8_put_nfc(&form, entry->path);
		key = arena_str(arena, buf_str(&form));
		other = map_get(&seen, key);
		if (other) {
			diag_report(diag, DIAG_NAME_ALIKE,
				    (struct place){ .path = entry->shown },
				    STR("borre uno de los dos, o cámbiele el nombre"),
				    "ya hay un «%.*s» que se ve igual y se escribe distinto por dentro; éste queda fuera",
				    STR_ARG(other->path));
			continue;
		}
		list->at[kept] = *entry;
		map_set(&seen, key, &list->at[kept++]);
	}
	list->count = kept;
	buf_dispose(&form);
	map_dispose(&seen);
}

/* Every name of ENTRY's path. */
static bool path_is_fit(const struct source_entry *entry, struct arena *arena,
			struct diag *diag)
{
	struct str rest = entry->path, name;
	size_t end = entry->shown.len - entry->path.len;

	while (str_cut(&rest, '/', &name)) {
		end += name.len;
		if (is_leftover(name) ||
		    !name_is_fit(arena, diag, str_slice(entry->shown, 0, end), name))
			return false;
		end++;
	}
	return true;
}

void source_list_clean(struct source_list *list, struct arena *arena, struct diag *diag)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->count; i++)
		if (path_is_fit(&list->at[i], arena, diag))
			list->at[kept++] = list->at[i];
	list->count = kept;
	if (kept > 1)
		qsort(list->at, kept, sizeof *list->at, by_path);
	drop_alike(list, arena, diag);
}

/* By the clock that the disk is stamped with. */
static int64_t milliseconds_now(void)
{
	struct timespec now = { 0 };

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int tree_list(void *context, struct source_list *out,
		     struct arena *arena, struct diag *diag)
{
	struct tree *tree = context;
	struct walk walk = { .arena = arena, .diag = diag, .now = milliseconds_now() };
	int fd = openat(tree->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	*out = (struct source_list){ NULL, 0 };
	if (fd < 0) {
		report_errno(diag, arena_str(arena, buf_str(&tree->content)),
			     "abrir la carpeta");
		return -1;
	}
	buf_init(&walk.path);
	buf_put_str(&walk.path, buf_str(&tree->content));
	walk.prefix = walk.path.len + (walk.path.len != 0);
	walk_folder(&walk, fd, 0);
	out->count = walk.entries.count;
	out->at = ARENA_ARRAY(arena, out->count, struct source_entry);
	if (out->count) {
		memcpy(out->at, walk.entries.at, out->count * sizeof *out->at);
		qsort(out->at, out->count, sizeof *out->at, by_path);
	}
	drop_alike(out, arena, diag);
	vec_dispose(&walk.entries);
	buf_dispose(&walk.path);
	return 0;
}

/* O_NONBLOCK: a pipe that took the file's place must not hold us up. */
static int tree_open(void *context, const struct source_entry *entry,
		     struct diag *diag)
{
	struct tree *tree = context;
	struct stat status;
	struct buf path;
	int fd;

	buf_init(&path);
	buf_put_str(&path, entry->path);
	fd = openat(tree->folder, path.ptr,
		    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	buf_dispose(&path);
	if (fd < 0) {
		report_errno(diag, entry->shown, "leer");
		return -1;
	}
	if (fstat(fd, &status) < 0 || !S_ISREG(status.st_mode)) {
		diag_report(diag, DIAG_READ, (struct place){ .path = entry->shown },
			    STR(""), "no se puede leer: dejó de ser un archivo");
		close(fd);
		return -1;
	}
	return fd;
}

/* Append what FD holds to OUT, one byte over the limit at most: whoever
   cleans the text then says that it is too large. */
static int read_all(int fd, struct buf *out)
{
	size_t limit = out->len + SOURCE_TEXT_MAX + 1;

	while (out->len < limit) {
		size_t space = limit - out->len;
		ssize_t got;

		if (out->room < out->len + 2)
			buf_reserve(out, READ_AT_ONCE);
		if (space > out->room - out->len - 1)
			space = out->room - out->len - 1;
		got = read(fd, out->ptr + out->len, space);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		out->len += (size_t)got;
	}
	out->ptr[out->len] = '\0';
	return 0;
}

static int tree_read(void *context, const struct source_entry *entry,
		     struct buf *out, struct diag *diag)
{
	uint64_t expected = entry->size;
	size_t start = out->len;
	int fd = tree_open(context, entry, diag);
	int status;

	if (fd < 0)
		return -1;
	if (expected > SOURCE_TEXT_MAX)
		expected = SOURCE_TEXT_MAX;
	buf_reserve(out, (size_t)expected + 1);	/* one read, and one that says "end" */
	status = read_all(fd, out);
	if (status < 0) {
		report_errno(diag, entry->shown, "leer");
		out->len = start;
		out->ptr[start] = '\0';
	}
	close(fd);
	return status;
}

/* Drop "./" before and "/" behind, so that messages read well. */
static struct str tidy(struct str content)
{
	while (str_starts(content, STR("./")))
		content = str_slice(content, 2, SIZE_MAX);
	while (content.len > 1 && str_ends(content, STR("/")))
		content.len--;
	return str_equal(content, STR(".")) ? STR("") : content;
}

static int open_content(const char *root, const char *content)
{
	int base = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int fd, error;

	if (base < 0)
		return -1;
	fd = openat(base, content, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	error = errno;
	close(base);
	errno = error;
	return fd;
}

struct source_reader *source_tree(const char *root, const char *content,
				  struct diag *diag)
{
	struct tree *tree;
	int fd = open_content(root, content);

	if (fd < 0) {
		report_errno(diag, str_from(content), "abrir la carpeta del contenido");
		return NULL;
	}
	tree = memory_alloc(sizeof *tree);
	*tree = (struct tree){
		.reader = { tree, tree_list, tree_read, tree_open },
		.folder = fd,
	};
	buf_init(&tree->content);
	buf_put_str(&tree->content, tidy(str_from(content)));
	return &tree->reader;
}

void source_tree_free(struct source_reader *reader)
{
	struct tree *tree;

	if (!reader)
		return;
	tree = reader->context;
	close(tree->folder);
	buf_dispose(&tree->content);
	free(tree);
}
