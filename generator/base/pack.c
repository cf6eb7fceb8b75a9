/*
 * pack.c -- numbers and texts in a file that only this program reads: a cache.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/pack.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/digest.h"

/* ---- writing ---- */

void pack_number(struct buf *out, uint64_t number, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		buf_put_char(out, (char)(number >> 8 * i));
}

void pack_text(struct buf *out, struct str text)
{
	pack_number(out, text.ptr ? text.len : UINT32_MAX, 4);
	if (text.ptr)
		buf_put_str(out, text);
}

static bool write_all(int fd, struct str bytes)
{
	while (bytes.len) {
		ssize_t count = write(fd, bytes.ptr, bytes.len);

		if (count <= 0)
			return false;
		bytes = str_slice(bytes, (size_t)count, (size_t)-1);
	}
	return true;
}

/* Beside FILE first, then in its place at once. */
static void replace(const char *file, struct str bytes)
{
	char *beside = NULL;
	bool good;
	int fd;

	if (asprintf(&beside, "%s.XXXXXX", file) < 0)
		memory_exhausted();
	fd = mkostemp(beside, O_CLOEXEC);
	if (fd >= 0) {
		good = write_all(fd, bytes);
		good = close(fd) == 0 && good;
		if (!good || rename(beside, file) != 0)
			unlink(beside);
	}
	free(beside);
}

void pack_save(struct buf *out, const char *file)
{
	char digest[DIGEST_HEX];

	digest_str(digest, buf_str(out));
	buf_put_text(out, digest);
	replace(file, buf_str(out));
}

/* ---- reading ---- */

bool pack_load(struct buf *out, const char *file, struct str *body)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	char digest[DIGEST_HEX];
	struct stat status;
	ssize_t count = 0;

	if (fd < 0)
		return false;
	if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
	    status.st_size > 0 && (uint64_t)status.st_size <= PACK_MAX) {
		buf_reserve(out, (size_t)status.st_size);
		while (out->len < (size_t)status.st_size &&
		       (count = read(fd, out->ptr + out->len, (size_t)status.st_size - out->len)) > 0)
			out->len += (size_t)count;
		out->ptr[out->len] = '\0';
	}
	close(fd);
	if (out->len < DIGEST_HEX - 1)
		return false;
	*body = str_make(out->ptr, out->len - (DIGEST_HEX - 1));
	digest_str(digest, *body);
	return memcmp(digest, body->ptr + body->len, DIGEST_HEX - 1) == 0;
}

struct str unpack_bytes(struct unpack *unpack, size_t len)
{
	struct str bytes = str_make(unpack->rest.ptr, len);

	if (unpack->bad || unpack->rest.len < len) {
		unpack->bad = true;
		return STR("");
	}
	unpack->rest = str_slice(unpack->rest, len, (size_t)-1);
	return bytes;
}

uint64_t unpack_number(struct unpack *unpack, unsigned bytes)
{
	struct str s = unpack_bytes(unpack, bytes);
	uint64_t number = 0;

	for (size_t i = 0; i < s.len; i++)
		number |= (uint64_t)(unsigned char)s.ptr[i] << 8 * i;
	return number;
}

struct str unpack_text(struct unpack *unpack)
{
	uint64_t len = unpack_number(unpack, 4);

	return len == UINT32_MAX ? str_make(NULL, 0) : unpack_bytes(unpack, len);
}

uint32_t unpack_count(struct unpack *unpack, size_t size)
{
	uint64_t count = unpack_number(unpack, 4);

	if (count > unpack->rest.len / size)
		unpack->bad = true;
	return unpack->bad ? 0 : (uint32_t)count;
}
