/*
 * map.h -- from text to a pointer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An open-addressing table. Keys are borrowed and must outlive the map.
 * There is no order: whoever needs one sorts a list of his own, so that no
 * page depends on a hash. Each process hashes from a number of its own, so
 * that nobody can write keys that meet in one slot: hostile keys cost time in
 * proportion to their number, not its square. Zero bytes are an empty map.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stdint.h>

#include "base/str.h"

struct map_entry {
	struct str key;		/* ptr NULL: free */
	void *value;
	uint64_t hash;
};

struct map {
	struct map_entry *entries;
	size_t room;		/* a power of two, or 0 */
	size_t count;
	uint64_t seed;		/* drawn when room is first made */
};

void map_init(struct map *map);
void map_dispose(struct map *map);

/* The value of KEY, or NULL (the absent view has none). Safe from several
   threads while nobody sets. */
void *map_get(const struct map *map, struct str key);

/* Set KEY to VALUE (not NULL); returns the value it had before, or NULL. */
void *map_set(struct map *map, struct str key, void *value);

/* 64 bits that depend on every byte of S; the same on every machine. */
uint64_t hash_str(struct str s);

#endif
