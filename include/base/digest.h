/*
 * digest.h -- SHA-256, by a maintained library.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include "base/str.h"

#define DIGEST_HEX 65		/* 64 digits and a NUL */

/* The SHA-256 of S in lower-case hexadecimal. */
void digest_str(char hex[DIGEST_HEX], struct str s);

/*
 * The same of the open file FD, from its start to its end, in bounded memory.
 * *SIZE (may be NULL) receives its length. Returns -1 with errno when reading
 * fails.
 */
int digest_file(char hex[DIGEST_HEX], int fd, unsigned long long *size);

#endif
