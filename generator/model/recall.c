/*
 * recall.c -- what was there when a version was published.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A recalled entry is shared by many small sites, so it is copied, and its own
 * references stay without a target.
 */
#include "model/alone.h"

#include "base/path.h"
#include "internal.h"

struct entry *site_recall(struct site *site, enum entry_kind kind, struct str key)
{
	const struct site_past *past = site->internal->past;
	const struct entry *then = past ? past->recall(past->context, kind, key) : NULL;
	struct entry *entry;

	if (!then)
		return NULL;
	entry = entry_new(site, kind, arena_str(&site->arena, key));
	entry->name = then->name;
	entry->brief = then->brief;
	entry->record = then->record;
	entry->size = then->size;
	if (kind == ENTRY_EVALUATION)	/* for its anchors */
		memcpy(entry_evaluation(entry)->sections, ((const struct evaluation *)then)->sections,
		       sizeof entry_evaluation(entry)->sections);
	entry->path = content_path(&site->arena, kind, entry->key);
	map_set(&site->internal->paths, entry->path, entry);
	return entry;
}

/* PATH is below the content folder. */
static void recall_path(struct site *site, struct str path)
{
	struct str key;
	enum entry_kind kind;

	if (!path.ptr)
		return;
	kind = entry_place(path, &key);
	if (kind != ENTRY_KINDS && kind != ENTRY_FOLLOW_UP && !site_find(site, kind, key))
		site_recall(site, kind, key);
}

void site_recall_links(struct site *site, struct evaluation *evaluation)
{
	struct str folder = path_directory(evaluation->entry.path);
	struct named_list names = entry_names(&site->arena, &evaluation->entry);

	for (uint32_t i = 0; i < names.count; i++)
		if (names.at[i].kind == ENTRY_FILE)
			recall_path(site, names.at[i].key);
		else if (names.at[i].kind == NAMED_PATH)
			recall_path(site, link_path(&site->arena, folder, names.at[i].key));
}
