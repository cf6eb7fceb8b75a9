/*
 * plan.c -- the list of files, each address claimed once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Claims are kept in lower case (ASCII), because a site is copied to machines
 * whose file systems do not tell case apart. A claim is the place of whoever
 * made it, so that the message can name both.
 */
#include "route/plan.h"

#include <stdlib.h>

#include "base/path.h"

void plan_init(struct plan *plan)
{
	memset(plan, 0, sizeof *plan);
	map_init(&plan->paths);
	arena_init(&plan->arena);
}

void plan_dispose(struct plan *plan)
{
	vec_dispose(&plan->items);
	free(plan->made);
	map_dispose(&plan->paths);
	arena_dispose(&plan->arena);
}

void plan_want_digests(struct plan *plan)
{
	size_t size = (plan->items.count + 1) * sizeof *plan->made;

	plan->made = memory_alloc(size);
	memset(plan->made, 0, size);
}

static struct str claim_of(struct arena *arena, struct str path)
{
	struct str claim = arena_str(arena, path);
	char *at = (char *)claim.ptr;

	for (size_t i = 0; i < claim.len; i++)
		if (at[i] >= 'A' && at[i] <= 'Z')
			at[i] = (char)(at[i] - 'A' + 'a');
	return claim;
}

/* No part is empty, "." or "..": the file is below the site's root. */
static bool stays_inside(struct str path)
{
	struct str part;

	if (path.len == 0)
		return false;
	while (str_cut(&path, '/', &part))
		if (part.len == 0 || str_equal(part, STR(".")) ||
		    str_equal(part, STR("..")))
			return false;
	return true;
}

int plan_add(struct plan *plan, const struct plan_item *item, struct place place,
	     struct diag *diag)
{
	struct str claim = claim_of(&plan->arena, item->path);
	const struct place *taken = map_get(&plan->paths, claim);
	struct place *mine;

	if (!stays_inside(item->path)) {
		diag_report(diag, DIAG_ADDRESS_TAKEN, place, STR(""),
			    "«%.*s» no puede ser la dirección de un archivo del sitio; queda fuera",
			    STR_ARG(item->path));
		return -1;
	}
	if (taken) {
		struct str by = taken->path;

		diag_report(diag, DIAG_ADDRESS_TAKEN, place, STR("cambie la clave de uno de los dos"),
			    "dos archivos tendrían la dirección «%.*s»%s%.*s; el segundo queda fuera",
			    STR_ARG(item->path), by.len ? ", que ya es de " : "",
			    STR_ARG(by));
		return -1;
	}
	mine = ARENA_NEW(&plan->arena, struct place);
	*mine = place;
	map_set(&plan->paths, claim, mine);
	vec_push(&plan->items, *item);
	return 0;
}

bool plan_has(struct plan *plan, struct str path)
{
	return map_get(&plan->paths, claim_of(&plan->arena, path)) != NULL;
}
