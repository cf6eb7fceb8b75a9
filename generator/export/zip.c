/*
 * zip.c -- minizip, with nothing in it that changes from one run to the next.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "zip.h"

#include <errno.h>
#include <minizip/zip.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"

#define MADE_BY_UNIX (3u << 8 | 20u)
#define NAMES_ARE_UTF8 (1u << 11)
#define PLAIN_FILE (0100644u << 16)

struct zip {
	zipFile file;
	int status;
	bool open;		/* within an entry */
};

struct zip *zip_new(const char *path)
{
	struct zip *zip = memory_alloc(sizeof *zip);

	*zip = (struct zip){ .file = zipOpen64(path, APPEND_STATUS_CREATE) };
	if (zip->file)
		return zip;
	free(zip);
	return NULL;
}

static void end_entry(struct zip *zip)
{
	if (zip->open && zipCloseFileInZip(zip->file) != ZIP_OK)
		zip->status = -1;
	zip->open = false;
}

void zip_begin(struct zip *zip, const char *name, int level)
{
	zip_fileinfo info = { .dosDate = 1u << 21 | 1u << 16, .external_fa = PLAIN_FILE };

	end_entry(zip);
	zip->open = zipOpenNewFileInZip4_64(zip->file, name, &info, NULL, 0, NULL, 0, NULL,
					    level ? Z_DEFLATED : 0, level, 0, -MAX_WBITS, 8,
					    Z_DEFAULT_STRATEGY, NULL, 0, MADE_BY_UNIX, NAMES_ARE_UTF8, 1) == ZIP_OK;
	if (!zip->open)
		zip->status = -1;
}

void zip_put(struct zip *zip, struct str bytes)
{
	while (bytes.len && zip->status == 0) {
		unsigned step = bytes.len < (1u << 30) ? (unsigned)bytes.len : 1u << 30;

		if (zipWriteInFileInZip(zip->file, bytes.ptr, step) != ZIP_OK)
			zip->status = -1;
		bytes = str_slice(bytes, step, (size_t)-1);
	}
}

void zip_put_file(struct zip *zip, int fd)
{
	char chunk[1 << 16];
	off_t at = 0;
	ssize_t got;

	while (zip->status == 0 && (got = pread(fd, chunk, sizeof chunk, at)) != 0) {
		if (got < 0 && errno != EINTR)
			zip->status = -1;
		if (got <= 0)
			continue;
		zip_put(zip, str_make(chunk, (size_t)got));
		at += got;
	}
}

int zip_close(struct zip *zip)
{
	int status;

	end_entry(zip);
	if (zipClose(zip->file, NULL) != ZIP_OK)
		zip->status = -1;
	status = zip->status;
	free(zip);
	return status;
}
