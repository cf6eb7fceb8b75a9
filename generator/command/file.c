/*
 * file.c -- writes a file that is not there yet, and never another.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fault.h"

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

int file_write_new(struct str path, struct str text, struct diag *diag)
{
	int fd, error = 0;

	make_folders(path.ptr);
	fd = open(path.ptr, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
	if (fd < 0 && errno == EEXIST)
		return 1;
	if (fd < 0 || write_all(fd, text) != 0)
		error = errno;
	if (fd >= 0 && close(fd) != 0 && !error)
		error = errno;
	if (!error)
		return 0;
	diag_report(diag, DIAG_WRITE, (struct place){ .path = path }, str_from(fault_cure(error)),
		    "no se pudo escribir: %s (error %d)", fault_text(error), error);
	if (fd >= 0)
		unlink(path.ptr);
	return -1;
}
