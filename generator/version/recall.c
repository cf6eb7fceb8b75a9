/*
 * recall.c -- a file of the content as a commit left it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "life.h"
#include "model/alone.h"

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

/* The life of the evaluation that was once called KEY. */
static const struct life *life_once_called(const struct chronicle *chronicle, struct str key)
{
	for (uint32_t i = 0; i < chronicle->count; i++)
		for (uint32_t k = 0; k < chronicle->lives[i]->count; k++)
			if (str_equal(chronicle->lives[i]->editions[k].key, key))
				return chronicle->lives[i];
	return NULL;
}

/* Whether readers may see what ENTRY was called: no draft's name, nor one that
   may have been ordered out. */
static bool may_name(const struct chronicle *chronicle, struct arena *arena, const struct entry *entry)
{
	const struct life *life;

	if (entry->kind != ENTRY_EVALUATION)
		return true;
	if (entry->draft || record_is(entry->record, EVALUATION_STATUS, "borrador"))
		return false;
	life = life_once_called(chronicle, entry->key);
	return life && !life_has_orders(chronicle, arena, life);
}

struct str chronicle_name(const struct chronicle *chronicle, struct arena *arena,
			  const struct edition *edition, enum entry_kind kind, struct str key)
{
	struct version_text text = { 0 };
	struct object_id blob;
	const struct entry *entry = NULL;

	if (edition->number == 0)
		entry = site_find(chronicle->site, kind, key);
	else if (chronicle_recall(chronicle, arena, kind, key, edition->moment, &blob, &text))
		entry = text.entry;
	return entry && may_name(chronicle, arena, entry) && entry->name.len && !str_equal(entry->name, key) ? entry->name : (struct str){ 0 };
}

struct str name_then(void *context, bool is_new, enum entry_kind kind, struct str key)
{
	const struct naming *naming = context;

	return chronicle_name(naming->chronicle, naming->arena, naming->editions[is_new], kind, key);
}

/* All of editions A and B of LIFE; NULL when one cannot be read. */
static struct comparison *compare_read(const struct chronicle *chronicle, struct arena *arena,
				       const struct life *life, const struct edition *a,
				       const struct edition *b, const struct telling *telling)
{
	struct version_text old, new;
	bool read = chronicle_text(chronicle, arena, life, a, &old);

	read = chronicle_text(chronicle, arena, life, b, &new) && read;
	return read ? compare_told(arena, &old, &new, telling) : NULL;
}

struct comparison *chronicle_compare(const struct chronicle *chronicle, struct arena *arena,
				     const struct life *life, const struct edition *a,
				     const struct edition *b)
{
	return compare_read(chronicle, arena, life, a, b, NULL);
}

struct comparison *chronicle_compare_told(const struct chronicle *chronicle, struct arena *arena,
					  const struct life *life, const struct edition *a,
					  const struct edition *b)
{
	struct naming naming = { chronicle, arena, { a, b } };
	const struct telling telling = { name_then, &naming };

	return compare_read(chronicle, arena, life, a, b, &telling);
}
