/*
 * key.h -- keys as the user says them: what was meant, where one is no key or names nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef GENERATOR_COMMAND_KEY_H
#define GENERATOR_COMMAND_KEY_H

#include "model/site.h"

/*
 * Say on stderr that WHAT ("«Órgano»", "«--fondo Órgano»") is not EXPECTED ("una
 * clave: ..."), and, where the letters of WORD make a key, which one. Returns 2.
 */
int key_error(const char *what, const char *expected, const char *word);

/* The entry of KIND with a file that WORD names in another way (capitals,
   accents, its acronym, a letter wrong), or NULL. */
const struct entry *key_meant(const struct site *site, enum entry_kind kind, const char *word);

/* "evaluaciones/2022/fortamun.md", as a path, is "2022/fortamun": a view of WORD. */
struct str key_in_path(struct str word);

#endif
