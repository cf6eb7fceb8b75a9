/*
 * recall.c -- a file of the content as a commit left it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model/alone.h"
#include "version/chronicle.h"

bool chronicle_recall(const struct chronicle *chronicle, struct arena *arena, enum entry_kind kind,
		      struct str key, uint32_t moment, struct object_id *blob, struct version_text *text)
{
	struct str path = (int)kind == LIFE_SETTINGS ? STR("sitio.yaml") : content_path(arena, kind, key);
	const struct history_path *found = path.ptr ? history_find(chronicle->history, path) : NULL;
	uint32_t at = found ? history_blob_at(chronicle->history, found, moment) : HISTORY_NONE;
	struct edition edition = { .number = 1, .key = key, .path = path };
	struct life life = { .kind = kind };

	if (at == HISTORY_NONE)
		return false;
	edition.blob = chronicle->history->blobs[at];
	*blob = edition.blob;
	return !text || chronicle_text(chronicle, arena, &life, &edition, text);
}
