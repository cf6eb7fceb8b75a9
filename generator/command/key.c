/*
 * key.c -- keys as the user says them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "key.h"

#include "base/path.h"
#include "base/utf8.h"
#include "usage.h"

int key_error(const char *what, const char *expected, const char *word)
{
	struct buf key;

	buf_init(&key);
	heading_anchor(&key, str_from(word));
	if (path_is_key(buf_str(&key)))
		usage_error("%s no es %s; ¿quiso decir «%s»?", what, expected, key.ptr);
	else
		usage_error("%s no es %s", what, expected);
	buf_dispose(&key);
	return 2;
}

/* How far WORD, which is unaccented, is from what ENTRY is called; LIMIT at most. */
static unsigned distance_to(const struct entry *entry, struct str word, unsigned limit)
{
	const struct str called[] = { entry->key, entry->brief, entry->name };
	unsigned best = limit;

	for (size_t i = 0; i < sizeof called / sizeof called[0]; i++) {
		struct buf plain;
		unsigned distance;

		buf_init(&plain);
		utf8_put_unaccented(&plain, called[i]);
		distance = text_distance(buf_str(&plain), word, best);
		best = distance < best ? distance : best;
		buf_dispose(&plain);
	}
	return best;
}

const struct entry *key_meant(const struct site *site, enum entry_kind kind, const char *word)
{
	const struct entry *meant = NULL;
	unsigned best = 1 + (unsigned)(strlen(word) < 16 ? strlen(word) / 3 : 5);
	struct buf plain;

	buf_init(&plain);
	utf8_put_unaccented(&plain, str_from(word));
	for (uint32_t i = 0; i < site->kinds[kind].count; i++) {
		const struct entry *entry = site->kinds[kind].at[i];
		unsigned distance = entry->path.ptr ? distance_to(entry, buf_str(&plain), best) : best;

		if (distance < best) {
			best = distance;
			meant = entry;
		}
	}
	buf_dispose(&plain);
	return meant;
}

struct str key_in_path(struct str word)
{
	size_t folder = str_find(word, STR("evaluaciones/"));

	if (folder != (size_t)-1)
		word = str_slice(word, folder + 13, (size_t)-1);
	if (str_ends(word, STR(".md")))
		word = str_slice(word, 0, word.len - 3);
	return word;
}
