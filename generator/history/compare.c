/*
 * compare.c -- two trees side by side, down to the files that differ.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A tree is data from outside: entries out of order are refused, since a walk
 * of two at once would pair them wrongly; and since one small tree can name
 * another ten times, and that one the next, there are limits to depth and to
 * how many entries one commit is worth.
 */
#include "walk.h"

#include "base/path.h"

#define DEPTH_MAX 64
#define ENTRIES_MAX 20000000u

struct side {
	git_odb_object *object;
	struct str rest;
	struct entry entry, before;
	int more;		/* as tree_next(): 1 while entry is one */
};

struct comparison {
	struct walk *walk;
	bool lenient;
	unsigned entries;	/* left */
	enum object_state state;
};

static void side_next(struct side *side)
{
	side->before = side->entry;
	side->more = tree_next(&side->rest, &side->entry);
	if (side->more == 1 && side->before.name.ptr && tree_order(&side->before, &side->entry) >= 0)
		side->more = -1;
}

/* How many bytes A and B have in common at their beginnings. */
static size_t common_length(struct str a, struct str b)
{
	enum { CHUNK = 256 };
	size_t len = a.len < b.len ? a.len : b.len, at = 0;

	while (len - at >= CHUNK && memcmp(a.ptr + at, b.ptr + at, CHUNK) == 0)
		at += CHUNK;
	while (at < len && a.ptr[at] == b.ptr[at])
		at++;
	return at;
}

/*
 * Pass over what both sides have next, byte for byte, without taking it apart:
 * two trees that follow one another differ in an entry or two of a thousand.
 */
static void skip_common(struct side *old, struct side *new)
{
	size_t common = common_length(old->rest, new->rest), at = 0;

	if (common == old->rest.len && common == new->rest.len) {
		at = common;
	} else {
		while (at < common) {
			const char *nul = memchr(new->rest.ptr + at, '\0', common - at);
			size_t end = nul ? (size_t)(nul - new->rest.ptr) + 1 +
					   sizeof(struct object_id) : common + 1;

			if (end > common)
				break;
			at = end;
		}
	}
	if (!at)
		return;
	old->rest = str_slice(old->rest, at, (size_t)-1);
	new->rest = str_slice(new->rest, at, (size_t)-1);
	old->entry.name.ptr = new->entry.name.ptr = NULL;
}

static enum object_state side_open(struct side *side, struct store *store,
				   const struct object_id *id)
{
	enum object_state state;

	*side = (struct side){ 0 };
	if (object_id_is_none(id))
		return OBJECT_READ;
	state = store_get(store, &side->object, id, GIT_OBJECT_TREE);
	if (state != OBJECT_READ)
		return state;
	side->rest = object_bytes(side->object);
	return OBJECT_READ;
}

static void put_change(struct walk *walk, const struct object_id *before,
		       const struct object_id *after)
{
	struct change change = { .before = *before, .after = *after, .other = HISTORY_NONE };

	change.path_index = walk_path(walk, buf_str(&walk->path));
	change.path = walk->found.at[change.path_index].path;
	vec_push(&walk->changes, change);
}

static bool compare_level(struct comparison *comparison, const struct object_id *before,
			  const struct object_id *after, unsigned depth);

/* One name: ANY is the entry of the side that has it, BEFORE and AFTER (or NULL)
   those of each. */
static bool compare_entry(struct comparison *comparison, const struct entry *any,
			  const struct entry *before, const struct entry *after, unsigned depth)
{
	static const struct object_id none;
	struct walk *walk = comparison->walk;
	const struct object_id *old, *new;
	size_t len = walk->path.len;
	bool good = true;

	if (any->kind == ENTRY_FOLDER) {
		old = before ? &before->id : &none;
		new = after ? &after->id : &none;
	} else {
		old = before && before->kind == ENTRY_PLAIN ? &before->id : &none;
		new = after && after->kind == ENTRY_PLAIN ? &after->id : &none;
	}
	if (object_id_equal(old, new))
		return true;
	if (len)
		buf_put_char(&walk->path, '/');
	buf_put_str(&walk->path, any->name);
	if (any->kind == ENTRY_FOLDER)
		good = compare_level(comparison, old, new, depth + 1);
	else
		put_change(walk, old, new);
	walk->path.len = len;
	return good;
}

static bool compare_sides(struct comparison *comparison, struct side *before, struct side *after,
			  unsigned depth)
{
	skip_common(before, after);
	side_next(before);
	side_next(after);
	while (before->more == 1 || after->more == 1) {
		int order = before->more != 1 ? 1 : after->more != 1 ? -1 :
			    tree_order(&before->entry, &after->entry);

		if (!comparison->entries--)
			break;
		if (order != 0 || !object_id_equal(&before->entry.id, &after->entry.id) ||
		    before->entry.kind != after->entry.kind) {
			if (!compare_entry(comparison, order <= 0 ? &before->entry : &after->entry,
					   order <= 0 ? &before->entry : NULL,
					   order >= 0 ? &after->entry : NULL, depth))
				return false;
		}
		if (order == 0)
			skip_common(before, after);
		if (order <= 0)
			side_next(before);
		if (order >= 0)
			side_next(after);
	}
	if (before->more == 0 && after->more == 0)
		return true;
	comparison->state = OBJECT_DAMAGED;
	return false;
}

