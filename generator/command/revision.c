/*
 * revision.c -- the content as of a commit, as a source.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * (1) A way to git's objects belongs to one thread at a time, and a reader is
 *     called from several: those not in use wait in a list.
 * (2) The blob of a path is found in the map that list() fills before anything
 *     is read.
 */
#include "revision.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/map.h"
#include "base/vec.h"

struct revision_source {
	struct source_reader reader;
	struct repository *repository;
	struct str content;
	struct arena arena;
	struct map blobs;	/* from a path to its struct object_id: (2) */
	pthread_mutex_t lock;
	VEC(struct repository_reader *) idle;	/* see (1) */
};

/* ---- names ---- */

static void report_left_out(struct diag *diag, struct str shown, enum revision_kind kind)
{
	if (kind == REVISION_LINK)
		diag_report(diag, DIAG_SYMLINK, (struct place){ .path = shown },
			    STR("ponga en su lugar el archivo o la carpeta"),
			    "los enlaces simbólicos no se siguen; queda fuera");
	else
		diag_report(diag, DIAG_FILE_SPECIAL, (struct place){ .path = shown }, STR(""),
			    "es otro repositorio, no una carpeta; queda fuera");
}

static int revision_list(void *context, struct source_list *out, struct arena *arena,
			 struct diag *diag)
{
	struct revision_source *source = context;
	struct revision revision;

	*out = (struct source_list){ NULL, 0 };
	if (repository_list(source->repository, &revision, true, &source->arena, diag) != 0)
		return -1;
	out->at = ARENA_ARRAY(arena, revision.count, struct source_entry);
	for (size_t i = 0; i < revision.count; i++) {
		struct revision_file *file = &revision.at[i];
		struct source_entry entry = { .path = file->path, .size = file->size };

		entry.shown = arena_printf(arena, "%.*s/%.*s", STR_ARG(source->content),
					   STR_ARG(file->path));
		if (file->kind != REVISION_FILE) {
			report_left_out(diag, entry.shown, file->kind);
			continue;
		}
		map_set(&source->blobs, file->path, &file->blob);
		out->at[out->count++] = entry;
	}
	source_list_clean(out, arena, diag);
	return 0;
}

/* ---- bytes ---- */

static struct repository_reader *take_way(struct revision_source *source)
{
	struct repository_reader *way = NULL;

	pthread_mutex_lock(&source->lock);
	if (source->idle.count)
		way = source->idle.at[--source->idle.count];
	pthread_mutex_unlock(&source->lock);
	return way ? way : repository_reader_new(source->repository);
}

static void give_way(struct revision_source *source, struct repository_reader *way)
{
	if (!way)
		return;
	pthread_mutex_lock(&source->lock);
	vec_push(&source->idle, way);
	pthread_mutex_unlock(&source->lock);
}

static const char *blob_words(enum blob_state state)
{
	switch (state) {
	case BLOB_TOO_LARGE:	return "es demasiado grande";
	case BLOB_MISSING:	return "esta copia del repositorio no lo tiene";
	default:		return "el repositorio está dañado";
	}
}

static int read_blob(struct revision_source *source, const struct source_entry *entry,
		     size_t limit, struct buf *out, struct diag *diag)
{
	const struct object_id *id = map_get(&source->blobs, entry->path);
	struct repository_reader *way = take_way(source);
	enum blob_state state = way && id ? repository_read_blob(way, id, limit, out)
					  : BLOB_DAMAGED;

	give_way(source, way);
	if (state == BLOB_READ)
		return 0;
	diag_report(diag, DIAG_READ, (struct place){ .path = entry->shown }, STR(""),
		    "no se puede leer del repositorio: %s", blob_words(state));
	return -1;
}

static int revision_read(void *context, const struct source_entry *entry, struct buf *out,
			 struct diag *diag)
{
	/* as source_tree() does: one byte over the limit, and cleaning says so */
	return read_blob(context, entry, SOURCE_TEXT_MAX + 1, out, diag);
}

/* An attachment becomes a file in memory: whoever opens it wants a descriptor. */
static int revision_open(void *context, const struct source_entry *entry, struct diag *diag)
{
	struct buf bytes;
	int fd = -1;
	size_t done = 0;

	buf_init(&bytes);
	if (read_blob(context, entry, (size_t)1 << 30, &bytes, diag) == 0) {
		fd = memfd_create("diafano", MFD_CLOEXEC);
		while (fd >= 0 && done < bytes.len) {
			ssize_t wrote = write(fd, bytes.ptr + done, bytes.len - done);

			if (wrote < 0 && errno == EINTR)
				continue;
			if (wrote <= 0) {
				close(fd);
				fd = -1;
				break;
			}
			done += (size_t)wrote;
		}
		if (fd < 0)
			diag_report(diag, DIAG_READ, (struct place){ .path = entry->shown },
				    STR(""), "no se puede leer: %s", strerror(errno));
	}
	buf_dispose(&bytes);
	return fd;
}

/* ---- the reader ---- */

struct source_reader *revision_reader(struct repository *repository, const char *content)
{
	struct revision_source *source = memory_alloc(sizeof *source);

	*source = (struct revision_source){ .repository = repository };
	source->content = str_from(content);
	arena_init(&source->arena);
	map_init(&source->blobs);
	pthread_mutex_init(&source->lock, NULL);
	source->reader = (struct source_reader){
		.context = source, .list = revision_list, .read = revision_read,
		.open = revision_open,
	};
	return &source->reader;
}

void revision_free(struct source_reader *reader)
{
	struct revision_source *source = reader ? reader->context : NULL;

	if (!source)
		return;
	for (size_t i = 0; i < source->idle.count; i++)
		repository_reader_free(source->idle.at[i]);
	vec_dispose(&source->idle);
	pthread_mutex_destroy(&source->lock);
	map_dispose(&source->blobs);
	arena_dispose(&source->arena);
	free(source);
}
