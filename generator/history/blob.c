/*
 * blob.c -- the bytes of a blob, for several threads.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "internal.h"

struct repository_reader {
	git_repository *git;
	git_odb *odb;
	bool partial;
};

/* Opened anew: a git_repository belongs to one thread at a time. */
struct repository_reader *repository_reader_new(const struct repository *repository)
{
	struct repository_reader *reader = memory_alloc(sizeof *reader);

	memset(reader, 0, sizeof *reader);
	git_libgit2_init();
	if (git_repository_open(&reader->git, git_repository_path(repository->git)) != 0 ||
	    git_repository_odb(&reader->odb, reader->git) != 0) {
		repository_reader_free(reader);
		return NULL;
	}
	reader->partial = repository_is_partial(repository);
	return reader;
}

void repository_reader_free(struct repository_reader *reader)
{
	if (!reader)
		return;
	git_odb_free(reader->odb);
	git_repository_free(reader->git);
	git_libgit2_shutdown();
	free(reader);
}

static enum blob_state not_read(const struct repository_reader *reader, int code)
{
	return code == GIT_ENOTFOUND && reader->partial ? BLOB_MISSING : BLOB_DAMAGED;
}

enum blob_state repository_measure_blob(struct repository_reader *reader,
					const struct object_id *id, uint64_t *size)
{
	git_oid oid = id_to(id);
	git_object_t type;
	size_t length;
	int code = git_odb_read_header(&length, &type, reader->odb, &oid);

	*size = 0;
	if (code != 0)
		return not_read(reader, code);
	if (type != GIT_OBJECT_BLOB)
		return BLOB_DAMAGED;
	*size = length;
	return BLOB_READ;
}

enum blob_state repository_take_blob(struct repository_reader *reader,
				     const struct object_id *id, size_t limit,
				     void (*take)(void *context, struct str bytes), void *context)
{
	git_oid oid = id_to(id), found;
	git_odb_object *object = NULL;
	enum blob_state state;
	uint64_t measured;
	size_t size;
	int code;

	state = repository_measure_blob(reader, id, &measured);
	if (state != BLOB_READ)
		return state;
	if (measured > limit)
		return BLOB_TOO_LARGE;
	code = git_odb_read(&object, reader->odb, &oid);
	if (code != 0)
		return not_read(reader, code);
	/* The header may lie about the size. */
	size = git_odb_object_size(object);
	state = BLOB_DAMAGED;
	if (size <= limit && git_odb_object_type(object) == GIT_OBJECT_BLOB &&
	    git_odb_hash(&found, git_odb_object_data(object), size, GIT_OBJECT_BLOB) == 0 &&
	    git_oid_equal(&found, &oid)) {
		take(context, str_make(git_odb_object_data(object), size));
		state = BLOB_READ;
	}
	git_odb_object_free(object);
	return state;
}

static void append(void *out, struct str bytes)
{
	buf_put_str(out, bytes);
}

enum blob_state repository_read_blob(struct repository_reader *reader,
				     const struct object_id *id, size_t limit,
				     struct buf *out)
{
	return repository_take_blob(reader, id, limit, append, out);
}
