/*
 * digest.c -- SHA-256, by a maintained library.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <nettle/sha2.h>
#include <stdint.h>
#include <unistd.h>

#include "base/digest.h"

#define CHUNK 65536

static void put_hex(char hex[DIGEST_HEX], struct sha256_ctx *context)
{
	static const char digits[] = "0123456789abcdef";
	uint8_t bytes[SHA256_DIGEST_SIZE];

	sha256_digest(context, sizeof bytes, bytes);
	for (size_t i = 0; i < sizeof bytes; i++) {
		hex[2 * i] = digits[bytes[i] >> 4];
		hex[2 * i + 1] = digits[bytes[i] & 15];
	}
	hex[DIGEST_HEX - 1] = '\0';
}

void digest_str(char hex[DIGEST_HEX], struct str s)
{
	struct sha256_ctx context;

	sha256_init(&context);
	if (s.len)
		sha256_update(&context, s.len, (const uint8_t *)s.ptr);
	put_hex(hex, &context);
}

int digest_file(char hex[DIGEST_HEX], int fd, unsigned long long *size)
{
	uint8_t chunk[CHUNK];
	struct sha256_ctx context;
	off_t offset = 0;

	sha256_init(&context);
	for (;;) {
		ssize_t count = pread(fd, chunk, sizeof chunk, offset);

		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return -1;
		if (count == 0)
			break;
		sha256_update(&context, (size_t)count, chunk);
		offset += count;
	}
	put_hex(hex, &context);
	if (size)
		*size = (unsigned long long)offset;
	return 0;
}