static bool compare_level(struct comparison *comparison, const struct object_id *before,
			  const struct object_id *after, unsigned depth)
{
	struct store *store = comparison->walk->store;
	struct side old = { 0 }, new = { 0 };
	enum object_state state;
	bool good = false;

	if (depth > DEPTH_MAX)
		return true;	/* source/ does not look there either */
	state = side_open(&old, store, before);
	if (state == OBJECT_READ)
		state = side_open(&new, store, after);
	if (state == OBJECT_READ)
		good = compare_sides(comparison, &old, &new, depth);
	else
		comparison->state = state;
	git_odb_object_free(old.object);
	git_odb_object_free(new.object);
	return good || (comparison->lenient && comparison->entries);
}

enum object_state compare_trees(struct walk *walk, const struct object_id *before,
				const struct object_id *after, bool lenient)
{
	struct comparison comparison = {
		.walk = walk, .lenient = lenient, .entries = ENTRIES_MAX, .state = OBJECT_READ,
	};

	vec_clear(&walk->changes);
	buf_clear(&walk->path);
	if (!object_id_equal(before, after))
		compare_level(&comparison, before, after, 0);
	return comparison.state;
}

/* ---- moves ---- */

static bool is_gone(const struct change *change)
{
	return object_id_is_none(&change->after);
}

static bool is_new(const struct change *change)
{
	return object_id_is_none(&change->before);
}

static const struct object_id *moved_blob(const struct change *change)
{
	return is_gone(change) ? &change->before : &change->after;
}

/* By blob, then file name, then path: in a run of one blob and one name, the
   first of those gone goes with the first of those new. */
static int compare_candidates(const void *left, const void *right)
{
	const struct change *a = *(struct change *const *)left, *b = *(struct change *const *)right;
	int order = memcmp(moved_blob(a), moved_blob(b), sizeof(struct object_id));

	if (!order)
		order = str_compare(path_name(a->path), path_name(b->path));
	return order ? order : str_compare(a->path, b->path);
}

struct candidates {
	struct change **at;
	size_t count;
};

static void pair(struct change *gone, struct change *new)
{
	gone->other = new->path_index;
	new->other = gone->path_index;
}

static bool is_free(const struct change *change)
{
	return change->other == HISTORY_NONE;
}

/* Merge the two sorted lists; first only equal names are paired, then any. */
static void pair_all(struct candidates *gone, struct candidates *new, bool same_name)
{
	size_t i = 0, j = 0;

	while (i < gone->count && j < new->count) {
		struct change *a = gone->at[i], *b = new->at[j];
		int order;

		if (!is_free(a) || !is_free(b)) {
			i += !is_free(a);
			j += !is_free(b);
			continue;
		}
		order = memcmp(moved_blob(a), moved_blob(b), sizeof(struct object_id));
		if (!order && same_name)
			order = str_compare(path_name(a->path), path_name(b->path));
		if (!order)
			pair(a, b);
		i += order <= 0;
		j += order >= 0;
	}
}

void compare_moves(struct walk *walk)
{
	/* The empty blob: what is empty has no identity to carry along. */
	static const struct object_id empty = { {
		0xe6, 0x9d, 0xe2, 0x9b, 0xb2, 0xd1, 0xd6, 0x43, 0x4b, 0x8b,
		0x29, 0xae, 0x77, 0x5a, 0xd8, 0xc2, 0xe4, 0x8c, 0x53, 0x91,
	} };
	size_t count = walk->changes.count;
	struct candidates gone = { .at = memory_alloc((count + 1) * sizeof *gone.at) };
	struct candidates new = { .at = memory_alloc((count + 1) * sizeof *new.at) };

	for (size_t i = 0; i < count; i++) {
		struct change *change = &walk->changes.at[i];

		if (is_gone(change) == is_new(change) || object_id_equal(moved_blob(change), &empty))
			continue;
		if (is_gone(change))
			gone.at[gone.count++] = change;
		else
			new.at[new.count++] = change;
	}
	if (gone.count && new.count) {
		qsort(gone.at, gone.count, sizeof *gone.at, compare_candidates);
		qsort(new.at, new.count, sizeof *new.at, compare_candidates);
		pair_all(&gone, &new, true);
		pair_all(&gone, &new, false);
	}
	free(gone.at);
	free(new.at);
}
