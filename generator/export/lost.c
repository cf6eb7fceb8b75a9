/*
 * lost.c -- what versions were of, and nothing that is published is any more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lost.h"

#include "base/map.h"
#include "base/vec.h"

struct losing {
	const struct chronicle *chronicle;
	const struct site *site;
	struct arena *arena;
	struct map known;
	VEC(struct lost) found;
};

/* A unit's place may have held an entity's key. */
static enum entry_kind kind_named(const struct chronicle *chronicle, const struct named *name)
{
	bool is_entity = name->or_entity && !chronicle_find(chronicle, name->kind, name->key) &&
			 chronicle_find(chronicle, ENTRY_ENTITY, name->key);

	return is_entity ? ENTRY_ENTITY : name->kind;
}

static void add(struct losing *losing, enum entry_kind kind, struct str key)
{
	struct str path;

	if (kind < ENTRY_FUND || kind > ENTRY_CONTRACT || site_find(losing->site, kind, key))
		return;
	path = route_former(losing->arena, kind, key);
	if (!path.ptr || map_get(&losing->known, path))
		return;
	map_set(&losing->known, path, losing);
	vec_push(&losing->found, ((struct lost){ kind, key }));
}

static void add_of_life(struct losing *losing, const struct life *life)
{
	for (uint32_t k = 0; k < life->count; k++) {
		const struct edition *edition = &life->editions[k], *before = k ? edition - 1 : NULL;

		if (!before || !str_equal(before->key, edition->key))
			add(losing, ENTRY_YEAR, str_slice(edition->key, 0, 4));
		for (uint32_t i = 0; i < edition->names.count; i++)
			/* as a rule a version names what the one before it named */
			if (!before || !named_in(before->names, &edition->names.at[i]))
				add(losing, kind_named(losing->chronicle, &edition->names.at[i]),
				    edition->names.at[i].key);
	}
}

const struct lost *lost_names(const struct export_inputs *inputs, struct arena *arena, uint32_t *count)
{
	struct losing losing = { .chronicle = inputs->chronicle, .site = inputs->site, .arena = arena };
	struct lost *list;

	map_init(&losing.known);
	for (uint32_t i = 0; i < inputs->chronicle->count; i++)
		if (!inputs->chronicle->lives[i]->incomplete)	/* else no version has a page that leads there */
			add_of_life(&losing, inputs->chronicle->lives[i]);
	*count = (uint32_t)losing.found.count;
	list = ARENA_ARRAY(arena, losing.found.count, struct lost);
	for (uint32_t i = 0; i < *count; i++)
		list[i] = losing.found.at[i];
	map_dispose(&losing.known);
	vec_dispose(&losing.found);
	return list;
}
