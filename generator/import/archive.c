/*
 * archive.c -- parts of an archive, through libarchive.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "archive.h"

#include <archive.h>
#include <archive_entry.h>

#include "base/library.h"


#define FUNCTIONS(F)							\
	F(archive_read_new) F(archive_read_free) F(archive_read_support_format_zip_seekable) \
	F(archive_read_open_memory) F(archive_read_next_header) F(archive_read_data) \
	F(archive_entry_pathname) F(archive_entry_is_encrypted)

LIBRARY(archive, FUNCTIONS, "libarchive.so.13", "libarchive.so");

void archive_prepare(void)
{
	struct archive_library library;

	archive_library_load(&library);
}

/* One part; NULL, or what is wrong. */
static const char *unpack_part(const struct archive_library *library, struct archive *archive,
			       struct buf *out, size_t *total)
{
	char bytes[1 << 14];
	la_ssize_t got;

	while ((got = library->archive_read_data(archive, bytes, sizeof bytes)) > 0) {
		*total += (size_t)got;
		if (out->len + (size_t)got > ARCHIVE_PART || *total > ARCHIVE_TOTAL)
			return "al descomprimirse pasa de lo que ocupa un documento: está hecho para agotar la memoria";
		buf_put(out, bytes, (size_t)got);
	}
	return got < 0 ? "está dañado: una de sus partes no se puede descomprimir" : NULL;
}

static struct archive_part *part_named(struct archive_part *parts, size_t count, const char *name)
{
	for (size_t i = 0; name && i < count; i++)
		if (strcmp(parts[i].name, name) == 0)
			return &parts[i];
	return NULL;
}

static const char *unpack(const struct archive_library *library, struct archive *archive,
			  struct archive_part *parts, size_t count)
{
	struct archive_entry *entry;
	size_t total = 0;
	int status;

	for (int entries = 0; ; entries++) {
		struct archive_part *part;
		const char *wrong = NULL;

		status = library->archive_read_next_header(archive, &entry);
		if (status == ARCHIVE_EOF)
			return NULL;
		if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
			return "está dañado: no es un archivo comprimido completo";
		if (entries >= ARCHIVE_ENTRIES)
			return "trae demasiados archivos dentro para ser un documento";
		part = part_named(parts, count, library->archive_entry_pathname(entry));
		if (!part || part->bytes.len)
			continue;
		if (library->archive_entry_is_encrypted(entry))
			return "tiene contraseña";
		wrong = unpack_part(library, archive, &part->bytes, &total);
		if (wrong)
			return wrong;
	}
}

const char *archive_unpack(struct str bytes, struct archive_part *parts, size_t count)
{
	struct archive_library library;
	struct archive *archive;
	const char *wrong;

	if (archive_library_load(&library) != 0)
		return "falta en esta máquina la biblioteca que lo descomprime (libarchive)";
	archive = library.archive_read_new();
	if (!archive)
		return "no hay memoria para descomprimirlo";
	library.archive_read_support_format_zip_seekable(archive);
	if (library.archive_read_open_memory(archive, bytes.ptr, bytes.len) != ARCHIVE_OK)
		wrong = "está dañado: no es un archivo comprimido completo";
	else
		wrong = unpack(&library, archive, parts, count);
	library.archive_read_free(archive);
	return wrong;
}
