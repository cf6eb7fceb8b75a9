/*
 * map.c -- from text to a pointer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The hash takes eight bytes at a time through a 64 x 64 -> 128 bit
 * multiplication by an odd constant and folds both halves together. Whoever
 * writes the keys also has this source, and could look for keys that meet in
 * one slot; so a map starts its hashes from a number that the kernel drew for
 * this process. hash_str() starts from a fixed one.
 */
#include <assert.h>
#include <stdlib.h>
#ifdef __linux__
#include <sys/auxv.h>
#endif

#include "base/arena.h"
#include "base/map.h"

#define ROOM_MIN 16
#define SPREAD 0x9e3779b97f4a7c15u	/* 2^64 / golden ratio, odd */
#define STIR 0xd6e8feb86659fd93u

__extension__ typedef unsigned __int128 wide;

static uint64_t mix(uint64_t a, uint64_t b)
{
	wide product = (wide)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* COUNT (at most 8) bytes as a little-endian number, on any machine. */
static uint64_t load(const char *ptr, size_t count)
{
	uint64_t word = 0;

	memcpy(&word, ptr, count);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	return word;
}

static uint64_t hash_from(uint64_t seed, struct str s)
{
	uint64_t hash = seed ^ mix(s.len ^ STIR, SPREAD);
	size_t left = s.len;
	const char *ptr = s.ptr;

	for (; left >= 8; left -= 8, ptr += 8)
		hash = mix(hash ^ load(ptr, 8), SPREAD);
	if (left)
		hash = mix(hash ^ load(ptr, left), SPREAD);
	return mix(hash ^ STIR, STIR);
}

uint64_t hash_str(struct str s)
{
	return hash_from(SPREAD, s);
}

static uint64_t draw_seed(void)
{
	uint64_t seed = STIR;
#ifdef __linux__
	unsigned long address = getauxval(AT_RANDOM);

	if (address)
		memcpy(&seed, (const void *)(uintptr_t)address, sizeof seed);
#endif
	return seed;
}

void map_init(struct map *map)
{
	*map = (struct map){ 0 };
}

void map_dispose(struct map *map)
{
	free(map->entries);
	map_init(map);
}

/* The entry of KEY, or the free one where it belongs. */
static struct map_entry *find_slot(const struct map *map, struct str key,
				   uint64_t hash)
{
	size_t mask = map->room - 1;

	for (size_t i = hash & mask; ; i = (i + 1) & mask) {
		struct map_entry *entry = &map->entries[i];

		if (!entry->key.ptr ||
		    (entry->hash == hash && str_equal(entry->key, key)))
			return entry;
	}
}

static void grow(struct map *map)
{
	struct map old = *map;

	if (old.room > SIZE_MAX / 4 / sizeof *map->entries)
		memory_exhausted();
	map->room = old.room ? old.room * 2 : ROOM_MIN;
	map->entries = calloc(map->room, sizeof *map->entries);
	if (!map->entries)
		memory_exhausted();
	if (!old.room)
		map->seed = draw_seed();
	for (size_t i = 0; i < old.room; i++) {
		struct map_entry *entry = &old.entries[i];

		if (entry->key.ptr)
			*find_slot(map, entry->key, entry->hash) = *entry;
	}
	free(old.entries);
}

void *map_get(const struct map *map, struct str key)
{
	if (map->count == 0 || !key.ptr)
		return NULL;
	return find_slot(map, key, hash_from(map->seed, key))->value;
}

void *map_set(struct map *map, struct str key, void *value)
{
	struct map_entry *entry;
	uint64_t hash;
	void *before;

	assert(key.ptr && value);
	if ((map->count + 1) > map->room / 4 * 3)
		grow(map);
	hash = hash_from(map->seed, key);
	entry = find_slot(map, key, hash);
	before = entry->value;
	if (!entry->key.ptr) {
		*entry = (struct map_entry){ key, NULL, hash };
		map->count++;
	}
	entry->value = value;
	return before;
}
